'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const refusal = require('./chunk-refusal2.cjs');
const pace = require('./chunk-pace.cjs');
const ListObjectsV2Command = require('./chunk-ListObjectsV2Command.cjs');
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
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
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
require('./chunk-group.cjs');
require('./chunk-delivery.cjs');
require('./chunk-imply.cjs');
require('node:buffer');

// Lists and gets objects of one bucket in S3. Each call takes its part of the time of the reading.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html


/** A bucket, and how it is reached. */










/** An object, as a listing names it. */


















/** The most bytes of an object. CloudTrail's have a few megabytes at most. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

/** How often the body of an object is asked for: the SDK tries again only until the first byte. */
const MOST_TIMES = 3;



/** Opens a bucket. */
function openObjects(bucket        )          {
  const { aws, name, time } = bucket;
  let { region } = bucket;
  // A bucket answers in its own Region alone. Asked in another one, S3 says which that is.
  const send = async    (action      , key        , ask                                                )             => {
    const attempt = async ()             => {
      const client = await aws.s3({ region });
      return aws.call(limit => time.send(limit, within => world.untilStopped(within.abortSignal, () => ask(client, within))))
    };
    try {
      return await attempt().catch((error         ) => {
        const own = regionOf(error);
        if (own === undefined || own === region) throw error
        region = own;
        return attempt()
      })
    } catch (error) {
      if (error instanceof pace.OutOfTime) throw bucket.timeout()
      throw toObjectFault(error, { action, bucket: name, key, region })
    }
  };
  const askPage = (input                           )                                      =>
    send('s3:ListBucket', input.Prefix ?? '', (client, limit) => client.send(new ListObjectsV2Command.ListObjectsV2Command(input), limit));
  return {
    list: (prefix, what) => listPages({ Bucket: name, Prefix: prefix, ...(what === undefined ? {} : { Delimiter: '/' }) }, askPage),
    get: async ({ key, bytes }) => {
      const at = nameObject(name, key);
      if (bytes > MOST_OBJECT_BYTES) throw tooLarge(at)
      return send('s3:GetObject', key, (client, limit) => getWhole(client, limit, { Bucket: name, Key: key }, at))
    },
  }
}

/** An object as people write its name. */
function nameObject(bucket        , key        )         {
  return `s3://${bucket}/${key}`
}

async function* listPages(
  input                           ,
  ask                                                                           ,
)                       {
  const { Bucket = '', Prefix = '' } = input;
  const at = `s3://${Bucket}`;
  const tokens = new Set        ();
  let token;
  do {
    const page = await ask({ ...input, ...(token === undefined ? {} : { ContinuationToken: token }) });
    const { Name: name, IsTruncated: goesOn, NextContinuationToken: next, Contents: objects = [], CommonPrefixes: folders = [] } = page;
    // A proxy's page has neither, and an empty list must not be read into it.
    if (name !== Bucket || typeof goesOn !== 'boolean' || (goesOn && next === undefined))
      throw new world.Fault('aws-answer', { message: 'the answer of s3:ListBucket is no list of this bucket', help: refusal.UNREADABLE, at })
    if (next !== undefined && tokens.has(next))
      throw new world.Fault('aws-answer', { message: 'S3 repeated a page of the list: the rest cannot be read', at })
    yield {
      objects: objects.map(({ Key: key, Size: bytes }) => {
        if (key?.startsWith(Prefix) === true && typeof bytes === 'number') return { key, bytes }
        throw new world.Fault('aws-answer', { message: 'the answer of s3:ListBucket lists what was not asked for', help: refusal.UNREADABLE, at })
      }),
      folders: folders.flatMap(({ Prefix: folder }) => folder ?? []),
    };
    if (next !== undefined) tokens.add(next);
    token = goesOn ? next : undefined;
  } while (token !== undefined)
}

async function getWhole(client          , limit       , input                       , at        )                      {
  for (let time = 1; ; time++) {
    const { Body: body, ContentLength: length } = await client.send(new ListObjectsV2Command.GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), limit);
    try {
      return await readBody(body            , length, at)
    } catch (error) {
      if (error instanceof world.Fault || limit.abortSignal.aborted) throw error
      if (time < MOST_TIMES) continue
      const message = `the object could not be read to its end in ${MOST_TIMES} attempts (${world.sayError(error)})`;
      throw new world.Fault('aws-answer', { message, help: 'run it again; if it fails again, the object or a proxy is damaged', at }, error)
    }
  }
}

