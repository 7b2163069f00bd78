// `ecr-gate doctor`: what keeps these credentials from a verdict. It makes each call that the gate makes, once, and explains its
// answer.

import pMap from 'p-map'
import { readCaller } from '../aws/caller.ts'
import type { Aws } from '../aws/client.ts'
import { type Diagnostic, formatPlace } from '../diagnostic.ts'
import { type Ecr, openEcr } from '../ecr/calls.ts'
import { explainMissingResult, readConfiguration } from '../ecr/configuration.ts'
import { readPages } from '../ecr/pages.ts'
import { resolveImage, type Target } from '../ecr/resolve.ts'
import { printable } from '../escape.ts'
import { Fault } from '../fault.ts'
import { findGaps } from '../image/gap.ts'
import { nameImage } from '../image/image.ts'
import { listFindings } from '../image/page.ts'
import { explainStatus, readinessOf, statusOf } from '../image/status.ts'
import type { ImageUri } from '../image/uri.ts'
import { listFirst, plural } from '../plural.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import { PACKS } from '../settings/choices.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { eventHistory } from '../sources/lookup.ts'
import { type ReadFiles, readRuleFiles, readRuleSet } from '../sources/rules.ts'

/** `bad` keeps the gate from a verdict, now or later; a `note` is good to know. */
interface Check {
  readonly level: 'ok' | 'note' | 'bad'
  readonly message: string
  readonly help?: string
}

interface Section {
  readonly title: string
  readonly checks: readonly Check[]
}

const COLOURS = { ok: 'green', note: 'yellow', bad: 'red' } as const

export async function runDoctor(settings: SettingsOf<'doctor'>, world: World): Promise<number> {
  const aws = await world.connect(settings.awsAttempts)
  const { account, checks } = await examineCaller(aws, settings)
  const isForeign = ({ registryId }: ImageUri): boolean => account !== undefined && account !== registryId
  const sections = [
    { title: 'Credentials', checks },
    ...(await pMap(settings.images, image => examineImage(aws, image, isForeign(image), world), { concurrency: 4 })),
    ...(await examineRules(settings, world)),
    ...(await pMap(settings.audit?.regions ?? [], region => examineHistory(aws, region, account, world), { concurrency: 4 })),
  ]
  const bad = sections.flatMap(({ checks }) => checks).filter(({ level }) => level === 'bad').length
  const end = bad === 0 ? 'nothing prevents a verdict' : `${plural(bad, 'problem prevents', 'problems prevent')} a verdict`
  await world.print(`${sections.map(section => renderSection(section, world)).join('\n')}\n${end}\n`)
  return bad === 0 ? 0 : 1
}

function renderSection({ title, checks }: Section, { paint }: World): string {
  const lines = checks.flatMap(({ level, message, help }) => [
    `  ${paint(COLOURS[level], level.padEnd(4))}  ${printable(message)}`,
    ...(help === undefined ? [] : [`        help: ${printable(help)}`]),
  ])
  return [paint('bold', printable(title)), ...lines, ''].join('\n')
}

async function examine(check: () => Promise<readonly Check[]>, level: 'bad' | 'note' = 'bad'): Promise<readonly Check[]> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { message, help } = error.diagnostic
    return [{ level, message, ...(help === undefined ? {} : { help }) }]
  }
}

async function examineCaller(
  aws: Aws,
  { images, allowedAccountIds }: SettingsOf<'doctor'>,
): Promise<{ readonly account: string | undefined; readonly checks: readonly Check[] }> {
  let account: string | undefined
  const checks = await examine(async () => {
    const caller = await readCaller(aws, { region: images[0]?.region ?? '' })
    account = caller.account
    const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(caller.account)
    return [
      { level: 'ok', message: `account ${caller.account}, ${caller.arn}` },
      ...(allowed ? [] : [{ level: 'bad' as const, message: `allowed-account-ids does not allow account ${caller.account}` }]),
      ...images
        .filter(({ registryId }) => registryId !== caller.account)
        .map(({ registryId }) => ({
          level: 'note' as const,
          message: `the registry belongs to account ${registryId}: enhanced results can be read only in the owning account, and the event history is that of ${caller.account}`,
          help: `assume a role in ${registryId}`,
        })),
    ]
  })
  return { account, checks }
}

// Reads whatever the step names as rules, exceptions and a policy, each once, and loads it together as a check does.
async function examineRules(settings: SettingsOf<'doctor'>, world: World): Promise<readonly Section[]> {
  const { rules, exceptions, policy } = settings
  const paths = [...new Set([...rules, ...exceptions])]
  if (paths.length === 0 && policy === undefined) return []
  const inputs = openInputs(settings, world)
  const checks = await pMap(paths, async path => describeRead(path, await readRuleFiles([path], inputs)), { concurrency: 4 })
  const central = policy?.file === undefined ? [] : [describePolicy(policy.file)]
  const isRead = checks.flat().every(({ level }) => level !== 'bad')
  const { diagnostics } = isRead ? await readRuleSet(settings, await world.packs(PACKS), inputs, world.now()) : { diagnostics: [] }
  const wrong = diagnostics.filter(({ level }) => level === 'error').map(toCheck)
  return [{ title: 'Rules, exceptions and policy', checks: [...central, ...checks.flat(), ...wrong] }]
}

