// The report as a page: one file that uses no network, shows the most important things first, and runs no code but its own. Its
// Content Security Policy allows the page's only style and only script by their hashes, and forbids parsing text as markup later.

import { sayPartial } from '../../gate/asked.ts'
import { plural } from '../../plural.ts'
import { describeBaseline } from '../baseline.ts'
import { splitReasons, type ToldFixes, tellFixes } from '../fixes.ts'
import { type NamedImage, withNames } from '../name.ts'
import type { Report } from '../report.ts'
import { describeStored } from '../stored.ts'
import { describeRelease, describeRules, describeWarnings, headlineOf } from '../wording.ts'
import { SECTIONS, type SectionName } from './anchor.ts'
import { chartActivity, chartSeverities } from './chart.ts'
import { renderFixes } from './fixes.ts'
import { renderGlance, renderHeader } from './header.ts'
import { renderFolded, renderList } from './lists.ts'
import { embed, html, type Markup, NONE } from './markup.ts'
import type { Table } from './table.ts'
import { listTables } from './tables.ts'

/** The style and the script of the page, each with its SHA-256 in Base64. */
export interface Page {
  readonly style: PagePart
  readonly script: PagePart
}

interface PagePart {
  readonly text: string
  readonly sha256: string
}

/** Renders the page, in pieces of text. */
export function* renderHtml(report: Report, { style, script }: Page): Generator<string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${style.sha256}'`,
    `script-src 'sha256-${script.sha256}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
  const images = withNames(report.images)
  const tables = listTables(report, images)
  const told = tellFixes(report)
  const sections = listSections(report, images, new Map(tables.map(table => [table.name, table])), told)
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${`ECR Gate: ${headlineOf(report)}`}</title>
<style>${{ markup: style.text }}</style>
</head>
<body>
${renderHeader(report, images, told?.answer)}
<main>
${renderGlance(report, new Set(sections.map(({ name }) => name)))}
<noscript><p class="notice">The tables of this report need its script, which does not run here. What to do and why is told without it.</p></noscript>
${sections.map(({ markup }) => markup)}
</main>
<footer><p>Read at ${report.readAt}, decided at ${report.decidedAt}${report.policyDigest === '' ? NONE : html`, under the policy <code>${report.policyDigest}</code>`}.</p></footer>
<script type="application/json" id="data">`.markup
  yield '['
  for (const [i, table] of tables.entries()) yield `${i === 0 ? '' : ','}\n${embed(table)}`
  yield ']'
  yield html`</script>
<script type="module">${{ markup: script.text }}</script>
</body>
</html>
`.markup
}

interface Section {
  readonly name: SectionName
  readonly markup: Markup
}

/** The sections that have something to say, in the order of `SECTIONS`. */
function listSections(
  report: Report,
  images: readonly NamedImage[],
  tables: ReadonlyMap<string, Table>,
  told?: ToldFixes,
): readonly Section[] {
  const { activity, coverage, reasons } = report
  const released = describeRelease(report)
  const empty = coverage.length === 0 ? html`<p class="quiet">Nothing was read.</p>` : NONE
  const rows = (name: SectionName, ...above: readonly Markup[]): Markup | undefined =>
    tables.has(name) ? html`${above}${placeOf(tables.get(name))}` : undefined
  const contents: Readonly<Record<SectionName, readonly [title: string, content: Markup | undefined]>> = {
    fixes: [
      'What to do now',
      told && told.steps.length + told.notes.length > 0 ? renderFixes(told, images, anchorsOf(tables.get('findings'))) : undefined,
    ],
    reasons: ['Why', reasons.length === 0 ? undefined : renderReasons(report, told)],
    findings: ['Findings', rows('findings')],
    images: ['Images', rows('images', images.length > 1 ? chartSeverities(images) : NONE)],
    alerts: ['Alerts', rows('alerts')],
    activity: [
      'Systems Manager',
      activity === null ? undefined : rows('activity', chartActivity(activity), othersOf(activity.others), quiet(sayPartial(coverage))),
    ],
    release: ['Release', released.length === 0 ? undefined : renderList(released)],
    exceptions: ['Exceptions', rows('exceptions')],
    coverage: ['Coverage', html`${empty}${placeOf(tables.get('coverage'))}`],
    rules: ['Rules', renderRules(report, placeOf(tables.get('rules')))],
  }
  return SECTIONS.flatMap(name => {
    const [title, content] = contents[name]
    if (content === undefined) return []
    return {
      name,
      markup: html`<section id="${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${title}</h2>${content}</section>
`,
    }
  })
}

// What stays even so is told apart: whoever does what is to be done will read it again.
function renderReasons(report: Report, told: ToldFixes | undefined): Markup {
  const { ended, staying } = splitReasons(report, told)
  const even = staying.length === 0 ? NONE : html`<h3>What stays even so</h3>${renderFolded(staying)}`
  return html`${ended.length === 0 ? NONE : renderFolded(ended)}${even}`
}

/** The anchors of findings by their ids; where several have one id, that of the most urgent. */
function anchorsOf(findings: Table | undefined): ReadonlyMap<string, string> {
  const column = findings?.columns.findIndex(({ leads }) => leads === true) ?? -1
  return new Map([...(findings?.rows ?? [])].reverse().map(({ cells, anchor = '' }) => [String(cells[column]), anchor]))
}

// The place where the script puts a table. Until then it has a sentence: if scripts are off, an empty place would look like no rows.
function placeOf(table: Table | undefined): Markup {
  if (table === undefined) return NONE
  const { rows, left = 0, one, many } = table
  const count = rows.length + left
  const named = count === 1 ? `1 ${one}: the script of this page shows it` : `${count} ${many}: the script of this page shows them`
  return html`<div class="table"><p class="quiet">${named} here.</p></div>`
}

// Collapsed, because readers only look up the rules that were in force. The warnings are for everybody.
function renderRules(report: Report, table: Markup): Markup {
  const told = [...describeWarnings(report).map(warning => `warning: ${warning}`), ...describeBaseline(report), ...describeStored(report)]
  return html`${told.length === 0 ? NONE : renderList(told)}
<details><summary>${describeRules(report.rules)}</summary>${table}</details>`
}

function quiet(sentence: string | undefined): Markup {
  return sentence === undefined ? NONE : html`<p class="quiet">${sentence}</p>`
}

function othersOf(others: number): Markup {
  return others === 0 ? NONE : html`<p class="quiet">and ${plural(others, 'event')} of other actors and calls</p>`
}
