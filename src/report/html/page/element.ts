// Elements of the page. What they show is always inserted as text.

import { piecesOf } from '../parts.ts'

/** A link: to another place of the page, or to another page in a window of its own. */
export function link(href: string, ...children: readonly (Node | string)[]): HTMLAnchorElement {
  return make('a', href.startsWith('#') ? { href } : { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

export function button(text: string, press: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button' }, text)
  made.addEventListener('click', press)
  return made
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/** Text that is broken between its words and parts only. */
export function breakable(text: string): readonly (Node | string)[] {
  return piecesOf(text).flatMap(({ text, isWhole }, i) => [
    ...(i === 0 ? [] : [make('wbr')]),
    isWhole ? make('span', { className: 'whole' }, text) : text,
  ])
}
