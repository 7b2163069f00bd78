// A trail's archive in S3 keeps the promises of a source, read over HTTP; and what goes wrong with one object hides no other.

import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Diagnostic, Tell } from '../../src/diagnostic.ts'
import { type Archive, parseArchive } from '../../src/events/archive.ts'
import { Fault } from '../../src/fault.ts'
import { archivedEvents } from '../../src/sources/archive.ts'
import type { Source } from '../../src/sources/source.ts'
import { makeRecord } from '../aws/events.ts'
import { type Instead, type S3, startS3 } from '../aws/s3.ts'
import type { Fields } from '../aws/wire.ts'
import { testSource } from './source.case.ts'

const TO = Date.parse('2026-11-23T12:00:00Z')
const ACCOUNT = '111122223333'
const FOLDER = `trail/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/11/23/`

interface OpenOptions {
  readonly signal?: AbortSignal
  readonly name?: string
  readonly account?: string | Fault
  readonly timeoutSeconds?: number
  readonly hours?: number
  readonly attempts?: number
  readonly progress?: (what: string) => void
}

function open({ endpoint }: S3, tell: Tell, options: OpenOptions = {}): Source {
  const { signal, name = 's3://logs/trail', account = ACCOUNT, timeoutSeconds = 300, hours = 24, attempts = 1 } = options
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  return archivedEvents(connect({ attempts, endpoint, credentials, ...(signal === undefined ? {} : { signal }) }), {
    archive: parseArchive(name) as Archive,
    region: 'eu-west-1',
    account: Promise.resolve(account),
    from: TO - hours * 3_600_000,
    to: TO,
    timeoutSeconds,
    clock: { milliseconds: () => 0, sleep: async () => undefined },
    tell,
    progress: options.progress ?? (() => undefined),
  })
}

const start = (pageSize?: number): Promise<S3> => startS3({ bucket: 'logs', ...(pageSize === undefined ? {} : { pageSize }) })
const pack = (records: readonly Fields[]): Buffer => gzipSync(JSON.stringify({ Records: records }))
const keyOf = (i: number, folder = FOLDER): string => `${folder}${String(i).padStart(6, '0')}.json.gz`
const linesOf = (records: readonly Fields[]): string => records.map(record => `${JSON.stringify(record)}\n`).join('')

testSource(
  "a trail's archive in S3",
  {
    whole: async (records, tell) => {
      const s3 = await start()
      for (let i = 0; i === 0 || i < records.length; i += 500) s3.objects.set(keyOf(i), pack(records.slice(i, i + 500)))
      return open(s3, tell)
    },
    damaged: async (records, tell) => {
      const s3 = await start()
      s3.objects.set(keyOf(0), gzipSync(`${linesOf(records.slice(0, 1))}{"eventName":\n${linesOf(records.slice(1))}`))
      return open(s3, tell)
    },
    empty: async tell => open(await start(), tell),
    silent: async (records, tell, waits, signal) => {
      const s3 = await start(1)
      s3.objects.set(keyOf(0), pack(records)).set(keyOf(1), pack([]))
      s3.instead = asked => {
        if (asked !== `LIST ${FOLDER}` || s3.asked.filter(each => each === asked).length < 2) return undefined
        waits()
        return 'hang'
      }
      return open(s3, tell, { signal })
    },
    endless: async (make, tell) => {
      const s3 = await start(1)
      let made = 0
      s3.instead = asked => {
        if (asked !== `LIST ${FOLDER}`) return undefined
        const i = s3.objects.size
        for (const each of [i, i + 1]) s3.objects.set(keyOf(each), pack(Array.from({ length: 200 }, () => make(made++ % 3000))))
        return undefined
      }
      return open(s3, tell)
    },
  },
  {
    duplicates: { is: 'passed once', because: 'CloudTrail delivers some events more than once' },
    late: { is: '2026-11-23T11:55:00Z', because: 'CloudTrail delivers events some minutes after they happened' },
    origin: {
      is: `s3://logs/trail of account ${ACCOUNT}, eu-west-1`,
      because: 'whose activity it is only STS tells, which is asked meanwhile',
    },
  },
)

const eventAt = (eventTime: string): Fields => makeRecord({ eventName: 'ListDocuments', eventTime })

