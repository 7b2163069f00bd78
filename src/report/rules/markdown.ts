// The rules in force, and a single rule in full, as GitHub Markdown.

import { code, linked, prose, renderTable } from '../gfm.ts'
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
} from './list.ts'

const COLUMNS = ['Severity', 'Action', 'Type', 'Enabled', 'Rule', 'Name'] as const

export function renderListMarkdown(list: ListedRules): string {
  const changes = describeChanges(list)
  return [
    ...[...groupByOrigin(list.rules)].map(([origin, rules]) => {
      const rows = rules.map(rule => [
        rule.severityOfAlerts,
        { ours: rule.action },
        { ours: rule.type },
        { ours: rule.enabled ? 'yes' : 'no' },
        rule.id,
        rule.name,
      ])
      return [`### ${code(origin)}`, '', ...renderTable(COLUMNS, rows)].join('\n')
    }),
    ...(changes.length === 0 ? [] : [changes.map(change => `- ${prose(change)}`).join('\n')]),
  ]
    .join('\n\n')
    .concat('\n')
}

export function renderRuleMarkdown(rule: ShownRule): string {
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`### ${name}`, items.map(item => `- ${item}`).join('\n')]
  return [
    `## ${code(rule.name)}`,
    ...(rule.alertDescription.trim() === '' ? [] : [describe(rule.alertDescription)]),
    renderTable(['What', 'Value'], factsOf(rule)).join('\n'),
    ...list(
      'Filter',
      layOut(rule.filter).map(each => code(each)),
    ),
    ...list(
      'Suppressions',
      rule.suppressions.map(each => code(canonical(each))),
    ),
    '### Alert',
    renderTable(['What', 'Value'], alertingOf(rule)).join('\n'),
    ...list('Tags', rule.tags.map(linkTag)),
    ...list(
      'References',
      rule.references.map(each => code(each)),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

function linkTag(tag: string): string {
  return linked(tag, techniqueUrl(tag) ?? null)
}

function describe(text: string): string {
  return text
    .trim()
    .split('\n')
    .map(line => prose(line))
    .join('\n')
}
