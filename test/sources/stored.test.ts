// Rules in S3, read by the SDK's own client: what is not there, changes, or cannot be read is an error that says so.

import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import type { ReadFiles } from '../../src/sources/rules.ts'
import { readStored } from '../../src/sources/stored.ts'
import { DENIED, type Instead, type S3, type S3Options, startS3 } from '../aws/s3.ts'

const start = (options: Partial<S3Options> = {}): Promise<S3> => startS3({ bucket: 'rules', ...options })

function read({ endpoint }: S3, reference: string, region = 'eu-west-1'): Promise<ReadFiles | Fault> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const aws = connect({ attempts: 1, endpoint, credentials })
  return captureFault(() => readStored(reference, { aws, region, roles: [] }))
}

async function found(s3: S3, reference: string, region?: string): Promise<ReadFiles> {
  const files = await read(s3, reference, region)
  if (files instanceof Fault) throw files
  return files
}

async function refused(s3: S3, reference: string): Promise<Fault['diagnostic']> {
  const fault = await read(s3, reference)
  if (!(fault instanceof Fault)) throw new Error(`${reference} was read`)
  return fault.diagnostic
}

// MD5 of "text", which S3 gives as the ETag of an object that was put in one part.
const ETAG = '1cb251ec0d568de6a929b520c4aed8d1'

describe('one object', () => {
  test.each<[reference: string, versionId: string | undefined, kept: string | null]>([
    ['s3://rules/team/high.yml', 'L4kqtJlcpXroDTDmpUMLUo', 'L4kqtJlcpXroDTDmpUMLUo'],
    ['s3://rules/team/high.yml', undefined, null],
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
    ['s3://rules/team/high.yml', 'null', null],
  ])('%s of version %s is called by its reference, and has its version or says that there is none', async (reference, id, versionId) => {
    const s3 = await start()
    s3.put('team/high.yml', 'text', id)
    expect(await found(s3, reference)).toEqual({
      files: [
        {
          path: reference,
          text: 'text',
          stored: { name: 's3://rules/team/high.yml', arn: 'arn:aws:s3:::rules/team/high.yml', versionId, etag: ETAG },
        },
      ],
      diagnostics: [],
    })
    expect(s3.asked).toEqual(['GET team/high.yml'])
  })

  test('of a version that is named is that version, whatever came after it', async () => {
    const s3 = await start()
    s3.put('high.yml', 'first', 'one')
    s3.put('high.yml', 'second', 'two')
    s3.remove('high.yml')
    expect(await found(s3, 's3://rules/high.yml?versionId=one')).toMatchObject({
      files: [{ path: 's3://rules/high.yml?versionId=one', text: 'first', stored: { name: 's3://rules/high.yml', versionId: 'one' } }],
    })
  })

  test('is in the partition of the Region', async () => {
    const s3 = await start()
    s3.put('high.yml', 'text')
    expect(await found(s3, 's3://rules/high.yml', 'cn-north-1')).toMatchObject({
      files: [{ stored: { arn: 'arn:aws-cn:s3:::rules/high.yml' } }],
    })
  })

  test('that is packed is unpacked, as a file of the disk is', async () => {
    const s3 = await start()
    s3.objects.set('high.yml', gzipSync('text'))
    expect(await found(s3, 's3://rules/high.yml')).toMatchObject({ files: [{ text: 'text' }] })
  })

  test('of another Region is read there', async () => {
    const s3 = await start()
    s3.put('high.yml', 'text')
    let times = 0
    s3.instead = () =>
      times++ === 0 ? { status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'us-east-1' } } : undefined
    expect(await found(s3, 's3://rules/high.yml')).toMatchObject({ files: [{ text: 'text' }] })
  })

  test('that comes in part only is asked for again', async () => {
    const s3 = await start()
    s3.put('high.yml', 'text')
    let times = 0
    s3.instead = () => (times++ === 0 ? 'cut' : undefined)
    expect(await found(s3, 's3://rules/high.yml')).toMatchObject({ files: [{ text: 'text' }] })
  })

  test('that is a prefix says how that is written, unless nobody may look', async () => {
    const s3 = await start()
    s3.put('team/high.yml', 'text')
    expect(await refused(s3, 's3://rules/team')).toMatchObject({
      kind: 'aws-not-found',
      at: 's3://rules/team',
      message: 'there is no such object',
      help: 'there are objects below it: write s3://rules/team/ for all of them',
    })
    s3.instead = asked => (asked.startsWith('LIST') ? DENIED : undefined)
    expect(await refused(s3, 's3://rules/team')).toHaveProperty('help', 'check the key, and the case of its letters')
  })

  test('whose owner is named is read from a bucket of that account alone', async () => {
    const s3 = await start({ owner: '444455556666' })
    s3.put('team/high.yml', 'text')
    for (const key of ['team/high.yml', 'team/']) {
      expect(await found(s3, `s3://444455556666@rules/${key}`)).toMatchObject({
        files: [{ path: 's3://444455556666@rules/team/high.yml', text: 'text', stored: { name: 's3://rules/team/high.yml' } }],
      })
      expect(await refused(s3, `s3://111122223333@rules/${key}`)).toMatchObject({
        kind: 'aws-denied',
        help: expect.stringContaining('see that account 111122223333 owns rules'),
      })
    }
  })
})

