// Diagnoses a clause that the grammar could not read, and finds where the next clause begins.
//
// The grammar only describes valid filters. This file reads an invalid clause again, from the left, up to the first token that
// does not belong there. It recognizes the mistakes people bring from other languages. Then it skips the clause, so that one
// run reports every mistake in a filter.

import { type Problem, quote, suggest } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { OPERATORS, QUOTED_TEXT } from './ast.ts'

export interface FilterProblem extends Problem {
  /** UTF-16 offset in the filter's text. */
  readonly offset: number
}

/** Any token. A quoted text is one token, whatever its quotes are and whether or not it is closed. */
const TOKEN = new RegExp(
  [
    QUOTED_TEXT,
    String.raw`["'][\s\S]*`,
    '[“”„][^“”„]*[“”„]?|[‘’‚][^‘’‚]*[‘’‚]?',
    String.raw`[()]|&&?|\|\|?`,
    String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+)*`,
    String.raw`[^\s()"'“”„‘’‚&|A-Za-z_]+|\s+`,
  ].join('|'),
  'y',
)

/** A path as people write it; its segments may still be invalid. */
const LOOSE_PATH = new RegExp(String.raw`(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*)(?:\.?(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*|\[[^\]\s]*\]))*`, 'y')

const OPERATOR = /(?:>=|<=|!=|=|>|<)|(?:like|starts_with|ends_with)(?![\w-])/iy

/** Hints about operators of other languages; `right` is the operator to use instead, where there is one. */
const EQUALITY = { help: 'equality is written with one "="', right: '=' }
const INEQUALITY = { help: 'inequality is written "!="', right: '!=' }
const CONTAINMENT = { help: 'use "like" to match a part of a text', right: 'like' }
const NO_PATTERNS = { help: 'regular expressions are not supported; use like, starts_with or ends_with to match a part of a text' }
const FOREIGN_OPERATORS: ReadonlyMap<string, { readonly help: string; readonly right?: string }> = new Map([
  ['==', EQUALITY],
  ['===', EQUALITY],
  [':', EQUALITY],
  ['is', EQUALITY],
  ['eq', EQUALITY],
  ['equals', EQUALITY],
  ['!==', INEQUALITY],
  ['<>', INEQUALITY],
  ['=>', { help: 'at least is written ">="', right: '>=' }],
  ['=<', { help: 'at most is written "<="', right: '<=' }],
  ['contains', CONTAINMENT],
  ['includes', CONTAINMENT],
  ['has', CONTAINMENT],
  ['=~', NO_PATTERNS],
  ['!~', NO_PATTERNS],
  ['~', NO_PATTERNS],
  ['matches', NO_PATTERNS],
  ['regex', NO_PATTERNS],
  ['startswith', { help: 'the operator is starts_with', right: 'starts_with' }],
  ['starts-with', { help: 'the operator is starts_with', right: 'starts_with' }],
  ['endswith', { help: 'the operator is ends_with', right: 'ends_with' }],
  ['ends-with', { help: 'the operator is ends_with', right: 'ends_with' }],
])

const WORD_OPERATORS = ['like', 'starts_with', 'ends_with', 'in']

/** The token at `offset`, or undefined at the end of the text. */
export function tokenAt(text: string, offset: number): string | undefined {
  return match(TOKEN, text, offset)
}

/** Returns the offset where the clause at `offset` ends: at the next `and`, `or` or unbalanced `)`, or at the end of the text. */
export function skipClause(text: string, offset: number): number {
  let depth = 0
  let at = offset
  for (let token = tokenAt(text, at); token !== undefined; token = tokenAt(text, at)) {
    if (depth === 0 && (token === ')' || isJoin(token))) return at
    if (token === '(') depth++
    if (token === ')') depth--
    at += token.length
  }
  return text.length
}

