// Generates the parts of pages that repeat other files: in docs/rules.md, docs/writing.md and docs/gate.md the tables of fields, in
// docs/catalogue.md every shipped rule, in docs/ecr.md the calls to AWS, in README.md and action.yml the settings and outputs. The build
// writes them, so that no page can contradict the code.

import { PERMISSIONS, type Permission } from '../src/aws/permissions.ts'
import { compareText } from '../src/order.ts'
import { formatDuration } from '../src/report/duration.ts'
import { canonical, layOut, techniqueUrl } from '../src/report/rules/list.ts'
import { EXCEPTION, type Field, OVERRIDE, RULE, type Table } from '../src/rules/fields.ts'
import { actionOf, RULE_TYPES, type Rule } from '../src/rules/rule.ts'
import { COMMANDS, INPUTS } from '../src/settings/commands.ts'
import { takesOf } from '../src/settings/kinds.ts'
import { OUTPUTS } from '../src/settings/outputs.ts'
import { formatChoices, SETTINGS, type Setting, type SettingName } from '../src/settings/table.ts'

/** Returns docs/rules.md with its generated part rewritten. */
export function writeRulesPage(page: string): string {
  return fillParts('docs/rules.md', page, { 'fields of an override': renderFields(OVERRIDE) })
}

/** Returns docs/writing.md with its generated part rewritten. */
export function writeWritingPage(page: string): string {
  return fillParts('docs/writing.md', page, { 'fields of a rule': renderFields(RULE) })
}

/** Returns docs/catalogue.md with its generated part rewritten; `packs` has the shipped rules by the names of their packs. */
export function writeCatalogue(page: string, packs: Readonly<Record<string, readonly Rule[]>>): string {
  return fillParts('docs/catalogue.md', page, { 'the packs': Object.entries(packs).map(renderPack).join('\n\n') })
}

/** Returns docs/gate.md with its generated part rewritten. */
export function writeGatePage(page: string): string {
  return fillParts('docs/gate.md', page, { 'fields of an exception': renderFields(EXCEPTION) })
}

/** Returns docs/ecr.md with its table of calls rewritten. */
export function writeEcrPage(page: string): string {
  const rows = Object.entries<Permission>(PERMISSIONS).map(([action, { on, uses, without }]) => {
    const why = Object.entries(uses).map(([use, purpose]) => `\`${use.replace(' with ', '` with `')}\`: ${purpose}`)
    return `| \`${action}\` | ${on} | ${cell(why.join('; '))} | ${without} |`
  })
  return fillParts('docs/ecr.md', page, { calls: ['| call | on | for | without it |', '|---|---|---|---|', ...rows].join('\n') })
}

function fillParts(path: string, page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = [`<!-- made by the build: ${name} -->\n`, `<!-- end of ${name} -->`]
    const [from, to] = [text.indexOf(begin), text.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`${path} has no place for ${name}`)
    return `${text.slice(0, from + begin.length)}\n${part}\n\n${text.slice(to)}`
  }, page)
}

/** Returns README.md with its tables of settings and outputs rewritten. */
export function writeReadme(page: string): string {
  const ofCheck = COMMANDS.find(({ name }) => name === 'check')?.settings ?? []
  const rowsOf = (names: readonly SettingName[], nameOf: (name: SettingName, value: string) => string): readonly string[] =>
    names.map(name => {
      const setting: Setting = SETTINGS[name]
      const preset = setting.expression ?? setting.default
      return `| \`${cell(nameOf(name, formatChoices(setting)))}\` | ${cell(setting.help)} | ${preset === undefined ? '' : `\`${preset}\` `}|`
    })
  const own = INPUTS.filter(name => !ofCheck.includes(name))
  const parts: Readonly<Record<string, readonly string[]>> = {
    'settings of check': ['| flag | meaning | default |', '|---|---|---|', ...rowsOf(ofCheck, (name, value) => `--${name} ${value}`)],
    'settings of the Action': ['| input | meaning | default |', '|---|---|---|', ...rowsOf(own, (name, value) => `${name}: ${value}`)],
    outputs: ['| output | value |', '|---|---|', ...Object.entries(OUTPUTS).map(([name, help]) => `| \`${name}\` | ${cell(help)} |`)],
  }
  return Object.entries(parts).reduce((text, [name, lines]) => replaceTable(text, name, lines), page)
}

