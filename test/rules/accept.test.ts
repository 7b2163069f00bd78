// An exception is added to a file and nothing else changes: every other character stays, and the file loads as before, plus one.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptIn } from '../../src/rules/accept.ts'
import type { Draft } from '../../src/rules/draft.ts'
import { loadRules } from '../../src/rules/load.ts'

const DRAFT: Draft = {
  ids: ['CVE-2026-1234'],
  package: null,
  image: null,
  reason: 'not reachable',
  owner: null,
  expires: '2027-01-31',
  untilFixed: false,
}

const add = (text: string, draft: Partial<Draft> = {}, path = 'a.yml') => acceptIn({ path, text }, [{ ...DRAFT, ...draft }])

const textOf = (text: string, draft: Partial<Draft> = {}, path = 'a.yml'): string => {
  const accepting = add(text, draft, path)
  if (!('text' in accepting)) throw new Error(JSON.stringify(accepting.diagnostics))
  return accepting.text
}

const whole: Draft = {
  ids: ['CVE-2026-1', 'CVE-2026-2'].map(id => `${id}000`),
  package: 'openssl',
  image: 'payments/*',
  reason: 'why: # so',
  owner: 'payments',
  expires: '2027-01-31',
  untilFixed: true,
}

describe('goes', () => {
  const block = '  - id: CVE-2026-1234\n    reason: not reachable\n    expires: 2027-01-31\n'
  test.each<[string, string, string]>([
    ['into an empty file', '', `exceptions:\n${block}`],
    ['behind the comments of a file that has nothing else', '# ours', `# ours\nexceptions:\n${block}`],
    [
      'to the end of a block',
      'exceptions:\n  - id: A # a\n    reason: r\n    expires: never # b\n\n# c\noverrides: []\n',
      `exceptions:\n  - id: A # a\n    reason: r\n    expires: never # b\n${block}\n# c\noverrides: []\n`,
    ],
    [
      'behind the comments of the last entry',
      'exceptions:\n  - id: A\n    reason: r\n    expires: never\n    # so\n# c\n',
      `exceptions:\n  - id: A\n    reason: r\n    expires: never\n    # so\n${block}# c\n`,
    ],
    [
      'to the end of a block that is not indented, with the space behind its dashes',
      'exceptions:\n-   id: A\n    reason: r\n    expires: never',
      'exceptions:\n-   id: A\n    reason: r\n    expires: never\n-   id: CVE-2026-1234\n    reason: not reachable\n    expires: 2027-01-31\n',
    ],
    [
      'to the end of a block with blank lines between its entries',
      'exceptions:\n  - { id: A, reason: r, expires: never }\n\n  - { id: B, reason: r, expires: never }\n',
      'exceptions:\n  - { id: A, reason: r, expires: never }\n\n  - { id: B, reason: r, expires: never }\n\n  - { id: CVE-2026-1234, reason: not reachable, expires: 2027-01-31 }\n',
    ],
    [
      'behind a text in a block',
      'exceptions:\n  - id: A\n    expires: never\n    reason: |\n      r\n\n# c\n',
      `exceptions:\n  - id: A\n    expires: never\n    reason: |\n      r\n${block}\n# c\n`,
    ],
    ['under a key that has nothing', 'exceptions: # none\noverrides: []\n', `exceptions: # none\n${block}overrides: []\n`],
    [
      'into brackets',
      'exceptions: [] # none\n',
      'exceptions: [{ id: CVE-2026-1234, reason: not reachable, expires: 2027-01-31 }] # none\n',
    ],
    [
      'into brackets on lines, with the comma that is there',
      'exceptions: [\n  {id: A, reason: r, expires: never}, # a\n  # end\n]\n',
      'exceptions: [\n  {id: A, reason: r, expires: never}, # a\n  {id: CVE-2026-1234, reason: not reachable, expires: 2027-01-31},\n  # end\n]\n',
    ],
    [
      'into brackets on lines, behind a comment',
      'exceptions: [\n  { id: A, reason: r, expires: never } # a\n]\n',
      'exceptions: [\n  { id: A, reason: r, expires: never } # a\n  , { id: CVE-2026-1234, reason: not reachable, expires: 2027-01-31 }\n]\n',
    ],
    [
      'under a new key, indented as other lists are',
      'overrides:\n- rule: a\n  enabled: false\n',
      'overrides:\n- rule: a\n  enabled: false\nexceptions:\n- id: CVE-2026-1234\n  reason: not reachable\n  expires: 2027-01-31\n',
    ],
    [
      'with the line breaks of the file',
      'exceptions:\r\n  - id: A\r\n    reason: r\r\n    expires: never\r\n',
      `exceptions:\r\n  - id: A\r\n    reason: r\r\n    expires: never\r\n${block.replaceAll('\n', '\r\n')}`,
    ],
  ])('%s', (_, before, after) => {
    expect(textOf(before)).toBe(after)
  })

  test.each<[string, string]>([
    ['a new file', ''],
    ['an empty list', '{ "exceptions": [] }\n'],
    ['a list on one line', '{"exceptions":[{"id":"A","reason":"r","expires":"never"}]}'],
    ['a list as programs write it', JSON.stringify({ exceptions: [{ id: 'A', reason: 'r', expires: 'never' }], overrides: [] }, null, 2)],
    ['a new key', JSON.stringify({ overrides: [{ rule: 'a', enabled: false }] }, null, '\t')],
    ['a new key on one line', '{"overrides": [{"rule": "a", "enabled": false}]}'],
  ])('into JSON, which stays JSON: %s', (_, before) => {
    const after = JSON.parse(textOf(before, whole, 'a.json')) as { exceptions: unknown[] }
    const old = before === '' ? {} : (JSON.parse(before) as { exceptions?: unknown[] })
    const { ids, package: name, image, reason, owner, expires } = whole
    const entry = { ids, package: name, image, reason, owner, expires, 'until-fixed': true }
    expect(after).toEqual({ ...old, exceptions: [...(old.exceptions ?? []), entry] })
  })

  test('into JSON as programs write it, a field on each line', () => {
    const list = [{ id: 'A', reason: 'r', expires: 'never' }]
    const entry = { id: 'CVE-2026-1234', reason: 'not reachable', expires: '2027-01-31' }
    const json = (exceptions: unknown): string => `${JSON.stringify({ exceptions }, null, 2)}\n`
    expect(textOf(json(list), {}, 'a.json')).toBe(json([...list, entry]))
    expect(textOf('', {}, 'a.json')).toBe(json([entry]))
  })

  test('with all its fields, in the order in which the documentation has them', () => {
    expect(textOf('', whole)).toBe(
      'exceptions:\n  - ids: [CVE-2026-1000, CVE-2026-2000]\n    package: openssl\n    image: payments/*\n    reason: "why: # so"\n    owner: payments\n    expires: 2027-01-31\n    until-fixed: true\n',
    )
  })
})

