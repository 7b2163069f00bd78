// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. The settings
// and the table of calls say it, and nobody is asked but for a policy in Parameter Store or S3, which has settings too.

import { type Action, listActions, permissionOf, type Scope, type Use } from '../aws/permissions.ts'
import { listOf, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import { groupBy } from '../group.ts'
import { type ImageUri, partitionOf, repositoryArn } from '../image/uri.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import { imageOfBaseline } from '../settings/baseline.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { regionIn } from '../settings/references.ts'
import type { Role } from '../settings/role.ts'
import { statementsOfTable } from './catalog.ts'
import { allowCentral, type Central, listCentral } from './central.ts'
import { readIntelligence } from './intelligence.ts'
import { distinct, inRegions, keyOfObjects, one, type Statement } from './statement.ts'
import { type Asked, archivesIn, listUses, type Needing } from './uses.ts'

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
  const named = [
    ...settings.images,
    ...settings.baseImages,
    ...imageOfBaseline(settings),
    ...central,
    ...(audit?.table === undefined ? [] : [audit.table]),
  ]
  const regions = named.flatMap(({ region }) => region ?? [])
  const partitions = distinct([...regions, ...((audit ?? archived ?? live)?.regions ?? [])].map(partitionOf))
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each'
    world.tell(renderDiagnostics([usageProblem(`a role is in one partition, and these settings are about ${listOf(partitions)}`, help)]))
    return WRONG
  }
  const shares = listShares({ ...settings, intelligence: await readIntelligence(settings, world) }, central)
  const text = settings.format === 'json' ? `${printableJson(JSON.stringify(toPolicies(shares), null, 2))}\n` : describeAll(shares)
  return (await deliver(world, settings.output, () => text)) ? 0 : WRONG
}

/** What each identity must be allowed, that of the step first. One that needs nothing is left out. */
export function listShares(settings: Asked, central: readonly Central[] = []): readonly Share[] {
  const { images, baseline, audit, archived, live, auditRoles, imageRoles, policyRoles } = settings
  const baseImages = images.length === 0 ? [] : settings.baseImages
  const read = [...images, ...baseImages, ...imageOfBaseline(settings)]
  const comparedWith = (isRead: (image: ImageUri) => boolean) => (imageOfBaseline(settings).some(isRead) ? baseline : undefined)
  const ofRole = (role: Role | undefined) => (image: ImageUri) => imageRoles.find(({ account }) => account === image.registryId) === role
  const hears = audit !== undefined || archived !== undefined || live !== undefined
  const readsWith = (role: Role | undefined) => (each: Central) => policyRoles.find(({ account }) => account === each.owner) === role
  const own: Needing = {
    ...settings,
    central: central.filter(readsWith(undefined)),
    policyRoles: policyRoles.filter(role => central.some(readsWith(role))),
    images: images.filter(ofRole(undefined)),
    baseImages: baseImages.filter(ofRole(undefined)),
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
      const its = { images: images.filter(isIts), baseImages: baseImages.filter(isIts), baseline: comparedWith(isIts), central: itsCentral }
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

const BASE_IMAGES = 'BaseImages'
const OF_BASE: readonly Use[] = ['base-image']

function allowOn(Sid: string, images: readonly ImageUri[], uses: readonly Use[]): readonly Statement[] {
  const actions = images.length === 0 ? [] : listActions(uses, 'repository')
  return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, Resource: one(distinct(images.map(repositoryArn))) }]
}

/** The statements of a policy for these settings. */
export function listStatements(settings: Asked & Partial<Needing>): readonly Statement[] {
  const { images, baseImages, audit, archived, live, auditRoles, imageRoles, policyRoles, central = [] } = settings
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
    ...allowOn(
      'Repositories',
      images,
      uses.filter(use => !OF_BASE.includes(use)),
    ),
    ...allowOn(BASE_IMAGES, baseImages, OF_BASE),
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

// Each permission with what needs it, under what it is allowed on.
function describe({ Sid, Action: actions, Resource, Condition }: Statement, uses: readonly Use[]): string {
  const width = Math.max(...actions.map(({ length }) => length))
  const limits = Object.entries(Object.assign({}, ...Object.values(Condition ?? {})) as Readonly<Record<string, readonly string[]>>)
  const regions = limits.map(([key, values]) => `${key === 'aws:RequestedRegion' ? 'in' : 'through'} ${values.join(', ')}`)
  const resource = [Resource === '*' ? '* (IAM knows no resource for these)' : [Resource].flat().join(', '), ...regions].join(' ')
  const its = Resource === '*' ? uses : uses.filter(use => OF_BASE.includes(use) === (Sid === BASE_IMAGES))
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, its)}`), ''].join('\n')
}

function explain(action: Action, uses: readonly Use[]): string {
  const { uses: why } = permissionOf(action)
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}
