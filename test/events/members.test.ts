// What is taken out of an answer: the members that are named, of the kind that they should have, and nothing else.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Members, takeMembers } from '../../src/events/members.ts'

const MEMBERS = { Id: 'text', Count: 'number', Start: 'instant', Nodes: 'texts', Targets: 'selections' } as const satisfies Members
const take = (entry: unknown) => takeMembers(entry, MEMBERS, 'a thing')

const WHOLE = {
  Id: 'a',
  Count: 0,
  Start: new Date('2026-11-23T12:00:00Z'),
  Nodes: ['i-1'],
  Targets: [{ Key: 'tag:env', Values: ['production'] }, {}],
}

describe('of an entry', () => {
  test('each member is taken as it is', () => {
    expect(take(WHOLE)).toEqual({ answer: WHOLE, problems: [] })
  })

  test('what is not named is not taken', () => {
    expect(take({ Id: 'a', Parameters: { commands: ['secret'] } })).toEqual({ answer: { Id: 'a' }, problems: [] })
  })

  test('what is absent or null is absent', () => {
    expect(take({ Id: null, Count: undefined })).toEqual({ answer: {}, problems: [] })
  })

  test.each<[string, unknown, string]>([
    ['Id', 7, 'text'],
    ['Id', {}, 'text'],
    ['Count', '7', 'number'],
    ['Count', Number.NaN, 'number'],
    ['Start', '2026-11-23T12:00:00Z', 'time'],
    ['Start', new Date(Number.NaN), 'time'],
    ['Nodes', 'i-1', 'list of texts'],
    ['Nodes', ['i-1', null], 'list of texts'],
    ['Targets', {}, 'list of keys and values'],
    ['Targets', [null], 'list of keys and values'],
    ['Targets', [{ Key: 7 }], 'list of keys and values'],
    ['Targets', [{ Key: 'a', Values: 'x' }], 'list of keys and values'],
  ])('%s of %j is left out and told', (name, value, kind) => {
    const { [name as keyof typeof WHOLE]: _, ...rest } = WHOLE
    expect(take({ ...WHOLE, [name]: value })).toEqual({ answer: rest, problems: [`the ${name} of a thing is no ${kind}`] })
  })
})

test.each([null, undefined, 'x', 7, true, []])('%j is no entry', entry => {
  expect(take(entry)).toEqual({ answer: {}, problems: ['a thing is no structure'] })
})

test('whatever an entry is, only named members of their kinds come out of it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ Id: fc.anything(), Nodes: fc.anything(), Targets: fc.anything() })), entry => {
      const { answer } = take(entry)
      expect(Object.keys(MEMBERS)).toEqual(expect.arrayContaining(Object.keys(answer)))
      expect(['string', 'undefined']).toContain(typeof answer.Id)
      for (const node of answer.Nodes ?? []) expect(node).toBeTypeOf('string')
    }),
  )
})
