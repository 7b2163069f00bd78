// Recorded files as events and answers: what is delivered, and that everything else is reported.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { type Reading, readAnswers, readEvents } from '../../src/sources/records.ts'
import { readRuleFiles } from '../../src/sources/rules.ts'
import type { RecordedEvent } from '../../src/sources/source.ts'
import { coverFindings, startTally } from '../../src/sources/tally.ts'
import { makeFolder } from '../folder.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { DISK } from './disk.ts'

interface Told {
  readonly diagnostics: Diagnostic[]
  readonly files: string[]
  readonly reading: Reading
}

function startReading(input = ''): Told {
  const diagnostics: Diagnostic[] = []
  const files: string[] = []
  const reading: Reading = {
    input: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    tell: diagnostic => diagnostics.push(diagnostic),
    progress: file => files.push(file),
  }
  return { diagnostics, files, reading }
}

async function eventsOf(paths: readonly string[], told: Told): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const batch of readEvents(paths, told.reading)) events.push(...batch)
  return events
}

/** The events of one text, and the diagnostics about it. */
async function read(text: string): Promise<{ events: readonly unknown[]; texts: readonly string[]; diagnostics: readonly Diagnostic[] }> {
  const told = startReading(text)
  const recorded = await eventsOf(['-'], told)
  return { events: recorded.map(({ event }) => event), texts: recorded.map(each => each.text), diagnostics: told.diagnostics }
}

describe('an answer of LookupEvents', () => {
  const inner = { eventSource: 'ssm.amazonaws.com', eventName: 'ListDocuments', requestParameters: null }
  const outer = (record: string): unknown => ({ EventId: '1', EventName: 'Other', ReadOnly: 'true', CloudTrailEvent: record })

  test('gives the records, which it contains as text, and not what surrounds them', async () => {
    const text = JSON.stringify({ Events: [outer(JSON.stringify(inner)), outer(JSON.stringify({ ...inner, eventName: 'x' }, null, 2))] })
    const { events, texts, diagnostics } = await read(text)
    expect(events).toEqual([inner, { ...inner, eventName: 'x' }])
    expect(texts.map(each => JSON.parse(each) as unknown)).toEqual(events)
    expect(diagnostics).toEqual([])
  })

  test('that has further pages is incomplete, but its events count', async () => {
    const { events, diagnostics } = await read(`{"Events":[${JSON.stringify(outer(JSON.stringify(inner)))}],"NextToken":"AAMA"}`)
    expect(events).toEqual([inner])
    expect(diagnostics).toMatchObject([{ level: 'error', kind: 'further-pages', at: 'standard input' }])
  })

  test.each([
    ['{"eventName":', 'not-json', 'CloudTrailEvent is not valid JSON'],
    ['{"eventName":"a"} {}', 'not-json', 'CloudTrailEvent is not valid JSON'],
    ['x', 'not-json', 'CloudTrailEvent is not valid JSON'],
    ['{"eventName":"a","eventName":"b"}', 'ambiguous', 'CloudTrailEvent has the key "eventName" twice in one object'],
    ['[{"eventName":"a"}]', 'not-records', 'expected a CloudTrail record in CloudTrailEvent'],
    ['null', 'not-records', 'expected a CloudTrail record in CloudTrailEvent'],
    ['7', 'not-records', 'expected a CloudTrail record in CloudTrailEvent'],
    ['"{}"', 'not-records', 'expected a CloudTrail record in CloudTrailEvent'],
  ])('with %j for a record is a fault at the record, and the others count', async (record, kind, message) => {
    const { events, diagnostics } = await read(
      `{"Events":[\n${JSON.stringify(outer(JSON.stringify(inner)))},\n${JSON.stringify(outer(record))},\n${JSON.stringify(outer(JSON.stringify(inner)))}\n]}`,
    )
    expect(events).toEqual([inner, inner])
    expect(diagnostics).toEqual([{ level: 'error', kind, message, at: { file: 'standard input', line: 3, column: 1 } }])
  })

  test.skipIf(!hasSharedData)('that other people recorded is read completely', async () => {
    const path = sharedData('cloudtrail/lookup-events/aws_cloudtrail.jsonl')
    const told = startReading()
    const events = await eventsOf([path], told)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    const expected = lines.map(line => JSON.parse((JSON.parse(line) as { CloudTrailEvent: string }).CloudTrailEvent) as unknown)
    expect(events.map(({ event }) => event)).toEqual(expected)
    expect(told.diagnostics).toEqual([])
  })
})

