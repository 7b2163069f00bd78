// What goes on in Systems Manager keeps the promises of a source, and says what it cannot believe. Real clients read it over HTTP.

import type { Command } from '@aws-sdk/client-ssm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Diagnostic, Tell } from '../../src/diagnostic.ts'
import type { LiveKind } from '../../src/events/live.ts'
import type { Coverage } from '../../src/gate/coverage.ts'
import { liveState } from '../../src/sources/live.ts'
import type { Source } from '../../src/sources/source.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Fields } from '../aws/wire.ts'
import { testSource } from './source.case.ts'

const NOW = '2026-11-23T12:00:00Z'
const REGION = 'eu-west-1'
const ACCOUNT = '111122223333'
const TARGET = 'i-0a1b2c3d4e5f60718'
const OWNER = `arn:aws:sts::${ACCOUNT}:assumed-role/Operator/jane`

interface OpenOptions {
  readonly kind?: LiveKind
  readonly signal?: AbortSignal
  /** How far back it reads, in days. */
  readonly days?: number
}

function open({ endpoint }: Aws, tell: Tell, { kind = 'sessions', signal, days = 1 }: OpenOptions = {}): Source {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const aws = connect({ attempts: 1, endpoint, credentials, ...(signal === undefined ? {} : { signal }) })
  return liveState(
    { aws, region: REGION, account: Promise.resolve(ACCOUNT) },
    {
      kind,
      needsAccount: false,
      from: Date.parse(NOW) - days * 86_400_000,
      now: () => new Date(NOW),
      timeoutSeconds: 300,
      clock: { milliseconds: () => 0, sleep: async () => undefined },
      tell,
      progress: () => undefined,
    },
  )
}

/** Starts the service, which holds the test to what the real one accepts. */
async function start(): Promise<Aws> {
  const aws = await startAws()
  onTestFinished(() => expect(aws.violations).toEqual([]))
  return aws
}

/** A record as a session that began and ended at its time. */
const endedAt = ({ eventID, eventTime }: Fields): Fields => {
  const seconds = Date.parse(String(eventTime)) / 1000
  return { SessionId: eventID, Status: 'Terminated', StartDate: seconds, EndDate: seconds, Target: TARGET, Owner: OWNER }
}

testSource(
  'Live state',
  {
    whole: async (records, tell) => {
      const aws = await start()
      for (const { eventID, eventTime } of records) {
        const time = new Date(String(eventTime))
        const session = { SessionId: String(eventID), StartDate: time, Target: TARGET }
        aws.ssm.openSession(REGION, { ...session, DocumentName: undefined, Reason: undefined })
        aws.ssm.changeSession(REGION, String(eventID), { MaxSessionDuration: undefined, AccessType: undefined })
        aws.ssm.endSession(REGION, String(eventID), time)
      }
      return open(aws, tell)
    },
    damaged: async (records, tell) => {
      const aws = await start()
      const [first, ...others] = records.map(endedAt)
      aws.fail('DescribeSessions', { json: { Sessions: [] } }, { times: 1 })
      aws.fail('DescribeSessions', { json: { Sessions: [first, { ...first, SessionId: undefined }, ...others] } })
      return open(aws, tell)
    },
    empty: async tell => {
      const aws = await start()
      aws.fail('DescribeSessions', 'empty')
      return open(aws, tell)
    },
    silent: async (records, tell, waits, signal) => {
      const aws = await start()
      aws.fail('DescribeSessions', { json: { Sessions: [] } }, { times: 1 })
      aws.fail('DescribeSessions', { json: { Sessions: records.map(endedAt), NextToken: 'more' } }, { after: 1, times: 1 })
      aws.fail('DescribeSessions', 'hang')
      aws.meanwhile('DescribeSessions', 'before', () => {
        if (aws.requests.length > 2) waits()
      })
      return open(aws, tell, { signal })
    },
    endless: async (make, tell) => {
      const aws = await start()
      const answer: { Sessions: Fields[]; NextToken: string } = { Sessions: [], NextToken: '' }
      aws.fail('DescribeSessions', { json: { Sessions: [] } }, { times: 1 })
      aws.fail('DescribeSessions', { json: answer })
      aws.meanwhile('DescribeSessions', 'before', () => {
        const begin = aws.requests.length * 200
        answer.Sessions = Array.from({ length: 200 }, (_, i) => endedAt(make(begin + i)))
        answer.NextToken = `token ${begin}`
      })
      return open(aws, tell)
    },
    shows: ({ eventID, eventTime }) => ({
      event_type: 'session',
      eventTime: NOW,
      id: eventID,
      startedAt: eventTime,
      endedAt: eventTime,
      ageHours: 0,
      accountId: ACCOUNT,
      region: REGION,
      status: 'Terminated',
      state: 'ended',
      owner: OWNER,
      user: 'jane',
      target: { id: TARGET },
    }),
  },
  {
    order: { is: 'newest first', because: 'Systems Manager answers with the latest first' },
    duplicates: { is: 'passed once', because: 'its pages overlap when something is added while they are read' },
    times: { is: NOW, because: 'an event says what is so at the time of reading' },
    damaged: { is: 4, because: 'a session of which something is not known may be the one that matters' },
    late: { is: NOW, because: 'it is complete as of the time when it is read' },
    origin: { is: 'sessions of account 111122223333, eu-west-1', because: 'whose sessions these are only STS tells' },
  },
)

