// Turns a filter into conditions of Trino SQL, the language of Athena, for a table whose columns hold events.
//
// SQL cannot say exactly what a filter says: a column of text does not know whether it was a number, and a path in SQL crosses nested
// arrays otherwise. So there are two bounds. The upper one holds for every row whose event matches the filter, and the lower one only for
// such rows. A negation turns them round: where "at most" is not, is not "at least". What asks a table sends the upper bound, and the
// compiled filter decides about the rows that come back. Both bounds are true or false on every row, never null (docs/decisions/sql.md).

import type { Comparison, Expression, Membership, Path, Segment } from './ast.ts'
import { demandOf } from './paths.ts'
import { type Bounds, both, EVERY, eitherOf, exactly, NEVER, negate, quoteSql, UNKNOWN, unless } from './sqlbounds.ts'
import { compareSql, type Scalar } from './sqlcompare.ts'

/** A column of a table, a field of a structure in it, or what stands for one. */
export type Column =
  /** Text that was text in the event, by its expression in SQL. */
  | { readonly kind: 'text'; readonly sql: string }
  /** Text of what was text, a number or a boolean in the event. */
  | { readonly kind: 'scalar'; readonly sql: string }
  /** Text that is JSON where the event has an object or a list. */
  | { readonly kind: 'json'; readonly sql: string }
  | { readonly kind: 'struct'; readonly sql: string; readonly fields: Columns }
  /** A list of structures; `fields` are those of an item that SQL calls `item`. */
  | { readonly kind: 'list'; readonly sql: string; readonly fields: Columns }
  | { readonly kind: 'map'; readonly sql: string }
  /** A text made of other columns, which is right where `doubt` does not hold, and where `sound` does. */
  | { readonly kind: 'made'; readonly sql: string; readonly doubt?: string; readonly sound?: string }
  /** Something that SQL does not know, and that is absent where this does not hold. */
  | { readonly kind: 'possible'; readonly sql: string }

export interface Columns {
  readonly [name: string]: Column
}

/** Tests one value, and whether there is one. */
interface Question {
  readonly test: (value: Scalar) => Bounds
  /** What the question says of a value that is no text, number or boolean. */
  readonly ofObjects: Bounds
}

/** Conditions on a row, the upper one of which holds wherever the filter does, and the lower one only where it does. */
export function boundsOf(expression: Expression, columns: Columns): Bounds {
  switch (expression.kind) {
    case 'and':
      return both(expression.terms.map(term => boundsOf(term, columns)))
    case 'or':
      return eitherOf(expression.terms.map(term => boundsOf(term, columns)))
    case 'not':
      return negate(boundsOf(expression.term, columns))
    case 'comparison':
    case 'in':
      return boundsOfClause(expression, columns)
  }
}

// To equal null is to be absent, as in compile.ts.
function boundsOfClause(clause: Comparison | Membership, columns: Columns): Bounds {
  const { relation, literals, negated } = demandOf(clause)
  const asksAbsence = relation.kind === 'equality' && literals.some(({ kind }) => kind === 'null')
  const values = asksAbsence ? literals.filter(({ kind }) => kind !== 'null') : literals
  const some =
    values.length === 0
      ? NEVER
      : boundsOfPath(clause.path, columns, {
          test: value => eitherOf(values.map(literal => compareSql(relation, literal, value))),
          ofObjects: NEVER,
        })
  const absent = asksAbsence ? negate(boundsOfPath(clause.path, columns, { test: () => EVERY, ofObjects: EVERY })) : NEVER
  const holds = eitherOf([some, absent])
  return negated ? negate(holds) : holds
}

/** Whether some value of a path answers a question. What no column holds may have any value. */
function boundsOfPath({ segments: [first, ...rest] }: Path, columns: Columns, question: Question): Bounds {
  if (typeof first !== 'string') return NEVER
  return Object.hasOwn(columns, first) ? boundsOfColumn(columns[first] as Column, rest, question) : UNKNOWN
}

/** The fields that a filter names and a table has no column for. Nothing is known of them, so a filter cannot be sure without them. */
export function pathsWithoutColumn(paths: readonly Path[], columns: Columns): readonly Path[] {
  return paths.filter(({ segments }) => !hasColumn(segments, columns))
}

function hasColumn([first, ...rest]: readonly Segment[], columns: Columns): boolean {
  if (typeof first === 'number') return hasColumn(rest, columns)
  if (first === undefined) return true
  if (!Object.hasOwn(columns, first)) return false
  const column = columns[first] as Column
  return column.kind === 'struct' || column.kind === 'list' ? hasColumn(rest, column.fields) : true
}

function boundsOfColumn(column: Column, rest: readonly Segment[], question: Question): Bounds {
  switch (column.kind) {
    case 'text':
      return boundsOfText({ sql: column.sql, isText: EVERY }, rest, question)
    case 'scalar':
      return boundsOfText({ sql: column.sql, isText: UNKNOWN }, rest, question)
    case 'made':
      return boundsOfMade(column, rest, question)
    case 'possible':
      return rest.length > 0 ? NEVER : { upper: column.sql, lower: NEVER.lower }
    case 'map': {
      const [key, ...more] = rest
      if (key === undefined) return boundsOfObject(column.sql, question)
      if (typeof key === 'number') return NEVER
      return boundsOfText({ sql: `element_at(${column.sql}, ${quoteSql(key)})`, isText: EVERY }, more, question)
    }
    case 'struct':
      return boundsOfStruct(column, rest, question)
    case 'list':
      return boundsOfList(column, rest, question)
    case 'json':
      return boundsOfJson(column.sql, rest, question)
  }
}

