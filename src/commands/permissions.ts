// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. It asks
// nobody: the settings and the table of calls say it.

import { type Action, listActions, permissionOf, type Scope, type Use } from '../aws/permissions.ts'
import { listOf, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import { partitionOf, repositoryArn } from '../image/uri.ts'
import { compareText } from '../order.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import type { SettingsOf } from '../settings/commands.ts'

type Asked = Pick<SettingsOf<'permissions'>, 'images' | 'startScan' | 'audit' | 'push' | 'promoteTags' | 'onFail'>

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly Action[]
  readonly Resource: string | readonly string[]
  readonly Condition?: { readonly StringEquals: { readonly 'aws:RequestedRegion': readonly string[] } }
}

const WRONG = 2

export async function runPermissions(settings: SettingsOf<'permissions'>, world: World): Promise<number> {
  const partitions = distinct([...settings.images.map(({ region }) => region), ...(settings.audit?.regions ?? [])].map(partitionOf))
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each'
    world.tell(renderDiagnostics([usageProblem(`a role is in one partition, and these settings are about ${listOf(partitions)}`, help)]))
    return WRONG
  }
  const statements = listStatements(settings)
  const policy = { Version: '2012-10-17', Statement: statements }
  const uses = listUses(settings)
  const text =
    settings.format === 'json'
      ? `${printableJson(JSON.stringify(policy, null, 2))}\n`
      : statements.map(statement => describe(statement, uses)).join('\n')
  return (await deliver(world, settings.output, () => text)) ? 0 : WRONG
}

// What these settings ask for.
function listUses({ images, startScan, audit, push, promoteTags, onFail }: Asked): readonly Use[] {
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
    'policy-roles': false,
    'ssm:/path': false,
    'policy push': false,
  }
  return (Object.keys(wanted) as Use[]).filter(use => wanted[use] && (hasImages || use === 'audit-source: lookup'))
}

/** The statements of a policy for these settings. */
export function listStatements(settings: Asked): readonly Statement[] {
  const { images, audit } = settings
  const uses = listUses(settings)
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
  ]
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
  const regions = Condition === undefined ? [] : [`in ${Condition.StringEquals['aws:RequestedRegion'].join(', ')}`]
  const resource = Resource === '*' ? ['* (IAM knows no resource for these)', ...regions].join(' ') : [Resource].flat().join(', ')
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, uses)}`), ''].join('\n')
}

function explain(action: Action, uses: readonly Use[]): string {
  const { uses: why } = permissionOf(action)
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}