async function readBody(body          , length                    , at        )                      {
  const parts               = [];
  let bytes = 0;
  try {
    for await (const chunk of body                             ) {
      bytes += chunk.length;
      if (bytes > MOST_OBJECT_BYTES) throw tooLarge(at)
      parts.push(chunk);
    }
  } finally {
    body.destroy();
  }
  if (length !== undefined && bytes !== length) throw new Error(`${bytes} of ${length} bytes came`)
  return Buffer.concat(parts)
}

function tooLarge(at        )        {
  const message = `the object is larger than ${MOST_OBJECT_BYTES / 1024 / 1024} MiB`;
  return new world.Fault('too-large', { message, help: 'CloudTrail writes no such object; download it, and give it to events', at })
}

function regionOf(error         )                     {
  const response          = error instanceof Error && '$response' in error ? error.$response : undefined;
  const headers = (response                                                                       )?.headers;
  return headers?.['x-amz-bucket-region']
}








const CAUSES                                                                                      = {
  NoSuchBucket: ['aws-not-found', 'there is no such bucket', 'check the name of the bucket in audit-source'],
  NoSuchKey: ['aws-not-found', 'the object was listed and is gone', 'run it again; a lifecycle rule may delete objects of the window'],
  InvalidObjectState: [
    'aws-refused',
    'the object is archived (S3 Glacier), so it cannot be read',
    'restore it, or shorten audit-window; a lifecycle rule may archive objects too early',
  ],
  PermanentRedirect: ['aws-refused', 'the bucket is in another Region, which S3 did not name', 'check the endpoint (AWS_ENDPOINT_URL)'],
};

// Each fault names the bucket or the object that it is about. A bucket is told once, whatever was listed in it.
function toObjectFault(error         , { action, bucket, key, region }       )        {
  if (error instanceof world.Fault) return error
  const isObject = action === 's3:GetObject';
  const at = isObject ? nameObject(bucket, key) : `s3://${bucket}`;
  const [code, message, help] = CAUSES[refusal.errorName(error)] ?? [];
  if (code !== undefined && message !== undefined && help !== undefined) return new world.Fault(code, { message, help, at }, error)
  const arn = `arn:${read.partitionOf(region)}:s3:::${bucket}${isObject ? `/${key}` : ''}`;
  const needsKey = error instanceof Error && error.message.includes('kms:Decrypt');
  const call = needsKey
    ? ({ action: 'kms:Decrypt', on: 'the key of the object', arn: 'that key' }         )
    : { action, on: isObject ? 'the object' : 'the bucket', arn };
  const fault = refusal.toAwsFault(error, { ...call, instead: 'or judge without recent activity with audit-source: none' });
  return new world.Fault(fault.code, { ...fault.diagnostic, at }, error)
}

// Reads recent activity from a trail's archive in S3. Only the folders of the window's days are listed, and what an object holds from
// before the window or after it is left out.


















/** How many objects are under way at the same time: with fewer, most of the time is spent waiting for S3. */
const AT_ONCE = 32;

/** How many bytes of objects are held at the same time, unless a single one has more. */
const MOST_HELD = 64 * 1024 * 1024;

/** How many days without an object are named. */
const MOST_NAMED = 5;

/** The events of one account and Region within a time. An event that comes several times is passed once. */
function archivedEvents(aws     , options                )         {
  const { archive, region, account, from, to, describe, tell } = options;
  const origin = `${archive.text} of ${region}`;
  const empty        = [];
  return records.createSource({
    origin,
    describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: tellFault => readArchive(aws, options, tellFault, empty),
    conclude: async cover => {
      const id = archive.account ?? (await account);
      const horizon = read.formatInstant(to - read.DELIVERY);
      const coverage = cover(`${archive.text} of ${id instanceof world.Fault ? 'an unknown account' : `account ${id}`}, ${region}`);
      const window = `, read from ${read.formatInstant(from)} on${sayEmpty(empty)}; events after ${horizon} may not be there yet`;
      return { ...coverage, horizon, message: coverage.state === 'read' ? `${coverage.message}${window}` : coverage.message }
    },
  })
}

function sayEmpty(days                )         {
  const names = days.map(({ name }) => name);
  return names.length === 0 ? '' : `; there is no object of ${read.listFirst(names, MOST_NAMED)}`
}

