'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const objects = require('./chunk-objects.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-pages.cjs');
require('./chunk-pace.cjs');
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

// Reads rules, exceptions and policies from S3: one object, or every rule file below a prefix. A prefix has no version of its own, and an
// object may be written while others are read, so it is read until two lists agree and every object is what they say.


/** How often a prefix is listed before it is said to change all the time. */
const MOST_LISTS = 5;
/** Whoever keeps more files below one prefix has named the wrong one. */
const MOST_LISTED = 1000;
const AT_ONCE = { concurrency: 8 };

const PURPOSE          = {
  mostBytes: world.MOST_RULE_BYTES,
  tooLarge: world.SPLIT,
  causes: {
    ...objects.BUCKET_CAUSES,
    NoSuchKey: ['aws-not-found', 'there is no such object', 'check the key, and the case of its letters'],
    NoSuchVersion: ['aws-not-found', 'there is no such version of the object', 'aws s3api list-object-versions lists those that there are'],
    DeleteMarker: [
      'aws-not-found',
      'the object was deleted (a delete marker stands in its place)',
      'write it again, or name a version that is left with ?versionId=ID',
    ],
    InvalidObjectState: [
      'aws-refused',
      'the object is archived (S3 Glacier), so it cannot be read',
      'restore it, and exempt it from the lifecycle rule that archives it',
    ],
  },
  instead: (action, { name, owner }) => {
    if (action === 'kms:Decrypt') return undefined
    const list =
      action === 's3:ListBucket' ? '' : 'and s3:ListBucket on the bucket, without which S3 denies an object that is not there too';
    const own = owner === undefined ? '' : `and see that account ${owner} owns ${name}, because S3 denies the bucket of another`;
    return [list, own].filter(text => text !== '').join('; ') || undefined
  },
};







/** Reads what a reference means, each object as a file. A fault names the reference, or the object below it. */
async function readStored(text        , { aws, region, roles }                   )                     {
  const reference = read.parseReference(text);
  if ('message' in reference || reference.kind !== 'object') throw new world.Fault('not-found', { message: 'it is no reference to S3', at: text })
  if (region === undefined)
    throw new world.Fault('not-found', { message: 'no Region is known', help: 'set AWS_REGION in the environment', at: text })
  const { bucket: name, account: owner } = reference;
  const role = roles.find(({ account }) => account === owner);
  const acting = role === undefined ? aws : aws.as(role.arn);
  const objects$1 = objects.openObjects({ aws: acting, name, region, owner, purpose: PURPOSE });
  const opened = { objects: objects$1, reference, partition: read.partitionOf(region) };
  return reference.isPath ? readBelow(opened) : { files: [await readOne(opened)], diagnostics: [] }
}

// Messages call what is read as it was named.
async function naming   (at        , action                  )             {
  const outcome = await world.captureFault(action);
  if (outcome instanceof world.Fault) throw new world.Fault(outcome.code, { ...outcome.diagnostic, at }, outcome)
  return outcome
}

async function readOne(opened        )                    {
  const { objects, reference } = opened;
  const { key, text, versionId } = reference;
  const file = await world.captureFault(() => naming(text, async () => (await readFile(opened, { key }, text)).file));
  if (!(file instanceof world.Fault)) return file
  const isBelow = file.code === 'aws-not-found' && versionId === undefined && (await world.captureFault(() => first(objects, `${key}/`)));
  if (isBelow === false || isBelow === undefined || isBelow instanceof world.Fault) throw file
  throw new world.Fault(file.code, { ...file.diagnostic, help: `there are objects below it: write ${text}/ for all of them` }, file)
}

/** The first key that begins like this. */
async function first(objects         , prefix        )                              {
  for await (const page of objects.list(prefix)) if (page.objects[0] !== undefined) return page.objects[0].key
  return undefined
}

async function readBelow(opened        )                     {
  const { reference } = opened;
  const listAll = () => naming(reference.text, () => list(opened));
  let before = await listAll();
  for (let pass = 2; pass <= MOST_LISTS; pass++) {
    const wanted = before.filter(({ key }) => world.isRuleFile(key));
    const files = await index.default(wanted, object => readListed(opened, object), AT_ONCE);
    const after = await listAll();
    if (isSame(before, after) && files.every(file => file !== undefined))
      return files.length > 0 ? { files, diagnostics: tellPassedOver(reference, after) } : refuseEmpty(opened, after)
    before = after;
  }
  const message = `what is below this prefix keeps changing: of ${MOST_LISTS} lists no two in a row have the same objects`;
  throw new world.Fault('aws-answer', { message, help: 'run it again when nobody writes there', at: reference.text })
}

