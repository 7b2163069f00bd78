// The fake server itself, called by the SDK's own clients without retries: how faults look to them, and that violations are
// recorded.

import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  ECRClient,
  ListImagesCommand,
} from '@aws-sdk/client-ecr'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ecrClient, stsClient } from './clients.ts'
import { makeBasicFindings } from './findings.ts'
import { makeManifest } from './images.ts'
import { type Aws, startAws } from './server.ts'
import type { Failure } from './wire.ts'

const repository = 'payments/api'

async function startWithImage(): Promise<{ aws: Aws; ecr: ECRClient }> {
  const aws = await startAws()
  aws.ecr.addImage({ repository, tags: ['1'], manifest: makeManifest(1), scan: [{ status: 'COMPLETE', findings: makeBasicFindings(2) }] })
  return { aws, ecr: ecrClient(aws) }
}

const ask = new DescribeImageScanFindingsCommand({ repositoryName: repository, imageId: { imageTag: '1' } })

test.each<[Failure, object]>([
  ['throttle', { name: 'ThrottlingException', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } }],
  ['error500', { name: 'ServerException', $metadata: { httpStatusCode: 500 } }],
  [
    'denied',
    {
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/ci/run is not authorized to perform: ecr:DescribeImageScanFindings on resource: arn:aws:ecr:eu-west-1:111122223333:repository/payments/api because no identity-based policy allows the ecr:DescribeImageScanFindings action',
    },
  ],
  ['expired', { name: 'ExpiredTokenException' }],
  ['unrecognized', { name: 'UnrecognizedClientException' }],
  ['cut', { code: 'ECONNRESET' }],
  ['cutMidway', { code: 'ECONNRESET' }],
  ['malformed', { name: 'SyntaxError', $response: { statusCode: 200 } }],
  ['html', { name: 'SyntaxError', $response: { statusCode: 200 } }],
  [
    { name: 'ImageArchivedException', message: 'archived' },
    { name: 'ImageArchivedException', message: 'archived' },
  ],
])('the fault %j', async (fault, expected) => {
  const { aws, ecr } = await startWithImage()
  aws.fail('DescribeImageScanFindings', fault, { times: 1 })
  await expect(ecr.send(ask)).rejects.toMatchObject(expected)
  await expect(ecr.send(ask)).resolves.toHaveProperty('imageScanStatus.status', 'COMPLETE')
  expect(aws.requests).toHaveLength(2)
  expect(aws.violations).toEqual([])
})

test('an empty answer is an answer without members', async () => {
  const { aws, ecr } = await startWithImage()
  aws.fail('DescribeImageScanFindings', 'empty')
  expect(Object.keys(await ecr.send(ask))).toEqual(['$metadata'])
})

