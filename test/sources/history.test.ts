// CloudTrail's event history keeps the promises of a source, read over HTTP from a service with the shape and the limits of the real one.

import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Tell } from '../../src/diagnostic.ts'
import { Fault } from '../../src/fault.ts'
import type { Lookup } from '../../src/gate/needs.ts'
import { groupBy } from '../../src/group.ts'
import { eventHistory } from '../../src/sources/lookup.ts'
import type { Source } from '../../src/sources/source.ts'
import { makeRecord, makeRecords } from '../aws/events.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Fields } from '../aws/wire.ts'
import { testSource } from './source.case.ts'

const TO = Date.parse('2026-11-23T12:00:00Z')

/** A clock that moves only during sleeps. */
function makeClock() {
  let now = 0
  return {
    milliseconds: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds
    },
  }
}

interface OpenOptions {
  readonly signal?: AbortSignal
  readonly eventSources?: readonly string[]
  readonly lookups?: readonly Lookup[]
  readonly timeoutSeconds?: number
  readonly progress?: (what: string) => void
}

function open(
  { endpoint }: Aws,
  tell: Tell,
  { signal, eventSources = ['ssm.amazonaws.com'], lookups, timeoutSeconds = 300, progress = () => undefined }: OpenOptions = {},
): Source {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  return eventHistory(connect({ attempts: 1, endpoint, credentials, ...(signal === undefined ? {} : { signal }) }), {
    region: 'eu-west-1',
    account: Promise.resolve('account 111122223333'),
    lookups: lookups ?? eventSources.map(eventSource => ({ eventSource, eventNames: undefined, because: [] })),
    from: TO - 86_400_000,
    to: TO,
    timeoutSeconds,
    clock: makeClock(),
    tell,
    progress,
  })
}

/** Starts the service, which holds the test to what the real one accepts. */
async function start(): Promise<Aws> {
  const aws = await startAws()
  onTestFinished(() => expect(aws.violations).toEqual([]))
  return aws
}

const wrap = (record: Fields): Fields => ({ EventId: record['eventID'], CloudTrailEvent: JSON.stringify(record) })

testSource(
  "CloudTrail's event history",
  {
    whole: async (records, tell) => {
      const aws = await start()
      aws.cloudtrail.addEvents('eu-west-1', records)
      return open(aws, tell)
    },
    damaged: async (records, tell) => {
      const aws = await start()
      const [first, ...others] = records.map(wrap)
      aws.fail('LookupEvents', { json: { Events: [first, { EventId: 'x', CloudTrailEvent: '{"eventName":' }, ...others] } })
      return open(aws, tell)
    },
    empty: async tell => {
      const aws = await start()
      aws.fail('LookupEvents', 'empty')
      return open(aws, tell)
    },
    silent: async (records, tell, waits, signal) => {
      const aws = await start()
      aws.fail('LookupEvents', { json: { Events: records.map(wrap), NextToken: 'more' } }, { times: 1 })
      aws.fail('LookupEvents', 'hang')
      aws.meanwhile('LookupEvents', 'before', () => {
        if (aws.requests.length > 1) waits()
      })
      return open(aws, tell, { signal })
    },
    endless: async (make, tell) => {
      const aws = await start()
      const answer: { Events: Fields[]; NextToken: string } = { Events: [], NextToken: '' }
      aws.fail('LookupEvents', { json: answer })
      aws.meanwhile('LookupEvents', 'before', () => {
        answer.Events = [wrap(make(aws.requests.length))]
        answer.NextToken = `token ${aws.requests.length}`
      })
      return open(aws, tell)
    },
  },
  {
    order: { is: 'newest first', because: 'LookupEvents answers with the latest events first' },
    duplicates: { is: 'passed once', because: 'its pages overlap at times, so an event that comes again is the same one' },
    late: { is: '2026-11-23T11:55:00Z', because: 'CloudTrail delivers events some minutes after they happened' },
    origin: {
      is: 'CloudTrail event history of account 111122223333, eu-west-1',
      because: 'whose history it is only STS tells, which is asked meanwhile',
    },
    'unknown size': { is: 'audit-timeout', because: 'a busy account has more than a run can wait for, at two requests a second' },
  },
)

test.each([
  ['the run is stopped', 'stopped'],
  ['the time is over', 'audit-timeout'],
])('once %s, no further event source is begun, and it is told once', async (_, kind) => {
  const aws = await start()
  const controller = new AbortController()
  const { signal } = controller
  const answer = { Events: [], NextToken: '' }
  aws.fail('LookupEvents', { json: answer })
  aws.meanwhile('LookupEvents', 'before', () => {
    answer.NextToken = `token ${aws.requests.length}`
    if (kind === 'stopped') controller.abort(new Fault('stopped', { message: 'the run was stopped by SIGTERM' }))
  })
  const told: string[] = []
  const begun: string[] = []
  const source = open(aws, diagnostic => told.push(diagnostic.kind), {
    signal,
    eventSources: ['ecr.amazonaws.com', 'ssm.amazonaws.com'],
    progress: what => begun.push(what),
  })
  const { diagnostics } = await source.read(() => undefined, { signal })
  for (let turn = 0; turn < 50; turn++) await setImmediate()
  expect([told, diagnostics.map(each => each.kind)]).toEqual([[kind], [kind]])
  expect(begun.filter(what => !what.startsWith('reading events of ecr.amazonaws.com '))).toEqual([])
})

