import type { Image } from '../image/image.js';
import type { Alert } from './alert.js';
/** What a rule for a severity says of an image. */
export interface Severe {
    readonly image: Image;
    readonly ruleId: string;
    readonly severity: string;
    /** What of it is allowed, such as `max-findings allows 3`; undefined where nothing is said of that. */
    readonly allowed: string | undefined;
}
/**
 * Reads the alert of a rule for a severity; undefined for any other, for one whose title its author has changed, and for one about several
 * images of the same name.
 */
export declare function readSevere({ ruleId, title, count }: Alert, image: Image): Severe | undefined;
/** `2 CRITICAL, 24 HIGH in payments/api:1.4.2: axios 0.21.1 (fix 1.7.4), tar 6.1.0 (no fix) and 9 more packages [rule ids]`. */
export declare function tellSevere(all: readonly Severe[], image: Image, name: string): string;
