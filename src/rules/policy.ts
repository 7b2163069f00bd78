// Reads a policy file: settings of the gate by their names, with rules, overrides and exceptions, and limits for those that others add.
//
// It says what is written, and where. What a setting means is decided by the parsers of flags and inputs, so that a value cannot mean
// one thing in a step and another here.

import { byPlace, type Diagnostic, didYouMean, locate, type Place, type Problem, quote, suggest, type Tell } from '../diagnostic.ts'
import { describe, entryOf, fault, type MapNode, type Node, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { LIMITS, RULESET, type Table } from './fields.ts'
import { POLICY_FILE } from './kind.ts'
import { type Limits, readLimits } from './limits.ts'
import { loadRules } from './load.ts'
import { isEmpty, isTextNode, presentEntry, tellNulls } from './reader.ts'
import { type Form, keyAmong, tellStranger } from './recognize.ts'
import { besideReference, isReference, type Stored } from './reference.ts'

/** A policy file as it is written. */
export interface PolicyFile {
  readonly path: string
  readonly settings: readonly PolicySetting[]
  /** The files of rules, of exceptions and of VEX that it names. */
  readonly files: Readonly<Record<NamesFiles, readonly string[]>>
  /** Itself, with the rules, overrides and exceptions that are written out in it; undefined if there are none. */
  readonly written: RuleFile | undefined
  readonly limits: Limits
  /** What it was read from, if it is no file on disk. */
  readonly stored?: Stored
}

/** What was given for a setting, in the words of a flag. */
export interface PolicySetting {
  readonly name: string
  readonly words: readonly string[]
  readonly at: Place
}

/** Which settings a policy may hold. */
export interface KnownSettings {
  /** For each setting what it takes: one value, several, one per line, or a number for each severity. */
  readonly takes: ReadonlyMap<string, 'one' | 'several' | 'lines' | 'severities'>
  /** What cannot stand in a policy, and why. */
  readonly refused: ReadonlyMap<string, string>
}

export interface PolicyReading {
  /** Undefined for a file that is no policy. If there are diagnostics, it only serves to look for more of them. */
  readonly policy?: PolicyFile
  readonly diagnostics: readonly Diagnostic[]
}

const LISTED = ['rules', 'exceptions'] as const
/** Entries may be written out in the lists of the former; VEX is named alone. */
const NAMES_FILES = [...LISTED, 'vex'] as const
type NamesFiles = (typeof NAMES_FILES)[number]

const OWN_FIELDS = {
  rules: RULESET.rules,
  overrides: RULESET.overrides,
  exceptions: RULESET.exceptions,
  vex: { shape: 'text', meaning: '' },
  limits: { shape: { map: LIMITS }, meaning: '' },
} as const satisfies Table
const OWN = Object.keys(OWN_FIELDS) as readonly (keyof typeof OWN_FIELDS)[]

/** Reads the text of a policy file, and tells all that is wrong with it but the values of its settings. */
export function readPolicy(file: RuleFile, known: KnownSettings): PolicyReading {
  const { policy, diagnostics } = readPolicyParts(file, known)
  if (policy?.written === undefined) return { diagnostics, ...(policy && { policy }) }
  // The rules are loaded once again with those of other files; here only for what is wrong with them, to tell all of it at once.
  const wrong = loadRules([policy.written]).diagnostics.filter(({ level }) => level === 'error')
  return { policy, diagnostics: [...diagnostics, ...wrong].sort(byPlace) }
}

/** Whether a file is a policy and no rule file: it has settings or limits. */
export function isPolicy(file: RuleFile, known: KnownSettings): boolean {
  const document = parseFile(file)
  if (!('root' in document) || document.root.kind !== 'map') return false
  const { entries } = document.root
  const isSetting = (key: string): boolean => known.takes.has(key) && !COMMON.includes(key) && !OWN.some(name => name === key)
  return entries.every(({ key }) => key !== 'filter') && entries.some(({ key }) => key === 'limits' || key === 'packs' || isSetting(key))
}

/** Reads a policy file without loading its rules. */
export function readPolicyParts({ path, text, stored }: RuleFile, known: KnownSettings): PolicyReading {
  const file: RuleFile = { path, text, kind: POLICY_FILE }
  const document = parseFile(file)
  const stranger = tellStranger(file, document, formOf(known))
  if (stranger !== undefined) return { diagnostics: stranger }
  if ('diagnostics' in document) return { diagnostics: document.diagnostics }
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const root = document.root as MapNode
  const settings = root.entries.flatMap(entry => readSetting(file, entry, known, tell))
  const files = { rules: pathsIn(file, root, 'rules'), exceptions: pathsIn(file, root, 'exceptions'), vex: pathsIn(file, root, 'vex') }
  tellNulls(file, root, OWN_FIELDS, tell)
  for (const key of NAMES_FILES) checkList(file, root, key, tell)
  const limits = readLimits(file, root, tell)
  const written = writtenIn(file, root)
  const policy = { path, settings, files, written, limits, ...(stored && { stored }) }
  return { policy, diagnostics: diagnostics.sort(byPlace) }
}

// Names that other files have too, so that they do not tell a policy.
const COMMON = ['image', 'findings', 'events', 'push', 'platforms', 'packs', 'rules', 'limits', 'dockerfile']

function formOf({ takes }: KnownSettings): Form {
  const names = [...takes.keys(), ...OWN]
  const telling = names.filter(name => !COMMON.includes(name))
  const compound = telling.filter(name => name.includes('-'))
  const isOurs = (root: Node): boolean =>
    root.kind === 'map' &&
    root.entries.length > 0 &&
    entryOf(root, 'filter') === undefined &&
    (root.entries.some(({ key }) => telling.includes(key) || suggest(key, compound) !== undefined) ||
      root.entries.every(({ key }) => names.includes(key)))
  return {
    isOurs,
    ownKey: keyAmong(telling),
    kind: 'policy-syntax',
    one: 'a policy',
    expected: 'a policy, which is a map of settings',
    help: 'write fail-on: high, and so on; rules alone are named by the setting rules; what another file contains is not shown',
  }
}

function readSetting(file: RuleFile, entry: MapNode['entries'][number], known: KnownSettings, tell: Tell): readonly PolicySetting[] {
  const { key, keyOffset, value } = entry
  if ((OWN as readonly string[]).includes(key)) return []
  const takes = known.takes.get(key)
  if (takes === undefined) {
    const why = known.refused.get(key)
    const help = didYouMean(
      key,
      [...known.takes.keys(), ...OWN].filter((name, i, all) => all.indexOf(name) === i),
    )
    const message = why === undefined ? `a policy has no setting ${quote(key)}` : `${quote(key)} cannot stand in a policy: ${why}`
    tell(fault(file, keyOffset, 'unknown-key', message, why === undefined ? help : undefined))
    return []
  }
  const words = readWords(file, key, value, takes, tell)
  return words === undefined ? [] : [{ name: key, words, at: locate(file.path, file.text, value.offset) }]
}

type Takes = KnownSettings['takes'] extends ReadonlyMap<string, infer T> ? T : never

function readWords(file: RuleFile, key: string, node: Node, takes: Takes, tell: Tell): readonly string[] | undefined {
  const wrong = (expected: string, at: Node): undefined => {
    tell(fault(file, at.offset, 'wrong-value', `expected ${expected} for ${quote(key)}, found ${describe(at)}`))
  }
  const word = (item: Node): string | undefined => (item.kind === 'scalar' ? textOf(file, item) : undefined) ?? wrong('a value', item)
  if (node.kind === 'map') {
    if (takes !== 'severities') return wrong(takes === 'one' ? 'one value' : 'a value or a list of them', node)
    const pairs = node.entries.map(({ key: severity, value }) => ({ severity, text: word(value) }))
    return pairs.some(({ text }) => text === undefined) ? undefined : [pairs.map(({ severity, text }) => `${severity}=${text}`).join(', ')]
  }
  if (node.kind === 'list') {
    if (takes === 'one') return wrong('one value', node)
    if (node.items.length === 0) return wrong('at least one value', node)
    const words = node.items.map(word)
    return words.every(text => text !== undefined) ? words : undefined
  }
  const text = word(node)
  if (text === undefined || takes !== 'lines') return text === undefined ? undefined : [text]
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

// A number is taken as it is written: the id of an account may begin with a zero.
function textOf(file: RuleFile, { value, offset, end }: ScalarNode): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'number' ? file.text.slice(offset, end).trim() : undefined
}

function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  return node.kind === 'list' ? node.items : [node]
}