function describePolicy({ path, parameter }: PolicyFile): Check {
  return { level: 'ok', message: `${path}: a policy${parameter === undefined ? '' : `, version ${parameter.version}`}` }
}

function describeRead(path: string, { files, diagnostics }: ReadFiles): readonly Check[] {
  const versions = files.flatMap(({ parameter, path: file }) => (parameter === undefined ? [] : `${file} version ${parameter.version}`))
  const told = versions.length === 0 ? plural(files.length, 'file') : listFirst(versions, MOST_NAMED)
  const errors = diagnostics.filter(({ level }) => level === 'error').map(toCheck)
  return errors.length > 0 ? errors : [{ level: 'ok', message: `${path}: ${told}` }]
}

function toCheck({ at, message, help }: Diagnostic): Check {
  const place = at === undefined ? '' : `${formatPlace(at)}: `
  return { level: 'bad', message: `${place}${message}`, ...(help === undefined ? {} : { help }) }
}

const MOST_NAMED = 10

// The scanning configuration of a foreign registry is not examined: the calls would return that of the caller's own registry.
async function examineImage(aws: Aws, uri: ImageUri, foreign: boolean, world: World): Promise<Section> {
  const checks = await examine(async () => {
    const ecr = await openEcr(aws, uri)
    const { targets, isIndex, problems } = await resolveImage(ecr, uri, {
      platforms: [],
      graceSeconds: 0,
      timeoutSeconds: 0,
      clock: world,
      beganMilliseconds: world.milliseconds(),
    })
    const platforms = targets.map(({ platform }) => platform ?? 'no platform').join(', ')
    return [
      { level: 'ok', message: `ecr:BatchGetImage: ${isIndex ? `an index of ${targets.length} (${platforms})` : 'one image'}` },
      ...problems.map(message => ({ level: 'bad' as const, message })),
      ...(await pMap(targets, target => examineScan(aws, ecr, uri, target), { concurrency: 4 })).flat(),
      ...(foreign ? [] : await examine(() => examineScanning(ecr), 'note')),
      ...(await examine(async () => {
        await ecr.describeImages()
        return [{ level: 'ok', message: 'ecr:DescribeImages: tells how long scans take, so that waiting is shorter' }]
      }, 'note')),
    ]
  })
  return { title: `Image ${nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks }
}

// The gate only uses the configuration to explain a missing scan, so a failure here is a note.
async function examineScanning(ecr: Ecr): Promise<readonly Check[]> {
  const { scanType, scanFrequency } = await readConfiguration(ecr)
  for (const value of [scanType, scanFrequency]) if (value instanceof Fault) throw value
  return [{ level: 'ok', message: `scanning: ${String(scanType)} in the registry, ${String(scanFrequency)} for the repository` }]
}

function examineScan(aws: Aws, ecr: Ecr, uri: ImageUri, { digest, platform, problem }: Target): Promise<readonly Check[]> {
  return examine(async () => {
    const name = `ecr:DescribeImageScanFindings${platform === null ? '' : ` ${platform}`}`
    if (problem !== undefined) return [{ level: 'bad', message: `${name}: ${problem}` }]
    const response = await readPages(ecr, digest, { whole: true, keepLists: false })
    if (response.kind === 'missing') {
      const known = response.what === 'scan' ? 'ScanNotFoundException' : 'ImageNotFoundException'
      const why = response.what === 'scan' ? `: ${await explainMissingResult(aws, ecr, uri, { missing: true, startScan: 'never' })}` : ''
      return [{ level: 'bad', message: `${name}: ${known}${why}` }]
    }
    const { head, pages, broken, summary } = response
    if (broken !== undefined) return [{ level: 'bad', message: `${name}: ${broken}` }]
    if (readinessOf(head) === 'waiting') return [{ level: 'note', message: `${name}: ${explainStatus(head)}` }]
    const gaps = findGaps(pages, listFindings(pages), { stayedEmpty: summary.enhanced })
    if (gaps.length > 0) return gaps.map(gap => ({ level: 'bad' as const, message: `${name}: ${gap}` }))
    if (summary.entries === 0 && !summary.proven)
      return [
        { level: 'note', message: `${name}: ${statusOf(head)}, the list is empty and not yet confirmed; the gate waits for scan-grace` },
      ]
    return [{ level: 'ok', message: `${name}: ${statusOf(head)}, ${plural(summary.entries, 'finding')}` }]
  })
}

const HOUR = 3_600_000
const TIMEOUT_SECONDS = 60

async function examineHistory(aws: Aws, region: string, caller: string | undefined, world: World): Promise<Section> {
  const to = world.now().getTime()
  const quiet = (): void => undefined
  const account = caller === undefined ? 'an unknown account' : `account ${caller}`
  const options = {
    region,
    account: Promise.resolve(account),
    eventSources: new Set(['ssm.amazonaws.com']),
    from: to - HOUR,
    to,
    timeoutSeconds: TIMEOUT_SECONDS,
    clock: world,
    tell: quiet,
    progress: quiet,
  }
  const { state, message, diagnostics } = await eventHistory(aws, options).read(() => undefined, world)
  const help = diagnostics[0]?.help
  const check: Check =
    state === 'read'
      ? { level: 'ok', message: 'cloudtrail:LookupEvents: the last hour of Systems Manager can be read' }
      : { level: 'bad', message, ...(help === undefined ? {} : { help }) }
  return { title: `Event history of ${region}`, checks: [check] }
}
