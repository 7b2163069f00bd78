import type { Verdict } from './verdict.js';
/** The image that this run pushed before judging it. */
export interface Push {
    readonly source: string;
    /** The name under which it was pushed. */
    readonly image: string;
    readonly digest: string;
    readonly attempts: number;
    /** The program that pushed it. */
    readonly tool: string;
}
export interface TagOutcome {
    readonly tag: string;
    /**
     * `set` by this run, or there `already`. `not set`: setting this tag, or one before it, had a problem. `unknown`: it was sent, and no
     * answer tells what came of it.
     */
    readonly state: 'set' | 'already' | 'not set' | 'unknown';
    readonly problem: string | null;
}
/** What was done with the images. A problem makes the run fail, whatever the verdict. */
export interface Release {
    /** Whether the images have their tags; null where none were requested. */
    readonly promoted: boolean | null;
    /** `image` is the image by its digest. */
    readonly images: readonly {
        readonly image: string;
        readonly digest: string;
        readonly tags: readonly TagOutcome[];
    }[];
    /** What else was done or left undone, one sentence each. */
    readonly notes: readonly string[];
    readonly problems: readonly string[];
}
/** Whether images with this verdict get their tags: after `pass`, and after `warn` only where that was requested. */
export declare function isReleased(verdict: Verdict, { promoteOnWarn }: {
    readonly promoteOnWarn: boolean;
}): boolean;
/** The requested tags that images have now, including those that were already there. */
export declare function promotedTags({ images }: Release): readonly string[];
