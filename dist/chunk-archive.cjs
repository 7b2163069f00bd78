'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const folders = require('./chunk-folders.cjs');
const objects = require('./chunk-objects.cjs');
const pace = require('./chunk-pace.cjs');
const records = require('./chunk-records.cjs');
const repeats = require('./chunk-repeats.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-pages.cjs');
require('./chunk-refusal.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-permissions.cjs');
require('./chunk-ListObjectsV2Command.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-toUint8Array.cjs');
require('./chunk-stream-type-check.cjs');
require('./chunk-Crc32Node.cjs');
require('./chunk-httpRequest.cjs');
require('node:stream');
require('./chunk-toBase64.browser.cjs');
require('./chunk-httpResponse.cjs');
require('./chunk-tally.cjs');
require('./chunk-delivery.cjs');
require('node:buffer');

// Reads what a trail's archive in S3 has of a window. Only the folders of the window's days are listed, and what an object holds from
// before the window or after it is left out.









/** How many objects are under way at the same time: with fewer, most of the time is spent waiting for S3. */
const AT_ONCE = 32;

/** How many bytes of objects are held at the same time, unless a single one has more. */
const MOST_HELD = 64 * 1024 * 1024;

/** How many days without an object are named, and how many accounts. */
const MOST_NAMED = 5;

/** What was met on the way. */













/** The events of one account and Region within a time, or of all accounts of an organization. One that comes several times is passed once. */
function archivedEvents(aws     , options                )         {
  const { archive, region, from, to, describe, tell } = options;
  const origin = `${archive.text} of ${region}`;
  const met      = { accounts: new Map(), days: new Map(), newest: 0, alive: false, isCharged: () => false };
  return records.createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: tellFault => readArchive(aws, options, tellFault, met),
    conclude: async cover => {
      const horizon = read.formatInstant(to - read.DELIVERY);
      const coverage = cover(`${archive.text} of ${await nameAccounts(options, met)}, ${region}`);
      const window = `, read from ${read.formatInstant(from)} on${describeMet(met)}; events after ${horizon} may not be there yet`;
      const paid = met.isCharged() ? '; the requester paid for the requests' : '';
      return { ...coverage, horizon, message: `${coverage.message}${coverage.state === 'read' ? window : ''}${paid}` }
    },
  })
}

async function nameAccounts({ archive, account }                , { accounts }     )                  {
  const known = archive.account ?? (await account);
  if (known === undefined) return accounts.size === 0 ? 'an organization' : read.plural(accounts.size, 'account')
  return known instanceof world.Fault ? 'an unknown account' : `account ${known}`
}

// An organization's trail delivers for all accounts or for none, so an account without an object is one in which nothing happened.
function describeMet({ accounts, days, newest, alive }     )         {
  const without =    (counts                        )               => [...counts].flatMap(([key, count]) => (count === 0 ? [key] : []));
  const empty = without(days).map(({ name }) => name);
  const quiet = without(accounts);
  const missing = [
    ...(newest === 0 ? [] : [`the last object was written at ${read.formatInstant(newest)}`]),
    ...(empty.length === 0 ? [] : [`there is no object of ${read.listFirst(empty, MOST_NAMED)}`]),
    ...(quiet.length === 0 ? [] : [`nothing of ${read.plural(quiet.length, 'account')}: ${read.listFirst(quiet, MOST_NAMED)}`]),
  ];
  const said = alive ? ['no event was delivered, and hourly digests say that the trail was alive'] : missing;
  return said.map(each => `; ${each}`).join('')
}

async function* readArchive(aws     , options                , tell      , met     )                                           {
  const { archive, region, from, to, timeoutSeconds, clock } = options;
  const account = archive.account ?? (await options.account);
  if (account instanceof world.Fault) throw account
  const time = pace.startTimeLimit(clock, timeoutSeconds * 1000);
  const objects$1 = objects.openObjects({ aws, name: archive.bucket, region, time, timeout: () => timeoutFault(timeoutSeconds) });
  met.isCharged = objects$1.isCharged;
  const roots = await folders.listRoots(objects$1, archive);
  const accounts = account === undefined ? await folders.listAccounts(objects$1, archive) : [account];
  const isRepeated = repeats.startRepeats();
  const isWanted = ({ text, event }               )          => {
    const at = read.timeOf(event);
    if (at !== undefined && (at < from || at > to)) return false
    const id = read.ownText(event, 'eventID');
    return id === undefined || !isRepeated(id, text)
  };
  const listing          = { objects: objects$1, options, roots, accounts, region, days: read.listDays(from, to), time, failed: false };
  for await (const batch of readObjects(objects$1, archive.bucket, listObjects(listing, tell, met), tell)) {
    yield batch.filter(isWanted);
    if (time.isOver()) return tell(timeoutFault(timeoutSeconds).diagnostic)
  }
  if (!listing.failed) await checkAlive(listing, tell, met);
}

