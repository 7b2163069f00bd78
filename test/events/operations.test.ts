// What may stand in a call: the services, operations and members of a model, here a small one.

import { describe, expect, test } from 'vitest'
import { findDeparture, findHidden, hasOperation, OPEN, type Operations, operationsOf, VALUE } from '../../src/events/operations.ts'

const MODEL: Operations = {
  'a.amazonaws.com': {
    operations: { Put: { request: 'Item', response: OPEN }, Get: { request: 'Item', response: 'Item' } },
    structures: { Item: { name: VALUE, inner: 'Item', map: OPEN } },
  },
  'b.amazonaws.com': { operations: { List: { request: 'None', response: 'None' } }, structures: {} },
}
const PUT = { eventSource: 'a.amazonaws.com', eventName: 'Put' }

test.each<[sources: readonly unknown[], names: readonly string[] | undefined]>([
  [['a.amazonaws.com'], ['Put', 'Get']],
  [
    ['b.amazonaws.com', 'a.amazonaws.com'],
    ['List', 'Put', 'Get'],
  ],
  [[], []],
  [['a.amazonaws.com', 'c.amazonaws.com'], undefined],
  [['constructor'], undefined],
  [[5], undefined],
])('the operations of %j', (sources, names) => {
  expect(operationsOf(MODEL, sources)?.map(({ eventName }) => eventName)).toEqual(names)
})

test.each([
  ['a.amazonaws.com', 'Put', true],
  ['a.amazonaws.com', 'List', false],
  ['a.amazonaws.com', 'toString', false],
  ['c.amazonaws.com', 'Put', false],
])('%s has an operation %s: %s', (eventSource, eventName, has) => {
  expect(hasOperation(MODEL, eventSource, eventName)).toBe(has)
})

describe('a path of a request', () => {
  test.each<[path: readonly (string | number)[], departure: object | undefined]>([
    [['name'], undefined],
    [['inner', 'inner', 'name'], undefined],
    [['inner', 0, 'name'], undefined],
    [['map', 'anything', 'at', 'all'], undefined],
    [['other'], { at: 0, known: ['name', 'inner', 'map'] }],
    [['inner', 0, 'other'], { at: 2, known: ['name', 'inner', 'map'] }],
    [['name', 'first'], { at: 1, known: [] }],
    [['toString'], { at: 0, known: ['name', 'inner', 'map'] }],
  ])('%j', (path, departure) => {
    expect(findDeparture(MODEL, PUT, 'request', path)).toEqual(departure)
  })

  test('is not judged where the operation or its shape is unknown', () => {
    expect(findDeparture(MODEL, PUT, 'response', ['other'])).toBeUndefined()
    expect(findDeparture(MODEL, { ...PUT, eventName: 'List' }, 'request', ['other'])).toBeUndefined()
    expect(findDeparture(MODEL, { ...PUT, eventSource: 'c.amazonaws.com' }, 'request', ['other'])).toBeUndefined()
  })
})

test.each<[eventName: string, part: 'request' | 'response', path: readonly (string | number)[], hidden: boolean]>([
  ['SendCommand', 'request', ['parameters'], true],
  ['SendCommand', 'request', ['parameters', 'commands', 0], true],
  ['SendCommand', 'request', ['documentName'], false],
  ['SendCommand', 'request', ['command', 'parameters'], false],
  ['SendCommand', 'response', ['command', 'parameters', 'commands'], true],
  ['SendCommand', 'response', ['command', 'commandId'], false],
  ['PutParameter', 'request', ['value'], true],
  ['PutParameter', 'response', ['value'], false],
  ['GetParameter', 'request', ['value'], false],
])('CloudTrail hides of %s, in the %s, %j: %s', (eventName, part, path, hidden) => {
  expect(findHidden({ eventSource: 'ssm.amazonaws.com', eventName }, part, path) !== undefined).toBe(hidden)
})
