// Checks Markdown as GitHub would render it: an independent parser tells what is code, what is a link and what is text.

import MarkdownIt from 'markdown-it'
import { expect } from 'vitest'

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
export const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

const STRUCTURE = 'h2 h3 ul ol li p br table thead tbody tr th td strong code pre a blockquote details summary'.split(' ')

/** Expects that untrusted text is words or code: no foreign markup, mention or reference; every row has so many cells. */
export function expectInert(markdown: string, cells: readonly number[]): void {
  expect(markdown).not.toMatch(OBEYED)
  const parser = new MarkdownIt({ html: true, linkify: true })
  const tags = new Set([...parser.render(markdown).matchAll(/<(\w+)/g)].map(([, tag]) => tag ?? ''))
  expect([...tags].filter(tag => !STRUCTURE.includes(tag))).toEqual([])
  const tokens = parser.parse(markdown, {}).flatMap(token => [token, ...(token.children ?? [])])
  const words = tokens.filter(({ type }) => ['text', 'html_block', 'html_inline'].includes(type)).map(({ content }) => content)
  expect(words.filter(word => /@|#\d|GH-|:\/\/|www\.|octo|evil|\\u/.test(word))).toEqual([])
  const widths = [...markdown.matchAll(/^\|.*\|$/gm)].map(([row]) => row.replace(/\\./g, '').split('|').length - 2)
  expect(widths.filter(width => !cells.includes(width))).toEqual([])
}

/** The targets of the links in Markdown. */
export function linksOf(markdown: string): readonly string[] {
  const tokens = new MarkdownIt({ linkify: true }).parse(markdown, {}).flatMap(token => token.children ?? [])
  return tokens.flatMap(({ type, attrs }) => (type === 'link_open' ? [String(attrs?.find(([name]) => name === 'href')?.[1] ?? '')] : []))
}

/** The text of Markdown without the marks around its words: code spans, and the emoji of severities. */
export function wordsOf(markdown: string): string {
  return markdown.replaceAll('`', '').replace(/(?:🔴|🟠|🟡|🔵|⚪)\u00a0/gu, '')
}
