// The rules in force, and one rule whole, as GitHub Markdown.

import { markdown } from '../../escape.ts'
import { renderTable, sentence } from '../markdown.ts'
import {
  alertingOf,
  canonical,
  describeChanges,
  factsOf,
  groupByOrigin,
  type ListedRules,
  layOut,
  type ShownRule,
  techniqueUrl,
} from './report.ts'

const COLUMNS = ['Severity', 'Action', 'Type', 'Enabled', 'Rule', 'Name'] as const

export function renderListMarkdown(list: ListedRules): string {
  const changes = describeChanges(list)
  return [
    ...[...groupByOrigin(list.rules)].map(([origin, rules]) => {
      const rows = rules.map(rule => [
        String(rule.severityOfAlerts),
        rule.action,
        rule.type,
        rule.enabled ? 'yes' : 'no',
        rule.id,
        rule.name,
      ])
      return [`### ${sentence(origin)}`, '', ...renderTable(COLUMNS, rows)].join('\n')
    }),
    ...(changes.length === 0 ? [] : [changes.map(change => `- ${sentence(change)}`).join('\n')]),
  ]
    .join('\n\n')
    .concat('\n')
}

export function renderRuleMarkdown(rule: ShownRule): string {
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`### ${name}`, items.map(item => `- ${item}`).join('\n')]
  return [
    `## ${sentence(rule.name)}`,
    ...(rule.alertDescription.trim() === '' ? [] : [describe(rule.alertDescription)]),
    renderTable(['What', 'Value'], factsOf(rule)).join('\n'),
    ...list(
      'Filter',
      layOut(rule.filter).map(each => markdown(each)),
    ),
    ...list(
      'Suppressions',
      rule.suppressions.map(each => markdown(canonical(each))),
    ),
    '### Alert',
    renderTable(['What', 'Value'], alertingOf(rule)).join('\n'),
    ...list('Tags', rule.tags.map(linkTag)),
    ...list(
      'References',
      rule.references.map(each => markdown(each)),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

// The address is made of digits that were checked, so this one link leads where it says.
function linkTag(tag: string): string {
  const url = techniqueUrl(tag)
  return url === undefined ? markdown(tag) : `[${markdown(tag)}](${url})`
}

function describe(text: string): string {
  return text
    .trim()
    .split('\n')
    .map(line => markdown(line.trim()))
    .join('\n')
}
