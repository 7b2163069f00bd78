// The order of one run of `check`, to be read from top to bottom.

import { type Diagnostic, formatPlace } from './diagnostic.ts'
import { type Image, readImages } from './events/scan.ts'
import { type Coverage, notRequested } from './gate/coverage.ts'
import { type Evaluation, startEvaluation } from './gate/evaluate.ts'
import { checkRuleSet, combineRules, type RuleSet } from './gate/packs.ts'
import { reachVerdict, type Verdict } from './gate/verdict.ts'
import { type Report, reportImage, reportRules } from './report/report.ts'
import type { Settings } from './settings.ts'
import { coverFindings, readAnswers, readEvents, startTally } from './sources/records.ts'
import { readRules } from './sources/rules.ts'
import { startReading, type World } from './world.ts'

/** Exit codes: 0 pass or warn, 1 fail, 2 undecided. */
export const EXIT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, fail: 1, undecided: 2 }

/** Judges what the settings name. Diagnostics are told as they are met; whatever happens, there is a report. */
export async function run(settings: Settings, world: World, report: (diagnostic: Diagnostic) => void): Promise<Report> {
  const readAt = world.now().toISOString()
  const ruleSet = await chooseRules(settings, world)
  for (const diagnostic of ruleSet.diagnostics) report(diagnostic)
  const errors = ruleSet.diagnostics.filter(({ level }) => level === 'error')
  if (errors.length > 0) return refuse(settings, ruleSet, errors, readAt)

  const { images, coverage: findings } = await readFindings(settings, world, report, readAt)
  const evaluation = startEvaluation(ruleSet.rules, images)
  const events = await showEvents(settings, world, report, evaluation)

  const alerts = evaluation.alerts()
  const coverage = [...findings, ...events]
  const decision = reachVerdict(alerts, images, coverage, settings.untriaged)
  return {
    ...decision,
    alerts,
    images: images.map(reportImage),
    coverage,
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

type ChosenRules = RuleSet & { readonly diagnostics: readonly Diagnostic[] }

async function chooseRules(settings: Settings, world: World): Promise<ChosenRules> {
  const { rules, diagnostics } = await readRules(settings.rules, world.input)
  const ruleSet = combineRules(await world.packs(settings.packs), rules, settings.failOn)
  return {
    ...ruleSet,
    diagnostics: [...diagnostics, ...checkRuleSet(ruleSet, { findings: settings.findings.length > 0, events: settings.events.length > 0 })],
  }
}

function refuse(settings: Settings, ruleSet: ChosenRules, errors: readonly Diagnostic[], readAt: string): Report {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${formatPlace(at)}: `}${message}`)
  const unread = (source: Coverage['source'], paths: readonly string[]): readonly Coverage[] =>
    paths.length === 0
      ? [notRequested(source)]
      : paths.map(origin => ({
          ...notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the rules are wrong`,
        }))
  return {
    verdict: 'undecided',
    reasons,
    alerts: [],
    images: [],
    coverage: [...unread('findings', settings.findings), ...unread('events', settings.events)],
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

async function readFindings(
  settings: Settings,
  world: World,
  report: (diagnostic: Diagnostic) => void,
  readAt: string,
): Promise<{ images: readonly Image[]; coverage: readonly Coverage[] }> {
  if (settings.findings.length === 0) return { images: [], coverage: [notRequested('findings')] }
  const answers = []
  const coverage = []
  for (const path of settings.findings) {
    const { reading, diagnostics } = startReading(world, report)
    const read = await readAnswers([path], reading)
    for (const answer of read) answers.push(answer)
    coverage.push(coverFindings(path, read.length, diagnostics))
  }
  return { images: readImages(answers, readAt), coverage }
}

async function showEvents(
  settings: Settings,
  world: World,
  report: (diagnostic: Diagnostic) => void,
  evaluation: Evaluation,
): Promise<readonly Coverage[]> {
  if (settings.events.length === 0) return [notRequested('events')]
  const coverage = []
  for (const path of settings.events) {
    const { reading, diagnostics } = startReading(world, report)
    const tally = startTally()
    for await (const batch of readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded)
        evaluation.see(recorded.event)
      }
    }
    coverage.push(tally.coverage(path, diagnostics))
  }
  return coverage
}
