import { type Image } from '../events/scan.ts';
import type { Fields } from '../language/vocabulary.ts';
import { type Rule } from '../rules/rule.ts';
import { type Alert, type Match } from './alert.ts';
import { type Keep } from './evidence.ts';
export interface Evaluation {
    /** Evaluates the rules for an image under judgement; returns one sentence for each suppression that took out an event of it. */
    readonly judge: (image: Image) => readonly string[];
    /** Evaluates the rules for one recorded event. */
    readonly see: (event: Fields) => void;
    /** The alerts of everything seen so far, the most severe first. */
    readonly alerts: () => readonly Alert[];
}
/** An alert with the rule that opened it and its matches in order of time. */
export interface Opening {
    readonly rule: Rule;
    readonly alert: Alert;
    readonly matches: readonly Match[];
}
/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */
export interface TracedEvaluation extends Evaluation {
    /** The alerts with their matches, in the same order. */
    readonly openings: () => readonly Opening[];
}
/** Called for each event that a rule's filter matches. The outcome is the match, or the position of the suppression that took it out. */
export type Trace = (rule: Rule, event: Fields, outcome: Match | number) => void;
/** Starts an evaluation of images and recorded events, which may come in any order. */
export declare function startEvaluation(rules: readonly Rule[]): Evaluation;
/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
export declare function traceEvaluation(rules: readonly Rule[], trace: Trace, keep?: Keep): TracedEvaluation;
