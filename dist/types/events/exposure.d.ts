/** Whether a policy allows everybody. It is a string or, in records that tools have rewritten, an object. */
export declare function isPublic(policy: unknown): boolean;