describe('is refused, and there is no text', () => {
  test.each<[string, string, string]>([
    ['a file with an error', 'exceptions:\n  - id: A\n    reason: r\n', 'missing-key'],
    ['a file that is no rule file', 'aws_secret_access_key: x\n', 'rule-syntax'],
    ['a rule', 'name: a\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: eventName = "A"\n', 'no-place'],
    ['a list of rules', '- name: a\n  type: CloudTrail\n  severityOfAlerts: 1\n  filter: eventName = "A"\n', 'no-place'],
    ['a null that somebody wrote', 'exceptions: null\noverrides: []\n', 'no-place'],
    ['an end of the document', 'overrides: []\n...\n', 'no-place'],
    ['an id that is accepted', 'exceptions:\n  - id: CVE-2026-1234\n    reason: r\n    expires: never\n', 'duplicate-exception'],
    [
      'an id that is accepted among others',
      'exceptions: [{ ids: [A, CVE-2026-1234], reason: r, until-fixed: true }]',
      'duplicate-exception',
    ],
  ])('%s', (_, text, kind) => {
    const accepting = add(text)
    expect(accepting).not.toHaveProperty('text')
    expect(accepting.diagnostics.map(each => each.kind)).toContain(kind)
  })

  test('nothing of a file that is no rule file is shown', () => {
    expect(JSON.stringify(add('aws_secret_access_key: hush\n'))).not.toContain('hush')
  })

  test('an id that is accepted is told with its place', () => {
    expect(add('exceptions:\n  - id: CVE-2026-1234\n    reason: r\n    expires: 2026-12-24\n').diagnostics).toMatchObject([
      {
        message: 'CVE-2026-1234 is accepted here already, until 2026-12-24',
        help: 'change expires or reason in the entry at a.yml:2:5, or leave CVE-2026-1234 out',
        at: { file: 'a.yml', line: 2, column: 5 },
      },
    ])
  })

  test.each([
    ['another package', 'package: zlib'],
    ['an image', 'image: payments/api'],
    ['a version', 'version: "1"'],
    ['a filter', 'filter: score > 1'],
  ])('but not because an entry accepts it for %s', (_, narrow) => {
    expect(add(`exceptions: [{ id: CVE-2026-1234, ${narrow}, reason: r, expires: never }]`)).toHaveProperty('text')
  })
})

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'\n\r\t :#"\'-?*&!|>%@`{}[],\\é👍\u0085\u2028\ufeff'), minLength: 1 }) },
  fc.constantFrom(
    '- a',
    'a: b',
    'a #b',
    'true',
    'null',
    '~',
    '1',
    '2027-01-31',
    '---',
    '...',
    '"',
    "'",
    'a\n...\nb',
    'x'.repeat(10_000),
    '=',
    '<<',
  ),
)
const reasons = hostile.filter(text => text.trim() !== '')

