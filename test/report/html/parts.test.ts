// Where text may be broken.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf } from '../../../src/report/html/parts.ts'

/** The pieces, those that stay whole in brackets. */
const cut = (text: string): string =>
  piecesOf(text)
    .map(piece => (piece.isWhole ? `[${piece.text}]` : piece.text))
    .join('|')

test.each([
  ['', ''],
  ['two words', 'two words'],
  ['CVE-2026-0001 in openssl', '[CVE-2026-0001 ]|in |openssl'],
  ['app/node_modules/fast-router/package.json', 'app/|node_modules/|fast-router/|package.|json'],
  ['payments/api:1.4.2@sha256:4f1c9a7be2d0, too', 'payments/|api:|1.4.2@|sha256:|4f1c9a7be2d0, |too'],
  ['x'.repeat(400), 'x'.repeat(400)],
])('%j', (text, pieces) => {
  expect(cut(text)).toBe(pieces)
})

test('the pieces together are the text', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('-', ' ', '/', '.', 'a', '1'), fc.string({ unit: 'binary', maxLength: 1 })) })
  fc.assert(
    fc.property(
      text,
      text =>
        piecesOf(text)
          .map(piece => piece.text)
          .join('') === text,
    ),
  )
})
