import { type Problem } from '../diagnostic.js';
import { type ObjectReference, type StoredObject } from './object.js';
/** A parameter as it was read. */
export interface Parameter {
    readonly name: string;
    readonly arn: string;
    readonly version: number;
}
/** What a file was read from that is none on disk. */
export type Stored = Parameter | StoredObject;
/** The parameters and the objects among what was read. */
export declare function partStored(stored: readonly Stored[]): {
    parameters: Parameter[];
    objects: StoredObject[];
};
/** What of a file was read, for messages. */
export declare function describeVersion(stored: Stored): string;
export type Reference = ParameterReference | ObjectReference;
export interface ParameterReference {
    readonly kind: 'parameter';
    /** As it was given. */
    readonly text: string;
    /** The name of a parameter, or a path that ends in a slash: all that is below it. */
    readonly name: string;
    readonly isPath: boolean;
    /** Where it is; undefined if that is the Region and the account of whoever reads it. */
    readonly place: {
        readonly partition: string;
        readonly region: string;
        readonly account: string;
    } | undefined;
}
/** How to say where a parameter is whose reference names no Region. */
export declare const NO_REGION = "set AWS_REGION in the environment, or write the whole ARN behind ssm:";
/** Whether a path is, or was meant as, a reference. A file of such a name on disk is `./ssm:…` or `./s3:…`. */
export declare function isReference(path: string): boolean;
/** A path of the disk, written so that it cannot be taken for a reference. */
export declare function onDisk(path: string): string;
/** Where references of a kind lead, and how files are written there. */
export declare const PLACES: Readonly<Record<Reference['kind'], {
    readonly name: string;
    readonly writer: string;
}>>;
/** Reads a reference; a problem says what was found in its place. */
export declare function parseReference(text: string): Reference | Problem;
/** The ARN of a name, or of a path without its last slash. Where an account is not known, it is `*`, as IAM writes any. */
export declare function parameterArn(name: string, { region, account }: {
    readonly region: string;
    readonly account?: string | undefined;
}): string;
/**
 * What a policy in Parameter Store or S3 means by a path: what lies beside it there. In Parameter Store an ending such as `.yml` is left
 * out, as `policy push` leaves it out, so that the same policy is right on disk and there.
 */
export declare function besideReference(policy: string, path: string): string | Problem;
