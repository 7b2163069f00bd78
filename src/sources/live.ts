// Reads what is going on in Systems Manager now: sessions, commands or automations of one account and Region, and those that have ended
// since a time. What is open comes first, so that what ends meanwhile is seen twice and not never; what was read last of it counts.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html

import type { Aws } from '../aws/client.ts'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { AUTOMATION, COMMAND, INVOCATION, SESSION } from '../events/allowed.ts'
import { type Made, type Reading, toAutomationEvent, toCommandEvent, toSessionEvent } from '../events/answers.ts'
import { AUTOMATION_STATUSES } from '../events/enumerations.ts'
import { isLive, type LiveEvent, type LiveKind, nameLive } from '../events/live.ts'
import type { Answer } from '../events/members.ts'
import { Fault } from '../fault.ts'
import { groupBy } from '../group.ts'
import type { Clock } from '../poll.ts'
import { formatInstant } from '../time.ts'
import { type Asking, startAsking } from './lists.ts'
import type { RecordedEvent, Source } from './source.ts'
import { createSource, type Describe } from './supply.ts'

export interface LiveOptions {
  readonly kind: LiveKind
  /** Whether a rule asks whose account it is, so that it matters if nothing says so. */
  readonly needsAccount: boolean
  /** What has ended is read if it began since then; milliseconds since 1970. */
  readonly from: number
  readonly now: () => Date
  /** How long the reading may take. */
  readonly timeoutSeconds: number
  readonly clock: Clock
  readonly tell: Tell
  readonly progress: (what: string) => void
  readonly describe?: Describe | undefined
}

/** The account and the Region that are read. */
export interface LivePlace {
  readonly aws: Aws
  readonly region: string
  /** The id of the account, or why it is not known. */
  readonly account: Promise<string | Fault>
}

/** How long Systems Manager remembers what has ended, in milliseconds. */
const REMEMBERED = 30 * 86_400_000

/** How many doubts about what is read are told one by one. */
const MOST_TOLD = 10

/** What is open as of the time when it is first asked for, and what of that which began since `from` has ended. */
export function liveState(place: LivePlace, options: LiveOptions): Source {
  const { aws, region } = place
  const { kind, tell, now } = options
  const accountId = place.account.then(id => (id instanceof Fault ? undefined : id))
  const origin = nameLive(kind, region)
  const counts = { open: 0, ended: 0 }
  const known = new Set<string>()
  let doubts = 0
  let asOf: number | undefined
  return createSource({
    origin,
    isEvent: isLive,
    describe: options.describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: async function* (tellFault) {
      const begun = Math.floor(now().getTime() / 1000) * 1000
      asOf = begun
      const account = await place.account
      if (options.needsAccount && account instanceof Fault) tellFault(withoutAccount(account, kind))
      const reading: Reading = { readAt: begun, accountId: await accountId, region }
      const asking = startAsking(place, await aws.ssm({ region }), options, tellFault)
      for await (const made of READERS[kind](asking, reading, sinceOf(options.from, begun))) {
        const events: RecordedEvent[] = []
        for (const { event, problems } of made) {
          const text = JSON.stringify(event)
          // Pages overlap where something is added while they are read.
          if (known.has(text)) continue
          known.add(text)
          counts[event.state]++
          for (const message of problems) if (++doubts <= MOST_TOLD) tellFault(new Fault('aws-answer', { message }).diagnostic)
          events.push({ text, event: { ...event } })
        }
        yield events
      }
      const message = `${doubts - MOST_TOLD} more doubts about ${kind} are not told one by one`
      if (doubts > MOST_TOLD) tellFault(new Fault('aws-answer', { message }).diagnostic)
    },
    conclude: async cover => {
      const coverage = cover(`${kind} of ${nameOf(await accountId)}, ${region}`)
      if (asOf === undefined) return coverage
      const since = sinceOf(options.from, asOf)
      const short = since <= options.from ? '' : ', which is all that Systems Manager remembers'
      const seen =
        coverage.state === 'read'
          ? `${counts.open} open, ${counts.ended} ended of those that began since ${formatInstant(since)}${short}`
          : ''
      const message = seen === '' ? coverage.message : `${coverage.origin}: ${seen}`
      return { ...coverage, horizon: formatInstant(asOf), message: `${message}; as of ${formatInstant(asOf)}` }
    },
  })
}

function withoutAccount({ diagnostic }: Fault, kind: LiveKind): Diagnostic {
  return { ...diagnostic, message: `a rule asks for the accountId of ${kind}, which is not known: ${diagnostic.message}` }
}

function nameOf(accountId: string | undefined): string {
  return accountId === undefined ? 'an unknown account' : `account ${accountId}`
}

function sinceOf(from: number, asOf: number): number {
  // Filters take whole seconds.
  return Math.floor(Math.max(from, asOf - REMEMBERED) / 1000) * 1000
}

type Batches = AsyncIterable<readonly Made<LiveEvent>[]>

