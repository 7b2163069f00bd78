import { type Place, type Tell } from '../diagnostic.ts';
import { type MapNode, type RuleFile } from './document.ts';
import { type SeverityLimit } from './fields.ts';
/** A limit, with the place where it is written. */
export interface Limit<T> {
    readonly value: T;
    readonly at: Place;
}
/** What binds rules, overrides and exceptions that are not the policy's own. Without `exceptions`, these have no limit. */
export interface Limits {
    readonly exceptions?: {
        readonly severityAtMost?: Limit<SeverityLimit>;
        readonly withinSeconds?: Limit<number>;
        readonly needOwner: Limit<boolean>;
        readonly never: Limit<boolean>;
    };
    /** The ids of rules that nobody else may tune. */
    readonly mayNotTune: readonly Limit<string>[];
}
/** Reads the limits of a policy file, whose root this is. */
export declare function readLimits(file: RuleFile, root: MapNode, tell: Tell): Limits;
