// Walks the folders of an archive in S3: which there are, and what lies in each, in their order.

import { type Archive, areUnbroken, type Day, type Digest, folderOf, type Kind, parseDigest } from '../events/archive.ts'
import { captureFault, Fault } from '../fault.ts'
import { groupBy } from '../group.ts'
import type { Objects, Page } from './objects.ts'

/** The folder of one account and day. */
export interface Folder {
  readonly day: Day
  readonly account: string
  readonly path: string
}

/** How many folders are listed at the same time: an organization has one for each account and day, and most hold few objects. */
const LISTED_AT_ONCE = 8

/** What the folders of accounts lie in. An organization's trail has a folder of its own; where it was not named, S3 is asked for it. */
export async function listRoots(objects: Objects, { root, isOrganization, account }: Archive): Promise<readonly string[]> {
  if (isOrganization || account !== undefined) return [root]
  const roots = [root]
  for await (const { folders } of objects.list(`${root}o-`, 'folders')) roots.push(...folders)
  return roots
}

/** The accounts of an organization, as its folder has them. */
export async function listAccounts(objects: Objects, { root }: Archive): Promise<readonly string[]> {
  return (await listNames(objects, root)).filter(name => /^\d{12}$/.test(name))
}

/** The names of the folders in a folder. */
export async function listNames(objects: Objects, within: string): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { folders } of objects.list(within, 'folders'))
    names.push(...folders.map(folder => folder.slice(within.length).replace(/\/$/, '')))
  return names
}

/** Whose folders are read, and of which Region and days. */
export interface Places {
  readonly roots: readonly string[]
  readonly accounts: readonly string[]
  readonly region: string
  readonly days: readonly Day[]
}

/** The folders of all accounts, day by day. An organization may have more than memory holds at once. */
export function* foldersOf({ roots, accounts, region, days }: Places, kind?: Kind): Iterable<Folder> {
  for (const day of days)
    for (const account of accounts) for (const root of roots) yield { day, account, path: folderOf(root, account, region, day, kind) }
}

/** The pages of all folders in their order, or why one cannot be listed. The first pages of those that follow are asked for meanwhile. */
export async function* walkFolders(
  objects: Objects,
  folders: Iterable<Folder>,
): AsyncGenerator<{ readonly folder: Folder; readonly page: Page | Fault }> {
  const ahead: { readonly folder: Folder; readonly listed: AsyncGenerator<Page>; readonly first: Promise<IteratorResult<Page> | Fault> }[] =
    []
  const rest = folders[Symbol.iterator]()
  const start = (): void => {
    while (ahead.length < LISTED_AT_ONCE) {
      const { done, value: folder } = rest.next()
      if (done === true) return
      const listed = objects.list(folder.path)
      const first = captureFault(() => listed.next())
      // A mistake of ours is thrown when its turn comes.
      first.catch(() => undefined)
      ahead.push({ folder, listed, first })
    }
  }
  for (start(); ; start()) {
    const turn = ahead.shift()
    if (turn === undefined) return
    for (let step = await turn.first; ; step = await captureFault(() => turn.listed.next())) {
      if (step instanceof Fault) yield { folder: turn.folder, page: step }
      if (step instanceof Fault || step.done === true) break
      yield { folder: turn.folder, page: step.value }
    }
  }
}

/**
 * Whether the digests of a trail prove that it delivered in a Region while no event came. The trail of an organization writes digests for
 * all accounts or for none, so those of one account are enough.
 */
export async function wasAlive(objects: Objects, places: Places, from: number, to: number): Promise<boolean> {
  for await (const digests of listDigests(objects, places)) {
    for (const ofTrail of groupBy(digests, ({ trail }) => trail).values()) if (areUnbroken(timesOf(ofTrail), from, to)) return true
  }
  return false
}

/** Of how many accounts of an organization digests are looked for while its trail is not known to have any. */
const MOST_ASKED = 5

/** When the last digest was about; undefined where the trails write none. Milliseconds since 1970. */
export async function findLastDigest(objects: Objects, places: Places): Promise<number | undefined> {
  for await (const digests of listDigests(objects, { ...places, accounts: places.accounts.slice(0, MOST_ASKED) }))
    if (digests.length > 0) return Math.max(...timesOf(digests))
  return undefined
}

const timesOf = (digests: readonly Digest[]): readonly number[] => digests.map(({ time }) => time)

// The digests of each account.
async function* listDigests(objects: Objects, places: Places): AsyncGenerator<readonly Digest[]> {
  for (const account of places.accounts) {
    const digests: Digest[] = []
    for (const { path } of foldersOf({ ...places, accounts: [account] }, 'CloudTrail-Digest'))
      for await (const page of objects.list(path)) digests.push(...page.objects.flatMap(({ key }) => parseDigest(key) ?? []))
    yield digests
  }
}
