import type { Purl } from '../../purl.js';
import type { TextTest } from './pattern.js';
/** A condition as it is decided; all of an entry must hold. `root`: what stands in front of every path there, where ECR writes nothing. */
export type Condition = {
    readonly kind: 'path';
    readonly root: '' | '/';
    readonly tests: readonly TextTest[];
} | {
    readonly kind: 'purl';
    readonly purls: readonly Purl[];
} | {
    readonly kind: 'name';
    readonly test: TextTest;
} | {
    readonly kind: 'version' | 'type' | 'language';
    readonly value: string;
} | {
    readonly kind: 'fixed';
};