// A table ends at the first empty line.
function replaceTable(text: string, name: string, lines: readonly string[]): string {
  const begin = `<!-- made by the build: ${name} -->\n`
  const from = text.indexOf(begin)
  const to = text.indexOf('\n\n', from)
  if (from < 0 || to < 0) throw new Error(`README.md has no place for ${name}`)
  return `${text.slice(0, from + begin.length)}${lines.join('\n')}${text.slice(to)}`
}

/** Returns action.yml with its inputs and outputs rewritten. */
export function writeAction(text: string): string {
  const inputs = INPUTS.map(name => {
    const setting: Setting = SETTINGS[name]
    const value = formatChoices(setting)
    const choices = value.includes('|') ? `${value.replaceAll('…', '')}: ` : ''
    const list = value.endsWith('…') ? `; one per line${takesOf(setting.kind) === 'lines' ? '' : ', or between commas'}` : ''
    // The runner would hand over a default like any other value, and a policy could not tell it from what the step says.
    const [preset, said] = setting.of === 'gate' ? [undefined, setting.default] : [setting.expression ?? setting.default]
    return entry(name, `${choices}${setting.help}${list}${said === undefined ? '' : `; default ${said}`}`, preset)
  })
  const outputs = Object.entries(OUTPUTS).map(([name, help]) => entry(name, help))
  const [from, to] = [text.indexOf('inputs:\n'), text.indexOf('runs:\n')]
  if (from < 0 || to < from) throw new Error('action.yml has no place for inputs')
  return `${text.slice(0, from)}inputs:\n${inputs.join('')}outputs:\n${outputs.join('')}${text.slice(to)}`
}

// A default in action.yml is always a string, whatever it looks like.
function entry(name: string, description: string, preset?: string): string {
  const lines = [`  ${name}:`, `    description: ${JSON.stringify(description)}`]
  if (preset !== undefined) lines.push(`    default: ${JSON.stringify(preset)}`)
  return `${lines.join('\n')}\n`
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
    if ('map' in shape) return `map of ${Object.keys(shape.map).join(', ')}`
    return shape.most === undefined ? `whole number from ${shape.least}` : `${shape.least} to ${shape.most}`
  }
  const names = {
    text: 'string',
    note: 'string',
    title: 'string',
    type: RULE_TYPES.join(', '),
    boolean: 'true, false',
    texts: 'list of strings',
    filter: 'filter',
    filters: 'list of filters',
    paths: 'list of fields',
    duration: 'a duration',
    end: 'a day or `never`',
    event: 'map of fields',
  }
  return names[shape]
}

function renderPack([pack, rules]: readonly [string, readonly Rule[]]): string {
  const sorted = [...rules].sort((a, b) => a.severityOfAlerts - b.severityOfAlerts || compareText(a.id, b.id))
  const rows = sorted.map(
    ({ id, severityOfAlerts, tags }) => `| [${id}](#${id}) | ${severityOfAlerts} | ${tags.map(renderTag).join(', ')} |`,
  )
  const index = ['| rule | severity | ATT&CK |', '|---|---|---|', ...rows].join('\n')
  return [`## ${pack}: ${rules.length} rules`, index, ...sorted.map(renderRule)].join('\n\n')
}

function renderRule(rule: Rule): string {
  const facts = [
    `severity ${rule.severityOfAlerts}: ${actionOf(rule)}`,
    ...(rule.enabled ? [] : ['not enabled']),
    ...(rule.threshold === 1 ? [] : [`${rule.threshold} events in ${formatDuration(rule.window)}`]),
  ]
  return [
    `### ${rule.id}`,
    '',
    `**${cell(rule.name)}** (${facts.join(', ')})`,
    '',
    rule.alertDescription.trim(),
    '',
    ...renderFilter(layOut(rule.filter)),
    ...rule.suppressions.flatMap(text => ['', 'but not', '', ...renderFilter([canonical(text)])]),
  ].join('\n')
}

// An indented line continues the filter of the line before it.
function renderFilter(lines: readonly string[]): readonly string[] {
  return ['```filter', lines.join('\n  '), '```']
}

function renderTag(tag: string): string {
  return `[${tag.replace('attack.', '').toUpperCase()}](${techniqueUrl(tag)})`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
