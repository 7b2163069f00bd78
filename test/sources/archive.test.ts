// A trail's archive in S3 keeps the promises of a source, read over HTTP; and what goes wrong with one object hides no other.

import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Diagnostic, Tell } from '../../src/diagnostic.ts'
import { type Archive, parseArchive } from '../../src/events/archive.ts'
import { Fault } from '../../src/fault.ts'
import { archivedEvents } from '../../src/sources/archive.ts'
import type { Source } from '../../src/sources/source.ts'
import type { Describe } from '../../src/sources/supply.ts'
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
  /** `all` is every account of the organization. */
  readonly account?: string | Fault | 'all'
  readonly from?: string
  readonly timeoutSeconds?: number
  readonly hours?: number
  readonly attempts?: number
  readonly describe?: Describe
  readonly progress?: (what: string) => void
}

function open({ endpoint }: S3, tell: Tell, options: OpenOptions = {}): Source {
  const { signal, name = 's3://logs/trail', account = ACCOUNT, timeoutSeconds = 300, hours = 24, attempts = 1 } = options
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  return archivedEvents(connect({ attempts, endpoint, credentials, ...(signal === undefined ? {} : { signal }) }), {
    archive: parseArchive(name) as Archive,
    region: 'eu-west-1',
    account: account === 'all' ? undefined : Promise.resolve(account),
    from: options.from === undefined ? TO - hours * 3_600_000 : Date.parse(options.from),
    to: TO,
    timeoutSeconds,
    clock: { milliseconds: () => 0, sleep: async () => undefined },
    tell,
    ...(options.describe !== undefined && { describe: options.describe }),
    progress: options.progress ?? (() => undefined),
  })
}

const start = (pageSize?: number, requesterPays = false): Promise<S3> =>
  startS3({ bucket: 'logs', requesterPays, ...(pageSize === undefined ? {} : { pageSize }) })
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
        return asked === `LIST ${FOLDER}` && s3.asked.filter(each => each === asked).length >= 2 ? 'hang' : undefined
      }
      // Pages are listed while objects are read, so the end of the waiting is announced once the events have been passed.
      const describe: Describe = async batch => {
        setImmediate(waits)
        return batch
      }
      return open(s3, tell, { signal, describe })
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
    ['it is said to be elsewhere', { status: 301, code: 'PermanentRedirect' }, 'aws-refused', 'in another Region'],
    ['its key is disabled', { status: 400, code: 'KMS.DisabledException' }, 'aws-refused', 'KMS.DisabledException'],
    ['S3 has a fault', { status: 500, code: 'InternalError' }, 'aws-answer', 's3:GetObject'],
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

  test("a proxy's page comes in its place", async () => {
    const s3 = await start()
    const event = eventAt('2026-11-23T10:00:00Z')
    s3.objects.set(keyOf(0), pack([])).set(keyOf(1), pack([event]))
    s3.instead = asked => (asked === `GET ${keyOf(0)}` ? 'html' : undefined)
    const { coverage, seen, told } = await readAll(s3)
    expect([coverage.state, seen]).toEqual(['gap', [event['eventID']]])
    expect(told).toEqual([expect.objectContaining({ kind: 'not-records', at: { file: `s3://logs/${keyOf(0)}`, line: 1, column: 1 } })])
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
  ['S3 is too busy', { status: 503, code: 'SlowDown' }, 'aws-throttled', 'throttled every attempt of s3:ListBucket'],
  ['credentials have expired', { status: 400, code: 'ExpiredToken' }, 'aws-credentials', 's3:ListBucket'],
])('nothing can be listed: %s; it is told once', async (_, instead, kind, message) => {
  const s3 = await start()
  s3.instead = asked => (asked.startsWith('LIST') ? instead : undefined)
  const { coverage, told } = await readAll(s3, { name: 's3://logs/trail/AWSLogs/o-exampleorgid' })
  expect(coverage).toMatchObject({ state: 'gap', records: 0 })
  expect(told.map(each => each.kind)).toEqual([kind])
  expect(told[0]?.message).toContain(message)
})

test.each(['s3://logs/trail', `s3://logs/trail/AWSLogs/${ACCOUNT}`])('a bucket in another Region is asked there: %s', async name => {
  const s3 = await start()
  s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')]))
  const headers = { 'x-amz-bucket-region': 'us-west-2' }
  // Where the account is named, the lists of several folders are under way when S3 says so.
  s3.instead = (_, region) => (region === 'us-west-2' ? undefined : { status: 301, code: 'PermanentRedirect', headers })
  expect((await readAll(s3, { name })).coverage).toMatchObject({ state: 'read', records: 1 })
})

const ORGANIZATION = 'trail/AWSLogs/o-exampleorgid/'
const accountOf = (i: number): string => String(111122220000 + i)

