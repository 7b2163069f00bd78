// What a baseline knows: the findings of an earlier image of the same repository and platform. A finding is known where that image had
// its vulnerability in the same packages at the same paths, whatever their versions, and nobody had let it through there.

import type { Diagnostic } from '../diagnostic.ts'
import { groupBy } from '../group.ts'
import { type Finding, isCounted, type Package, rank, SEVERITIES, type SeverityCounts, UNRATED } from '../image/finding.ts'
import { type Image, nameImages } from '../image/image.ts'
import { agree, plural } from '../plural.ts'
import type { SeverityLimit } from '../rules/fields.ts'
import { type Baseline, decideFindings } from './decisions.ts'
import { startExceptions } from './exceptions/apply.ts'
import { isNamed } from './exceptions/match.ts'
import { isWithin } from './limits.ts'
import type { RuleSet } from './packs.ts'
import type { FindingPolicy } from './policy.ts'
import { startVex } from './vex/apply.ts'

/** A finding as it was in an earlier image. */
export interface EarlierFinding extends Pick<Finding, 'id' | 'aliases' | 'severity' | 'state' | 'packages'> {
  /** Whether nobody had let it through. What a decision let through counts again once that does not hold. */
  readonly counted: boolean
  /** ISO 8601; null where nobody wrote it down, or nobody can believe it. */
  readonly firstSeenAt: string | null
}

type Named = Pick<Image, 'registryId' | 'repositoryName' | 'region' | 'digest' | 'indexDigest' | 'tags' | 'platform'>

export interface EarlierImage extends Named, Pick<Image, 'uri' | 'gaps'> {
  readonly findings: readonly EarlierFinding[]
}

/** Where a baseline comes from, as a report names it. */
export interface BaselineSource {
  /** The file, or the URI of the image. */
  readonly name: string
  readonly kind: 'report' | 'image'
  /** `sha256:` and 64 hexadecimal digits, of the file or the image; null where it could not be read. */
  readonly digest: string | null
  /** When its findings were read, ISO 8601. */
  readonly readAt: string | null
  /** The verdict of a report. */
  readonly verdict: string | null
  /** Why nothing of it is known; null where it was read. */
  readonly problem: string | null
}

