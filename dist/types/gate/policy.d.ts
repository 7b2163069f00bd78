/** The severity from which on findings fail. */
export declare const FAIL_ON: readonly ['critical', 'high', 'medium', 'low', 'never'];
export type FailOn = (typeof FAIL_ON)[number];
/** What findings that nobody has judged yet (UNDEFINED, UNTRIAGED) do. */
export declare const UNTRIAGED: readonly ['fail', 'warn', 'ignore'];
export type Untriaged = (typeof UNTRIAGED)[number];
/** Whether a basic scan that is missing is started. */
export declare const START_SCAN: readonly ['never', 'if-missing'];
export type StartScan = (typeof START_SCAN)[number];
/** Whether a verdict that could not be reached stops the deployment. */
export declare const ON_UNDECIDED: readonly ['fail', 'warn'];
export type OnUndecided = (typeof ON_UNDECIDED)[number];
/** What becomes of an image that failed, or of which too little was seen. */
export type OnFail = 'keep' | 'untag' | {
    readonly quarantineTag: string;
};
