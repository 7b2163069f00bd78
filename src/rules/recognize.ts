// Tells a rule file from any other file that was named in its place. A link may lead to a file of credentials, and whoever changed
// the link reads what the run reports. So a file that is no rule is said to be none, and nothing of it is shown.

import { readChoice } from '../choice.ts'
import { type Diagnostic, locate, type Place, suggest } from '../diagnostic.ts'
import { type Document, entryOf, type MapNode, type Node, type RuleFile } from './document.ts'
import { EXCEPTION_FILE } from './kind.ts'
import { FOREIGN_TYPES } from './rule.ts'

// Fields that hardly any other file has. Those of short and common names, such as `name` and `type`, prove nothing.
const OWN = [
  'filter',
  'severityOfAlerts',
  'alertDescription',
  'aggregateFields',
  'suppressions',
  'addSuppressions',
  'overrides',
  'exceptions',
]
const LISTS = ['rules', 'rulesets', 'rulesIds', 'rule']
const COMMON_LENGTH = 8

/** One of these keys at the beginning of a line, or of an object in JSON. */
export function keyAmong(keys: readonly string[]): RegExp {
  return new RegExp(String.raw`(?:^|[{,])[ \t]*(?:-[ \t]+)*["']?(?:${keys.join('|')})["']?[ \t]*:`, 'm')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a text file has none of them
export const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

/** Returns undefined for a rule file, however wrong it is. For any other file, returns what to say about it. */
export function tellOther(file: RuleFile, document: Document): readonly Diagnostic[] | undefined {
  if ('root' in document && !hasRule(document.root) && isSchema(document.root))
    return [{ level: 'note', kind: 'not-a-rule', message: 'a JSON Schema is not a rule, so it is not read', at: file.path }]
  if ('root' in document && isReport(document.root)) {
    const message = 'a saved report holds no rules and no exceptions'
    const help = 'ecr-gate accept --from FILE writes exceptions for what made it fail'
    return [{ level: 'error', kind: 'rule-syntax', message, help, at: file.path }]
  }
  return tellStranger(file, document, file.kind === EXCEPTION_FILE ? EXCEPTIONS : RULES)
}

/** How a kind of file is told from others. */
export interface Form {
  readonly isOurs: (root: Node) => boolean
  /** A key that hardly any other file has, at the beginning of a line or of an object. */
  readonly ownKey: RegExp
  readonly kind: string
  /** What such a file holds: one of it, and in all its forms. */
  readonly one: string
  readonly expected: string
  readonly help: string
}

const RULES: Form = {
  isOurs: hasRule,
  ownKey: keyAmong(OWN),
  kind: 'rule-syntax',
  one: 'a rule',
  expected: 'a rule, a list of rules or a ruleset',
  help: 'a rule has name, type, severityOfAlerts and filter, and a folder of rules holds nothing else; what another file contains is not shown',
}

// Rules in a file of exceptions are refused once they are read, with what to do instead.
const EXCEPTIONS: Form = {
  ...RULES,
  kind: 'exception-syntax',
  one: EXCEPTION_FILE.one,
  expected: 'a file of exceptions',
  help: 'write exceptions: [{ id: CVE-2026-1234, reason: …, expires: 2027-01-31 }], as ecr-gate accept does; files of other tools are known by names such as .trivyignore; what another file contains is not shown',
}

/** Returns undefined for a file of this form, however wrong it is. For any other file, returns what to say, and nothing of it. */
export function tellStranger(file: RuleFile, document: Document, form: Form): readonly Diagnostic[] | undefined {
  const isOurs = 'root' in document ? form.isOurs(document.root) : form.ownKey.test(file.text) && !BINARY.test(file.text)
  if (isOurs) return undefined
  const refuse = (at: Place | string, found: string): readonly Diagnostic[] => [
    { level: 'error', kind: form.kind, message: `expected ${form.expected}, ${found}`, help: form.help, at },
  ]
  if ('root' in document) return refuse(placeOf(file, document.root), `found ${nameOf(document.root)}`)
  const shown = document.diagnostics.map(diagnostic => ({ ...diagnostic, at: withoutExcerpt(diagnostic.at ?? file.path) }))
  return document.quotes ? refuse(shown[0]?.at ?? file.path, `found neither YAML nor JSON that ${form.one} is written in`) : shown
}

// It lists rules and exceptions too, under the names that a ruleset has for them.
function isReport(root: Node): boolean {
  return root.kind === 'map' && entryOf(root, 'reportVersion') !== undefined && entryOf(root, 'verdict') !== undefined
}

// The schema that editors check rules with lies beside them, as ours does.
function isSchema(root: Node): boolean {
  const schema = root.kind === 'map' ? entryOf(root, '$schema')?.value : undefined
  return schema?.kind === 'scalar' && /^https?:\/\/json-schema\.org\//.test(String(schema.value))
}

function hasRule(root: Node): boolean {
  if (root.kind === 'list') return root.items.some(item => item.kind === 'map' && isOurs(item))
  return root.kind === 'map' && isOurs(root)
}

function isOurs(node: MapNode): boolean {
  const isKey = ({ key, value }: MapNode['entries'][number]): boolean =>
    OWN.includes(key) || LISTS.includes(key) || isMisspelled(key) || (key === 'type' && isForeign(value))
  return node.entries.some(isKey) || isException(node)
}

// An exception that stands without its list. Each of these words alone is common.
function isException(node: MapNode): boolean {
  const has = (...keys: readonly string[]): boolean => keys.some(key => entryOf(node, key) !== undefined)
  return has('id', 'ids') && has('reason') && has('expires', 'until-fixed')
}

// Of such a rule only the name and the type are read.
function isForeign(type: Node): boolean {
  return type.kind === 'scalar' && readChoice(type.value, FOREIGN_TYPES) !== undefined
}

// A short word is near to too many others.
function isMisspelled(key: string): boolean {
  return (
    suggest(
      key,
      OWN.filter(({ length }) => length > COMMON_LENGTH),
    ) !== undefined
  )
}

function placeOf({ path, text }: RuleFile, { offset }: Node): Place | string {
  return withoutExcerpt(locate(path, text, offset))
}

function withoutExcerpt(at: Place | string): Place | string {
  return typeof at === 'string' ? at : { file: at.file, line: at.line, column: at.column }
}

function nameOf(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map of other fields' : 'a list of something else'
  return typeof node.value === 'string' ? 'a string' : 'a number or another value'
}
