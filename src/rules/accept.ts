// Adds exceptions to the text of a file. What comes out is loaded as a run would load it, and must hold all that the file held before
// and exactly the new exceptions; otherwise there is no result.

import { type Diagnostic, formatPlace, listOf, locate } from '../diagnostic.ts'
import { compareText } from '../order.ts'
import { agree } from '../plural.ts'
import { entryOf, parseFile, type RuleFile, toValue } from './document.ts'
import { type Draft, pairsOf } from './draft.ts'
import { type Exception, NARROW } from './exception.ts'
import { type Insertion, insertAll, insertDrafts } from './insert.ts'
import { loadRules } from './load.ts'

export type Accepting =
  | {
      /** The whole file. */
      readonly text: string
      readonly insertion: Insertion
      /** The new exceptions, as they are loaded from the text. */
      readonly exceptions: readonly Exception[]
      /** What is to be said of the file, none of it an error. */
      readonly diagnostics: readonly Diagnostic[]
    }
  | { readonly diagnostics: readonly Diagnostic[] }

/** Returns the file with the exceptions at the end of its list. If there is no text, one of the diagnostics says why. */
export function acceptIn(file: RuleFile, drafts: readonly Draft[]): Accepting {
  if (isBlank(file.text)) return apply(file, {}, insertAll(file, drafts), drafts)
  const { exceptions, diagnostics } = loadRules([file])
  if (diagnostics.some(isError)) return { diagnostics }
  const twins = drafts.flatMap(draft => findTwins(draft, exceptions))
  if (twins.length > 0) return { diagnostics: twins }
  const document = parseFile(file)
  const root = 'root' in document ? document.root : undefined
  const isRule = root?.kind === 'map' && entryOf(root, 'filter') !== undefined && entryOf(root, 'rules') === undefined
  if (root?.kind !== 'map' || isRule)
    return refuse(file.path, 'exceptions go into a file of their own, or next to a key rules or overrides')
  const insertion = insertDrafts(file, root, drafts)
  if (insertion !== undefined) return apply(file, toValue(root) as object, insertion, drafts)
  const { offset } = entryOf(root, 'exceptions')?.value ?? root
  return refuse(locate(file.path, file.text, offset), 'write exceptions: [] here')
}

function apply(file: RuleFile, before: object, insertion: Insertion, drafts: readonly Draft[]): Accepting {
  const { at } = insertion
  const text = file.text.slice(0, at) + insertion.text + file.text.slice(at)
  const changed = { ...file, text }
  const { exceptions, diagnostics } = loadRules([changed])
  const document = parseFile(changed)
  const after = 'root' in document ? toValue(document.root) : undefined
  const { exceptions: old, ...rest } = before as { readonly exceptions?: readonly unknown[] | null }
  const wanted = [...(old ?? []), ...drafts.map(draft => Object.fromEntries(pairsOf(draft)))]
  if (diagnostics.some(isError) || !isSame(after, { ...rest, exceptions: wanted })) return refuse(file.path, 'write the entry by hand')
  return { text, insertion, exceptions: exceptions.slice(-drafts.length), diagnostics }
}

// The keys of a map may stand in any order.
function isSame(a: unknown, b: object): boolean {
  const sorted = (value: unknown): string => JSON.stringify(Object.entries(value ?? {}).sort(([a], [b]) => compareText(a, b)))
  return sorted(a) === sorted(b)
}

function refuse(at: Exclude<Diagnostic['at'], undefined>, help: string): Accepting {
  const message = 'an exception cannot be added to this file without changing what it has'
  return { diagnostics: [{ level: 'error', kind: 'no-place', message, help, at }] }
}

// A second entry would not say until when: the first one would still stand there with another end.
function findTwins(draft: Draft, exceptions: readonly Exception[]): readonly Diagnostic[] {
  return exceptions.flatMap(each => {
    if (each.kind !== 'finding' || each.filter !== null) return []
    const narrow: Readonly<Record<string, unknown>> = { package: draft.package, image: draft.image }
    if (NARROW.some(name => each.narrow[name] !== (narrow[name] ?? null))) return []
    const ids = draft.ids.filter(id => each.ids.includes(id))
    if (ids.length === 0) return []
    const end = each.expires === null ? 'until there is a fix' : each.expires === 'never' ? 'without an end' : `until ${each.expires}`
    const help = `change expires or reason in the entry at ${formatPlace(each.at)}, or leave ${listOf(ids)} out`
    return [
      {
        level: 'error',
        kind: 'duplicate-exception',
        message: `${listOf(ids)} ${agree(ids.length, 'is', 'are')} accepted here already, ${end}`,
        help,
        at: each.at,
      },
    ]
  })
}

function isBlank(text: string): boolean {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .every(line => /^\s*(?:#|$)/.test(line))
}

function isError({ level }: Diagnostic): boolean {
  return level === 'error'
}
