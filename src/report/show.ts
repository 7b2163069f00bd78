// One alert of a saved report for a terminal, with its complete events. Every member is validated before it is used, because a
// saved report may come from anybody.

import { printable, printableJson } from '../escape.ts'
import { own, ownList, ownText } from '../json.ts'
import type { Paint } from './paint.ts'
import { type Screen, tableWidth, wrap } from './text/screen.ts'

const VALUE_LENGTH = 200
const INDENT = '   '

export function renderShownAlert(alert: unknown, number: number, { paint, width }: Omit<Screen, 'all'>): readonly string[] {
  const events = ownList(alert, 'events')
  const count = own(alert, 'count')
  const left = (typeof count === 'number' ? count : 0) - events.length
  const told = new Set(events.map(event => ownText(event, 'id')))
  const ids = ownList(alert, 'eventIds')
    .filter(id => typeof id !== 'string' || !told.has(id))
    .slice(0, 3)
  return [
    paint('bold', `${number}. ${line(ownText(alert, 'title') ?? 'no title')}`) +
      paint('dim', ` [${line(ownText(alert, 'ruleId') ?? 'no rule')}]`),
    ...wrap(printable(ownText(alert, 'alertDescription') ?? ''), tableWidth({ width }) - INDENT.length).map(each => `${INDENT}${each}`),
    ...events.flatMap(event => ['', ...renderEvent(event, paint)]),
    ...(left > 0
      ? [
          '',
          paint(
            'dim',
            `… and ${left} more events; the report holds only their ids${ids.length === 0 ? '' : `: ${ids.map(id => line(String(id))).join(', ')} …`}`,
          ),
        ]
      : []),
  ]
}

function renderEvent(event: unknown, paint: Paint): readonly string[] {
  const heading = ['time', 'eventSource', 'eventName', 'user', 'ip', 'region', 'errorCode', 'id'].flatMap(
    name => ownText(event, name) ?? [],
  )
  const link = ownText(event, 'link')
  const record = own(event, 'record') ?? null
  return [
    `  ${paint('bold', heading.map(line).join('  '))}`,
    ...(link === undefined ? [] : [`    ${paint('dim', line(link))}`]),
    ...ownList(event, 'live').map(told => `    ${line(String(told))}`),
    ...ownList(event, 'clauses').map(renderClause),
    ...(record === null
      ? []
      : printableJson(JSON.stringify(record, null, 2))
          .split('\n')
          .map(each => `    ${each}`)),
  ]
}

function renderClause(clause: unknown): string {
  const found = ownList(clause, 'found').map(value => line(String(value)))
  return `    ${line(ownText(clause, 'clause') ?? '')}: found ${found.length === 0 ? 'nothing' : found.join(', ')}`
}

function line(text: string): string {
  return printable(text, VALUE_LENGTH)
}
