// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. The settings
// and the table of calls say it, and nobody is asked but for a policy in Parameter Store or S3, which has settings too.

import { type Action, listActions, permissionOf, type Scope, type Use } from '../aws/permissions.ts'
import { listOf, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import { type Archive, parseArchive } from '../events/archive.ts'
import { groupBy } from '../group.ts'
import { type ImageUri, partitionOf, repositoryArn } from '../image/uri.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import { meansS3 } from '../s3.ts'
import { imageOfBaseline } from '../settings/baseline.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { regionIn } from '../settings/references.ts'
import type { Role } from '../settings/role.ts'
import { statementsOfTable } from './catalog.ts'
import { allowCentral, type Central, listCentral, usesOfCentral } from './central.ts'
import { distinct, inRegions, keyOfObjects, one, type Statement } from './statement.ts'

type Asked = Pick<
  SettingsOf<'permissions'>,
  | 'images'
  | 'startScan'
  | 'audit'
  | 'archived'
  | 'events'
  | 'live'
  | 'auditRoles'
  | 'imageRoles'
  | 'policyRoles'
  | 'push'
  | 'promoteTags'
  | 'onFail'
  | 'rules'
  | 'exceptions'
  | 'vex'
  | 'policy'
  | 'baseline'
>

interface Needing extends Asked {
  readonly central: readonly Central[]
}

/** What one identity must be allowed: the step's own credentials, or a role that they assume. */
interface Share {
  /** The ARN of the role; undefined: the step's own credentials. */
  readonly role: string | undefined
  readonly uses: readonly Use[]
  readonly statements: readonly Statement[]
}

const WRONG = 2

export async function runPermissions(settings: SettingsOf<'permissions'>, world: World): Promise<number> {
  const central = listCentral(settings, regionIn(world.env))
  const { audit, archived, live } = settings
  const named = [...settings.images, ...imageOfBaseline(settings), ...central, ...(audit?.table === undefined ? [] : [audit.table])]
  const regions = named.flatMap(({ region }) => region ?? [])
  const partitions = distinct([...regions, ...((audit ?? archived ?? live)?.regions ?? [])].map(partitionOf))
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each'
    world.tell(renderDiagnostics([usageProblem(`a role is in one partition, and these settings are about ${listOf(partitions)}`, help)]))
    return WRONG
  }
  const shares = listShares(settings, central)
  const text = settings.format === 'json' ? `${printableJson(JSON.stringify(toPolicies(shares), null, 2))}\n` : describeAll(shares)
  return (await deliver(world, settings.output, () => text)) ? 0 : WRONG
}

/** What each identity must be allowed, that of the step first. One that needs nothing is left out. */
export function listShares(settings: Asked, central: readonly Central[] = []): readonly Share[] {
  const { images, baseline, audit, archived, live, auditRoles, imageRoles, policyRoles } = settings
  const read = [...images, ...imageOfBaseline(settings)]
  const comparedWith = (isRead: (image: ImageUri) => boolean) => (imageOfBaseline(settings).some(isRead) ? baseline : undefined)
  const ofRole = (role: Role | undefined) => (image: ImageUri) => imageRoles.find(({ account }) => account === image.registryId) === role
  const hears = audit !== undefined || archived !== undefined || live !== undefined
  const readsWith = (role: Role | undefined) => (each: Central) => policyRoles.find(({ account }) => account === each.owner) === role
  const own: Needing = {
    ...settings,
    central: central.filter(readsWith(undefined)),
    policyRoles: policyRoles.filter(role => central.some(readsWith(role))),
    images: images.filter(ofRole(undefined)),
    baseline: comparedWith(ofRole(undefined)),
    ...(auditRoles.length > 0 && NO_ACTIVITY),
    auditRoles: hears ? auditRoles : [],
    imageRoles: imageRoles.filter(role => read.some(ofRole(role))),
  }
  const ofRoles = groupBy([...own.imageRoles, ...own.auditRoles, ...own.policyRoles], ({ arn }) => arn)
  return [
    share(undefined, own),
    ...[...ofRoles].map(([arn, roles]) => {
      const isIts = (image: ImageUri): boolean => roles.some(role => ofRole(role)(image))
      const isHeard = auditRoles.some(role => role.arn === arn)
      const itsCentral = central.filter(each => roles.some(role => readsWith(role)(each)))
      const its = { images: images.filter(isIts), baseline: comparedWith(isIts), central: itsCentral }
      const needing = { ...settings, ...its, ...(!isHeard && NO_ACTIVITY) }
      return share(arn, { ...needing, auditRoles: [], imageRoles: [], policyRoles: [] })
    }),
  ].filter(({ statements }) => statements.length > 0)
}

const NO_ACTIVITY = { audit: undefined, archived: undefined, events: [], live: undefined } as const

function share(role: string | undefined, settings: Needing): Share {
  return { role, uses: listUses(settings), statements: listStatements(settings) }
}

// The policy, where there is one; where roles are assumed, that of each by its ARN, and that of the step.
function toPolicies(shares: readonly Share[]): object {
  const policies = shares.map(({ role, statements }) => [role ?? STEP, { Version: '2012-10-17', Statement: statements }] as const)
  return policies.length === 1 && policies[0] !== undefined ? policies[0][1] : Object.fromEntries(policies)
}

const STEP = 'step'

function describeAll(shares: readonly Share[]): string {
  const texts = shares.map(({ role, statements, uses }) => {
    const who = shares.length === 1 ? '' : `${role === undefined ? "the step's own credentials" : `role ${role}`}\n\n`
    return who + statements.map(statement => describe(statement, uses)).join('\n')
  })
  return texts.join('\n')
}

