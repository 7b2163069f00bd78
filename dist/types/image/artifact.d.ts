import { type Fields } from '../json.js';
export interface Artifact {
    /** What it is, for people: `a Helm chart`. */
    readonly what: string;
    /** Whether its configuration is that of an image, as that of many signatures is. */
    readonly hasImageConfig: boolean;
}
/** Says what a manifest is if it is no image; undefined if it may be one. */
export declare function readArtifact(manifest: Fields): Artifact | undefined;
