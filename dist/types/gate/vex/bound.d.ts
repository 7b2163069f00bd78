import type { SeverityLimit } from '../../rules/fields.js';
import type { VexFile } from '../../vex/statement.js';
/** A file of VEX, and what its statements may do. */
export interface BoundFile extends VexFile {
    /** SHA-256 of its text, in hexadecimal digits. */
    readonly digest: string;
    /** Whether the policy names it. */
    readonly isOfPolicy: boolean;
    /** The highest severity that it may let through; undefined: any. */
    readonly atMost?: SeverityLimit | undefined;
}
