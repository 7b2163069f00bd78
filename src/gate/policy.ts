// The choices a team makes about the gate. They are separate from the code that implements them, so that reading the settings
// does not load that code.

/** The lowest severity at which findings fail. */
export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** What happens for findings that nobody has rated yet (UNDEFINED, UNTRIAGED). */
export const UNTRIAGED = ['fail', 'warn', 'ignore'] as const
export type Untriaged = (typeof UNTRIAGED)[number]

/** Whether to start a basic scan that is missing. */
export const START_SCAN = ['never', 'if-missing'] as const
export type StartScan = (typeof START_SCAN)[number]

/** Whether the verdict `undecided` stops the deployment. */
export const ON_UNDECIDED = ['fail', 'warn'] as const
export type OnUndecided = (typeof ON_UNDECIDED)[number]

/** What happens to an image whose verdict is `fail` or `undecided`. */
export type OnFail = 'keep' | 'untag' | { readonly quarantineTag: string }
