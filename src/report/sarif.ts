// The report as SARIF 2.1.0 for GitHub code scanning: a run for each image and platform, and one for the alerts of rules.
//
// GitHub replaces the alerts of a category by those of its next run, and refuses a run that was not successful. So a run that was not
// seen completely is in the file but is not uploaded, and the alerts of its category stay as they are. No two runs share a category,
// because GitHub refuses an upload with the same category twice.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support

import type { Diagnostic } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import type { Coverage } from '../gate/coverage.ts'
import { isCounted } from '../image/finding.ts'
import { VERSION } from '../version.ts'
import { indexCures, listCures } from './cures.ts'
import { distinguish, type NamedImage } from './name.ts'
import { problemsOf, type Report } from './report.ts'
import { alertToResult, coverageToResult, diagnosticToResults } from './sarif/alerts.ts'
import { askedRepository, hashSubject, nameCategory, nameLasting } from './sarif/category.ts'
import { type Entry, fingerprint, type Rule, renderEntry, renderRule, ruleId } from './sarif/entry.ts'
import { type Choose, countOccurrences, findingToResult, gapToResult, listOccurrences } from './sarif/findings.ts'
import { describeInvocation, type Notification, tellAccepted, toError } from './sarif/invocation.ts'
import { headlineOf, tellBlockedPage } from './wording.ts'

/** GitHub refuses a file with more runs. Of more results it keeps some, and not the most severe. */
const MOST_RUNS = 20
const MOST_RESULTS = 5000
/** The most results in all runs: GitHub refuses a compressed file of more than 10 MB, and a result takes 500 to 800 bytes of that. */
const MOST_IN_ALL = 12_000
/** How many categories a message names. */
const MOST_NAMES = 5

interface Run {
  readonly category: string
  readonly entries: readonly Entry[]
  /** How many results there are without the limit. */
  readonly results: number
  /** Whether everything that the run is about was seen. */
  readonly complete: boolean
  readonly notifications: readonly Notification[]
}

/** The whole report. What was let through is suppressed. */
export function renderSarif(report: Report): Generator<string> {
  return renderRuns(
    planRuns(report, ({ state }) => state === 'open'),
    report,
  )
}

/** What code scanning gets: the complete runs, if there are any; and a warning that names what stays there as it was. */
export interface Upload {
  readonly sarif: string | undefined
  readonly left: Diagnostic | undefined
}

/** The part of the report to upload to GitHub: only what counts, so that the alerts of what was let through close. */
export function renderUpload(report: Report): Upload {
  const runs = [...planRuns(report, isCounted)]
  const complete = runs.filter(run => run.complete)
  const [alerts, ...images] = runs.filter(run => !run.complete).map(run => run.category)
  return {
    sarif: complete.length === 0 ? undefined : [...renderRuns(complete, report)].join(''),
    // If any run is incomplete, so is that of the alerts, and it comes first.
    left: alerts === undefined ? undefined : describeLeft(['the alerts of rules', ...images, ...listUnread(report)]),
  }
}

// Requested images that are in no run, because they could not be read.
function listUnread(report: Report): readonly string[] {
  const read = new Set(nameLasting(report).map(({ lasting: [repository] }) => repository))
  const asked = listGaps(report, 'findings').flatMap(gap => askedRepository(gap) ?? [])
  return [...new Set(asked)].filter(repository => !read.has(repository))
}

function describeLeft(names: readonly string[]): Diagnostic {
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : ''
  return {
    level: 'warning',
    kind: 'not-uploaded',
    message: `not uploaded to code scanning, because not everything was seen: ${names.slice(0, MOST_NAMES).join(', ')}${more}`,
    help: 'existing alerts stay as they are until everything is seen; the reasons of the verdict say what is missing',
  }
}

function* renderRuns(runs: Iterable<Run>, report: Report): Generator<string> {
  yield '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":['
  let separator = '\n'
  for (const run of runs) {
    yield separator
    yield* renderRun(run, report)
    separator = ',\n'
  }
  yield '\n]}\n'
}

function* planRuns(report: Report, choose: Choose): Generator<Run> {
  const images = nameLasting(report)
  const groups = groupImages(images)
  const subject = hashSubject(images, report.coverage)
  const [alerts = '', ...categories] = distinguish([
    `ecr-gate/alerts/${subject}`,
    ...groups.map(([image, ...others]) =>
      image === undefined || others.length > 0 ? `ecr-gate/more-images/${subject}` : nameCategory(image),
    ),
  ])
  const most = limitResults([report.alerts.length, ...groups.map(group => countOccurrences(group, choose))])
  yield planAlerts(report, images, alerts, most)
  for (const [i, group] of groups.entries()) yield planImages(report, group, categories[i] ?? '', most, choose)
}