describe('parameters that are JSON as text', () => {
  test('are objects in the event and text in what is printed', async () => {
    const { events, texts } = await read('{"eventSource":"a","requestparameters":"{\\"a\\":{\\"b\\":1}}","responseElements":"null"}')
    expect(events).toEqual([{ eventSource: 'a', requestparameters: { a: { b: 1 } }, responseElements: 'null' }])
    expect(texts).toEqual(['{"eventSource":"a","requestparameters":"{\\"a\\":{\\"b\\":1}}","responseElements":"null"}'])
  })

  test('stay text when they are no JSON', async () => {
    const texts = ['{', '{}}', '{"a":1', '{a:1}', '[1]', '', ' ']
    for (const requestParameters of texts) {
      expect((await read(JSON.stringify({ requestParameters }))).events).toEqual([{ requestParameters }])
    }
  })

  test('alter nothing but themselves, whatever they hold', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom('__proto__', 'constructor', 'toString'), async (json, name) => {
        const { events } = await read(`{"eventSource":"a","${name}":${json},"requestParameters":${JSON.stringify(json)}}`)
        expect(events).toHaveLength(1)
        expect(Object.hasOwn(events[0] as object, name)).toBe(true)
      }),
    )
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})

// https://www.rfc-editor.org/rfc/rfc8259#section-4: what programs do with a name that stands twice is unpredictable.
describe('a record that says two things', () => {
  test.each([
    ['{"eventSource":"ecr.amazonaws.com","eventName":"DeleteRepository","eventName":"ListImages"}', 'eventName'],
    ['{"eventSource":"a","eventName":"b","userIdentity":{"type":"Root","t\\u0079pe":"IAMUser"}}', 'type'],
    ['{"eventSource":"a","eventName":"b","requestParameters":{"list":[{"x":12345678901234567890,"x":1}]}}', 'x'],
  ])('%s is not believed, and the others count', async (text, key) => {
    const { events, diagnostics } = await read(`{"eventSource":"a","eventName":"1"}\n${text}\n{"eventSource":"a","eventName":"2"}`)
    expect(events).toEqual([
      { eventSource: 'a', eventName: '1' },
      { eventSource: 'a', eventName: '2' },
    ])
    expect(diagnostics).toMatchObject([
      { level: 'error', kind: 'ambiguous', message: `the record has the key "${key}" twice in one object`, at: { line: 2, column: 1 } },
    ])
  })

  test('in parameters as text keeps them text, which is a gap', async () => {
    const requestParameters = '{"documentName":"a","documentName":"b"}'
    expect((await read(JSON.stringify({ requestParameters }))).events).toEqual([{ requestParameters }])
  })
})

describe('a list of records that was not cut', () => {
  test.each([
    ['behind another member', '{"Version":1,"Records":[{"eventSource":"a"}]}'],
    ['in a list, as jq --slurp makes it', '[{"Records":[{"eventSource":"a"}]}]'],
    ['behind two tokens', '{"NextToken":"a","nextToken":"b","Events":[{"eventSource":"a"}]}'],
  ])('%s is a fault: none of them would be seen', async (_, text) => {
    const { events, diagnostics } = await read(`{"eventSource":"b"}\n${text}`)
    expect(events).toEqual([{ eventSource: 'b' }])
    expect(diagnostics).toMatchObject([
      { level: 'error', kind: 'not-records', message: 'expected a record, found a list of records inside', at: { line: 2 } },
    ])
  })

  test('is a field like others in a CloudTrail event', async () => {
    const event = { eventSource: 'kinesis.amazonaws.com', Records: [{ a: 1 }], Events: [{ b: 2 }] }
    expect(await read(JSON.stringify(event))).toMatchObject({ events: [event], diagnostics: [] })
  })

  test('is a field like others in any event when it holds no objects', async () => {
    const event = { id: 1, Records: [1, 'a'], Events: [] }
    expect(await read(JSON.stringify(event))).toMatchObject({ events: [event], diagnostics: [] })
  })
})

