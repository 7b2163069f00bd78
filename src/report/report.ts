// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value with its version.

import { type Diagnostic, toReason } from '../diagnostic.ts'
import type { FaultCode } from '../fault.ts'
import type { Activity } from '../gate/activity.ts'
import type { Alert } from '../gate/alert.ts'
import type { BaselineSource, BaselineState, Compared, ReadBaseline } from '../gate/baseline.ts'
import type { Coverage } from '../gate/coverage.ts'
import type { Change } from '../gate/fixes/change.ts'
import type { Fixes, Step } from '../gate/fixes/fix.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { Push, Release } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import type { NewerBase } from '../image/base.ts'
import type { Finding, Package } from '../image/finding.ts'
import type { BaseImage, Image } from '../image/image.ts'
import { linkImage } from '../image/link.ts'
import type { StoredObject } from '../rules/object.ts'
import type { Parameter } from '../rules/reference.ts'
import { type Action, actionOf } from '../rules/rule.ts'
import type { ReportedException } from './exceptions.ts'

export interface Report {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
  /** What to change so that the images may go out; null where nothing stands against them that a change of a package or an exception ends. */
  readonly fixes: ReportedFixes | null
  /** The page that says what to do when the gate blocks; null where it is not known where the Action was taken from. */
  readonly helpUri: string | null
  readonly alerts: readonly Alert[]
  /** Who did what through Systems Manager in the events that were read; null where there are none. */
  readonly activity: Activity | null
  readonly images: readonly ReportedImage[]
  /** What was accepted, and by which exceptions; also those that accepted nothing. */
  readonly exceptions: readonly ReportedException[]
  readonly coverage: readonly Coverage[]
  /** What the findings were compared with; null if with nothing. */
  readonly baseline: readonly BaselineSource[] | null
  readonly rules: ReportedRules
  /** SHA-256 of the policy that the verdict was reached under: the rules and the settings that affect it. */
  readonly policyDigest: string
  /** SHA-256 of the exceptions in force; null if there are none. */
  readonly exceptionsDigest: string | null
  /** What was read from Parameter Store: the policy, its rules and the exceptions, each as of its version. */
  readonly parameters: readonly Parameter[]
  /** The same of S3. Of an object without a version, the ETag says which content was read. */
  readonly objects: readonly StoredObject[]
  /** The image that was pushed before it was judged; null if there was none, or if the push failed. */
  readonly push: Push | null
  /** What was done with the images after the verdict; null if nothing was requested. */
  readonly release: Release | null
  /** The requested files that could not be written, each with the reason. */
  readonly unwritten: readonly string[]
  /**
   * Problems with the settings, the rules, the credentials' account or the Dockerfile. If one is an error, nothing was judged, or the
   * run was stopped before its end.
   */
  readonly diagnostics: readonly Diagnostic[]
  /** When the run began to read its inputs, ISO 8601. */
  readonly readAt: string
  /** When the verdict was reached, after everything was read. */
  readonly decidedAt: string
}

export interface ReportedImage extends Omit<Image, 'event' | 'entries' | 'findings' | 'lacks' | 'unsaid' | 'contents' | 'baseImage'> {
  readonly findings: readonly ReportedFinding[]
  /** The image that it was built on; null where none is known. */
  readonly baseImage: ReportedBase | null
  /** What is different from the baseline; null where there is none for it. */
  readonly compared: Compared | null
  /** The image's page in ECR's console. */
  readonly link: string | null
  /** Where it is built: the last FROM of its Dockerfile. */
  readonly at: Line | null
}

export interface ReportedBase extends BaseImage {
  /** What its tag names by now, if that is another image. */
  readonly newer: NewerBase | null
}

export interface ReportedFinding extends Finding {
  /** Where to fix it: the line that declares its package, else the instruction that made its layer, else the last FROM of the Dockerfile. */
  readonly at: Line | null
  /** The instruction that made the layer of its package, or of the first of several of which the image tells it; null where none is known. */
  readonly instruction: string | null
  /** When it was first seen, as far as the baseline tells, else when this run began; ISO 8601. */
  readonly firstSeenAt: string
  /** Whether the baseline has it; null where there is no baseline for its image. */
  readonly baselineState: BaselineState | null
}

/** A line of a file in the repository; the path is relative to its root, with slashes. */
export interface Line {
  readonly file: string
  readonly line: number
}

export interface ReportedFixes extends Omit<Fixes, 'steps'> {
  readonly steps: readonly ReportedStep[]
}

export interface ReportedStep extends Omit<Step, 'changes'> {
  readonly changes: readonly ReportedChange[]
}

export interface ReportedChange extends Change {
  /** Where to make it: the line that declares the package, or the last FROM of the Dockerfile for the base image; null if neither is known. */
  readonly at: Line | null
}

