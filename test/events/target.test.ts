// Which targets a recorded call names, and what is known of one.

import { describe, expect, test } from 'vitest'
import {
  arnOfTarget,
  type Described,
  describeTarget,
  kindOfTarget,
  targetIdsOf,
  withTargets,
  withUnknownTargets,
} from '../../src/events/target.ts'
import type { Fields } from '../../src/json.ts'

const NODE = 'i-05c30218156bcc246'
const OTHER = 'i-0dbc91f429e48eeed'
const HYBRID = 'mi-0123456789abcdef0'
const TASK = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const CONTAINER = `ecs:web_prod_${TASK}_${TASK}-1234567890`
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'

function call(eventName: string, requestParameters: unknown, more: Fields = {}): Fields {
  return { eventSource: 'ssm.amazonaws.com', eventName, requestParameters, ...more }
}

describe('a recorded call names', () => {
  test.each<[what: string, event: Fields, ids: readonly string[]]>([
    ['the target of a session', call('StartSession', { target: NODE }), [NODE]],
    ['a container', call('StartSession', { target: CONTAINER }), [CONTAINER]],
    ['the node of an agent', call('UpdateInstanceInformation', { instanceId: HYBRID, platformType: 'Linux' }), [HYBRID]],
    ['the nodes of a command', call('SendCommand', { instanceIds: [NODE, OTHER], documentName: 'AWS-RunShellScript' }), [NODE, OTHER]],
    ['nodes that are chosen by their ids', call('SendCommand', { targets: [{ key: 'InstanceIds', values: [NODE] }] }), [NODE]],
    [
      'nodes of the answer, each once',
      call('SendCommand', { instanceIds: [NODE] }, { responseElements: { command: { instanceIds: [NODE, OTHER] } } }),
      [NODE, OTHER],
    ],
    ['the node whose tags change', call('AddTagsToResource', { resourceType: 'ManagedInstance', resourceId: HYBRID }), [HYBRID]],
    [
      'the nodes of every association of a batch',
      call('CreateAssociationBatch', { entries: [{ instanceId: NODE }, { targets: [{ key: 'InstanceIds', values: [OTHER] }] }] }),
      [NODE, OTHER],
    ],
    ['the nodes of an automation', call('StartAutomationExecution', { targets: [{ key: 'ParameterValues', values: [NODE] }] }), [NODE]],
    ['no node, where the tags are those of a parameter', call('AddTagsToResource', { resourceType: 'Parameter', resourceId: 'p' }), []],
    ['no node, where it is about parameters', call('GetParameter', { name: '/a', target: 7 }), []],
    ['no node, where another service was called', { eventSource: 'ec2.amazonaws.com', requestParameters: { instanceId: NODE } }, []],
    [
      'what a filter or an earlier description has put there',
      { event_type: 'command', target: [{ id: NODE }, { id: OTHER }] },
      [NODE, OTHER],
    ],
  ])('%s', (_, event, ids) => {
    expect(targetIdsOf(event)).toEqual(ids)
  })

  test.each<[what: string, event: Fields, target: unknown]>([
    [
      'of nodes that are chosen by a tag',
      call('SendCommand', { targets: [{ key: 'tag:env', values: ['prod'] }] }),
      { omitted: true, reason: 'that the event does not name, because it is chosen by tag:env' },
    ],
    [
      'of all nodes',
      call('CreateAssociation', { targets: [{ key: 'InstanceIds', values: ['*'] }] }),
      { omitted: true, reason: 'that the event does not name, because it is about all nodes' },
    ],
    [
      'of the node of a session that is resumed',
      call('ResumeSession', { sessionId: 'alice-0a1b2c' }),
      { omitted: true, reason: 'of which the event names only the session' },
    ],
    [
      'of the nodes of associations that are started by their ids',
      call('StartAssociationsOnce', { associationIds: ['8dfe3659-4309-493a-8755-0123456789ab'] }),
      { omitted: true, reason: 'of which the event names only the association' },
    ],
    [
      'of the nodes of an association that gets other parameters',
      call('UpdateAssociation', { associationId: '8dfe3659-4309-493a-8755-0123456789ab', documentVersion: '7' }),
      { omitted: true, reason: 'of which the event names only the association' },
    ],
    [
      'of the nodes of a command that is cancelled',
      call('CancelCommand', { commandId: '0831e1a8-a1ac-4257-a1fd-c831b48c4107' }),
      { omitted: true, reason: 'of which the event names only the command' },
    ],
    [
      'of the nodes of an automation that gets an approval',
      call('SendAutomationSignal', { automationExecutionId: '0831e1a8-a1ac-4257-a1fd-c831b48c4107', signalType: 'Approve' }),
      { omitted: true, reason: 'of which the event names only the automation' },
    ],
    [
      'of the nodes of a task that a maintenance window runs',
      call('UpdateMaintenanceWindowTask', { windowId: 'mw-0c50858d01EXAMPLE', windowTaskId: '4f7ca192-7e9a-40fe-9192-5cb15EXAMPLE' }),
      { omitted: true, reason: 'of which the event names only the maintenance window' },
    ],
    [
      'of what the runbook of an association has in its parameters',
      call('CreateAssociation', { name: 'AWS-StopEC2Instance', parameters: HIDDEN }),
      { omitted: true, reason: 'that the parameters of an automation may name, which are not read' },
    ],
    [
      'of what one association of a batch has in its parameters',
      call('CreateAssociationBatch', { entries: [{ instanceId: NODE }, { name: 'AWS-StopEC2Instance', parameters: HIDDEN }] }),
      [
        { id: NODE, omitted: true, reason: 'that is not described, because names are asked for with the event history only' },
        { omitted: true, reason: 'that the parameters of an automation may name, which are not read' },
      ],
    ],
    [
      'of what an automation has in its parameters',
      call('StartAutomationExecution', { documentName: 'AWS-StopEC2Instance', parameters: HIDDEN }),
      { omitted: true, reason: 'that the parameters of an automation may name, which are not read' },
    ],
    [
      'of the nodes of an automation that are chosen by a tag',
      { event_type: 'automation', targets: [{ key: 'tag:env', values: ['prod'] }] },
      { omitted: true, reason: 'that the event does not name, because it is chosen by tag:env' },
    ],
    ['where CloudTrail left out the parameters', call('StartSession', { omitted: true }), { omitted: true }],
    ['where CloudTrail hid the parameters', call('StartSession', HIDDEN), { omitted: true }],
  ])('nothing %s, which is told', (_, event, target) => {
    expect(withUnknownTargets(event)['target']).toEqual(target)
  })

  test('a call that only reads about a command is about none of its nodes', () => {
    const event = call('ListCommandInvocations', { commandId: '0831e1a8-a1ac-4257-a1fd-c831b48c4107' }, { readOnly: true })
    expect(withUnknownTargets(event)).toBe(event)
  })

  test('a denied call without parameters names nothing, and nothing is unknown', () => {
    const event = call('StartSession', null, { errorCode: 'AccessDenied' })
    expect(withUnknownTargets(event)).toBe(event)
  })
})

