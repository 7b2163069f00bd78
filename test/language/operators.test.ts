// A new operator is one row of the table: everything that knows operators reads them there. The trial adds two rows to a copy of the
// sources and asks the copy.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Expression } from '../../src/language/ast.ts'
import { IN, OPERATORS, type OperatorRow, WORDS } from '../../src/language/operators.ts'
import { isSign } from '../../src/language/spelling.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'
import { ROOT } from '../root.ts'
import { askProofs } from './proofs.ts'

const ROWS = `
  like_any_case: {
    relation: {
      kind: 'other',
      test: literal => value =>
        literal.kind === 'text' && typeof value === 'string' && value.toLowerCase().includes(literal.value.toLowerCase()),
    },
    negated: false,
    phrase: 'contains it in some letter case',
    opposite: 'does not contain it in any letter case',
    foreign: { words: ['ilike'], help: 'the operator is like_any_case' },
  },
  '!^': {
    relation: { kind: 'part', of: 'start' },
    negated: true,
    phrase: 'starts with it',
    opposite: 'does not start with it',
  },
`

const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

cpSync(join(ROOT, 'src'), join(folder, 'src'), { recursive: true })
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
const table = join(folder, 'src/language/operators.ts')
writeFileSync(
  table,
  readFileSync(table, 'utf8').replace(/^const rows = \{$/m, begin => `${begin}${ROWS}`),
)

/** Loads a module of the copy. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(join(folder, `src/language/${name}.ts`)).href)) as T
}

const { check } = await load<typeof import('../../src/language/check.ts')>('check')
const { compile } = await load<typeof import('../../src/language/compile.ts')>('compile')
const { explain } = await load<typeof import('../../src/language/explain.ts')>('explain')
const { canHold, implies } = askProofs(await load<typeof import('../../src/language/imply.ts')>('imply'))
const { constantsOf } = await load<typeof import('../../src/language/lookup.ts')>('lookup')
const { parse } = await load<typeof import('../../src/language/parse.ts')>('parse')
const { print } = await load<typeof import('../../src/language/print.ts')>('print')

const vocabulary: Vocabulary = {
  aliases: new Map(),
  fields: { a: 'one', b: 'one' },
  values: new Map([['b', { words: ['HIGH', 'LOW'], closed: true }]]),
}

function read(filter: string): Expression {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return parsing.expression
}

describe('two rows more, and the language', () => {
  test.each([
    ['a Like_Any_Case "X"', 'a like_any_case "X"'],
    ['a!^"x"', 'a !^ "x"'],
  ])('reads %s and prints it', (filter, printed) => {
    expect(print(read(filter))).toBe(printed)
    expect(print(read(printed))).toBe(printed)
  })

  test.each([
    ['a like_any_case "X"', 'yx', true, 'the value contains it in some letter case'],
    ['a like_any_case "X"', 'y', false, 'the value does not contain it in any letter case'],
    ['a !^ "x"', 'yx', true, 'the value differs'],
    ['a !^ "x"', 'xy', false, 'the value starts with it'],
    ['a !^ "x"', null, true, 'the field has no value, so it cannot equal a value in the filter'],
  ])('matches and explains %s on %j: %s', (filter, a, holds, why) => {
    const plan = compile(read(filter), vocabulary)
    expect(plan.matches({ a })).toBe(holds)
    expect(explain(plan, { a }, vocabulary).found?.why).toBe(why)
  })

  test.each([
    ['a ilike "x"', 'the operator is like_any_case: a like_any_case "x"'],
    ['a like_any_cas "x"', 'did you mean "like_any_case"?'],
    ['a', `operators are like_any_case !^ ${WORDS.join(' ')} ${IN.word}`],
    ['a like_any_case x', 'put text in quotes: "x"'],
    ['a !^ x', 'put text in quotes: "x"'],
    ['a^"x"', `operators are like_any_case !^ ${WORDS.join(' ')} ${IN.word}`],
    ['a =~ "x"', 'regular expressions are not supported; use !^, like, starts_with or ends_with to match a part of a string'],
  ])('says how %s is written', (filter, help) => {
    const parsing = parse(filter)
    expect('problems' in parsing ? parsing.problems.map(problem => problem.help) : []).toEqual([help])
  })

  test.each([
    ['a !^ 5', '!^ 5 never holds: !^ compares strings'],
    ['a !^ "x*"', '!^ does not support wildcards: "x*" is matched literally'],
    ['a !^ "x" and a starts_with "x"', 'this can never hold: a starts_with "x" and its opposite are joined with "and"'],
    ['a like_any_case "x" and a = "y"', 'this can never hold: no event has both a like_any_case "x" and a = "y"'],
    ['b !^ "high"', 'no b is "high": letter case matters'],
    ['b like_any_case "other"', '"other" is not a known value of b'],
  ])('warns about %s', (filter, message) => {
    expect(check(read(filter), vocabulary).map(problem => problem.message)).toEqual([message])
  })

  test('proves what follows, and nothing more', () => {
    expect(implies(read('a like_any_case "x"'), read('a like_any_case "x"'), vocabulary)).toBe(true)
    expect(implies(read('a = "yX"'), read('a like_any_case "x"'), vocabulary)).toBe(true)
    expect(implies(read('a like_any_case "x"'), read('a like "x"'), vocabulary)).toBe(false)
    expect(implies(read('a = null'), read('a !^ "x"'), vocabulary)).toBe(true)
    expect(canHold(read('a !^ "x" and a starts_with "xy"'), vocabulary)).toBe(false)
    expect(canHold(read('a like_any_case "x" and a like "X"'), vocabulary)).toBe(true)
    expect(constantsOf(read('a like_any_case "a.b"'), 'a')).toBeUndefined()
  })
})

test('a row that lacks something does not compile', () => {
  const { phrase, opposite, relation } = OPERATORS['=']
  // @ts-expect-error: how must a value relate to the literal?
  const unrelated: OperatorRow = { negated: false, phrase, opposite }
  // @ts-expect-error: what does it say of an absent field?
  const undecided: OperatorRow = { relation, phrase, opposite }
  // @ts-expect-error: how is it explained?
  const unexplained: OperatorRow = { relation, negated: false }
  // @ts-expect-error: the proofs know no such relation
  const unproven: OperatorRow = { relation: { kind: 'near' }, negated: false, phrase, opposite }
  expect([unrelated, undecided, unexplained, unproven]).toHaveLength(4)
})

test.each(WORDS)('docs/language.md names %s, and test/language/cases.yml says what it means', word => {
  const page = readFileSync(join(ROOT, 'docs/language.md'), 'utf8')
  const [, syntax = ''] = /^\| operators \| (.*) \|$/m.exec(page) ?? []
  const forms = /\| form \| holds when \|\n[\s\S]*?\n\n/.exec(page)?.[0] ?? ''
  const groups = parseYaml(readFileSync(join(ROOT, 'test/language/cases.yml'), 'utf8')) as readonly { readonly filter: string }[]
  expect(syntax).toContain(`\`${word}\``)
  expect(forms).toContain(`\`${word}\``)
  expect(groups.map(({ filter }) => filter)).toContainEqual(expect.stringContaining(isSign(word) ? ` ${word} ` : word))
})