const drafts = fc.record({
  ids: fc.uniqueArray(fc.integer({ min: 1000, max: 9_999_999 }), { minLength: 1, maxLength: 3 }).map(all => all.map(n => `CVE-2026-${n}`)),
  package: fc.option(reasons.map(text => text.trim())),
  image: fc.option(reasons.map(text => text.trim())),
  reason: reasons,
  owner: fc.option(reasons),
  expires: fc.constantFrom('2027-01-31', 'never'),
  untilFixed: fc.boolean(),
})

const texts = fc.constantFrom('r', '"r # r"', "'it''s'", '"a\\nb"')
const comments = fc.constantFrom('', ' # c', '  # - id: {[')

/** An entry of a block list, as lines, with whether its last line is a text whose end depends on what follows. */
const blockEntries = fc
  .record({
    id: fc.integer({ min: 1, max: 99 }),
    text: texts,
    comment: comments,
    style: fc.constantFrom('plain', 'flow', '|', '>-', '|+'),
    gap: fc.constantFrom(1, 1, 3),
    after: fc.constantFrom('', '', 'blank', 'comment', 'deep'),
  })
  .map(({ id, text, comment, style, gap, after }) => (indent: string): readonly string[] => {
    const inner = `${indent} ${' '.repeat(gap)}`
    const dash = `${indent}-${' '.repeat(gap)}`
    const lines =
      style === 'plain'
        ? [`${dash}id: OLD-${id}${comment}`, `${inner}reason: ${text}`, `${inner}expires: never${comment}`]
        : style === 'flow'
          ? [`${dash}{ id: OLD-${id}, reason: ${text}, expires: never }${comment}`]
          : [
              `${dash}id: OLD-${id}`,
              `${inner}expires: 2027-01-31`,
              `${inner}reason: ${style}`,
              `${inner}  one # two`,
              '',
              `${inner}    three`,
            ]
    return [...lines, ...{ '': [], blank: [''], comment: [`${indent}# c`], deep: [`${inner}# c`] }[after]]
  })

const flowEntries = fc.record({ id: fc.integer({ min: 1, max: 99 }), text: texts, comment: comments, isSpread: fc.boolean() })

