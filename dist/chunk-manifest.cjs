'use strict';

const client = require('./chunk-client.cjs');
const fault = require('./chunk-fault.cjs');
const scan = require('./chunk-scan.cjs');
const json = require('./chunk-json.cjs');
const files = require('./chunk-files.cjs');
const uri = require('./chunk-uri.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');

// Errors that are answers. The SDK takes LimitExceededException for throttling and would retry it, although ECR uses it to say
// that there is a result. So an expected error is replaced by `Expected` before the SDK's retries see it.


/** An error that the caller handles. */
class Expected extends Error {
                    name = 'Expected'
  /** The name of the service's error. */
           error        

  constructor(error        , message        ) {
    super(message);
    this.error = error;
  }
}

                   
                                                                                         
 

/** Makes errors with these names end a command at once, as `Expected`. */
function expectErrors(command         , names                   )       {
  const middleware =
    (next                                     ) =>
    async (args         )                   => {
      try {
        return await next(args)
      } catch (error) {
        if (names.includes(fault.errorName(error))) throw new Expected(fault.errorName(error), error instanceof Error ? error.message : '')
        throw error
      }
    };
  // High priority in this step wraps the SDK's deserializer, which is still inside the retries.
  command.middlewareStack.add(middleware         , { step: 'deserialize', priority: 'high', name: 'expectErrors' }         );
}

// The SDK's answers as plain JSON again: dates as ISO 8601, without the SDK's metadata.

                                                       

/** An answer of the SDK as plain JSON. */
function toFields({ $metadata: _, ...answer }        )         {
  return copy(answer)          
}

function copy(value         )          {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : scan.formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!json.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}

// ECR's original answer. The SDK reads answers by its schemas: it drops members that its release does not know yet, which a
// gate must not do, and takes four times as long for a page of findings as JSON.parse does.


// A page of a thousand findings has a few megabytes; a much longer answer would fill the memory.
const MOST_BYTES = 64 * 1024 * 1024;

                    
                             
                                              
 

/** Passes a command's successful answer to `take` before the SDK reads it. The SDK handles errors as usual. */
function takeAnswer(command                                  , take                         )       {
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      const response = result.response;            
      if (response.statusCode === 200) {
        take(JSON.parse(await readText(response.body)));
        response.body = Buffer.from('{}');
      }
      return result
    },
    // Low priority in this step is closest to the network, and so inside the SDK's deserializer.
    { step: 'deserialize', priority: 'low', name: 'takeAnswer' },
  );
}

async function readText(body                  )                  {
  const decoder = new TextDecoder();
  const parts           = [];
  let bytes = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new files.Fault('aws-answer', { message: `the answer of DescribeImageScanFindings is longer than ${MOST_BYTES / 1024 / 1024} MiB` })
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode()
}

// The ECR calls that the gate makes, each with the permissions it needs. Answers are plain JSON. Errors become faults, except
// those that the caller handles: these are returned by name.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html

                                                          

/** An answer, or the name and message of an expected error. */
                                                                                                         

/** The calls about one repository. */
                      
                                                                                               
                                                                                                            
                                                               
                                                                           
                                                  
                                                                
                                                                    
                                                                           
                                                      
                                                                         
                                                                 
                                                                 
                                                             
                                                         
 

                                 
                                
                                         
                              
                           
 

                          
                               
                            
 

// ECR's largest pages, so that the poll that sees the end of a basic scan already gets its findings.
const MOST_FINDINGS = 1000;
const MOST_IMAGES = 100;

const PUT_ERRORS = [
  'ImageAlreadyExistsException',
  'ImageTagAlreadyExistsException',
  'ImageDigestDoesNotMatchException',
  'LayersNotFoundException',
  'ReferencedImagesNotFoundException',
];
const START_ERRORS = ['LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException', 'ImageNotFoundException'];