function pathsIn(file: RuleFile, root: MapNode, key: NamesFiles): readonly string[] {
  return itemsOf(presentEntry(root, key))
    .filter(isTextNode)
    .map(({ value }) => resolvePath(file, String(value).trim()))
    .filter(path => typeof path === 'string')
}

/** What the policy in a file lists as rules, as exceptions and as VEX by a path, as it is written, each with its place. */
export function listPaths(file: RuleFile): readonly { readonly path: string; readonly at: Place }[] {
  const document = parseFile(file)
  const { root } = 'root' in document ? document : {}
  if (root?.kind !== 'map') return []
  const items = NAMES_FILES.flatMap(key => itemsOf(presentEntry(root, key))).filter(isTextNode)
  return items.map(({ value, offset }) => ({ path: String(value).trim(), at: locate(file.path, file.text, offset) }))
}

// What a policy in Parameter Store or S3 names lies beside it there. Paths on disk are resolved by whoever knows the disk.
function resolvePath({ path: policy }: RuleFile, path: string): string | Problem {
  return isReference(policy) || isReference(path) ? besideReference(policy, path) : path
}

/** What may be written out in these lists; undefined: nothing. */
const WRITTEN: Readonly<Record<NamesFiles, string | undefined>> = { rules: 'a rule', exceptions: 'an exception', vex: undefined }

