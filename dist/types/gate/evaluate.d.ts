import { unknownTargetsOf } from '../events/target.js';
import { type Image } from '../image/image.js';
import { type Fields } from '../json.js';
import { type CompiledRule } from '../rules/compile.js';
import type { Rule } from '../rules/rule.js';
import type { Alert } from './alert.js';
import { type Opening, type Trace } from './evaluator.js';
import { type Keep } from './evidence.js';
import type { Exceptions } from './exceptions/apply.js';
export interface Evaluation {
    /**
     * Evaluates the rules for an image under judgement. Returns the image with notes about the suppressions that took out an event of it,
     * and with gaps where its scan does not have what a rule asks for.
     */
    readonly judge: (image: Image) => Image;
    /** Whether what describes the targets of an event matters: a rule that looks at it could match the event. */
    readonly wants: (event: Fields) => boolean;
    /** Evaluates the rules for one recorded event. Returns why the answer is not certain, if it is not. */
    readonly see: (event: Fields) => Doubt | undefined;
    /** Evaluates the rules for a session, a command or an automation. */
    readonly watch: (event: Fields) => Doubt | undefined;
    /** The alerts of everything seen so far, the most severe first. */
    readonly alerts: () => readonly Alert[];
}
/** Why it is not certain what the rules say about an event. */
export interface Doubt {
    /** Fields whose content CloudTrail left out. */
    readonly left: readonly string[];
    /** Targets of which something is not known, and a field of theirs that a rule looks at. */
    readonly targets?: {
        readonly unknown: ReturnType<typeof unknownTargetsOf>;
        readonly field: string;
    };
    /** The rules that could match if all of this were known. */
    readonly rules: readonly string[];
    /** Whether another event with the same eventID said something else. Both are judged. */
    readonly contradicts: boolean;
}
/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */
export interface TracedEvaluation extends Evaluation {
    /** The alerts with their matches, in the same order. */
    readonly openings: () => readonly Opening[];
}
/** Starts an evaluation of images and recorded events, which may come in any order. */
export declare function startEvaluation(rules: readonly Rule[]): Evaluation;
/** The same for rules whose filters are parsed, without the events that exceptions accept. `keep` says which events alerts show. */
export declare function evaluateRules(rules: readonly CompiledRule[], exceptions?: Exceptions, keep?: Keep): Evaluation;
/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
export declare function traceEvaluation(rules: readonly CompiledRule[], trace: Trace, keep?: Keep, exceptions?: Exceptions): TracedEvaluation;
/** The order of alerts: the most severe first. */
export declare function byGravity(a: Alert, b: Alert): number;
