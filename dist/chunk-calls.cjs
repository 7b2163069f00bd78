'use strict';

const expect = require('./chunk-expect.cjs');
const read = require('./chunk-read.cjs');
const permissions = require('./chunk-permissions.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');

// The SDK's answers as plain JSON again: dates as ISO 8601, without the SDK's metadata.


/** An answer of the SDK as plain JSON. */
function toFields({ $metadata: _, ...answer }        )         {
  return copy(answer)
}

function copy(value         )          {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : read.formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!read.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}

// The ECR calls that the gate makes, each with the permissions it needs. Answers are plain JSON. Errors become faults, except
// those that the caller handles: these are returned by name.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html


/** The answer of a call of which the caller handles some errors, or the name and message of such an error. */


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
const START_ERRORS = [
  'LimitExceededException',
  'ValidationException',
  'UnsupportedImageTypeException',
  'ImageNotFoundException',
  'ImageArchivedException',
];

const ONE_ERRORS = ['ImageNotFoundException'];

async function openEcr(aws     , uri          )               {
  const client = await aws.ecr(uri);
  const { registryId, repositoryName } = uri;
  const repository = { registryId, repositoryName };
  const call = (command            , options             )                  =>
    // The SDK's types allow only one kind of command here; each is checked where it is made.
    send(aws, uri, async limit => toFields({ ...(await client.send(command         , limit)) }), options);
  const callExpecting = (command            , expected                   , options             )                    => {
    expect.expectErrors(command, expected);
    return expecting(() => call(command, options))
  };
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const turn = nextToken === undefined ? {} : { nextToken };
      const command = new StartImageScanCommand.DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn });
      expect.expectErrors(command, ['ScanNotFoundException', 'ImageNotFoundException']);
      const read = (limit       )                  => readFindings(client, command, limit);
      return expecting(() => send(aws, uri, read, { action: 'ecr:DescribeImageScanFindings' }))
    },
    batchGetImage: (imageIds, mediaTypes) =>
      call(new StartImageScanCommand.BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] }), {
        action: 'ecr:BatchGetImage',
      }),
    describeImage: imageDigest =>
      callExpecting(new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeStoredImage: id =>
      callExpecting(new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [id], filter: { imageStatus: 'ANY' } }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeImages: () => call(new StartImageScanCommand.DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES }), { action: 'ecr:DescribeImages' }),
    startImageScan: imageDigest =>
      callExpecting(new StartImageScanCommand.StartImageScanCommand({ ...repository, imageId: { imageDigest } }), START_ERRORS, { action: 'ecr:StartImageScan' }),
    getRegistryScanningConfiguration: () =>
      call(new StartImageScanCommand.GetRegistryScanningConfigurationCommand({}), { action: 'ecr:GetRegistryScanningConfiguration' }),
    batchGetRepositoryScanningConfiguration: () =>
      call(new StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] }), {
        action: 'ecr:BatchGetRepositoryScanningConfiguration',
      }),
    describeRepository: () =>
      call(new StartImageScanCommand.DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] }), { action: 'ecr:DescribeRepositories' }),
    putImage: image =>
      callExpecting(new StartImageScanCommand.PutImageCommand({ ...repository, ...image }), PUT_ERRORS, { action: 'ecr:PutImage', kind: 'write' }),
    deleteTag: imageTag =>
      call(new StartImageScanCommand.BatchDeleteImageCommand({ ...repository, imageIds: [{ imageTag }] }), { action: 'ecr:BatchDeleteImage', kind: 'write' }),
    getAuthorizationToken: () => call(new StartImageScanCommand.GetAuthorizationTokenCommand({}), { action: 'ecr:GetAuthorizationToken' }),
    getDownloadUrlForLayer: layerDigest =>
      call(new StartImageScanCommand.GetDownloadUrlForLayerCommand({ ...repository, layerDigest }), { action: 'ecr:GetDownloadUrlForLayer' }),
  }
}








async function send(aws     , uri          , read$1                                   , { action, kind }             )                  {
  try {
    return await aws.call(read$1, kind)
  } catch (error) {
    if (error instanceof expect.Expected) throw error
    const place =
      permissions.permissionOf(action).on === 'registry'
        ? { on: `registry ${uri.registryId}`, arn: '*' }
        : { on: `repository "${uri.repositoryName}"`, arn: read.repositoryArn(uri) };
    throw refusal.toAwsFault(error, { action, ...place })
  }
}

async function expecting(call                       )                    {
  const answer = await world.captureAs(expect.Expected, call);
  return answer instanceof expect.Expected ? { error: answer.error, message: answer.message } : { answer }
}

// The answer is taken before the SDK reads it, because the SDK keeps only the fields that it knows.
async function readFindings(client           , command                                  , limit       )                  {
  let page;
  refusal.takeAnswer(command, json => {
    page = json;
  });
  await client.send(command, limit);
  // A proxy that answers in place of ECR may send JSON too.
  if (read.isObject(page)) return page
  throw new world.Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is not a JSON object', help: refusal.UNREADABLE })
}

exports.openEcr = openEcr;
