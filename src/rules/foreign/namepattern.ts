// Names of packages as Grype writes them: as they are, or as a regular expression if they have a character of one. What is read is what
// such names need: `.`, `*`, `+`, `?`, `|`, groups, classes of characters and `\`. Anything else is not guessed at.

import {
  character,
  compilePart,
  MOST_DEPTH,
  MOST_PATTERN_LENGTH,
  type Part,
  PUNCTUATION,
  type Reading,
  readClass,
  repeat,
  type TextTest,
} from './pattern.ts'

// The dot alone makes none of a name, as in Grype: names have dots.
const SIGNS = /[$^*+?[\](){}|\\]/

/** Returns a test for names; undefined where the expression cannot be read. */
export function compileNamePattern(pattern: string): TextTest | undefined {
  if (!SIGNS.test(pattern)) return text => text === pattern
  if (pattern.length > MOST_PATTERN_LENGTH) return undefined
  const reading: Reading = { units: [...pattern], at: 0 }
  const part = readEither(reading, 0)
  return part !== undefined && reading.at === reading.units.length ? compilePart(part) : undefined
}

function readEither(reading: Reading, depth: number): Part | undefined {
  const parts: Part[] = []
  for (;;) {
    const part = readRow(reading, depth)
    if (part === undefined) return undefined
    parts.push(part)
    if (reading.units[reading.at] !== '|') return { kind: 'either', parts }
    reading.at++
  }
}

function readRow(reading: Reading, depth: number): Part | undefined {
  const { units } = reading
  const parts: Part[] = []
  // A name is matched as a whole, so that it begins and ends here anyway.
  if (depth === 0 && units[reading.at] === '^') reading.at++
  for (;;) {
    const unit = units[reading.at]
    if (unit === undefined || unit === '|' || unit === ')') return { kind: 'row', parts }
    const after = units[reading.at + 1]
    if (unit === '$' && depth === 0 && (after === undefined || after === '|')) {
      reading.at++
      continue
    }
    const part = readOne(reading, unit, depth)
    if (part === undefined) return undefined
    const mark = units[reading.at]
    const isRepeated = mark === '*' || mark === '+' || mark === '?'
    if (isRepeated) reading.at++
    // A second mark means something else again.
    if (isRepeated && /^[*+?]$/.test(units[reading.at] ?? '')) return undefined
    parts.push(isRepeated ? repeat(part, mark) : part)
  }
}

const ANY: Part = { kind: 'one', test: each => each !== '\n' }

function readOne(reading: Reading, unit: string, depth: number): Part | undefined {
  reading.at++
  switch (unit) {
    case '.':
      return ANY
    case '\\':
      return readEscape(reading)
    case '[':
      return readClass(reading, '^')
    case '(': {
      const isPlain = reading.units[reading.at] === '?' && reading.units[reading.at + 1] === ':'
      if (isPlain) reading.at += 2
      const part = depth === MOST_DEPTH ? undefined : readEither(reading, depth + 1)
      return reading.units[reading.at++] === ')' ? part : undefined
    }
    default:
      return SIGNS.test(unit) ? undefined : character(unit)
  }
}

const KINDS: ReadonlyMap<string, RegExp> = new Map([
  ['d', /^[0-9]$/],
  ['D', /^[^0-9]$/u],
  ['w', /^[0-9A-Za-z_]$/],
  ['W', /^[^0-9A-Za-z_]$/u],
  ['s', /^[\t\n\f\r ]$/],
  ['S', /^[^\t\n\f\r ]$/u],
])

function readEscape(reading: Reading): Part | undefined {
  const unit = reading.units[reading.at++] ?? ''
  const kind = KINDS.get(unit)
  if (kind !== undefined) return { kind: 'one', test: each => kind.test(each) }
  return PUNCTUATION.test(unit) ? character(unit) : undefined
}
