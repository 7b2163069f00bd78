import { type Image } from '../events/scan.ts';
import type { Fields } from '../language/vocabulary.ts';
import { type Rule } from '../rules/rule.ts';
import { type Alert } from './alert.ts';
export interface Evaluation {
    /** Shows the rules one recorded event. */
    readonly see: (event: Fields) => void;
    /** The alerts of everything seen, the gravest first. */
    readonly alerts: () => readonly Alert[];
}
/** Starts judging: the images at once, recorded events as they are shown. */
export declare function startEvaluation(rules: readonly Rule[], images: readonly Image[]): Evaluation;
