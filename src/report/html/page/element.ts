// Elements of the page. What they show is always inserted as text.

export function link(href: string, child: Node | string): HTMLAnchorElement {
  return make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, child)
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
