// The rules in force for a terminal, in the order of their packs and files; and a single rule in full.

import { printable } from '../../escape.ts'
import { plural } from '../../plural.ts'
import { type Paint, TONES } from '../paint.ts'
import { sentence, wrap } from '../text/screen.ts'
import {
  alertingOf,
  canonical,
  describeChanges,
  factsOf,
  groupByOrigin,
  type ListedRule,
  type ListedRules,
  layOut,
  type ShownRule,
  techniqueUrl,
} from './list.ts'

const CELL_LENGTH = 60
const TYPE_WIDTH = 'CloudTrail'.length

export function renderListText(list: ListedRules, paint: Paint): string {
  const off = list.rules.filter(({ enabled }) => !enabled).length
  const count = `${plural(list.rules.length, 'rule')}${off === 0 ? '' : `, ${off} not enabled`}`
  const width = Math.max('rule'.length, ...list.rules.map(({ id }) => cell(id).length))
  const sections = [
    ...[...groupByOrigin(list.rules)].map(([origin, rules]) => [
      paint('bold', sentence(origin)),
      paint('dim', `  severity  action  ${'type'.padEnd(TYPE_WIDTH)}  ${'rule'.padEnd(width)}  name`),
      ...rules.map(rule => renderListed(rule, width, paint)),
    ]),
    [count, ...describeChanges(list).map(sentence)],
  ]
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderListed({ id, name, type, severityOfAlerts, action, enabled }: ListedRule, width: number, paint: Paint): string {
  const columns = [
    String(severityOfAlerts).padStart('severity'.length),
    enabled ? paint(TONES[action], action.padEnd('notice'.length)) : action.padEnd('notice'.length),
    type.padEnd(TYPE_WIDTH),
    cell(id).padEnd(width),
    `${enabled ? '' : '(not enabled) '}${sentence(name)}`,
  ]
  const line = `  ${columns.join('  ')}`
  return enabled ? line : paint('dim', line)
}

function cell(text: string): string {
  return printable(text, CELL_LENGTH)
}

export function renderRuleText(rule: ShownRule, paint: Paint): string {
  const title = (text: string): string => paint('bold', text)
  const facts = (rows: readonly (readonly [string, string])[]): readonly string[] => {
    const width = Math.max(...rows.map(([name]) => name.length))
    return rows.map(([name, fact]) => `  ${paint('dim', name.padEnd(width))}  ${sentence(fact)}`)
  }
  const list = (name: string, items: readonly string[]): readonly (readonly string[])[] =>
    items.length === 0 ? [] : [[title(name), ...items.map(item => `  ${whole(item)}`)]]
  const sections = [
    [title(sentence(rule.name)), ...facts(factsOf(rule))],
    ...list(
      'Description',
      rule.alertDescription
        .trim()
        .split('\n')
        .flatMap(line => wrap(line)),
    ),
    ...list('Filter', layOut(rule.filter)),
    ...list('Suppressions', rule.suppressions.map(canonical)),
    [title('Alert'), ...facts(alertingOf(rule))],
    ...list(
      'Tags',
      rule.tags.map(tag => [tag, techniqueUrl(tag)].filter(part => part !== undefined).join('  ')),
    ),
    ...list('References', rule.references),
  ]
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

// The user asked for this rule, so nothing of it is cut off.
function whole(text: string): string {
  return printable(text)
}
