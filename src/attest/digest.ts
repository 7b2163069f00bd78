// The policy of a verdict as one text and its digest, so that anybody can check under which policy a verdict was reached.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies give equal bytes on every machine. This file uses
// node:crypto although this folder is pure: a digest reads no clock and touches no file.

import { createHash } from 'node:crypto'
import type { FailOn, FixWithin, MaxFindings, Unfixed, Untriaged } from '../gate/policy.ts'
import { registryHost } from '../image/uri.ts'
import { compareText } from '../order.ts'
import type { StoredObject } from '../rules/object.ts'
import { type Parameter, partStored, type Stored } from '../rules/reference.ts'
import type { Rule } from '../rules/rule.ts'
import type { Settings } from '../settings/settings.ts'
import { canonicalJson, toSet } from './canonical.ts'
import { limitsOf, type PolicyLimits } from './limits.ts'
import { writeVersions } from './versions.ts'

export interface Policy {
  /** The rules in force, after replacement, overrides and `fail-on`. */
  readonly rules: readonly Rule[]
  readonly packs: readonly string[]
  readonly failOn: FailOn | undefined
  readonly maxFindings: MaxFindings | undefined
  readonly untriaged: Untriaged
  readonly unfixed: Unfixed
  /** The base images whose findings warn only; undefined where they count. */
  readonly baseImages?: readonly string[] | undefined
  readonly fixWithin: FixWithin
  readonly maxScanAgeSeconds: number | undefined
  /** With what findings are compared; undefined: with nothing. Which report or image that is, the predicate says. */
  readonly baseline?: 'report' | 'image' | 'previous' | undefined
  /** The platforms that are judged; an empty list means all. */
  readonly platforms: readonly string[]
  /** How long to wait for a missing or empty result, in seconds; it decides whether a late finding is seen. */
  readonly scanGraceSeconds: number
  /** What of it was read from Parameter Store; undefined if nothing was. */
  readonly parameters?: readonly Parameter[] | undefined
  /** The same of S3. */
  readonly objects?: readonly StoredObject[] | undefined
  /** What the policy file lets others add; undefined if it has no limits. */
  readonly limits?: PolicyLimits | undefined
  /** Whether recorded events are judged; which ones makes no difference. */
  readonly recordedEvents: boolean
  /** Which recent activity is read from AWS; undefined if none is. */
  readonly audit:
    | {
        readonly windowSeconds: number
        readonly regions: readonly string[]
        /** The accounts whose activity is judged; undefined: the one that the credentials belong to, whichever that is. */
        readonly accounts?: readonly string[] | undefined
        /** The archive in S3 or the table in Athena that is read; undefined: the event history is. */
        readonly archive?: string | undefined
      }
    | undefined
  /** What is read of Systems Manager as it is now; undefined if nothing is. */
  readonly live?:
    | {
        readonly kinds: readonly string[]
        readonly windowSeconds: number
        readonly regions: readonly string[]
        readonly accounts?: readonly string[] | undefined
      }
    | undefined
}

/**
 * Whether each setting has a part in the verdict on the same images, findings and events. A new setting does not compile before it says
 * so here, nor before `policyOf` takes it in if it is policy. Rules are policy wherever they are read from.
 */
export const IS_POLICY = {
  images: false,
  findings: false,
  events: true,
  rules: false,
  policy: true,
  exceptions: false,
  vex: false,
  policyRoles: false,
  packs: true,
  failOn: true,
  maxFindings: true,
  untriaged: true,
  unfixed: true,
  baseImages: true,
  baseImageFindings: true,
  fixWithin: true,
  maxScanAgeSeconds: true,
  baseline: true,
  onUndecided: false,
  audit: true,
  archived: false,
  auditRegions: true,
  live: true,
  auditRoles: true,
  imageRoles: false,
  waitTimeoutSeconds: false,
  scanGraceSeconds: true,
  startScan: false,
  platforms: true,
  allowedAccountIds: false,
  push: false,
  pushTimeoutSeconds: false,
  promoteTags: false,
  promoteOnWarn: false,
  onFail: false,
  awsAttempts: false,
  predicateFile: false,
  bundle: false,
  trustedRoot: false,
  identity: false,
  issuer: false,
  policyDigest: false,
  maxAgeSeconds: false,
  predicate: false,
  unsigned: false,
  dockerfile: false,
  files: false,
  summary: false,
  checkRun: false,
  comment: false,
  uploadSarif: false,
  githubToken: false,
  format: false,
  output: false,
  count: false,
  countBy: false,
  event: false,
  rule: false,
  sql: false,
  reports: false,
  against: false,
  reason: false,
  expires: false,
  untilFixed: false,
  owner: false,
  package: false,
  acceptedImage: false,
  from: false,
  tier: false,
  check: false,
  operands: false,
} as const satisfies Readonly<Record<keyof Settings, boolean>>

