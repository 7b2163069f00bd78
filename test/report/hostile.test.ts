// Names in images, findings, rules and events may be hostile. No format may obey them: one without a check of that does not compile.

import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { renderComment, renderDetails, renderMarkdown, renderWhy } from '../../src/report/markdown.ts'
import { plain } from '../../src/report/paint.ts'
import { renderReport } from '../../src/report/render.ts'
import type { Report } from '../../src/report/report.ts'
import { saveReport } from '../../src/report/saved.ts'
import { FORMATS, type Format } from '../../src/settings/choices.ts'
import { expectInert, linksOf, OBEYED } from './gfm.ts'
import { normalize, PAGE, type Run, readPage, readRows, readRuns, uriOf } from './readers.ts'
import { HOSTILE, hostileReport } from './reports.ts'

interface Row {
  /** What a hostile text is in this format. */
  readonly is: string
  /** Expects that of a report that has the text everywhere, as it is shown. */
  readonly check: (shown: string, text: string) => void | Promise<void>
  /** More texts that a reader of this format would obey. */
  readonly more?: readonly string[]
}

const CHECKS: Readonly<Record<Format, Row>> = {
  text: { is: 'is spelled out for a terminal, on its own line', check: expectLines },
  json: { is: 'is unchanged in JSON', check: expectUnchanged },
  markdown: { is: 'is nothing but words and code in Markdown, and every row keeps its cells', check: expectCode },
  sarif: {
    is: 'is text, code or a relative address, and the run is still undecided or worse',
    check: expectRuns,
    more: ['[a](1) {0} {{0}}', '\ufffe', 'https://user:pass@evil.example/', '::error::x', '##[error]x'],
  },
  html: { is: 'ends no element, is no address, and has nothing that a reader would not see', check: expectPage },
  junit: {
    is: 'leaves the document intact',
    check: expectDocument,
    more: [']]>', '\ufffe\uffff', '\udc00\ud800', '\u0085\u2028', '&#0;&bogus;', '"><x y="'],
  },
  csv: { is: 'leaves every row with its cells, and without control characters', check: expectCells },
}

describe.each(FORMATS)('in %s', format => {
  const { is, check, more = [] } = CHECKS[format]

  test.each([...HOSTILE, ...more])(`%j ${is}`, async text => {
    const shown = await renderReport(format, hostileReport(text), { page: async () => PAGE, paint: plain })
    await check([...shown].join(''), text)
  })
})

test.each(HOSTILE)('%j is nothing but words and code in Markdown of any length', text => {
  const report = hostileReport(text)
  const renderers = [renderMarkdown, renderComment, renderWhy, renderDetails]
  for (const each of [report, { ...report, verdict: 'pass' as const }]) {
    for (const [render, limit] of renderers.flatMap(render => [20_000, 6000, 2000].map(limit => [render, limit] as const))) {
      const shown = render(each, limit)
      expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(limit)
      expectCode(shown)
    }
  }
})

function expectLines(shown: string): void {
  expect(shown).not.toMatch(OBEYED)
  // Each line begins as the format writes it.
  for (const line of shown.split('\n'))
    expect(line).toMatch(
      /^(?:$|fail: |Image |Exceptions |(?:Other a|A)lerts |What to do now$|docs\/blocked\.md of ECR Gate says |Why$|What stays even so$|Release$|Coverage$| {2})/,
    )
}

function expectUnchanged(shown: string, text: string): void {
  expect(shown).not.toMatch(OBEYED)
  const parsed = JSON.parse(shown) as Report
  expect(parsed).toEqual(JSON.parse(JSON.stringify(saveReport(hostileReport(text)))))
  expect(parsed.rules.loaded[0]?.name).toBe(text)
}

