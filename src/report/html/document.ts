// The report as a page: one file that uses no network, shows the most important things first, and runs no code but its own. Its
// Content Security Policy allows the page's only style and only script by their hashes, and forbids parsing text as markup later.

import type { Verdict } from '../../gate/verdict.ts'
import { plural } from '../../plural.ts'
import { describeLetThrough, isLetThrough } from '../decision.ts'
import { type NamedImage, withNames } from '../name.ts'
import type { Report } from '../report.ts'
import {
  COUNT_COLUMNS,
  countAlerts,
  countFindings,
  describeChanged,
  describeRelease,
  describeRules,
  describeWarnings,
  headlineOf,
  isSeen,
  limitReasons,
} from '../wording.ts'
import { chartActivity, chartSeverities } from './chart.ts'
import { toneOf } from './findings.ts'
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
${renderHeader(report)}
<main>
<div class="tiles">${renderTiles(report)}</div>
<noscript><p class="notice">The tables of this report need its script, which does not run here. The verdict and its reasons are above.</p></noscript>
${renderSections(report, images, new Map(tables.map(table => [table.name, table])))}
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

const ICONS: Readonly<Record<Verdict, string>> = { fail: '✕', undecided: '?', warn: '!', pass: '✓' }

function renderHeader(report: Report): Markup {
  const { verdict } = report
  const headline = headlineOf(report)
  const rest = headline.slice(verdict.length).replace(/^[:,]\s*/, '')
  const reasons = [...describeChanged(report), ...limitReasons(report.reasons)]
  const list = reasons.length === 0 ? NONE : html`<ul class="reasons">${reasons.map(reason => html`<li>${reason}</li>`)}</ul>`
  return html`<header class="${verdict}">
<div class="inside">
<p class="product">ECR Gate</p>
<h1><span class="icon" aria-hidden="true">${ICONS[verdict]}</span><span><strong>${verdict}</strong> <span class="rest">${rest}</span></span></h1>
${list}
</div>
</header>`
}

function renderTiles(report: Report): Markup {
  const { images, alerts, coverage, rules } = report
  const through = describeLetThrough(report)
  const gaps = coverage.filter(({ state }) => state === 'gap').length + images.reduce((sum, image) => sum + image.gaps.length, 0)
  const read = coverage.filter(({ state }) => state === 'read').length
  const tiles: readonly (readonly [name: string, value: Markup])[] = [
    ['Images', html`${images.length}`],
    ['Findings', tellFindings(report)],
    ...(through === '' ? [] : [['Let through', html`${through}`] as const]),
    ['Alerts', html`${countAlerts(alerts)}`],
    [
      'Coverage',
      coverage.length === 0
        ? html`nothing was read`
        : gaps === 0
          ? html`${plural(read, 'source')}, no gap`
          : html`<span class="tone critical">${plural(gaps, 'gap')}</span>`,
    ],
    ['Rules', html`${rules.loaded.filter(({ enabled }) => enabled).length} in force`],
  ]
  return html`${tiles.map(([name, value]) => html`<div class="tile"><p class="quiet">${name}</p><p class="value">${value}</p></div>`)}`
}

// Says `none` only if everything was read; otherwise the number is not known.
function tellFindings(report: Report): Markup {
  const { images, coverage } = report
  const counts = images.map(image => countFindings(image))
  const found = COUNT_COLUMNS.flatMap((severity, i) => {
    const count = counts.reduce((sum, of) => sum + (of[i] ?? 0), 0)
    return count === 0 ? [] : [html`<span class="tone ${toneOf(severity)}">${count} ${severity}</span> `]
  })
  const open = images.flatMap(image => image.findings.filter(({ state }) => state === 'open'))
  const of = open.some(isLetThrough) ? html` <span class="quiet">of ${open.length} open</span>` : NONE
  if (found.length > 0) return html`${found}${of}`
  const asked = coverage.some(({ source, state }) => source === 'findings' && state !== 'not requested')
  if (images.length === 0 && !asked) return html`not requested`
  return html`${images.length > 0 && isSeen(report) ? 'none' : 'not known'}${of}`
}

function renderSections(report: Report, images: readonly NamedImage[], tables: ReadonlyMap<string, Table>): Markup {
  const { alerts, activity, coverage, exceptions } = report
  const section = (name: string, title: string, ...parts: readonly Markup[]): Markup =>
    html`<section id="${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${title}</h2>${parts}${placeOf(tables.get(name))}</section>`
  const released = describeRelease(report)
  const found = images.reduce((sum, { findings }) => sum + findings.length, 0)
  return html`${[
    ...(alerts.length === 0 ? [] : [section('alerts', 'Alerts')]),
    ...(images.length === 0 ? [] : [section('images', 'Images', chartSeverities(images))]),
    ...(found === 0 ? [] : [section('findings', 'Findings')]),
    ...(exceptions.length === 0 ? [] : [section('exceptions', 'Exceptions')]),
    ...(activity === null ? [] : [section('activity', 'Systems Manager', chartActivity(activity), othersOf(activity.others))]),
    ...(released.length === 0 ? [] : [section('release', 'Release', html`<ul>${released.map(line => html`<li>${line}</li>`)}</ul>`)]),
    section('coverage', 'Coverage', coverage.length === 0 ? html`<p class="quiet">Nothing was read.</p>` : NONE),
    renderRules(report, placeOf(tables.get('rules'))),
  ]}`
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
  const warnings = describeWarnings(report)
  const list = warnings.length === 0 ? NONE : html`<ul>${warnings.map(warning => html`<li>warning: ${warning}</li>`)}</ul>`
  return html`<section id="rules" aria-labelledby="rules-title"><h2 id="rules-title">Rules</h2>
${list}<details><summary>${describeRules(report.rules)}</summary>${table}</details></section>`
}

function othersOf(others: number): Markup {
  return others === 0 ? NONE : html`<p class="quiet">and ${plural(others, 'event')} of other actors and calls</p>`
}
