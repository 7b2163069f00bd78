// `ecr-gate doctor`: what keeps these credentials from a verdict. It makes each call that the gate makes, once, and explains its
// answer.

import pMap from 'p-map'
import { readCaller } from '../aws/caller.ts'
import type { Aws } from '../aws/client.ts'
import { printable } from '../escape.ts'
import type { Archive } from '../events/archive.ts'
import type { LiveKind } from '../events/live.ts'
import { Fault } from '../fault.ts'
import { inspectorFieldsOf } from '../gate/needs.ts'
import { groupBy } from '../group.ts'
import type { ImageUri } from '../image/uri.ts'
import { plural } from '../plural.ts'
import { connectionOf, groupStands, listStands, nameAccount, readAccount, type Stand } from '../run/accounts.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import type { Role } from '../settings/role.ts'
import { liveState } from '../sources/live.ts'
import { eventHistory } from '../sources/lookup.ts'
import { startTargets } from '../sources/targets.ts'
import { examineArchive } from './archive.ts'
import { examineBase } from './base.ts'
import { type Check, examine, examineRules, type Section } from './examined.ts'
import { examineImage } from './images.ts'
import { examineTables } from './workgroup.ts'

const AT_ONCE = { concurrency: 4 }

const COLOURS = { ok: 'green', note: 'yellow', bad: 'red' } as const

