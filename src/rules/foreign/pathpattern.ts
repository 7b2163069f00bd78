// Patterns of paths as Trivy and Grype write them (doublestar): `*` and `?` stand for characters but `/`, `**` between slashes for any
// folders, `[a-z]` for one of these characters, and `{a,b}` for one of these texts.

import {
  character,
  compilePart,
  MOST_DEPTH,
  MOST_PATTERN_LENGTH,
  type Part,
  type Reading,
  readClass,
  repeat,
  type TextTest,
} from './pattern.ts'

interface PathReading extends Reading {
  readonly negations: string
}

const NOT_SLASH: Part = { kind: 'one', test: each => each !== '/' }
const ANYTHING = repeat({ kind: 'one', test: () => true }, '*')
const SLASH = character('/')

/** Returns a test for paths; undefined where the pattern cannot be read. `negations`: what makes a class of characters all others. */
export function compilePathPattern(pattern: string, negations: string): TextTest | undefined {
  if (pattern.length > MOST_PATTERN_LENGTH) return undefined
  const reading: PathReading = { units: [...pattern], at: 0, negations }
  const part = readRow(reading, 0)
  return part !== undefined && reading.at === reading.units.length ? compilePart(part) : undefined
}

// Reads to the end, or in braces to what ends one of their texts.
function readRow(reading: PathReading, depth: number): Part | undefined {
  const { units } = reading
  const parts: Part[] = []
  while (reading.at < units.length) {
    const unit = units[reading.at] ?? ''
    if (depth > 0 && (unit === ',' || unit === '}')) break
    const part = unit === '*' ? readStars(reading) : readOther(reading, unit, depth)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return { kind: 'row', parts }
}

// Two stars are folders only between slashes, or at an end; elsewhere they are as one.
function readStars(reading: PathReading): Part {
  const { units, at } = reading
  while (units[reading.at] === '*') reading.at++
  const isAlone = reading.at - at === 2 && (at === 0 || units[at - 1] === '/')
  if (isAlone && reading.at === units.length) return ANYTHING
  if (!isAlone || units[reading.at] !== '/') return repeat(NOT_SLASH, '*')
  reading.at++
  return repeat({ kind: 'row', parts: [ANYTHING, SLASH] }, '?')
}

function readOther(reading: PathReading, unit: string, depth: number): Part | undefined {
  reading.at++
  switch (unit) {
    case '?':
      return NOT_SLASH
    case '[':
      return withoutSlash(readClass(reading, reading.negations))
    case '{':
      return readBraces(reading, depth)
    case '\\': {
      const escaped = reading.units[reading.at++]
      return escaped === undefined ? undefined : character(escaped)
    }
    default:
      return character(unit)
  }
}

function readBraces(reading: PathReading, depth: number): Part | undefined {
  if (depth === MOST_DEPTH) return undefined
  const parts: Part[] = []
  for (;;) {
    const part = readRow(reading, depth + 1)
    if (part === undefined) return undefined
    parts.push(part)
    const end = reading.units[reading.at++]
    if (end === '}') return { kind: 'either', parts }
    if (end !== ',') return undefined
  }
}

function withoutSlash(part: Part | undefined): Part | undefined {
  return part?.kind === 'one' ? { kind: 'one', test: each => each !== '/' && part.test(each) } : part
}
