// A row of the answer to a query, as the record that it was made from. In a table the names are in small letters, and what is no text is
// the text of it; a record has neither.

import type { Problem } from '../diagnostic.ts'
import { type Fields, isObject } from '../json.ts'
import { parseStrictly } from '../keys.ts'
import type { Column, Columns } from '../language/sql.ts'
import { plural } from '../plural.ts'
import { parseExactly } from './exact.ts'

/** A column of an answer: its name there, and the field whose values it has. */
export interface RowColumn {
  readonly name: string
  readonly field: string
  readonly column: Column
}

/** Makes the record of a row. A value that is undefined is one that the row does not have. */
export function recordOf(
  columns: readonly RowColumn[],
  values: readonly (string | undefined)[],
): { readonly record: Fields } | { readonly problem: Problem } {
  if (values.length !== columns.length)
    return faulty(`a row of the answer has ${plural(values.length, 'value')}, and was asked for ${columns.length}`)
  const record: Record<string, unknown> = {}
  for (const [i, { name, field, column }] of columns.entries()) {
    const text = values[i]
    const read = text === undefined ? undefined : readValue(column, text)
    if (read === undefined) continue
    if ('why' in read) return faulty(`the column ${name} of a row of the answer ${read.why}`)
    if (read.value !== undefined) record[field] = read.value
  }
  return { record }
}

function faulty(message: string): { readonly problem: Problem } {
  return { problem: { level: 'error', kind: 'athena-answer', message } }
}

type Value = { readonly value: unknown } | { readonly why: string }

function readValue(column: Column, text: string): Value {
  switch (column.kind) {
    case 'scalar':
      return { value: text === 'true' ? true : text === 'false' ? false : text }
    case 'json':
      // AWS does not say what its reader of CloudTrail's files makes of null. No record has a text of that name in the place of an object.
      if (text.trim() === 'null') return { value: undefined }
      // An object is read with the event (toEvent), which knows when it cannot be.
      return /^\s*\[/.test(text) ? parse(text) : { value: text }
    case 'struct':
    case 'list':
    case 'map': {
      const parsed = parse(text)
      if ('why' in parsed) return parsed
      const value = spell(column, parsed.value)
      return value === undefined && parsed.value !== null ? { why: `is no ${column.kind}` } : { value }
    }
    default:
      return { value: text }
  }
}

function parse(text: string): Value {
  const parsed = parseStrictly(text, parseExactly)
  return parsed.kind === 'value' ? { value: parsed.value } : { why: parsed.problem }
}

/** A value with the names that its record has; undefined for null, and for a value that is not of the column. */
function spell(column: Column, value: unknown): unknown {
  switch (column.kind) {
    case 'struct':
      return isObject(value) ? spellFields(column.fields, value) : undefined
    case 'list':
      return Array.isArray(value) ? value.map(item => (isObject(item) ? spellFields(column.fields, item) : item)) : undefined
    case 'map':
      return isObject(value) ? withoutNull(Object.entries(value)) : undefined
    default:
      return typeof value === 'string' ? value : undefined
  }
}

// The type of a structure may be written with large letters, as in one example of AWS.
function spellFields(fields: Columns, value: Fields): Fields {
  const values = new Map(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each ?? undefined]))
  return withoutNull(Object.entries(fields).map(([name, column]) => [name, spell(column, values.get(name.toLowerCase()))]))
}

function withoutNull(entries: readonly (readonly [string, unknown])[]): Fields {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}
