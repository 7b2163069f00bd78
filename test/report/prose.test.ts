// Sentences in Markdown: our words are plain, and no text from anywhere is more than words and code.

import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { printable } from '../../src/escape.ts'
import { fenced, prose, renderTable } from '../../src/report/gfm.ts'
import { HOSTILE } from './reports.ts'

describe('what is data stands in a code span, and what is ours does not', () => {
  test.each([
    ['something was not seen', 'something was not seen'],
    ['payments/api:1.4.2: 1 finding has no severity yet [untriaged]', '`payments/api:1.4.2`: 1 finding has no severity yet `[untriaged]`'],
    ['2 MEDIUM [rule-of-a, rule-of-b, rule_c] stay', '2 🟡\u00a0MEDIUM `[rule-of-a, rule-of-b, rule_c]` stay'],
    ['opened [and never closed', 'opened `[and` never closed'],
    ['axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4', 'axios `0.21.1 → 1.7.4` in `app/package-lock.json:5` fixes 4'],
    ['tar 6 → 7', 'tar `6 → 7`'],
    ['fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)', 'fixes 4 (1 🔴\u00a0CRITICAL, 2 🟠\u00a0HIGH, 1 🟡\u00a0MEDIUM)'],
    ['fail-on cannot be "hihg"; did you mean "high"?', 'fail-on cannot be "hihg"; did you mean "high"?'],
    ['review it (docs/policy.md)', 'review it (`docs/policy.md`)'],
    ['2 events at 2026-11-23T14:21:01Z; user "ci-bot-7"', '2 events at `2026-11-23T14:21:01Z`; user "`ci-bot-7`"'],
    ['f(x) and user="x" hold', '`f(x)` and `user="x"` hold'],
    ["Inspector's answer", "Inspector's answer"],
  ])('%s', (text, markdown) => expect(prose(text)).toBe(markdown))

  test.each([
    ['1. item', '`1.` item'],
    ['12) item', '`12)` item'],
    ['- item', '`-` item'],
    ['deadbee and defaced', '`deadbee` and `defaced`'],
    ['1234567 of 123456', '`1234567` of 123456'],
    ['GH-1 TICKET-a #1 @octocat a@b', '`GH-1 TICKET-a #1 @octocat a@b`'],
    ['www. :tada: www.a.example', '`www`. `:tada`: `www.a.example`'],
    ['größer als 😀', '`größer` als `😀`'],
    ['a   b\r\n c', 'a b c'],
    ['', ''],
  ])('%j, which GitHub would obey or link', (text, markdown) => expect(prose(text)).toBe(markdown))

  test('and a word that is data by its place too', () => {
    expect(prose('openssl, zlib 1.2 → 1.3 and axios', ['openssl', 'zlib'])).toBe('`openssl`, `zlib 1.2 → 1.3` and axios')
  })
})

const PIECES = [...HOSTILE, ...'*_~`[]()<>!#@&|$\\:;.,\'"-+=/0123456789abcdefG {}^\n\t'].filter(piece => piece.length < 80)
const WORDS = [
  'HIGH',
  'GH',
  'www',
  'http',
  'mailto',
  'deadbeef',
  '→',
  'é',
  'https://a.example',
  'a-b',
  'A-b',
  '1',
  '1.',
  '```',
  '<br>',
  '[!NOTE]',
  '[x]',
]
const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES, ...WORDS, ' ', ' '), { maxLength: 12 }).map(pieces => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const parser = new MarkdownIt({ html: true, linkify: true })
const EMOJI = /(?:🔴|🟠|🟡|🔵|⚪)\u00a0(?=(?:CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL|UNDEFINED|UNTRIAGED)\b)/gu
/** What GitHub makes something of in text that is not code: mentions, references, commits, addresses, emoji, formulas, entities. */
const LINKED = /[@#$&<>\\`]|:[\w+-]+:|GH-\d|\b[0-9a-f]{7,}\b|www\.|:\/\/|\w\.\w/i

/** The text of Markdown as it is read. Expects that it is nothing but words and code within these blocks. */
function read(markdown: string, blocks: readonly string[]): string {
  const tokens = parser.parse(markdown, {})
  expect(tokens.map(({ type }) => type).filter(type => !/_close$|^inline$/.test(type))).toEqual(blocks)
  const inline = tokens.flatMap(({ children }) => children ?? [])
  expect(inline.map(({ type }) => type).filter(type => type !== 'text' && type !== 'code_inline')).toEqual([])
  for (const { type, content } of inline) if (type === 'text') expect(content).not.toMatch(LINKED)
  return inline.map(({ content }) => content).join('')
}

const lineOf = (given: string): string => printable(given.trim().replace(/\s*[\r\n]+\s*/g, ' '))
const plain = (given: string): string => given.replace(EMOJI, '').replace(/ +/g, ' ').trim()

test('any text is words and code, and reads as it is, wherever a sentence stands', () => {
  fc.assert(
    fc.property(text, given => {
      const written = prose(given)
      fc.pre(written !== '')
      const places: readonly (readonly [string, readonly string[]])[] = [
        [written, ['paragraph_open']],
        [`## ${written}`, ['heading_open']],
        [`- ${written}`, ['bullet_list_open', 'list_item_open', 'paragraph_open']],
        [`3. ${written}`, ['ordered_list_open', 'list_item_open', 'paragraph_open']],
        [`> - ${written}`, ['blockquote_open', 'bullet_list_open', 'list_item_open', 'paragraph_open']],
      ]
      for (const [markdown, blocks] of places) expect(plain(read(markdown, blocks))).toBe(plain(lineOf(given)))
    }),
    { numRuns: 500 },
  )
})

const CELLS = ['table_open', 'thead_open', 'tr_open', 'th_open', 'th_open', 'tbody_open', 'tr_open', 'td_open', 'td_open']

test('any text is words and code in a cell of a table, and begins no other', () => {
  fc.assert(
    fc.property(text, given => {
      const markdown = renderTable(['', ''], [[{ prose: given }, '']]).join('\n')
      // GitHub cannot show a bar after a backslash within a cell, so that bar is spelled out.
      expect(plain(read(markdown, CELLS))).toBe(plain(lineOf(given).replaceAll('\\|', '\\\\u{7c}')))
    }),
    { numRuns: 500 },
  )
})

test('any text in a fenced block stays there, on a line of its own', () => {
  fc.assert(
    fc.property(text, given => {
      const block = fenced('yaml', ['exceptions:', given])
      fc.pre(block !== undefined)
      const tokens = parser.parse(['1. write:', ...(block ?? []).map(line => `   ${line}`), '', 'after'].join('\n'), {})
      const fences = tokens.filter(({ type }) => type === 'fence')
      expect(fences.map(({ info, content }) => [info, content])).toEqual([
        ['yaml', `exceptions:\n${/^ */.exec(given)?.[0]}${lineOf(given)}\n`],
      ])
      expect(tokens.at(-2)?.content).toBe('after')
    }),
  )
})

test('a text that is too long to be copied whole is no block', () => {
  expect(fenced('yaml', ['x'.repeat(5001)])).toBeUndefined()
})
