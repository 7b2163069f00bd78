// The choices a team makes about the gate. They are separate from the code that implements them, so that reading the settings
// does not load that code.

import type { SeverityLimit } from '../rules/fields.ts'

/** The severities that settings name, the worst first. */
export const LEVELS = ['critical', 'high', 'medium', 'low'] as const
export type Level = (typeof LEVELS)[number]

/** The lowest severity at which findings fail. */
export const FAIL_ON = [...LEVELS, 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** How many findings of a severity are allowed. */
export type MaxFindings = Readonly<Partial<Record<Level, number>>>

/** How long a finding of a severity may wait for its fix, in seconds. */
export type FixWithin = Readonly<Partial<Record<Level, number>>>

/** What happens for findings that have no fix. */
export const UNFIXED = ['fail', 'warn', 'ignore'] as const
export type Unfixed = (typeof UNFIXED)[number]

/** What happens for findings that came with the base image. */
export const BASE_IMAGE_FINDINGS = ['fail', 'warn'] as const
export type BaseImageFindings = (typeof BASE_IMAGE_FINDINGS)[number]

/** What is decided about findings besides exceptions, and how old a scan may be. */
export interface FindingPolicy {
  readonly unfixed: Unfixed
  readonly baseImageFindings?: BaseImageFindings
  /** The highest severity that it lets through; undefined: any. */
  readonly baseImageAtMost?: SeverityLimit | undefined
  readonly fixWithin: FixWithin
  /** Undefined: any age. */
  readonly maxScanAgeSeconds: number | undefined
}

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