function checkList(file: RuleFile, root: MapNode, key: NamesFiles, tell: Tell): void {
  const what = WRITTEN[key]
  const list = presentEntry(root, key)
  const refuse = ({ offset }: Node, message: string, help?: string): void => tell(fault(file, offset, 'wrong-value', message, help))
  const alone = 'VEX is files of their own, which a policy names by their paths'
  if (list?.kind === 'map') {
    const help = what === undefined ? alone : `write each ${what.replace(/^an? /, '')} behind a dash: ${key}: [{ … }]`
    refuse(list, `expected a list for ${quote(key)}, found ${describe(list)}`, help)
  }
  for (const item of itemsOf(list)) {
    if (item.kind === 'map' && what !== undefined) continue
    if (!isTextNode(item)) {
      const expected = what === undefined ? 'a path' : `a path or ${what}`
      refuse(item, `expected ${expected} in ${quote(key)}, found ${describe(item)}`, item.kind === 'map' ? alone : undefined)
    } else if (item.value === '-') refuse(item, `standard input cannot be named in ${quote(key)}`, 'name a file beside the policy')
    else {
      const path = resolvePath(file, String(item.value).trim())
      if (typeof path !== 'string') refuse(item, path.message.replace(/^\{setting\}/, `an entry of ${quote(key)}`), path.help)
    }
  }
}

// The loader finds what is no map in a list of rules, and every other mistake in them.
function writtenIn(file: RuleFile, root: MapNode): RuleFile | undefined {
  const entries = root.entries.flatMap(entry => {
    const { key, value } = entry
    if (key === 'overrides') return isEmpty(value) ? [] : [entry]
    if (!LISTED.some(name => name === key)) return []
    const items = itemsOf(value).filter(item => item.kind === 'map')
    return value.kind !== 'list' || items.length === 0 ? [] : [{ ...entry, value: { ...value, items } }]
  })
  return entries.length === 0 ? undefined : { ...file, part: { ...root, entries } }
}
