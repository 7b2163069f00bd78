// A backtest as GitHub Markdown, to be shown beside the change that tunes a rule.

import type { RuleHistory, Suppressed } from '../../gate/backtest.ts'
import { renderTable, sentence } from '../markdown.ts'
import { describeRules } from '../wording.ts'
import {
  type BacktestReport,
  describeBacktest,
  describeGroup,
  describeLimits,
  describeQuiet,
  groupResults,
  limitActors,
  nameActor,
} from './report.ts'

const MOST_ACTORS = 20
const COLUMNS = ['Rule', 'Severity', 'Who', 'Alerts', 'Events', 'Days'] as const

export function renderBacktestMarkdown(report: BacktestReport): string {
  return [
    `## Backtest: ${sentence(describeBacktest(report))}`,
    ...groupResults(report).map(({ action, results }) =>
      [`### ${action}: ${describeGroup(results)}`, '', ...renderTable(COLUMNS, results.flatMap(rowsOf))].join('\n'),
    ),
    ...describeQuiet(report).map(({ why, ids }) => `${why}: ${ids.map(sentence).join(', ')}`),
    [
      '### Looked at',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${sentence(message)}`),
      `- ${sentence(describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function rowsOf(result: RuleHistory): readonly (readonly string[])[] {
  const { ruleId, severityOfAlerts, alerts, events, days, actors, suppressed } = result
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    [[ruleId, ...describeLimits(result)].join('; '), String(severityOfAlerts), '', String(alerts), String(events), String(days)],
    ...shown.map(actor => ['', '', nameActor(actor), String(actor.alerts), String(actor.events), '']),
    ...rowLeft(left, leftEvents),
    ...suppressed.flatMap(suppressedRows),
  ]
}

function suppressedRows({ suppression, events, actors }: Suppressed): readonly (readonly string[])[] {
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS)
  return [
    [`suppressed: ${suppression}`, '', '', '', String(events), ''],
    ...shown.map(actor => ['', '', nameActor(actor), '', String(actor.events), '']),
    ...rowLeft(left, leftEvents),
  ]
}

function rowLeft(left: number, events: number): readonly (readonly string[])[] {
  return left === 0 ? [] : [['', '', `… and ${left} more`, '', String(events), '']]
}