describe('all below a prefix', () => {
  test.each([true, false].flatMap(isVersioned => [1, 2, 9, 10, 11, 40].map(count => [count, isVersioned] as const)))(
    '%i objects, with versions: %s, each a file, in the order of their keys',
    async (count, isVersioned) => {
      const s3 = await start({ pageSize: 10 })
      const keys = Array.from({ length: count }, (_, i) => `team/${i % 2 === 0 ? 'a' : 'b/c'}/${String(i).padStart(2, '0')}.yml`)
      for (const [i, key] of keys.entries()) s3.put(key, `text ${i}`, isVersioned ? `v${i}` : undefined)
      s3.put('teams/other.yml', 'text')
      s3.put('team.yml', 'text')
      const { files, diagnostics } = await found(s3, 's3://rules/team/')
      const sorted = [...keys].sort()
      expect(files.map(({ path }) => path)).toEqual(sorted.map(key => `s3://rules/${key}`))
      expect(files.map(({ text }) => text)).toEqual(sorted.map(key => `text ${keys.indexOf(key)}`))
      expect(files.map(({ stored }) => stored && 'etag' in stored && stored.versionId)).toEqual(
        sorted.map(key => (isVersioned ? `v${keys.indexOf(key)}` : null)),
      )
      expect(diagnostics).toEqual([])
      expect(s3.asked.filter(asked => asked.startsWith('GET'))).toHaveLength(count)
      expect(s3.asked.filter(asked => asked.startsWith('LIST'))).toHaveLength(2 * Math.ceil(count / 10))
    },
  )

  test('what is no rule file is told by name, and folders and hidden files are not', async () => {
    const s3 = await start()
    for (const key of ['team/', 'team/more/', 'team/high.YAML', 'team/more/low.json', 'team/more/README.md', 'team/.keep'])
      s3.put(key, 'text')
    const { files, diagnostics } = await found(s3, 's3://rules/team/')
    expect(files.map(({ path }) => path)).toEqual(['s3://rules/team/high.YAML', 's3://rules/team/more/low.json'])
    expect(diagnostics).toMatchObject([{ level: 'note', at: 's3://rules/team/', message: 'not read: more/README.md' }])
  })

  test('files of other tools are read by their names, hidden as they are', async () => {
    const s3 = await start()
    for (const key of ['team/.trivyignore', 'team/a/.inspector-ignore', 'team/.keep']) s3.put(key, 'CVE-2026-90001')
    const { files, diagnostics } = await found(s3, 's3://rules/team/')
    expect(files.map(({ path }) => path)).toEqual(['s3://rules/team/.trivyignore', 's3://rules/team/a/.inspector-ignore'])
    expect(diagnostics).toEqual([])
  })

  test.each<[keys: readonly string[], message: string, help: string | undefined]>([
    [[], 'there is nothing below "team/"', 'check the bucket, the prefix and the case of its letters'],
    [['team/'], 'there is nothing below "team/"', 'check the bucket, the prefix and the case of its letters'],
    [['team'], 'there is nothing below "team/"', 'did you mean s3://rules/team?'],
    [['team.yml'], 'there is nothing below "team/"', 'did you mean s3://rules/team.yml?'],
    [['team/README.md'], 'below "team/" is no .yml, .yaml or .json object', undefined],
  ])('that has only %j is an error', async (keys, message, help) => {
    const s3 = await start()
    for (const key of keys) s3.put(key, 'text')
    expect(await refused(s3, 's3://rules/team/')).toMatchObject({ at: 's3://rules/team/', message, ...(help !== undefined && { help }) })
  })

  test('of more objects than a team keeps is the wrong one', async () => {
    const s3 = await start()
    for (let i = 0; i <= 1000; i++) s3.put(`logs/${i}.json`, '{}')
    expect(await refused(s3, 's3://rules/logs/')).toMatchObject({ kind: 'too-large', message: 'there are more than 1000 objects below it' })
    expect(s3.asked).toEqual(['LIST logs/', 'LIST logs/'])
  })
})