async function openEcr(aws     , uri          )               {
  const client = await aws.ecr(uri);
  const { registryId, repositoryName } = uri;
  const repository = { registryId, repositoryName };
  const ask = createAsk(uri);
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const turn = nextToken === undefined ? {} : { nextToken };
      const command = new StartImageScanCommand.DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn });
      let page;         
      takeAnswer(command, json => {
        page = json;
      });
      const read = async (limit       )                  => {
        await client.send(command, limit);
        // A proxy that answers in place of ECR may send JSON too.
        if (!json.isObject(page))
          throw new files.Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is not a JSON object', help: fault.UNREADABLE })
        return page
      };
      return ask('DescribeImageScanFindings', command, read, {
        expected: ['ScanNotFoundException', 'ImageNotFoundException'],
        also: 'and, for enhanced scanning, inspector2:ListCoverage and inspector2:ListFindings',
      })
    },
    batchGetImage: (imageIds, mediaTypes) => {
      const command = new StartImageScanCommand.BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] });
      return ask('BatchGetImage', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    describeImage: imageDigest => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] });
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }), {
        expected: ['ImageNotFoundException'],
      })
    },
    describeImages: () => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES });
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    startImageScan: imageDigest => {
      const command = new StartImageScanCommand.StartImageScanCommand({ ...repository, imageId: { imageDigest } });
      return ask('StartImageScan', command, async limit => toFields({ ...(await client.send(command, limit)) }), { expected: START_ERRORS })
    },
    getRegistryScanningConfiguration: () => {
      const command = new StartImageScanCommand.GetRegistryScanningConfigurationCommand({});
      return ask('GetRegistryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    batchGetRepositoryScanningConfiguration: () => {
      const command = new StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] });
      return ask('BatchGetRepositoryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    describeRepository: () => {
      const command = new StartImageScanCommand.DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] });
      return ask('DescribeRepositories', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    putImage: image => {
      const command = new StartImageScanCommand.PutImageCommand({ ...repository, ...image });
      return ask('PutImage', command, async limit => toFields({ ...(await client.send(command, limit)) }), { expected: PUT_ERRORS })
    },
    deleteTag: imageTag => {
      const command = new StartImageScanCommand.BatchDeleteImageCommand({ ...repository, imageIds: [{ imageTag }] });
      return ask('BatchDeleteImage', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    getAuthorizationToken: () => {
      const command = new StartImageScanCommand.GetAuthorizationTokenCommand({});
      return ask('GetAuthorizationToken', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
  }
}

                                         

function createAsk(uri$1          ) {
  return async (
    operation        ,
    command                                    ,
    read                                   ,
    { expected = [], also }                                                                    = {},
  )                    => {
    expectErrors(command, expected);
    try {
      return { answer: await read(client.callLimit()) }
    } catch (error) {
      if (error instanceof Expected) return { error: error.error, message: error.message }
      const place =
        operation === 'GetRegistryScanningConfiguration' || operation === 'GetAuthorizationToken'
          ? { on: `registry ${uri$1.registryId}`, arn: '*' }
          : { on: `repository "${uri$1.repositoryName}"`, arn: uri.repositoryArn(uri$1) };
      throw fault.toAwsFault(error, { action: `ecr:${operation}`, ...place, ...(also === undefined ? {} : { also }) })
    }
  }
}

// Reads manifests from a registry: whether one is an image or an index of several, and which platform each image is for.
// https://github.com/opencontainers/image-spec/blob/main/image-index.md


/** The media types of an index: OCI's and Docker's. */
const INDEX_TYPES                    = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** All media types that the gate can read. */
const MANIFEST_TYPES                    = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

                             
                         
                                                                                                      
                                  
                                                                                 
                               
 

                      
                              
                                                                       
                                   
                                                             

/** Reads a manifest. An entry of an index counts as an image unless its platform and its annotation both say that it is not. */
function readManifest(text        , mediaType                    )           {
  let manifest;         
  try {
    manifest = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', problem: 'the manifest is not valid JSON' }
  }
  if (!json.isObject(manifest)) return { kind: 'unreadable', problem: 'the manifest is not a JSON object' }
  const type = mediaType ?? json.ownText(manifest, 'mediaType');
  const isIndex = type === undefined ? Array.isArray(json.own(manifest, 'manifests')) : INDEX_TYPES.includes(type);
  // It could be scanned as an image and run as an index: two contents under one digest. Runtimes refuse it too (CVE-2021-41190).
  const members = isIndex ? ['config', 'layers'] : ['manifests'];
  if (members.some(name => json.own(manifest, name) !== undefined))
    return { kind: 'unreadable', problem: 'the manifest is both an image and an index' }
  if (!isIndex) return { kind: 'image' }
  const listed = json.own(manifest, 'manifests');
  if (!Array.isArray(listed)) return { kind: 'unreadable', problem: 'the index has no list of manifests' }
  const entries = json.ownList(manifest, 'manifests').map(readEntry);
  const nameless = entries.filter(entry => entry === undefined).length;
  if (nameless > 0) return { kind: 'unreadable', problem: `${nameless} of ${entries.length} entries of the index have no sha256 digest` }
  return { kind: 'index', entries: entries.filter(entry => entry !== undefined) }
}

function readEntry(entry         )                         {
  const digest = json.ownText(entry, 'digest');
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined
  const platform = readPlatform(json.own(entry, 'platform'));
  // A runtime selects an image by its platform, so the annotation alone does not exempt an entry from being judged.
  const attestation = platform === 'unknown/unknown' && json.own(entry, 'annotations', 'vnd.docker.reference.type') === 'attestation-manifest';
  return { digest, platform, attestation }
}

function readPlatform(platform         )                {
  const os = json.ownText(platform, 'os');
  const architecture = json.ownText(platform, 'architecture');
  if (os === undefined || architecture === undefined) return null
  return [os, architecture, json.ownText(platform, 'variant')].filter(part => part !== undefined).join('/')
}

/** Whether a runtime would use an entry of this platform when asked for another; without a variant in `asked`, any matches. */
function isPlatform(platform        , asked        )          {
  const [os, architecture, variant] = normalise(platform);
  const [askedOs, askedArchitecture, askedVariant] = normalise(asked);
  return os === askedOs && architecture === askedArchitecture && (!/\/.*\//.test(asked) || variant === askedVariant)
}

// Runtimes normalize platforms before comparing them, so an entry for linux/x86_64 runs where linux/amd64 was asked for.
// https://github.com/containerd/platforms/blob/main/database.go
const ARCHITECTURES                                                       = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};
const USUAL                                   = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

function normalise(platform        )                                                               {
  const [os = '', word = '', given = ''] = platform.toLowerCase().split('/');
  const [architecture, implied] = Object.hasOwn(ARCHITECTURES, word) ? (ARCHITECTURES[word]                              ) : [word];
  const variant = implied ?? (/^\d/.test(given) ? `v${given}` : given);
  return [os === 'macos' ? 'darwin' : os, architecture, variant === '' ? (USUAL[architecture] ?? '') : variant]
}

exports.MANIFEST_TYPES = MANIFEST_TYPES;
exports.isPlatform = isPlatform;
exports.openEcr = openEcr;
exports.readManifest = readManifest;