export interface ReportedRules {
  readonly loaded: readonly {
    readonly id: string
    readonly name: string
    readonly type: string
    readonly action: Action
    readonly enabled: boolean
    readonly file: string
  }[]
  readonly replaced: RuleSet['replaced']
  readonly tuned: RuleSet['tuned']
}

/** The requested actions that were not done. */
export function problemsOf({ release, unwritten }: Pick<Report, 'release' | 'unwritten'>): readonly string[] {
  return [...(release?.problems ?? []), ...unwritten]
}

/** Adds requested actions that were not done to a report. The verdict stays fail, or becomes undecided. */
export function withProblems(report: Report, problems: readonly string[]): Report {
  if (problems.length === 0) return report
  return { ...report, verdict: report.verdict === 'fail' ? 'fail' : 'undecided', reasons: [...problems, ...report.reasons] }
}

/** The report of a run that was stopped before its end. It can be a fail, but never a pass. */
export function withStop(report: Report, stop: Diagnostic): Report {
  const reasons = report.reasons.filter(reason => reason !== stop.message)
  const diagnostics = report.diagnostics.filter(({ kind }) => kind !== STOPPED)
  return withProblems({ ...report, reasons, diagnostics: [...diagnostics, stop] }, [stop.message])
}

/** Whether the run was stopped before its end. */
export function isStopped({ diagnostics }: Pick<Report, 'diagnostics'>): boolean {
  return diagnostics.some(({ kind }) => kind === STOPPED)
}

/** Whether nothing was judged, because the settings, the rules or the credentials' account are wrong. */
export function isRefused({ diagnostics, images, alerts }: Pick<Report, 'diagnostics' | 'images' | 'alerts'>): boolean {
  const judged = images.length + alerts.length > 0
  return !judged && diagnostics.some(({ level, kind }) => level === 'error' && kind !== STOPPED)
}

const STOPPED: FaultCode = 'stopped'

/** The kind of a diagnostic that stands above all others: the change under test changes the policy that judges it. */
export const POLICY_CHANGED = 'policy-changed'

/** The report of a run that judged nothing, which is undecided. */
export function emptyReport(diagnostics: readonly Diagnostic[], readAt: string): Report {
  return {
    verdict: 'undecided',
    reasons: diagnostics.map(toReason),
    fixes: null,
    helpUri: null,
    alerts: [],
    activity: null,
    images: [],
    exceptions: [],
    coverage: [],
    baseline: null,
    rules: { loaded: [], replaced: [], tuned: [] },
    policyDigest: '',
    exceptionsDigest: null,
    parameters: [],
    objects: [],
    push: null,
    release: null,
    unwritten: [],
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

/** What a run knows of an image besides what was judged. */
export interface Surroundings {
  /** When the run began, ISO 8601. */
  readonly readAt: string
  /** Returns where in the repository to fix a finding, or the image if it gets none. */
  readonly place: (finding?: Finding) => Line | null
  /** Returns what brought a finding. */
  readonly nameInstruction?: (finding: Finding) => string | null
  readonly baseline?: ReadBaseline | undefined
  /** What the tag of its base image names by now. */
  readonly newer?: NewerBase | null
}

/** An image as it is reported. */
export function toReportedImage(judged: Image, about: Surroundings): ReportedImage {
  const { readAt, place, nameInstruction = () => null, baseline, newer = null } = about
  const { event: _, entries: __, lacks: ___, unsaid: ____, contents: _____, baseImage, ...image } = judged
  return {
    ...image,
    baseImage: baseImage && { ...baseImage, newer },
    findings: image.findings.map(finding => ({
      ...finding,
      at: place(finding),
      instruction: nameInstruction(finding),
      firstSeenAt: baseline?.sightingOf(finding, judged) ?? readAt,
      baselineState: baseline?.stateOf(finding, judged) ?? null,
    })),
    compared: baseline?.compare(judged) ?? null,
    link: linkImage(image),
    at: place(),
  }
}

/** Fixes as they are reported. `place` returns where in the repository a package is declared, or the image if it gets none. */
export function toReportedFixes(
  fixes: Fixes,
  place: (about?: { readonly packages: readonly DeclaredPackage[] }) => Line | null,
): ReportedFixes {
  const from = place()
  const lineOf = ({ kind, packages }: Change): Line | null => {
    if (kind === 'base image') return from
    const line = place({ packages: packages.map(each => ({ ...each, version: each.from })) })
    // A package that is declared nowhere has the place of the image, which says less than its path.
    return line?.file === from?.file && line?.line === from?.line ? null : line
  }
  return { ...fixes, steps: fixes.steps.map(step => ({ ...step, changes: step.changes.map(each => ({ ...each, at: lineOf(each) })) })) }
}

type DeclaredPackage = Pick<Package, 'manager' | 'path' | 'name' | 'version'>

export function toReportedRules({ rules, replaced, tuned }: Pick<RuleSet, 'rules' | 'replaced' | 'tuned'>): ReportedRules {
  return {
    loaded: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      action: actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned,
  }
}
