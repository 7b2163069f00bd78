'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const visibility = require('./chunk-visibility.cjs');

// Walks the folders of an archive in S3: which there are, and what lies in each, in their order.



/** The folder of one account and day. */






/** How many folders are listed at the same time: an organization has one for each account and day, and most hold few objects. */
const LISTED_AT_ONCE = 8;

/** What the folders of accounts lie in. An organization's trail has a folder of its own; where it was not named, S3 is asked for it. */
async function listRoots(objects         , { root, isOrganization, account }         )                             {
  if (isOrganization || account !== undefined) return [root]
  const roots = [root];
  for await (const { folders } of objects.list(`${root}o-`, 'folders')) roots.push(...folders);
  return roots
}

/** The accounts of an organization, as its folder has them. */
async function listAccounts(objects         , { root }         )                             {
  return (await listNames(objects, root)).filter(name => /^\d{12}$/.test(name))
}

/** The names of the folders in a folder. */
async function listNames(objects         , within        )                             {
  const names           = [];
  for await (const { folders } of objects.list(within, 'folders'))
    names.push(...folders.map(folder => folder.slice(within.length).replace(/\/$/, '')));
  return names
}

/** Whose folders are read, and of which Region and days. */







/** The folders of all accounts, day by day. An organization may have more than memory holds at once. */
function* foldersOf({ roots, accounts, region, days }        , kind       )                   {
  for (const day of days)
    for (const account of accounts) for (const root of roots) yield { day, account, path: read.folderOf(root, account, region, day, kind) };
}

/** The pages of all folders in their order, or why one cannot be listed. The first pages of those that follow are asked for meanwhile. */
async function* walkFolders(
  objects         ,
  folders                  ,
)                                                                           {
  const ahead                                                                                                                              =
    [];
  const rest = folders[Symbol.iterator]();
  const start = ()       => {
    while (ahead.length < LISTED_AT_ONCE) {
      const { done, value: folder } = rest.next();
      if (done === true) return
      const listed = objects.list(folder.path);
      const first = world.captureFault(() => listed.next());
      // A mistake of ours is thrown when its turn comes.
      first.catch(() => undefined);
      ahead.push({ folder, listed, first });
    }
  };
  for (start(); ; start()) {
    const turn = ahead.shift();
    if (turn === undefined) return
    for (let step = await turn.first; ; step = await world.captureFault(() => turn.listed.next())) {
      if (step instanceof world.Fault) yield { folder: turn.folder, page: step };
      if (step instanceof world.Fault || step.done === true) break
      yield { folder: turn.folder, page: step.value };
    }
  }
}

/**
 * Whether the digests of a trail prove that it delivered in a Region while no event came. The trail of an organization writes digests for
 * all accounts or for none, so those of one account are enough.
 */
async function wasAlive(objects         , places        , from        , to        )                   {
  for await (const digests of listDigests(objects, places)) {
    for (const ofTrail of visibility.groupBy(digests, ({ trail }) => trail).values()) if (read.areUnbroken(timesOf(ofTrail), from, to)) return true
  }
  return false
}

/** Of how many accounts of an organization digests are looked for while its trail is not known to have any. */
const MOST_ASKED = 5;

/** When the last digest was about; undefined where the trails write none. Milliseconds since 1970. */
async function findLastDigest(objects         , places        )                              {
  for await (const digests of listDigests(objects, { ...places, accounts: places.accounts.slice(0, MOST_ASKED) }))
    if (digests.length > 0) return Math.max(...timesOf(digests))
  return undefined
}

const timesOf = (digests                   )                    => digests.map(({ time }) => time);

// The digests of each account.
async function* listDigests(objects         , places        )                                    {
  for (const account of places.accounts) {
    const digests           = [];
    for (const { path } of foldersOf({ ...places, accounts: [account] }, 'CloudTrail-Digest'))
      for await (const page of objects.list(path)) digests.push(...page.objects.flatMap(({ key }) => read.parseDigest(key) ?? []));
    yield digests;
  }
}

exports.findLastDigest = findLastDigest;
exports.foldersOf = foldersOf;
exports.listAccounts = listAccounts;
exports.listNames = listNames;
exports.listRoots = listRoots;
exports.walkFolders = walkFolders;
exports.wasAlive = wasAlive;
