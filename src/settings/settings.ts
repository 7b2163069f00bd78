// From given values to the settings of one run: every value is read once, and every wrong one is reported. Nothing wrong
// becomes a default.

import { didYouMean, type Problem, quote, suggest } from '../diagnostic.ts'
import { type ImageUri, isAccountId, isRegion, parseImageUri } from '../events/uri.ts'
import type { FailOn, OnUndecided, Untriaged } from '../gate/policy.ts'
import {
  type Command,
  type Format,
  formatChoices,
  PACKS,
  type Pack,
  SETTINGS,
  type Setting,
  type SettingName,
  type StartScan,
} from './table.ts'

/** The settings of one run, every value checked. */
export interface Settings {
  readonly images: readonly ImageUri[]
  readonly findings: readonly string[]
  readonly events: readonly string[]
  readonly rules: readonly string[]
  readonly packs: readonly Pack[]
  readonly failOn: FailOn | undefined
  readonly untriaged: Untriaged
  readonly onUndecided: OnUndecided
  /** What of the event history is read; undefined when it is not asked for. */
  readonly audit: Audit | undefined
  /** The Regions that were named; none means those of the images. */
  readonly auditRegions: readonly string[]
  readonly waitTimeoutSeconds: number
  readonly scanGraceSeconds: number
  readonly startScan: StartScan
  /** None means all. */
  readonly platforms: readonly string[]
  /** None means any. */
  readonly allowedAccountIds: readonly string[]
  readonly awsAttempts: number
  readonly jsonFile: string | undefined
  readonly summary: boolean
  readonly format: Format
  readonly output: string | undefined
  readonly count: boolean
  readonly countBy: string | undefined
  readonly event: string | undefined
  readonly rule: string | undefined
  readonly check: boolean
  readonly operands: readonly string[]
}

export interface Audit {
  readonly windowSeconds: number
  readonly regions: readonly string[]
  /** Whether it was asked for; as a default it only looks where rules are interested. */
  readonly asked: boolean
}

/** What was given, before it is read. */
export interface Given {
  readonly command: Command
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** How a setting is called where it was given: `--fail-on`, or `fail-on` as an input. */
  readonly show: (name: SettingName) => string
}

export function wrong(message: string, help?: string): Problem {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

/** Reads all values; with a problem among them the settings must not be used. */
export function readSettings(given: Given): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const { values, operands, env, show } = given
  const problems: Problem[] = []
  const all = (name: SettingName): readonly string[] => values.get(name) ?? []
  const one = (name: SettingName): string | undefined => values.get(name)?.[0] ?? (SETTINGS[name] as Setting).default
  const report = <T>(name: SettingName, value: T | Problem, otherwise: T): T => {
    if (!isProblem(value)) return value
    problems.push({ ...value, message: value.message.replace(/^\{setting\}/, show(name)) })
    return otherwise
  }
  const choice = <T extends string>(name: SettingName): T => {
    const { kind } = SETTINGS[name] as Setting
    const value = one(name) as T
    if (typeof kind !== 'object' || value === undefined || kind.choices.includes(value)) return value
    return report(name, wrong(`{setting} cannot be ${quote(value)}`, didYouMean(value, kind.choices)), value)
  }
  const list = (name: SettingName, isRight: (item: string) => boolean, shape: string): readonly string[] => {
    const items = splitList(all(name))
    if (items.length === 0 && all(name).some(text => text !== '')) report(name, wrong('{setting} names nothing', shape), undefined)
    return items.filter(item => isRight(item) || report(name, wrong(`{setting} cannot be ${quote(item)}`, shape), false))
  }
  const duration = (name: SettingName): number => report(name, readDuration(one(name) ?? ''), 0)

  for (const [name, words] of values) {
    const setting: Setting = SETTINGS[name]
    if (setting.kind !== 'switch' && (words.length === 0 || words.includes('')))
      report(name, wrong(`{setting} needs a value: ${formatChoices(setting)}`), undefined)
  }
  const registryId = one('registry-id')
  if (registryId !== undefined && registryId !== '' && !isAccountId(registryId))
    report('registry-id', wrong(`{setting} cannot be ${quote(registryId)}`, ACCOUNT_SHAPE), undefined)
  const images = readImages(all('image'), registryId, env, problem => report('image', problem, undefined))
  const source = report('audit-source', readAuditSource(all('audit-source')), { kind: 'none' as const })
  const auditRegions = [...new Set(list('audit-regions', isRegion, 'a Region is named as in eu-west-1'))]
  const settings: Settings = Object.freeze({
    images,
    findings: all('findings'),
    events: source?.kind === 'paths' ? source.paths : all('events'),
    rules: all('rules'),
    packs: report('packs', readPacks(one('packs') ?? ''), []),
    failOn: choice<FailOn>('fail-on') as FailOn | undefined,
    untriaged: choice<Untriaged>('untriaged'),
    onUndecided: choice<OnUndecided>('on-undecided'),
    audit: readAudit(given, images, source, duration('audit-window'), auditRegions),
    auditRegions,
    waitTimeoutSeconds: duration('wait-timeout'),
    scanGraceSeconds: duration('scan-grace'),
    startScan: choice<StartScan>('start-scan'),
    platforms: list('platforms', item => PLATFORM.test(item), 'a platform is written as in linux/arm64'),
    allowedAccountIds: list('allowed-account-ids', isAccountId, ACCOUNT_SHAPE),
    awsAttempts: report('aws-attempts', readAttempts(one('aws-attempts') ?? ''), 1),
    jsonFile: one('json-file'),
    summary: choice<'true' | 'false'>('summary') === 'true',
    format: choice<Format>('format'),
    output: one('output') === '-' ? undefined : one('output'),
    count: values.has('count'),
    countBy: one('count-by'),
    event: one('event'),
    rule: one('rule'),
    check: values.has('check'),
    operands,
  })
  return { settings, problems: [...problems, ...checkTogether(given, settings, source)] }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'level' in value
}

