import { type Image } from '../events/scan.ts';
import type { Fields } from '../language/vocabulary.ts';
import { type Rule } from '../rules/rule.ts';
import { type Alert } from './alert.ts';
export interface Evaluation {
    /** Shows the rules an image under judgement. */
    readonly judge: (image: Image) => void;
    /** Shows the rules one recorded event. */
    readonly see: (event: Fields) => void;
    /** The alerts of everything seen, the gravest first. */
    readonly alerts: () => readonly Alert[];
}
/** Starts judging images and recorded events, in whatever order they come. */
export declare function startEvaluation(rules: readonly Rule[]): Evaluation;
