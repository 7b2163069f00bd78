// Rules in S3, read by the bundle from moto: with versions and without, deleted, of another account, and forty at once. What the fake says
// of an object is compared with it.

import { CreateBucketCommand, DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import { readStored } from '../../src/sources/stored.ts'
import { startS3 } from '../aws/s3.ts'
import { checkScan, ecrGate } from './gate.ts'
import { ACCOUNT, assumeRole, CLEAN, env, REGION, storeImage } from './moto.ts'

const endpoint = env['AWS_ENDPOINT_URL'] ?? ''

function clientWith(own: Readonly<Record<string, string>>): S3Client {
  const sessionToken = own['AWS_SESSION_TOKEN']
  const credentials = {
    accessKeyId: own['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: own['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
  }
  return new S3Client({ endpoint, region: REGION, credentials, maxAttempts: 1, forcePathStyle: true })
}

/** A bucket that no other test has, and what writes to it. */
async function makeBucket({ versioned = true, own = env }: { versioned?: boolean; own?: Readonly<Record<string, string>> } = {}) {
  const client = clientWith(own)
  const Bucket = `gate-${crypto.randomUUID().slice(0, 8)}`
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }))
  if (versioned) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  return {
    bucket: Bucket,
    put: async (Key: string, Body: string) => (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId,
    remove: (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key })),
  }
}

const rule = (name: string): string =>
  `name: ${name}\ntype: Finding\nseverityOfAlerts: 2\ntitle: "{{id}}"\nfilter: id = "CVE-2026-${name}"\nalertDescription: d\n`

interface Read {
  readonly verdict: string
  readonly objects: readonly { readonly name: string; readonly versionId: string | null; readonly etag: string }[]
}

test('forty files are read', async () => {
  const { bucket, put } = await makeBucket()
  for (let i = 0; i < 40; i++) await put(`rules/rule-${i}.yml`, rule(`rule ${i}`))
  await put('rules/README.md', 'none')
  const { code, err } = await ecrGate(['lint', `s3://${bucket}/rules/`])
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('40 rules read, 0 errors') })
  expect(err).toContain('not read: README.md')
})

test.each([true, false])('a policy decides by what its versions say; with versioning: %s', async versioned => {
  const { bucket, put } = await makeBucket({ versioned })
  const [policy, one] = [await put('policy.yml', 'fail-on: high\nrules: rules/\n'), await put('rules/one.yml', rule('one'))]
  const { name } = await storeImage(CLEAN)
  const { code, report } = await checkScan(`${name}:1.4.2`, ['--policy', `s3://${bucket}/policy.yml`])
  const { verdict, objects } = report as unknown as Read
  expect({ code, verdict, objects }).toMatchObject({
    code: 0,
    verdict: 'pass',
    objects: [
      { name: `s3://${bucket}/policy.yml`, versionId: versioned ? policy : null },
      { name: `s3://${bucket}/rules/one.yml`, versionId: versioned ? one : null },
    ],
  })
})

test('a version that is named is read after it was deleted, and without it the deletion is told', async () => {
  const { bucket, put, remove } = await makeBucket()
  const version = await put('one.yml', rule('one'))
  await put('one.yml', 'no rule')
  await remove('one.yml')
  expect(await ecrGate(['lint', `s3://${bucket}/one.yml?versionId=${version}`])).toMatchObject({ code: 0 })
  expect(await ecrGate(['lint', `s3://${bucket}/one.yml`])).toMatchObject({ code: 2, err: expect.stringContaining('one.yml: ') })
})

test('with the role of an account its bucket is read', async () => {
  const other = '222233334444'
  const { bucket, put } = await makeBucket({ own: await assumeRole(other) })
  await put('rules/one.yml', rule('one'))
  const named = `s3://${other}@${bucket}/rules/`
  expect(await ecrGate(['lint', named, '--policy-roles', `arn:aws:iam::${other}:role/policy`])).toMatchObject({
    code: 0,
    err: expect.stringContaining('1 rule read'),
  })
  expect(ACCOUNT).not.toBe(other)
})

test('moto and the fake say the same of an object, and refuse alike', async () => {
  const { bucket, put } = await makeBucket({ versioned: false })
  const fake = await startS3({ bucket })
  for (const key of ['gate/one.yml', 'gate/more/two.yml']) {
    await put(key, key)
    fake.put(key, key)
  }
  const references = ['gate/one.yml', 'gate/', 'gate', 'gone.yml', 'gone/'].map(key => `s3://${bucket}/${key}`)
  const answers = await Promise.all(
    [endpoint, fake.endpoint].map(at => {
      const aws = connect({ attempts: 1, endpoint: at, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's' } })
      const read = async (reference: string) => {
        const files = await captureFault(() => readStored(reference, { aws, region: REGION, roles: [] }))
        return files instanceof Fault ? files.diagnostic : files
      }
      return Promise.all([...references, 's3://no-such-bucket-of-ours/x'].map(read))
    }),
  )
  expect(answers[1]).toEqual(answers[0])
})
