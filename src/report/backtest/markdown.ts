// A backtest as GitHub Markdown, for review with the change that tunes a rule.

import type { RuleHistory } from '../../gate/backtest.ts'
import { type Cell, code, prose, renderTable } from '../gfm.ts'
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

const MOST_ACTORS = 20
const COLUMNS = ['Rule', 'Severity', 'Who', 'Alerts', 'Events', 'Days'] as const

export function renderBacktestMarkdown(report: BacktestReport): string {
  return [
    `## Backtest: ${prose(describeBacktest(report))}`,
    ...groupResults(report).map(({ action, results }) =>
      [`### ${action}: ${describeGroup(results)}`, '', ...renderTable(COLUMNS, results.flatMap(rowsOf))].join('\n'),
    ),
    ...describeQuiet(report).map(({ why, ids }) => `${why}: ${ids.map(code).join(', ')}`),
    [
      '### Coverage',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${prose(message)}`),
      `- ${prose(describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function rowsOf(result: RuleHistory): readonly (readonly Cell[])[] {
  const { ruleId, severityOfAlerts, alerts, events, days, actors } = result
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    [[ruleId, ...describeLimits(result)].join('; '), severityOfAlerts, '', alerts, events, days],
    ...shown.map(actor => ['', '', nameActor(actor), actor.alerts, actor.events, '']),
    ...rowLeft(left, leftEvents),
    ...listTakenOut(result).flatMap(takenRows),
  ]
}

function takenRows({ name, events, actors }: ReturnType<typeof listTakenOut>[number]): readonly (readonly Cell[])[] {
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    [name, '', '', '', events, ''],
    ...shown.map(actor => ['', '', nameActor(actor), '', actor.events, '']),
    ...rowLeft(left, leftEvents),
  ]
}

function rowLeft(left: number, events: number): readonly (readonly Cell[])[] {
  return left === 0 ? [] : [['', '', { ours: `… and ${left} more` }, '', events, '']]
}
