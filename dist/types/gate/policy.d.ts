/** The lowest severity at which findings fail. */
export declare const FAIL_ON: readonly ['critical', 'high', 'medium', 'low', 'never'];
export type FailOn = (typeof FAIL_ON)[number];
/** What happens for findings that nobody has rated yet (UNDEFINED, UNTRIAGED). */
export declare const UNTRIAGED: readonly ['fail', 'warn', 'ignore'];
export type Untriaged = (typeof UNTRIAGED)[number];
/** Whether to start a basic scan that is missing. */
export declare const START_SCAN: readonly ['never', 'if-missing'];
export type StartScan = (typeof START_SCAN)[number];
/** Whether the verdict `undecided` stops the deployment. */
export declare const ON_UNDECIDED: readonly ['fail', 'warn'];
export type OnUndecided = (typeof ON_UNDECIDED)[number];
/** What happens to an image whose verdict is `fail` or `undecided`. */
export type OnFail = 'keep' | 'untag' | {
    readonly quarantineTag: string;
};
