// Checks docs/live.md row by row: what it says about each answer of Systems Manager is what happens when it gives that answer.

import { readFileSync } from 'node:fs'
import { AutomationExecutionStatus, CommandStatus, SessionStatus } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import type { LiveKind } from '../../src/events/live.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { AwsRequest, Fault } from '../aws/wire.ts'
import { type Played, playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { codesIn, rowsOf } from './rows.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
const REGION = 'eu-west-1'

const page = readFileSync('docs/live.md', 'utf8')

interface Kind {
  readonly type: 'Session' | 'Command' | 'Automation'
  /** The calls that read it, each with the list in its answer. */
  readonly calls: Readonly<Record<string, string>>
  /** How many a page has. */
  readonly size: number
  readonly add: (aws: Aws) => void
}

const KINDS: Readonly<Record<LiveKind, Kind>> = {
  sessions: { type: 'Session', calls: { DescribeSessions: 'Sessions' }, size: 200, add: aws => aws.ssm.openSession(REGION) },
  commands: {
    type: 'Command',
    calls: { ListCommands: 'Commands', ListCommandInvocations: 'CommandInvocations' },
    size: 50,
    add: aws => aws.ssm.addCommand(REGION),
  },
  automations: {
    type: 'Automation',
    calls: { DescribeAutomationExecutions: 'AutomationExecutionMetadataList' },
    size: 50,
    add: aws => aws.ssm.addAutomation(REGION),
  },
}
const KIND_NAMES = Object.keys(KINDS) as LiveKind[]

/** A rule over all that is open, one that no event matches, or none. */
type Looking = 'at what is open' | 'and finds nothing' | 'nowhere'

async function start(): Promise<Aws> {
  const aws = await startAws()
  const scan = [{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }]
  aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('api'), scan })
  return aws
}

interface Options {
  readonly words?: readonly string[]
  /** How long each call takes, in seconds. */
  readonly seconds?: number
  /** 1 for a rule that fails; the rule warns otherwise. */
  readonly severity?: number
  /** How long one attempt of a call may take, in milliseconds. */
  readonly patience?: number
}

async function check(aws: Aws, kind: LiveKind, looking: Looking, options: Options = {}): Promise<Played> {
  const { words = [], seconds = 0, severity = 2, ...limits } = options
  const filter = looking === 'at what is open' ? 'state = "open"' : 'document = "None"'
  const rule = `id: live\nname: Live\ntype: ${KINDS[kind].type}\nseverityOfAlerts: ${severity}\ntitle: "{{id}}"\nfilter: ${filter}\n`
  const rules = looking === 'nowhere' ? [] : ['--rules', makeFolder({ 'live.yml': rule })]
  const asked = ['--image', IMAGE, '--audit-source', 'none', '--audit-live', kind, '--aws-attempts', '1', ...rules, ...words]
  const passed = () => seconds * aws.requests.filter(({ operation }) => operation in KINDS[kind].calls).length
  return playCheck(aws, asked, { passed, ...limits })
}

const noon = new Date('2026-11-23T12:00:00Z')
const longAgo = new Date('2026-11-20T12:00:00Z')
const at = (status: string) => status as never

const session = { SessionId: 'jane-1', Target: 'i-0a1b2c3d4e5f60718', StartDate: 1_795_431_600, DocumentName: 'SSM-SessionManagerRunShell' }
const automation = { AutomationExecutionId: '3e7af73c-bed5-5e1e-ad35-392cbf90a409', DocumentName: 'x' }
const command = { CommandId: '0f3c6b1a-2d4e-4f60-8718-3e7af73cbed5', DocumentName: 'x', RequestedDateTime: 1_795_431_600 }

