// Damage to texts, bytes and JSON, as arbitraries: what an attacker, a broken disk or a lying proxy makes of an input.

import fc from 'fast-check'

const ODD = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r',
  '\t',
  ' ',
  '\0',
  '\ufeff',
  '\u2028',
  '😀',
  '\ud800',
  '-',
  '#',
  '&a',
  '*a',
  '<<',
  'null',
  '1e999',
  '__proto__',
]

/** A text with a few parts removed, inserted or repeated. */
export function damagedText(text: fc.Arbitrary<string>, put: readonly string[] = ODD): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(100_000), length: fc.nat(40), put: fc.constantFrom('', '', ...put), twice: fc.boolean() })
  return fc.tuple(text, fc.array(edit, { minLength: 1, maxLength: 4 })).map(([whole, edits]) =>
    edits.reduce((changed, { at, length, put, twice }) => {
      const from = at % (changed.length + 1)
      const part = changed.slice(from, from + length)
      return changed.slice(0, from) + put + (twice ? part + part : '') + changed.slice(from + length)
    }, whole),
  )
}

/** Bytes of which one is wrong, or that end too early. */
export function damagedBytes(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(bytes, fc.nat(1_000_000), fc.option(fc.integer({ min: 1, max: 255 }))).map(([whole, place, flip]) => {
    const at = place % Math.max(1, whole.length)
    if (flip === null) return whole.slice(0, at)
    const changed = Uint8Array.from(whole)
    changed[at] = (changed[at] ?? 0) ^ flip
    return changed
  })
}

/** Where something is in a JSON value: the names and positions that lead there. */
type Way = readonly (string | number)[]

function waysInto(value: unknown, way: Way = []): readonly Way[] {
  if (typeof value !== 'object' || value === null) return [way]
  const inner = Array.isArray(value) ? value.map((each, i) => [i, each] as const) : Object.entries(value)
  return [way, ...inner.flatMap(([name, each]) => waysInto(each, [...way, name]))]
}

const GONE = Symbol('gone')
/** What may be in the place of a value: nothing at all, or an empty or wrong one. */
const EMPTY = [GONE, GONE, GONE, null, '', ' ', 0, false, true, [], {}, 'x', [null], [[]], 1e308, { __proto__: null }] as const

function changed(value: unknown, [step, ...rest]: Way, to: unknown): unknown {
  if (step === undefined) return to
  if (Array.isArray(value)) return value.flatMap((each, i) => (i === step ? take(changed(each, rest, to)) : [each]))
  const entries = Object.entries(value as object)
  return Object.fromEntries(
    entries.flatMap(([name, each]) => (name === step ? take(changed(each, rest, to)).map(made => [name, made]) : [[name, each]])),
  )
}

function take(value: unknown): unknown[] {
  return value === GONE ? [] : [value]
}

export interface Taken<T> {
  readonly before: T
  readonly after: unknown
  /** The place of what was taken away, with dots. */
  readonly way: string
}

/** A JSON value, and the same with one part taken away: removed, or an empty or wrong value in its place. */
export function takeAway<T>(values: fc.Arbitrary<T>, fits: (way: string) => boolean = () => true): fc.Arbitrary<Taken<T>> {
  return fc.tuple(values, fc.nat(1_000_000), fc.constantFrom(...EMPTY)).map(([before, place, to]) => {
    const ways = waysInto(before).filter(way => way.length > 0 && fits(way.join('.')))
    const way = ways[place % ways.length] ?? []
    return { before, after: changed(before, way, to), way: way.join('.') }
  })
}

/** A JSON value of which several parts are wrong, as text. */
export function damagedJson(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const other = fc.oneof(
    fc.constantFrom<unknown>(...EMPTY),
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('\u001b[31m', '../../x', '__proto__', 'x'.repeat(5000)),
  )
  return fc.tuple(values, fc.array(fc.tuple(fc.nat(1_000_000), other), { minLength: 1, maxLength: 4 })).map(([value, edits]) => {
    const made = edits.reduce<unknown>((all, [place, to]) => {
      const ways = waysInto(all)
      const way = ways[place % ways.length] ?? []
      return way.length === 0 ? all : changed(all, way, to)
    }, value)
    return JSON.stringify(made)
  })
}
