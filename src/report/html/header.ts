// What the page begins with: the verdict, which image it is about and what scanned it, and the numbers that lead to the sections below.

import type { Verdict } from '../../gate/verdict.ts'
import { groupBy } from '../../group.ts'
import { plural } from '../../plural.ts'
import { describeLetThrough, isLetThrough } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import type { Report } from '../report.ts'
import {
  COUNT_COLUMNS,
  countAlerts,
  countFindings,
  describeChanged,
  describeScanner,
  describeStatus,
  hasResult,
  headlineOf,
  isSeen,
  nameBlockedPage,
} from '../wording.ts'
import type { SectionName } from './anchor.ts'
import { renderCounts } from './badges.ts'
import { html, type Markup, NONE } from './markup.ts'

const ICONS: Readonly<Record<Verdict, string>> = { fail: '✕', undecided: '?', warn: '!', pass: '✓' }

/** `answer` is what would make it pass, where one sentence can say it. */
export function renderHeader(report: Report, images: readonly NamedImage[], answer: string | undefined): Markup {
  const { verdict } = report
  const headline = headlineOf(report)
  const rest = headline.slice(verdict.length).replace(/^[:,]\s*/, '')
  const changed = describeChanged(report)
  return html`<header class="${verdict}">
<div class="inside">
<p class="product">ECR Gate</p>
<h1><span class="icon" aria-hidden="true">${ICONS[verdict]}</span><span><strong>${verdict}</strong> <span class="rest">${rest}</span></span></h1>
${answer === undefined ? NONE : html`<p class="answer">It ${answer}.</p>`}
${renderSubjects(images)}
${renderHelp(report)}
${changed.length === 0 ? NONE : html`<ul class="changed">${changed.map(line => html`<li>${line}</li>`)}</ul>`}
</div>
</header>`
}

function renderHelp(report: Report): Markup {
  const page = nameBlockedPage(report)
  if (page === undefined) return NONE
  const name = html`<code>${page.name}</code>`
  return html`<p class="help">${page.address === undefined ? name : html`<a href="${page.address}">${name}</a>`} ${page.says}.</p>`
}

const MOST_SUBJECTS = 4

// The platforms of one index are one image for whoever deploys it.
function renderSubjects(images: readonly NamedImage[]): Markup {
  const subjects = [...groupBy(images, image => JSON.stringify([image.lasting[0], image.tags, image.indexDigest ?? image.digest])).values()]
  if (subjects.length === 0) return NONE
  const left = subjects.length - MOST_SUBJECTS
  const more = left <= 0 ? NONE : html`<li>and ${plural(left, 'more image')}</li>`
  return html`<ul class="subjects">${subjects.slice(0, MOST_SUBJECTS).map(renderSubject)}${more}</ul>`
}

function renderSubject(platforms: readonly NamedImage[]): Markup {
  const [first] = platforms
  if (first === undefined) return NONE
  const { lasting, tags, indexDigest } = first
  const digest = indexDigest ?? first.digest
  const built = indexDigest === null ? [] : platforms.flatMap(({ platform }) => platform ?? [])
  const scans = groupBy(platforms, describeScanOf)
  return html`<li><strong>${lasting[0]}${tags.length === 0 ? '' : `:${tags.join(', ')}`}</strong>${digest === null ? NONE : html` <code>${digest}</code>`}
<span class="scan">${built.length === 0 ? '' : `${built.join(', ')}: `}${[...scans.keys()].join('; ')}</span></li>`
}

function describeScanOf(image: NamedImage): string {
  const scanner = describeScanner(image)
  if (!hasResult(image)) return describeStatus(image)
  const when = image.scannedAt === null ? 'scanned' : `scanned ${image.scannedAt}`
  return scanner === undefined ? when : `${when} by ${scanner}`
}

/** The numbers of a report, each leading to its section, if the page has it. */
export function renderGlance(report: Report, sections: ReadonlySet<SectionName>): Markup {
  const { images, alerts, coverage, rules } = report
  const through = describeLetThrough(report)
  const gaps = coverage.filter(({ state }) => state === 'gap').length + images.reduce((sum, image) => sum + image.gaps.length, 0)
  const read = coverage.filter(({ state }) => state === 'read').length
  const seen =
    coverage.length === 0
      ? html`nothing was read`
      : gaps === 0
        ? html`${plural(read, 'source')}, no gap`
        : html`<span class="tone critical">${plural(gaps, 'gap')}</span>`
  const numbers: readonly (readonly [name: string, section: SectionName, value: Markup])[] = [
    ['Findings', 'findings', tellFindings(report)],
    ...(through === '' ? [] : [['Let through', 'findings', html`${through}`] as const]),
    ['Images', 'images', html`${images.length}`],
    ['Alerts', 'alerts', html`${countAlerts(alerts)}`],
    ['Coverage', 'coverage', seen],
    ['Rules', 'rules', html`${rules.loaded.filter(({ enabled }) => enabled).length} in force`],
  ]
  const cells = numbers.map(([name, section, value]) => {
    const cell = html`<span class="name">${name}</span> <span class="value">${value}</span>`
    return sections.has(section) ? html`<li><a class="jump" href="#${section}">${cell}</a></li>` : html`<li>${cell}</li>`
  })
  return html`<nav aria-label="Parts of this report"><ul class="numbers">${cells}</ul></nav>`
}

// Says `none` only if everything was read; otherwise the number is not known.
function tellFindings(report: Report): Markup {
  const { images, coverage } = report
  const counts = images.map(image => countFindings(image))
  const found = renderCounts(
    Object.fromEntries(COUNT_COLUMNS.map((severity, i) => [severity, counts.reduce((sum, of) => sum + (of[i] ?? 0), 0)])),
  )
  const open = images.flatMap(image => image.findings.filter(({ state }) => state === 'open'))
  const of = open.some(isLetThrough) ? html` <span class="quiet">of ${open.length} open</span>` : NONE
  if (found.length > 0) return html`${found}${of}`
  const asked = coverage.some(({ source, state }) => source === 'findings' && state !== 'not requested')
  if (images.length === 0 && !asked) return html`not requested`
  return html`${images.length > 0 && isSeen(report) ? 'none' : 'not known'}${of}`
}
