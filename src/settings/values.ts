// Parses each kind of value, and returns the value or the problem with it. `{setting}` at the beginning of a message stands for the
// name of the setting, which is `--fail-on` on the command line and `fail-on` in a workflow.

import { readChoice } from '../choice.ts'
import { didYouMean, type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { type Archive, parseArchive } from '../events/archive.ts'
import { type AthenaTable, meansAthena, parseAthena } from '../events/athena.ts'
import { LEVELS, type Level, type OnFail } from '../gate/policy.ts'
import { isTag } from '../image/uri.ts'
import { meansS3 } from '../s3.ts'
import { LONGEST_SECONDS, parseDuration, toEnd } from '../time.ts'
import { PACKS, type Pack } from './choices.ts'
import { type PushSource, parsePushSource } from './source.ts'

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'level' in value
}

export const ACCOUNT_SHAPE = 'the id of an account has 12 digits'
export const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/

export interface List {
  readonly items: readonly string[]
  readonly problems: readonly Problem[]
}

/**
 * Reads a list as people write it: one name per line, names between commas or blanks, or a JSON list. An empty entry was to name
 * something, so it is a problem.
 */
export function readList(given: readonly string[], example: string): List {
  const text = given.join('\n').trim()
  if (text.startsWith('[')) return readJsonList(text, example)
  if (text === '' && given.every(word => word === '')) return { items: [], problems: [] }
  const entries = text.split(',').map(entry => entry.trim())
  const help = `a variable or an expression in it may be empty; write it as in ${example}`
  return {
    items: entries.flatMap(entry => entry.split(/\s+/)).filter(item => item !== ''),
    problems: entries.includes('') ? [usageProblem('{setting} has an empty entry', help)] : [],
  }
}

// Steps such as `docker/metadata-action` pass on lists as JSON. Text that begins with a bracket must be such a list.
function readJsonList(text: string, example: string): List {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.length > 0 && list.every(item => typeof item === 'string' && item.trim() !== ''))
      return { items: list.map(item => item.trim()), problems: [] }
  } catch {
    // Reported below, like any other text that is not a list.
  }
  const help = `write ["${example}", "…"], or one per line`
  return { items: [], problems: [usageProblem('{setting} looks like a JSON list but is not valid', help)] }
}

const AUDIT = ['lookup', 'none'] as const
export type AuditSource =
  | { readonly kind: (typeof AUDIT)[number] }
  | { readonly kind: 'archive'; readonly archive: Archive }
  | { readonly kind: 'athena'; readonly table: AthenaTable }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | undefined

export function readAuditSource(given: readonly string[]): AuditSource | Problem {
  const [first] = given
  if (first === undefined) return undefined
  const kind = readChoice(first, AUDIT)
  if (given.length === 1) {
    if (kind !== undefined) return { kind }
    if (meansS3(first)) {
      const archive = parseArchive(first)
      return isProblem(archive) ? archive : { kind: 'archive', archive }
    }
    if (meansAthena(first)) {
      const table = parseAthena(first)
      return isProblem(table) ? table : { kind: 'athena', table }
    }
    const near = /[./\\]/.test(first) ? undefined : suggest(first, AUDIT)
    if (near !== undefined)
      return usageProblem(`{setting} cannot be ${quote(first)}`, `did you mean "${near}"? a file of that name is ./${first}`)
  } else if (given.some(text => readChoice(text, AUDIT) !== undefined || meansS3(text) || meansAthena(text)))
    return usageProblem(
      '{setting} is lookup, none, one s3://bucket/prefix or athena://…, or paths, and not several of them',
      'events takes archives in S3 and paths together',
    )
  return { kind: 'paths', paths: given }
}

export function readDuration(text: string): number | Problem {
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  const example = /^\d+$/.test(text) ? `${text}s` : '90s'
  return usageProblem(
    `{setting} cannot be ${quote(text)}`,
    `a duration is a whole number with its unit, such as ${example}, 10m, 24h or 7d`,
  )
}

/** A time to fix has an end: what never ends is an exception, which says so. */
export function readFixTime(text: string): number | Problem {
  const seconds = readDuration(text)
  return isProblem(seconds) || seconds <= LONGEST_SECONDS
    ? seconds
    : usageProblem(
        `{setting} cannot be ${quote(text)}`,
        `a time to fix is at most ${LONGEST_SECONDS / 86_400}d; an exception can say expires: never`,
      )
}

export function readCount(text: string): number | Problem {
  return /^\d{1,9}$/.test(text) ? Number(text) : usageProblem(`{setting} cannot be ${quote(text)}`, 'a number of findings is 0 or more')
}

