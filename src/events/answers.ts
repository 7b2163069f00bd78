// Makes the events of sessions, commands and automations of what Systems Manager answers about them, which is no more than allowed.ts lets
// through.

import { formatInstant, formatSecond } from '../time.ts'
import type { AUTOMATION, COMMAND, INVOCATION, SESSION } from './allowed.ts'
import { lacking, nameOf, UNNAMED, unknownStatus } from './doubts.ts'
import { AUTOMATION_STATUSES, COMMAND_STATUSES, SESSION_STATUSES } from './enumerations.ts'
import type { AutomationEvent, CommandEvent, CommandTarget, Selection, SessionEvent } from './live.ts'
import type { Answer } from './members.ts'

type SessionAnswer = Answer<typeof SESSION>
type CommandAnswer = Answer<typeof COMMAND>
type InvocationAnswer = Answer<typeof INVOCATION>
type AutomationAnswer = Answer<typeof AUTOMATION>
type Text = string | undefined

/** What is the same for all that is read at one time in one place. */
export interface Reading {
  /** Milliseconds since 1970. */
  readonly readAt: number
  /** Undefined where nothing says whose account it is. */
  readonly accountId: string | undefined
  readonly region: string
}

/** An event, and why it cannot be believed as it is, one sentence each. */
export interface Made<Event> {
  readonly event: Event
  readonly problems: readonly string[]
}

const OPEN_SESSION = ['Connected', 'Connecting', 'Disconnected']
const ENDED_SESSION = ['Terminated', 'Failed']

/** Makes the event of a session, which is in the list of sessions that are active or in that of those that have ended. */
export function toSessionEvent(answer: SessionAnswer, list: 'Active' | 'History', reading: Reading): Made<SessionEvent> {
  const { SessionId: id, Status: status, Owner: owner, Target: target, StartDate: start, EndDate: end } = answer
  const name = nameOf('session', id)
  const contradicted = (list === 'Active' ? ENDED_SESSION : OPEN_SESSION).includes(status ?? '')
  const isOver = list === 'Active' && end !== undefined
  // Where its list and its status contradict each other, it may still be open.
  const state = list === 'Active' || contradicted ? 'open' : 'ended'
  const listed = `${name} is in the list of ${list === 'Active' ? 'active' : 'ended'} sessions`
  const longest = answer.MaxSessionDuration ?? ''
  const isNumber = /^\d{1,6}$/.test(longest)
  return {
    event: withoutAbsent({
      event_type: 'session',
      ...about(reading, id, start, state === 'open' ? undefined : end),
      status,
      state,
      document: answer.DocumentName,
      ...ownerOf(owner),
      reason: answer.Reason,
      accessType: answer.AccessType,
      maxDurationMinutes: isNumber ? Number(longest) : undefined,
      target: target === undefined || target === '' ? { omitted: true, reason: 'that the answer does not name' } : { id: target },
    }) as SessionEvent,
    problems: [
      ...lacking(name, { SessionId: id, Status: status, StartDate: instantOf(start), Target: target, Owner: owner }),
      ...unknownStatus(name, status, SESSION_STATUSES),
      ...(contradicted ? [`${listed} with the status ${status}`] : []),
      ...(isOver ? [`${listed} with an EndDate`] : []),
      ...(isNumber || longest === '' ? [] : [`the MaxSessionDuration of ${name} is no number of minutes`]),
    ],
  }
}

/** Makes the event of a command, with how far it has come on each node. */
export function toCommandEvent(answer: CommandAnswer, invocations: readonly InvocationAnswer[], reading: Reading): Made<CommandEvent> {
  const { CommandId: id, Status: status, RequestedDateTime: start, TargetCount: count } = answer
  const name = nameOf('command', id)
  const state = stateOf(status, COMMAND_STATUSES)
  return {
    event: withoutAbsent({
      event_type: 'command',
      ...about(reading, id, start, undefined),
      status,
      state,
      // When a command ended is in no answer.
      ...(state === 'ended' ? { ageHours: undefined } : {}),
      statusDetails: answer.StatusDetails,
      document: answer.DocumentName,
      documentVersion: answer.DocumentVersion,
      role: answer.ServiceRole,
      targets: selectionsOf(answer.Targets),
      targetCount: count,
      completedCount: answer.CompletedCount,
      errorCount: answer.ErrorCount,
      target: targetsOf(answer, invocations, state),
    }) as CommandEvent,
    problems: [
      ...lacking(name, { CommandId: id, Status: status, RequestedDateTime: instantOf(start), DocumentName: answer.DocumentName }),
      ...unknownStatus(name, status, Object.values(COMMAND_STATUSES).flat()),
    ],
  }
}

