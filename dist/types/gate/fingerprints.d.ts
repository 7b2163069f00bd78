import { type Fields } from '../json.ts';
export interface Fingerprints {
    /** Notes an event's fingerprint under its id. Returns whether the id stood for another content before. */
    readonly contradicts: (id: string, fingerprint: number) => boolean;
}
export declare function startFingerprints(): Fingerprints;
/** A hash of what an event says: the order of its fields and the spaces between them do not matter. */
export declare function fingerprintOf(event: Fields): number;
