// Writes an exception as text, in the style of the file that it goes into: as a block or in brackets, as YAML or as JSON.

import { printable, printableJson } from '../escape.ts'
import { endOfDay } from '../time.ts'

/** An exception that is to be written. */
export interface Draft {
  readonly ids: readonly string[]
  readonly package: string | null
  readonly image: string | null
  readonly reason: string
  readonly owner: string | null
  readonly expires: string | null
  readonly untilFixed: boolean
}

type Pair = readonly [key: string, value: string | boolean | readonly string[]]

/** The fields of an exception as its file has them, in the order in which they are read. */
export function pairsOf({ ids, package: name, image, reason, owner, expires, untilFixed }: Draft): readonly Pair[] {
  const [id] = ids
  const target: Pair = ids.length === 1 && id !== undefined ? ['id', id] : ['ids', ids]
  const texts = Object.entries({ package: name, image, reason, owner, expires })
  return [
    target,
    ...texts.flatMap(([key, text]): readonly Pair[] => (text === null ? [] : [[key, text]])),
    ...(untilFixed ? [['until-fixed', true] as const] : []),
  ]
}

/** The lines of an entry of a block list; `dash` is what its first line begins with, such as `  - `. */
export function writeBlock(draft: Draft, dash: string): readonly string[] {
  const lines = pairsOf(draft).map(([key, value]) => `${key}: ${writeYaml(value, 'block')}`)
  return lines.map((line, i) => (i === 0 ? dash : ' '.repeat(dash.length)) + line)
}

/** What stands around the fields of a map in brackets: `{ `, `, ` and ` }`. */
export interface Brackets {
  readonly open: string
  readonly separator: string
  readonly close: string
}

/** The entry of a list in brackets. */
export function writeFlow(draft: Draft, isJson: boolean, { open, separator, close }: Brackets): string {
  const fields = pairsOf(draft).map(([key, value]) =>
    isJson ? `${JSON.stringify(key)}: ${writeJson(value)}` : `${key}: ${writeYaml(value, 'flow')}`,
  )
  return `${open}${fields.join(separator)}${close}`
}

function writeJson(value: Pair[1]): string {
  if (typeof value === 'object') return `[${value.map(writeJson).join(', ')}]`
  return printableJson(JSON.stringify(value))
}

/** A value of a field as YAML, in a block or in brackets. */
export function writeYaml(value: Pair[1], style: 'block' | 'flow'): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return `[${value.map(item => writeYaml(item, 'flow')).join(', ')}]`
  return isPlain(value, style) ? value : writeJson(value)
}

// Narrower than YAML allows, so that nobody has to know YAML to see that such a text is a string.
const PLAIN = { block: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;,'-]*$/u, flow: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;'-]*$/u }
const OTHER = /^(?:true|false|null|yes|no|on|off|y|n)$/i

function isPlain(text: string, style: 'block' | 'flow'): boolean {
  return endOfDay(text) !== undefined || (PLAIN[style].test(text) && !text.endsWith(' ') && !OTHER.test(text) && printable(text) === text)
}
