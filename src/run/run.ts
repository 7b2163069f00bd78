// One run of the gate, in the order in which things happen. `takeSteps`: push → read → locate → judge → release → report. `run`: write →
// publish.

import type { Tell } from '../diagnostic.ts'
import { captureFault, Fault, type FaultCode } from '../fault.ts'
import type { Verdict } from '../gate/verdict.ts'
import { untilStopped } from '../process/stop.ts'
import { emptyReport, type Report, withStop } from '../report/report.ts'
import type { Settings } from '../settings/settings.ts'
import { formatSecond } from '../time.ts'
import { startStands } from './accounts.ts'
import { readBaseline } from './baseline.ts'
import { findChangedPolicy } from './changed.ts'
import type { RunContext } from './context.ts'
import { describeAlerts } from './describe.ts'
import { type Judging, startJudging } from './judge.ts'
import { readLive } from './live.ts'
import { locate } from './locate.ts'
import { checkCaller, connect, loadRuleSet } from './prepare.ts'
import type { Publication, Published } from './publication.ts'
import { publish } from './publish.ts'
import { push } from './push.ts'
import { type ReadResult, read } from './read.ts'
import { release } from './release.ts'
import { exitCodeOf, makeReport, refuseRun, type Steps } from './report.ts'
import { startDescribing } from './targets.ts'
import { tellUnknown } from './unknown.ts'
import type { World } from './world.ts'
import { writeReports } from './write.ts'

/** What an entry adds to a run. */
export interface Surface {
  readonly tell: Tell
  /** Shows the report once its files are written, before it is published. */
  readonly show?: (report: Report, code: number) => Promise<void>
  readonly publication?: Publication | undefined
  /** The page that says what to do when the gate blocks; null where its address is not known. */
  readonly helpUri?: string | null
}

export interface Finished {
  readonly report: Report
  /** The exit code. */
  readonly code: number
  readonly published: Published | undefined
}

/** Judges what the settings name, and delivers the report. There is one even if nothing can be read. */
export async function run(settings: Settings, world: World, { tell, show, publication, helpUri = null }: Surface): Promise<Finished> {
  const judged = { ...(await takeStepsUntilStopped(settings, world, tell)), helpUri }
  const report = await writeReports(settings, judged, world)
  const code = exitCodeOf(report, settings.onUndecided)
  await show?.(report, code)
  return { report, code, published: await publish(publication, report, code) }
}

// Whatever is being read or waited for ends with the fault that stops the run. It is told once, at the end.
async function takeStepsUntilStopped(settings: Settings, world: World, tell: Tell): Promise<Report> {
  const { signal } = world
  const stoppable: World = { ...world, sleep: milliseconds => untilStopped(signal, () => world.sleep(milliseconds)) }
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000)
  const ruleSet = await captureFault(() => untilStopped(signal, () => loadRuleSet(settings, stoppable)))
  if (ruleSet instanceof Fault) return emptyReport([ruleSet.diagnostic], formatSecond(startedAt))
  const changing = findChangedPolicy(settings, stoppable)
  const aws = await connect(settings, stoppable)
  const tellOnce = unlessStopped(onceWithoutCredentials(tell))
  const targets = startDescribing(tellOnce)
  const stands = startStands(aws, settings)
  const steps = await takeSteps({ settings, ruleSet, world: stoppable, aws, tell: tellOnce, stands, targets, startedAt })
  const changed = await changing
  for (const diagnostic of changed) tell(diagnostic)
  const judged = { ...steps, diagnostics: [...changed, ...steps.diagnostics] }
  if (!(signal.reason instanceof Fault)) return judged
  tell(signal.reason.diagnostic)
  return withStop(judged, signal.reason.diagnostic)
}

async function takeSteps(context: RunContext): Promise<Report> {
  const { settings, ruleSet, world, aws, tell, targets, startedAt } = context
  const diagnostics = [...ruleSet.diagnostics, ...(await checkCaller(aws, settings))]
  for (const diagnostic of diagnostics) tell(diagnostic)
  if (diagnostics.some(({ level }) => level === 'error')) return refuseRun(context, diagnostics)

  const compared = await readBaseline(context)
  for (const diagnostic of compared?.diagnostics ?? []) tell(diagnostic)
  const judging = startJudging(ruleSet, settings, startedAt, { clock: world.now, baseline: compared?.baseline })
  const pushed = await push(context)
  const seen = await read(context, pushed, judging)
  const unknown = tellUnknown(compared, seen)
  for (const diagnostic of unknown) tell(diagnostic)
  const located = await locate(context, seen.images)
  let decided = await decide(context, judging, seen)
  // What is going on may have changed since, so it is read once more just before tags are set.
  const confirm = async (): Promise<Verdict> => {
    if (settings.live !== undefined) decided = await decide(context, judging, seen)
    return decided.judgement.verdict
  }
  const released = await release(context, pushed, seen, decided.judgement.verdict, confirm)
  for (const diagnostic of decided.judgement.diagnostics) tell(diagnostic)
  const told = [...diagnostics, ...(compared?.diagnostics ?? []), ...unknown, ...targets.diagnostics()]
  return makeReport(context, { diagnostics: told, pushed, located, ...decided, release: released, compared })
}

// What is going on now is read last, just before the verdict.
async function decide(context: RunContext, judging: Judging, seen: ReadResult): Promise<Pick<Steps, 'read' | 'judgement' | 'decidedAt'>> {
  const live = await readLive(context, judging)
  const read = { ...seen, coverage: [...seen.coverage, ...(live?.coverage ?? [])] }
  const alerts = await describeAlerts(context, judging, live?.watching)
  return { read, judgement: judging.decide(read, live?.watching, alerts), decidedAt: formatSecond(context.world.now()) }
}

function unlessStopped(tell: Tell): Tell {
  const stopped: FaultCode = 'stopped'
  return diagnostic => diagnostic.kind !== stopped && tell(diagnostic)
}

// Without credentials every source fails alike. The log says it once, and the report says which sources were not read.
function onceWithoutCredentials(tell: Tell): Tell {
  const missing: FaultCode = 'aws-credentials'
  let isTold = false
  return diagnostic => {
    if (diagnostic.kind === missing && isTold) return
    isTold ||= diagnostic.kind === missing
    tell(diagnostic)
  }
}
