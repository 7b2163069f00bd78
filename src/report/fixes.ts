// What to do now, in words: the changes of packages that let the images through, and the exceptions to write for what has no fix.

import type { PackageChange } from '../gate/fixes/change.ts'
import type { Remaining, Unfixable, Untold } from '../gate/fixes/fix.ts'
import type { Verdict } from '../gate/verdict.ts'
import { groupBy } from '../group.ts'
import { agree, listFirst, plural } from '../plural.ts'
import { nameBaseTag } from './base.ts'
import { namesByUri, withNames } from './name.ts'
import type { Report, ReportedChange, ReportedFixes, ReportedStep } from './report.ts'
import { describeSeverities, limitReasons } from './wording.ts'

/** What to do now, as sentences. */
export interface ToldFixes {
  /** The whole answer in one sentence, where a single change decides: `would pass with openssl 3.0.15 or later`. */
  readonly answer: string | undefined
  readonly steps: readonly ToldStep[]
  /** The reasons of the verdict after all steps, which stay whatever is done now. */
  readonly stays: readonly string[]
  /** What else there is to know. */
  readonly notes: readonly string[]
}

export interface ToldStep {
  /** `2 changes let the deployment through`. */
  readonly title: string
  /** `base` is the name of the base image that it is about, where that is known. */
  readonly changes: readonly { readonly text: string; readonly change: ReportedChange; readonly base: string | undefined }[]
  readonly unfixable: readonly { readonly text: string; readonly findings: Unfixable }[]
  /** The exceptions to write, as the lines of a file; empty if there are none. */
  readonly exceptions: readonly string[]
}

/** What to do now; undefined where nothing has to be done, or where no change of a package and no exception helps. */
export function tellFixes(report: Pick<Report, 'fixes' | 'images'>): ToldFixes | undefined {
  const { fixes } = report
  if (fixes === null) return undefined
  const names = namesByUri(withNames(report.images))
  const bases = new Map(report.images.map(({ uri, baseImage }) => [uri, baseImage === null ? null : nameBaseTag(baseImage)]))
  const where = (uris: readonly string[]): string =>
    names.size < 2 || uris.length === 0 || uris.length === names.size ? '' : ` in ${uris.map(uri => names.get(uri) ?? uri).join(', ')}`
  return {
    answer: answerOf(fixes),
    steps: fixes.steps.map(step => ({
      title: titleOf(step, fixes.verdict),
      changes: mergePlaces(step.changes).map(change => {
        const base = baseOf(change, bases)
        return { text: `${describeChange(change, base)}${where(change.images)}`, change, base }
      }),
      unfixable: step.unfixable.map(each => ({ text: `${describeUnfixable(each)}${where(each.images)}`, findings: each })),
      exceptions: writeExceptions(step),
    })),
    stays: fixes.steps.length === 0 ? [] : fixes.remains,
    notes: notesOf(fixes, where),
  }
}

// The platforms of an index may have base images of several names.
function baseOf({ kind, images }: ReportedChange, bases: ReadonlyMap<string, string | null>): string | undefined {
  const [name, ...others] = new Set(images.map(uri => bases.get(uri) ?? null))
  return kind === 'package' || others.length > 0 ? undefined : (name ?? undefined)
}

function writeExceptions({ unfixable }: ReportedStep): readonly string[] {
  const entries = unfixable.map(({ exception }) => `  ${exception}`)
  return entries.length === 0 ? [] : ['exceptions:', ...entries]
}

/** The reasons that whoever does what is to be done now ends by it, and those that stay: also the ones that are left of others. */
export function splitReasons(
  { reasons }: Pick<Report, 'reasons'>,
  told: ToldFixes | undefined,
): { readonly ended: readonly string[]; readonly staying: readonly string[] } {
  const staying = told?.stays ?? []
  const stays = new Set(staying)
  return { ended: limitReasons(reasons.filter(reason => !stays.has(reason))), staying: limitReasons(staying) }
}

const MOST_TOLD = 3

// One package, or several of one source, that lead to a verdict of the whole run that lets it through.
function answerOf({ steps, verdict }: ReportedFixes): string | undefined {
  const accepts = steps.some(({ unfixable }) => unfixable.length > 0)
  const isBetter = verdict === 'pass' || (verdict === 'warn' && steps[0]?.from === 'fail')
  if (accepts || !isBetter) return undefined
  const changes = steps.flatMap(step => step.changes)
  const [only, ...others] = groupVersions(changes.flatMap(change => change.packages.filter(({ isNeeded }) => isNeeded)))
  if (only === undefined || others.length > 0) return undefined
  const would = verdict === 'pass' ? 'would pass' : 'would only warn'
  if (only.names.length > MOST_TOLD && changes.every(({ kind }) => kind === 'base image'))
    return `${would} with the packages of the base image updated`
  return `${would} with ${listFirst(only.names, MOST_TOLD)} ${only.to} or later`
}