/** What was found in one of them. */
export interface FoundBaseline {
  readonly source: BaselineSource
  readonly images: readonly EarlierImage[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether the earlier image had a finding too. */
export type BaselineState = 'new' | 'unchanged'

/** What is different from the earlier image. */
export interface Compared {
  /** The open findings that are new, by severity. */
  readonly new: SeverityCounts
  /** How many open findings of the earlier image are not here; null where not all of this image was seen. */
  readonly fixed: number | null
}

export interface ReadBaseline extends Baseline {
  /** When a finding was first seen, also by what is too incomplete to decide by. */
  readonly sightingOf: (finding: Finding, image: Image) => string | null
  /** Null where the baseline has no such image, or not all of it. */
  readonly stateOf: (finding: Finding, image: Image) => BaselineState | null
  readonly compare: (image: Image) => Compared | null
  /** Names the images that the baseline has nothing of, or not all, and counts what it has and a limit forbids it to make known. */
  readonly tellUnknown: (images: readonly Image[]) => readonly Diagnostic[]
}

/** Starts to look things up in earlier images. `atMost` is the highest severity that may be known. */
export function startBaseline(earlier: readonly EarlierImage[], atMost?: SeverityLimit): ReadBaseline {
  const indexes = new Map(earlier.map(each => [each, indexFindings(each.findings)]))
  const found = new WeakMap<Image, readonly EarlierImage[]>()
  const lookUp = (image: Image): readonly EarlierImage[] => {
    const known = found.get(image) ?? findEarlier(image, earlier)
    found.set(image, known)
    return known
  }
  /** The entries of a finding in each earlier image, package by package. */
  const entriesOf = (finding: Finding, images: readonly EarlierImage[]): readonly Entries[] =>
    images.map(each => placesOf(finding).map(place => indexes.get(each)?.(finding, place) ?? []))
  const usable = (image: Image): readonly EarlierImage[] => {
    const images = lookUp(image)
    return images.every(({ gaps }) => gaps.length === 0) ? images : []
  }
  const firstOf = (finding: Finding, images: readonly EarlierImage[]): string | null => {
    const dates = entriesOf(finding, images).flatMap(each =>
      each.flatMap(entries => entries.flatMap(({ firstSeenAt }) => firstSeenAt ?? [])),
    )
    return dates.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
  }
  const stateOf = (finding: Finding, image: Image): BaselineState | null => {
    const images = usable(image)
    if (images.length === 0) return null
    return entriesOf(finding, images).every(places => places.every(entries => isUnchanged(finding, entries))) ? 'unchanged' : 'new'
  }
  const has = (finding: Finding, image: Image): boolean => {
    const images = usable(image)
    // A finding without a severity counts: untriaged alone decides about it.
    if (images.length === 0 || UNRATED.includes(finding.severity)) return false
    return entriesOf(finding, images).every(places =>
      places.every(entries => isUnchanged(finding, entries) && entries.every(({ counted }) => counted)),
    )
  }
  const isBeyond = (finding: Finding, image: Image): boolean =>
    isCounted(finding) && !isWithin(atMost, finding.severity) && has(finding, image)
  return {
    knows: (finding, image) => isWithin(atMost, finding.severity) && has(finding, image),
    firstSeenAt: (finding, image) => firstOf(finding, usable(image)),
    sightingOf: (finding, image) => firstOf(finding, lookUp(image)),
    stateOf,
    compare: image => {
      const images = usable(image)
      if (images.length === 0) return null
      const added = image.findings.filter(each => each.state === 'open' && stateOf(each, image) === 'new')
      return { new: countBy(added), fixed: image.gaps.length > 0 ? null : Math.min(...images.map(each => countFixed(each, image))) }
    },
    tellUnknown: images => {
      const names = nameImages(images)
      const beyond = images.flatMap(image => image.findings.filter(each => isBeyond(each, image)))
      return [
        ...images.flatMap((image, i) => (usable(image).length > 0 ? [] : [tellUnknown(names[i] ?? image.uri, lookUp(image))])),
        ...tellBeyond(beyond.length, atMost),
      ]
    },
  }
}

/**
 * An earlier image of ECR as a baseline: nobody knows what was decided about it, so it is decided by the policy of this run. Exceptions
 * hold as if none had ended, so that what one accepted does not become known when it ends. When its findings were first seen is not known:
 * its own dates begin anew with every build.
 */
export function toEarlier(
  image: Image,
  policy: FindingPolicy,
  { exceptions, vex = [] }: Pick<RuleSet, 'exceptions' | 'vex'>,
  now: number,
): EarlierImage {
  const evidence = { exceptions: startExceptions(exceptions, Number.NEGATIVE_INFINITY), vex: startVex(vex, now) }
  const { findings } = decideFindings(image, policy, evidence, { now, judgedAt: now })
  return { ...image, findings: findings.map(finding => ({ ...finding, counted: isCounted(finding), firstSeenAt: null })) }
}

/** The entries of a finding, for each of its packages. */
type Entries = readonly (readonly EarlierFinding[])[]

// Of several, as of two tags in one report, the one of the same digest or tag is meant; else what all of them have is known.
function findEarlier(image: Image, earlier: readonly EarlierImage[]): readonly EarlierImage[] {
  const same = earlier.filter(each => isSamePlace(each, image))
  const narrow = [
    same.filter(({ digest }) => digest !== null && digest === image.digest),
    same.filter(({ tags }) => tags.some(tag => image.tags.includes(tag))),
  ].find(({ length }) => length > 0)
  return narrow ?? same
}

// Without an index, the platform is a word of the scanner's for a distribution, which changes with the base image. A basic scan without
// findings names no Region.
function isSamePlace(a: Named, b: Named): boolean {
  const platformOf = ({ indexDigest, platform }: Named): string | null => (indexDigest === null ? null : platform)
  return (
    a.repositoryName !== null &&
    a.registryId !== null &&
    a.repositoryName === b.repositoryName &&
    a.registryId === b.registryId &&
    (a.region === null || b.region === null || a.region === b.region) &&
    (a.indexDigest === null) === (b.indexDigest === null) &&
    platformOf(a) === platformOf(b)
  )
}

function tellUnknown(name: string, earlier: readonly EarlierImage[]): Diagnostic {
  const [gap] = earlier.flatMap(({ gaps }) => gaps)
  const why = gap === undefined ? `has no image of the repository and platform of ${name}` : `was not seen completely (${gap})`
  const help = gap === undefined ? 'take a baseline that was made of the same images' : 'take one whose scan was complete'
  return { level: 'warning', kind: BASELINE, message: `the baseline ${why}, so nothing in ${name} is known`, help }
}

function tellBeyond(count: number, atMost: SeverityLimit | undefined): readonly Diagnostic[] {
  if (count === 0 || atMost === undefined) return []
  const message = `the policy lets a baseline of a step make findings known up to ${atMost}, so ${plural(count, 'finding')} that it has ${agree(count, 'counts', 'count')} all the same`
  return [{ level: 'warning', kind: BASELINE, message, help: 'ask those who keep the policy to write baseline there' }]
}

/** What is told of a baseline of which nothing is known. */
export function tellUnread(name: string, why: string, help: string): Diagnostic {
  return { level: 'warning', kind: BASELINE, message: `nothing is known by the baseline: ${why}`, help, at: name }
}

/** The kind of what is told of a baseline. */
export const BASELINE = 'baseline'

function placesOf({ packages }: Pick<Finding, 'packages'>): readonly string[] {
  return packages.length === 0 ? [''] : packages.map(placeOf)
}

function placeOf({ name, manager, path }: Package): string {
  return JSON.stringify([name, manager, path])
}

type Known = Pick<Finding, 'id' | 'aliases' | 'packages'>

/** Finds findings by a vulnerability and the place of a package. */
type Index<T> = (finding: Pick<Finding, 'id' | 'aliases'>, place: string) => readonly T[]

function indexFindings<T extends Known>(findings: readonly T[]): Index<T> {
  const named = findings.flatMap(finding =>
    placesOf(finding).flatMap(place => [...new Set([finding.id, ...finding.aliases])].map(name => ({ finding, key: `${name} ${place}` }))),
  )
  const byKey = groupBy(named, ({ key }) => key)
  return (finding, place) => {
    const candidates = [finding.id, ...finding.aliases].flatMap(name => byKey.get(`${name} ${place}`) ?? [])
    return [...new Set(candidates.map(each => each.finding))].filter(each => isSame(finding, each))
  }
}

function isSame(a: Pick<Finding, 'id' | 'aliases'>, b: Pick<Finding, 'id' | 'aliases'>): boolean {
  return isNamed(a, [b.id]) || isNamed(b, [a.id])
}

// What was closed then has come back.
function isUnchanged({ severity }: Finding, entries: readonly EarlierFinding[]): boolean {
  return entries.some(each => each.state !== 'closed' && !hasRisen(each.severity, severity))
}

// Whoever had not rated it then did not know how bad it is, and a word that is none of ECR's says nothing of that either.
function hasRisen(before: string, now: string): boolean {
  if (before === now) return false
  const isRated = (severity: string): boolean => rank(severity) < SEVERITIES.length && !UNRATED.includes(severity)
  if (UNRATED.includes(now)) return false
  return !isRated(before) || !isRated(now) || rank(now) < rank(before)
}

function countFixed({ findings }: EarlierImage, image: Image): number {
  const here = indexFindings(image.findings.filter(({ state }) => state !== 'closed'))
  const isHere = (finding: EarlierFinding): boolean => placesOf(finding).some(place => here(finding, place).length > 0)
  return findings.filter(finding => finding.state === 'open' && !isHere(finding)).length
}

function countBy(findings: readonly Finding[]): SeverityCounts {
  const groups = groupBy(findings, ({ severity }) => severity)
  return Object.fromEntries([...groups].map(([severity, { length }]) => [severity, length] as const).sort(([a], [b]) => rank(a) - rank(b)))
}
