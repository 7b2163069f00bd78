// A backtest for a terminal: what each rule would have done, the most severe first, which actors caused its events, and what its
// suppressions hid.
//
// Numbers are on the left and names on the right, because names may have any length.

import type { RuleHistory } from '../../gate/backtest.ts'
import type { Action } from '../../rules/rule.ts'
import { type Paint, TONES } from '../paint.ts'
import { sentence, wrap } from '../text/screen.ts'
import { describeRules } from '../wording.ts'
import {
  type BacktestReport,
  describeBacktest,
  describeGroup,
  describeLimits,
  describeQuiet,
  groupResults,
  limitActors,
  listTakenOut,
  nameActor,
} from './results.ts'

const MOST_ACTORS = 5

export function renderBacktestText(report: BacktestReport, paint: Paint): string {
  const sections = [
    [`${paint('bold', 'Backtest')}: ${sentence(describeBacktest(report))}`],
    ...groupResults(report).map(({ action, results }) => renderGroup(action, results, paint)),
    ...describeQuiet(report).map(({ why, ids }) => [paint('bold', why), ...wrap(ids.map(sentence).join(', ')).map(line => `  ${line}`)]),
    renderCoverage(report, paint),
  ]
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

/** A line of the table; a number that is undefined is left blank. */
interface Row {
  readonly numbers: readonly (number | string | undefined)[]
  readonly text: string
  readonly tone?: 'dim' | 'bold'
}

function renderGroup(action: Action, results: readonly RuleHistory[], paint: Paint): readonly string[] {
  const head: Row = { numbers: ['alerts', 'events', 'days', 'severity'], text: 'rule', tone: 'dim' }
  const rows = [head, ...results.flatMap(result => rowsOf(result))].map(row => ({
    ...row,
    cells: row.numbers.map(number => String(number ?? '')),
  }))
  const widths = head.numbers.map((_, i) => Math.max(...rows.map(({ cells }) => (cells[i] ?? '').length)))
  return [
    `${paint('bold', paint(TONES[action], action))}: ${describeGroup(results)}`,
    ...rows.map(({ cells, text, tone }) => {
      const line = `  ${widths.map((width, i) => (cells[i] ?? '').padStart(width)).join('  ')}  ${text}`.trimEnd()
      return tone === undefined ? line : paint(tone, line)
    }),
  ]
}

function rowsOf(result: RuleHistory): readonly Row[] {
  const { alerts, events, days, severityOfAlerts, ruleId, actors } = result
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    { numbers: [alerts, events, days, severityOfAlerts], text: sentence(ruleId), tone: 'bold' },
    ...describeLimits(result).map((text): Row => ({ numbers: [], text: `  ${sentence(text)}`, tone: 'dim' })),
    ...shown.map(actor => ({ numbers: [actor.alerts, actor.events], text: `  ${sentence(nameActor(actor))}` })),
    ...rowsLeft(left, leftEvents, '  '),
    ...listTakenOut(result).flatMap(takenRows),
  ]
}

function takenRows({ name, events, actors }: ReturnType<typeof listTakenOut>[number]): readonly Row[] {
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    { numbers: [undefined, events], text: `  ${sentence(name)}`, tone: 'dim' },
    ...shown.map((actor): Row => ({ numbers: [undefined, actor.events], text: `    ${sentence(nameActor(actor))}`, tone: 'dim' })),
    ...rowsLeft(left, leftEvents, '    '),
  ]
}

function rowsLeft(left: number, events: number, indent: string): readonly Row[] {
  return left === 0 ? [] : [{ numbers: [undefined, events], text: `${indent}… and ${left} more`, tone: 'dim' }]
}

function renderCoverage({ coverage, rules }: BacktestReport, paint: Paint): readonly string[] {
  return [
    paint('bold', 'Coverage'),
    ...coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(message)}`),
    `  ${sentence(describeRules(rules))}`,
  ]
}