// What these settings ask for.
function listUses(needing: Needing): readonly Use[] {
  const { images, startScan, audit, live, auditRoles, imageRoles, policyRoles, push, promoteTags, onFail, central } = needing
  const quarantines = typeof onFail === 'object'
  // A policy file may say what to do with images where a step names none.
  const isAsked = (use: Use): boolean => images.length > 0 || (use === 'image' && imageOfBaseline(needing).length > 0)
  const wanted: Readonly<Record<Use, boolean>> = {
    image: true,
    'start-scan: if-missing': startScan === 'if-missing',
    'audit-source: lookup': audit !== undefined && audit.archive === undefined && audit.table === undefined,
    's3://bucket/prefix': archivesIn(needing).length > 0,
    'audit-source: athena://workgroup/database/table': audit?.table !== undefined,
    push: push !== undefined,
    'promote-tags': promoteTags.length > 0,
    'on-fail: untag': onFail === 'untag',
    'on-fail: quarantine-tag:TAG': quarantines,
    'push with on-fail: quarantine-tag:TAG': quarantines && push !== undefined,
    'audit-live: sessions': live?.kinds.includes('sessions') === true,
    'audit-live: commands': live?.kinds.includes('commands') === true,
    'audit-live: automations': live?.kinds.includes('automations') === true,
    targets: audit !== undefined || live !== undefined,
    'audit-roles': auditRoles.length > 0,
    'image-roles': imageRoles.length > 0,
    'policy-roles': policyRoles.length > 0,
    'ssm:/path': false,
    's3://bucket/key': false,
    's3://bucket/key?versionId=ID': false,
    'policy push': false,
    doctor: false,
  }
  const uses = (Object.keys(wanted) as Use[]).filter(use => wanted[use] && (isAsked(use) || !OF_IMAGES.includes(use)))
  return [...uses, ...usesOfCentral(central)]
}

const OF_IMAGES: readonly Use[] = [
  'image',
  'start-scan: if-missing',
  'push',
  'promote-tags',
  'on-fail: untag',
  'on-fail: quarantine-tag:TAG',
  'push with on-fail: quarantine-tag:TAG',
]

/** The statements of a policy for these settings. */
export function listStatements(settings: Asked & Partial<Needing>): readonly Statement[] {
  const { images, audit, archived, live, auditRoles, imageRoles, policyRoles, central = [] } = settings
  const uses = listUses({ ...settings, central: [] })
  const repositories = distinct(images.map(repositoryArn))
  // Nothing is written where a baseline is read.
  const compared = imageOfBaseline(settings).filter(image => !repositories.includes(repositoryArn(image)))
  const archives = archivesIn(settings)
  const heard = (audit ?? archived)?.regions ?? []
  const partition = partitionOf(heard[0] ?? '')
  const allow = (Sid: string, on: Scope, where: Pick<Statement, 'Resource' | 'Condition'>): readonly Statement[] => {
    const actions = listActions(uses, on)
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  }
  return [
    ...(repositories.length === 0 ? [] : allow('Repositories', 'repository', { Resource: one(repositories) })),
    ...compared.map((image): Statement => {
      return { Sid: 'Baseline', Effect: 'Allow', Action: listActions(['image'], 'repository'), Resource: repositoryArn(image) }
    }),
    ...allow('Registry', 'registry', { Resource: '*', ...inRegions([...images, ...compared].map(({ region }) => region)) }),
    // ECR makes these calls, so nothing here says from which Region they come.
    ...allow('Inspector', 'Inspector', { Resource: '*' }),
    ...allow('EventHistory', 'event history', { Resource: '*', ...inRegions(audit?.regions ?? []) }),
    ...(archives.length === 0
      ? []
      : [
          ...allow('Archive', 'bucket', { Resource: one(distinct(archives.map(({ bucket }) => `arn:${partition}:s3:::${bucket}`))) }),
          ...allow('Objects', 'objects', {
            Resource: one(distinct(archives.map(({ bucket, root }) => `arn:${partition}:s3:::${bucket}/${root}*`))),
          }),
        ]),
    ...(audit?.table === undefined ? [] : statementsOfTable(audit.table, audit.regions[0] ?? '')),
    ...allow('SystemsManager', 'live state', { Resource: '*', ...inRegions(live?.regions ?? audit?.regions ?? []) }),
    ...allowCentral(central),
    ...(archives.length === 0 ? [] : [keyOfObjects('ArchiveKey', partition, heard)]),
    ...allow('Roles', 'role', { Resource: one(distinct([...auditRoles, ...imageRoles, ...policyRoles].map(({ arn }) => arn))) }),
  ]
}

// The archives whose objects are read: that of recent activity, or those among recorded events.
function archivesIn({ audit, events }: Pick<Asked, 'audit' | 'events'>): readonly Archive[] {
  const recorded = events.filter(meansS3).map(parseArchive)
  return [audit?.archive, ...recorded].flatMap(archive => (archive !== undefined && 'bucket' in archive ? [archive] : []))
}

// Each permission with what needs it, under what it is allowed on.
function describe({ Action: actions, Resource, Condition }: Statement, uses: readonly Use[]): string {
  const width = Math.max(...actions.map(({ length }) => length))
  const limits = Object.entries(Object.assign({}, ...Object.values(Condition ?? {})) as Readonly<Record<string, readonly string[]>>)
  const regions = limits.map(([key, values]) => `${key === 'aws:RequestedRegion' ? 'in' : 'through'} ${values.join(', ')}`)
  const resource = [Resource === '*' ? '* (IAM knows no resource for these)' : [Resource].flat().join(', '), ...regions].join(' ')
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, uses)}`), ''].join('\n')
}

function explain(action: Action, uses: readonly Use[]): string {
  const { uses: why } = permissionOf(action)
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}
