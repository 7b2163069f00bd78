/** The text that was known before, if there is an equal one. Most texts repeat, as titles do, so each is kept only once. */
export declare function intern(texts: Map<string, string>, text: string): string;
