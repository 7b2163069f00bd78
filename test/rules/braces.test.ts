// Double braces are written otherwise, and mean the same, in whatever notation of YAML or JSON they stand.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument, stringify } from 'yaml'
import { escapeBraces, findBraces } from '../../src/rules/braces.ts'

const escapeText = (text: string): string => escapeBraces({ path: 'a.yml', text }).text

// Texts of what is special in some notation, and of braces above all.
const word = fc
  .array(
    fc.constantFrom(
      '{{user}}',
      '{{',
      '}}',
      '{',
      '}',
      ' ',
      '  ',
      '\n',
      '#',
      ': ',
      '- ',
      '"',
      "'",
      '\\',
      'ä',
      '🙂',
      '\t',
      'a',
      '|',
      '>',
      '%',
    ),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''))
const value = fc.dictionary(fc.constantFrom('title', 'name', 'tests', 'other'), fc.oneof(word, fc.array(word, { maxLength: 3 })), {
  minKeys: 1,
})
const notations = {
  JSON: (given: unknown) => JSON.stringify(given),
  'indented JSON': (given: unknown) => JSON.stringify(given, null, 2),
  YAML: (given: unknown) => stringify(given),
  'YAML in single quotes': (given: unknown) => stringify(given, { singleQuote: true }),
  'YAML in blocks': (given: unknown) => stringify(given, { defaultStringType: 'BLOCK_LITERAL' }),
  'folded YAML': (given: unknown) => stringify(given, { defaultStringType: 'BLOCK_FOLDED', lineWidth: 8 }),
}

describe('any text', () => {
  test.each(Object.entries(notations))('in %s', (_, write) => {
    fc.assert(
      fc.property(value, given => {
        const text = write(given)
        // The library writes some blocks, such as one that begins with a tab, so that nothing reads them again. They say nothing of ours.
        fc.pre(parseDocument(text).errors.length === 0)
        const escaped = escapeText(text)
        expect(parse(escaped)).toEqual(parse(text))
        expect(findBraces(escaped)).toBeUndefined()
      }),
    )
  })
})

test.each([
  ['title: "{{user}} has a shell"', String.raw`title: "\u007b{user}} has a shell"`],
  ["title: '{{user}}''s' # why", String.raw`title: "\u007b{user}}'s" # why`],
  ['title: a {{user}} # why', String.raw`title: "a \u007b{user}}" # why`],
  ['title: |\n  {{user}}\nname: a\n', 'title: "\\u007b{user}}\\n"\nname: a\n'],
  ['title: none', 'title: none'],
])('%j', (text, escaped) => {
  expect(escapeText(text)).toBe(escaped)
})

test('a comment stays as it is, and so does what is no YAML', () => {
  expect(escapeText('title: a # {{user}}')).toBe('title: a # {{user}}')
  expect(findBraces('title: a # {{user}}')).toEqual({ offset: 11, found: '{{user}}' })
  expect(escapeText('title: "{{user}}')).toBe('title: "{{user}}')
})