describe('a prefix that changes while it is read', () => {
  // Changes the bucket when this request comes for the nth time.
  async function changing(asked: string, change: (s3: S3, time: number) => unknown): Promise<readonly [S3, ReadFiles | Fault]> {
    const s3 = await start()
    for (const name of ['a', 'b', 'c']) s3.put(`gate/${name}.yml`, `first ${name}`, `${name}1`)
    let times = 0
    s3.instead = what => {
      if (what === asked) change(s3, ++times)
      return undefined
    }
    return [s3, await read(s3, 's3://rules/gate/')]
  }

  test.each<[name: string, change: (s3: S3) => unknown, texts: readonly string[]]>([
    ['gets another version', s3 => s3.put('gate/b.yml', 'second b', 'b2'), ['first a', 'second b', 'first c']],
    ['gets one more', s3 => s3.put('gate/d.yml', 'first d', 'd1'), ['first a', 'first b', 'first c', 'first d']],
    ['loses one', s3 => s3.remove('gate/c.yml'), ['first a', 'first b']],
  ])('and %s once is read until two lists agree', async (_, change, texts) => {
    for (const [asked, first] of [
      ['LIST gate/', 2],
      ['GET gate/b.yml', 1],
    ] as const) {
      const [s3, read] = await changing(asked, (each, time) => time === first && change(each))
      if (read instanceof Fault) throw read
      expect(read.files.map(({ text }) => text)).toEqual(texts)
      expect(s3.asked.filter(what => what === 'LIST gate/')).toHaveLength(3)
    }
  })

  test('every time is an error after five lists', async () => {
    const [s3, fault] = await changing('LIST gate/', (each, time) => each.put('gate/b.yml', `text ${time}`, `b${time}`))
    expect(fault).toMatchObject({
      diagnostic: { at: 's3://rules/gate/', message: expect.stringContaining('keeps changing: of 5 lists no two in a row') },
    })
    expect(s3.asked.filter(what => what === 'LIST gate/')).toHaveLength(5)
  })

  test('back and forth between the lists is not believed', async () => {
    const [, read] = await changing('GET gate/b.yml', (each, time) => {
      // What is read is another text than what both lists have.
      if (time === 1) each.put('gate/b.yml', 'other', 'b2')
    })
    if (read instanceof Fault) throw read
    expect(read.files.map(({ text }) => text)).toEqual(['first a', 'other', 'first c'])
  })
})

