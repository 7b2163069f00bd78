// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.

import { didYouMean, type Problem, quote } from '../diagnostic.ts'
import { type ImageUri, isAccountId, isRegion, isTag } from '../events/uri.ts'
import type { FailOn, OnFail, OnUndecided, StartScan, Untriaged } from '../gate/policy.ts'
import type { Source } from '../registry/source.ts'
import {
  type Command,
  type CommentWhen,
  FILE_FORMATS,
  type Format,
  formatChoices,
  type Pack,
  SETTINGS,
  type Setting,
  type SettingName,
  settingOf,
} from './table.ts'
import { checkTogether } from './together.ts'
import {
  ACCOUNT_SHAPE,
  type AuditSource,
  isProblem,
  PLATFORM,
  readAttempts,
  readAuditSource,
  readDuration,
  readImages,
  readOnFail,
  readPacks,
  readPush,
  splitList,
  TAG_SHAPE,
  wrong,
} from './values.ts'

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
  /** Which part of the event history is read; undefined if none is. */
  readonly audit: Audit | undefined
  /** The Regions that were named. If there are none, those of the images are used. */
  readonly auditRegions: readonly string[]
  readonly waitTimeoutSeconds: number
  readonly scanGraceSeconds: number
  readonly startScan: StartScan
  /** Empty means all. */
  readonly platforms: readonly string[]
  /** Empty means any. */
  readonly allowedAccountIds: readonly string[]
  /** The image to push before it is judged; undefined if the image is in ECR already. */
  readonly push: Source | undefined
  readonly pushTimeoutSeconds: number
  /** The tags that images get once they have passed, in this order. If there are none, nothing is promoted. */
  readonly promoteTags: readonly string[]
  readonly promoteOnWarn: boolean
  readonly onFail: OnFail
  readonly awsAttempts: number
  readonly predicateFile: string | undefined
  readonly bundle: string | undefined
  readonly trustedRoot: string | undefined
  readonly identity: string | undefined
  readonly issuer: string | undefined
  readonly policyDigest: string | undefined
  readonly predicate: string | undefined
  readonly unsigned: boolean
  /** Relative to the repository's folder. If undefined, one is looked for there. */
  readonly dockerfile: string | undefined
  /** The reports that are written to files, in addition to the one in `format`. */
  readonly files: readonly ReportFile[]
  readonly summary: boolean
  /** The name of a check run; undefined when none is asked for. */
  readonly checkRun: string | undefined
  readonly comment: CommentWhen
  readonly uploadSarif: boolean
  readonly githubToken: string | undefined
  readonly format: Format
  readonly output: string | undefined
  readonly count: boolean
  readonly countBy: string | undefined
  readonly event: string | undefined
  readonly rule: string | undefined
  readonly check: boolean
  readonly operands: readonly string[]
}

/** Whether any setting needs GitHub's API. */
export function asksGitHub({ checkRun, comment, uploadSarif }: Pick<Settings, 'checkRun' | 'comment' | 'uploadSarif'>): boolean {
  return checkRun !== undefined || comment !== 'never' || uploadSarif
}

export interface ReportFile {
  readonly format: Format
  readonly path: string
}

export interface Audit {
  readonly windowSeconds: number
  readonly timeoutSeconds: number
  readonly regions: readonly string[]
  /** Whether it was requested and is not the default. If so, a run whose rules cannot judge events is an error. */
  readonly asked: boolean
}

/** What was given, before it is read. */
export interface Given {
  readonly command: Command
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The name of a setting where it was given: `--fail-on` as a flag, `fail-on` as an input. */
  readonly show: (name: SettingName) => string
}

/** Reads all values. If there is a problem, the settings must not be used. */
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
    const { kind } = settingOf(given.command, name)
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
    const setting = settingOf(given.command, name)
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
    audit: readAudit(given, images, source, auditRegions, {
      windowSeconds: duration('audit-window'),
      timeoutSeconds: duration('audit-timeout'),
    }),
    auditRegions,
    waitTimeoutSeconds: duration('wait-timeout'),
    scanGraceSeconds: duration('scan-grace'),
    startScan: choice<StartScan>('start-scan'),
    platforms: list('platforms', item => PLATFORM.test(item), 'a platform is written as in linux/arm64'),
    allowedAccountIds: list('allowed-account-ids', isAccountId, ACCOUNT_SHAPE),
    push: one('push') === undefined ? undefined : report<Source | undefined>('push', readPush(one('push') ?? ''), undefined),
    pushTimeoutSeconds: duration('push-timeout'),
    promoteTags: [...new Set(list('promote-tags', isTag, TAG_SHAPE))],
    promoteOnWarn: choice<'true' | 'false'>('promote-on-warn') === 'true',
    onFail: report<OnFail>('on-fail', readOnFail(one('on-fail') ?? ''), 'keep'),
    awsAttempts: report('aws-attempts', readAttempts(one('aws-attempts') ?? ''), 1),
    predicateFile: one('predicate-file'),
    bundle: one('bundle'),
    trustedRoot: one('trusted-root'),
    identity: one('identity'),
    issuer: one('issuer'),
    policyDigest: one('policy-digest'),
    predicate: one('predicate'),
    unsigned: values.has('unsigned'),
    dockerfile: one('dockerfile'),
    files: Object.entries(FILE_FORMATS).flatMap(([name, format]) => {
      const path = one(name as keyof typeof FILE_FORMATS)
      return path === undefined ? [] : [{ format, path }]
    }),
    summary: choice<'true' | 'false'>('summary') === 'true',
    checkRun: one('check-run'),
    comment: choice<CommentWhen>('comment'),
    uploadSarif: choice<'true' | 'false'>('upload-sarif') === 'true',
    githubToken: one('github-token'),
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

function readAudit(
  { values }: Given,
  images: readonly ImageUri[],
  source: AuditSource,
  regions: readonly string[],
  times: Pick<Audit, 'windowSeconds' | 'timeoutSeconds'>,
): Audit | undefined {
  const wanted = source?.kind === 'lookup' || (source === undefined && images.length > 0 && !values.has('events'))
  if (!wanted) return undefined
  const own = [...new Set(images.map(({ region }) => region))]
  return { ...times, regions: regions.length > 0 ? regions : own, asked: source !== undefined }
}
