// Checks of settings that name accounts: images, the roles to read with, and the accounts that are allowed.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { partitionOf } from '../image/uri.ts'
import { type Asked, isNamed } from './asked.ts'
import { imageOfBaseline } from './baseline.ts'
import type { Role } from './role.ts'
import { SETTINGS } from './table.ts'

export function checkAccounts(asked: Asked): readonly Problem[] {
  const { given, settings } = asked
  const { show } = given
  const { imageRoles, allowedAccountIds } = settings
  const images = [...settings.images, ...imageOfBaseline(settings)]
  const isForeign = (account: string): boolean => allowedAccountIds.length > 0 && !allowedAccountIds.includes(account)
  const idle = isNamed(asked, 'image-roles') && images.length > 0 ? imageRoles.filter(role => !images.some(isOf(role))) : []
  const used = imageRoles.flatMap(role => images.filter(isOf(role)).map(({ region }) => ({ role, region })))
  return [
    ...images
      .filter(({ registryId }) => isForeign(registryId))
      .map(({ text, registryId }) =>
        usageProblem(`image ${quote(text)} is in account ${registryId}, which ${show('allowed-account-ids')} does not allow`),
      ),
    ...(['audit-roles', 'policy-roles'] as const).flatMap(name =>
      settings[SETTINGS[name].field]
        .filter(({ account }) => isForeign(account))
        .map(({ arn, account }) =>
          usageProblem(`${show(name)} names ${quote(arn)} in account ${account}, which ${show('allowed-account-ids')} does not allow`),
        ),
    ),
    ...idle.map(({ arn, account }) =>
      usageProblem(
        `${show('image-roles')} names ${quote(arn)}, and no image is in account ${account}`,
        `omit it, or name it in ${show('audit-roles')} if it is for activity`,
      ),
    ),
    ...checkPartitions(show('image-roles'), used),
    ...checkPartitions(
      show('audit-roles'),
      pair(settings.auditRoles, (settings.audit ?? settings.archived ?? settings.live)?.regions ?? []),
    ),
  ]
}

const isOf =
  ({ account }: Role) =>
  ({ registryId }: { readonly registryId: string }): boolean =>
    registryId === account

interface Used {
  readonly role: Role
  readonly region: string
}

function pair(roles: readonly Role[], regions: readonly string[]): readonly Used[] {
  return roles.flatMap(role => regions.map(region => ({ role, region })))
}

// Credentials of one partition are unknown in another. A role is told once, with the first Region that it cannot be for.
function checkPartitions(name: string, used: readonly Used[]): readonly Problem[] {
  const wrong = used.filter(({ role, region }) => partitionOf(region) !== role.partition)
  return wrong
    .filter((each, i) => wrong.findIndex(({ role }) => role === each.role) === i)
    .map(({ role, region }) =>
      usageProblem(
        `${name} names ${quote(role.arn)} of partition ${role.partition}, and ${region} is in partition ${partitionOf(region)}`,
        'judge each partition in a step of its own',
      ),
    )
}