export async function runDoctor(settings: SettingsOf<'doctor'>, world: World): Promise<number> {
  const aws = await world.connect(settings.awsAttempts)
  const { account, checks } = await examineCaller(aws, settings)
  const { images, baseImages, imageRoles, auditRoles, audit, live } = settings
  const isForeign = (image: ImageUri): boolean =>
    account !== undefined && account !== image.registryId && !imageRoles.some(role => role.account === image.registryId)
  const stands = listStands(aws, audit?.regions ?? live?.regions ?? [], auditRoles)
  // A role that cannot be assumed is told once, in its own section.
  const failed = await Promise.all(stands.map(async ({ role, account: known }) => role !== undefined && (await known) instanceof Fault))
  const readable = stands.filter((_, i) => failed[i] !== true)
  const roles = [...groupBy([...imageRoles, ...auditRoles, ...settings.policyRoles], ({ arn }) => arn).values()].flatMap(
    ([role]) => role ?? [],
  )
  const { sections: rules, ruleSet } = await examineRules(settings, world)
  const intelligence = ruleSet === undefined ? [] : inspectorFieldsOf(ruleSet)
  const sections = [
    { title: 'Credentials', checks },
    ...(await pMap(roles, role => examineRole(aws, role, settings), AT_ONCE)),
    ...(await pMap(
      images,
      image => examineImage(connectionOf(aws, imageRoles, image), image, { isForeign: isForeign(image), intelligence, world }),
      AT_ONCE,
    )),
    ...(await pMap(baseImages, base => examineBase(connectionOf(aws, imageRoles, base), base, world), AT_ONCE)),
    ...rules,
    ...(await examineTables(groupStands(readable), audit, ruleSet, world)),
    ...(await pMap(
      audit === undefined || audit.table !== undefined ? [] : readable,
      stand => examineActivity(stand, audit?.archive, world),
      AT_ONCE,
    )),
    ...(await pMap(readable, stand => examineSystemsManager(stand, live?.kinds ?? [], world), AT_ONCE)),
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

async function examineCaller(
  aws: Aws,
  { images, imageRoles, auditRoles, allowedAccountIds, audit }: SettingsOf<'doctor'>,
): Promise<{ readonly account: string | undefined; readonly checks: readonly Check[] }> {
  let account: string | undefined
  const checks = await examine(async () => {
    const caller = await readCaller(aws, { region: images[0]?.region ?? '' })
    account = caller.account
    const history = (id: string): string =>
      auditRoles.length > 0
        ? ''
        : `, and ${(audit?.archive ?? audit?.table) === undefined ? 'the event history' : 'the activity'} is that of ${id}`
    const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(caller.account)
    return [
      { level: 'ok', message: `account ${caller.account}, ${caller.arn}` },
      ...(allowed ? [] : [{ level: 'bad' as const, message: `allowed-account-ids does not allow account ${caller.account}` }]),
      ...images
        .filter(({ registryId }) => registryId !== caller.account && !imageRoles.some(({ account: other }) => other === registryId))
        .map(({ registryId }) => ({
          level: 'note' as const,
          message: `the registry belongs to account ${registryId}: enhanced results can be read only in the owning account${history(caller.account)}`,
          help: `name a role in ${registryId} with image-roles${auditRoles.length > 0 ? '' : ', and with audit-roles if its activity is to be judged'}`,
        })),
    ]
  })
  return { account, checks }
}

// A role is assumed in the Region of the first call that needs it, as in a check.
async function examineRole(aws: Aws, role: Role, { images, baseImages, audit }: SettingsOf<'doctor'>): Promise<Section> {
  const region =
    [...images, ...baseImages].find(({ registryId }) => registryId === role.account)?.region ?? audit?.regions[0] ?? images[0]?.region ?? ''
  const checks = await examine(async () => {
    const account = await readAccount(aws.as(role.arn), region, role)
    if (account instanceof Fault) throw account
    return [{ level: 'ok', message: `sts:AssumeRole: account ${account}` }]
  })
  return { title: `Role ${role.arn}`, checks }
}

/** What `audit-live` reads, and what alerts say of nodes. */
async function examineSystemsManager(stand: Stand, kinds: readonly LiveKind[], world: World): Promise<Section> {
  const { region, role } = stand
  const options = {
    from: world.now().getTime() - HOUR,
    now: world.now,
    // Whose credentials these are is a check of its own.
    needsAccount: false,
    timeoutSeconds: TIMEOUT_SECONDS,
    clock: world,
    tell: quiet,
    progress: quiet,
  }
  const examineKind = async (kind: LiveKind): Promise<readonly Check[]> => {
    const { state, message, diagnostics } = await liveState(stand, { ...options, kind }).read(() => undefined, world)
    if (state === 'read') return [{ level: 'ok', message }]
    const help = diagnostics[0]?.help
    return [{ level: 'bad', message, ...(help === undefined ? {} : { help }) }]
  }
  const checks = [...(await pMap(kinds, examineKind, AT_ONCE)).flat(), ...(await examineTargets(stand))]
  return { title: `Systems Manager of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

// Nobody has this node: what is asked for is whether it may be asked about.
const NO_NODE = 'mi-00000000000000000'

// A rule that asks for the name of a node is undecided without them; alerts only lack it.
async function examineTargets(stand: Stand): Promise<readonly Check[]> {
  const checks: Check[] = []
  await startTargets(stand, ({ message, help }) =>
    checks.push({ level: 'note', message, ...(help === undefined ? {} : { help }) }),
  ).describe([NO_NODE])
  return checks.length > 0
    ? checks
    : [{ level: 'ok', message: 'ssm:DescribeInstanceInformation, tag:GetResources: names, platforms and tags of nodes' }]
}

const quiet = (): void => undefined

const HOUR = 3_600_000
const TIMEOUT_SECONDS = 60

function examineActivity(stand: Stand, archive: Archive | undefined, world: World): Promise<Section> {
  return archive === undefined ? examineHistory(stand, world) : examineArchive(archive, stand, world)
}

async function examineHistory(stand: Stand, world: World): Promise<Section> {
  const { aws, region, role } = stand
  const to = world.now().getTime()
  const options = {
    region,
    account: nameAccount(stand),
    lookups: [{ eventSource: 'ssm.amazonaws.com', eventNames: undefined, because: [] }],
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
  return { title: `Event history of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks: [check] }
}
