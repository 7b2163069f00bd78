// Diagnoses a clause that the grammar could not read, and finds where the next clause begins.
//
// The grammar only describes valid filters. This file reads an invalid clause again, from the left, up to the first token that
// does not belong there. It recognizes the mistakes people bring from other languages. Then it skips the clause, so that one
// run reports every mistake in a filter.

import { type Problem, quote, suggest } from '../diagnostic.ts'
import { QUOTED_TEXT } from './ast.ts'
import { IN, OPERATORS, WORDS } from './operators.ts'
import { FOREIGN, type ForeignOperator, isOperator, isSign, operatorPattern, SIGNS } from './spelling.ts'
import { found, isJoin, match, skipSpaces, tokenAt } from './token.ts'

export interface FilterProblem extends Problem {
  /** UTF-16 offset in the filter's text. */
  readonly offset: number
}

/** A path as people write it; its segments may still be invalid. */
const LOOSE_PATH = new RegExp(String.raw`(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*)(?:\.?(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*|\[[^\]\s]*\]))*`, 'y')

/** What cannot follow a path, because neither an operator nor another token begins with it. */
const AFTER_PATH = new RegExp(String.raw`^[^\s()"'“”„‘’‚&|${SIGNS}]`)

const OPERATOR = new RegExp(operatorPattern(String.raw`\w-`), 'iy')
const WORD = /[A-Za-z_][\w-]*/y
const SIGN = new RegExp(`[${SIGNS}]+`, 'y')

/** What ends a value without quotes. A colon does not: times have colons. */
const ENDS = String.raw`\s()"'&|,${SIGNS.replace(':', '')}`
const BARE_VALUE = new RegExp(`[^“”„‘’‚${ENDS}]+`, 'y')

/** Threat Stack's name for a list that is kept beside its rules. */
const LOOKUP_LIST = new RegExp(`@(?:${QUOTED_TEXT}|[^${ENDS}]+)`, 'y')

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
  if (text[behindPath] === '.' || AFTER_PATH.test(text.slice(behindPath, behindPath + 1))) {
    const at = text[behindPath] === '.' ? behindPath + 1 : behindPath
    return problem(at, `expected a field name, found ${found(text, at)}`, 'a name with other characters is quoted: tags."cost center"')
  }
  return diagnoseOperator(text, path, skipSpaces(text, behindPath))
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
  if (/^["']/.test(token)) return problem(offset, 'this quoted string is not closed', `close it with ${token[0]}`)
  return problem(offset, `expected a field name, found ${found(text, offset)}`, 'a name with other characters is quoted: "@timestamp"')
}

function diagnoseOperator(text: string, path: string, at: number): FilterProblem {
  const word = match(WORD, text, at)
  const symbol = match(SIGN, text, at)
  if (word !== undefined && /^in$/i.test(word)) return diagnoseList(text, path, 'in', skipSpaces(text, at + 2))
  if (word !== undefined && /^not$/i.test(word)) {
    const behind = skipSpaces(text, at + 3)
    const next = match(WORD, text, behind)
    if (next !== undefined && /^in$/i.test(next)) return diagnoseList(text, path, 'not in', skipSpaces(text, behind + 2))
    return problem(
      behind,
      `expected "in" after "${path} not", found ${found(text, behind)}`,
      `negation goes before the comparison: not ${path} like "…"`,
    )
  }
  const sign = symbol ?? word ?? ''
  const foreign = FOREIGN.get(sign.toLowerCase())
  if (foreign !== undefined) return diagnoseForeignOperator(text, path, at, sign, foreign)
  const operator = match(OPERATOR, text, at)
  if (operator !== undefined) return diagnoseValue(text, path, operator, skipSpaces(text, at + operator.length))
  const near = word === undefined || isJoin(word) ? undefined : suggest(word, [...WORDS.filter(each => !isSign(each)), IN.word])
  return problem(
    at,
    `expected an operator after ${quote(path)}, found ${found(text, at)}`,
    near === undefined ? `operators are ${WORDS.join(' ')} ${IN.word}` : `did you mean "${near}"?`,
  )
}

function diagnoseForeignOperator(text: string, path: string, at: number, sign: string, { help, right }: ForeignOperator): FilterProblem {
  // "==" is an operator followed by a stray sign; a word such as "contains" is not an operator at all.
  const prefix = match(OPERATOR, sign, 0)
  const message =
    prefix === undefined
      ? `expected an operator after ${quote(path)}, found "${sign}"`
      : `expected a value after "${prefix}", found ${quote(sign.slice(prefix.length))}`
  const value = tokenAt(text, skipSpaces(text, at + sign.length))
  const example = right !== undefined && value !== undefined && /^["'\d-]/.test(value) ? `: ${path} ${right} ${value}` : ''
  return problem(at, message, `${help}${example}`)
}

function diagnoseValue(text: string, path: string, operator: string, at: number): FilterProblem {
  const token = tokenAt(text, at)
  if (token !== undefined && /^[“”„‘’‚]/.test(token)) return typographicQuote(text, at)
  if (token !== undefined && /^["']/.test(token)) return problem(at, 'this quoted string is not closed', `close it with ${token[0]}`)
  const list = match(LOOKUP_LIST, text, at)
  if (list !== undefined) return diagnoseLookupList(path, operator, list, `a value after "${operator}"`, at)
  const bare = match(BARE_VALUE, text, at)
  if (bare !== undefined && !isJoin(bare)) {
    return problem(at, `expected a value after "${operator}", found the bare word ${quote(bare)}`, `put text in quotes: "${bare}"`)
  }
  const help =
    token === '('
      ? 'use "in" to compare with several values: severity in ("HIGH", "CRITICAL")'
      : 'a value is a "string", a number, true, false or null'
  return problem(at, `expected a value after "${operator}", found ${found(text, at)}`, help)
}

// In quotes the name of a lookup list would be a string that nothing equals.
function diagnoseLookupList(path: string, operator: string, list: string, expected: string, at: number): FilterProblem {
  const word = operator.toLowerCase()
  const row = isOperator(word) ? OPERATORS[word] : undefined
  const join = row === undefined ? word : row.relation.kind !== 'equality' ? undefined : row.negated ? 'not in' : 'in'
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
  let at = skipSpaces(text, start + 1)
  for (;;) {
    const value = match(LIST_VALUE, text, at)
    if (value === undefined) return diagnoseValue(text, path, operator, at)
    at = skipSpaces(text, at + value.length)
    if (text[at] !== ',') return problem(at, `expected "," or ")" in the list, found ${found(text, at)}`)
    at = skipSpaces(text, at + 1)
  }
}

function typographicQuote(text: string, offset: number): FilterProblem {
  return problem(
    offset,
    `expected a straight quote, found the typographic ${quote(text[offset] ?? '')}`,
    `write " or ' (a word processor or chat changed them)`,
  )
}