// A command that has not ended may be meant for nodes of which it is not said yet which they are. Nodes that are chosen by tags may not
// even be counted yet.
function targetsOf(
  { InstanceIds: ids = [], Targets: chosen = [], TargetCount: count = 0 }: CommandAnswer,
  invocations: readonly InvocationAnswer[],
  state: string,
) {
  const reached = invocations.map(({ InstanceId: id, Status: status, StatusDetails: statusDetails }) =>
    withoutAbsent({ id, status, statusDetails }),
  )
  const others = ids.filter(id => !invocations.some(({ InstanceId: known }) => known === id)).map(id => ({ id }))
  const known = [...reached, ...others]
  const isWhole = state === 'ended' || (known.length > 0 && known.length >= count && (count > 0 || chosen.length === 0))
  return (
    isWhole ? known : [...known, { omitted: true, reason: 'that is not named yet, because the command has not reached it' }]
  ) as readonly CommandTarget[]
}

const BEGUN = ['InProgress', 'Waiting']

/** Makes the event of an automation. */
export function toAutomationEvent(answer: AutomationAnswer, reading: Reading): Made<AutomationEvent> {
  const { AutomationExecutionId: id, AutomationExecutionStatus: status, ExecutionStartTime: start, ScheduledTime: scheduled } = answer
  const name = nameOf('automation', id)
  return {
    event: withoutAbsent({
      event_type: 'automation',
      ...about(reading, id, start, answer.ExecutionEndTime),
      status,
      state: stateOf(status, AUTOMATION_STATUSES),
      endedAt: instantOf(answer.ExecutionEndTime),
      scheduledAt: instantOf(scheduled),
      document: answer.DocumentName,
      documentVersion: answer.DocumentVersion,
      ...ownerOf(answer.ExecutedBy),
      mode: answer.Mode,
      step: answer.CurrentStepName,
      action: answer.CurrentAction,
      parentId: answer.ParentAutomationExecutionId,
      subtype: answer.AutomationSubtype,
      targets: selectionsOf(answer.Targets),
      target: answer.Target === undefined || answer.Target === '' ? undefined : { id: answer.Target },
    }) as AutomationEvent,
    problems: [
      ...lacking(name, { AutomationExecutionId: id, AutomationExecutionStatus: status, DocumentName: answer.DocumentName }),
      // What is scheduled or is to be approved as a whole has not begun.
      ...(BEGUN.includes(status ?? '') ? lacking(name, { ExecutionStartTime: instantOf(start) }) : []),
      ...unknownStatus(name, status, Object.values(AUTOMATION_STATUSES).flat()),
    ],
  }
}

function about({ readAt, accountId, region }: Reading, id: Text, start: Date | undefined, end: Date | undefined) {
  const began = instantOf(start)
  const until = instantOf(end)
  return {
    eventTime: formatInstant(readAt),
    id: id ?? UNNAMED,
    startedAt: began,
    endedAt: until,
    ageHours: began === undefined ? undefined : hoursBetween(Date.parse(began), until === undefined ? readAt : Date.parse(until)),
    accountId,
    region,
  }
}

function hoursBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 36_000) / 100)
}

/** The last part of an ARN is what people know a user or a session of a role by. */
function ownerOf(owner: Text): { readonly owner: Text; readonly user: Text } {
  return { owner, user: owner?.split(/[/:]/).at(-1) || undefined }
}

function selectionsOf(targets: CommandAnswer['Targets']): readonly Selection[] | undefined {
  if (targets === undefined || targets.length === 0) return undefined
  return targets.map(({ Key: key = '', Values: values = [] }) => ({ key, values: key === OF_PARAMETER ? [] : [...values] }))
}

/** The key under which the values of an automation's parameter choose its targets. They may be anything, so they are never read. */
const OF_PARAMETER = 'ParameterValues'

// A status that is not known is that of something that may still be going on.
function stateOf(status: Text, { ended }: { readonly ended: readonly string[] }): 'open' | 'ended' {
  return ended.includes(status ?? '') ? 'ended' : 'open'
}

// To the second, which is as exact as anybody reads it.
function instantOf(date: Date | undefined): Text {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : formatSecond(date)
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}
