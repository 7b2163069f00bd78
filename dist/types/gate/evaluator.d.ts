import type { Image } from '../image/image.js';
import { type Fields } from '../json.js';
import type { Path } from '../language/ast.js';
import { type CompiledRule } from '../rules/compile.js';
import { type Rule } from '../rules/rule.js';
import { type Alert, type Match } from './alert.js';
import { type Keep } from './evidence.js';
import type { AlertAcceptance } from './exceptions/apply.js';
import { type TargetNeed } from './needs.js';
/** What came of an event that a rule's filter matches: the match, the position of the suppression that took it out, or who accepted it. */
export type MatchOutcome = Match | number | AlertAcceptance;
/** Called for each of these events. */
export type Trace = (rule: Rule, event: Fields, outcome: MatchOutcome) => void;
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
    /** What it looks at of the targets of events. */
    readonly targets: () => TargetNeed;
    /** Whether it could match an event, whatever describes the targets of this. */
    readonly wants: (event: Fields) => boolean;
    /**
     * What the rule would have to know of an event that it did not match, but could if nothing had been left out of it. Empty if it is
     * certain that it does not match.
     */
    readonly lacks: (event: Fields) => readonly Path[];
    /** `judged` are the keys of the images under judgement. */
    readonly openings: (judged: ReadonlySet<string>) => readonly Opening[];
}
/** Starts the evaluation of one rule: counts its matches in groups, but for those that are `accepted`, and makes alerts of them. */
export declare function createRuleEvaluator(compiled: CompiledRule, trace: Trace, keep: Keep, accepted?: readonly AlertAcceptance[]): RuleEvaluator;
