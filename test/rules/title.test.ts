// Titles: what replaces {{field}}, also for a hostile event.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toEvent } from '../../src/events/cloudtrail.ts'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY } from '../../src/events/vocabulary.ts'
import type { Fields } from '../../src/json.ts'
import { MOST_DEPTH } from '../../src/jsontext.ts'
import { showValue } from '../../src/rules/show.ts'
import { compileTitle, placeholders } from '../../src/rules/title.ts'
import { events } from '../fuzz/filters.ts'

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'
const event: Fields = {
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { userName: 'alice', accountId: '111122223333' },
  requestParameters: {
    target: 'i-1',
    instanceIds: ['i-1', 'i-2', ['i-3']],
    count: 14,
    force: false,
    none: null,
    empty: [],
    'a b': { 'c.d': 'x' },
    tags: [{ key: 'k', value: 'v' }, 5],
  },
  responseElements: { sessionId: 's', streamUrl: 'wss://secret', tokenValue: 'secret', credentials: { sessionToken: 'secret' } },
}
const fill = (title: string, fields: Fields = event): string => compileTitle(title, CLOUDTRAIL_VOCABULARY)(fields)

describe('a placeholder becomes', () => {
  test.each([
    ['{{eventName}} by {{ user }} from {{ip}} in {{accountId}}', 'StartSession by alice from 192.0.2.1 in 111122223333'],
    ['{{eventName}}{{eventName}}', 'StartSessionStartSession'],
    ['{{requestParameters.count}} {{requestParameters.force}}', '14 false'],
    ['{{requestParameters.instanceIds}}', 'i-1, i-2, i-3'],
    ['{{requestParameters.instanceIds[1]}}', 'i-2'],
    ['{{requestParameters."a b"."c.d"}}', 'x'],
    ['{{requestParameters."a b"}}', '{"c.d":"x"}'],
    ['{{requestParameters.tags}}', '{"key":"k","value":"v"}, 5'],
    ['{{requestParameters.tags.value}}', 'v'],
  ])('%s → %s', (title, text) => {
    expect(fill(title)).toBe(text)
  })

  test.each([
    ['an absent field', '{{requestParameters.absent}}'],
    ['null', '{{requestParameters.none}}'],
    ['an empty list', '{{requestParameters.empty}}'],
    ['a path through a text', '{{eventName.length}}'],
    ['what every object inherits', '{{constructor}}'],
    ['a prototype', '{{__proto__}}'],
    ['no field at all', '{{the user}}'],
    ['no name at all', '{{}}'],
  ])('unknown for %s', (_, title) => {
    expect(fill(`<${title}>`)).toBe('<unknown>')
  })

  test('the value of an alias, but only on events that have it', () => {
    expect(fill('{{user}}', { userIdentity: { userName: 'alice' } })).toBe('unknown')
    expect(compileTitle('{{user}}', FINDING_VOCABULARY)(event)).toBe('unknown')
  })

  test('its value as it is, with no pattern in it replaced', () => {
    expect(fill('<{{eventName}}>', { ...event, eventName: "$& $1 $` $' {{user}}" })).toBe("<$& $1 $` $' {{user}}>")
  })
})

describe('text outside placeholders stays', () => {
  test.each(['', 'no field', '{user}', '{{user}', '{ {user} }', '}}{{', '}} {{', '$& {{'])('%j', title => {
    expect(fill(title)).toBe(title)
  })
})

test('a placeholder may span lines', () => {
  expect(placeholders('a {{ user\n }} {{x\ny}}')).toEqual([
    { path: 'user', offset: 2 },
    { path: 'x\ny', offset: 14 },
  ])
  expect(fill('{{\n user }}')).toBe('alice')
})

describe('a long value is cut', () => {
  test('to 120 characters, the last an ellipsis', () => {
    expect(fill('<{{a}}>', { a: 'x'.repeat(120) })).toBe(`<${'x'.repeat(120)}>`)
    expect(fill('<{{a}}>', { a: 'x'.repeat(121) })).toBe(`<${'x'.repeat(119)}…>`)
    expect(fill('<{{a}}>', { a: Array(100).fill('xxxx') })).toBe(`<${'xxxx, '.repeat(20).slice(0, 119)}…>`)
    expect(fill('<{{a}}>', { a: { b: 'x'.repeat(1_000_000) } })).toBe(`<{"b":"${'x'.repeat(113)}…>`)
  })

  test('and never in the middle of a character', () => {
    expect(fill('{{a}}', { a: `${'x'.repeat(118)}😀😀` })).toBe(`${'x'.repeat(118)}…`)
  })
})

describe('secrets are hidden', () => {
  test.each([
    '{{responseElements.streamUrl}}',
    '{{responseElements.tokenValue}}',
    '{{responseElements."tokenValue"}}',
    '{{responseElements.credentials.sessionToken}}',
    '{{responseElements.credentials}}',
    '{{responseElements}}',
  ])('in %s', title => {
    expect(fill(title)).toContain(HIDDEN)
    expect(fill(title)).not.toContain('secret')
  })

  test('and the fields beside them are shown', () => {
    expect(showValue(['responseElements'], event['responseElements'])).toBe(
      `{"sessionId":"s","streamUrl":"${HIDDEN}","tokenValue":"${HIDDEN}","credentials":{"sessionToken":"${HIDDEN}"}}`,
    )
  })

  test('in truncated parameters that arrive as text', () => {
    expect(
      fill('{{responseElements}}', { responseElements: '{"streamUrl":"wss://secret","tokenValue":"secret","sessionId":"s' }),
    ).not.toContain('secret')
  })
})

test('an event as deep as one may be is shown, and a deeper text as text', () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  expect(fill('{{a}}', JSON.parse(nested(MOST_DEPTH)) as Fields)).toBe(`${nested(MOST_DEPTH).slice(0, 119)}…`)
  const text = nested(50_000)
  expect(fill('{{requestParameters}}', toEvent({ eventSource: 'x', requestParameters: text }))).toBe(`${text.slice(0, 119)}…`)
})

test('any number of unclosed placeholders is text', () => {
  for (const title of [`{{${' '.repeat(50_000)}`, '{{'.repeat(10_000), `{{${' x'.repeat(50_000)}`]) expect(fill(title)).toBe(title)
})

test('no title and no event make it throw, and the length of every value is limited', () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom('{{', '}}', 'a', 'b', '.', '"', '[0]', ' ', 'user', '__proto__', '\n')).map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(title, events, (title, event) => {
      const fields = placeholders(title).length
      expect(fill(title, event).length).toBeLessThanOrEqual(title.length + fields * 120)
    }),
  )
})
