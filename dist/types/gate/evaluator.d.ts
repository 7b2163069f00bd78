import type { Image } from '../image/image.ts';
import { type Fields } from '../json.ts';
import { type CompiledRule } from '../rules/compile.ts';
import { type Rule } from '../rules/rule.ts';
import { type Alert, type Match } from './alert.ts';
import { type Keep } from './evidence.ts';
/** Called for each event that a rule's filter matches. The outcome is the match, or the position of the suppression that took it out. */
export type Trace = (rule: Rule, event: Fields, outcome: Match | number) => void;
/** An alert with the rule that opened it and its matches in order of time. */
export interface Opening {
    readonly rule: Rule;
    readonly alert: Alert;
    readonly matches: readonly Match[];
}
/** Where an event comes from: an image under judgement, or a record, which may be of the scan of an image that is not. */
export interface EventOrigin {
    readonly image?: Image;
    readonly scanned?: string | undefined;
    /** Tells apart two events with one eventID. */
    readonly fingerprint?: number | undefined;
}
export interface RuleEvaluator {
    readonly compiled: CompiledRule;
    /** Evaluates the rule for an event; returns the suppression that took the event out, if any. */
    readonly see: (event: Fields, origin: EventOrigin) => string | undefined;
    /** Whether the rule did not match a recorded event but could, if nothing had been left out of these fields. */
    readonly lacks: (event: Fields, left: readonly string[]) => boolean;
    /** `judged` are the keys of the images under judgement. */
    readonly openings: (judged: ReadonlySet<string>) => readonly Opening[];
}
/** Starts the evaluation of one rule: counts its matches in groups, and makes alerts of them. */
export declare function createRuleEvaluator(compiled: CompiledRule, trace: Trace, keep: Keep): RuleEvaluator;
