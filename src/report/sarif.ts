// The report as SARIF 2.1.0 for GitHub code scanning: a run for each image and platform, and one for the alerts of rules.
//
// GitHub replaces the alerts of a category by those of its next run, so a category names what lasts (repository and platform)
// and no two runs share one: an upload with a category twice is refused.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support

import { printableJson } from '../escape.ts'
import { VERSION } from '../version.ts'
import { distinguish, type NamedImage, withNames } from './name.ts'
import { problemsOf, type Report } from './report.ts'
import { enterAlert, enterCoverage, enterDiagnostic } from './sarif/alerts.ts'
import { type Entry, fingerprint, plain, type Rule, renderEntry, renderRule, ruleId } from './sarif/entry.ts'
import { countOccurrences, enterFinding, enterGap, listOccurrences } from './sarif/findings.ts'
import { headlineOf } from './wording.ts'

/** A file with more runs is refused; of more results GitHub keeps some, and not the gravest. */
const MOST_RUNS = 20
const MOST_RESULTS = 5000
/** Of all runs: a file of more than 10 MB, compressed, is refused, and a result takes 500 to 800 bytes of them. */
const MOST_IN_ALL = 12_000
const MOST_NOTIFICATIONS = 100

interface Run {
  readonly category: string
  readonly entries: readonly Entry[]
  /** How many there are without the limit. */
  readonly results: number
  /** Whether everything that the run is about was seen. */
  readonly complete: boolean
  readonly notifications: readonly Notification[]
}

interface Notification {
  readonly level: 'error' | 'warning' | 'note'
  readonly text: string
}

export function* renderSarif(report: Report): Generator<string> {
  yield '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":['
  let separator = '\n'
  for (const run of planRuns(report)) {
    yield separator
    yield* renderRun(run, report)
    separator = ',\n'
  }
  yield '\n]}\n'
}

function* planRuns(report: Report): Generator<Run> {
  const named = withNames(report.images)
  const groups = groupImages(named)
  const [alerts = '', ...categories] = distinguish(['ecr-gate/alerts', ...groups.map(nameCategory)])
  const most = limitResults([report.alerts.length, ...groups.map(countOccurrences)])
  yield planAlerts(report, named, alerts, most)
  for (const [i, images] of groups.entries()) yield planImages(images, categories[i] ?? '', most)
}

// The runs with the most results are cut first, all to the same number.
function limitResults(counts: readonly number[]): number {
  let most = MOST_RESULTS
  while (counts.reduce((sum, count) => sum + Math.min(count, most), 0) > MOST_IN_ALL) most -= 50
  return most
}

// Each image has its run as long as runs last. The rest share the last one: the order is that in which images were asked for,
// so it is the same images every time.
function groupImages(images: readonly NamedImage[]): readonly (readonly NamedImage[])[] {
  const own = images.length < MOST_RUNS ? images.length : MOST_RUNS - 2
  return [...images.slice(0, own).map(image => [image]), ...(own < images.length ? [images.slice(own)] : [])]
}

