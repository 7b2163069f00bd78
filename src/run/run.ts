// One run of the gate, step by step.

import { digestPolicy, policyOf } from '../attest/policy.ts'
import type { Aws } from '../aws/client.ts'
import { type Diagnostic, formatPlace } from '../diagnostic.ts'
import { attempt, Fault, type FaultCode, settle } from '../fault.ts'
import { startActivity } from '../gate/activity.ts'
import { type Coverage, gap, notRequested } from '../gate/coverage.ts'
import { evaluateRules } from '../gate/evaluate.ts'
import { checkRuleSet, type RuleSet } from '../gate/packs.ts'
import type { OnUndecided } from '../gate/policy.ts'
import type { Release } from '../gate/release.ts'
import { reachVerdict, type Verdict } from '../gate/verdict.ts'
import type { Image } from '../image/image.ts'
import { emptyReport, problemsOf, type Report, reportImage, reportRules, withProblems, withStop } from '../report/report.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleSet } from '../sources/rules.ts'
import type { See } from '../sources/tally.ts'
import { untilStopped } from '../stop.ts'
import { formatSecond } from '../time.ts'
import { NOTHING, type Read, type Run, readEventHistory, readLiveImages, readRecordedEvents, readRecordedImages } from './read.ts'
import type { World } from './world.ts'

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

/** Judges what the settings name, and reports diagnostics as they occur. Returns a report even if nothing can be read. */
export async function run(settings: Settings, world: World, report: Run['report']): Promise<Report> {
  const { signal } = world
  const stoppable: World = { ...world, sleep: milliseconds => untilStopped(signal, () => world.sleep(milliseconds)) }
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000)
  // Whatever is being read or waited for ends with this fault. It is told once, at the end.
  const ruleSet = await settle(() => untilStopped(signal, () => chooseRules(settings, stoppable)))
  if (ruleSet instanceof Fault) return emptyReport([ruleSet.diagnostic], formatSecond(startedAt))
  const current: Run = { settings, ruleSet, world: stoppable, report: unlessStopped(report), startedAt }
  const judged = await decide(current)
  if (!(signal.reason instanceof Fault)) return judged
  report(signal.reason.diagnostic)
  return withStop(judged, signal.reason.diagnostic)
}

function unlessStopped(report: Run['report']): Run['report'] {
  const stopped: FaultCode = 'stopped'
  return diagnostic => diagnostic.kind !== stopped && report(diagnostic)
}

async function decide(current: Run): Promise<Report> {
  const { settings, ruleSet, world, report, startedAt } = current
  const aws = settings.images.length > 0 || settings.audit !== undefined ? await world.connect(settings.awsAttempts) : undefined
  const diagnostics = [...ruleSet.diagnostics, ...(aws === undefined ? [] : await checkCaller(aws, settings))]
  for (const diagnostic of diagnostics) report(diagnostic)
  if (diagnostics.some(({ level }) => level === 'error')) return refuse(current, diagnostics)

  const evaluation = evaluateRules(ruleSet.compiled)
  const judge = (read: Read): Read => ({ ...read, images: read.images.map(evaluation.judge) })
  const activity = startActivity()
  const see: See = ({ event }) => {
    activity.see(event)
    return evaluation.see(event)
  }
  // The event history is read while the images wait for their scans.
  const [live, recorded, events] = await Promise.all([
    aws === undefined ? NOTHING : readLiveImages(current, aws).then(judge),
    readRecordedImages(current).then(judge),
    aws === undefined || settings.audit === undefined
      ? readRecordedEvents(current, see)
      : readEventHistory(current, aws, settings.audit, see),
  ])

  const alerts = evaluation.alerts()
  const images = [...live.images, ...recorded.images]
  const findings = [...live.coverage, ...recorded.coverage]
  const coverage = [...(findings.length === 0 ? [notRequested('findings')] : findings), ...events]
  const decision = reachVerdict(alerts, images, coverage, settings.untriaged)
  const warn = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic)
    report(diagnostic)
  }
  const place = await placeFindings(current, images, warn)
  const decidedAt = formatSecond(world.now())
  const release = await releaseAfter(current, aws, decision.verdict, live)
  const judged: Report = {
    ...decision,
    push: live.push ?? null,
    release,
    unwritten: [],
    alerts,
    activity: activity.activity(),
    images: images.map(image => reportImage(image, place)),
    coverage,
    rules: reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules)),
    diagnostics,
    readAt: formatSecond(startedAt),
    decidedAt,
  }
  return withProblems(judged, problemsOf(judged))
}

async function chooseRules(settings: Settings, world: World): Promise<RuleSet> {
  const ruleSet = await readRuleSet(settings, await world.packs(settings.packs), world.input)
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  }
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...checkRuleSet(ruleSet, asked)] }
}

// Credentials of an account that is not allowed are an error, as is an image of such an account.
async function checkCaller(aws: Aws, { allowedAccountIds, images, audit }: Settings): Promise<readonly Diagnostic[]> {
  const region = images[0]?.region ?? audit?.regions[0]
  if (allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics: Diagnostic[] = []
  const { readCaller } = await import('../aws/caller.ts')
  const caller = await attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  )
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`
  return [{ level: 'error', kind: 'account', message, help: `they are those of ${caller.arn}` }]
}

function refuse(current: Run, diagnostics: readonly Diagnostic[]): Report {
  const { settings, ruleSet, startedAt } = current
  const errors = diagnostics.filter(({ level }) => level === 'error')
  const unread = (source: Coverage['source'], origins: readonly string[]): readonly Coverage[] =>
    origins.length === 0
      ? [notRequested(source)]
      : origins.map(origin => gap({ source, origin, message: `${origin}: not read, because the settings or the rules are wrong` }))
  return {
    ...emptyReport(diagnostics, formatSecond(startedAt)),
    reasons: errors.map(({ at, message }) => `${at === undefined ? '' : `${formatPlace(at)}: `}${message}`),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules)),
  }
}

// Finds where in the repository findings can be fixed. This does not affect the verdict.
async function placeFindings({ settings, world }: Run, images: readonly Image[], report: Run['report']) {
  if (images.length === 0) return () => null
  const { findPlaces } = await import('../locate/places.ts')
  return findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, report })
}

// Promotes the images or applies `on-fail`, as requested. A failed push is always a problem, whatever on-undecided lets through.
async function releaseAfter(
  { settings, world }: Run,
  aws: Aws | undefined,
  verdict: Verdict,
  { judged, problem }: Read,
): Promise<Release | null> {
  const { promoteTags, onFail } = settings
  if (problem !== undefined) return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await import('../release/release.ts')
  return releaseImages(aws, verdict, judged, settings, world)
}