const ACCOUNT_SHAPE = 'the id of an account has 12 digits'
const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/

// Names without blanks may stand on one line.
function splitList(given: readonly string[]): readonly string[] {
  return given.flatMap(text => text.split(/[\s,]+/)).filter(item => item !== '')
}

function readImages(
  given: readonly string[],
  registryId: string | undefined,
  env: Given['env'],
  report: (problem: Problem) => void,
): readonly ImageUri[] {
  // A variable that a workflow sets to nothing is not set.
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined
  const texts = readImageList(given)
  if (isProblem(texts)) {
    report(texts)
    return []
  }
  const images = texts.flatMap(text => {
    const image = parseImageUri(text, { registryId, region })
    if (!isProblem(image)) return [image]
    report(image)
    return []
  })
  for (const image of images) {
    if (registryId !== undefined && image.registryId !== registryId)
      report(wrong(`image ${quote(image.text)} is not in account ${registryId}`, 'registry-id names the account of all images'))
  }
  return images.filter((image, i) => images.findIndex(other => other.text === image.text) === i)
}

// Steps hand lists on as JSON, `docker/metadata-action` does; a text that begins like one is one.
function readImageList(given: readonly string[]): readonly string[] | Problem {
  const text = given.join('\n').trim()
  if (!text.startsWith('[')) return given
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.length > 0 && list.every(item => typeof item === 'string' && item.trim() !== ''))
      return list.map(item => item.trim())
  } catch {
    // Told below, as any other list that is none.
  }
  return wrong('{setting} begins like a JSON list and is none', 'write ["registry/repository:tag", "…"], or one image a line')
}

type AuditSource = { readonly kind: 'lookup' | 'none' } | { readonly kind: 'paths'; readonly paths: readonly string[] } | undefined

function readAuditSource(given: readonly string[]): AuditSource | Problem {
  const [first] = given
  if (first === undefined) return undefined
  if (given.length === 1) {
    if (first === 'lookup' || first === 'none') return { kind: first }
    const near = /[./\\]/.test(first) ? undefined : suggest(first, ['lookup', 'none'])
    if (near !== undefined) return wrong(`{setting} cannot be ${quote(first)}`, `did you mean "${near}"? a file of that name is ./${first}`)
  } else if (given.includes('lookup') || given.includes('none'))
    return wrong('{setting} is lookup, none, or paths, and not several of them')
  return { kind: 'paths', paths: given }
}