/** What is there in each row; a row without its own is about statuses in code. */
const STATUSES: Readonly<Record<string, Readonly<Partial<Record<LiveKind, readonly ((aws: Aws, status: string) => void)[]>>>>> = {
  'a session in the list of active ones': { sessions: [(aws, status) => aws.ssm.openSession(REGION, { Status: at(status) })] },
  'a session in the list of active ones that has an end': {
    sessions: [aws => answerFirst(aws, 'DescribeSessions', { Sessions: [{ ...session, Status: 'Connected', EndDate: 1_795_434_000 }] })],
  },
  'a session in the list of ended ones': {
    sessions: [(aws, status) => aws.ssm.openSession(REGION, { Status: at(status), EndDate: noon })],
  },
  'a command': { commands: [(aws, status) => aws.ssm.addCommand(REGION, { Status: at(status) })] },
  'an automation': { automations: [(aws, status) => aws.ssm.addAutomation(REGION, { AutomationExecutionStatus: at(status) })] },
  'a session, a command or an automation with a status that is not documented': {
    sessions: [aws => aws.ssm.openSession(REGION, { Status: at('Sleeping') })],
    commands: [aws => aws.ssm.addCommand(REGION, { Status: at('Sleeping') })],
    automations: [aws => aws.ssm.addAutomation(REGION, { AutomationExecutionStatus: at('Sleeping') })],
  },
  'a session, a command or an automation without a status': {
    sessions: [aws => aws.ssm.openSession(REGION, { Status: undefined })],
    commands: [aws => aws.ssm.addCommand(REGION, { Status: undefined })],
    automations: [aws => aws.ssm.addAutomation(REGION, { AutomationExecutionStatus: undefined })],
  },
  'a session, a command or an automation without an id': {
    sessions: [aws => aws.ssm.openSession(REGION, { SessionId: undefined })],
    commands: [aws => aws.ssm.addCommand(REGION, { CommandId: undefined })],
    automations: [aws => aws.ssm.addAutomation(REGION, { AutomationExecutionId: undefined })],
  },
  'a session without a target, an owner or a start': {
    sessions: (['Target', 'Owner', 'StartDate'] as const).map(name => aws => aws.ssm.openSession(REGION, { [name]: undefined })),
  },
  'a session whose longest duration is no number of minutes': {
    sessions: ['60.5', 'PT1H', '-1'].map(minutes => aws => aws.ssm.openSession(REGION, { MaxSessionDuration: minutes })),
  },
  'a command without a document or a start': {
    commands: (['DocumentName', 'RequestedDateTime'] as const).map(name => aws => aws.ssm.addCommand(REGION, { [name]: undefined })),
  },
  'an automation without a document': { automations: [aws => aws.ssm.addAutomation(REGION, { DocumentName: undefined })] },
  'an automation without a start': {
    automations: [(aws, status) => aws.ssm.addAutomation(REGION, { AutomationExecutionStatus: at(status), ExecutionStartTime: undefined })],
  },
  'a command that began before the window and has not ended': {
    commands: [aws => aws.ssm.addCommand(REGION, { RequestedDateTime: longAgo })],
  },
  'an automation that began before the window and has not ended': {
    automations: [aws => aws.ssm.addAutomation(REGION, { ExecutionStartTime: longAgo })],
  },
  'a session that began before the window and has not ended': {
    sessions: [aws => aws.ssm.openSession(REGION, { StartDate: longAgo })],
  },
}

function answerFirst(aws: Aws, operation: string, json: object): void {
  aws.fail(operation, { json: json as Readonly<Record<string, unknown>> }, { times: 1 })
}

