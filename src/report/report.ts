// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value itself.

import type { Diagnostic } from '../diagnostic.ts'
import type { Finding, Package } from '../events/finding.ts'
import type { Image } from '../events/scan.ts'
import type { Alert } from '../gate/alert.ts'
import type { Coverage } from '../gate/coverage.ts'
import type { Verdict } from '../gate/verdict.ts'
import { type Action, actionOf, type Rule } from '../rules/rule.ts'

export interface Report {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
  readonly alerts: readonly Alert[]
  readonly images: readonly ReportedImage[]
  readonly coverage: readonly Coverage[]
  readonly rules: ReportedRules
  /** What was wrong with the rules; with an error among them nothing was judged. */
  readonly diagnostics: readonly Diagnostic[]
  /** When the run read its inputs, ISO 8601. */
  readonly readAt: string
}

export interface ReportedImage extends Omit<Image, 'event' | 'region' | 'findings'> {
  readonly findings: readonly ReportedFinding[]
}

export interface ReportedFinding extends Omit<Finding, 'description' | 'arn'> {
  /** The first of the packages. */
  readonly package: Package | null
  /** The file of the first package that names one. */
  readonly path: string | null
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
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
  readonly tuned: readonly string[]
}

export function reportImage(image: Image): ReportedImage {
  const { event: _, region: __, findings, ...rest } = image
  return { ...rest, findings: findings.map(reportFinding) }
}

function reportFinding({ description: _, arn: __, ...finding }: Finding): ReportedFinding {
  const path = finding.packages.map(({ path }) => path).find(each => each !== null) ?? null
  return { ...finding, package: finding.packages[0] ?? null, path }
}

export function reportRules(rules: readonly Rule[], replaced: ReportedRules['replaced']): ReportedRules {
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
    tuned: [],
  }
}
