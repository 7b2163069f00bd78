// Patterns of other tools, matched as a whole. All ways to match are followed at once, character by character, so that no text of a
// finding can make a match slow.

/** What a pattern is made of. */
export type Part =
  | { readonly kind: 'one'; readonly test: (character: string) => boolean }
  | { readonly kind: 'row'; readonly parts: readonly Part[] }
  | { readonly kind: 'either'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: 0 | 1; readonly isOnce: boolean }

export type TextTest = (text: string) => boolean

/** A longer or deeper pattern is not read: nobody wrote it by hand. */
export const MOST_PATTERN_LENGTH = 1000
export const MOST_DEPTH = 20

/** A place in a pattern: where a character leads, or, without a test, where it goes on at once. */
interface State {
  readonly test?: (character: string) => boolean
  readonly next: number[]
}

/** A pattern that is being read, and how far. */
export interface Reading {
  readonly units: readonly string[]
  at: number
}

/** A part that is exactly this character. */
export function character(value: string): Part {
  return { kind: 'one', test: each => each === value }
}

/** A part that may be left out, or repeated. */
export function repeat(part: Part, mark: '*' | '+' | '?'): Part {
  return { kind: 'repeat', part, least: mark === '+' ? 1 : 0, isOnce: mark === '?' }
}

/** Reads a class of characters, behind its opening bracket; one of `negations` in front makes it all others. */
export function readClass(reading: Reading, negations: string): Part | undefined {
  const { units } = reading
  const isNegated = negations.includes(units[reading.at] ?? ' ')
  if (isNegated) reading.at++
  const ranges: (readonly [string, string])[] = []
  while (units[reading.at] !== ']') {
    const first = readMember(reading)
    const isRange = units[reading.at] === '-'
    if (isRange) reading.at++
    const last = isRange ? readMember(reading) : first
    if (first === undefined || last === undefined || first > last) return undefined
    ranges.push([first, last])
  }
  reading.at++
  if (ranges.length === 0) return undefined
  return { kind: 'one', test: each => isNegated !== ranges.some(([first, last]) => first <= each && each <= last) }
}

// A dash that stands for itself, and classes in classes, mean different things to different tools.
function readMember(reading: Reading): string | undefined {
  const isEscaped = reading.units[reading.at] === '\\'
  if (isEscaped) reading.at++
  const unit = reading.units[reading.at++] ?? ''
  return (isEscaped ? PUNCTUATION : /^[^[\]\\-]$/u).test(unit) ? unit : undefined
}

/** The characters that a backslash makes stand for themselves. */
export const PUNCTUATION = /^[!-/:-@[-`{-~]$/

/** Returns a test for texts that a pattern matches as a whole. */
export function compilePart(part: Part): TextTest {
  const states: State[] = [{ next: [] }]
  const start = addStates(part, 0, states)
  return text => {
    let reached = reach(states, [start])
    for (const each of text) {
      const next = [...reached].flatMap(index => (states[index]?.test?.(each) === true ? (states[index]?.next ?? []) : []))
      reached = reach(states, next)
      if (reached.size === 0) return false
    }
    return reached.has(0)
  }
}

// Adds what leads to the state `next`, and returns where that begins.
function addStates(part: Part, next: number, states: State[]): number {
  const add = (state: State): number => states.push(state) - 1
  switch (part.kind) {
    case 'one':
      return add({ test: part.test, next: [next] })
    case 'row':
      return part.parts.reduceRight((after, each) => addStates(each, after, states), next)
    case 'either':
      return add({ next: part.parts.map(each => addStates(each, next, states)) })
    case 'repeat': {
      const around: State = { next: [next] }
      const again = add(around)
      const inner = addStates(part.part, part.isOnce ? next : again, states)
      around.next.push(inner)
      return part.least === 1 ? inner : again
    }
  }
}

// What is reached without another character.
function reach(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>()
  const open = [...from]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue
    reached.add(index)
    const state = states[index]
    if (state?.test === undefined) open.push(...(state?.next ?? []))
  }
  return reached
}
