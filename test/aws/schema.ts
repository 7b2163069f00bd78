// Checks a JSON value against one of the SDK's run-time schemas, as the service's own deserializer would.
//
// The schemas are plain nested lists. They are not walked with the SDK's own code, because that reads and writes values and
// tolerates what it does not know, while the fake has to report it. Each schema is compiled to a function once, because 25,000
// findings are checked against it.

import type { Fields } from './wire.ts'

/** Returns the problems of a value. Paths are added on the way up, so that a good value costs no string operations. */
type Check = (value: unknown) => readonly string[]

const NONE: readonly string[] = []

// https://smithy.io/2.0/spec/model.html, in the numbers of @smithy/core/schema.
const LIST = 1
const MAP = 2
const LIST_OF = 64
const MAP_OF = 128

const checks = new WeakMap<object, Check>()

/** Where an operation's input violates its schema. */
export function checkInput(operation: unknown, value: Fields): readonly string[] {
  return checkOf((operation as readonly unknown[])[4])(value)
}

/** Where an operation's output violates its schema. */
export function checkOutput(operation: unknown, value: Fields): readonly string[] {
  return checkOf((operation as readonly unknown[])[5])(value)
}

function checkOf(reference: unknown): Check {
  if (typeof reference === 'number') return checkNumbered(reference)
  if (reference === 'unit') return value => (Object.keys(value as Fields).length === 0 ? NONE : [': expected nothing'])
  if (typeof reference !== 'object' && typeof reference !== 'function') throw new Error(`no schema: ${reference}`)
  const key = reference as object
  const known = checks.get(key)
  if (known !== undefined) return known
  const check = compile(typeof reference === 'function' ? reference() : reference)
  checks.set(key, check)
  return check
}

function compile(schema: unknown): Check {
  if (!Array.isArray(schema)) return checkOf(schema)
  // A member with traits of its own is a pair of schema and traits.
  if (schema.length === 2) return checkOf(schema[0])
  const kind = schema[0] as number
  if (kind === 0) return checkOf(schema[4])
  if (kind === LIST) return listOf(later(schema[4]))
  if (kind === MAP) return mapOf(later(schema[5]))
  return structureOf(schema[4] as readonly string[], schema[5] as readonly unknown[], (schema[6] as number | undefined) ?? 0)
}

// A structure may contain itself, so its members are compiled on first use.
function later(reference: unknown): Check {
  let check: Check | undefined
  return value => {
    check ??= checkOf(reference)
    return check(value)
  }
}

function structureOf(names: readonly string[], references: readonly unknown[], required: number): Check {
  const members = new Map(names.map((name, index) => [name, later(references[index])]))
  const needed = names.slice(0, required)
  return value => {
    if (!isObject(value)) return [`: expected a structure, found ${show(value)}`]
    let problems = NONE
    for (const name of needed) if (!Object.hasOwn(value, name)) problems = [...problems, `.${name}: required and missing`]
    for (const name in value) {
      const check = members.get(name)
      const found = check === undefined ? [': unknown member'] : check(value[name])
      if (found.length > 0) problems = [...problems, ...found.map(problem => `.${name}${problem}`)]
    }
    return problems
  }
}

function listOf(check: Check): Check {
  return value => {
    if (!Array.isArray(value)) return [`: expected a list, found ${show(value)}`]
    let problems = NONE
    value.forEach((entry, index) => {
      const found = check(entry)
      if (found.length > 0) problems = [...problems, ...found.map(problem => `[${index}]${problem}`)]
    })
    return problems
  }
}

function mapOf(check: Check): Check {
  return value => {
    if (!isObject(value)) return [`: expected a map, found ${show(value)}`]
    return Object.entries(value).flatMap(([key, entry]) => check(entry).map(problem => `[${JSON.stringify(key)}]${problem}`))
  }
}

function checkNumbered(number: number): Check {
  if (number >= MAP_OF) return mapOf(checkNumbered(number - MAP_OF))
  if (number >= LIST_OF) return listOf(checkNumbered(number - LIST_OF))
  if (number === 0 || number === 21) return checkText
  if (number === 1) return checkNumber
  if (number === 2) return checkBoolean
  if (number >= 4 && number <= 7) return checkInstant
  if (number === 15) return () => NONE
  throw new Error(`the schema ${number} is not known here`)
}

const checkText: Check = value => (typeof value === 'string' ? NONE : [`: expected a text, found ${show(value)}`])
const checkNumber: Check = value => (Number.isFinite(value) ? NONE : [`: expected a number, found ${show(value)}`])
const checkBoolean: Check = value => (typeof value === 'boolean' ? NONE : [`: expected true or false, found ${show(value)}`])

// 1e11 is in the year 5138 if it counts seconds and in 1973 if it counts milliseconds, so whoever writes it means milliseconds.
const checkInstant: Check = value =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11
    ? NONE
    : [`: expected seconds since 1970, found ${show(value)}`]

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60)
}

/** A value in which every member of a schema has a value, and every list has one entry. */
export function fillSchema(reference: unknown): unknown {
  if (typeof reference === 'function') return fillSchema(reference())
  if (typeof reference === 'number') return fillNumbered(reference)
  const schema = reference as readonly unknown[]
  if (schema.length === 2) return fillSchema(schema[0])
  const kind = schema[0] as number
  if (kind === 0) return fillSchema(schema[4])
  if (kind === LIST) return [fillSchema(schema[4])]
  if (kind === MAP) return { key: fillSchema(schema[5]) }
  return Object.fromEntries((schema[4] as readonly string[]).map((name, i) => [name, fillSchema((schema[5] as readonly unknown[])[i])]))
}

function fillNumbered(number: number): unknown {
  if (number >= MAP_OF) return { key: fillNumbered(number - MAP_OF) }
  if (number >= LIST_OF) return [fillNumbered(number - LIST_OF)]
  if (number === 0 || number === 21) return 'a text'
  if (number === 2) return true
  return 1
}
