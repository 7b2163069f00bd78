import { type Diagnostic } from '../diagnostic.js';
import type { Purl } from '../purl.js';
/** The statuses of VEX: the first two let findings through. */
export declare const STATUSES: readonly ['not_affected', 'fixed', 'affected', 'under_investigation'];
export type Status = (typeof STATUSES)[number];
/** What names an image or a package. */
export interface Component {
    /** As they are written: names and identifiers that are no package URLs. */
    readonly names: readonly string[];
    readonly purls: readonly Purl[];
    /** `sha256:` and hexadecimal digits. */
    readonly digests: readonly string[];
}
export interface Product extends Component {
    /** The packages in it that are meant; empty: all of it is. */
    readonly parts: readonly Component[];
}
/** What an author says of one vulnerability in some products. */
export interface VexStatement {
    /** All names of the vulnerability. */
    readonly ids: readonly string[];
    readonly status: Status;
    /** In the word of its format. */
    readonly justification: string | null;
    /** Why, in the author's words. */
    readonly impact: string | null;
    readonly author: string | null;
    /** When it was said, in milliseconds since 1970; null if nobody says. */
    readonly instant: number | null;
    readonly products: readonly Product[];
    /** Where it begins in its file. */
    readonly offset: number;
}
export interface VexFile {
    readonly path: string;
    readonly text: string;
    readonly format: 'OpenVEX' | 'CycloneDX';
    readonly statements: readonly VexStatement[];
}
export interface VexReading {
    /** Undefined if something is wrong with it. */
    readonly file?: VexFile;
    readonly diagnostics: readonly Diagnostic[];
}
/** Whether a statement says that there is no need to worry, and why. OpenVEX requires of not_affected that it says why. */
export declare function letsThrough({ status, justification, impact }: VexStatement): boolean;
export declare function placeOf({ path, text }: VexFile, { offset }: VexStatement): Exclude<Diagnostic['at'], string | undefined>;
