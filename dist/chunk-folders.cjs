'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');

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

/** The pages of all folders in their order, or why one cannot be listed. The first pages of those that follow are asked for meanwhile. */
async function* walkFolders(
  objects         ,
  folders                   ,
)                                                                           {
  const ahead                                                                                                                              =
    [];
  let next = 0;
  const start = ()       => {
    for (; next < folders.length && ahead.length < LISTED_AT_ONCE; next++) {
      const folder = folders[next];
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

/** Where digests are looked for, and of when. */









/**
 * Whether digests prove that a trail delivered in a Region while no event came. An organization has one trail, so those of one of its
 * accounts are enough.
 */
async function wasAlive(objects         , { roots, accounts, region, days, from, to }       )                   {
  for (const account of accounts) {
    const times           = [];
    for (const root of roots) {
      for (const day of days) {
        for await (const page of objects.list(read.folderOf(root, account, region, day, 'CloudTrail-Digest')))
          times.push(...page.objects.flatMap(({ key }) => read.digestTime(key) ?? []));
      }
    }
    if (read.areUnbroken(times, from, to)) return true
  }
  return false
}

exports.listAccounts = listAccounts;
exports.listNames = listNames;
exports.listRoots = listRoots;
exports.walkFolders = walkFolders;
exports.wasAlive = wasAlive;