interface Read {
  readonly coverage: Coverage
  readonly events: readonly Fields[]
  readonly told: readonly Diagnostic[]
}

async function readLive(aws: Aws, options: OpenOptions = {}): Promise<Read> {
  const told: Diagnostic[] = []
  const events: Fields[] = []
  const source = open(aws, diagnostic => told.push(diagnostic), options)
  const coverage = await source.read(({ event }) => void events.push(event), { signal: new AbortController().signal })
  return { coverage, events, told }
}

const stateOf = (events: readonly Fields[]): readonly unknown[] => events.map(({ id, state }) => [id, state])

describe('sessions', () => {
  test('that are open are read whenever they began, and those that ended only back to the window', async () => {
    const aws = await start()
    const old = aws.ssm.openSession(REGION, { StartDate: new Date('2026-10-01T12:00:00Z') })
    const ended = aws.ssm.openSession(REGION, { StartDate: new Date('2026-11-23T01:00:00Z') })
    aws.ssm.endSession(REGION, ended, new Date('2026-11-23T03:30:00Z'))
    const before = aws.ssm.openSession(REGION, { StartDate: new Date('2026-11-20T01:00:00Z') })
    aws.ssm.endSession(REGION, before, new Date('2026-11-20T02:00:00Z'))
    const { coverage, events } = await readLive(aws)
    expect(stateOf(events)).toEqual([
      [ended, 'ended'],
      [old, 'open'],
    ])
    expect(events).toMatchObject([{ ageHours: 2.5 }, { ageHours: 53 * 24, startedAt: '2026-10-01T12:00:00Z' }])
    expect(coverage).toMatchObject({
      state: 'read',
      message:
        'sessions of account 111122223333, eu-west-1: 1 open, 1 ended of those that began since 2026-11-22T12:00:00Z; as of 2026-11-23T12:00:00Z',
    })
  })

  test('are told to reach back 30 days at most', async () => {
    const { coverage } = await readLive(await start(), { days: 90 })
    expect(coverage.message).toContain('since 2026-10-24T12:00:00Z, which is all that Systems Manager remembers')
  })

  test('have what a rule may ask for, and nothing else of the answer', async () => {
    const aws = await start()
    const id = aws.ssm.openSession(REGION, { MaxSessionDuration: '60', AccessType: 'JustInTime' })
    const { events } = await readLive(aws)
    expect(events).toEqual([
      {
        event_type: 'session',
        eventTime: NOW,
        id,
        startedAt: '2026-11-23T11:00:00Z',
        ageHours: 1,
        accountId: ACCOUNT,
        region: REGION,
        status: 'Connected',
        state: 'open',
        document: 'SSM-SessionManagerRunShell',
        owner: OWNER,
        user: 'jane',
        reason: 'INC-4711',
        accessType: 'JustInTime',
        maxDurationMinutes: 60,
        target: { id: TARGET },
      },
    ])
  })

  test('that end while they are read have ended', async () => {
    const aws = await start()
    const id = aws.ssm.openSession(REGION)
    let asked = 0
    aws.meanwhile('DescribeSessions', 'after', () => {
      if (asked++ === 0) aws.ssm.endSession(REGION, id, new Date('2026-11-23T11:59:59Z'))
    })
    const { coverage, events } = await readLive(aws)
    expect(stateOf(events)).toEqual([[id, 'ended']])
    expect(coverage.state).toBe('read')
  })

  const START = Date.parse('2026-11-23T11:00:00Z') / 1000

  test.each([
    ['an open one that has ended', 'Active', { Status: 'Terminated' }, 'is in the list of active sessions with the status Terminated'],
    ['an ended one that is open', 'History', { Status: 'Connected' }, 'is in the list of ended sessions with the status Connected'],
    ['a status that is not known', 'Active', { Status: 'Suspended' }, 'has the status Suspended, which is not known'],
    ['no status', 'Active', { Status: undefined }, 'has no Status'],
    ['no target', 'Active', { Target: undefined }, 'has no Target'],
    ['no start', 'Active', { StartDate: undefined }, 'has no StartDate'],
    ['no owner', 'Active', { Owner: undefined }, 'has no Owner'],
    ['an end', 'Active', { EndDate: START }, 'is in the list of active sessions with an EndDate'],
    ['a status as long as a page', 'Active', { Status: 'x'.repeat(5000) }, `has the status ${'x'.repeat(119)}…, which is not known`],
  ])('with a contradiction or a hole are a gap and count as open: %s', async (_, list, members, told) => {
    const aws = await start()
    const session = { SessionId: 's-1', Status: 'Connected', StartDate: START, Target: TARGET, Owner: OWNER, ...members }
    const answers = { Active: [] as object[], History: [] as object[], [list]: [session] }
    aws.fail('DescribeSessions', { json: { Sessions: answers.Active } }, { times: 1 })
    aws.fail('DescribeSessions', { json: { Sessions: answers.History } })
    const { coverage, events } = await readLive(aws)
    expect(stateOf(events)).toEqual([['s-1', 'open']])
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining(`session s-1 ${told}`) })
  })
})