async function list({ objects, reference }        )                             {
  const listed           = [];
  for await (const page of objects.list(reference.key)) {
    // What the console calls a folder is an empty object.
    listed.push(...page.objects.filter(({ key }) => !key.endsWith('/')));
    if (!listed.every(({ etag }) => hasContent(etag))) throw refusal.unreadable('s3:ListBucket', 'has an object without its ETag')
    if (listed.length > MOST_LISTED) {
      const message = `there are more than ${MOST_LISTED} objects below it`;
      throw new world.Fault('too-large', { message, help: 'name a prefix with fewer objects below it' })
    }
  }
  return listed.sort((a, b) => read.compareText(a.key, b.key))
}

function isSame(before                   , after                   )          {
  return before.length === after.length && after.every(({ key, etag }, i) => before[i]?.key === key && before[i]?.etag === etag)
}

// Undefined for what is not there any more, or not the same as when it was listed.
async function readListed(opened        , listed        )                                {
  const { reference } = opened;
  const path = reference.text + listed.key.slice(reference.key.length);
  const read = await world.captureFault(() => naming(path, () => readFile(opened, listed, path)));
  if (!(read instanceof world.Fault)) return read.etag === listed.etag ? read.file : undefined
  if (read.code === 'aws-not-found') return undefined
  throw read
}






// What answers in the place of S3, or about another version, must not decide.
async function readFile(
  { objects, reference, partition }        ,
  object                                       ,
  path        ,
)                {
  const { bucket, versionId: asked } = reference;
  const { bytes, isWhole, etag, versionId } = await objects.read(object, asked);
  if (!hasContent(etag)) throw refusal.unreadable('s3:GetObject', 'has no ETag')
  // Rules that are cut off between two of them are rules too.
  if (!isWhole) throw refusal.unreadable('s3:GetObject', 'does not say how long the object is')
  if (asked !== undefined && versionId !== asked) throw refusal.unreadable('s3:GetObject', `is about version ${versionId}, which was not asked for`)
  const text = await world.gatherText(world.unpack(path, bytes, raise), { at: path, limit: world.MOST_RULE_BYTES, help: world.SPLIT });
  const stored = {
    name: `s3://${bucket}/${object.key}`,
    arn: `arn:${partition}:s3:::${bucket}/${object.key}`,
    // What was written before versioning was switched on, or while it is suspended, is called null.
    versionId: versionId === undefined || versionId === 'null' ? null : versionId,
    etag: contentOf(etag),
  };
  return { file: { path, text, stored }, etag }
}

function contentOf(etag        )         {
  return etag.replace(/^(?:W\/)?"|"$/g, '')
}

// Where every object has the same empty ETag, none would ever be another one.
function hasContent(etag                    )                 {
  return etag !== undefined && contentOf(etag) !== ''
}

function raise(fault       )        {
  throw fault
}

function tellPassedOver({ text, key: prefix }                 , listed                   )                           {
  const passed = world.collectPassedOver(text);
  for (const { key } of listed) if (!world.isRuleFile(key)) passed.passOver(text + key.slice(prefix.length));
  return passed.notes()
}

async function refuseEmpty({ objects, reference }        , others                   )                 {
  const { key, text } = reference;
  if (others.length > 0) throw new world.Fault('not-found', { message: `below "${key}" is no .yml, .yaml or .json object`, at: text })
  const single = key.slice(0, -1);
  const near = await world.captureFault(() => first(objects, single));
  const isOne = typeof near === 'string' && near.startsWith(single) && /^(?:\.\w+)?$/.test(near.slice(single.length));
  const help = isOne ? `did you mean ${read.rootOf(reference)}${near}?` : 'check the bucket, the prefix and the case of its letters';
  throw new world.Fault('aws-not-found', { message: `there is nothing below "${key}"`, help, at: text })
}

exports.readStored = readStored;
