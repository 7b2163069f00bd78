// `ecr-gate backtest`: what would the rules have done over recorded events?

import { renderDiagnostics, type Tell } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { startBacktest } from '../gate/backtest.ts'
import { startExceptions } from '../gate/exceptions/apply.ts'
import { checkRuleSet } from '../gate/packs.ts'
import { renderBacktestMarkdown } from '../report/backtest/markdown.ts'
import { type BacktestReport, describeBacktest, toBacktestReport } from '../report/backtest/results.ts'
import { renderBacktestText } from '../report/backtest/text.ts'
import { renderJson } from '../report/json.ts'
import type { Paint } from '../report/paint.ts'
import { toReportedRules } from '../report/report.ts'
import { prepareRecorded, readRecordedEvents } from '../run/recorded.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import type { ListFormat } from '../settings/choices.ts'
import type { Settings } from '../settings/settings.ts'
import { formatSecond } from '../time.ts'
import { loadRuleSet } from './ruleset.ts'

// The command accepts no other format.
const RENDERERS: Readonly<Record<ListFormat, (report: BacktestReport, paint: Paint) => Iterable<string>>> = {
  text: (report, paint) => [renderBacktestText(report, paint)],
  json: renderJson,
  markdown: report => [renderBacktestMarkdown(report)],
}

export async function runBacktest(settings: Settings, world: World): Promise<number> {
  if (settings.against !== undefined) {
    const { runComparison } = await import('./against.ts')
    return runComparison(settings, settings.against, world)
  }
  const readAt = formatSecond(world.now())
  const ruleSet = await loadRuleSet(settings, world, rules => checkRuleSet(rules, { findings: false, events: true, live: undefined }))
  if (ruleSet === undefined) return 2
  const backtest = startBacktest(ruleSet.compiled, startExceptions(ruleSet.exceptions, world.now().getTime()))
  const tell: Tell = diagnostic => world.tell(renderDiagnostics([diagnostic]))
  const coverage = await readRecordedEvents(settings.events, await prepareRecorded(settings, world, tell), ({ event }) =>
    backtest.see(event),
  )
  const results = toBacktestReport(backtest.results(), coverage, toReportedRules(ruleSet), readAt)
  const { format, output } = settings
  if (!(await deliver(world, output, paint => RENDERERS[format as ListFormat](results, paint)))) return 2
  if (output !== undefined) world.tell(`${printable(describeBacktest(results))}; the report is in ${printable(output)}\n`)
  // A rule might have matched the events that were not seen.
  return coverage.some(({ state }) => state === 'gap') ? 2 : 0
}
