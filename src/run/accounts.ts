// With whose credentials each account is read: activity with the roles of `audit-roles`, or else the caller's own; an image with the role
// of its account in `image-roles`, or else the caller's own.

import type { Aws } from '../aws/client.ts'
import { listOf, type Tell } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import { type Coverage, gap } from '../gate/coverage.ts'
import { groupBy } from '../group.ts'
import type { ImageUri } from '../image/uri.ts'
import type { Role } from '../settings/role.ts'
import type { Settings } from '../settings/settings.ts'

type ActivitySettings = Pick<Settings, 'audit' | 'archived' | 'live' | 'auditRoles'>

/** An account and a Region to read activity in. */
export interface Stand {
  /** The connection with the credentials that can read it. */
  readonly aws: Aws
  readonly region: string
  /** The role whose credentials these are; undefined: the caller's own. */
  readonly role: Role | undefined
  /** The id of the account, as STS says it, or why that is not known. All Regions of an account share it. */
  readonly account: Promise<string | Fault>
}

/** Where a run reads activity. It is listed when it is first asked for, so that STS is asked about each account once. */
export function startStands(aws: Aws | undefined, { audit, archived, live, auditRoles }: ActivitySettings): () => readonly Stand[] {
  let stands: readonly Stand[] | undefined
  return () => {
    stands ??= aws === undefined ? [] : listStands(aws, (audit ?? archived ?? live)?.regions ?? [], auditRoles)
    return stands
  }
}

/** Lists every Region of every account in which activity is to be read. */
export function listStands(aws: Aws, regions: readonly string[], roles: readonly Role[]): readonly Stand[] {
  const [first] = regions
  if (first === undefined) return []
  const asked = roles.length === 0 ? [undefined] : roles
  return asked.flatMap(role => {
    const connection = role === undefined ? aws : aws.as(role.arn)
    const account = readAccount(connection, first, role)
    return regions.map(region => ({ aws: connection, region, role, account }))
  })
}

/** The id of the account that these credentials belong to, or why it is not known; it must be that of the role. */
export async function readAccount(aws: Aws, region: string, role: Role | undefined): Promise<string | Fault> {
  const { readCaller } = await import('../aws/caller.ts')
  const caller = await captureFault(() => readCaller(aws, { region }))
  if (caller instanceof Fault) return caller
  if (role === undefined || caller.account === role.account) return caller.account
  const message = `the credentials of role ${role.arn} are of account ${caller.account}, says STS, so neither account is believed`
  return new Fault('aws-answer', { message, help: 'check the endpoint (AWS_ENDPOINT_URL) and the proxy' })
}

/** The account of a stand in words. */
export async function nameAccount({ account }: Pick<Stand, 'account'>): Promise<string> {
  const id = await account
  return id instanceof Fault ? 'an unknown account' : `account ${id}`
}

/** Some stands, the first of which there is. */
export type Stands = readonly [Stand, ...Stand[]]

/** The stands of each account. */
export function groupStands(stands: readonly Stand[]): readonly Stands[] {
  return [...groupBy(stands, ({ account }) => account).values()] as unknown as readonly Stands[]
}

/** Reads all stands side by side, each at its own pace. `what` names the reading, such as `CloudTrail event history`. */
export function readStands(
  stands: readonly Stand[],
  what: string,
  tell: Tell,
  read: (stand: Stand) => Promise<Coverage>,
): Promise<readonly Coverage[]> {
  return readAccounts(stands, what, tell, ofAccount => Promise.all(ofAccount.map(read)))
}

/**
 * The same where all stands of an account are read together. A role that cannot be assumed is one gap, whatever number of Regions it is
 * for, and hides no other.
 */
export async function readAccounts(
  stands: readonly Stand[],
  what: string,
  tell: Tell,
  read: (stands: Stands) => Promise<readonly Coverage[]>,
): Promise<readonly Coverage[]> {
  const coverage = await Promise.all(groupStands(stands).map(each => readAccountStands(each, what, tell, read)))
  return coverage.flat()
}

// The caller's own account is read whether or not STS can be asked about it: it is only to be named.
async function readAccountStands(
  stands: Stands,
  what: string,
  tell: Tell,
  read: (stands: Stands) => Promise<readonly Coverage[]>,
): Promise<readonly Coverage[]> {
  const [{ role, account }] = stands
  const known = role === undefined ? undefined : await account
  if (role === undefined || !(known instanceof Fault)) return read(stands)
  const origin = `${what} of account ${role.account}, ${listOf(stands.map(({ region }) => region))}`
  const diagnostic = { ...known.diagnostic, at: origin }
  tell(diagnostic)
  const message = `${origin}: not read with role ${role.arn}: ${known.message}`
  return [gap({ source: 'events', origin, message, diagnostics: [diagnostic] })]
}

/** The connection for an image: that of the role of its account, or the caller's own. */
export function connectionOf(aws: Aws, roles: readonly Role[], { registryId }: Pick<ImageUri, 'registryId'>): Aws {
  const role = roles.find(({ account }) => account === registryId)
  return role === undefined ? aws : aws.as(role.arn)
}