// Lowers one limit for all runs until the total fits, so the runs with the most results are cut first.
function limitResults(counts: readonly number[]): number {
  let most = MOST_RESULTS
  while (counts.reduce((sum, count) => sum + Math.min(count, most), 0) > MOST_IN_ALL) most -= 50
  return most
}

// Each image has a run of its own while there are enough runs, and the rest share the last one. Images are in the order in which they
// were requested, so it is the same images every time.
function groupImages(images: readonly NamedImage[]): readonly (readonly NamedImage[])[] {
  const own = images.length < MOST_RUNS ? images.length : MOST_RUNS - 2
  return [...images.slice(0, own).map(image => [image]), ...(own < images.length ? [images.slice(own)] : [])]
}

function planAlerts(report: Report, images: readonly NamedImage[], category: string, most: number): Run {
  const { alerts, diagnostics } = report
  const gaps = listGaps(report)
  const errors = diagnostics.filter(({ level }) => level === 'error')
  const unseen = [...[...gaps, ...errors].map(({ message }) => message), ...describeGaps(images)]
  const wrong = [...gaps.map(coverageToResult), ...diagnostics.flatMap(diagnosticToResults)]
  const shown = alerts.slice(0, Math.max(0, most - wrong.length)).map(alert => alertToResult(alert, images, report))
  return {
    category,
    entries: [...wrong, ...shown].slice(0, most),
    results: wrong.length + alerts.length,
    complete: unseen.length === 0,
    notifications: [
      ...[headlineOf(report), tellBlockedPage(report) ?? '']
        .filter(text => text !== '')
        .map((text): Notification => ({ level: 'note', text })),
      ...[...unseen, ...problemsOf(report)].map(toError),
      ...tellAccepted(report, images),
      ...listCures(report).flatMap(({ lines }) => lines.map((text): Notification => ({ level: 'note', text }))),
    ],
  }
}

function planImages(report: Report, images: readonly NamedImage[], category: string, most: number, choose: Choose): Run {
  const gaps = images.flatMap(image => image.gaps.map(gap => gapToResult(image, gap)))
  const occurrences = listOccurrences(images, choose)
  const nameCure = indexCures(report)
  const hidden = listGaps(report, 'findings').filter(gap => mayHide(gap, images))
  const unseen = [...describeGaps(images), ...hidden.map(({ message }) => message)]
  return {
    category,
    entries: [...gaps, ...occurrences.slice(0, most).map(each => findingToResult(each, nameCure))].slice(0, most),
    results: gaps.length + occurrences.length,
    complete: unseen.length === 0,
    notifications: unseen.map(toError),
  }
}

// An image that was not read at all is in no run, and its category may have gone to an image that was read: another tag of its
// repository, or another image of a shared run. Which images an unreadable file contains is unknown.
function mayHide(gap: Coverage, images: readonly NamedImage[]): boolean {
  const repository = askedRepository(gap)
  return repository === undefined || images.length > 1 || images.some(({ lasting }) => lasting[0] === repository)
}

function listGaps({ coverage }: Report, of?: Coverage['source']): readonly Coverage[] {
  return coverage.filter(({ source, state }) => state === 'gap' && (of === undefined || source === of))
}

function describeGaps(images: readonly NamedImage[]): readonly string[] {
  return images.flatMap(({ name, gaps }) => gaps.map(gap => `${name}: ${gap}`))
}

function* renderRun(run: Run, report: Report): Generator<string> {
  const { category, entries } = run
  const rules = collectRules(entries)
  const positions = new Map([...rules.keys()].map((id, i) => [id, i]))
  const fingerprints = fingerprint(entries)
  // GitHub takes everything up to the last slash as the category, and what follows as the id of a run.
  yield `{"automationDetails":${toJson({ id: `${category}/` })},"columnKind":"unicodeCodePoints",`
  yield `"invocations":[${toJson(describeInvocation({ ...run, kept: entries.length }, report))}],\n"tool":{"driver":{"name":"ECR Gate","version":"${VERSION}",`
  yield `"semanticVersion":"${VERSION}","rules":`
  yield* renderList([...rules.values()], renderRule)
  yield '}},\n"results":'
  const suppressible = entries.some(({ suppressed }) => suppressed !== undefined)
  yield* renderList(entries, (entry, i) =>
    renderEntry(entry, positions.get(ruleId(entry.rule.id)) ?? 0, fingerprints[i] ?? {}, suppressible),
  )
  yield '}'
}

// A rule has one score, but its results may have several: the rule gets the highest.
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