describe('several files', () => {
  test('are read in order, and a faulty one hides neither its own first records nor the others', async () => {
    const whole = (name: string): string => JSON.stringify({ Records: [{ eventName: `${name}1` }, { eventName: `${name}2` }] })
    const folder = makeFolder({
      'a.json': whole('a'),
      'b.json': whole('b').slice(0, -20),
      'c.json.gz': gzipSync(whole('c')),
      'd.json.gz': gzipSync(whole('d')).subarray(0, -4),
      'e.json': whole('e').replace('"e2"', 'e2'),
      'f.json': '',
      'g.json': 'no JSON',
      'h.ndjson': '{"eventName":"h1"}\n{"eventName":"h2"',
      'i.json': Buffer.from('{"eventName":"\xff"}', 'latin1'),
      'j.json': whole('j'),
    })
    const told = startReading()
    const events = await eventsOf([folder, join(folder, 'gone.json'), join(folder, 'a.json')], told)
    const names = ['a1', 'a2', 'b1', 'c1', 'c2', 'd1', 'd2', 'e1', 'h1', 'j1', 'j2', 'a1', 'a2']
    expect(events.map(({ event }) => event['eventName'])).toEqual(names)
    const faults = told.diagnostics.map(({ kind, at }) => [kind, (typeof at === 'object' ? at.file : (at ?? '')).slice(folder.length + 1)])
    expect(faults).toEqual([
      ['truncated', 'b.json'],
      ['truncated', 'd.json.gz'],
      ['not-json', 'e.json'],
      ['empty', 'f.json'],
      ['not-records', 'g.json'],
      ['truncated', 'h.ndjson'],
      ['encoding', 'i.json'],
      ['not-found', 'gone.json'],
    ])
    expect(told.files.map(file => file.slice(folder.length + 1, folder.length + 2)).join('')).toBe('abcdefghija')
  })

  test('tell three damaged parts each, and count the others', async () => {
    const folder = makeFolder({
      'a.ndjson': Array.from({ length: 9 }, (_, i) => `x\n{"eventName":"a${i}"}\n`).join(''),
      'b.json': `[{"eventName":"b1"},{"eventName":@},${'null,'.repeat(2)}{"eventName":"b2"}]`,
    })
    const told = startReading()
    const events = await eventsOf([folder], told)
    expect(events).toHaveLength(11)
    expect(told.diagnostics.map(({ level, message, at }) => [level, message, typeof at === 'object' ? at.line : at])).toEqual([
      ...[1, 3, 5].map(line => ['error', 'expected a record, which is a JSON object', line]),
      ['error', '6 more parts of the file could not be read', join(folder, 'a.ndjson')],
      ['error', 'this is not valid JSON', 1],
    ])
  })

  test('that are faulty by the thousand leave the last one readable', async () => {
    const names = Array.from({ length: 2000 }, (_, i) => `${String(i).padStart(4, '0')}.json`)
    const folder = makeFolder({ ...Object.fromEntries(names.map(name => [name, 'x'])), 'z.json': '{"eventName":"last"}' })
    const told = startReading()
    expect((await eventsOf([folder], told)).map(({ event }) => event['eventName'])).toEqual(['last'])
    expect(new Set(told.diagnostics.map(({ kind }) => kind))).toEqual(new Set(['not-records']))
    expect(told.diagnostics).toHaveLength(2000)
  })
})

