// Parses the text of a filter into an Expression, or into a list of all its problems.
//
// The grammar cannot fail: where a clause is wrong, recover.ts diagnoses it and parsing continues after it. Three traps of
// Parsimmon are avoided here (docs/decisions/parsimmon.md). Its line index is an object keyed by the input, so offsets come from
// `here` and the input is never a bare `__proto__`. Deep nesting would overflow the stack, so the depth is measured first. A
// token's span would include the spaces after it, so the span is taken before they are skipped.

import P from 'parsimmon'
import { type Expression, type Junction, type Literal, type Path, QUOTED_TEXT, RESERVED, type Segment, type Span } from './ast.ts'
import { findTooDeep } from './depth.ts'
import type { LiteralValue } from './literal.ts'
import type { Operator } from './operators.ts'
import { diagnoseClause, diagnoseForeignJoin, diagnoseJoin, type FilterProblem, problem, skipClause } from './recover.ts'
import { operatorPattern } from './spelling.ts'
import { isJoin, tokenAt } from './token.ts'

export type Parsing = { readonly expression: Expression } | { readonly problems: readonly FilterProblem[] }

const MOST_LENGTH = 1024 * 1024
const MOST_DEPTH = 100

/** Parses a filter: `parse('eventName = "PutImage"')`. Never throws; problems carry their offset in the text. */
export function parse(text: string): Parsing {
  if (text.length > MOST_LENGTH) {
    return {
      problems: [
        problem(
          0,
          `the filter is ${text.length} characters long; the limit is ${MOST_LENGTH}`,
          'split the rule, or compare with in ("…", "…")',
        ),
      ],
    }
  }
  const tooDeep = findTooDeep(text, MOST_DEPTH)
  if (tooDeep !== undefined) {
    return {
      problems: [
        problem(
          tooDeep,
          `parentheses and "not" are nested more than ${MOST_DEPTH} levels deep here`,
          'remove parentheses that change nothing',
        ),
      ],
    }
  }
  const { expression, problems } = filter.tryParse(`${text}\n`)
  return problems.length > 0 ? { problems } : { expression }
}

/** Parses a field path on its own, as in `aggregateFields`; undefined when the text is not one. */
export function parsePath(text: string): Path | undefined {
  const result = path.skip(end).parse(`${text}\n`)
  return result.status ? result.value : undefined
}

interface Parsed {
  readonly expression: Expression
  readonly problems: readonly FilterProblem[]
}

const here: P.Parser<number> = P((_, offset) => P.makeSuccess(offset, offset))
const spaces = P.regexp(/\s*/)
const end = P.regexp(/$/)

function token<T>(parser: P.Parser<T>): P.Parser<T> {
  return parser.skip(spaces)
}

function spanned<T, R>(parser: P.Parser<T>, build: (value: T, span: Span) => R): P.Parser<R> {
  return P.seqMap(here, parser, here, (start, value, stop) => build(value, { start, end: stop }))
}

function keyword(word: string): P.Parser<string> {
  return token(P.regexp(new RegExp(`${word}(?![A-Za-z0-9_.-])`, 'i')))
}

const quoted = P.regexp(new RegExp(QUOTED_TEXT)).map(unquote)

// A backslash escapes a quote or a backslash; before anything else it is an ordinary character.
function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1')
}

const name = P.regexp(/[A-Za-z_][A-Za-z0-9_-]*/)
const firstName = P.regexp(new RegExp(`(?!(?:${RESERVED.join('|')})(?![A-Za-z0-9_-]))[A-Za-z_][A-Za-z0-9_-]*`, 'i'))
const index = P.regexp(/\[(\d{1,9})\]/, 1).map(Number)
const nextSegment = P.alt<Segment>(P.string('.').then(P.alt<Segment>(name, quoted, index)), index)

const path: P.Parser<Path> = token(
  spanned(
    P.seqMap(P.alt<Segment>(firstName, quoted, index), nextSegment.many(), (first, rest) => [first, ...rest]),
    (segments, span) => ({ segments, span }),
  ),
)

const literal: P.Parser<Literal> = token(
  spanned(
    P.alt<LiteralValue>(
      quoted.map(value => ({ kind: 'text', value })),
      P.regexp(/-?\d+(?:\.\d+)?(?![\w.-])/).map(text => ({ kind: 'number', value: Number(text), text })),
      P.regexp(/(?:null|true|false)(?![A-Za-z0-9_.-])/i).map(namedValue),
    ),
    (value, span) => ({ ...value, span }),
  ),
)

function namedValue(word: string): LiteralValue {
  const folded = word.toLowerCase()
  return folded === 'null' ? { kind: 'null' } : { kind: 'boolean', value: folded === 'true' }
}

