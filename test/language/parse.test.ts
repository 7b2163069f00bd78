// What the parser refuses, and its messages: where, what was found, what was expected, and how to fix it.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { locate, renderDiagnostic } from '../../src/diagnostic.ts'
import { parse } from '../../src/language/parse.ts'

function problemsOf(text: string) {
  const parsing = parse(text)
  return 'problems' in parsing ? parsing.problems : []
}

describe('a wrong filter', () => {
  test.each([
    // filter, offset, message, help
    [
      'event_type == "cloudtrail"',
      11,
      'expected a value after "=", found "="',
      'equality is written with one "=": event_type = "cloudtrail"',
    ],
    ['a = 1 && b = 2', 6, 'expected "and", found "&&"', 'clauses are joined with "and"'],
    ['a = 1 || b = 2', 6, 'expected "or", found "||"', 'clauses are joined with "or"'],
    ['a contains "x"', 2, 'expected an operator after "a", found "contains"', 'use "like" to match a part of a string: a like "x"'],
    [
      'a matches "x.*"',
      2,
      'expected an operator after "a", found "matches"',
      'regular expressions are not supported; use like, starts_with or ends_with to match a part of a string',
    ],
    ['a startsWith "x"', 2, 'expected an operator after "a", found "startsWith"', 'the operator is starts_with: a starts_with "x"'],
    ['a ends-with "x"', 2, 'expected an operator after "a", found "ends-with"', 'the operator is ends_with: a ends_with "x"'],
    ['!a = "x"', 0, 'expected a comparison, found "!"', 'negation is written "not"'],
    ['!@timestamp = 1', 0, 'expected a comparison, found "!@"', 'negation is written "not"'],
    ['a != "x" and !!b = "y"', 13, 'expected a comparison, found "!!"', 'negation is written "not"'],
    [
      'a = "x" AND AND b = "y"',
      12,
      'expected a comparison, found "AND"',
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    ],
    ['a = brand', 4, 'expected a value after "=", found the bare word "brand"', 'put text in quotes: "brand"'],
    ['a liek "x"', 2, 'expected an operator after "a", found "liek"', 'did you mean "like"?'],
    ['a = HIGH', 4, 'expected a value after "=", found the bare word "HIGH"', 'put text in quotes: "HIGH"'],
    [
      'user = @DeactivatedUsers',
      7,
      'expected a value after "=", found "@DeactivatedUsers", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write the values of this one: user in ("…", "…")',
    ],
    [
      'user in @DeactivatedUsers and ip = "1.2.3.4"',
      8,
      'expected "(" after "in", found "@DeactivatedUsers", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write the values of this one: user in ("…", "…")',
    ],
    [
      'userIdentity.arn NOT IN @"Known users"',
      24,
      'expected "(" after "in", found "@"Known users"", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write the values of this one: userIdentity.arn not in ("…", "…")',
    ],
    [
      'user != @Admins',
      8,
      'expected a value after "!=", found "@Admins", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write the values of this one: user not in ("…", "…")',
    ],
    [
      'user in ("root", @Admins)',
      17,
      'expected a value after "in", found "@Admins", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write the values of this one: user in ("…", "…")',
    ],
    [
      'userAgent like @Agents',
      15,
      'expected a value after "like", found "@Agents", a lookup list of Threat Stack',
      'ECR Gate does not read lookup lists; write a comparison for each value of this one: userAgent like "…" or userAgent like "…"',
    ],
    ['a = 10.1.2.3', 4, 'expected a value after "=", found the bare word "10.1.2.3"', 'put text in quotes: "10.1.2.3"'],
    ['a = “x”', 4, 'expected a straight quote, found the typographic "“"', `write " or ' (a word processor or chat changed them)`],
    ['a = ‘x’', 4, 'expected a straight quote, found the typographic "‘"', `write " or ' (a word processor or chat changed them)`],
    ['a = "x', 4, 'this quoted string is not closed', 'close it with "'],
    ['a = ', 4, 'expected a value after "=", found the end of the filter', 'a value is a "string", a number, true, false or null'],
    ['a', 1, 'expected an operator after "a", found the end of the filter', 'operators are = != > >= < <= like starts_with ends_with in'],
    [
      '',
      0,
      'expected a comparison, found the end of the filter',
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    ],
    [
      'a = 1 and',
      9,
      'expected a comparison, found the end of the filter',
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    ],
    ['a = 1 b = 2', 6, 'expected "and", "or" or the end of the filter, found "b"', undefined],
    ['(a = 1', 0, 'this "(" is not closed', 'add the missing ")"'],
    ['a = 1)', 5, 'this ")" has no matching "("', 'remove it or add the "("'],
    ['"HIGH" = severity', 9, 'expected a value after "=", found the bare word "severity"', 'put text in quotes: "severity"'],
    ['5 = a', 0, 'expected a field name, found the value "5"', 'the field goes on the left: severity = "HIGH"'],
    ['!a = 1', 0, 'expected a comparison, found "!"', 'negation is written "not"'],
    ['a not like "x"', 6, 'expected "in" after "a not", found "like"', 'negation goes before the comparison: not a like "…"'],
    ['a = (1, 2)', 4, 'expected a value after "=", found "("', 'use "in" to compare with several values: severity in ("HIGH", "CRITICAL")'],
    ['a in ()', 6, 'expected a value after "in", found ")"', 'a value is a "string", a number, true, false or null'],
    ['a in "x"', 5, 'expected "(" after "in", found "x"', 'put the values in parentheses: severity in ("HIGH", "CRITICAL")'],
    ['a in ("x" "y")', 10, 'expected "," or ")" in the list, found "y"', undefined],
    ['a..b = 1', 2, 'expected a field name, found "."', 'a name with other characters is quoted: tags."cost center"'],
    ['a[x] = 1', 1, 'expected a position in an array, such as [0]', 'a name with other characters is quoted: a."b c"'],
    ['@timestamp = 1', 0, 'expected a field name, found "@"', 'a name with other characters is quoted: "@timestamp"'],
  ])('%s', (filter, offset, message, help) => {
    expect(problemsOf(filter)).toEqual([
      { level: 'error', kind: 'filter-syntax', offset, message, ...(help === undefined ? {} : { help }) },
    ])
  })

  test('is reported with all its mistakes at once', () => {
    const offsets = problemsOf('a == 1 and (b contains "x" or c = y) and “d” = 1 and e = 2').map(({ offset }) => offset)
    expect(offsets).toEqual([2, 14, 34, 41])
  })

  test('is shown with its line and a caret', () => {
    const text = 'event_type = "cloudtrail"\n  and eventName == "PutImage"'
    const [problem] = problemsOf(text)
    if (problem === undefined) throw new Error('the filter is wrong')
    expect(renderDiagnostic({ ...problem, at: locate('rule.yml', text, problem.offset) })).toBe(
      [
        'rule.yml:2:17: expected a value after "=", found "=" [filter-syntax]',
        '  |',
        '2 |   and eventName == "PutImage"',
        '  |                 ^',
        '  help: equality is written with one "=": eventName = "PutImage"',
      ].join('\n'),
    )
  })

  test('cannot send escape sequences to the terminal', () => {
    const [problem] = problemsOf('a = \u001b[2Jx')
    if (problem === undefined) throw new Error('the filter is wrong')
    expect(renderDiagnostic({ ...problem, at: locate('f', 'a = \u001b[2Jx', problem.offset) })).not.toContain('\u001b')
  })
})

