'use strict';

const pages = require('./chunk-pages.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const pace = require('./chunk-pace.cjs');
const read = require('./chunk-read.cjs');
const ListObjectsV2Command = require('./chunk-ListObjectsV2Command.cjs');

// What the objects of a bucket are read for: how large one may be, and what S3's errors mean then.




/** A bucket, and the account that must own it. */





/** How large an object may be, and what to do about what goes wrong. */










/** The most bytes of an object. CloudTrail's have a few megabytes at most. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

/** A header of the answer that an error came with. */
function headerOf(error         , name        )                     {
  const response          = error instanceof Error && '$response' in error ? error.$response : undefined;
  return (response                                                                       )?.headers?.[name]
}









/** What S3 says of a bucket, whatever it is read for. */
const BUCKET_CAUSES                    = {
  NoSuchBucket: ['aws-not-found', 'there is no such bucket', 'check the name of the bucket'],
  PermanentRedirect: ['aws-refused', 'the bucket is in another Region, which S3 did not name', 'check the endpoint (AWS_ENDPOINT_URL)'],
};

const CAUSES                    = {
  ...BUCKET_CAUSES,
  NoSuchKey: ['aws-not-found', 'the object was listed and is gone', 'run it again; a lifecycle rule may delete objects of the window'],
  InvalidObjectState: [
    'aws-refused',
    'the object is archived (S3 Glacier), so it cannot be read',
    'restore it, or shorten audit-window; a lifecycle rule may archive objects too early',
  ],
};

/** A trail's archive. */
const ARCHIVE          = {
  mostBytes: MOST_OBJECT_BYTES,
  tooLarge: 'CloudTrail writes no such object; download it, and give it to events',
  causes: CAUSES,
  instead: () => 'or leave the archive out',
};

// Each fault names the bucket or the object that it is about. A bucket is told once, whatever was listed in it.
function toObjectFault(error         , { action, bucket, key, region, purpose }       )        {
  if (error instanceof world.Fault) return error
  const isObject = action !== 's3:ListBucket';
  const at = isObject ? nameObject(bucket.name, key) : `s3://${bucket.name}`;
  const names = [...(headerOf(error, 'x-amz-delete-marker') === 'true' ? ['DeleteMarker'] : []), refusal.errorName(error)];
  const cause = names.flatMap(name => (Object.hasOwn(purpose.causes, name) ? [purpose.causes[name]] : []))[0];
  if (cause !== undefined) return new world.Fault(cause[0], { message: cause[1], help: cause[2], at }, error)
  const arn = `arn:${read.partitionOf(region)}:s3:::${bucket.name}${isObject ? `/${key}` : ''}`;
  const needsKey = error instanceof Error && error.message.includes('kms:Decrypt');
  const call = needsKey
    ? ({ action: 'kms:Decrypt', on: 'the key of the object', arn: 'that key' }         )
    : { action, on: isObject ? 'the object' : 'the bucket', arn };
  const instead = purpose.instead(call.action, bucket);
  const fault = refusal.toAwsFault(error, { ...call, ...(instead !== undefined && { instead }) });
  return new world.Fault(fault.code, { ...fault.diagnostic, at }, error)
}

/** An object as messages call it, and its purpose. */





function tooLarge({ at, purpose }        )        {
  const message = `the object is larger than ${purpose.mostBytes / 1024 / 1024} MiB`;
  return new world.Fault('too-large', { message, help: purpose.tooLarge, at })
}

/** An object as people write its name. */
function nameObject(bucket        , key        )         {
  return `s3://${bucket}/${key}`
}

// Lists and gets objects of one bucket in S3. Each call takes its part of the time of the reading.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html


/** A bucket, and how it is reached. */











/** An object, as a listing names it. */








/** Whether an object is what the console of S3 calls a folder: an empty one. */
function isFolder({ key, bytes }                               )          {
  return bytes === 0 && key.endsWith('/')
}

/** An object as it was read. */









/** A page of a list. */

















/** How often the body of an object is asked for: the SDK tries again only until the first byte. */
const MOST_TIMES = 3;

// A bucket whose requester pays answers nobody who does not agree to that; any other one takes no notice.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html
const PAYER = { RequestPayer: 'requester' };

/** Opens a bucket. */
function openObjects(bucket        )          {
  const { aws, name, owner, time, timeout, purpose = ARCHIVE } = bucket;
  const whose = { ...PAYER, Bucket: name, ...(owner !== undefined && { ExpectedBucketOwner: owner }) };
  let { region } = bucket;
  let charged = false;
  // A bucket answers in its own Region alone. Asked in another one, S3 says which that is.
  const send = async    (action      , key        , ask                                                )             => {
    const attempt = async (at        )             => {
      const client = await aws.s3({ region: at });
      const start = (limit       )             => world.untilStopped(limit.abortSignal, () => ask(client, limit));
      return aws.call(limit => (time === undefined ? start(limit) : time.send(limit, start)))
    };
    // Other requests, which are under way meanwhile, may learn the Region first.
    const asked = region;
    try {
      return await attempt(asked).catch((error         ) => {
        const own = headerOf(error, 'x-amz-bucket-region');
        if (own === undefined || own === asked) throw error
        region = own;
        return attempt(own)
      })
    } catch (error) {
      if (error instanceof pace.OutOfTime && timeout !== undefined) throw timeout()
      throw toObjectFault(error, { action, bucket, key, region, purpose })
    }
  };
  const note =                                                             (answer   )    => {
    charged ||= answer.RequestCharged !== undefined;
    return answer
  };
  const askPage = async (input                           )                                      =>
    note(await send('s3:ListBucket', input.Prefix ?? '', (client, limit) => client.send(new ListObjectsV2Command.ListObjectsV2Command(input), limit)));
  const read                  = async ({ key, bytes = 0 }, versionId) => {
    const wanted = { at: nameObject(name, key), purpose };
    if (bytes > purpose.mostBytes) throw tooLarge(wanted)
    const input = { ...whose, Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    return send(action, key, (client, limit) => getWhole({ client, limit, input, wanted, note }))
  };
  return {
    list: (prefix, what) => listPages({ ...whose, Prefix: prefix, ...(what === undefined ? {} : { Delimiter: '/' }) }, askPage),
    get: async object => (await read(object)).bytes,
    read,
    isCharged: () => charged,
  }
}

function listPages(
  input                           ,
  ask                                                                           ,
)                       {
  const { Bucket = '', Prefix = '' } = input;
  const at = `s3://${Bucket}`;
  return pages.turnPages({ who: 'S3', at }, async token => {
    const answer = await ask({ ...input, ...(token === undefined ? {} : { ContinuationToken: token }) });
    const {
      Name: name,
      IsTruncated: goesOn,
      NextContinuationToken: next = '',
      Contents: objects = [],
      CommonPrefixes: folders = [],
    } = answer;
    // A proxy's page has neither, and an empty list must not be read into it.
    if (name !== Bucket || typeof goesOn !== 'boolean' || (goesOn && next === ''))
      throw refusal.unreadable('s3:ListBucket', 'is no list of this bucket', at)
    const refuse = ()        => {
      throw refusal.unreadable('s3:ListBucket', 'lists what was not asked for', at)
    };
    const page = {
      objects: objects.map(({ Key: key, Size: bytes, ETag: etag, LastModified: written }) =>
        key?.startsWith(Prefix) === true && typeof bytes === 'number' ? { key, bytes, etag, written } : refuse(),
      ),
      folders: folders.map(({ Prefix: folder }) => (folder?.startsWith(Prefix) === true && folder.endsWith('/') ? folder : refuse())),
    };
    return { page, next: goesOn ? next : undefined }
  })
}









async function getWhole({ client, limit, input, wanted, note }         )                      {
  for (let time = 1; ; time++) {
    const answer = note(await client.send(new ListObjectsV2Command.GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), limit));
    try {
      const bytes = await readBody(answer.Body            , answer.ContentLength, wanted);
      return { bytes, isWhole: answer.ContentLength !== undefined, etag: answer.ETag, versionId: answer.VersionId }
    } catch (error) {
      if (error instanceof world.Fault || limit.abortSignal.aborted) throw error
      if (time < MOST_TIMES) continue
      const message = `the object could not be read to its end in ${MOST_TIMES} attempts (${world.sayError(error)})`;
      throw new world.Fault(
        'aws-answer',
        { message, help: 'run it again; if it fails again, the object or a proxy is damaged', at: wanted.at },
        error,
      )
    }
  }
}

async function readBody(body          , length                    , wanted        )                      {
  const parts               = [];
  let bytes = 0;
  try {
    for await (const chunk of body                             ) {
      bytes += chunk.length;
      if (bytes > wanted.purpose.mostBytes) throw tooLarge(wanted)
      parts.push(chunk);
    }
  } finally {
    body.destroy();
  }
  if (length !== undefined && bytes !== length) throw new Error(`${bytes} of ${length} bytes came`)
  return Buffer.concat(parts)
}

exports.BUCKET_CAUSES = BUCKET_CAUSES;
exports.isFolder = isFolder;
exports.nameObject = nameObject;
exports.openObjects = openObjects;