function readAudit({ values }: Given, images: readonly ImageUri[], source: AuditSource, windowSeconds: number, regions: readonly string[]) {
  const wanted = source?.kind === 'lookup' || (source === undefined && images.length > 0 && !values.has('events'))
  if (!wanted) return undefined
  const own = [...new Set(images.map(({ region }) => region))]
  return { windowSeconds, regions: regions.length > 0 ? regions : own, asked: source !== undefined }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function readDuration(text: string): number | Problem {
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const seconds = UNITS[unit]
  if (seconds !== undefined) return Number(digits) * seconds
  const bare = /^\d+$/.test(text) ? `, such as ${text}s` : ', such as 90s, 10m, 24h or 7d'
  return wrong(`{setting} cannot be ${quote(text)}`, `a duration is a whole number with its unit${bare}`)
}

const MOST_ATTEMPTS = 20

function readAttempts(text: string): number | Problem {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  return number >= 1 && number <= MOST_ATTEMPTS
    ? number
    : wrong(`{setting} cannot be ${quote(text)}`, `it is a number from 1 to ${MOST_ATTEMPTS}`)
}

function readPacks(text: string): readonly Pack[] | Problem {
  if (text === 'none') return []
  const names = text.split(',').map(name => name.trim())
  const packs = PACKS.filter(pack => names.includes(pack))
  return packs.length === names.length ? packs : wrong(`{setting}: there is no pack ${quote(text)}`, didYouMean(text, [...PACKS, 'none']))
}

const LONGEST_WINDOW = 90 * 86_400

// What only matters with an image, or with the event history, would otherwise be ignored without a word.
const FOR_IMAGES = ['wait-timeout', 'scan-grace', 'start-scan', 'platforms', 'registry-id'] as const
const FOR_LOOKUP = ['audit-window', 'audit-regions'] as const
const FOR_AWS = ['allowed-account-ids', 'aws-attempts'] as const

function checkTogether(given: Given, settings: Settings, source: AuditSource): readonly Problem[] {
  const { command, values, show, operands } = given
  const { images, audit, findings, events, allowedAccountIds } = settings
  const changed = (name: SettingName): boolean => values.has(name) && values.get(name)?.[0] !== (SETTINGS[name] as Setting).default
  const problems: Problem[] = []
  const inputs = [...findings, ...events, ...settings.rules, ...(settings.event === undefined ? [] : [settings.event]), ...operands]
  if (inputs.filter(path => path === '-').length > 1) problems.push(wrong('standard input can be read only once'))
  if (command.name === 'check') {
    if (
      !['image', 'findings', 'events', 'audit-source'].some(name => values.has(name as SettingName)) ||
      (source?.kind === 'none' && !values.has('image') && !values.has('findings'))
    )
      problems.push(
        wrong(
          `there is nothing to judge: ${show('image')} is missing`,
          `give ${show('image')}, or recorded ${show('findings')} or ${show('events')}`,
        ),
      )
    if (source !== undefined && values.has('events'))
      problems.push(wrong(`${show('events')} and ${show('audit-source')} both say where events come from`, 'give one of them'))
    if (!values.has('image'))
      for (const name of FOR_IMAGES.filter(changed)) problems.push(wrong(`${show(name)} does nothing without ${show('image')}`))
    if (audit === undefined && !values.has('image'))
      for (const name of FOR_AWS.filter(changed))
        problems.push(wrong(`${show(name)} does nothing without ${show('image')} or ${show('audit-source')} lookup`))
    if (audit === undefined)
      for (const name of FOR_LOOKUP.filter(changed)) problems.push(wrong(`${show(name)} is for ${show('audit-source')} lookup only`))
    if (audit !== undefined && audit.regions.length === 0 && !values.has('image'))
      problems.push(wrong(`${show('audit-source')} lookup needs ${show('audit-regions')} where there is no image`))
    if (audit !== undefined && (audit.windowSeconds < 1 || audit.windowSeconds > LONGEST_WINDOW))
      problems.push(
        wrong(
          `${show('audit-window')} cannot be ${quote(values.get('audit-window')?.[0] ?? '')}`,
          'the event history holds 90 days, and less than a second holds nothing',
        ),
      )
  }
  if (command.name === 'doctor' && !values.has('image'))
    problems.push(wrong(`doctor needs ${show('image')} URI`, `usage: ecr-gate ${command.usage}`))
  if (command.name === 'fmt' && operands.includes('-')) problems.push(wrong('fmt writes files anew, so it cannot take standard input'))
  if (values.has('count') && values.has('count-by')) problems.push(wrong('--count and --count-by cannot be used together'))
  if (command.name === 'explain' && !values.has('event'))
    problems.push(wrong('explain needs --event FILE', `usage: ecr-gate ${command.usage}`))
  const foreign = images.filter(({ registryId }) => allowedAccountIds.length > 0 && !allowedAccountIds.includes(registryId))
  for (const { text, registryId } of foreign)
    problems.push(wrong(`image ${quote(text)} is in account ${registryId}, which ${show('allowed-account-ids')} does not allow`))
  return problems
}
