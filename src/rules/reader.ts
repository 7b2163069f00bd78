// Reads the fields of a map in a rule file: each has a type, and a value of another type is reported with its place.

import { type Diagnostic, quote } from '../diagnostic.ts'
import type { Fields } from '../language/vocabulary.ts'
import { describe, entryOf, fault, type MapNode, type Node, type RuleFile, toValue } from './document.ts'

/** Reads the fields of one map, and reports each value that is not what it should be. A null counts as absent. */
export interface Reader {
  readonly text: (key: string) => string | undefined
  /** A text that may be empty, as in rules that the API exports. */
  readonly note: (key: string) => string | undefined
  readonly boolean: (key: string) => boolean | undefined
  readonly integer: (key: string, least: number, most?: number) => number | undefined
  readonly choice: <T extends string>(key: string, choices: readonly T[]) => T | undefined
  readonly list: (key: string) => readonly Node[]
  readonly texts: (key: string) => readonly { readonly value: string; readonly node: Node }[] | undefined
  readonly map: (key: string) => Fields | undefined
  readonly missing: (key: string, help: string, owner?: string) => undefined
}

export function createReader(file: RuleFile, map: MapNode, report: (diagnostic: Diagnostic) => undefined): Reader {
  const present = (key: string): Node | undefined => {
    const node = entryOf(map, key)?.value
    return node?.kind === 'scalar' && node.value === null ? undefined : node
  }
  const wrong = (node: Node, expected: string, help?: string): undefined =>
    report(fault(file, node.offset, 'wrong-value', `expected ${expected}, found ${describe(node)}`, help))
  const scalar = <T>(key: string, expected: string, accept: (value: unknown) => value is T): T | undefined => {
    const node = present(key)
    if (node === undefined) return undefined
    return node.kind === 'scalar' && accept(node.value) ? node.value : wrong(node, `${expected} for "${key}"`)
  }
  const list = (key: string): readonly Node[] | undefined => {
    const node = present(key)
    if (node === undefined) return undefined
    return node.kind === 'list' ? node.items : wrong(node, `a list for "${key}"`)
  }
  return {
    text: key => scalar(key, 'a text', isText),
    note: key => scalar(key, 'a text', value => typeof value === 'string'),
    boolean: key => scalar(key, 'true or false', (value): value is boolean => typeof value === 'boolean'),
    integer: (key, least, most = Number.MAX_SAFE_INTEGER) =>
      scalar(
        key,
        most > 1000 ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
        (value): value is number => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
      ),
    choice: <T extends string>(key: string, choices: readonly T[]) =>
      scalar(key, `one of ${choices.join(', ')}`, (value): value is T => (choices as readonly unknown[]).includes(value)),
    list: key => list(key) ?? [],
    texts: key =>
      list(key)?.flatMap(node =>
        node.kind === 'scalar' && isText(node.value) ? [{ value: node.value, node }] : (wrong(node, `a text in "${key}"`) ?? []),
      ),
    map: key => {
      const node = present(key)
      if (node === undefined) return undefined
      return node.kind === 'map' ? (toValue(node) as Fields) : wrong(node, `a map of fields for "${key}"`)
    },
    missing: (key, help, owner = 'rule') =>
      present(key) === undefined ? report(fault(file, map.offset, 'missing-key', `the ${owner} has no ${quote(key)}`, help)) : undefined,
  }
}

/** Whether a value is a text that says something. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
