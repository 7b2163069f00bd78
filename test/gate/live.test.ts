// What CloudTrail's record of a call and the live state say of each other.

import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '../../src/events/live.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { addLiveState, startCalls } from '../../src/gate/live.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from './combine.ts'

const NODE = 'i-05c30218156bcc246'
const OTHER = 'i-0dbc91f429e48eeed'
const NOW = '2026-11-23T12:00:05Z'

const live = { eventTime: NOW, accountId: '111122223333', region: 'eu-west-1' } as const
const session = { ...live, event_type: 'session', id: 'alice-0a1b', status: 'Connected', state: 'open' } as const
const command = { ...live, event_type: 'command', id: 'c-1', status: 'InProgress', state: 'open', target: [] } as const
const automation = { ...live, event_type: 'automation', id: 'a-1', status: 'Waiting', state: 'open' } as const

function call(eventName: string, fields: Fields): Fields {
  return {
    eventSource: 'ssm.amazonaws.com',
    eventName,
    eventID: 'e-1',
    eventTime: '2026-11-23T11:00:00Z',
    sourceIPAddress: '192.0.2.7',
    userIdentity: { userName: 'alice' },
    ...fields,
  }
}

function alertsOf(event: Fields) {
  const evaluation = startEvaluation([makeRule({ filter: 'eventSource like "amazonaws.com"' })])
  evaluation.see(event)
  return evaluation.alerts()
}

const saidOf = (event: Fields, state: LiveEvent) =>
  addLiveState(alertsOf(event), [state], startCalls()).flatMap(({ events }) => events.flatMap(each => each.live))

const started = call('StartSession', { responseElements: { sessionId: 'alice-0a1b' } })
const sent = call('SendCommand', { responseElements: { command: { commandId: 'c-1' } } })
const ran = call('StartAutomationExecution', { responseElements: { automationExecutionId: 'a-1' } })

describe('the alert of a recorded call says', () => {
  test.each<[what: string, event: Fields, state: LiveEvent, said: readonly string[]]>([
    [
      'that its session is still open, and by which document',
      started,
      { ...session, document: 'SSM-SessionManagerRunShell' },
      [`session still open as of ${NOW} (SSM-SessionManagerRunShell)`],
    ],
    [
      'when its session ended',
      started,
      { ...session, state: 'ended', status: 'Terminated', endedAt: '2026-11-23T11:30:00Z' },
      ['session ended at 2026-11-23T11:30:00Z'],
    ],
    ['that its session failed', started, { ...session, state: 'ended', status: 'Failed' }, ['session ended (Failed)']],
    [
      'the same of a session that was resumed',
      call('ResumeSession', { requestParameters: { sessionId: 'alice-0a1b' } }),
      session,
      [`session still open as of ${NOW}`],
    ],
    [
      'how far its command is on each node, those first that are not done',
      sent,
      {
        ...command,
        targetCount: 3,
        completedCount: 2,
        target: [
          { id: NODE, status: 'Success' },
          { id: OTHER, name: 'db', status: 'InProgress' },
        ],
      },
      [`command InProgress as of ${NOW}: 2 of 3 nodes done: ${OTHER} (db) InProgress, ${NODE} Success`],
    ],
    [
      'which nodes its command has reached, and that there may be others',
      sent,
      { ...command, targetCount: 0, completedCount: 0, target: [{ id: NODE, status: 'Pending' }, { omitted: true } as never] },
      [`command InProgress as of ${NOW}: ${NODE} Pending, and others that are not named yet`],
    ],
    [
      'that its command has reached no node',
      sent,
      { ...command, targetCount: 3, completedCount: 0, target: [{ omitted: true } as never] },
      [`command InProgress as of ${NOW}: 0 of 3 nodes done`],
    ],
    [
      'at which step its automation is',
      ran,
      { ...automation, step: 'approve', action: 'aws:approve', document: 'AWS-StopEC2Instance' },
      [`automation Waiting at step approve (aws:approve) as of ${NOW} (AWS-StopEC2Instance)`],
    ],
    [
      'when its automation ended',
      ran,
      { ...automation, state: 'ended', status: 'Success', endedAt: '2026-11-23T11:01:00Z' },
      ['automation Success ended at 2026-11-23T11:01:00Z'],
    ],
    [
      'the same of a session that ECS opened in a container',
      call('ExecuteCommand', { eventSource: 'ecs.amazonaws.com', responseElements: { session: { sessionId: 'alice-0a1b' } } }),
      session,
      [`session still open as of ${NOW}`],
    ],
    ['nothing of another session', started, { ...session, id: 'bob-2' }, []],
    ['nothing, where the call was denied and began nothing', call('StartSession', { errorCode: 'AccessDenied' }), session, []],
    ['nothing of a call to another service', { ...started, eventSource: 'ssm-guiconnect.amazonaws.com' }, session, []],
  ])('%s', (_, event, state, said) => {
    expect(saidOf(event, state)).toEqual(said)
  })

  test('no more than a few nodes, and only so much of a hostile name', () => {
    const target = Array.from({ length: 50 }, (_, i) => ({ id: `i-${i}`, status: 'x'.repeat(1000) }))
    const [said = ''] = saidOf(sent, { ...command, document: 'y'.repeat(5000), target })
    expect(said.length).toBeLessThan(1000)
    expect(said).toContain('and 45 more')
  })

  test('nothing, where no live state was read; and it changes nothing else', () => {
    const alerts = alertsOf(started)
    expect(addLiveState(alerts, [], startCalls())).toBe(alerts)
    const [alert] = addLiveState(alerts, [session], startCalls())
    expect({ ...alert, events: [] }).toEqual({ ...alerts[0], events: [] })
  })
})

describe('the alert of live state', () => {
  const [recorded] = alertsOf(started)
  const alert = (id: string) => {
    if (recorded === undefined) throw new Error('the rule does not match')
    const [event] = recorded.events
    if (event === undefined) throw new Error('no event was kept')
    return { ...recorded, events: [{ ...event, id, record: { ...session, id } }] }
  }

  test('says which recorded call began it', () => {
    const calls = startCalls()
    calls.see(started)
    const [told] = addLiveState([alert('alice-0a1b')], [session], calls)
    expect(told?.events.map(each => each.live)).toEqual([
      ['began with StartSession at 2026-11-23T11:00:00Z by alice from 192.0.2.7, event e-1'],
    ])
  })

  test('says nothing, where that call was not read', () => {
    const calls = startCalls()
    calls.see(call('ResumeSession', { requestParameters: { sessionId: 'alice-0a1b' } }))
    const [told] = addLiveState([alert('alice-0a1b')], [session], calls)
    expect(told?.events.map(each => each.live)).toEqual([[]])
  })
})