describe('all accounts of an organization', () => {
  test.each([3, 200])('%i accounts are one line, and one without events is named', async count => {
    const s3 = await start(50)
    const events = Array.from({ length: count }, () => eventAt('2026-11-23T11:00:00Z'))
    for (const [i, event] of events.entries()) s3.objects.set(keyOf(0, dayFolder('2026-11-23', accountOf(i), ORGANIZATION)), pack([event]))
    s3.objects.set(keyOf(0, dayFolder('2026-11-01', accountOf(count), ORGANIZATION)), pack([eventAt('2026-11-01T11:00:00Z')]))
    s3.objects.set(`${ORGANIZATION}CloudTrail-Digest/other`, pack([])).set(`${ORGANIZATION}note.txt`, pack([]))
    const { coverage, seen } = await readAll(s3, { name: `s3://logs/${ORGANIZATION}`, account: 'all' })
    expect(seen.toSorted()).toEqual(events.map(({ eventID }) => eventID).toSorted())
    expect(coverage).toMatchObject({
      state: 'read',
      records: count,
      origin: `s3://logs/${ORGANIZATION} of ${count + 1} accounts, eu-west-1`,
    })
    expect(coverage.message).toContain(`; there is no object of 2026-11-22; nothing of 1 account: ${accountOf(count)};`)
    expect(coverage.message.length).toBeLessThan(400)
  })

  test('no more is listed than the accounts and the days of the window', async () => {
    const s3 = await start()
    for (const i of [0, 1]) s3.objects.set(keyOf(0, dayFolder('2026-11-23', accountOf(i), ORGANIZATION)), pack([]))
    await readAll(s3, { name: `s3://logs/${ORGANIZATION}`, account: 'all' })
    const days = ['2026-11-22', '2026-11-23', '2026-11-24']
    const folders = days.flatMap(day => [0, 1].map(i => `LIST ${dayFolder(day, accountOf(i), ORGANIZATION)}`))
    expect(s3.asked.filter(each => each.startsWith('LIST'))).toEqual([`LIST ${ORGANIZATION}`, ...folders])
  })

  test('an account that cannot be listed is a gap, and hides no other', async () => {
    const s3 = await start()
    const event = eventAt('2026-11-23T11:00:00Z')
    for (const i of [0, 1]) s3.objects.set(keyOf(0, dayFolder('2026-11-23', accountOf(i), ORGANIZATION)), pack(i === 0 ? [] : [event]))
    s3.instead = asked => (asked.startsWith(`LIST ${ORGANIZATION}${accountOf(0)}/`) ? { status: 403, code: 'AccessDenied' } : undefined)
    const { coverage, seen } = await readAll(s3, { name: `s3://logs/${ORGANIZATION}`, account: 'all' })
    expect([coverage.state, seen]).toEqual(['gap', [event['eventID']]])
  })

  test('nothing in any account is a gap', async () => {
    const { coverage, told } = await readAll(await start(), { name: `s3://logs/${ORGANIZATION}`, account: 'all' })
    expect([coverage.state, told[0]?.message]).toEqual([
      'gap',
      `no object was written since 2026-11-22T12:00:00Z in s3://logs/${ORGANIZATION}*/CloudTrail/eu-west-1/`,
    ])
  })
})

// What log file validation writes each hour, also where nothing was delivered.
const digestKey = (time: string, trail = 'all'): string => {
  const [date = '', clock = ''] = time.split('T')
  const stamp = `${date.replaceAll('-', '')}T${clock.replaceAll(':', '')}`
  return `trail/AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/${date.replaceAll('-', '/')}/${ACCOUNT}_CloudTrail-Digest_eu-west-1_${trail}_eu-west-1_${stamp}.json.gz`
}
const hourly = (from: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * 3_600_000).toISOString().replace('.000Z', 'Z'))

describe('no event was delivered, and hourly digests', () => {
  test.each<[title: string, times: readonly string[], state: 'read' | 'gap']>([
    ['are there for the whole window', hourly('2026-11-22T12:20:00Z', 24), 'read'],
    ['begin before it and end two hours before its end', hourly('2026-11-22T09:20:00Z', 25), 'read'],
    ['are there but for an hour that was delivered late', hourly('2026-11-22T12:20:00Z', 24).toSpliced(10, 1), 'read'],
    ['ended with the trail in the evening', hourly('2026-11-22T12:20:00Z', 8), 'gap'],
    ['began with the trail in the evening', hourly('2026-11-22T20:20:00Z', 16), 'gap'],
    ['have a hole of six hours', hourly('2026-11-22T12:20:00Z', 24).toSpliced(8, 6), 'gap'],
    ['are there for other days only', hourly('2026-11-20T12:20:00Z', 24), 'gap'],
    ['are not there', [], 'gap'],
  ])('%s', async (_, times, state) => {
    const s3 = await start()
    for (const time of times) s3.objects.set(digestKey(time), pack([]))
    const { coverage } = await readAll(s3)
    expect(coverage.state).toBe(state)
    expect(coverage.message).toContain(
      state === 'read' ? 'hourly digests say that the trail was alive' : 'no object was written since 2026-11-22T12:00:00Z',
    )
  })

  test('of another Region say nothing', async () => {
    const s3 = await start()
    for (const time of hourly('2026-11-22T12:20:00Z', 24)) s3.objects.set(digestKey(time).replaceAll('eu-west-1', 'eu-west-2'), pack([]))
    expect((await readAll(s3)).coverage.state).toBe('gap')
  })

  test('of a trail that ended and of one that began later do not add up', async () => {
    const s3 = await start()
    for (const [i, time] of hourly('2026-11-22T12:20:00Z', 24).entries()) s3.objects.set(digestKey(time, i < 12 ? 'old' : 'new'), pack([]))
    expect((await readAll(s3)).coverage.state).toBe('gap')
  })

  test('that cannot be listed are told beside the gap', async () => {
    const s3 = await start()
    s3.instead = asked => (asked.includes('CloudTrail-Digest') ? { status: 403, code: 'AccessDenied' } : undefined)
    expect((await readAll(s3)).told.map(({ kind }) => kind)).toEqual(['aws-denied', 'not-found'])
  })
})