describe('coverage of events', () => {
  async function cover(text: string): Promise<ReturnType<ReturnType<typeof startTally>['coverage']>> {
    const told = startReading(text)
    const tally = startTally()
    for (const event of await eventsOf(['-'], told)) tally.see(event)
    return tally.coverage('-', told.diagnostics)
  }

  const event = (time: unknown, eventSource = 'ssm.amazonaws.com'): string =>
    `${JSON.stringify({ eventSource, eventName: 'b', eventTime: time })}\n`

  test('says how many were read and from when to when', async () => {
    const text = event('2026-01-02T00:00:00Z') + event('2026-01-01T01:00:00+02:00') + event('2026-01-01T12:00:00Z')
    expect(await cover(text)).toEqual({
      source: 'events',
      origin: '-',
      state: 'read',
      message: '-: 3 events from 2025-12-31T23:00:00Z to 2026-01-02T00:00:00Z',
      records: 3,
      firstTime: '2025-12-31T23:00:00Z',
      lastTime: '2026-01-02T00:00:00Z',
      horizon: null,
      asked: null,
      diagnostics: [],
    })
  })

  test('of an archive without events is no gap', async () => {
    expect(await cover('{"Records":[]}')).toMatchObject({ state: 'read', message: '-: 0 events', firstTime: null, lastTime: null })
  })

  test.each([
    [
      'a file that was cut off',
      `${event('2026-01-01T00:00:00Z')}{"a`,
      'the file ends in the middle of the record that begins on line 2',
      1,
    ],
    ['an empty file', '', '-: standard input: the file is empty', 0],
    ['further pages', '{"Events":[],"NextToken":"x"}', 'so some pages are missing', 0],
    ['a record that is not a CloudTrail event', `${event('2026-01-01T00:00:00Z')}{"a":1}`, '1 of 2 records is not a CloudTrail event', 2],
    ['an eventSource that is no text', '{"eventSource":null,"eventName":"x"}', '1 of 1 records is not a CloudTrail event', 1],
    ['an event without a name', '{"eventSource":"a.amazonaws.com"}', '1 of 1 records is not a CloudTrail event', 1],
    ['an eventSource that is no host name', event('2026-01-01T00:00:00Z', 'app'), '1 of 1 records is not a CloudTrail event', 1],
    [
      'an eventSource of another company',
      event('2026-01-01T00:00:00Z', 'login.example.com'),
      '1 of 1 records is not a CloudTrail event',
      1,
    ],
    [
      'a notification of S3',
      event('2026-01-01T00:00:00Z', 'aws:s3'),
      '1 of 1 records is not a CloudTrail event: it is a notification of S3, not the file that it is about; give the file that it names',
      1,
    ],
    [
      'events in another envelope',
      `${'{"detail-type":"AWS API Call via CloudTrail","detail":{}}\n'.repeat(2)}${event('2026-01-01T00:00:00Z')}`,
      "2 of 3 records are not CloudTrail events: each is an EventBridge event; take the record out with jq -c '.detail'",
      3,
    ],
    [
      'parameters that were cut off',
      '{"eventSource":"a.amazonaws.com","eventName":"b","eventTime":"2026-01-01T00:00:00Z","requestParameters":"{\\"a\\":"}',
      '1 event has parameters in text that is not valid JSON',
      1,
    ],
    [
      'parameters with a key twice',
      '{"eventSource":"ssm.amazonaws.com","eventName":"b","eventTime":"2026-01-01T00:00:00Z","requestParameters":"{\\"a\\":1,\\"a\\":2}"}',
      '1 event has parameters in text that is not valid JSON, or has a key twice',
      1,
    ],
    ['an event without a time', event(undefined), '1 event has no readable eventTime', 1],
    [
      'times nobody can read',
      event('yesterday') + event(1767225600) + event('2026-13-01T00:00:00Z'),
      '3 events have no readable eventTime',
      3,
    ],
    [
      'a stranger with a time and an event without',
      `{"eventTime":"2026-01-01T00:00:00Z"}\n${event(null)}`,
      '1 event has no readable eventTime',
      2,
    ],
    [
      'a result of LookupEvents without its record',
      '{"Events":[{"EventId":"1","CloudTrailEvent":null}]}',
      '1 of 1 records is not a CloudTrail event',
      1,
    ],
  ])('says gap for %s', async (_, text, message, records) => {
    expect(await cover(text)).toMatchObject({ state: 'gap', message: expect.stringContaining(message), records })
  })

  test.each(['ssm.amazonaws.com', 'ecr.amazonaws.com.cn', 'ssm.amazonaws.eu', 'ssm.c2s.ic.gov', 'resource-explorer-2.amazonaws.com'])(
    'knows the services of all partitions: %s',
    async source => {
      expect(await cover(event('2026-01-01T00:00:00Z', source))).toMatchObject({ state: 'read', records: 1 })
    },
  )

  test('mentions what CloudTrail writes beside its records, and is no gap', async () => {
    const asides = [
      { eventType: 'AwsAggregatedEvent', eventSource: 's3.amazonaws.com', eventId: '1' },
      { eventType: 'AwsCloudTrailInsight', eventTime: '2025-01-01T00:00:00Z', insightDetails: { eventName: 'x' } },
      { eventType: 'AwsCloudTrailInsight', insightDetails: {} },
      { digestStartTime: '2026-01-01T00:00:00Z', logFiles: [] },
    ]
    expect(await cover(event('2026-01-01T00:00:00Z') + asides.map(each => `${JSON.stringify(each)}\n`).join(''))).toMatchObject({
      state: 'read',
      message:
        '-: 1 event from 2026-01-01T00:00:00Z to 2026-01-01T00:00:00Z; beside them 1 aggregated event, 2 insights, 1 digest, which rules do not judge',
      records: 1,
    })
  })

  test('names events whose answer is not certain, the first of them', async () => {
    const tally = startTally()
    const doubt = { left: ['requestParameters'], rules: ['a', 'b'], contradicts: false }
    for (let i = 0; i < 5; i++) {
      const recorded = {
        text: '',
        event: { eventSource: 'ssm.amazonaws.com', eventName: 'x', eventTime: '2026-01-01T00:00:00Z', eventID: `e${i}` },
      }
      tally.see(recorded, { ...doubt, contradicts: i === 4 })
    }
    expect(tally.coverage('-', [])).toMatchObject({
      state: 'gap',
      message:
        '-: CloudTrail left out requestParameters of event e0, for which rules a, b ask, requestParameters of event e1, for which rules a, b ask, requestParameters of event e2, for which rules a, b ask and 2 more; records with the same eventID differ: e4; all were judged',
    })
  })

  test('names five faults and counts the others', async () => {
    const folder = makeFolder(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.json`, ''])))
    const told = startReading()
    await eventsOf([folder], told)
    const { message } = startTally().coverage(folder, told.diagnostics)
    expect(message.match(/the file is empty/g)).toHaveLength(5)
    expect(message).toMatch(/; and 3 more$/)
  })
})

describe('answers of DescribeImageScanFindings', () => {
  const answer = { repositoryName: 'api', imageId: { imageDigest: 'sha256:1' }, imageScanStatus: { status: 'COMPLETE' } }

  test('are read one after another, in a list, and from several files, with the file they came from', async () => {
    const folder = makeFolder({
      'a.json': JSON.stringify(answer, null, 2),
      'b.json': JSON.stringify([answer, { ...answer, nextToken: 'x' }]),
    })
    const told = startReading()
    expect(await readAnswers([folder], told.reading)).toEqual([
      { origin: join(folder, 'a.json'), body: answer },
      { origin: join(folder, 'b.json'), body: answer },
      { origin: join(folder, 'b.json'), body: { ...answer, nextToken: 'x' } },
    ])
    expect(told.diagnostics).toEqual([])
  })

  test.each([
    ['{"eventSource":"ecr.amazonaws.com"}', 'these are CloudTrail events; give them with --events, or to query without a flag'],
    ['{"Events":[{"CloudTrailEvent":"{}"}]}', 'these are CloudTrail events; give them with --events, or to query without a flag'],
    ['{"images":[]}', 'save the output of aws ecr describe-image-scan-findings'],
    ['{"repositoryName":"api"}', 'save the output of aws ecr describe-image-scan-findings'],
  ])('%s is none, and the cure is named', async (text, help) => {
    const told = startReading(`${JSON.stringify(answer)}\n${text}`)
    expect(await readAnswers(['-'], told.reading)).toHaveLength(1)
    expect(told.diagnostics).toMatchObject([
      { kind: 'not-records', message: 'expected an answer of DescribeImageScanFindings', help, at: { line: 2 } },
    ])
    expect(coverFindings('-', 1, told.diagnostics)).toMatchObject({ state: 'gap', records: 1 })
  })

  test.each([
    ['{"repositoryName":"api","imageScanStatus":{"status":"FAILED"},"imageScanStatus":{"status":"COMPLETE"}}', 'imageScanStatus'],
    ['{"repositoryName":"api","imageScanStatus":{"status":"FAILED","st\\u0061tus":"COMPLETE"}}', 'status'],
    ['{"imageScanFindings":{"findings":[{"name":"CVE-1","severity":"CRITICAL","severity":"LOW"}]}}', 'severity'],
  ])('%s says two things, so neither is believed', async (text, key) => {
    const told = startReading(`${JSON.stringify(answer)}\n${text}`)
    expect(await readAnswers(['-'], told.reading)).toHaveLength(1)
    expect(told.diagnostics).toMatchObject([
      { kind: 'ambiguous', message: `the answer has the key "${key}" twice in one object`, at: { line: 2 } },
    ])
    expect(coverFindings('-', 1, told.diagnostics)).toMatchObject({ state: 'gap' })
  })

  test.each(['unknown', 'imageScanFindings', 'imageId', 'nextToken'])('nested 20,000 times in %s are not read', async name => {
    const told = startReading(`{"${name}":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`)
    expect(await readAnswers(['-'], told.reading)).toEqual([])
    expect(told.diagnostics[0]).toMatchObject({ kind: 'too-deep', message: expect.stringContaining('nested deeper than 1000 levels') })
  })

  test('are read behind a damaged one', async () => {
    const other = { ...answer, imageId: { imageDigest: 'sha256:2' } }
    for (const text of [
      `[${JSON.stringify(answer)},null,${JSON.stringify(other)}]`,
      `${JSON.stringify(answer)}\n{"images":[]}\n${JSON.stringify(other)}`,
    ]) {
      const told = startReading(text)
      expect((await readAnswers(['-'], told.reading)).map(({ body }) => body)).toEqual([answer, other])
      expect(told.diagnostics).toMatchObject([{ level: 'error', kind: 'not-records' }])
    }
  })

  test('that are not there are a gap', () => {
    expect(coverFindings('x.json', 0, [])).toMatchObject({
      state: 'gap',
      message: 'x.json: it contains no answer of DescribeImageScanFindings',
    })
    expect(coverFindings('x.json', 1, [])).toMatchObject({ state: 'read', message: 'x.json: 1 answer of DescribeImageScanFindings' })
  })
})

describe('rule files', () => {
  test('that cannot be read hide no others, in the same folder or elsewhere', async () => {
    const folder = makeFolder({ 'a.yml': 'a', 'b.yml': Buffer.of(0xff), 'c.yml': 'c', 'd/e.yaml': 'e' })
    const { files, diagnostics } = await readRuleFiles([folder, join(folder, 'gone'), join(folder, 'a.yml')], DISK)
    expect(files.map(({ path, text }) => [path.slice(folder.length + 1), text])).toEqual([
      ['a.yml', 'a'],
      ['c.yml', 'c'],
      ['d/e.yaml', 'e'],
      ['a.yml', 'a'],
    ])
    expect(diagnostics.map(({ kind, at }) => [kind, at])).toEqual([
      ['encoding', join(folder, 'b.yml')],
      ['not-found', join(folder, 'gone')],
    ])
  })
})