/** Reads all, and says what was seen and told. */
async function readAll(s3: S3, options: OpenOptions = {}) {
  const told: Diagnostic[] = []
  const seen: unknown[] = []
  const source = open(s3, diagnostic => told.push(diagnostic), options)
  const see = ({ event }: { readonly event: Fields }): undefined => void seen.push(event['eventID'])
  const coverage = await source.read(see, { signal: new AbortController().signal })
  return { coverage, seen, told }
}

const dayFolder = (day: string, account = ACCOUNT, root = 'trail/AWSLogs/'): string =>
  `${root}${account}/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/`

test('reads only what happened in the window, delivered on its days or the day after its end', async () => {
  const s3 = await start()
  const wanted = ['2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z', '2026-11-22T23:59:59Z'].map(eventAt)
  const others = ['2026-11-22T11:59:59Z', '2026-11-23T12:00:01Z'].map(eventAt)
  s3.objects.set(keyOf(0, dayFolder('2026-11-22')), pack([...wanted.slice(0, 1), ...others.slice(0, 1)]))
  s3.objects.set(keyOf(0, dayFolder('2026-11-23')), pack(wanted.slice(2)))
  s3.objects.set(keyOf(0, dayFolder('2026-11-24')), pack([...wanted.slice(1, 2), ...others.slice(1)]))
  for (const folder of [dayFolder('2026-11-21'), dayFolder('2026-11-25'), dayFolder('2026-11-23', '444455556666')])
    s3.objects.set(keyOf(0, folder), pack([eventAt('2026-11-23T11:00:00Z')]))
  for (const beside of ['CloudTrail-Digest', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity'])
    s3.objects.set(keyOf(0, FOLDER.replace('CloudTrail', beside)), pack([eventAt('2026-11-23T11:00:00Z')]))
  const { coverage, seen } = await readAll(s3)
  expect(coverage).toMatchObject({ state: 'read', records: 3 })
  expect(seen.toSorted()).toEqual(wanted.map(({ eventID }) => eventID).toSorted())
})

test.each([
  ['s3://logs/trail', 'the organization is found'],
  ['s3://logs/trail/AWSLogs/o-exampleorgid', 'the organization is named'],
  [`s3://logs/trail/AWSLogs/o-exampleorgid/${ACCOUNT}/`, 'the account is named, and the credentials are of another one'],
])('reads the trail of an organization: %s (%s)', async (name, what) => {
  const s3 = await start()
  const event = eventAt('2026-11-23T11:00:00Z')
  s3.objects.set(keyOf(0, dayFolder('2026-11-23', ACCOUNT, 'trail/AWSLogs/o-exampleorgid/')), pack([event]))
  const { coverage, seen } = await readAll(s3, { name, account: what.includes('another') ? '444455556666' : ACCOUNT })
  expect([coverage.state, seen]).toEqual(['read', [event['eventID']]])
  expect(coverage.message).toContain(`of account ${ACCOUNT}, eu-west-1`)
  expect(coverage.message).toContain('there is no object of 2026-11-22;')
})

describe('what goes wrong with one object is told by name, and hides no other', () => {
  test.each<[title: string, instead: Instead, kind: string, told: string]>([
    ['access is denied', { status: 403, code: 'AccessDenied' }, 'aws-denied', 's3:GetObject'],
    [
      'the key is not allowed',
      { status: 403, code: 'AccessDenied', message: 'User: arn:aws:sts::1:x is not authorized to perform: kms:Decrypt on resource: k' },
      'aws-denied',
      'kms:Decrypt',
    ],
    ['it is in Glacier', { status: 403, code: 'InvalidObjectState' }, 'aws-refused', 'S3 Glacier'],
    ['it is gone', { status: 404, code: 'NoSuchKey' }, 'aws-not-found', 'is gone'],
    ['S3 is too busy', { status: 503, code: 'SlowDown' }, 'aws-throttled', 'throttled every attempt'],
    ['its body is always cut short', 'cut', 'aws-answer', 'could not be read to its end in 3 attempts'],
    ['a byte of it is wrong', 'flipped', 'aws-answer', 'could not be read to its end in 3 attempts'],
  ])('%s', async (_, instead, kind, message) => {
    const s3 = await start()
    const [first, second, third] = ['10', '11', '09'].map(hour => eventAt(`2026-11-23T${hour}:00:00Z`))
    for (const [i, event] of [first, second, third].entries()) s3.objects.set(keyOf(i), pack([event ?? {}]))
    s3.instead = asked => (asked === `GET ${keyOf(1)}` ? instead : undefined)
    const { coverage, seen, told } = await readAll(s3)
    expect(seen).toEqual([first?.['eventID'], third?.['eventID']])
    expect(coverage.state).toBe('gap')
    expect(told).toEqual([expect.objectContaining({ kind, at: `s3://logs/${keyOf(1)}`, message: expect.stringContaining(message) })])
  })

  test('it was stored cut short', async () => {
    const s3 = await start()
    const [first, second] = ['09', '10'].map(hour => eventAt(`2026-11-23T${hour}:00:00Z`))
    s3.objects.set(keyOf(0), pack([first ?? {}]).subarray(0, -4)).set(keyOf(1), pack([second ?? {}]))
    const { coverage, seen, told } = await readAll(s3)
    expect([coverage.state, seen]).toEqual(['gap', [first?.['eventID'], second?.['eventID']]])
    expect(told).toEqual([expect.objectContaining({ kind: 'truncated', at: `s3://logs/${keyOf(0)}` })])
  })
})

test.each<[title: string, instead: Instead]>([
  ['a body cut short', 'cut'],
  ['a wrong byte', 'flipped'],
])('%s is asked for again', async (_, instead) => {
  const s3 = await start()
  s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')]))
  s3.instead = asked => (asked.startsWith('GET') && s3.asked.filter(each => each === asked).length < 3 ? instead : undefined)
  expect((await readAll(s3)).coverage).toMatchObject({ state: 'read', records: 1 })
})

test.each<[title: string, instead: Instead, kind: string, message: string]>([
  ['access is denied', { status: 403, code: 'AccessDenied' }, 'aws-denied', 's3:ListBucket on the bucket'],
  ['there is no bucket', { status: 404, code: 'NoSuchBucket' }, 'aws-not-found', 'there is no such bucket'],
  ['it is elsewhere', { status: 301, code: 'PermanentRedirect' }, 'aws-refused', 'in another Region'],
  ["a proxy's page", 'html', 'aws-answer', 's3:ListBucket'],
])('nothing can be listed: %s; it is told once', async (_, instead, kind, message) => {
  const s3 = await start()
  s3.instead = asked => (asked.startsWith('LIST') ? instead : undefined)
  const { coverage, told } = await readAll(s3, { name: 's3://logs/trail/AWSLogs/o-exampleorgid' })
  expect(coverage).toMatchObject({ state: 'gap', records: 0 })
  expect(told.map(each => each.kind)).toEqual([kind])
  expect(told[0]?.message).toContain(message)
})

test('a bucket in another Region is asked there, once S3 has said which', async () => {
  const s3 = await start()
  s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')]))
  const headers = { 'x-amz-bucket-region': 'us-west-2' }
  s3.instead = () => (s3.asked.length === 1 ? { status: 301, code: 'PermanentRedirect', headers } : undefined)
  expect((await readAll(s3)).coverage).toMatchObject({ state: 'read', records: 1 })
})

test('nothing at all in the window is a gap that names where it was sought', async () => {
  const s3 = await start()
  s3.objects.set(keyOf(0, dayFolder('2026-11-01')), pack([]))
  const { coverage, told } = await readAll(s3)
  expect(coverage.state).toBe('gap')
  const where = `s3://logs/trail/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/`
  expect(told).toEqual([
    expect.objectContaining({ kind: 'not-found', message: `there is no object from 2026-11-22 to 2026-11-23 in ${where}` }),
  ])
})

test('audit-timeout ends the reading, and what was seen counts', async () => {
  const s3 = await start(1)
  s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')])).set(keyOf(1), pack([]))
  s3.instead = asked => (asked === `GET ${keyOf(1)}` ? 'hang' : undefined)
  const { coverage, told } = await readAll(s3, { timeoutSeconds: 1 })
  expect(coverage).toMatchObject({ state: 'gap', records: 1 })
  expect(told.map(({ kind }) => kind)).toEqual(['audit-timeout'])
})

test('without the account nothing is read', async () => {
  const s3 = await start()
  const { coverage } = await readAll(s3, { account: new Fault('aws-credentials', { message: 'no valid credentials' }) })
  expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('no valid credentials') })
  expect(s3.asked).toEqual([])
})