// Text has no members.
function boundsOfText(value: Scalar, rest: readonly Segment[], { test }: Question): Bounds {
  if (rest.length > 0) return NEVER
  return both([exactly(`${value.sql} IS NOT NULL`), test(value)])
}

function boundsOfMade(column: Column & { readonly kind: 'made' }, rest: readonly Segment[], question: Question): Bounds {
  if (rest.length > 0) return NEVER
  const { sql, doubt, sound } = column
  const text = boundsOfText({ sql, isText: EVERY }, rest, question)
  const sure = sound === undefined ? EVERY : { upper: EVERY.upper, lower: sound }
  const known = both([text, sure])
  if (doubt === undefined) return known
  return unless(exactly(doubt), known)
}

function boundsOfObject(sql: string, { ofObjects }: Question): Bounds {
  return both([exactly(`${sql} IS NOT NULL`), ofObjects])
}

function boundsOfStruct({ sql, fields }: Column & { readonly kind: 'struct' }, rest: readonly Segment[], question: Question): Bounds {
  const [name, ...more] = rest
  if (name === undefined) return boundsOfObject(sql, question)
  if (typeof name === 'number') return NEVER
  return Object.hasOwn(fields, name) ? boundsOfColumn(fields[name] as Column, more, question) : UNKNOWN
}

function boundsOfList({ sql, fields }: Column & { readonly kind: 'list' }, rest: readonly Segment[], question: Question): Bounds {
  const [position, ...more] = rest
  const [items, names] = typeof position === 'number' ? [`slice(${sql}, ${position + 1}, 1)`, more] : [sql, rest]
  const inside = boundsOfStruct({ kind: 'struct', sql: 'item', fields }, names, question)
  const some = (side: keyof Bounds): string => exactly(`any_match(${items}, item -> ${inside[side]})`)[side]
  return { upper: some('upper'), lower: some('lower') }
}

const SPACE = String.raw`[ \t\r\n]*`
const begins = (sql: string, characters: string): Bounds => exactly(`regexp_like(${sql}, ${quoteSql(`\\A${SPACE}[${characters}]`)})`)

// Where the content of a column is left out, or is no JSON, the compiled filter decides whether that is a gap. Lists that stand directly in
// lists are rare, and the paths of SQL cross as many of them as they say.
function isDoubtful(sql: string): Bounds {
  const isNoJson = `${sql} IS NOT NULL AND try(json_parse(${sql})) IS NULL`
  const isLeftOut = `json_exists(${sql}, 'lax $[*]?(@.omitted == true)')`
  const isNested = `regexp_count(${sql}, ${quoteSql(`[\\[,]${SPACE}\\[`)}) >= ${LISTS_IN_A_LIST}`
  return exactly(`${isNoJson} OR ${isLeftOut} OR ${isNested}`)
}

/** How many lists, each directly in the one before, a path crosses. */
const LISTS_IN_A_LIST = 4
const ITEMS = '[*]'.repeat(LISTS_IN_A_LIST)

// An event has an object for a text that begins like one (events/cloudtrail.ts). For a text that begins like a list it depends on whether
// the event had one.
function boundsOfJson(sql: string, rest: readonly Segment[], question: Question): Bounds {
  if (rest.length === 0) return boundsOfWhole(sql, question)
  const names = rest.filter(segment => typeof segment !== 'number')
  const path = `lax $${ITEMS}${names.map(name => `."${name.replaceAll('"', '""')}"${ITEMS}`).join('')}`
  const values = `CAST(json_parse(json_query(${sql}, ${quoteSql(path)} WITH ARRAY WRAPPER)) AS array(json))`
  const inside = boundsOfValue(question)
  const some = (side: keyof Bounds): string => exactly(`any_match(${values}, value -> ${inside[side]})`)[side]
  const found: Bounds = { upper: some('upper'), lower: names.length < rest.length ? NEVER.lower : some('lower') }
  return unless(isDoubtful(sql), { upper: found.upper, lower: both([begins(sql, '{'), found]).lower })
}

// Of a number with a fraction or an exponent the engine keeps a double, and infinity becomes a text. An event has a number that no double
// holds as the text of its digits, 16 or more.
const ROUNDED = String.raw`\A(?:-?(?:[0-9]{16}|[0-9]+[.eE])|"-?Infinity"\z)`

/** The same for one value of JSON, that SQL calls `value`. */
function boundsOfValue({ test, ofObjects }: Question): Bounds {
  const text = `json_extract_scalar(value, '$')`
  const isText = exactly(`starts_with(json_format(value), '"')`)
  const isRounded = exactly(`regexp_like(json_format(value), ${quoteSql(ROUNDED)})`)
  const asText = both([exactly(`${text} IS NOT NULL`), test({ sql: text, isText, isRounded })])
  const asObject = both([exactly(`${text} IS NULL`), ofObjects])
  return both([exactly(`json_format(value) <> 'null'`), eitherOf([asText, asObject])])
}

// The column as a whole: its text where the event has text, otherwise an object or a list. A text may begin like an object and be none, and
// a list may hold anything. The null of a record may be a text of that name (events/row.ts).
function boundsOfWhole(sql: string, { test, ofObjects }: Question): Bounds {
  const isNested = begins(sql, '\\[{')
  const asked = test({ sql, isText: UNKNOWN })
  const asText = both([negate(isNested), asked])
  const asObject = both([begins(sql, '{'), ofObjects])
  const present = unless(exactly(`coalesce(${sql} = 'null', false)`), exactly(`${sql} IS NOT NULL`))
  return { upper: both([present, eitherOf([asked, isNested])]).upper, lower: both([present, eitherOf([asText, asObject])]).lower }
}
