// The types of columns as AWS Glue writes them, which are those of Hive: `struct<type:string,attributes:map<string,string>>`.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html

/** A column or a partition key of a table, as GetTableMetadata names it. */
export interface TableColumn {
  readonly name: string
  readonly type: string
}

export type HiveType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'list'; readonly item: HiveType }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, HiveType> }
  | { readonly kind: 'map' }

const MOST_DEPTH = 100

/** Reads a type; undefined for a text that is none. */
export function parseHiveType(text: string): HiveType | undefined {
  const read = readType(text.replaceAll(/\s/g, '').toLowerCase(), 0, 0)
  return read !== undefined && read.end === text.replaceAll(/\s/g, '').length ? read.type : undefined
}

interface Part {
  readonly type: HiveType
  readonly end: number
}

// A plain type may have numbers in parentheses: `varchar(20)`.
const PLAIN = /[a-z][a-z0-9_]*(?:\([0-9,]+\))?/y
const FIELD = /([^:<>,]+):/y

function readType(text: string, at: number, depth: number): Part | undefined {
  PLAIN.lastIndex = at
  const [name] = PLAIN.exec(text) ?? []
  if (name === undefined || depth > MOST_DEPTH) return undefined
  const inner = at + name.length + 1
  if (text[inner - 1] !== '<') return { type: { kind: 'plain', name }, end: inner - 1 }
  if (name === 'struct') return readStruct(text, inner, depth + 1)
  const first = readType(text, inner, depth + 1)
  if (first === undefined) return undefined
  if (name === 'array') return text[first.end] === '>' ? { type: { kind: 'list', item: first.type }, end: first.end + 1 } : undefined
  const second = name === 'map' && text[first.end] === ',' ? readType(text, first.end + 1, depth + 1) : undefined
  return second !== undefined && text[second.end] === '>' ? { type: { kind: 'map' }, end: second.end + 1 } : undefined
}

function readStruct(text: string, start: number, depth: number): Part | undefined {
  const fields = new Map<string, HiveType>()
  for (let at = start; ; ) {
    FIELD.lastIndex = at
    const [field, name] = FIELD.exec(text) ?? []
    const part = field === undefined ? undefined : readType(text, at + field.length, depth)
    if (name === undefined || part === undefined) return undefined
    fields.set(name, part.type)
    at = part.end + 1
    if (text[part.end] === '>') return { type: { kind: 'struct', fields }, end: at }
    if (text[part.end] !== ',') return undefined
  }
}

/** Whether a column of this type holds any text as it is: neither cut off nor filled up with spaces. */
export function isWholeText(type: HiveType | undefined): boolean {
  return type?.kind === 'plain' && /^(?:string|varchar(?:\(65535\))?)$/.test(type.name)
}

/** Whether a column of this type holds text. */
export function isText(type: HiveType | undefined): boolean {
  return type?.kind === 'plain' && /^(?:string|varchar|char)\b/.test(type.name)
}
