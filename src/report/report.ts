// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value itself.

import type { Diagnostic } from '../diagnostic.ts'
import type { Finding } from '../events/finding.ts'
import { linkImage } from '../events/link.ts'
import type { Image } from '../events/scan.ts'
import type { Activity } from '../gate/activity.ts'
import type { Alert } from '../gate/alert.ts'
import type { Coverage } from '../gate/coverage.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { Push, Release } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import { type Action, actionOf } from '../rules/rule.ts'

export interface Report {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
  readonly alerts: readonly Alert[]
  /** Who did what through Systems Manager in the events that were read; null where there are none. */
  readonly activity: Activity | null
  readonly images: readonly ReportedImage[]
  readonly coverage: readonly Coverage[]
  readonly rules: ReportedRules
  /** SHA-256 of the policy that the verdict was reached under: rules, packs and what else decides. */
  readonly policyDigest: string
  /** What was pushed before it was judged; null where nothing was, or where the push failed. */
  readonly push: Push | null
  /** What became of the images after the verdict; null where nothing was asked for. */
  readonly release: Release | null
  /** The files that were asked for and are not there, with what kept them from being written. */
  readonly unwritten: readonly string[]
  /** What was wrong with the settings, the rules, the credentials' account or the Dockerfile; with an error nothing was judged. */
  readonly diagnostics: readonly Diagnostic[]
  /** When the run began to read its inputs, ISO 8601. */
  readonly readAt: string
  /** When the verdict was reached, behind the last reading. */
  readonly decidedAt: string
}

export interface ReportedImage extends Omit<Image, 'event' | 'findings'> {
  readonly findings: readonly ReportedFinding[]
  /** The image's page in ECR's console. */
  readonly link: string | null
  /** Where it is built: the last FROM of its Dockerfile. */
  readonly at: Line | null
}

export interface ReportedFinding extends Finding {
  /** Where its package is asked for: the line of a lockfile. */
  readonly at: Line | null
}

/** A line of a file that the repository has; the path is relative to its root, with slashes. */
export interface Line {
  readonly file: string
  readonly line: number
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

/** What was asked for and not done. */
export function problemsOf({ release, unwritten }: Pick<Report, 'release' | 'unwritten'>): readonly string[] {
  return [...(release?.problems ?? []), ...unwritten]
}

/** The report of a run in which something that was asked for was not done: whatever was judged, it is not a pass. */
export function withProblems(report: Report, problems: readonly string[]): Report {
  if (problems.length === 0) return report
  return { ...report, verdict: report.verdict === 'fail' ? 'fail' : 'undecided', reasons: [...problems, ...report.reasons] }
}

/** The report of a run that judged nothing, which is undecided. */
export function emptyReport(diagnostics: readonly Diagnostic[], readAt: string): Report {
  return {
    verdict: 'undecided',
    reasons: diagnostics.map(({ message }) => message),
    alerts: [],
    activity: null,
    images: [],
    coverage: [],
    rules: { loaded: [], replaced: [], tuned: [] },
    policyDigest: '',
    push: null,
    release: null,
    unwritten: [],
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

/** An image as it is reported. `place` says where in the repository a finding, or without one the image, is to be cured. */
export function reportImage({ event: _, ...image }: Image, place: (finding?: Finding) => Line | null): ReportedImage {
  return {
    ...image,
    findings: image.findings.map(finding => ({ ...finding, at: place(finding) })),
    link: linkImage(image),
    at: place(),
  }
}

export function reportRules({ rules, replaced, tuned }: RuleSet): ReportedRules {
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