const exceptionLists = fc.oneof(
  fc.constantFrom<readonly string[]>(
    [],
    ['exceptions:'],
    ['exceptions: # c'],
    ['exceptions: []'],
    ['exceptions: [ # c', ']'],
    ['exceptions:', '  # c'],
  ),
  fc
    .record({
      entries: fc.array(blockEntries, { minLength: 1, maxLength: 3 }),
      indent: fc.constantFrom('', '  ', '    '),
      comment: comments,
    })
    .map(({ entries, indent, comment }) => [`exceptions:${comment}`, ...entries.flatMap(entry => entry(indent))]),
  fc
    .record({ entries: fc.array(flowEntries, { minLength: 1, maxLength: 3 }), comma: fc.boolean(), onOneLine: fc.boolean() })
    .map(({ entries, comma, onOneLine }) => {
      const items = entries.map(({ id, text, comment, isSpread }, i) => {
        const fields = [`id: OLD-${id}`, `reason: ${text}`, 'expires: never']
        const behind = i < entries.length - 1 || comma ? ',' : ''
        if (onOneLine) return `{ ${fields.join(', ')} }${behind}`
        return isSpread ? `  {\n    ${fields.join(',\n    ')}\n  }${behind}${comment}` : `  {${fields.join(', ')}}${behind}${comment}`
      })
      return onOneLine ? [`exceptions: [${items.join(' ')}]`] : ['exceptions: [', ...items, '] # end']
    }),
)

const files = fc
  .record({
    mark: fc.constantFrom('', '', '\ufeff'),
    head: fc.constantFrom<readonly string[]>([], ['# head', ''], ['---', '# head']),
    before: fc.constantFrom<readonly string[]>([], ['overrides: # c', '- rule: a', '  enabled: false', ''], ['name: "x"   # y']),
    list: exceptionLists,
    after: fc.constantFrom<readonly string[]>(
      [],
      ['', '# c', 'description: >', '  more', '', ''],
      ['overrides:', '    - { rule: b, enabled: false }'],
    ),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    isEnded: fc.boolean(),
  })
  .filter(({ before, after }) => !(before[0]?.startsWith('overrides') === true && after[0]?.startsWith('overrides') === true))
  .filter(({ before, list, after }) => list.length > 0 || [...before, ...after].some(line => line.startsWith('overrides')))
  .map(
    ({ mark, head, before, list, after, lineBreak, isEnded }) =>
      mark + [...head, ...before, ...list, ...after].join(lineBreak) + (isEnded ? lineBreak : ''),
  )

const meaning = (text: string) => {
  const { rules, overrides, exceptions, diagnostics } = loadRules([{ path: 'a.yml', text }])
  expect(diagnostics.filter(({ level }) => level === 'error')).toEqual([])
  return { rules, overrides: overrides.map(({ at: _, ...rest }) => rest), exceptions: exceptions.map(({ at: _, ...rest }) => rest) }
}

test('everything else in a file stays as it is, and what is loaded is what was there and the new one', () => {
  fc.assert(
    fc.property(files, drafts, (text, draft) => {
      const accepting = acceptIn({ path: 'a.yml', text }, [draft])
      if (!('text' in accepting)) throw new Error(JSON.stringify(accepting.diagnostics))
      const { at, text: inserted } = accepting.insertion
      expect(accepting.text.slice(0, at) + accepting.text.slice(at + inserted.length)).toBe(text)
      const { ids, reason, owner, expires, untilFixed, ...narrow } = draft
      const before = meaning(text)
      expect(meaning(accepting.text)).toEqual({
        ...before,
        exceptions: [
          ...before.exceptions,
          {
            kind: 'finding',
            ids,
            reason,
            owner,
            expires,
            untilFixed,
            filter: null,
            narrow: { version: null, path: null, platform: null, severity: null, ...narrow },
          },
        ],
      })
    }),
  )
})

test('any reason reads back as it was given', () => {
  fc.assert(
    fc.property(drafts, fc.constantFrom('', 'exceptions: []', '{"exceptions": []}'), (draft, text) => {
      const accepting = acceptIn({ path: 'a.yml', text }, [draft])
      expect('exceptions' in accepting ? accepting.exceptions : accepting).toMatchObject([{ reason: draft.reason, owner: draft.owner }])
      // What a terminal would obey, and what nobody would see, is spelled out in the file.
      if ('insertion' in accepting) expect(accepting.insertion.text).not.toMatch(/(?!\n)\p{Cc}|[\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('no text of a file is too odd for an answer', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'exceptions: []{},-\n #|"', 'exceptions:', '- id: A\n', '  reason: r\n  expires: never\n') }),
      text => {
        expect(acceptIn({ path: 'a.yml', text }, [DRAFT])).toHaveProperty('diagnostics')
      },
    ),
  )
})
