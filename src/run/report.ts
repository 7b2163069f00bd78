// The report of a run, made of what its steps did.

import { digestPolicy, policyOf } from '../attest/digest.ts'
import { digestExceptions } from '../attest/exceptions.ts'
import { type Diagnostic, toReason } from '../diagnostic.ts'
import { nameLive } from '../events/live.ts'
import { type Coverage, gap, notRequested } from '../gate/coverage.ts'
import type { OnUndecided } from '../gate/policy.ts'
import type { Release } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import { toReportedException } from '../report/exceptions.ts'
import { emptyReport, problemsOf, type Report, toReportedFixes, toReportedImage, toReportedRules, withProblems } from '../report/report.ts'
import { describeVersion, partStored } from '../rules/reference.ts'
import { formatSecond } from '../time.ts'
import type { NewerBases } from './bases.ts'
import type { RunContext } from './context.ts'
import type { Judgement } from './judge.ts'
import type { LocateResult } from './locate.ts'
import type { PushResult } from './push.ts'
import type { ReadResult } from './read.ts'
import type { BaselineResult } from './unknown.ts'

/** What a report says of the run itself. */
export type ReportContext = Pick<RunContext, 'settings' | 'ruleSet' | 'startedAt'>

/** What the steps of a run did, in their order. */
export interface Steps {
  readonly diagnostics: readonly Diagnostic[]
  readonly pushed: PushResult
  readonly read: ReadResult
  readonly judgement: Judgement
  readonly located: LocateResult
  /** When the verdict was reached, after everything was read. */
  readonly decidedAt: string
  readonly release: Release | null
  /** What the tags of base images name by now; undefined where none was asked for. */
  readonly newer?: NewerBases | undefined
  readonly compared?: BaselineResult | undefined
}

export function makeReport(
  context: ReportContext,
  { diagnostics, pushed, read, judgement, located, decidedAt, release, compared, newer }: Steps,
): Report {
  const { verdict, reasons, alerts, activity } = judgement
  const fixes = judgement.fixes()
  const readAt = formatSecond(context.startedAt)
  const report: Report = {
    verdict,
    reasons,
    fixes: fixes && toReportedFixes(fixes, located.place),
    helpUri: null,
    push: pushed.kind === 'pushed' ? pushed.push : null,
    release,
    unwritten: [],
    alerts,
    activity,
    images: read.images.map(image =>
      toReportedImage(image, { ...located, readAt, baseline: compared?.baseline, newer: newer?.(image) ?? null }),
    ),
    exceptions: judgement.exceptions.map(toReportedException),
    coverage: read.coverage,
    baseline: compared?.sources ?? null,
    rules: toReportedRules(context.ruleSet),
    ...digestsOf(context),
    diagnostics: [...diagnostics, ...judgement.diagnostics, ...located.diagnostics],
    readAt,
    decidedAt,
  }
  return withProblems(report, problemsOf(report))
}

function digestsOf({ settings, ruleSet }: ReportContext): Pick<Report, 'policyDigest' | 'exceptionsDigest' | 'parameters' | 'objects'> {
  const { ofPolicy = [], ofExceptions = [] } = ruleSet.stored ?? {}
  return {
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules, ofPolicy)),
    exceptionsDigest: digestExceptions(ruleSet.exceptions, ofExceptions, ruleSet.vex) ?? null,
    // One that is read twice may have another version the second time: then both decided.
    ...partStored([...new Map([...ofPolicy, ...ofExceptions].map(each => [`${each.arn} ${describeVersion(each)}`, each])).values()]),
  }
}

/** The report of a run that reads nothing, because its settings, rules or credentials are wrong. */
export function refuseRun(context: ReportContext, diagnostics: readonly Diagnostic[]): Report {
  const { settings, ruleSet, startedAt } = context
  const errors = diagnostics.filter(({ level }) => level === 'error')
  const unread = (source: Coverage['source'], origins: readonly string[]): readonly Coverage[] =>
    origins.length === 0
      ? [notRequested(source)]
      : origins.map(origin => gap({ source, origin, message: `${origin}: not read, because the settings or the rules are wrong` }))
  return {
    ...emptyReport(diagnostics, formatSecond(startedAt)),
    reasons: errors.map(toReason),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', [...(settings.audit?.regions ?? settings.events), ...namesOfLive(settings)]),
    ],
    rules: toReportedRules(ruleSet),
    ...digestsOf(context),
  }
}

function namesOfLive({ live }: ReportContext['settings']): readonly string[] {
  return live === undefined ? [] : live.kinds.flatMap(kind => live.regions.map(region => nameLive(kind, region)))
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, fail: 1, undecided: 2 }

/**
 * 0 pass or warn, 1 fail, 2 undecided. `on-undecided: warn` lets through what was not seen, but neither an error such as a wrong rule
 * nor a requested action that was not done.
 */
export function exitCodeOf(report: Report, onUndecided: OnUndecided): number {
  const { verdict, diagnostics } = report
  const judged = problemsOf(report).length === 0 && diagnostics.every(({ level }) => level !== 'error')
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}
