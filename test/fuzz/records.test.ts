// Recorded events: whatever the bytes of a file are, reading ends with events or with a gap; and a document that alerts never passes for
// damage to its file.

import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { damagedBytes, damagedJson, damagedText, takeAway } from './damage.ts'
import { fuzz } from './fuzz.ts'
import { judge } from './judge.ts'

const RULE = JSON.stringify({
  name: 'shared with everybody',
  type: 'CloudTrail',
  severityOfAlerts: 1,
  filter: 'eventSource = "ssm.amazonaws.com" and eventName = "ModifyDocumentPermission" and requestParameters.accountIdsToAdd = "all"',
})

const record = (i: number, fields: object = {}) => ({
  eventVersion: '1.11',
  eventID: `id-${i}`,
  eventTime: `2026-11-23T10:00:0${i}Z`,
  eventSource: 'ssm.amazonaws.com',
  eventName: 'ListDocuments',
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
  requestParameters: null,
  ...fields,
})
const SHARE = record(9, { eventName: 'ModifyDocumentPermission', requestParameters: { name: 'd', accountIdsToAdd: ['all'] } })

/** Several harmless events, and one that shares a document with everybody among them. */
const records = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.nat(3))
  .map(([count, place]) => Array.from({ length: count }, (_, i) => record(i)).toSpliced(place, 0, SHARE))
const documents = records.map(Records => JSON.stringify({ Records }))
const lookups = records.map(all =>
  JSON.stringify({ Events: all.map(each => ({ EventId: each.eventID, CloudTrailEvent: JSON.stringify(each) })) }),
)
const lines = records.map(all => all.map(each => `${JSON.stringify(each)}\n`).join(''))
const texts = fc.oneof(documents, lookups, lines)

const judgeFile = (name: string, content: string | Uint8Array) =>
  judge({ [name]: content, 'rules.json': RULE }, ['--events', name, '--rules', 'rules.json', '--packs', 'none'])
const judgeText = async (text: string) => (await judgeFile('events.json', text)).verdict

describe('a file of events', () => {
  fuzz('whose text is damaged is read as far as it goes', 80, [damagedText(texts)], async text => {
    expect(await judgeText(text)).toMatch(/^(?:pass|fail|undecided)$/)
  })

  fuzz('whose parts may be anything is read', 80, [damagedJson(records)], async text => {
    expect(await judgeText(text)).toMatch(/^(?:pass|fail|undecided)$/)
  })

  fuzz('that is anything is read', 80, [fc.uint8Array({ maxLength: 200 })], async bytes => {
    expect((await judgeFile('events.json', bytes)).verdict).not.toBe('fail')
  })
})

describe('an event that fails', () => {
  const isCut = (whole: string) => fc.nat(whole.length - 1).map(length => whole.slice(0, length))

  fuzz('does not pass for a document that ends too early', 60, [documents.chain(isCut)], async text => {
    expect(await judgeText(text)).not.toBe('pass')
  })

  fuzz('does not pass for an answer of LookupEvents that ends too early', 60, [lookups.chain(isCut)], async text => {
    expect(await judgeText(text)).not.toBe('pass')
  })

  fuzz(
    'does not pass for a byte of a compressed file that is wrong',
    50,
    [damagedBytes(documents.map(text => gzipSync(text)))],
    async bytes => {
      // Some bytes of the head mean nothing, such as the time; then the event is read.
      expect((await judgeFile('events.json.gz', bytes)).verdict).not.toBe('pass')
    },
  )

  // Without its name, source or time a record is none. Its other parts may be absent in truth, and another name is another call.
  const isMark = (way: string): boolean => /^0\.(?:eventSource|eventName|eventTime)$/.test(way)
  const withoutMark = takeAway(fc.constant([SHARE]), isMark).filter(({ after }) => !JSON.stringify(after).includes('"x"'))

  fuzz('does not pass for its own mark that is gone', 60, [withoutMark], async ({ after }) => {
    expect(await judgeText(JSON.stringify({ Records: after }))).not.toBe('pass')
  })

  const strangers = fc.constantFrom(
    'x',
    'aws:s3',
    'ssm',
    'ssm.amazonaws.com/',
    ' ',
    'http://ssm.amazonaws.com',
    'example.org',
    'ſsm.amazonaws.com',
  )
  fuzz('does not pass for a source that is no service', 20, [strangers], async eventSource => {
    expect(await judgeText(JSON.stringify({ Records: [{ ...SHARE, eventSource }] }))).not.toBe('pass')
  })
})