describe('an event with targets', () => {
  test('has one as an object and several as a list, and keeps what it says of each itself', () => {
    const known = (id: string): Described => (id === NODE ? { id, name: 'payments-db-1' } : { id, omitted: true, reason: 'x' })
    expect(withTargets(call('StartSession', { target: NODE }), known)['target']).toEqual({ id: NODE, name: 'payments-db-1' })
    const command = { event_type: 'command', target: [{ id: NODE, status: 'Success' }, { id: OTHER }] }
    expect(withTargets(command, known)['target']).toEqual([
      { id: NODE, name: 'payments-db-1', status: 'Success' },
      { id: OTHER, omitted: true, reason: 'x' },
    ])
  })

  test('that has them already says itself what is known', () => {
    const event = call('StartSession', { target: NODE }, { target: { id: NODE, name: 'payments-db-1' } })
    expect(withUnknownTargets(event)).toBe(event)
  })
})

describe('a target', () => {
  const facts = { name: 'registered', computerName: 'ip-10-0-1-10.ec2.internal', platform: 'Linux', pingStatus: 'Online' }
  const node = { answer: facts }
  const gone = { reason: 'that Systems Manager does not list' }
  const denied = { reason: 'whose tags could not be read' }

  test.each<[what: string, facts: Partial<typeof facts>, tags: Fields, name: string | undefined]>([
    ['its tag Name', facts, { Name: 'payments-db-1' }, 'payments-db-1'],
    ['the name that it was registered with', facts, { Name: '' }, 'registered'],
    ["its computer's name", { ...facts, name: '' }, {}, 'ip-10-0-1-10.ec2.internal'],
    ['nothing', {}, {}, undefined],
  ])('is called by %s', (_, { name, computerName }, tags, expected) => {
    const described = describeTarget(
      NODE,
      { answer: { name, computerName, platform: undefined, pingStatus: undefined } },
      { answer: tags as Record<string, string> },
    )
    expect(described.name).toBe(expected)
  })

  test('is known, if Systems Manager lists it and its tags were read', () => {
    expect(describeTarget(NODE, node, { answer: { env: 'prod' } })).toEqual({
      id: NODE,
      name: 'registered',
      platform: 'Linux',
      pingStatus: 'Online',
      tags: { env: 'prod' },
    })
  })

  test('has no name without its tags, because the tag Name comes first', () => {
    expect(describeTarget(NODE, node, denied)).toEqual({
      id: NODE,
      platform: 'Linux',
      pingStatus: 'Online',
      omitted: true,
      reason: 'whose tags could not be read',
    })
  })

  test('that Systems Manager does not list has the tags that are still there', () => {
    expect(describeTarget(NODE, gone, { answer: { Name: 'payments-db-1' } })).toEqual({
      id: NODE,
      name: 'payments-db-1',
      tags: { Name: 'payments-db-1' },
      omitted: true,
      reason: 'that Systems Manager does not list',
    })
  })

  test('that is a container is called by its cluster and its container', () => {
    expect(describeTarget(CONTAINER, gone, { answer: { env: 'prod' } })).toEqual({
      id: CONTAINER,
      name: `web_prod/${TASK}-1234567890`,
      tags: { env: 'prod' },
    })
  })

  const place = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' }
  test.each([
    [NODE, `arn:aws-cn:ec2:cn-north-1:111122223333:instance/${NODE}`],
    ['i-0abc1234', 'arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-0abc1234'],
    [HYBRID, `arn:aws-cn:ssm:cn-north-1:111122223333:managed-instance/${HYBRID}`],
    [CONTAINER, `arn:aws-cn:ecs:cn-north-1:111122223333:task/web_prod/${TASK}`],
    ['i-0', undefined],
    ['i-05c30218156bcc246\n', undefined],
    ['*', undefined],
    [`ecs:${'a_'.repeat(50_000)}`, undefined],
  ])('%s has the ARN %s', (id, arn) => {
    expect(arnOfTarget(id, place)).toBe(arn)
    expect(kindOfTarget(id) === undefined).toBe(arn === undefined)
  })
})