test('a hanging call ends when its client gives up', async () => {
  const { aws, ecr } = await startWithImage()
  aws.fail('DescribeImageScanFindings', 'hang')
  await expect(ecr.send(ask, { abortSignal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'AbortError' })
})

test('a slow call gets the true answer', async () => {
  const { aws, ecr } = await startWithImage()
  aws.fail('DescribeImageScanFindings', { delay: 30 })
  const began = performance.now()
  expect((await ecr.send(ask)).imageScanFindings?.findings).toHaveLength(2)
  expect(performance.now() - began).toBeGreaterThan(28)
})

test('a fault may strike later, and only some calls', async () => {
  const { aws, ecr } = await startWithImage()
  const other = ecrClient(aws, { region: 'us-east-1' })
  aws.fail('DescribeImageScanFindings', 'throttle', { after: 1, times: 2, where: ({ region }) => region === 'eu-west-1' })
  const names: string[] = []
  for (const client of [other, ecr, other, ecr, ecr, ecr]) {
    names.push(
      await client.send(ask).then(
        () => 'ok',
        (error: Error) => error.name,
      ),
    )
  }
  const [far, slow] = ['RepositoryNotFoundException', 'ThrottlingException']
  expect(names).toEqual([far, 'ok', far, slow, slow, 'ok'])
})

test('what the schema does not allow is a violation and fails', async () => {
  const { aws, ecr } = await startWithImage()
  // The SDK leaves out what its schema does not know, so the bad bodies are put in after it has serialized the request.
  const sendBody = (body: object) => {
    const client = ecrClient(aws)
    client.middlewareStack.add(
      next => args => {
        Object.assign(args.request as object, { body: JSON.stringify(body) })
        return next(args)
      },
      { step: 'build', priority: 'high' },
    )
    return client.send(ask)
  }
  const good = { repositoryName: repository, imageId: { imageTag: '1' } }
  const bad: readonly [object, string][] = [
    [{ ...good, imageTag: '1' }, '.imageTag: unknown member'],
    [{ ...good, maxResults: '10' }, '.maxResults: expected a number, found "10"'],
    [{ repositoryName: repository }, '.imageId: required and missing'],
    [{ ...good, imageId: ['1'] }, '.imageId: expected a structure, found ["1"]'],
    [{ ...good, registryId: null }, '.registryId: expected a text, found null'],
  ]
  for (const [body, words] of bad) {
    await expect(sendBody(body)).rejects.toMatchObject({ name: 'SerializationException', message: words })
  }
  expect(aws.violations).toEqual(bad.map(([, words]) => `DescribeImageScanFindings: the request ${words}`))
  await expect(ecr.send(new ListImagesCommand({ repositoryName: repository }))).rejects.toThrow('not known here')
})

test.each<[object, string]>([
  [{ maxResults: 1001 }, "'maxResults'"],
  [{ maxResults: 0 }, "'maxResults'"],
  [{ imageId: {} }, "'imageId'"],
  [{ repositoryName: 'Payments' }, "'repositoryName'"],
  [{ registryId: '1' }, "'registryId'"],
])('what the documentation forbids is a violation and fails: %j', async (input, words) => {
  const { aws, ecr } = await startWithImage()
  await expect(ecr.send(new DescribeImageScanFindingsCommand({ ...ask.input, ...input }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(words),
  })
  expect(aws.violations).toHaveLength(1)
})

test('a list of images excludes pages', async () => {
  const { aws, ecr } = await startWithImage()
  const input = { repositoryName: repository, imageIds: [{ imageTag: '1' }], maxResults: 10 }
  await expect(ecr.send(new DescribeImagesCommand(input))).rejects.toThrow('cannot be used with imageIds')
  expect(aws.violations).toHaveLength(1)
})

test('more than a hundred images are a violation', async () => {
  const { aws, ecr } = await startWithImage()
  const imageIds = Array.from({ length: 101 }, (_, index) => ({ imageTag: String(index) }))
  await expect(ecr.send(new BatchGetImageCommand({ repositoryName: repository, imageIds }))).rejects.toThrow('1 to 100 entries')
  expect(aws.violations).toHaveLength(1)
})

test('an answer of our own that breaks the schema is a violation, unless that is intended', async () => {
  const aws = await startAws()
  const findings = [{ name: 'CVE-2026-1', severity: 7, cve: 'x' }]
  const scan = [
    { status: 'COMPLETE', findings, unchecked: true },
    { status: 'COMPLETE', findings },
  ] as const
  aws.ecr.addImage({ repository, tags: ['1'], manifest: makeManifest(1), scan })
  await ecrClient(aws).send(ask)
  expect(aws.violations).toEqual([])
  await ecrClient(aws).send(ask)
  expect(aws.violations).toEqual([
    'DescribeImageScanFindings: the answer.imageScanFindings.findings[0].severity: expected a text, found 7',
    'DescribeImageScanFindings: the answer.imageScanFindings.findings[0].cve: unknown member',
  ])
})

test('STS says who the caller is, or why not', async () => {
  const aws = await startAws({ account: '444455556666' })
  const sts = stsClient(aws)
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '444455556666',
    Arn: 'arn:aws:sts::444455556666:assumed-role/ci/run',
    UserId: 'AROAEXAMPLECI:run',
  })
  aws.fail('GetCallerIdentity', 'expired')
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
    message: 'The security token included in the request is expired',
  })
  expect(aws.requests[0]).toMatchObject({ service: 'sts', operation: 'GetCallerIdentity', region: 'eu-west-1', input: {} })
  expect(aws.violations).toEqual([])
})

test('the environment is enough for a client', async () => {
  const { aws } = await startWithImage()
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  for (const [name, value] of Object.entries({ ...aws.env, AWS_PROFILE: undefined })) vi.stubEnv(name, value)
  await expect(new ECRClient({}).send(ask)).resolves.toHaveProperty('imageScanStatus.status', 'COMPLETE')
  expect(aws.requests).toMatchObject([{ service: 'ecr', region: 'eu-west-1' }])
})

test('a closed server is gone, and waiting clients get an error', async () => {
  const { aws, ecr } = await startWithImage()
  aws.fail('DescribeImageScanFindings', 'hang', {
    where: () => {
      setTimeout(aws.close, 5)
      return true
    },
  })
  await expect(ecr.send(ask)).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect(ecr.send(ask)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