describe('objects of the day that were written before the window', () => {
  const read = async (written: string, digests: readonly string[]) => {
    const s3 = await start()
    s3.written = Date.parse(written)
    s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T07:00:00Z')]))
    for (const time of digests) s3.objects.set(digestKey(time), pack([]))
    const { coverage, told } = await readAll(s3, { hours: 1 })
    return { state: coverage.state, message: coverage.message, told: told.map(({ kind }) => kind) }
  }

  test.each<[title: string, written: string, digests: readonly string[], state: 'read' | 'gap']>([
    ['do not say that the trail is alive', '2026-11-23T10:59:59Z', [], 'gap'],
    ['nor do digests from before it', '2026-11-23T10:59:59Z', hourly('2026-11-23T08:00:00Z', 3), 'gap'],
    ['but those of its hours do', '2026-11-23T10:59:59Z', hourly('2026-11-23T08:20:00Z', 4), 'read'],
    ['one of the window does', '2026-11-23T11:00:00Z', [], 'read'],
  ])('%s', async (_, written, digests, state) => {
    expect(await read(written, digests)).toMatchObject({ state, told: state === 'read' ? [] : ['not-found'] })
  })

  test('the coverage says when the last one was written', async () => {
    expect((await read('2026-11-23T11:00:00Z', [])).message).toContain('; the last object was written at 2026-11-23T11:00:00Z;')
  })
})

describe('objects stopped four hours ago, and digests', () => {
  test.each<[title: string, digests: readonly string[], trail: string, state: 'read' | 'gap']>([
    ['are not there', [], 'all', 'read'],
    ['go on', hourly('2026-11-22T12:20:00Z', 23), 'all', 'read'],
    ['are those of a trail that goes on', [...hourly('2026-11-22T12:20:00Z', 23)], 'other', 'read'],
    ['stopped too', hourly('2026-11-22T12:20:00Z', 20), 'all', 'gap'],
  ])('%s', async (_, digests, trail, state) => {
    const s3 = await start()
    const event = eventAt('2026-11-23T07:00:00Z')
    s3.written = Date.parse('2026-11-23T08:00:00Z')
    s3.objects.set(keyOf(0), pack([event])).set(digestKey('2026-11-22T12:20:00Z'), pack([]))
    if (digests.length === 0) s3.objects.delete(digestKey('2026-11-22T12:20:00Z'))
    for (const time of digests) s3.objects.set(digestKey(time, trail), pack([]))
    const { coverage, seen, told } = await readAll(s3)
    expect([coverage.state, seen]).toEqual([state, [event['eventID']]])
    const stopped = 'no object was written since 2026-11-23T08:00:00Z, and no digest came after that of 2026-11-23T07:20:00Z'
    expect(told.map(({ message }) => message)).toEqual(state === 'gap' ? [stopped] : [])
  })
})

test('only an empty object is what the console calls a folder', async () => {
  const s3 = await start()
  const event = eventAt('2026-11-23T11:00:00Z')
  s3.objects.set(FOLDER, Buffer.of()).set(`${FOLDER}copies/`, pack([event]))
  const { coverage, seen } = await readAll(s3)
  expect([coverage.state, seen]).toEqual(['read', [event['eventID']]])
})

test('a bucket whose requester pays is read, and the coverage says who paid', async () => {
  const s3 = await start(undefined, true)
  s3.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')]))
  const { coverage } = await readAll(s3)
  expect(coverage).toMatchObject({ state: 'read', records: 1, message: expect.stringContaining('; the requester paid for the requests') })
  s3.objects.set(keyOf(1), pack([]).subarray(0, -4))
  expect((await readAll(s3)).coverage).toMatchObject({
    state: 'gap',
    message: expect.stringContaining('; the requester paid for the requests'),
  })
  const other = await start()
  other.objects.set(keyOf(0), pack([eventAt('2026-11-23T10:00:00Z')]))
  expect((await readAll(other)).coverage.message).not.toContain('paid')
})

test('nothing at all in the window is a gap that names where it was sought', async () => {
  const s3 = await start()
  s3.objects.set(keyOf(0, dayFolder('2026-11-01')), pack([]))
  const { coverage, told } = await readAll(s3)
  expect(coverage.state).toBe('gap')
  const where = `s3://logs/trail/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/`
  expect(told).toEqual([
    expect.objectContaining({ kind: 'not-found', message: `no object was written since 2026-11-22T12:00:00Z in ${where}` }),
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
