// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. It asks
// nobody: the settings and the table of calls say it.

import { type Action, listActions, permissionOf, type Scope, type Use } from '../aws/permissions.ts'
import { listOf, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import { domainOf, partitionOf, repositoryArn } from '../image/uri.ts'
import { compareText } from '../order.ts'
import { parameterArn, parseReference, type Reference } from '../rules/reference.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { listReferences, regionIn } from '../settings/references.ts'

type Asked = Pick<
  SettingsOf<'permissions'>,
  'images' | 'startScan' | 'audit' | 'push' | 'promoteTags' | 'onFail' | 'rules' | 'exceptions' | 'policy' | 'policyRoles'
>

/** Where the rules are that are not on disk, each in its Region. Another account's are read with a role, if there is one. */
interface Central {
  readonly regions: readonly string[]
  readonly arns: readonly string[]
  readonly roles: readonly string[]
}

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly Action[]
  readonly Resource: string | readonly string[]
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, readonly string[]>> }
}

const WRONG = 2

export async function runPermissions(settings: SettingsOf<'permissions'>, world: World): Promise<number> {
  const central = findCentral(settings, regionIn(world.env))
  const regions = [...settings.images.map(({ region }) => region), ...(settings.audit?.regions ?? []), ...central.regions]
  const partitions = distinct(regions.map(partitionOf))
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each'
    world.tell(renderDiagnostics([usageProblem(`a role is in one partition, and these settings are about ${listOf(partitions)}`, help)]))
    return WRONG
  }
  const statements = listStatements(settings, central)
  const policy = { Version: '2012-10-17', Statement: statements }
  const uses = listUses(settings, central)
  const text =
    settings.format === 'json'
      ? `${printableJson(JSON.stringify(policy, null, 2))}\n`
      : statements.map(statement => describe(statement, uses)).join('\n')
  return (await deliver(world, settings.output, () => text)) ? 0 : WRONG
}

const NOWHERE: Central = { regions: [], arns: [], roles: [] }

/** The parameters that these settings name, as IAM names them; `own` is the Region of those that name none. */
export function findCentral(settings: Asked, own: string | undefined): Central {
  const read = listReferences({ ...settings, against: undefined, operands: [] }).map(parseReference)
  const references = read.flatMap(each => ('message' in each ? [] : [each]))
  const roleOf = ({ place }: Reference) => settings.policyRoles.find(({ account }) => account === place?.account)
  const direct = references.filter(each => roleOf(each) === undefined)
  return {
    regions: distinct(references.flatMap(({ place }) => place?.region ?? own ?? [])),
    // A path is asked for itself, and with all that is below it.
    arns: distinct(
      direct.flatMap(({ name, isPath, place }) => {
        const arn = parameterArn(name, { region: place?.region ?? own ?? '*', account: place?.account })
        return isPath ? [arn, `${arn}/*`] : [arn]
      }),
    ),
    roles: distinct(references.flatMap(each => roleOf(each)?.arn ?? [])),
  }
}

// What these settings ask for.
function listUses({ images, startScan, audit, push, promoteTags, onFail }: Asked, central: Central): readonly Use[] {
  const quarantines = typeof onFail === 'object'
  // A policy file may say what to do with images where a step names none.
  const hasImages = images.length > 0
  const wanted: Readonly<Record<Use, boolean>> = {
    image: true,
    'start-scan: if-missing': startScan === 'if-missing',
    'audit-source: lookup': audit !== undefined,
    push: push !== undefined,
    'promote-tags': promoteTags.length > 0,
    'on-fail: untag': onFail === 'untag',
    'on-fail: quarantine-tag:TAG': quarantines,
    'push with on-fail: quarantine-tag:TAG': quarantines && push !== undefined,
    'audit-live: sessions': false,
    'audit-live: commands': false,
    'audit-live: automations': false,
    targets: false,
    'audit-roles': false,
    'image-roles': false,
    'policy-roles': central.roles.length > 0,
    'ssm:/path': central.arns.length > 0,
    'policy push': false,
  }
  return (Object.keys(wanted) as Use[]).filter(use => wanted[use] && (hasImages || WITHOUT_IMAGES.includes(use)))
}

const WITHOUT_IMAGES: readonly Use[] = ['audit-source: lookup', 'policy-roles', 'ssm:/path']

/** The statements of a policy for these settings. */
export function listStatements(settings: Asked, central = NOWHERE): readonly Statement[] {
  const { images, audit } = settings
  const uses = listUses(settings, central)
  const allow = (Sid: string, on: Scope, where: Pick<Statement, 'Resource' | 'Condition'>): readonly Statement[] => {
    const actions = listActions(uses, on)
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  }
  return [
    ...allow('Repositories', 'repository', { Resource: one(distinct(images.map(repositoryArn))) }),
    ...allow('Registry', 'registry', { Resource: '*', ...inRegions(images.map(({ region }) => region)) }),
    // ECR makes these calls, so nothing here says from which Region they come.
    ...allow('Inspector', 'Inspector', { Resource: '*' }),
    ...allow('EventHistory', 'event history', { Resource: '*', ...inRegions(audit?.regions ?? []) }),
    ...allow('Parameters', 'parameter', { Resource: one(central.arns) }),
    // Which keys these are, only Parameter Store knows, so they may be used through it alone.
    ...allow('Keys', 'key', {
      Resource: one(central.regions.map(region => `arn:${partitionOf(region)}:kms:${region}:*:key/*`)),
      Condition: { StringEquals: { 'kms:ViaService': central.regions.map(nameService) } },
    }),
    ...allow('PolicyRoles', 'role', { Resource: one(central.roles) }),
  ]
}

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
function nameService(region: string): string {
  return `ssm.${region}.${domainOf(region)}`
}

function inRegions(regions: readonly string[]): Required<Pick<Statement, 'Condition'>> {
  return { Condition: { StringEquals: { 'aws:RequestedRegion': distinct(regions) } } }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText)
}

function one(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] as string) : texts
}

// Each permission with what needs it, under what it is allowed on.
function describe({ Action: actions, Resource, Condition }: Statement, uses: readonly Use[]): string {
  const width = Math.max(...actions.map(({ length }) => length))
  const limits = Object.entries(Condition?.StringEquals ?? {})
  const regions = limits.map(([key, values]) => `${key === 'kms:ViaService' ? 'through' : 'in'} ${values.join(', ')}`)
  const resource = Resource === '*' ? ['* (IAM knows no resource for these)', ...regions].join(' ') : [Resource].flat().join(', ')
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, uses)}`), ''].join('\n')
}

function explain(action: Action, uses: readonly Use[]): string {
  const { uses: why } = permissionOf(action)
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}
