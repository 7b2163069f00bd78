// The parts of docs/rules.md that repeat what stands elsewhere: the tables of fields, and every shipped rule. The build writes
// them between their markers, so that the page cannot say anything else than the loader and the rules do.

import { formatDuration } from '../src/report/duration.ts'
import { canonical, layOut, techniqueUrl } from '../src/report/rules/report.ts'
import { type Field, OVERRIDE, RULE, type Table } from '../src/rules/fields.ts'
import { actionOf, RULE_TYPES, type Rule } from '../src/rules/rule.ts'

/** The page with its made parts made anew; `packs` are the shipped rules by the name of their pack. */
export function writeRulesPage(page: string, packs: Readonly<Record<string, readonly Rule[]>>): string {
  const parts: Readonly<Record<string, string>> = {
    'fields of a rule': renderFields(RULE),
    'fields of an override': renderFields(OVERRIDE),
    'the packs': Object.entries(packs).map(renderPack).join('\n\n'),
  }
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = [`<!-- made by the build: ${name} -->\n`, `<!-- end of ${name} -->`]
    const [from, to] = [text.indexOf(begin), text.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`docs/rules.md has no place for ${name}`)
    return `${text.slice(0, from + begin.length)}\n${part}\n\n${text.slice(to)}`
  }, page)
}

function renderFields(table: Table): string {
  const rows = Object.entries(table).map(([name, field]) => {
    const more = field.default === undefined ? '' : `; default ${field.default}`
    return `| \`${name}\`${field.required === undefined ? '' : ' (required)'} | ${nameShape(field)} | ${cell(`${field.meaning}${more}`)} |`
  })
  return ['| field | value | meaning |', '|---|---|---|', ...rows].join('\n')
}

function nameShape({ shape }: Field): string {
  if (typeof shape === 'object') {
    if ('choices' in shape) return shape.choices.join(', ')
    if ('list' in shape) return `list of ${Object.keys(shape.list).join(', ')}`
    return shape.most === undefined ? `whole number from ${shape.least}` : `${shape.least} to ${shape.most}`
  }
  const names = {
    text: 'text',
    note: 'text',
    title: 'text',
    type: RULE_TYPES.join(', '),
    boolean: 'true, false',
    texts: 'list of texts',
    filter: 'filter',
    filters: 'list of filters',
    paths: 'list of fields',
    event: 'map of fields',
  }
  return names[shape]
}

function renderPack([pack, rules]: readonly [string, readonly Rule[]]): string {
  const sorted = [...rules].sort((a, b) => a.severityOfAlerts - b.severityOfAlerts || (a.id < b.id ? -1 : 1))
  const rows = sorted.map(
    ({ id, severityOfAlerts, tags }) => `| [${id}](#${id}) | ${severityOfAlerts} | ${tags.map(renderTag).join(', ')} |`,
  )
  const index = ['| rule | severity | ATT&CK |', '|---|---|---|', ...rows].join('\n')
  return [`### ${pack}: ${rules.length} rules`, index, ...sorted.map(renderRule)].join('\n\n')
}

function renderRule(rule: Rule): string {
  const facts = [
    `severity ${rule.severityOfAlerts}: ${actionOf(rule)}`,
    ...(rule.enabled ? [] : ['not enabled']),
    ...(rule.threshold === 1 ? [] : [`${rule.threshold} events in ${formatDuration(rule.window)}`]),
  ]
  return [
    `#### ${rule.id}`,
    '',
    `**${cell(rule.name)}** (${facts.join(', ')})`,
    '',
    rule.alertDescription.trim(),
    '',
    ...renderFilter(layOut(rule.filter)),
    ...rule.suppressions.flatMap(text => ['', 'but not', '', ...renderFilter([canonical(text)])]),
  ].join('\n')
}

// A line that begins with blanks goes on with the filter of the line before it.
function renderFilter(lines: readonly string[]): readonly string[] {
  return ['```filter', lines.join('\n  '), '```']
}

function renderTag(tag: string): string {
  return `[${tag.replace('attack.', '').toUpperCase()}](${techniqueUrl(tag)})`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
