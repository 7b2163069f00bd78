// What to do now, in words: the changes of packages that let the images through, and the exceptions to write for what has no fix.

import type { PackageChange, Remaining, Step, Unfixable, Untold } from '../gate/fixes/fix.ts'
import { rank, type SeverityCounts } from '../image/finding.ts'
import { agree, plural } from '../plural.ts'
import { namesByUri, withNames } from './name.ts'
import type { Report, ReportedChange, ReportedFixes } from './report.ts'

/** What to do now, as sentences. */
export interface ToldFixes {
  /** The whole answer in one sentence, where a single change decides: `would pass with openssl 3.0.15 or later`. */
  readonly answer: string | undefined
  readonly steps: readonly ToldStep[]
  /** What else there is to know, such as what stays even so. */
  readonly notes: readonly string[]
}

export interface ToldStep {
  /** `2 changes let the deployment through`. */
  readonly title: string
  readonly changes: readonly { readonly text: string; readonly change: ReportedChange }[]
  readonly unfixable: readonly { readonly text: string; readonly exception: string | null }[]
}

/** What to do now; undefined where nothing has to be done, or where no change of a package and no exception helps. */
export function tellFixes(report: Pick<Report, 'fixes' | 'images'>): ToldFixes | undefined {
  const { fixes } = report
  if (fixes === null) return undefined
  const names = namesByUri(withNames(report.images))
  const where = (uris: readonly string[]): string =>
    names.size < 2 || uris.length === names.size ? '' : ` in ${uris.map(uri => names.get(uri) ?? uri).join(', ')}`
  return {
    answer: answerOf(fixes),
    steps: fixes.steps.map(step => ({
      title: titleOf(step),
      changes: step.changes.map(change => ({ text: `${describeChange(change)}${where(change.images)}`, change })),
      unfixable: step.unfixable.map(each => ({ text: `${describeUnfixable(each)}${where(each.images)}`, exception: each.exception })),
    })),
    notes: notesOf(fixes, where),
  }
}

// A single change that leads to the verdict of the whole run.
function answerOf({ steps, verdict }: ReportedFixes): string | undefined {
  const [first, ...others] = steps.flatMap(({ changes }) => changes)
  const accepts = steps.some(({ unfixable }) => unfixable.length > 0)
  if (first === undefined || others.length > 0 || accepts || (verdict !== 'pass' && verdict !== 'warn')) return undefined
  const needed = groupVersions(first.packages.filter(({ isNeeded }) => isNeeded))
  const [only] = needed
  return only === undefined || needed.length > 1 ? undefined : `would ${verdict} with ${only.names} ${only.to} or later`
}

function titleOf({ from, verdict, changes, unfixable }: Step): string {
  const exceptions = unfixable.length
  const what = [
    ...(changes.length > 0 ? [plural(changes.length, 'change')] : []),
    ...(exceptions > 0 ? [plural(exceptions, 'exception')] : []),
  ].join(' and ')
  const verb = (one: string): string => agree(changes.length + exceptions, `${one}s`, one)
  if (verdict === 'pass') return `${what} ${verb('make')} ${from === 'fail' ? 'it pass' : 'it pass without a warning'}`
  if (from === 'fail' && verdict === 'warn') return `${what} ${verb('let')} the deployment through, with a warning`
  return `${what} ${verb('help')}, and the verdict is still ${verdict}`
}

const MOST_NAMED = 5

/** `axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)`. */
export function describeChange(change: ReportedChange): string {
  const { kind, packages, fixes, at } = change
  const effect = `${fixes.length} (${describeSeverities(change.severityCounts)})`
  const line = at === null ? undefined : `${at.file}:${at.line}`
  if (kind === 'package') {
    const [pack] = packages
    const place = line ?? pack?.path ?? undefined
    return `${pack === undefined ? 'a package' : describeVersions(pack)}${place === undefined ? '' : ` in ${place}`} fixes ${effect}`
  }
  const groups = groupVersions(packages)
  const named = groups.slice(0, MOST_NAMED).map(({ names, from, to }) => `${names} ${from === null ? '' : `${from} `}→ ${to}`)
  const more = groups.length > MOST_NAMED ? [`and ${groups.length - MOST_NAMED} more`] : []
  return `update the packages of the base image${line === undefined ? '' : ` in ${line}`}, which fixes ${effect}: ${[...named, ...more].join(', ')}`
}

/** `1 CRITICAL, 2 HIGH`, the most severe first. */
export function describeSeverities(counts: SeverityCounts): string {
  return Object.entries(counts)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ')
}

function describeVersions({ name, from, to }: PackageChange): string {
  return from === null ? `${name} → ${to}` : `${name} ${from} → ${to}`
}

function describeUnfixable(unfixable: Unfixable): string {
  return `${nameRemaining(unfixable)} ${agree(unfixable.ids.length, 'has', 'have')} no fix`
}

function nameRemaining({ package: name, ids, severityCounts }: Remaining): string {
  const [first = ''] = ids
  const named = ids.length === 1 ? first : `${plural(ids.length, 'finding')} (${describeSeverities(severityCounts)})`
  return `${named}${name === null ? '' : ` in ${name}`}`
}

// Packages that are built from one source have the same versions, and are told together.
function groupVersions(
  packages: readonly PackageChange[],
): readonly { readonly names: string; readonly from: string | null; readonly to: string }[] {
  const groups = new Map<string, { readonly names: string[]; readonly from: string | null; readonly to: string }>()
  for (const { name, from, to } of packages) {
    const key = JSON.stringify([from, to])
    const group = groups.get(key) ?? { names: [], from, to }
    groups.set(key, group)
    if (!group.names.includes(name)) group.names.push(name)
  }
  return [...groups.values()].map(({ names, from, to }) => ({ names: names.join(', '), from, to }))
}

function notesOf({ remains, isSmallest, untold, steps }: ReportedFixes, where: (uris: readonly string[]) => string): readonly string[] {
  return [
    ...(steps.length === 0 ? [] : remains.map(reason => `stays even so: ${reason}`)),
    ...(isSmallest || steps.length === 0 ? [] : ['whether fewer changes would do was not tried']),
    ...untold.map(each => `${nameRemaining(each)}${where(each.images)}: ${WHY[each.why]}`),
  ]
}

const WHY = {
  'basic scan': 'a basic scan does not say which versions fix findings; enhanced scanning does',
  version: 'no version is named that is certainly later than the one in the image',
} as const satisfies Readonly<Record<Untold['why'], string>>