/** The settings that are policy. */
export type PolicySettings = {
  readonly [Name in keyof Settings as (typeof IS_POLICY)[Name] extends true ? Name : never]: Settings[Name]
}

/** The policy that settings and the rules in force make. Its Regions are those that were named: those of the images are no policy. */
export function policyOf(settings: PolicySettings, rules: readonly Rule[], stored: readonly Stored[] = []): Policy {
  const { policy, packs, failOn, maxFindings, untriaged, unfixed, fixWithin, maxScanAgeSeconds, baseline, ...reading } = settings
  const { baseImages, baseImageFindings, platforms, scanGraceSeconds, events, audit, auditRegions, auditRoles, live, ...others } = reading
  const stands = { regions: auditRegions, accounts: accountsOf(auditRoles) }
  // Nothing that is policy is left over.
  others satisfies Readonly<Record<string, never>>
  return {
    rules,
    packs,
    failOn,
    maxFindings,
    untriaged,
    unfixed,
    baseImages: baseImageFindings === 'warn' && baseImages.length > 0 ? baseImages.map(placeOfBase) : undefined,
    fixWithin,
    maxScanAgeSeconds,
    baseline: baseline?.kind,
    platforms,
    scanGraceSeconds,
    ...partStored(stored),
    limits: limitsOf(policy?.file?.limits),
    recordedEvents: events.length > 0,
    audit: audit && { ...stands, windowSeconds: audit.windowSeconds, archive: (audit.archive ?? audit.table)?.place },
    live: live && { ...stands, kinds: live.kinds, windowSeconds: live.windowSeconds },
  }
}

// Which tag a base image has, or by which host its registry is asked, has no part in the verdict.
function placeOfBase({ registryId, region, repositoryName, digest }: PolicySettings['baseImages'][number]): string {
  return `${registryHost(registryId, region)}/${repositoryName}@${digest ?? ''}`
}

// By which of its roles an account is read has no part in the verdict.
function accountsOf(roles: PolicySettings['auditRoles']): readonly string[] | undefined {
  return roles.length === 0 ? undefined : roles.map(({ account }) => account)
}

/** SHA-256 of a policy, in hexadecimal digits. */
export function digestPolicy(policy: Policy): string {
  return createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. It leaves out what has no part in a decision: tests, and the file that a rule comes from. The
 * order of files, packs and suppressions has no part in it either, so it does not change the text.
 */
export function writePolicy({ rules, parameters = [], objects = [], limits, packs, platforms, audit, live, ...settings }: Policy): string {
  const { baseImages, failOn, maxFindings, maxScanAgeSeconds, baseline, untriaged, unfixed, fixWithin, scanGraceSeconds, recordedEvents } =
    settings
  const parts: Readonly<Record<keyof Policy, unknown>> = {
    rules: rules.map(writeRule).sort((a, b) => compareText(a.id, b.id) || compareText(canonicalJson(a), canonicalJson(b))),
    ...writeVersions({ parameters, objects }),
    limits: limits && { ...limits, mayNotTune: toSet(limits.mayNotTune) },
    packs: toSet(packs),
    failOn: failOn ?? null,
    maxFindings: maxFindings ?? null,
    untriaged,
    unfixed,
    // Absent where they count, so that the digests of earlier releases stay as they are.
    baseImages: baseImages && toSet(baseImages),
    fixWithin,
    maxScanAgeSeconds: maxScanAgeSeconds ?? null,
    // Absent where nothing is compared, so that the digests of earlier releases stay as they are.
    baseline,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { ...audit, regions: toSet(audit.regions), accounts: audit.accounts && toSet(audit.accounts) },
    // Absent where nothing is read, so that the digests of earlier releases stay as they are.
    live: live && {
      ...live,
      kinds: toSet(live.kinds),
      regions: toSet(live.regions),
      accounts: live.accounts && toSet(live.accounts),
    },
  }
  return canonicalJson(parts)
}

function writeRule({ tests: _, file: __, ...rule }: Rule): Omit<Rule, 'tests' | 'file'> {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}