/** Diagnoses the clause at `offset`, which the grammar could not read. */
export function diagnoseClause(text: string, offset: number): FilterProblem {
  const path = match(LOOSE_PATH, text, offset)
  if (path === undefined || /^(?:and|or|not|true|false|null)$/i.test(path)) return diagnoseStart(text, offset)
  const wrongSegment = path.search(/\[(?!\d{1,9}\])/)
  const behindPath = offset + path.length
  if (wrongSegment >= 0) {
    return problem(offset + wrongSegment, 'expected a position in an array, such as [0]', 'a name with other characters is quoted: a."b c"')
  }
  if (text[behindPath] === '.' || /^[^\s=!<>()"'“”„‘’‚~:&|]/.test(text.slice(behindPath, behindPath + 1))) {
    const at = text[behindPath] === '.' ? behindPath + 1 : behindPath
    return problem(at, `expected a field name, found ${found(text, at)}`, 'a name with other characters is quoted: tags."cost center"')
  }
  return diagnoseOperator(text, path, skipBlanks(text, behindPath))
}

/** Diagnoses the text at `offset` after a complete clause, where `and`, `or` or the end of the filter should be. */
export function diagnoseJoin(text: string, offset: number): FilterProblem {
  const token = tokenAt(text, offset)
  if (token === ')') return problem(offset, 'this ")" has no matching "("', 'remove it or add the "("')
  return problem(offset, `expected "and", "or" or the end of the filter, found ${found(text, offset)}`)
}

/** Reports a token that joins clauses in other languages, such as `&&`. */
export function diagnoseForeignJoin(offset: number, token: string): FilterProblem {
  const word = token.startsWith('&') ? 'and' : 'or'
  return problem(offset, `expected "${word}", found "${token}"`, `clauses are joined with "${word}"`)
}

export function problem(offset: number, message: string, help?: string): FilterProblem {
  return { level: 'error', kind: 'filter-syntax', message, offset, ...(help === undefined ? {} : { help }) }
}

function diagnoseStart(text: string, offset: number): FilterProblem {
  const token = tokenAt(text, offset)
  if (token === undefined || token === ')' || isJoin(token)) {
    return problem(
      offset,
      `expected a comparison, found ${found(text, offset)}`,
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    )
  }
  if (token.startsWith('!')) return problem(offset, `expected a comparison, found ${found(text, offset)}`, 'negation is written "not"')
  if (/^[“”„‘’‚]/.test(token)) return typographicQuote(text, offset)
  if (/^(?:-?\d|(?:true|false|null)$)/i.test(token)) {
    return problem(offset, `expected a field name, found the value ${quote(token)}`, 'the field goes on the left: severity = "HIGH"')
  }
  if (/^["']/.test(token)) return problem(offset, 'this quoted text is not closed', `close it with ${token[0]}`)
  return problem(offset, `expected a field name, found ${found(text, offset)}`, 'a name with other characters is quoted: "@timestamp"')
}

function diagnoseOperator(text: string, path: string, at: number): FilterProblem {
  const word = match(/[A-Za-z_][\w-]*/y, text, at)
  const symbol = match(/[=!<>~:]+/y, text, at)
  if (word !== undefined && /^in$/i.test(word)) return diagnoseList(text, path, 'in', skipBlanks(text, at + 2))
  if (word !== undefined && /^not$/i.test(word)) {
    const behind = skipBlanks(text, at + 3)
    const next = match(/[A-Za-z_][\w-]*/y, text, behind)
    if (next !== undefined && /^in$/i.test(next)) return diagnoseList(text, path, 'not in', skipBlanks(text, behind + 2))
    return problem(
      behind,
      `expected "in" after "${path} not", found ${found(text, behind)}`,
      `negation goes before the comparison: not ${path} like "…"`,
    )
  }
  const sign = symbol ?? word ?? ''
  const foreign = FOREIGN_OPERATORS.get(sign.toLowerCase())
  if (foreign !== undefined) return diagnoseForeignOperator(text, path, at, sign, foreign)
  const operator = match(OPERATOR, text, at)
  if (operator !== undefined) return diagnoseValue(text, path, operator, skipBlanks(text, at + operator.length))
  const near = word === undefined || isJoin(word) ? undefined : suggest(word, WORD_OPERATORS)
  return problem(
    at,
    `expected an operator after ${quote(path)}, found ${found(text, at)}`,
    near === undefined ? `operators are ${OPERATORS.join(' ')} in` : `did you mean "${near}"?`,
  )
}

function diagnoseForeignOperator(
  text: string,
  path: string,
  at: number,
  sign: string,
  { help, right }: { help: string; right?: string },
): FilterProblem {
  // "==" is an operator followed by a stray sign; a word such as "contains" is not an operator at all.
  const prefix = match(OPERATOR, sign, 0)
  const message =
    prefix === undefined
      ? `expected an operator after ${quote(path)}, found "${sign}"`
      : `expected a value after "${prefix}", found ${quote(sign.slice(prefix.length))}`
  const value = tokenAt(text, skipBlanks(text, at + sign.length))
  const example = right !== undefined && value !== undefined && /^["'\d-]/.test(value) ? `: ${path} ${right} ${value}` : ''
  return problem(at, message, `${help}${example}`)
}

function diagnoseValue(text: string, path: string, operator: string, at: number): FilterProblem {
  const token = tokenAt(text, at)
  if (token !== undefined && /^[“”„‘’‚]/.test(token)) return typographicQuote(text, at)
  if (token !== undefined && /^["']/.test(token)) return problem(at, 'this quoted text is not closed', `close it with ${token[0]}`)
  const list = match(LOOKUP_LIST, text, at)
  if (list !== undefined) return diagnoseLookupList(path, operator, list, `a value after "${operator}"`, at)
  const bare = match(/[^\s()"'“”„‘’‚&|,=!<>~]+/y, text, at)
  if (bare !== undefined && !isJoin(bare)) {
    return problem(at, `expected a value after "${operator}", found the bare word ${quote(bare)}`, `put text in quotes: "${bare}"`)
  }
  const help =
    token === '('
      ? 'use "in" to compare with several values: severity in ("HIGH", "CRITICAL")'
      : 'a value is a "text", a number, true, false or null'
  return problem(at, `expected a value after "${operator}", found ${found(text, at)}`, help)
}

const LOOKUP_LIST = new RegExp(String.raw`@(?:${QUOTED_TEXT}|[^\s()"'&|,=!<>~]+)`, 'y')

// Threat Stack's rules may compare with a list that is kept beside them. In quotes its name would be a text that nothing equals.
function diagnoseLookupList(path: string, operator: string, list: string, expected: string, at: number): FilterProblem {
  const word = operator.toLowerCase()
  const join = /^(?:=|in)$/.test(word) ? 'in' : /^(?:!=|not in)$/.test(word) ? 'not in' : undefined
  const right =
    join === undefined
      ? `write a comparison for each value of this one: ${path} ${word} "…" or ${path} ${word} "…"`
      : `write the values of this one: ${path} ${join} ("…", "…")`
  const message = `expected ${expected}, found ${quote(list)}, a lookup list of Threat Stack`
  return problem(at, message, `ECR Gate does not read lookup lists; ${right}`)
}

const LIST_VALUE = new RegExp(String.raw`${QUOTED_TEXT}|-?\d+(?:\.\d+)?(?![\w.-])|(?:null|true|false)(?![\w-])`, 'iy')

function diagnoseList(text: string, path: string, operator: 'in' | 'not in', start: number): FilterProblem {
  const list = match(LOOKUP_LIST, text, start)
  if (list !== undefined) return diagnoseLookupList(path, operator, list, '"(" after "in"', start)
  if (text[start] !== '(') {
    return problem(
      start,
      `expected "(" after "in", found ${found(text, start)}`,
      'put the values in parentheses: severity in ("HIGH", "CRITICAL")',
    )
  }
  let at = skipBlanks(text, start + 1)
  for (;;) {
    const value = match(LIST_VALUE, text, at)
    if (value === undefined) return diagnoseValue(text, path, operator, at)
    at = skipBlanks(text, at + value.length)
    if (text[at] !== ',') return problem(at, `expected "," or ")" in the list, found ${found(text, at)}`)
    at = skipBlanks(text, at + 1)
  }
}

function typographicQuote(text: string, offset: number): FilterProblem {
  return problem(
    offset,
    `expected a straight quote, found the typographic ${quote(text[offset] ?? '')}`,
    `write " or ' (a word processor or chat changed them)`,
  )
}

function isJoin(token: string): boolean {
  return /^(?:and|or|&&?|\|\|?)$/i.test(token)
}

function found(text: string, offset: number): string {
  const token = tokenAt(text, skipBlanks(text, offset))
  if (token === undefined) return 'the end of the filter'
  return /^["']/.test(token) ? printable(token, 60) : quote(token)
}

function skipBlanks(text: string, offset: number): number {
  return offset + (match(/\s*/y, text, offset)?.length ?? 0)
}

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}
