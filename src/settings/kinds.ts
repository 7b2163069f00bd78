// The table of kinds: what each takes, and its parser. A new kind without a row does not compile.
//
// A parser returns a value in any case, because a problem with one setting must not hide those of others.

import { readChoice } from '../choice.ts'
import { didYouMean, type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { LIVE_KINDS } from '../events/live.ts'
import { isAccountId, isRegion, isTag } from '../image/uri.ts'
import { checkArchiveNames } from './archives.ts'
import { type AskedBaseline, readBaseline } from './baseline.ts'
import { settingOf } from './commands.ts'
import type { Given } from './given.ts'
import { checkReferences } from './references.ts'
import { ROLE_EXAMPLE, type Role, readRole } from './role.ts'
import type { Kind, SETTINGS, Setting, SettingName } from './table.ts'
import {
  ACCOUNT_SHAPE,
  type AuditSource,
  isProblem,
  PLATFORM,
  readAttempts,
  readAuditSource,
  readChoices,
  readCount,
  readDuration,
  readEnd,
  readFixTime,
  readImages,
  readList,
  readOnFail,
  readPacks,
  readPerSeverity,
  readPushSource,
  TAG_SHAPE,
} from './values.ts'

/** What was given for one setting. */
export interface Entry {
  readonly setting: Setting
  /** All that was given for it; undefined if nothing was. */
  readonly words: readonly string[] | undefined
  /** The first of it, or the default. */
  readonly text: string | undefined
  /** Everything that was given, for what depends on other settings. */
  readonly given: Given
}

/** If there are problems, the value only serves to look for more of them. */
export interface Parsed<T> {
  readonly value: T
  readonly problems: readonly Problem[]
}

type Parser<T> = (entry: Entry) => Parsed<T>

/**
 * What is taken as a value: as a flag no word, one, or all words up to the next flag; as an input all of its text or, of `lines`, every
 * line by itself, because a path may contain blanks and commas.
 */
export type Takes = 'nothing' | 'word' | 'words' | 'lines'

interface KindRow {
  readonly takes: Takes
  readonly parse: Parser<unknown>
}

const parseText: Parser<string | undefined> = ({ text }) => right(text)

const KINDS = {
  text: { takes: 'word', parse: parseText },
  path: { takes: 'word', parse: parseText },
  paths: { takes: 'lines', parse: ({ words = [] }) => right(words) },
  'event-paths': { takes: 'lines', parse: ({ words = [] }) => ({ value: words, problems: checkArchiveNames(words) }) },
  'rule-path': { takes: 'word', parse: ({ text, given }) => ({ value: text, problems: checkReferences([text ?? ''], given.env) }) },
  'rule-paths': { takes: 'lines', parse: ({ words = [], given }) => ({ value: words, problems: checkReferences(words, given.env) }) },
  switch: { takes: 'nothing', parse: ({ words }) => right(words !== undefined) },
  images: { takes: 'words', parse: ({ words = [], given: { values, env } }) => readImages(words, values.get('registry-id')?.[0], env) },
  account: { takes: 'word', parse: parseAccount },
  accounts: { takes: 'words', parse: listOf(isAccountId, ACCOUNT_SHAPE, '111122223333') },
  platforms: { takes: 'words', parse: listOf(item => PLATFORM.test(item), 'a platform is written as in linux/arm64', 'linux/arm64') },
  regions: { takes: 'words', parse: distinct(listOf(isRegion, 'a Region is named as in eu-west-1', 'eu-west-1')) },
  roles: { takes: 'words', parse: parseRoles },
  tags: { takes: 'words', parse: distinct(listOf(isTag, TAG_SHAPE, 'production')) },
  packs: { takes: 'words', parse: ({ words, text = '' }) => readPacks(words ?? [text]) },
  'audit-source': { takes: 'lines', parse: ({ words = [] }) => parsedOr<AuditSource>(readAuditSource(words), { kind: 'none' }) },
  'live-kinds': { takes: 'words', parse: ({ words }) => readChoices(words ?? [], LIVE_KINDS) },
  duration: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readDuration(text), 0)) },
  durations: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readFixTime, 'critical=7d, high=30d') },
  counts: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readCount, 'critical=0, high=3') },
  attempts: { takes: 'word', parse: ({ text = '' }) => parsedOr(readAttempts(text), 1) },
  'on-fail': { takes: 'word', parse: ({ text = '' }) => parsedOr(readOnFail(text), 'keep') },
  end: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readEnd(text), undefined)) },
  'push-source': {
    takes: 'word',
    parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readPushSource(text), undefined)),
  },
  baseline: {
    takes: 'word',
    parse: ({ text }) => (text === undefined ? right<AskedBaseline | undefined>(undefined) : parsedOr(readBaseline(text), undefined)),
  },
} satisfies { readonly [Name in Extract<Kind, string>]: KindRow }

