import { type Problem } from '../diagnostic.js';
/** A parameter as it was read. */
export interface Parameter {
    readonly name: string;
    readonly arn: string;
    readonly version: number;
}
export interface Reference {
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
/** How to say where a reference leads that names no Region. */
export declare const NO_REGION = "set AWS_REGION in the environment, or write the whole ARN behind ssm:";
/** Whether a path is, or was meant as, a reference to Parameter Store. A file of such a name on disk is `./ssm:…`. */
export declare function isReference(path: string): boolean;
/** A path of the disk, written so that it cannot be taken for a reference. */
export declare function onDisk(path: string): string;
/** Reads a reference; a problem says what was found in its place. */
export declare function parseReference(text: string): Reference | Problem;
/** The ARN of a name, or of a path without its last slash. Where an account is not known, it is `*`, as IAM writes any. */
export declare function parameterArn(name: string, { region, account }: {
    readonly region: string;
    readonly account?: string | undefined;
}): string;
/**
 * What a policy in Parameter Store means by a path: what lies beside it there. An ending such as `.yml` is left out, as `policy push` leaves
 * it out, so that the same policy is right on disk and there.
 */
export declare function besideReference(policy: string, path: string): string | Problem;