test('a session whose longest duration is no number of minutes is a gap', async () => {
  const aws = await start()
  const id = aws.ssm.openSession(REGION, { MaxSessionDuration: '60.5' })
  const { coverage } = await readLive(aws)
  expect(coverage).toMatchObject({
    state: 'gap',
    message: expect.stringContaining(`the MaxSessionDuration of session ${id} is no number of minutes`),
  })
})

test('many that cannot be believed are a gap, and the first of them are told', async () => {
  const aws = await start()
  for (let i = 0; i < 300; i += 1) aws.ssm.openSession(REGION, { Status: 'Suspended' as never })
  const { coverage, events, told } = await readLive(aws)
  expect(events).toHaveLength(300)
  expect(told).toHaveLength(11)
  expect(told.at(-1)?.message).toBe('290 more doubts about sessions are not told one by one')
  expect(coverage.state).toBe('gap')
})

test.each([
  ['sessions', 'DescribeSessions', 'Sessions', { Target: TARGET, Owner: OWNER }, { Status: 'Terminated' }, { Status: 'Connected' }],
  [
    'automations',
    'DescribeAutomationExecutions',
    'AutomationExecutionMetadataList',
    { DocumentName: 'x' },
    { AutomationExecutionStatus: 'Success' },
    { AutomationExecutionStatus: 'Waiting' },
  ],
] as const)(
  '%s without an id that are open are not those without an id that have ended',
  async (kind, operation, list, members, over, open) => {
    const aws = await start()
    aws.fail(operation, { json: { [list]: [{ ...members, ...open }] } }, { times: 1 })
    aws.fail(operation, { json: { [list]: [{ ...members, ...over }] } })
    const { coverage, events } = await readLive(aws, { kind })
    expect(events.map(({ state }) => state).sort()).toEqual(['ended', 'open'])
    expect(coverage.state).toBe('gap')
  },
)