/** The values of all settings by their names. */
export type Values = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> }

// What has a default has a value.
type ValueOf<Row extends Setting> = Row extends { readonly default: string } ? Exclude<Parses<Row['kind']>, undefined> : Parses<Row['kind']>

type Parses<OfKind extends Kind> = OfKind extends infer Name extends keyof typeof KINDS
  ? ReturnType<(typeof KINDS)[Name]['parse']>['value']
  : Choice<OfKind> | undefined

type Choice<ChoiceKind> = ChoiceKind extends { readonly choices: readonly (infer T)[] } ? T : never

/** What a setting of this kind takes as its value. */
export function takesOf(kind: Kind): Takes {
  return typeof kind === 'object' ? 'word' : KINDS[kind].takes
}

/** What was given for a setting of a command. */
export function entryOf(given: Given, name: SettingName): Entry {
  const setting = settingOf(given.command, name)
  const words = given.values.get(name)
  return { setting, words, text: words?.[0] ?? setting.default, given }
}

/** A parser's problem with the name of the setting, as it was given. */
export function nameSetting(problem: Problem, name: string): Problem {
  return { ...problem, message: problem.message.replace(/^\{setting\}/, name) }
}

/** Parses what was given for one setting. */
export function parseEntry(entry: Entry): Parsed<unknown> {
  const { kind } = entry.setting
  return typeof kind === 'object' ? parseChoice(entry, kind.choices) : KINDS[kind].parse(entry)
}

function parseAccount({ text }: Entry): Parsed<string | undefined> {
  const isRight = text === undefined || text === '' || isAccountId(text)
  return { value: text, problems: isRight ? [] : [usageProblem(`{setting} cannot be ${quote(text)}`, ACCOUNT_SHAPE)] }
}

function parseChoice({ text }: Entry, choices: readonly string[]): Parsed<string | undefined> {
  const choice = text === undefined ? undefined : readChoice(text, choices)
  if (text === undefined || choice !== undefined) return right(choice)
  // All choices are named, because the nearest word may be the one that switches the setting off.
  const all = suggest(text, choices) === undefined ? '' : ` It can be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`
  return { value: text, problems: [usageProblem(`{setting} cannot be ${quote(text)}`, `${didYouMean(text, choices)}${all}`)] }
}

// Only one role of an account is assumed: with a second one, everything in it would be read twice.
function parseRoles({ words = [] }: Entry): Parsed<readonly Role[]> {
  const { items, problems } = readList(words, ROLE_EXAMPLE)
  const read = [...new Set(items)].map(readRole)
  const roles = read.flatMap(role => (isProblem(role) ? [] : [role]))
  const first = (account: string): Role | undefined => roles.find(role => role.account === account)
  const second = roles.filter(role => first(role.account) !== role)
  return {
    value: roles,
    problems: [
      ...problems,
      ...read.filter(isProblem),
      ...second.map(({ arn, account }) =>
        usageProblem(
          `{setting} names two roles of account ${account}: ${quote(first(account)?.arn ?? '')} and ${quote(arn)}`,
          'name one for each account',
        ),
      ),
    ],
  }
}

function listOf(isRight: (item: string) => boolean, shape: string, example: string): Parser<readonly string[]> {
  return ({ words = [] }) => {
    const { items, problems } = readList(words, example)
    const wrongItems = items.filter(item => !isRight(item))
    return {
      value: items.filter(isRight),
      problems: [...problems, ...wrongItems.map(item => usageProblem(`{setting} cannot be ${quote(item)}`, shape))],
    }
  }
}

function distinct(parse: Parser<readonly string[]>): Parser<readonly string[]> {
  return entry => {
    const { value, problems } = parse(entry)
    return { value: [...new Set(value)], problems }
  }
}

function right<T>(value: T): Parsed<T> {
  return { value, problems: [] }
}

function parsedOr<T>(value: T | Problem, otherwise: T): Parsed<T> {
  return isProblem(value) ? { value: otherwise, problems: [value] } : right(value)
}