describe('every status', () => {
  const rows = rowsOf(page, 'statuses')
  const keyOf = (cell: string): string => cell.replace(/: `.*$/, '')

  test('has a row, and every row is tested', () => {
    expect([...new Set(rows.map(([says = '']) => keyOf(says)))]).toEqual(Object.keys(STATUSES))
    const named = (start: string) => [...new Set(rows.flatMap(([says = '']) => (says.startsWith(start) ? codesIn(says) : [])))].sort()
    expect(named('a session in the list of active')).toEqual(Object.values(SessionStatus).sort())
    expect(named('a session in the list of ended')).toEqual(Object.values(SessionStatus).sort())
    expect(named('a command')).toEqual(Object.values(CommandStatus).sort())
    expect(named('an automation')).toEqual(Object.values(AutomationExecutionStatus).sort())
  })

  const cases = rows.flatMap(([says = '', is = '', besides = '']) => {
    const statuses = codesIn(says).length === 0 ? [''] : codesIn(says)
    return Object.entries(STATUSES[keyOf(says)] ?? {}).flatMap(([kind, scenes]) =>
      scenes.flatMap(scene => statuses.map(status => [keyOf(says), status, kind as LiveKind, is, besides, scene] as const)),
    )
  })
  test.each(cases)('%s %s (%s) is %s %s', async (_, status, kind, is, besides, scene) => {
    const aws = await start()
    scene(aws, status)
    const { report } = await check(aws, kind, 'at what is open')
    const isOpen = !is.startsWith('ended')
    expect(report.alerts.filter(({ ruleId }) => ruleId === 'live')).toHaveLength(isOpen ? 1 : 0)
    // The rule warns, so that the verdict tells what makes it undecided besides.
    expect(report.verdict).toBe(besides === '' ? (isOpen ? 'warn' : 'pass') : besides)
    expect(aws.violations).toEqual([])
  })
})

/** What a call answers, or what else keeps all from being read. */
interface Scene {
  readonly fault?: Fault
  /** Which calls get it; all when it is not given. */
  readonly where?: (request: AwsRequest) => boolean
  /** How many sessions, commands or automations there are. */
  readonly count?: number
  readonly options?: Options
}

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const HTML = { text: '<!doctype html>\n<title>500 Internal Server Error</title>\n', status: 500 }

const ENTRIES: Readonly<Record<string, object>> = {
  Sessions: { ...session, Status: 'Connected' },
  Commands: { ...command, Status: 'InProgress' },
  CommandInvocations: { CommandId: command.CommandId, InstanceId: session.Target, Status: 'InProgress' },
  AutomationExecutionMetadataList: { ...automation, AutomationExecutionStatus: 'InProgress' },
}

/** What each row is about, for a call with this list in its answer and so many entries a page. */
const FAULTS: Readonly<Record<string, (list: string, size: number) => readonly Scene[]>> = {
  'with a list in which nothing is': () => [{ count: 0 }],
  '`AccessDeniedException`': () => [{ fault: 'denied' }],
  '`ThrottlingException`, at every attempt': () => [{ fault: 'throttle' }],
  '`InternalServerError`, at every attempt': () => [{ fault: 'error500' }],
  '`ExpiredTokenException`': () => [{ fault: 'expired' }],
  'an error that is not documented': () => [{ fault: { name: 'UnknownOperationException', message: '' } }],
  'not at all, within the time that a call may take': () => [{ fault: 'hang', options: { patience: 1000 } }],
  'with a connection that breaks, before or within the answer': () => [{ fault: 'cut' }, { fault: 'cutMidway' }],
  'with HTML, by a proxy or with status 500': () => [{ fault: 'html' }, { fault: HTML }],
  'with JSON that is cut off': () => [{ fault: 'malformed' }],
  'with JSON in which a key stands twice': list => [{ fault: { text: `{"${list}":[],"${list}":[]}` } }],
  'with JSON that is nested deeper than 1,000 levels': list => [{ fault: { text: `{"${list}":${DEEP}}` } }],
  'with no list at all': list => [{ fault: 'empty' }, { fault: { json: { [list]: null } } }],
  'with an entry that is none': list => [null, 'a text', []].map(entry => ({ fault: { json: { [list]: [ENTRIES[list], entry] } } })),
  'with a value of another kind than is documented': list =>
    [
      { ...ENTRIES[list], Status: {}, AutomationExecutionStatus: [] },
      { ...ENTRIES[list], DocumentName: 7, StatusDetails: 7 },
      { ...ENTRIES[list], Targets: 'x', Owner: {}, StatusDetails: {} },
    ].map(entry => ({ fault: { json: { [list]: [ENTRIES[list], entry] } } })),
  'with pages of which a later one cannot be read': (_, size) => [
    { fault: 'denied', where: ({ input }) => input['NextToken'] !== undefined, count: size + 1 },
  ],
  'with a `NextToken` that repeats': list => [{ fault: { json: { [list]: [ENTRIES[list]], NextToken: 'again' } } }],
  'with more pages than `audit-timeout` gives time for': (_, size) => [{ count: 6 * size, options: { seconds: 100 } }],
}

describe('every failure', () => {
  const rows = rowsOf(page, 'faults')

  test('has a row, and every row is tested', () => {
    expect(rows.map(([answers]) => answers)).toEqual(Object.keys(FAULTS))
  })

  const calls = KIND_NAMES.flatMap(kind => Object.entries(KINDS[kind].calls).map(([operation, list]) => [kind, operation, list] as const))
  const cases = rows.flatMap(([answers = '', looked = '', none = '']) =>
    calls.flatMap(([kind, operation, list]) =>
      (FAULTS[answers]?.(list, KINDS[kind].size) ?? []).map(scene => [operation, answers, looked, none, kind, scene] as const),
    ),
  )

  test.each(cases)('%s answers %s: %s; %s', async (operation, _, looked, none, kind, scene) => {
    const play = async (looking: Looking): Promise<Played> => {
      const { fault, where, count = 1, options } = scene
      const aws = await start()
      for (let i = 0; i < count; i += 1) KINDS[kind].add(aws)
      if (fault !== undefined) aws.fail(operation, fault, where === undefined ? {} : { where })
      const played = await check(aws, kind, looking, { ...options, severity: 1 })
      expect(aws.violations).toEqual([])
      return played
    }
    const [verdict = '', unless] = looked.split(', ')
    const { report } = await play('and finds nothing')
    expect(report.verdict).toBe(verdict)
    if (verdict === 'undecided') expect(report.reasons).toEqual([expect.stringContaining(kind)])
    if (unless !== undefined) expect((await play('at what is open')).report.verdict).toBe('fail')
    const alone = await play('nowhere')
    expect(alone.report.verdict).toBe('pass')
    const notes = alone.report.coverage.filter(({ message }) => message.includes(`no enabled rule looks at ${kind}`))
    expect(notes).toHaveLength(none === 'a note' ? 1 : 0)
  })
})

/** What is there at each reading. */
const READINGS: Readonly<Record<string, (aws: Aws) => void>> = {
  'nobody has a session': () => undefined,
  'somebody has one': aws => aws.ssm.openSession(REGION),
  'cannot be read': aws => aws.fail('DescribeSessions', 'denied'),
}

test.each(rowsOf(page, 'readings'))(
  '%s before the verdict, %s before the tags: %s, %s',
  async (before = '', after = '', verdict = '', tags = '') => {
    const aws = await start()
    READINGS[before]?.(aws)
    let asked = 0
    // The list of what is open, and that of what has ended.
    aws.meanwhile('DescribeSessions', 'after', () => {
      asked += 1
      if (asked === 2) READINGS[after]?.(aws)
    })
    const { report } = await check(aws, 'sessions', 'at what is open', { words: ['--promote-tags', 'production'], severity: 1 })
    expect(report.verdict).toBe(verdict)
    expect(aws.ecr.tagsIn('payments/api').has('production')).toBe(tags === 'set')
    if (after === 'is not read') expect(asked).toBeLessThanOrEqual(2)
    expect(aws.violations).toEqual([])
  },
)