function expectCode(shown: string): void {
  expectInert(shown, [4, 5, 6, 7])
  for (const link of linksOf(shown)) expect(link).toMatch(/^https:\/\//)
}

function expectPage(shown: string): void {
  const { whole, header, data, tables } = readPage(shown)
  expect(whole).not.toMatch(OBEYED)
  expect(data).not.toContain('<')
  expect(whole.match(/<script/g)).toHaveLength(2)
  expect(whole.match(/<\/script/g)).toHaveLength(2)
  expect(header.match(/<(?!\/?(?:div|p|h1|span|strong|ul|li|code)\b)[^>]*>/g)).toBeNull()
  const addresses = [...tables.values()].flatMap(({ rows, shared = [] }) => [
    ...rows.flatMap(({ href, facts = [], events = [] }) => [href, ...facts.map(([, , to]) => to), ...events.map(event => event.href)]),
    ...shared.flat().map(([, , to]) => to),
  ])
  for (const address of addresses.filter(to => to !== undefined)) expect(address).toMatch(/^(?:https:\/\/[\w.-]+\/|#[\w.:-]+$)/)
  const anchors = [...tables.values()].flatMap(({ rows }) => rows.flatMap(({ anchor }) => anchor ?? []))
  const ids = [...whole.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set([...ids, ...anchors]).size).toBe(ids.length + anchors.length)
  for (const anchor of anchors) expect(anchor).toMatch(/^[\w.:-]+$/)
}

async function expectDocument(shown: string): Promise<void> {
  const canonical = await normalize(shown)
  const elements = new Set([...canonical.matchAll(/<([\w-]+)/g)].map(([, name]) => name))
  expect([...elements].sort()).toEqual(['error', 'failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites'])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
  expect(canonical).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/)
}

function expectCells(shown: string): void {
  const rows = readRows(shown)
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['verdict', 'problem', 'gap', 'exception', 'alert', 'finding']))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
  for (const cell of rows.flatMap(row => Object.values(row))) expect(cell).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u200b]|^[=+@-]/)
}

function expectRuns(shown: string): void {
  const runs = readRuns(shown)
  expectMessages(runs)
  expectHelp(runs)
  // Addresses are relative.
  for (const uri of runs.flatMap(({ results }) => results.map(uriOf))) {
    expect(uri).toMatch(/^(?:[\w.!~*'()-]|%[0-9A-F]{2})+(?:\/(?:[\w.!~*'()-]|%[0-9A-F]{2})+)*$/)
    expect(new URL(uri ?? '', 'https://base.example/').host).toBe('base.example')
  }
  expect(
    runs.map(({ invocations, results }) => [invocations[0]?.executionSuccessful, results.some(({ level }) => level === 'error')]),
  ).toEqual(runs.map(() => [false, true]))
}

// Neither a link nor a placeholder.
function expectMessages(runs: readonly Run[]): void {
  const messages = runs.flatMap(({ results, tool, invocations }) => [
    ...results.map(({ message }) => message.text),
    ...tool.driver.rules.flatMap(({ shortDescription, fullDescription }) => [shortDescription.text, fullDescription.text]),
    ...invocations.flatMap(invocation => invocation.toolExecutionNotifications.map(({ message }) => message.text)),
  ])
  for (const message of messages) {
    expect(message).not.toMatch(/\]\(/)
    expect(message.replace(/\{\{|\}\}/g, '')).not.toMatch(/\{\d+\}/)
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
  }
}

/** The tokens that our Markdown consists of. */
const LIST = ['bullet_list_open', 'bullet_list_close', 'list_item_open', 'list_item_close']
const TOKENS = [...LIST, 'paragraph_open', 'paragraph_close', 'inline', 'text', 'code_inline', 'link_open', 'link_close']

function expectHelp(runs: readonly Run[]): void {
  for (const { help, helpUri } of runs.flatMap(({ tool }) => tool.driver.rules)) {
    expect(helpUri ?? 'https://').toMatch(/^https:\/\/[^@]*$/)
    const tokens = new MarkdownIt({ html: true, linkify: true })
      .parse(help.markdown, {})
      .flatMap(token => [token, ...(token.children ?? [])])
    expect(tokens.map(({ type }) => type).filter(type => !TOKENS.includes(type))).toEqual([])
    for (const link of linksOf(help.markdown)) expect(link).toMatch(/^https:\/\/[^@]*$/)
    expect(help.markdown).not.toMatch(OBEYED)
  }
}