function nameCategory(images: readonly NamedImage[]): string {
  const [image] = images
  if (image === undefined || images.length > 1) return 'ecr-gate/more-images'
  const [repository, platform] = image.lasting
  const names = [...repository.split('/'), ...(platform === null ? [] : [platform.replaceAll('/', '-')])]
  return ['ecr-gate', ...names.map(name => name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')).filter(name => name !== '')]
    .join('/')
    .slice(0, 200)
}

function planAlerts(report: Report, images: readonly NamedImage[], category: string, most: number): Run {
  const { alerts, coverage, diagnostics } = report
  const gaps = coverage.filter(({ state }) => state === 'gap')
  const errors = diagnostics.filter(({ level }) => level === 'error')
  const wrong = [...gaps.map(enterCoverage), ...diagnostics.flatMap(enterDiagnostic)]
  const shown = alerts.slice(0, Math.max(0, most - wrong.length)).map(alert => enterAlert(alert, images, report.rules))
  const missing = [...[...gaps, ...errors].map(({ message }) => message), ...problemsOf(report)]
  return {
    category,
    entries: [...wrong, ...shown].slice(0, most),
    results: wrong.length + alerts.length,
    complete: gaps.length + errors.length === 0,
    notifications: [{ level: 'note', text: headlineOf(report) }, ...missing.map(text => ({ level: 'error' as const, text }))],
  }
}

function planImages(images: readonly NamedImage[], category: string, most: number): Run {
  const gaps = images.flatMap(image => image.gaps.map(gap => enterGap(image, gap)))
  const occurrences = listOccurrences(images)
  return {
    category,
    entries: [...gaps, ...occurrences.slice(0, most).map(enterFinding)].slice(0, most),
    results: gaps.length + occurrences.length,
    complete: gaps.length === 0,
    notifications: images.flatMap(image => image.gaps.map(gap => ({ level: 'error' as const, text: `${image.name}: ${gap}` }))),
  }
}

function* renderRun(run: Run, report: Report): Generator<string> {
  const { category, entries } = run
  const rules = collectRules(entries)
  const positions = new Map([...rules.keys()].map((id, i) => [id, i]))
  const fingerprints = fingerprint(entries)
  // GitHub takes everything up to the last slash as the category, and what is behind it as the number of a run.
  yield `{"automationDetails":${toJson({ id: `${category}/` })},"columnKind":"unicodeCodePoints",`
  yield `"invocations":[${toJson(describeInvocation(run, report))}],\n"tool":{"driver":{"name":"ECR Gate","version":"${VERSION}",`
  yield `"semanticVersion":"${VERSION}","rules":`
  yield* renderList([...rules.values()], renderRule)
  yield '}},\n"results":'
  yield* renderList(entries, (entry, i) => renderEntry(entry, positions.get(ruleId(entry.rule.id)) ?? 0, fingerprints[i] ?? {}))
  yield '}'
}

// A rule has one score, and its results may have several: the gravest.
function collectRules(entries: readonly Entry[]): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const { rule } of entries) {
    const id = ruleId(rule.id)
    const known = rules.get(id)
    if (known === undefined) rules.set(id, rule)
    else if ((rule.score ?? 0) > (known.score ?? 0)) rules.set(id, { ...known, score: rule.score })
  }
  return rules
}

// A run has succeeded when everything that it is about was seen; the verdict is no part of it. GitHub must not take the alerts
// that an incomplete run lacks for mended ones (github/codeql-action#1393).
function describeInvocation({ entries, results, complete, notifications }: Run, { readAt, decidedAt }: Report): object {
  const left = results - entries.length
  const cut: Notification = { level: 'warning', text: `${left} of ${results} results are left out: the ${entries.length} gravest are here` }
  const all = [...(left > 0 ? [cut] : []), ...notifications]
  const more: Notification = { level: 'error', text: `and ${all.length - MOST_NOTIFICATIONS} more` }
  const shown = all.length > MOST_NOTIFICATIONS ? [...all.slice(0, MOST_NOTIFICATIONS), more] : all
  return {
    executionSuccessful: complete,
    ...(isInstant(readAt) && isInstant(decidedAt) ? { startTimeUtc: readAt, endTimeUtc: decidedAt } : {}),
    toolExecutionNotifications: shown.map(({ level, text }) => ({ level, message: { text: plain(text) || 'no text' } })),
  }
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)
}

function* renderList<T>(items: readonly T[], render: (item: T, i: number) => object): Generator<string> {
  let separator = '[\n'
  for (const [i, item] of items.entries()) {
    yield separator
    yield toJson(render(item, i))
    separator = ',\n'
  }
  yield items.length === 0 ? '[]' : '\n]'
}

function toJson(value: object): string {
  return printableJson(JSON.stringify(value))
}
