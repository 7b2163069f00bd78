// The choices a team makes about the gate. They stand apart from the code that follows them, so that reading the settings
// loads none of it.

/** The severity from which on findings fail. */
export const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** What findings that nobody has judged yet (UNDEFINED, UNTRIAGED) do. */
export const UNTRIAGED = ['fail', 'warn', 'ignore'] as const
export type Untriaged = (typeof UNTRIAGED)[number]

/** Whether a basic scan that is missing is started. */
export const START_SCAN = ['never', 'if-missing'] as const
export type StartScan = (typeof START_SCAN)[number]

/** Whether a verdict that could not be reached stops the deployment. */
export const ON_UNDECIDED = ['fail', 'warn'] as const
export type OnUndecided = (typeof ON_UNDECIDED)[number]

/** What becomes of an image that failed, or of which too little was seen. */
export type OnFail = 'keep' | 'untag' | { readonly quarantineTag: string }