const READERS: Readonly<Record<LiveKind, (asking: Asking, reading: Reading, since: number) => Batches>> = {
  sessions: readSessions,
  commands: readCommands,
  automations: readAutomations,
}

async function* readSessions({ ask }: Asking, reading: Reading, since: number): Batches {
  const { DescribeSessionsCommand } = await import('@aws-sdk/client-ssm')
  const list = (State: 'Active' | 'History', filter: object) =>
    ask('ssm:DescribeSessions', SESSION, `${State === 'Active' ? 'open' : 'ended'} sessions`, async (client, limit, NextToken) => {
      const answer = await client.send(new DescribeSessionsCommand({ State, MaxResults: 200, ...filter, ...NextToken }), limit)
      return { items: answer.Sessions, next: answer.NextToken }
    })
  const active = await all(list('Active', {}))
  const ended = new Set<string | undefined>()
  for await (const page of list('History', { Filters: [{ key: 'InvokedAfter', value: formatInstant(since) }] })) {
    addIds(
      ended,
      page.map(({ SessionId: id }) => id),
    )
    yield page.map(answer => toSessionEvent(answer, 'History', reading))
  }
  yield active.filter(({ SessionId: id }) => !ended.has(id)).map(answer => toSessionEvent(answer, 'Active', reading))
}

async function* readCommands({ ask, doubt }: Asking, reading: Reading, since: number): Batches {
  const { ListCommandInvocationsCommand, ListCommandsCommand } = await import('@aws-sdk/client-ssm')
  const list = (what: string, filter: { readonly key: 'ExecutionStage' | 'InvokedAfter'; readonly value: string }) =>
    ask('ssm:ListCommands', COMMAND, what, async (client, limit, NextToken) => {
      const answer = await client.send(new ListCommandsCommand({ MaxResults: 50, Filters: [filter], ...NextToken }), limit)
      return { items: answer.Commands, next: answer.NextToken }
    })
  const listInvocations = (what: object) =>
    ask('ssm:ListCommandInvocations', INVOCATION, 'nodes of commands', async (client, limit, NextToken) => {
      const answer = await client.send(new ListCommandInvocationsCommand({ MaxResults: 50, ...what, ...NextToken }), limit)
      return { items: answer.CommandInvocations, next: answer.NextToken }
    })
  const after = { key: 'InvokedAfter', value: formatInstant(since) } as const
  const open = await all(list('commands that have not ended', { key: 'ExecutionStage', value: 'Executing' }))
  const recent = await all(list('commands', after))
  const commands = new Map([...open, ...recent].map((each, i) => [each.CommandId ?? `${i}`, each]))
  if (commands.size === 0) return
  const invocations: Answer<typeof INVOCATION>[] = []
  if (recent.length > 0) invocations.push(...(await all(listInvocations({ Filters: [after] }))))
  const isRecent = new Set(recent.map(({ CommandId: id }) => id))
  for (const { CommandId: id } of open) if (!isRecent.has(id)) invocations.push(...(await all(listInvocations({ CommandId: id }))))
  if (invocations.some(({ CommandId: id = '', InstanceId: node = '' }) => id === '' || node === ''))
    doubt('an entry of ssm:ListCommandInvocations names no command, or no node')
  const byCommand = groupBy(invocations, ({ CommandId: id }) => id)
  yield [...commands.values()].map(each => toCommandEvent(each, byCommand.get(each.CommandId) ?? [], reading))
}

async function* readAutomations({ ask }: Asking, reading: Reading, since: number): Batches {
  const { DescribeAutomationExecutionsCommand } = await import('@aws-sdk/client-ssm')
  const list = (what: string, filter: { readonly Key: 'ExecutionStatus' | 'StartTimeAfter'; readonly Values: string[] }) =>
    ask('ssm:DescribeAutomationExecutions', AUTOMATION, what, async (client, limit, NextToken) => {
      const answer = await client.send(new DescribeAutomationExecutionsCommand({ MaxResults: 50, Filters: [filter], ...NextToken }), limit)
      return { items: answer.AutomationExecutionMetadataList, next: answer.NextToken }
    })
  const open = await all(list('automations that have not ended', { Key: 'ExecutionStatus', Values: [...AUTOMATION_STATUSES.open] }))
  const seen = new Set<string | undefined>()
  for await (const page of list('automations', { Key: 'StartTimeAfter', Values: [formatInstant(since)] })) {
    addIds(
      seen,
      page.map(({ AutomationExecutionId: id }) => id),
    )
    yield page.map(answer => toAutomationEvent(answer, reading))
  }
  yield open.filter(({ AutomationExecutionId: id }) => !seen.has(id)).map(answer => toAutomationEvent(answer, reading))
}

// What has no id is not what has none elsewhere.
function addIds(known: Set<string | undefined>, ids: readonly (string | undefined)[]): void {
  for (const id of ids) if (id !== undefined && id !== '') known.add(id)
}

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const page of pages) items.push(...page)
  return items
}