// An object that was written before the window cannot hold what happened in it. What digests say is only asked where objects are silent.
async function checkAlive(listing         , tell      , met     )                {
  const { objects, options } = listing;
  const { from, to } = options;
  if (met.newest >= from) {
    const last = to - met.newest <= read.MOST_APART ? undefined : await folders.findLastDigest(objects, listing);
    if (last !== undefined && to - last > read.MOST_APART) throw stoppedFault(met.newest, last)
    return
  }
  const alive = await world.captureFault(() => folders.wasAlive(objects, listing, from, to));
  if (alive instanceof world.Fault) tell(alive.diagnostic);
  if (alive !== true) throw nothingFault(listing)
  met.alive = true;
}









// The objects of all folders, in the order of their days.
async function* listObjects(listing         , tell      , met     )                         {
  const { objects: objects$1, options, accounts, days } = listing;
  const { archive, progress } = options;
  for (const account of accounts) met.accounts.set(account, 0);
  for (const day of days) if (day.isInWindow) met.days.set(day, 0);
  for await (const { folder, page } of folders.walkFolders(objects$1, folders.foldersOf(listing))) {
    progress(`reading ${objects.nameObject(archive.bucket, folder.path)}`);
    if (page instanceof world.Fault) {
      tell(page.diagnostic);
      listing.failed = true;
      if (page.code === 'audit-timeout') return
      continue
    }
    const found = page.objects.filter(object => !objects.isFolder(object));
    const { day, account } = folder;
    if (day.isInWindow) met.days.set(day, (met.days.get(day) ?? 0) + found.length);
    met.accounts.set(account, (met.accounts.get(account) ?? 0) + found.length);
    for (const { written } of found) met.newest = Math.max(met.newest, written?.getTime() ?? 0);
    yield* found;
  }
}

/** An object that is under way. */





// Reads objects in their order, while those that follow are under way. One that cannot be read is told and hides no other. No more are
// listed than there is room for, and what came is passed on while a list is awaited.
async function* readObjects(
  objects$1         ,
  bucket        ,
  listed                        ,
  tell      ,
)                                           {
  const underWay             = [];
  const read = async function* ()                                           {
    const first = underWay.shift();
    if (first === undefined) return
    const name = objects.nameObject(bucket, first.object.key);
    const body = await first.body;
    if (body instanceof world.Fault) tell(body.diagnostic);
    else yield* records.readEventsOf(name, damaged => world.unpack(name, body, damaged), tell);
  };
  const isFull = ({ bytes }        )          =>
    underWay.length >= AT_ONCE || underWay.reduce((sum, { object }) => sum + object.bytes, bytes) > MOST_HELD;
  for (let next = listed.next(); ; next = listed.next()) {
    while (underWay[0] !== undefined && (await comesFirst(underWay[0].body, next))) yield* read();
    const { done, value: object } = await next;
    if (done === true) break
    while (underWay.length > 0 && isFull(object)) yield* read();
    const body = world.captureFault(() => objects$1.get(object));
    // A mistake of ours is thrown when its turn comes.
    body.catch(() => undefined);
    underWay.push({ object, body });
  }
  while (underWay.length > 0) yield* read();
}

function comesFirst(body                  , next                  )                   {
  return Promise.race([next.then(() => false), body.then(() => true)])
}

function timeoutFault(seconds        )        {
  const help = 'shorten audit-window, name fewer audit-regions, or raise audit-timeout';
  return new world.Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended before all objects were read`, help })
}

function stoppedFault(newest        , last        )        {
  const message = `no object was written since ${read.formatInstant(newest)}, and no digest came after that of ${read.formatInstant(last)}`;
  return new world.Fault('not-found', { message, help: 'see whether the trail still logs and delivers: what happened later was not seen' })
}

// Even a quiet account has events in a Region that it uses, so the place may be wrong, or the trail may have stopped.
function nothingFault({ options: { archive, from }, roots, accounts, region }         )        {
  const folder = (root        )         => `${root}${accounts.length === 1 ? accounts[0] : '*'}/CloudTrail/${region}/`;
  const where = read.listOf(roots.map(root => objects.nameObject(archive.bucket, folder(root))));
  const message = `no object was written since ${read.formatInstant(from)} in ${where}`;
  const help =
    'check the prefix, the account and the Region, and whether the trail covers them; where nothing may happen, turn on log file validation of the trail, whose hourly digests say that it is alive, and let audit-window be some hours';
  return new world.Fault('not-found', { message, help })
}

exports.archivedEvents = archivedEvents;