test('an empty NextToken leads to no other page', async () => {
  const aws = await start()
  aws.fail('LookupEvents', { json: { Events: [wrap(makeRecord({ eventName: 'StartSession' }))], NextToken: '' } })
  const coverage = await open(aws, () => undefined).read(() => undefined, { signal: new AbortController().signal })
  expect([coverage.state, coverage.records, aws.requests.length]).toEqual(['read', 1, 1])
})

describe('where names are enough', () => {
  const SSM = 'ssm.amazonaws.com'
  const only = (names: readonly string[], eventSource = SSM): Lookup => ({ eventSource, eventNames: new Set(names), because: [] })
  const ofAll = (...names: readonly string[]): Lookup => ({ eventSource: undefined, eventNames: new Set(names), because: [] })
  const whole = (eventSource: string): Lookup => ({ eventSource, eventNames: undefined, because: ['own-rule'] })

  /** Events of a call, evenly over a day; `since` moves them a little, so that no two calls are at the same times. */
  const dayOf = (eventName: string, amount: number, eventSource = SSM, since = 0): readonly Fields[] =>
    makeRecords(amount, { eventName, eventSource, eventTime: new Date(TO - 1000 * (1 + since)), secondsApart: -86_000 / amount })

  async function read(lookups: readonly Lookup[], records: readonly Fields[], timeoutSeconds = 300) {
    const aws = await start()
    aws.cloudtrail.addEvents('eu-west-1', records)
    const seen: Fields[] = []
    const source = open(aws, () => undefined, { lookups, timeoutSeconds })
    const coverage = await source.read(({ event }) => void seen.push(event), { signal: new AbortController().signal })
    const asked = aws.requests.map(({ input }) => {
      const [attribute] = (input['LookupAttributes'] ?? []) as readonly { readonly AttributeValue: string }[]
      return attribute?.AttributeValue ?? 'all'
    })
    return { coverage, seen, asked: [...groupBy(asked, name => name)].map(([name, all]) => `${name} ${all.length}`) }
  }

  const busy = dayOf('UpdateInstanceInformation', 1000)

  test('they are read in place of a busy source, after a page of it', async () => {
    const { asked, coverage, seen } = await read(
      [only(['StartSession', 'SendCommand'])],
      [...busy, ...dayOf('StartSession', 60), ...dayOf('Other', 9)],
    )
    expect(asked).toEqual([`${SSM} 1`, 'StartSession 2', 'SendCommand 1'])
    expect(seen.filter(({ eventName }) => eventName === 'StartSession')).toHaveLength(60)
    expect(coverage).toMatchObject({ state: 'read', asked: { eventSources: [], eventNames: ['StartSession', 'SendCommand'] } })
    expect(coverage.message).toContain(', read from 2026-11-22T12:00:00Z on: events named StartSession and SendCommand; events after ')
  })

  test.each([
    ['that one page has', 50, [`${SSM} 1`]],
    ['that has as few pages as there are names', 140, [`${SSM} 3`]],
  ])('a source is read %s', async (_, amount, requests) => {
    const { asked, coverage } = await read([only(['StartSession', 'SendCommand'])], dayOf('Other', amount))
    expect(asked).toEqual(requests)
    expect(coverage).toMatchObject({ records: amount, asked: { eventSources: [SSM], eventNames: [] } })
    expect(coverage.message).toContain(` on: all events of ${SSM}; events after `)
  })

  test('a source is read after all once a name of it brings too many events of others', async () => {
    const others = dayOf('DescribeImages', 4000, 'ec2.amazonaws.com')
    const own = [...dayOf('PutImage', 300, 'ecr.amazonaws.com'), ...dayOf('DescribeImages', 10, 'ecr.amazonaws.com', 7)]
    const { asked, coverage, seen } = await read([only(['DescribeImages'], 'ecr.amazonaws.com')], [...others, ...own])
    expect(asked).toEqual(['ecr.amazonaws.com 8', 'DescribeImages 7'])
    expect(seen.filter(({ eventSource }) => eventSource === 'ecr.amazonaws.com')).toHaveLength(310)
    expect(coverage).toMatchObject({ state: 'read', asked: { eventSources: ['ecr.amazonaws.com'], eventNames: [] } })
  })

  test('a name that was not read to its end is read for the next source', async () => {
    const others = dayOf('DescribeImages', 4000, 'ec2.amazonaws.com')
    const own = dayOf('PutImage', 300, 'ecr.amazonaws.com')
    const lookups = [only(['DescribeImages'], 'ecr.amazonaws.com'), only(['DescribeImages'], 'ec2.amazonaws.com')]
    const { seen, coverage } = await read(lookups, [...others, ...own])
    expect(seen.filter(({ eventSource }) => eventSource === 'ec2.amazonaws.com')).toHaveLength(4000)
    expect(coverage).toMatchObject({ state: 'read', asked: { eventSources: ['ecr.amazonaws.com'], eventNames: ['DescribeImages'] } })
  })

  test('a name that several sources ask for is read once', async () => {
    const records = [...busy, ...dayOf('Other', 1000, 'ecr.amazonaws.com'), ...dayOf('TagResource', 10)]
    const { asked } = await read([only(['TagResource']), only(['TagResource', 'PutImage'], 'ecr.amazonaws.com')], records)
    expect(asked).toEqual([`${SSM} 1`, 'TagResource 1', 'ecr.amazonaws.com 1', 'PutImage 1'])
  })

  test('names of all sources begin with a page of everything', async () => {
    expect((await read([ofAll('PutImage')], dayOf('PutImage', 40))).asked).toEqual(['all 1'])
    const { asked, coverage } = await read([ofAll('PutImage'), whole('ecr.amazonaws.com')], busy)
    expect(asked).toEqual(['all 1', 'PutImage 1', 'ecr.amazonaws.com 1'])
    expect(coverage.message).toContain(' on: all events of ecr.amazonaws.com; events named PutImage; events after ')
  })

  test('nothing else is asked for once everything was', async () => {
    const { asked, coverage } = await read([ofAll('PutImage'), whole(SSM)], dayOf('PutImage', 70))
    expect(asked).toEqual(['all 2'])
    expect(coverage).toMatchObject({ records: 70, asked: null })
    expect(coverage.message).toContain(' on: all events; events after ')
  })

  test('what is left at the end of the time is named', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J']
    const { coverage } = await read([only(names), whole('ecr.amazonaws.com')], busy, 2)
    expect(coverage.state).toBe('gap')
    expect(coverage.message).toMatch(/ended after 0 events named E; F, G, H, I, J and 1 more were not read$/)
  })

  test('a source that takes longer than the time says because of which rules it is read', async () => {
    const { coverage } = await read([whole(SSM), only(['PutImage'], 'ecr.amazonaws.com')], busy, 2)
    expect(coverage.message).toMatch(/; ecr\.amazonaws\.com was not read$/)
    expect(coverage.diagnostics[0]?.help).toMatch(/; rule own-rule may match any event of ssm\.amazonaws\.com$/)
  })

  test('one name that cannot be read hides no other', async () => {
    const aws = await start()
    aws.cloudtrail.addEvents('eu-west-1', [...busy, ...dayOf('SendCommand', 3)])
    aws.fail('LookupEvents', 'denied', { after: 1, times: 1 })
    const seen: unknown[] = []
    const source = open(aws, () => undefined, { lookups: [only(['StartSession', 'SendCommand'])] })
    const coverage = await source.read(({ event }) => void seen.push(event['eventName']), { signal: new AbortController().signal })
    expect(coverage).toMatchObject({ state: 'gap' })
    expect(seen.filter(name => name === 'SendCommand')).toHaveLength(3)
  })

  test('no event of them is missing, whatever there is beside', async () => {
    const names = ['A', 'B']
    const amounts = fc.constantFrom(30, 150, 1200)
    const source = fc.constantFrom('ssm.amazonaws.com', 'ecr.amazonaws.com')
    const calls = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), amounts, source), {
      maxLength: 4,
      selector: ([name, , of]) => `${name} ${of}`,
    })
    const lookup = fc.tuple(fc.option(source, { nil: undefined }), fc.option(fc.subarray(names, { minLength: 1 }), { nil: undefined }))
    const ways = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(lookup, { selector: ([source]) => source, minLength: 1, maxLength: 3 }),
        calls,
        async (wanted, made) => {
          const lookups = wanted.map(([eventSource, some]) => ({ eventSource, eventNames: some && new Set(some), because: [] }))
          const records = made.flatMap(([name, amount, from], i) => dayOf(name, amount, from, i))
          const { seen, coverage } = await read(lookups, records)
          const ids = new Set(seen.map(({ eventID }) => eventID))
          const isWanted = ({ eventSource, eventName }: Fields): boolean =>
            lookups.some(
              each =>
                (each.eventSource === undefined || each.eventSource === eventSource) &&
                (each.eventNames === undefined || each.eventNames.has(String(eventName))),
            )
          expect(coverage.state).toBe('read')
          expect(records.filter(record => isWanted(record) && !ids.has(record['eventID']))).toEqual([])
          expect(ids.size).toBe(seen.length)
          ways.add(coverage.asked === null ? 'all' : `${coverage.asked.eventSources.length > 0} ${coverage.asked.eventNames.length > 0}`)
        },
      ),
      { numRuns: 40, seed: 1 },
    )
    expect(ways).toEqual(new Set(['all', 'true false', 'false true', 'true true']))
  })
})