describe('depth and length', () => {
  const nested = (depth: number, open: string): string => `${open.repeat(depth)}a = 1${open === '(' ? ')'.repeat(depth) : ''}`

  test.each([
    ['parentheses', '('],
    ['not', 'not '],
  ])('100 levels of %s are read, one more is refused', (_, open) => {
    expect(problemsOf(nested(100, open))).toEqual([])
    expect(problemsOf(nested(101, open))).toMatchObject([
      { message: 'parentheses and "not" are nested more than 100 levels deep here', offset: 100 * open.length },
    ])
  })

  test('parentheses and not count together', () => {
    const mixed = (depth: number): string => `${'not ('.repeat(depth)}a = 1${')'.repeat(depth)}`
    expect(problemsOf(mixed(50))).toEqual([])
    expect(problemsOf(mixed(51))).toHaveLength(1)
  })

  test('closed levels do not add up, and a list adds no level', () => {
    expect(problemsOf(Array.from({ length: 300 }, () => 'not (a not in (1, 2))').join(' and '))).toEqual([])
    expect(problemsOf(nested(100, '(').replace('a = 1', 'a not in (1, 2)'))).toEqual([])
  })

  test.each([['('], ['not ']])('10,000 × "%s" is one clear error', open => {
    expect(problemsOf(nested(10_000, open))).toHaveLength(1)
  })

  test('a quoted parenthesis is text', () => {
    expect(problemsOf(`a = "${'('.repeat(500)}"`)).toEqual([])
  })

  test('50,000 clauses in one list are read', () => {
    expect(problemsOf(Array.from({ length: 50_000 }, (_, i) => `a = ${i}`).join(' or '))).toEqual([])
  })

  test('1 MiB is read, one character more is refused', () => {
    const filter = (length: number): string => `a = "${'x'.repeat(length - 6)}"`
    expect(problemsOf(filter(1024 * 1024))).toEqual([])
    expect(problemsOf(filter(1024 * 1024 + 1))).toMatchObject([{ message: 'the filter is 1048577 characters long; the limit is 1048576' }])
  })
})

describe("Parsimmon's traps", () => {
  test('the input __proto__ writes nothing to Object.prototype', () => {
    const before = Reflect.ownKeys(Object.prototype)
    parse('__proto__')
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
    expect(({} as Record<string, unknown>)['0']).toBeUndefined()
  })

  test('a span ends where its token ends, not after the blanks', () => {
    const text = '  a   =   "x"   and   b   not   in   ( 1 , 2 )   '
    const parsing = parse(text)
    if (!('expression' in parsing) || parsing.expression.kind !== 'and') throw new Error('expected an and')
    const [first, second] = parsing.expression.terms
    if (first?.kind !== 'comparison' || second?.kind !== 'in') throw new Error('expected two comparisons')
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end)
    expect([cut(first.path.span), cut(first.literal.span), cut(first.span), cut(second.span), cut(parsing.expression.span)]).toEqual([
      'a',
      '"x"',
      'a   =   "x"',
      'b   not   in   ( 1 , 2 )',
      text.trim(),
    ])
  })
})

describe('the filters ECR Gate started from', () => {
  test('stand in the shipped rules word for word', () => {
    const seeds = [
      'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0',
      'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")',
    ]
    const texts = ['ecr/ecr-image-scan-findings-high.yml', 'ssm/ssm-information-discovery.yml'].map(name =>
      readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8').replace(/\s+/g, ' '),
    )
    seeds.forEach((seed, i) => {
      expect(problemsOf(seed)).toEqual([])
      expect(texts[i]).toContain(seed)
    })
  })
})
