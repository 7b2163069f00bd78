import { type Image } from '../events/scan.ts';
import type { Fields } from '../language/vocabulary.ts';
import { type Rule } from '../rules/rule.ts';
import { type Alert, type Match } from './alert.ts';
import { type Keep } from './evidence.ts';
export interface Evaluation {
    /** Shows the rules an image under judgement, and says what suppressions took of it: a sentence each. */
    readonly judge: (image: Image) => readonly string[];
    /** Shows the rules one recorded event. */
    readonly see: (event: Fields) => void;
    /** The alerts of everything seen, the gravest first. */
    readonly alerts: () => readonly Alert[];
}
/** An alert, the rule that opened it, and the matches it holds in order of time. */
export interface Opening {
    readonly rule: Rule;
    readonly alert: Alert;
    readonly matches: readonly Match[];
}
/** An evaluation whose matches can be traced: each is told once, and found again in the alert that holds it. */
export interface TracedEvaluation extends Evaluation {
    /** The alerts with their matches, in the same order. */
    readonly openings: () => readonly Opening[];
}
/** Told of an event that a rule's filter matched: the match that is kept of it, or the position of the suppression that took it. */
export type Trace = (rule: Rule, event: Fields, outcome: Match | number) => void;
/** Starts judging images and recorded events, in whatever order they come. */
export declare function startEvaluation(rules: readonly Rule[]): Evaluation;
/** The same, for a caller who wants to know what each rule made of each event; without `keep` alerts carry no evidence. */
export declare function traceEvaluation(rules: readonly Rule[], trace: Trace, keep?: Keep): TracedEvaluation;
