// A trail's archive in the S3 of moto, which nobody here wrote, with a proxy in front of it that spoils answers.

import { gzipSync } from 'node:zlib'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { type Archive, parseArchive } from '../../src/events/archive.ts'
import { archivedEvents } from '../../src/sources/archive.ts'
import { makeRecord } from '../aws/events.ts'
import { ELSEWHERE, type Spoilt, startFaulty } from './faulty.ts'
import { ecrGate } from './gate.ts'
import { ACCOUNT, env, REGION } from './moto.ts'

const MOTO = env['AWS_ENDPOINT_URL'] ?? ''
const BUCKET = `trail-${crypto.randomUUID().slice(0, 8)}`
const ORGANIZATION = 'AWSLogs/o-exampleorgid/'
const OTHER = '444455556666'
const HOUR = 3_600_000
const now = Math.floor(Date.now() / 1000) * 1000
const hourAgo = new Date(now - HOUR).toISOString().replace('.000Z', 'Z')
const day = hourAgo.slice(0, 10).replaceAll('-', '/')
const OBJECTS = 20
/** One more than a page of a list has. */
const MANY = 1001

const credentials = { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '' }
const client = new S3Client({ endpoint: MOTO, region: REGION, credentials, forcePathStyle: true })
const folderOf = (account: string, kind = 'CloudTrail'): string => `${ORGANIZATION}${account}/${kind}/${REGION}/${day}/`
const keyOf = (i: number, account = ACCOUNT): string =>
  `${folderOf(account)}${account}_CloudTrail_${REGION}_${String(i).padStart(6, '0')}.json.gz`
const recordOf = (i: number, account: string) =>
  makeRecord({ eventName: i === 0 ? 'StartSession' : 'ListDocuments', eventTime: hourAgo, account })

const ids: unknown[] = []

beforeAll(async () => {
  await client.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }))
  const put = (Key: string, records: readonly object[]) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: gzipSync(JSON.stringify({ Records: records })) }))
  for (let i = 0; i < OBJECTS; i++) {
    const record = recordOf(i, ACCOUNT)
    ids.push(record['eventID'])
    await put(keyOf(i), [record])
  }
  for (let i = 0; i < MANY; i++) await put(keyOf(i, OTHER), [recordOf(i, OTHER)])
  await put(`${folderOf(ACCOUNT, 'CloudTrail-Digest')}digest.json.gz`, [recordOf(0, ACCOUNT)])
}, 120_000)

interface Reading {
  readonly name?: string
  readonly account?: string
  readonly attempts?: number
  readonly endpoint: string
}

async function readAll({ name = `s3://${BUCKET}`, account = ACCOUNT, attempts = 1, endpoint }: Reading) {
  const told: Diagnostic[] = []
  const seen: unknown[] = []
  const source = archivedEvents(connect({ attempts, endpoint, credentials }), {
    archive: parseArchive(name) as Archive,
    region: REGION,
    account: account === 'all' ? undefined : Promise.resolve(account),
    from: now - 2 * HOUR,
    to: now,
    timeoutSeconds: 60,
    clock: { milliseconds: () => performance.now(), sleep: async () => undefined },
    tell: diagnostic => told.push(diagnostic),
    progress: () => undefined,
  })
  const signal = new AbortController().signal
  const coverage = await source.read(({ event }) => void seen.push(event['eventID']), { signal })
  return { coverage, seen, told }
}

test('every event of a day comes once, of the account alone or, page by page, of the whole organization', async () => {
  const own = await readAll({ endpoint: MOTO })
  expect(own.coverage).toMatchObject({ state: 'read', records: OBJECTS })
  expect(own.seen).toEqual(ids)
  const whole = await readAll({ endpoint: MOTO, name: `s3://${BUCKET}/${ORGANIZATION}`, account: 'all' })
  expect(whole.coverage).toMatchObject({ state: 'read', records: OBJECTS + MANY, origin: expect.stringContaining('of 2 accounts') })
})

describe('an answer that is spoilt', () => {
  const KEY = keyOf(7)
  const OBJECT = `/${BUCKET}/${KEY}`
  test.each<[how: Spoilt, kind: string, told: string]>([
    ['cut', 'aws-answer', 'could not be read to its end in 3 attempts'],
    ['shortened', 'aws-answer', 'could not be read to its end in 3 attempts'],
    ['flipped', 'aws-answer', 'could not be read to its end in 3 attempts'],
    ['slow', 'aws-throttled', 'throttled every attempt of s3:GetObject'],
  ])('%s: once it is asked for again, always it is told and hides no other', async (how, kind, message) => {
    const once = await startFaulty(MOTO, (path, time) => (path.startsWith(OBJECT) && time === 1 ? how : undefined))
    expect((await readAll({ endpoint: once.endpoint, attempts: 3 })).coverage).toMatchObject({ state: 'read', records: OBJECTS })
    const always = await startFaulty(MOTO, path => (path.startsWith(OBJECT) ? how : undefined))
    const { coverage, seen, told } = await readAll({ endpoint: always.endpoint })
    expect(coverage).toMatchObject({ state: 'gap', records: OBJECTS - 1 })
    expect(seen).toEqual(ids.toSpliced(7, 1))
    expect(told).toEqual([expect.objectContaining({ kind, at: `s3://${BUCKET}/${KEY}`, message: expect.stringContaining(message) })])
  })

  test.each<[how: Spoilt, kind: string]>([
    ['cut', 'aws-answer'],
    ['slow', 'aws-throttled'],
  ])('a list that is %s', async (how, kind) => {
    const isList = (path: string): boolean => path.includes(`prefix=${folderOf(ACCOUNT)}`)
    const once = await startFaulty(MOTO, (path, time) => (isList(path) && time === 1 ? how : undefined))
    expect((await readAll({ endpoint: once.endpoint, attempts: 3 })).coverage).toMatchObject({ state: 'read', records: OBJECTS })
    const always = await startFaulty(MOTO, path => (isList(path) ? how : undefined))
    const { coverage, told } = await readAll({ endpoint: always.endpoint })
    expect([coverage.state, told.map(each => each.kind)]).toEqual(['gap', [kind]])
  })

  test('a bucket in another Region is asked there', async () => {
    const { endpoint, asked } = await startFaulty(MOTO, () => 'elsewhere')
    expect((await readAll({ endpoint })).coverage).toMatchObject({ state: 'read', records: OBJECTS })
    expect(ELSEWHERE).not.toBe(REGION)
    expect(asked.get(`/${BUCKET}/${KEY}?x-id=GetObject`)).toBe(1)
  })
})

test('the gate judges what it reads, and query prints it', async () => {
  const READ = ['--audit-window', '2h', '--audit-regions', REGION]
  const judged = await ecrGate(['check', '--packs', 'ssm', '--audit-source', `s3://${BUCKET}`, ...READ, '--format', 'json'])
  expect(JSON.parse(judged.out).coverage).toContainEqual(
    expect.objectContaining({ state: 'read', records: OBJECTS, origin: `s3://${BUCKET} of account ${ACCOUNT}, ${REGION}` }),
  )
  const query = await ecrGate(['query', 'eventName = "StartSession"', `s3://${BUCKET}/${ORGANIZATION}`, ...READ, '--count'])
  expect([query.code, query.out]).toEqual([0, '2\n'])
})
