// Reads a map in a rule file according to its table of fields. An unknown key is an error, and so is a value that does not have
// the shape given in the table; each is reported with its place.

import { readChoice } from '../choice.ts'
import { type Diagnostic, didYouMean, quote, type Tell } from '../diagnostic.ts'
import { parsePath } from '../language/parse.ts'
import { LONGEST_SECONDS, parseDuration, toEnd } from '../time.ts'
import { describe, entryOf, fault, type MapNode, type Node, offsetInFile, type RuleFile, type ScalarNode, toValue } from './document.ts'
import { type Field, MISPLACED, type Table, type Values } from './fields.ts'
import { placeholders } from './title.ts'

/** Reads every field of the table; absent, null and invalid fields are undefined. `owner` names the map in messages. */
export function readMap<T extends Table>(file: RuleFile, map: MapNode, table: T, owner: string, tell: Tell): Values<T> {
  const known = Object.keys(table)
  for (const { key, keyOffset } of map.entries) if (!known.includes(key)) tellUnknown(file, key, keyOffset, owner, known, tell)
  const values: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(table)) {
    const node = presentEntry(map, key)
    if (node !== undefined) values[key] = readValue(file, key, node, field, tell)
    else if (field.required !== undefined) tell(fault(file, map.offset, 'missing-key', `the ${owner} has no ${quote(key)}`, field.required))
  }
  return values as Values<T>
}

/** The value of a key; undefined where it is absent or null. */
export function presentEntry(map: MapNode, key: string): Node | undefined {
  const node = entryOf(map, key)?.value
  return node?.kind === 'scalar' && node.value === null ? undefined : node
}

/** Reports keys without a value, where leaving one out means more than its author does who wrote it. Required fields are told anyway. */
export function tellNulls(file: RuleFile, map: MapNode, table: Table, tell: Tell): void {
  for (const { key, value } of map.entries) {
    if (!Object.hasOwn(table, key) || table[key]?.required !== undefined || presentEntry(map, key) !== undefined) continue
    const message = `expected a value for ${quote(key)}, found ${describe(value)}`
    tell(fault(file, value.offset, 'wrong-value', message, 'write what it is, or remove the key'))
  }
}

/** Reports a node that does not have the expected shape. */
export function wrongShape(file: RuleFile, node: Node, expected: string): Diagnostic {
  return fault(file, node.offset, 'rule-syntax', `expected ${expected}, found ${describe(node)}`)
}

/** Whether a value is a string that is not blank. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

/** Returns the scalars of a rule or an override that contain filters. */
export function filterNodes(node: MapNode): readonly ScalarNode[] {
  const listed = ['suppressions', 'addSuppressions'].flatMap(key => {
    const value = entryOf(node, key)?.value
    return value?.kind === 'list' ? value.items : []
  })
  return [entryOf(node, 'filter')?.value, ...listed].filter(isTextNode)
}

export function isTextNode(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar' && isText(node.value)
}

/** Whether there is nothing in a value: it is absent, or an empty list. */
export function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'list' && node.items.length === 0)
}

function tellUnknown(file: RuleFile, key: string, offset: number, owner: string, known: readonly string[], tell: Tell): void {
  const why = MISPLACED.get(key)
  if (why !== undefined) tell(fault(file, offset, 'unknown-key', `${quote(key)} cannot be used here: ${why}`))
  else
    tell(
      fault(file, offset, 'unknown-key', `${/^[eo]/.test(owner) ? 'an' : 'a'} ${owner} has no field ${quote(key)}`, didYouMean(key, known)),
    )
}

function readValue(file: RuleFile, key: string, node: Node, { shape }: Field, tell: Tell): unknown {
  const wrong = (expected: string, at: Node = node): undefined => {
    tell(fault(file, at.offset, 'wrong-value', `expected ${expected} ${at === node ? 'for' : 'in'} "${key}", found ${describe(at)}`))
  }
  const scalar = (expected: string, accept: (value: unknown) => boolean): unknown =>
    node.kind === 'scalar' && accept(node.value) ? node.value : wrong(expected)
  const converted = (expected: string, convert: (value: unknown) => unknown): unknown =>
    (node.kind === 'scalar' ? convert(node.value) : undefined) ?? wrong(expected)
  if (typeof shape === 'object') {
    if ('choices' in shape) {
      const { choices } = shape
      return converted(`one of ${choices.join(', ')}`, value => readChoice(value, choices))
    }
    if ('list' in shape) return node.kind === 'list' ? node.items : wrong('a list')
    if ('map' in shape) return node.kind === 'map' ? node : wrong(`a map of ${Object.keys(shape.map).join(', ')}`)
    const { least, most = Number.MAX_SAFE_INTEGER } = shape
    const expected = shape.most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`
    return scalar(expected, value => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
  }
  switch (shape) {
    case 'text':
    case 'filter':
      return scalar('a string', isText)
    case 'title':
      return readTitle(
        file,
        scalar('a string', value => typeof value === 'string'),
        node,
        tell,
      )
    case 'note':
      return scalar('a string', value => typeof value === 'string')
    case 'end':
      return converted('a day such as 2027-01-31, or never,', toEnd)
    case 'duration':
      return converted('a duration such as 90d, at most 3650d,', toSeconds)
    case 'boolean':
      return scalar('true or false', value => typeof value === 'boolean')
    case 'event':
      return node.kind === 'map' ? toValue(node) : wrong('a map of fields')
    case 'texts':
    case 'filters':
    case 'paths': {
      if (node.kind !== 'list') return wrong('a list')
      if (shape === 'paths') for (const item of node.items) checkPath(file, item, tell)
      return node.items.flatMap(item => (item.kind === 'scalar' && isText(item.value) ? [item.value] : (wrong('a string', item) ?? [])))
    }
    // The loader reads the type first, because it decides whether the other fields are read at all.
    case 'type':
      return undefined
  }
}

function toSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? parseDuration(value) : undefined
  return seconds !== undefined && seconds <= LONGEST_SECONDS ? seconds : undefined
}

function readTitle(file: RuleFile, title: unknown, node: Node, tell: Tell): string | undefined {
  if (!isText(title)) return undefined
  for (const { path, offset } of placeholders(title)) {
    if (parsePath(path) !== undefined) continue
    const at = offsetInFile(file, node as ScalarNode, offset)
    tell(fault(file, at, 'wrong-value', `expected a field in {{…}}, found ${quote(path)}`, 'write {{userIdentity.arn}}'))
  }
  return title
}

function checkPath(file: RuleFile, node: Node, tell: Tell): void {
  if (node.kind !== 'scalar' || !isText(node.value) || parsePath(node.value) !== undefined) return
  tell(fault(file, node.offset, 'wrong-value', `expected a field, found ${quote(node.value)}`, 'write userIdentity.arn'))
}