describe('commands', () => {
  test('that have not ended are read whenever they began, with how far they are on each node', async () => {
    const aws = await start()
    const old = aws.ssm.addCommand(
      REGION,
      { RequestedDateTime: new Date('2026-11-01T12:00:00Z'), Status: 'InProgress', InstanceIds: ['i-1', 'i-2'], TargetCount: 2 },
      [
        { InstanceId: 'i-1', Status: 'Success' },
        { InstanceId: 'i-2', Status: 'InProgress' },
      ],
    )
    const { coverage, events } = await readLive(aws, { kind: 'commands' })
    expect(events).toMatchObject([
      {
        id: old,
        state: 'open',
        ageHours: 22 * 24,
        target: [
          { id: 'i-1', status: 'Success' },
          { id: 'i-2', status: 'InProgress' },
        ],
      },
    ])
    expect(coverage).toMatchObject({ state: 'read', message: expect.stringContaining('1 open, 0 ended') })
  })

  const TAGGED = { InstanceIds: [], Targets: [{ Key: 'tag:env', Values: ['prod'] }] }

  test.each<[what: string, command: Command, reached: readonly string[], isWhole: boolean]>([
    ['none is reached', { ...TAGGED, TargetCount: 3 }, [], false],
    ['one of three is', { ...TAGGED, TargetCount: 3 }, ['i-1'], false],
    ['all are', { ...TAGGED, TargetCount: 2 }, ['i-1', 'i-2'], true],
    ['they were not counted when one was reached', { ...TAGGED, TargetCount: 0 }, ['i-1'], false],
    ['nobody counts them', { ...TAGGED, TargetCount: undefined }, ['i-1'], false],
    ['the command names them, and they were not counted', { InstanceIds: ['i-1', 'i-2'], TargetCount: 0 }, ['i-1'], true],
  ])('that run, and whose nodes are not all known, say so: %s', async (_, command, reached, isWhole) => {
    const aws = await start()
    const invocations = reached.map(InstanceId => ({ InstanceId }))
    aws.ssm.addCommand(REGION, { Status: 'Pending', ...command }, invocations)
    const { events } = await readLive(aws, { kind: 'commands' })
    const targets = events.flatMap(event => event['target'] as readonly Fields[])
    expect(targets.some(({ omitted }) => omitted === true)).toBe(!isWhole)
    expect(targets.flatMap(({ id }) => id ?? [])).toEqual(isWhole && reached.length === 1 ? ['i-1', 'i-2'] : reached)
  })
})

describe('automations', () => {
  test('that wait for an approval are open, whenever they began', async () => {
    const aws = await start()
    const id = aws.ssm.addAutomation(REGION, {
      ExecutionStartTime: new Date('2026-11-01T12:00:00Z'),
      AutomationExecutionStatus: 'Waiting',
      CurrentAction: 'aws:approve',
      CurrentStepName: 'approve',
    })
    const { coverage, events } = await readLive(aws, { kind: 'automations' })
    expect(events).toMatchObject([{ id, state: 'open', status: 'Waiting', action: 'aws:approve', step: 'approve' }])
    expect(coverage.state).toBe('read')
  })

  test('that choose their targets by a parameter do not show its values', async () => {
    const aws = await start()
    const Targets = [
      { Key: 'ParameterValues', Values: ['SECRET-value'] },
      { Key: 'tag:env', Values: ['prod'] },
    ]
    aws.ssm.addAutomation(REGION, { Targets })
    const { events } = await readLive(aws, { kind: 'automations' })
    expect(events).toMatchObject([
      {
        targets: [
          { key: 'ParameterValues', values: [] },
          { key: 'tag:env', values: ['prod'] },
        ],
      },
    ])
  })
})

describe('what Systems Manager does not answer is a gap, and never nothing', () => {
  const OPERATIONS = {
    sessions: 'DescribeSessions',
    commands: 'ListCommands',
    automations: 'DescribeAutomationExecutions',
  } as const
  const FAULTS = ['denied', 'throttle', 'html', 'malformed', 'cut', 'cutMidway', 'error500', 'empty', 'expired'] as const

  test.each((Object.keys(OPERATIONS) as LiveKind[]).flatMap(kind => FAULTS.map(fault => [kind, fault] as const)))(
    '%s: %s',
    async (kind, fault) => {
      const aws = await start()
      aws.fail(OPERATIONS[kind], fault)
      const { coverage, told } = await readLive(aws, { kind })
      expect(coverage).toMatchObject({ state: 'gap', records: 0, message: expect.stringContaining(OPERATIONS[kind]) })
      expect(told.length).toBeGreaterThan(0)
    },
  )

  test.each([
    ['DescribeSessions', 'sessions', 'Sessions'],
    ['ListCommands', 'commands', 'Commands'],
    ['DescribeAutomationExecutions', 'automations', 'AutomationExecutionMetadataList'],
  ] as const)('%s that repeats its NextToken', async (operation, kind, list) => {
    const aws = await start()
    aws.fail(operation, { json: { [list]: [], NextToken: 'again' } })
    const { coverage } = await readLive(aws, { kind })
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('repeated a token') })
  })
})
