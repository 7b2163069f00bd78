// CloudTrail's event history keeps the promises of a source, read over HTTP from a service with the shape and the limits of the real one.

import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Tell } from '../../src/diagnostic.ts'
import { Fault } from '../../src/fault.ts'
import { eventHistory } from '../../src/sources/lookup.ts'
import type { Source } from '../../src/sources/source.ts'
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
  readonly progress?: (what: string) => void
}

function open(
  { endpoint }: Aws,
  tell: Tell,
  { signal, eventSources = ['ssm.amazonaws.com'], progress = () => undefined }: OpenOptions = {},
): Source {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  return eventHistory(connect({ attempts: 1, endpoint, credentials, ...(signal === undefined ? {} : { signal }) }), {
    region: 'eu-west-1',
    account: Promise.resolve('account 111122223333'),
    lookups: eventSources.map(eventSource => ({ eventSource, eventNames: undefined })),
    from: TO - 86_400_000,
    to: TO,
    timeoutSeconds: 300,
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