describe('what cannot be read is an error, and no file', () => {
  const rows: readonly (readonly [asked: 'GET' | 'LIST', instead: Instead, kind: string, message: string, help: string])[] = [
    ['LIST', DENIED, 'aws-denied', 'AccessDenied for s3:ListBucket on the bucket', 'allow s3:ListBucket on arn:aws:s3:::rules'],
    [
      'GET',
      DENIED,
      'aws-denied',
      'AccessDenied for s3:GetObject on the object',
      'allow s3:GetObject on arn:aws:s3:::rules/team/high.yml, and s3:ListBucket on the bucket, without which S3 denies an object that is not there too',
    ],
    [
      'GET',
      { ...DENIED, message: 'User: x is not authorized to perform: kms:Decrypt on resource: y' },
      'aws-denied',
      'AccessDenied for kms:Decrypt on the key of the object',
      'allow kms:Decrypt on that key; AWS says',
    ],
    ['GET', { status: 400, code: 'constructor' }, 'aws-refused', '(constructor)', ''],
    ['GET', { status: 403, code: 'InvalidObjectState' }, 'aws-refused', 'is archived (S3 Glacier)', 'restore it'],
    ['GET', { status: 404, code: 'NoSuchBucket' }, 'aws-not-found', 'there is no such bucket', 'check the name of the bucket'],
    ['LIST', { status: 404, code: 'NoSuchBucket' }, 'aws-not-found', 'there is no such bucket', 'check the name of the bucket'],
    ['LIST', { status: 301, code: 'PermanentRedirect' }, 'aws-refused', 'is in another Region', 'AWS_ENDPOINT_URL'],
    ['GET', { status: 503, code: 'SlowDown' }, 'aws-throttled', 'throttled every attempt', 'aws-attempts'],
    ['LIST', { status: 503, code: 'SlowDown' }, 'aws-throttled', 'throttled every attempt', 'aws-attempts'],
    ['GET', { status: 400, code: 'ExpiredToken' }, 'aws-credentials', 'no valid credentials', 'they have expired'],
    ['GET', 'html', 'aws-answer', 'the answer of s3:GetObject has no ETag', 'may come from a proxy'],
    ['LIST', 'html', 'aws-answer', 's3:ListBucket', 'may come from a proxy'],
    ['GET', 'unmeasured', 'aws-answer', 'the answer of s3:GetObject does not say how long the object is', 'may come from a proxy'],
    ['GET', 'nameless', 'aws-answer', 'the answer of s3:GetObject has no ETag', 'may come from a proxy'],
    ['LIST', 'nameless', 'aws-answer', 'the answer of s3:ListBucket has an object without its ETag', 'may come from a proxy'],
    ['GET', 'cut', 'aws-answer', 'could not be read to its end in 3 attempts', 'run it again'],
    ['GET', 'flipped', 'aws-answer', 'could not be read to its end in 3 attempts', 'run it again'],
  ]

  test.each(rows)('%s answered by %j is %s', async (operation, instead, kind, message, help) => {
    const s3 = await start()
    s3.put('team/high.yml', 'text')
    s3.instead = asked => (asked.startsWith(operation) ? instead : undefined)
    const told = { kind, message: expect.stringContaining(message), ...(help !== '' && { help: expect.stringContaining(help) }) }
    // What is below a prefix and gone is looked for once more, and in the end the list says so.
    const isGone = kind === 'aws-not-found' && operation === 'GET'
    const at = operation === 'GET' ? 's3://rules/team/high.yml' : 's3://rules/team/'
    if (!isGone) expect(await refused(s3, 's3://rules/team/')).toMatchObject({ ...told, at })
    if (operation === 'GET') expect(await refused(s3, 's3://rules/team/high.yml')).toMatchObject({ ...told, at })
  })

  test.each<[reference: string, at: string, prepare: (s3: S3) => unknown, kind: string, message: string]>([
    ['s3://rules/a.yml', 's3://rules/a.yml', s3 => s3.put('b.yml', 'x'), 'aws-not-found', 'there is no such object'],
    ['s3://others/a.yml', 's3://others/a.yml', () => 0, 'aws-not-found', 'there is no such bucket'],
    ['s3://others/team/', 's3://others/team/', () => 0, 'aws-not-found', 'there is no such bucket'],
    [
      's3://rules/a.yml',
      's3://rules/a.yml',
      s3 => [s3.put('a.yml', 'x', 'one'), s3.remove('a.yml')],
      'aws-not-found',
      'the object was deleted (a delete marker stands in its place)',
    ],
    [
      's3://rules/a.yml?versionId=marker',
      's3://rules/a.yml?versionId=marker',
      s3 => [s3.put('a.yml', 'x', 'one'), s3.remove('a.yml')],
      'aws-not-found',
      'the object was deleted (a delete marker stands in its place)',
    ],
    [
      's3://rules/a.yml?versionId=two',
      's3://rules/a.yml?versionId=two',
      s3 => s3.put('a.yml', 'x', 'one'),
      'aws-not-found',
      'no such version',
    ],
    [
      's3://rules/a.yml',
      's3://rules/a.yml',
      s3 => s3.put('a.yml', 'x'.repeat(2 ** 21 + 1)),
      'too-large',
      'the object is larger than 2 MiB',
    ],
    [
      's3://rules/t/',
      's3://rules/t/a.yml',
      s3 => s3.put('t/a.yml', 'x'.repeat(2 ** 21 + 1)),
      'too-large',
      'the object is larger than 2 MiB',
    ],
    [
      's3://rules/a.yml',
      's3://rules/a.yml',
      s3 => s3.objects.set('a.yml', gzipSync('x'.repeat(2 ** 21 + 1))),
      'too-large',
      'longer than 2 MiB',
    ],
    [
      's3://rules/t/',
      's3://rules/t/a.yml',
      s3 => s3.objects.set('t/a.yml', Buffer.of(0xff, 0xfe)),
      'encoding',
      'the file is not valid UTF-8',
    ],
    [
      's3://rules/a.yml',
      's3://rules/a.yml',
      s3 => s3.objects.set('a.yml', gzipSync('text').subarray(0, 12)),
      'truncated',
      'ends too early',
    ],
  ])('%s', async (reference, at, prepare, kind, message) => {
    const s3 = await start()
    prepare(s3)
    expect(await refused(s3, reference)).toMatchObject({ kind, at, message: expect.stringContaining(message) })
  })

  test('an object of 2 MiB is not too large', async () => {
    const s3 = await start()
    s3.put('a.yml', 'x'.repeat(2 ** 21))
    expect((await found(s3, 's3://rules/a.yml')).files[0]?.text).toHaveLength(2 ** 21)
  })
})
