// A template tag for HTML that escapes every interpolated value unless it is markup itself, so that no caller has to remember to
// escape.

import { printable } from '../../escape.ts'
import { piecesOf } from './parts.ts'

export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | readonly Markup[]

/** `` html`<p>${text}</p>` `` */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: pieces.reduce((text, piece, i) => `${text}${render(parts[i - 1] ?? '')}${piece}`) }
}

/** Text that is broken between its words and parts only. */
export function breakable(text: string): Markup {
  const pieces = piecesOf(text).map(({ text, isWhole }, i) => {
    const piece = isWhole ? html`<span class="whole">${text}</span>` : html`${text}`
    return i === 0 ? piece : html`<wbr>${piece}`
  })
  return html`${pieces}`
}

export const NONE: Markup = { markup: '' }

function render(part: Part): string {
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return toText(part)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function toText(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
}

/** A value as JSON within a script element, without `<`, so that it cannot end the element, and without invisible characters. */
export function embed(value: unknown): string {
  return JSON.stringify(value, (_, each) => (typeof each === 'string' ? printableLines(each) : each)).replace(/</g, '\\u003c')
}

function printableLines(text: string): string {
  return text
    .split('\n')
    .map(line => printable(line))
    .join('\n')
}
