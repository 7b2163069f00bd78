// The settings of one run, as one value.

import type { Archive } from '../events/archive.ts'
import type { AthenaTable } from '../events/athena.ts'
import type { LiveKind } from '../events/live.ts'
import type {
  BaseImageFindings,
  FailOn,
  FixWithin,
  MaxFindings,
  OnFail,
  OnUndecided,
  StartScan,
  Unfixed,
  Untriaged,
} from '../gate/policy.ts'
import type { ImageUri } from '../image/uri.ts'
import type { PolicyFile } from '../rules/policy.ts'
import type { AskedBaseline } from './baseline.ts'
import type { CommentWhen, Format, Pack } from './choices.ts'
import type { Role } from './role.ts'
import type { PushSource } from './source.ts'

/** The settings of one run, every value checked. */
export interface Settings {
  readonly images: readonly ImageUri[]
  readonly findings: readonly string[]
  readonly events: readonly string[]
  readonly rules: readonly string[]
  readonly exceptions: readonly string[]
  /** The files of VEX, those of the policy among them. */
  readonly vex: readonly string[]
  /** The policy file, whose settings and rule files are among the others; `file` is undefined if it is wrong. */
  readonly policy: { readonly path: string; readonly file: PolicyFile | undefined } | undefined
  /** The roles with which rules, exceptions, VEX and policies of other accounts are read. */
  readonly policyRoles: readonly Role[]
  readonly packs: readonly Pack[]
  readonly failOn: FailOn | undefined
  /** Undefined if the Severity rules decide, or `fail-on`. */
  readonly maxFindings: MaxFindings | undefined
  readonly untriaged: Untriaged
  readonly unfixed: Unfixed
  /** The images that the images under judgement are built on, each with a digest. */
  readonly baseImages: readonly ImageUri[]
  readonly baseImageFindings: BaseImageFindings
  /** Empty: every finding counts at once. */
  readonly fixWithin: FixWithin
  /** What findings are compared with; undefined: all of them count. */
  readonly baseline: AskedBaseline | undefined
  /** Undefined: any age. */
  readonly maxScanAgeSeconds: number | undefined
  readonly onUndecided: OnUndecided
  /** Which recent activity is read from AWS; undefined if none is. */
  readonly audit: Audit | undefined
  /** What is read of the archives in S3 that are among the recorded events; undefined if none is. */
  readonly archived: Reading | undefined
  /** The Regions that were named. If there are none, those of the images are used. */
  readonly auditRegions: readonly string[]
  /** What is read of Systems Manager as it is now; undefined if nothing is. */
  readonly live: LiveAudit | undefined
  /** The roles with which activity is read, each of another account. If there are none, it is read with the caller's own credentials. */
  readonly auditRoles: readonly Role[]
  /** The roles with which images are read and changed, each for those of its account. */
  readonly imageRoles: readonly Role[]
  readonly waitTimeoutSeconds: number
  readonly scanGraceSeconds: number
  readonly startScan: StartScan
  /** Empty means all. */
  readonly platforms: readonly string[]
  /** Empty means any. */
  readonly allowedAccountIds: readonly string[]
  /** The image to push before it is judged; undefined if the image is in ECR already. */
  readonly push: PushSource | undefined
  readonly pushTimeoutSeconds: number
  /** The tags that images get once they have passed, in this order. If there are none, nothing is promoted. */
  readonly promoteTags: readonly string[]
  readonly promoteOnWarn: boolean
  readonly onFail: OnFail
  readonly awsAttempts: number
  readonly predicateFile: string | undefined
  readonly bundle: string | undefined
  readonly trustedRoot: string | undefined
  readonly identity: string | undefined
  readonly issuer: string | undefined
  readonly policyDigest: string | undefined
  /** How old a verdict may be; undefined if any age will do. */
  readonly maxAgeSeconds: number | undefined
  readonly predicate: string | undefined
  readonly unsigned: boolean
  /** Relative to the repository's folder. If undefined, one is looked for there. */
  readonly dockerfile: string | undefined
  /** The reports that are written to files, in addition to the one in `format`. */
  readonly files: readonly ReportFile[]
  readonly summary: boolean
  /** The name of a check run; undefined when none is asked for. */
  readonly checkRun: string | undefined
  readonly comment: CommentWhen
  readonly uploadSarif: boolean
  readonly githubToken: string | undefined
  readonly format: Format
  readonly output: string | undefined
  readonly count: boolean
  readonly countBy: string | undefined
  readonly event: string | undefined
  readonly rule: string | undefined
  /** Of what time a query in SQL would be; undefined if none is asked for. */
  readonly sql: { readonly windowSeconds: number } | undefined
  /** Saved reports whose images are judged again. */
  readonly reports: readonly string[]
  /** The old policy, and the settings with it in place of the new one; undefined if nothing is compared. */
  readonly against: { readonly path: string; readonly settings: Settings } | undefined
  readonly reason: string | undefined
  /** A day such as `2027-01-31`, or `never`. */
  readonly expires: string | undefined
  readonly untilFixed: boolean
  readonly owner: string | undefined
  readonly package: string | undefined
  readonly acceptedImage: string | undefined
  readonly from: string | undefined
  /** Of parameters that are new. */
  readonly tier: 'standard' | 'advanced'
  readonly check: boolean
  readonly operands: readonly string[]
}

/** Whether any setting needs GitHub's API. */
export function asksGitHub({ checkRun, comment, uploadSarif }: Pick<Settings, 'checkRun' | 'comment' | 'uploadSarif'>): boolean {
  return checkRun !== undefined || comment !== 'never' || uploadSarif
}

export interface ReportFile {
  readonly format: Format
  readonly path: string
}

/** What is read of Systems Manager as it is now, and which part of what has ended. */
export interface LiveAudit extends Reading {
  readonly kinds: readonly LiveKind[]
}

/** How far back activity is read, how long that may take, and where. */
export interface Reading {
  readonly windowSeconds: number
  readonly timeoutSeconds: number
  readonly regions: readonly string[]
}

export interface Audit extends Reading {
  /** The archive in S3 that is read. Without it and without a table, the event history is. */
  readonly archive?: Archive
  /** The table in Athena that is read. */
  readonly table?: AthenaTable
  /** Whether it was requested and is not the default. If so, a run whose rules cannot judge events is an error. */
  readonly asked: boolean
}