/** Reads values such as `critical=0, high=3`: one for each severity that is named. */
export function readPerSeverity(
  words: readonly string[] | undefined,
  read: (text: string) => number | Problem,
  example: string,
): { readonly value: Readonly<Partial<Record<Level, number>>> | undefined; readonly problems: readonly Problem[] } {
  const value: Partial<Record<Level, number>> = {}
  const shape = `write each severity with its value, as in ${example}`
  const { items, problems: wrongList } = readList(words ?? [], example)
  const problems = [...wrongList]
  for (const item of items) {
    const [name = '', text, ...more] = item.split('=')
    const level = readChoice(name, LEVELS)
    const number = text === undefined || text === '' || more.length > 0 ? undefined : read(text)
    if (number === undefined) problems.push(usageProblem(`{setting} cannot be ${quote(item)}`, shape))
    else if (level === undefined) problems.push(usageProblem(`{setting} has no severity ${quote(name)}`, didYouMean(name, LEVELS)))
    else if (isProblem(number)) problems.push(usageProblem(`{setting} cannot be ${quote(item)}`, number.help))
    else if (value[level] !== undefined) problems.push(usageProblem(`{setting} names ${level} twice`))
    else value[level] = number
  }
  // In one order, so that values can be compared.
  const sorted = Object.fromEntries(LEVELS.flatMap(level => (value[level] === undefined ? [] : [[level, value[level]]])))
  return { value: words === undefined ? undefined : sorted, problems }
}

export const TAG_SHAPE = 'a tag has up to 128 letters, digits and . _ -, as in production'

export function readPushSource(text: string): PushSource | Problem {
  const source = parsePushSource(text)
  return isProblem(source) ? { ...source, message: `{setting} cannot be ${quote(text)}: ${source.message}` } : source
}

export function readOnFail(text: string): OnFail | Problem {
  const kept = readChoice(text, ['keep', 'untag'])
  if (kept !== undefined) return kept
  const [, quarantineTag] = /^quarantine-tag:(.*)$/i.exec(text) ?? []
  if (quarantineTag === undefined)
    return usageProblem(`{setting} cannot be ${quote(text)}`, didYouMean(text, ['keep', 'untag', 'quarantine-tag:TAG']))
  return isTag(quarantineTag) ? { quarantineTag } : usageProblem(`{setting} names no tag: ${quote(quarantineTag)}`, TAG_SHAPE)
}

export function readEnd(text: string): string | Problem {
  return toEnd(text) ?? usageProblem(`{setting} cannot be ${quote(text)}`, 'it is the last day, as in 2027-01-31, or never')
}

const MOST_ATTEMPTS = 20

export function readAttempts(text: string): number | Problem {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  return number >= 1 && number <= MOST_ATTEMPTS
    ? number
    : usageProblem(`{setting} cannot be ${quote(text)}`, `it is a number from 1 to ${MOST_ATTEMPTS}`)
}

/** Reads a list of which every item is one of a few words. */
export function readChoices<T extends string>(
  given: readonly string[],
  choices: readonly T[],
): { readonly value: readonly T[]; readonly problems: readonly Problem[] } {
  const { items, problems } = readList(given, choices[0] ?? '')
  const unknown = items.filter(item => readChoice(item, choices) === undefined)
  const all = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
  return {
    value: choices.filter(choice => items.some(item => readChoice(item, choices) === choice)),
    problems: [
      ...problems,
      ...unknown.map(item =>
        usageProblem(
          `{setting} cannot be ${quote(item)}`,
          suggest(item, choices) === undefined ? `it can be ${all}` : didYouMean(item, choices),
        ),
      ),
    ],
  }
}

export function readPacks(given: readonly string[]): { readonly value: readonly Pack[]; readonly problems: readonly Problem[] } {
  const { items, problems } = readList(given, 'ecr')
  const names = [...PACKS, 'none'] as const
  const read = items.map(item => ({ item, name: readChoice(item, names) }))
  const unknown = read.filter(({ name }) => name === undefined)
  const hasBoth = read.length > 1 && read.some(({ name }) => name === 'none')
  return {
    value: PACKS.filter(pack => read.some(({ name }) => name === pack)),
    problems: [
      ...problems,
      ...unknown.map(({ item }) => usageProblem(`{setting}: there is no pack ${quote(item)}`, didYouMean(item, names))),
      ...(hasBoth ? [usageProblem('{setting} names packs, or is none, and not both')] : []),
    ],
  }
}