// The pattern finds nothing else than an operator, in any letter case.
const operator: P.Parser<Operator> = token(
  P.regexp(new RegExp(operatorPattern(String.raw`\w.-`), 'i')).map(word => word.toLowerCase() as Operator),
)

/** What follows the path of a comparison, with the offset of its end. */
type Rest = { readonly end: number } & (
  | { readonly operator: Operator; readonly literal: Literal }
  | { readonly negated: boolean; readonly literals: readonly Literal[] }
)

const literals = token(P.string('(')).then(literal.sepBy1(token(P.string(','))))

const rest = P.alt<Rest>(
  P.seqMap(operator, literal, (operator, literal) => ({ operator, literal, end: literal.span.end })),
  token(
    P.seqMap(keyword('not').atMost(1), keyword('in'), literals, P.string(')').then(here), (not, _, literals, end) => ({
      negated: not.length > 0,
      literals,
      end,
    })),
  ),
)

const comparison: P.Parser<Parsed> = P.seqMap(path, rest, (path, { end, ...rest }): Parsed => {
  const span = { start: path.span.start, end }
  return { expression: 'literal' in rest ? { kind: 'comparison', path, ...rest, span } : { kind: 'in', path, ...rest, span }, problems: [] }
})

function wrong(expressionAt: number, problems: readonly FilterProblem[]): Parsed {
  return { expression: { kind: 'and', terms: [], grouped: true, span: { start: expressionAt, end: expressionAt } }, problems }
}

// Skips and reports a clause that the grammar cannot read. The parser's input is the user's text plus a line break.
const wrongClause: P.Parser<Parsed> = P((input, offset) => {
  const text = input.slice(0, -1)
  const start = Math.min(offset, text.length)
  return P.makeSuccess(skipClause(text, start), wrong(start, [diagnoseClause(text, start)]))
})

const strayText: P.Parser<readonly FilterProblem[]> = P((input, offset) => {
  const text = input.slice(0, -1)
  if (offset >= text.length || /\s/.test(text[offset] ?? '')) return P.makeSuccess(offset, [])
  const token = tokenAt(text, offset)
  if (token === undefined || token === ')' || isJoin(token)) return P.makeSuccess(offset, [])
  return P.makeSuccess(skipClause(text, offset), [diagnoseJoin(text, offset)])
})

const group: P.Parser<Parsed> = P.lazy(() =>
  P.seqMap(
    here.skip(token(P.string('('))),
    or,
    P.alt(
      token(P.string(')')).result<readonly FilterProblem[]>([]),
      here.map(() => undefined),
    ),
    (start, inner, closed): Parsed => ({
      expression:
        inner.expression.kind === 'and' || inner.expression.kind === 'or' ? { ...inner.expression, grouped: true } : inner.expression,
      problems:
        closed === undefined ? [...inner.problems, problem(start, 'this "(" is not closed', 'add the missing ")"')] : inner.problems,
    }),
  ),
)

const unary: P.Parser<Parsed> = P.lazy(() =>
  P.alt(
    P.seqMap(here.skip(keyword('not')), unary, (start, { expression, problems }) => ({
      expression: { kind: 'not', term: expression, span: { start, end: expression.span.end } },
      problems,
    })),
    group,
    comparison,
    wrongClause,
  ),
)

function joined(kind: Junction['kind'], foreign: RegExp, term: P.Parser<Parsed>): P.Parser<Parsed> {
  const separator = P.alt<readonly FilterProblem[]>(
    keyword(kind).result([]),
    token(spanned(P.regexp(foreign), (sign, { start }) => [diagnoseForeignJoin(start, sign)])),
  )
  return P.seqMap(term, P.seq(separator, term).many(), (first, others): Parsed => {
    if (others.length === 0) return first
    const terms = [first.expression, ...others.map(([, { expression }]) => expression)]
    const problems = [...first.problems, ...others.flatMap(([before, { problems }]) => [...before, ...problems])]
    const span = { start: first.expression.span.start, end: terms.at(-1)?.span.end ?? first.expression.span.end }
    return { expression: { kind, terms, grouped: false, span }, problems }
  })
}

const clause: P.Parser<Parsed> = P.seqMap(unary, spaces.then(strayText).skip(spaces), (parsed, stray) =>
  stray.length === 0 || parsed.problems.length > 0 ? parsed : { ...parsed, problems: stray },
)
const and = joined('and', /&&?/, clause)
const or: P.Parser<Parsed> = joined('or', /\|\|?/, and)

const filter: P.Parser<Parsed> = spaces.then(
  P.seqMap(
    or,
    P((input, offset) => {
      const text = input.slice(0, -1)
      return P.makeSuccess(input.length, offset >= text.length ? [] : [diagnoseJoin(text, offset)])
    }),
    end,
    (parsed, leftovers: readonly FilterProblem[]) => ({ ...parsed, problems: [...parsed.problems, ...leftovers] }),
  ),
)
