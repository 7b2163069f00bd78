// Reads one exception of a rule file, and tells what keeps it from accepting what its author meant.

import { type Diagnostic, locate, quote, type Tell } from '../diagnostic.ts'
import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import { compile } from '../language/compile.ts'
import { describe, entryOf, fault, type MapNode, type Node, type RuleFile } from './document.ts'
import { failed, readFilters } from './entry.ts'
import { type Exception, helpWithId, NARROW, type Narrow } from './exception.ts'
import { EXCEPTION, type Values } from './fields.ts'
import { isTextNode, presentEntry, readMap, tellNulls, wrongShape } from './reader.ts'

interface ExceptionEntry {
  readonly exception?: Exception
  readonly node?: MapNode
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads an exception. */
export function readException(file: RuleFile, node: Node): ExceptionEntry {
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  if (node.kind !== 'map') {
    const help = 'write { id: CVE-2026-1234, reason: …, expires: 2027-01-31 }'
    return failed([{ ...wrongShape(file, node, 'an exception, which names what it accepts'), help }])
  }
  const values = readMap(file, withoutList(file, node, tell), EXCEPTION, 'exception', tell)
  const [expression] = readFilters(file, node, values.rule === undefined ? FINDING_VOCABULARY : undefined, tell)
  tellNulls(file, node, EXCEPTION, tell)
  checkTarget(file, node, values, tell)
  checkEnd(file, node, values, tell)
  checkIds(file, node, tell)
  checkNarrow(file, node, tell)
  if (values.reason === undefined || diagnostics.some(({ level }) => level === 'error')) return { diagnostics }
  const common = {
    reason: values.reason,
    owner: values.owner ?? null,
    expires: values.expires ?? null,
    untilFixed: values['until-fixed'] ?? false,
    at: locate(file.path, file.text, node.offset),
  }
  const { rule, filter } = values
  if (rule !== undefined && filter !== undefined && expression !== undefined)
    return { diagnostics, node, exception: { ...common, kind: 'alert', rule, filter, expression } }
  const narrow = Object.fromEntries(NARROW.map(name => [name, values[name] ?? null])) as Narrow
  const ids = [...(values.id === undefined ? [] : [values.id]), ...(values.ids ?? [])]
  const parsed = filter === undefined || expression === undefined ? null : { text: filter, plan: compile(expression, FINDING_VOCABULARY) }
  return { diagnostics, node, exception: { ...common, kind: 'finding', ids, filter: parsed, narrow } }
}

// Several ids have a field of their own.
function withoutList(file: RuleFile, node: MapNode, tell: Tell): MapNode {
  const id = entryOf(node, 'id')
  if (id?.value.kind !== 'list') return node
  tell(fault(file, id.keyOffset, 'wrong-value', 'expected one id, found a list', 'write ids: [CVE-2026-1234, CVE-2026-1235]'))
  return { ...node, entries: node.entries.filter(entry => entry !== id) }
}

function checkTarget(file: RuleFile, node: MapNode, values: Values<typeof EXCEPTION>, tell: Tell): void {
  const refuse = (key: string, message: string, help: string): void => {
    const entry = node.entries.find(each => each.key === key)
    tell(fault(file, entry?.keyOffset ?? node.offset, 'wrong-exception', message, help))
  }
  const present = (key: string): boolean => presentEntry(node, key) !== undefined
  if (!present('rule')) {
    if (!['id', 'ids', 'filter'].some(present) || values.ids?.length === 0)
      refuse('ids', 'the exception does not say what it accepts', 'write id: CVE-2026-1234, or filter: severity = "LOW"')
    return
  }
  if (!present('filter'))
    refuse(
      'rule',
      'the exception would accept every alert of the rule',
      'add filter: user = "break-glass"; to switch the rule off, write overrides: [{ rule: ID, enabled: false }]',
    )
  for (const key of ['id', 'ids', ...NARROW].filter(present))
    refuse(key, `${quote(key)} is of findings, and this exception is of a rule`, 'say it in the filter')
  if (values['until-fixed'] === true) refuse('until-fixed', 'an alert has no fix that could end its exception', 'write expires: 2027-01-31')
}

function checkEnd(file: RuleFile, node: MapNode, { expires, 'until-fixed': untilFixed }: Values<typeof EXCEPTION>, tell: Tell): void {
  if (expires !== undefined || untilFixed === true || entryOf(node, 'expires') !== undefined) return
  const help = 'write expires: 2027-01-31 for the last day, until-fixed: true, or expires: never'
  tell(fault(file, node.offset, 'missing-key', 'the exception has no end', help))
}

// An id that no finding can have would accept nothing, and its author would not learn why.
function checkIds(file: RuleFile, node: MapNode, tell: Tell): void {
  const list = entryOf(node, 'ids')?.value
  for (const item of [entryOf(node, 'id')?.value, ...(list?.kind === 'list' ? list.items : [])]) {
    if (item?.kind !== 'scalar' || typeof item.value !== 'string') continue
    const help = helpWithId(item.value)
    if (help !== undefined) tell(fault(file, item.offset, 'wrong-value', `expected the id of a finding, found ${describe(item)}`, help))
  }
}

// Nothing is called so, and nobody would be told: an exception whose image was not judged may have its use.
function checkNarrow(file: RuleFile, node: MapNode, tell: Tell): void {
  for (const key of NARROW) {
    const value = presentEntry(node, key)
    if (!isTextNode(value) || String(value.value).trim() === value.value) continue
    const message = `expected a name without spaces around it for ${quote(key)}, found ${describe(value)}`
    tell(fault(file, value.offset, 'wrong-value', message))
  }
}
