// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.

import { didYouMean, type Problem, quote } from '../diagnostic.ts'
import type { FailOn, OnFail, OnUndecided, StartScan, Untriaged } from '../gate/policy.ts'
import { type ImageUri, isAccountId, isRegion, isTag } from '../image/uri.ts'
import type { Source } from '../push/source.ts'
import { checkTogether } from './crosscheck.ts'
import type { Audit, Given, Settings } from './settings.ts'
import { type CommentWhen, FILE_FORMATS, type Format, formatChoices, SETTINGS, type Setting, type SettingName, settingOf } from './table.ts'
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