// Days of the window without any object are added to `empty`.
async function* readArchive(aws     , options                , tell      , empty       )                                           {
  const { archive, region, from, to, timeoutSeconds, clock, progress } = options;
  const account = archive.account ?? (await options.account);
  if (account instanceof world.Fault) throw account
  const time = pace.startTimeLimit(clock, timeoutSeconds * 1000);
  const objects = openObjects({ aws, name: archive.bucket, region, time, timeout: () => timeoutFault(timeoutSeconds) });
  const roots = await listRoots(objects, archive);
  const isRepeated = repeats.startRepeats();
  const isWanted = ({ text, event }               )          => {
    const at = read.timeOf(event);
    if (at !== undefined && (at < from || at > to)) return false
    const id = read.ownText(event, 'eventID');
    return id === undefined || !isRepeated(id, text)
  };
  const days = read.listDays(from, to);
  let failed = false;
  for (const day of days) {
    let count = 0;
    for (const root of roots) {
      const folder = read.folderOf(root, account, region, day);
      progress(`reading ${nameObject(archive.bucket, folder)}`);
      const listed = objects.list(folder)[Symbol.asyncIterator]();
      // A page is read before the next one is asked for, so no more is held than one page and the objects under way.
      for (;;) {
        const page = await world.captureFault(() => listed.next());
        if (page instanceof world.Fault) {
          tell(page.diagnostic);
          if (page.code === 'audit-timeout') return
          failed = true;
          break
        }
        if (page.done === true) break
        const found = page.value.objects.filter(({ key }) => !key.endsWith('/'));
        count += found.length;
        for await (const batch of readObjects(objects, archive.bucket, found, tell)) yield batch.filter(isWanted);
        if (time.isOver()) return tell(timeoutFault(timeoutSeconds).diagnostic)
      }
    }
    if (count === 0 && day.isInWindow) empty.push(day);
  }
  const inWindow = days.filter(({ isInWindow }) => isInWindow);
  if (!failed && empty.length === inWindow.length) throw nothingFault(options, account, roots, inWindow)
}

// An organization's trail has a folder of its own, beside those of accounts; where it was not named, S3 is asked for it.
async function listRoots(objects         , { root, isOrganization, account }         )                             {
  if (isOrganization || account !== undefined) return [root]
  const roots = [root];
  for await (const { folders } of objects.list(`${root}o-`, 'folders')) roots.push(...folders);
  return roots
}

// Reads objects in their order, while those that follow are under way. One that cannot be read is told and hides no other.
async function* readObjects(
  objects         ,
  bucket        ,
  listed                   ,
  tell      ,
)                                           {
  const underWay                                                                            = [];
  const read = async function* ()                                           {
    const next = underWay.shift();
    if (next === undefined) return
    const name = nameObject(bucket, next.object.key);
    const body = await next.body;
    if (body instanceof world.Fault) tell(body.diagnostic);
    else yield* records.readEventsOf(name, damaged => unpack(name, body, damaged), tell);
  };
  for (const object of listed) {
    const held = underWay.reduce((sum, each) => sum + each.object.bytes, object.bytes);
    if (underWay.length >= AT_ONCE || held > MOST_HELD) yield* read();
    const body = world.captureFault(() => objects.get(object));
    // A mistake of ours is thrown when its turn comes.
    body.catch(() => undefined);
    underWay.push({ object, body });
  }
  while (underWay.length > 0) yield* read();
}

function unpack(name        , body            , damaged                        )                            {
  const whole = (async function* () {
    yield body;
  })();
  return world.isGzip(body) ? world.gunzip(name, whole, damaged) : whole
}

function timeoutFault(seconds        )        {
  const help = 'shorten audit-window, name fewer audit-regions, or raise audit-timeout';
  return new world.Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended before all objects were read`, help })
}

// Even a quiet account has events in a Region that it uses, so the place may be wrong.
function nothingFault({ archive, region }                , account        , roots                   , days                )        {
  const [first, last] = [days[0]?.name, days.at(-1)?.name];
  const where = read.listOf(roots.map(root => nameObject(archive.bucket, `${root}${account}/CloudTrail/${region}/`)));
  const message = `there is no object from ${first} to ${last} in ${where}`;
  const help = 'check the prefix, the account and the Region, and whether the trail covers them';
  return new world.Fault('not-found', { message, help })
}

exports.archivedEvents = archivedEvents;