// A package at several places is told once, if it is brought to the same version and fixes the same findings in all of them.
function mergePlaces(changes: readonly ReportedChange[]): readonly ReportedChange[] {
  const keyOf = ({ kind, packages: [pack], fixes, images }: ReportedChange): string =>
    JSON.stringify([kind, images, ...(kind === 'package' ? [pack?.name, pack?.manager, pack?.from, pack?.to, fixes] : [])])
  return [...groupBy(changes, keyOf).values()].flatMap(same => {
    const [first] = same
    const lines = new Set(same.map(({ at }) => JSON.stringify(at)))
    return first === undefined
      ? []
      : [{ ...first, packages: same.flatMap(({ packages }) => packages), at: lines.size === 1 ? first.at : null }]
  })
}

// Whatever the images come to, the run may have other reasons not to let them through.
function titleOf({ from, verdict: reached, unfixable, ...step }: ReportedStep, last: Verdict): string {
  const verdict = last === 'fail' || last === 'undecided' ? last : reached
  const changes = mergePlaces(step.changes)
  const exceptions = unfixable.length
  const what = [
    ...(changes.length > 0 ? [plural(changes.length, 'change')] : []),
    ...(exceptions > 0 ? [plural(exceptions, 'exception')] : []),
  ].join(' and ')
  const verb = (one: string): string => agree(changes.length + exceptions, `${one}s`, one)
  if (verdict === 'pass') return `${what} ${verb('make')} ${from === 'fail' ? 'it pass' : 'it pass without a warning'}`
  if (from === 'fail' && verdict === 'warn') return `${what} ${verb('let')} the deployment through, with a warning`
  return `${what} ${verb('help')}, and the verdict is ${verdict === from ? 'still' : 'then'} ${verdict}`
}

const MOST_NAMED = 5

/** `axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)`. */
function describeChange(change: ReportedChange, base: string | undefined): string {
  const { kind, packages, fixes, at } = change
  const effect = `${fixes.length} (${describeSeverities(change.severityCounts)})`
  const line = at === null ? undefined : `${at.file}:${at.line}`
  if (kind === 'package') {
    const [pack] = packages
    const paths = packages.flatMap(({ path }) => path ?? [])
    const places = line === undefined ? listFirst(paths, MOST_NAMED) : line
    return `${pack === undefined ? 'a package' : describeVersions(pack)}${places === '' ? '' : ` in ${places}`} fixes ${effect}`
  }
  const groups = groupVersions(packages)
  const named = groups.map(({ names, from, to }) => `${listFirst(names, MOST_NAMED)} ${from === null ? '' : `${from} `}→ ${to}`)
  const place = line === undefined ? '' : ` in ${line}`
  const does = base === undefined ? `update the packages of the base image${place}, which fixes` : `a newer ${base}${place} fixes`
  return `${does} ${effect}: ${listFirst(named, MOST_NAMED)}`
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

/** Packages with the same versions, as those of a system that are built from one source have, are told together. */
export function groupVersions<From extends string | null>(
  packages: readonly (Pick<PackageChange, 'name' | 'manager' | 'to'> & { readonly from: From })[],
): readonly { readonly names: readonly string[]; readonly from: From; readonly to: string }[] {
  const groups = groupBy(packages, ({ name, manager, from, to }) =>
    JSON.stringify([manager === null || manager === 'OS' ? null : name, from, to]),
  )
  return [...groups.values()].flatMap(its =>
    its.slice(0, 1).map(({ from, to }) => ({ names: [...new Set(its.map(({ name }) => name))], from, to })),
  )
}

function notesOf({ isSmallest, untold, steps }: ReportedFixes, where: (uris: readonly string[]) => string): readonly string[] {
  return [
    ...(isSmallest || steps.length === 0 ? [] : ['whether fewer changes would do was not tried']),
    ...untold.map(each => `${nameRemaining(each)}${where(each.images)}: ${WHY[each.why]}`),
  ]
}

const WHY = {
  'basic scan':
    'a basic scan does not say which versions fix findings; look them up in the tracker of the distribution, or use enhanced scanning',
  version: 'no version is named that is certainly later than the one in the image',
  'no name': 'there is no fix, and no id and repository by which an exception could name it',
  limit: 'there is no fix, and the limits of the policy let no exception accept this severity',
} as const satisfies Readonly<Record<Untold['why'], string>>
