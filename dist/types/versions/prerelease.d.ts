import { type Sign } from './parts.ts';
/** Compares pre-releases; a version without one is later than any that has one. */
export declare function comparePrereleases(a: string | undefined, b: string | undefined): Sign;
