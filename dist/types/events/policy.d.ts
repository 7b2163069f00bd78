/** Reads a policy as text or, in records that tools have rewritten, as an object. */
export declare function isPublic(policy: unknown): boolean;
