// What can be changed in images: packages at their places, with the version to bring each to, and which findings that fixes.
//
// A version is called later only by the order of its ecosystem. Where that order cannot read a version, nothing is guessed: the finding has
// no change that fixes it. Where no order is known, the one version that the scan names is believed, if it looks later.

import { groupBy } from '../../group.ts'
import { layersOfBase } from '../../image/base.ts'
import type { DecisionKind } from '../../image/decision.ts'
import { isBasicFinding } from '../../image/delivery.ts'
import { type Finding, fixedVersionOf, isCounted, type Package, rank, versionOf } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { compareText } from '../../order.ts'
import { compareSystemVersions, compareVersions } from '../../versions/compare.ts'
import { type Ecosystem, orderOf } from '../../versions/ecosystem.ts'
import type { Change, PackageChange } from './change.ts'

/** A package at one place, with the version to bring it to. */
export interface Place extends Omit<PackageChange, 'isNeeded'> {
  readonly unit: string
}

/** What is done at once: one package at one place, or those of the base image together. */
export interface Unit {
  readonly kind: Change['kind']
  /** The positions of its places. */
  readonly places: readonly number[]
}

/** A finding that counts or warns, and what has to be changed to fix it. */
export interface Candidate {
  /** The position of its image, and its own position in it. */
  readonly image: number
  readonly position: number
  readonly finding: Finding
  /** The positions of places, all of which have to be changed; undefined where no change is known that fixes it. */
  readonly needs: readonly number[] | undefined
}

export interface Units {
  readonly places: readonly Place[]
  /** The gravest first. */
  readonly units: readonly Unit[]
  readonly candidates: readonly Candidate[]
}

const BASE = 'base image'

/** Which of two versions of a package is later, if its order is known and can read both. */
type Compare = typeof compareSystemVersions

interface Use {
  readonly pack: Package
  /** Whether it comes with the base image. Where that is not known, packages of the operating system do. */
  readonly isOfBase: boolean
  /** The name of its order; the same name is the same order. */
  readonly order: Ecosystem | 'system' | undefined
}

// A finding without a fix has no change that ends its warning.
const WARNED: readonly DecisionKind[] = ['known', 'base-image']

/** What can be changed in the images of one index, or in one image. */
export function listUnits(images: readonly Image[]): Units {
  const counted = images.flatMap((image, i) => {
    const ofBase = layersOfBase(image)
    return image.findings.flatMap((finding, position) =>
      isCounted(finding) || WARNED.includes(finding.decision.kind)
        ? [{ image: i, position, finding, uses: finding.packages.map(pack => useOf(pack, finding, image, ofBase)) }]
        : [],
    )
  })
  counted.sort((a, b) => rank(a.finding.severity) - rank(b.finding.severity) || compareText(a.finding.id, b.finding.id))
  const targets = targetsOf(counted.flatMap(({ uses }) => uses))
  const places: Place[] = []
  const positions = new Map<string, number>()
  const placeOf = (use: Use): number | undefined => {
    const { pack, isOfBase } = use
    const unit = isOfBase ? BASE : packageKeyOf(pack)
    const key = JSON.stringify([isOfBase, packageKeyOf(pack)])
    const to = cureOf(use, targets)
    const from = versionOf(pack)
    const { name, manager, path } = pack
    if (to === undefined || name === null) return undefined
    const known = positions.get(key)
    if (known !== undefined) return known
    positions.set(key, places.length)
    const place = { unit, name, manager, path, from: from === '' ? null : from, to }
    return places.push(place) - 1
  }
  const candidates = counted.map(({ image, position, finding, uses }): Candidate => {
    const needs = uses.map(placeOf)
    const known = needs.filter(need => need !== undefined)
    return { image, position, finding, needs: needs.length > 0 && known.length === needs.length ? [...new Set(known)] : undefined }
  })
  return { places, units: toUnits(places, candidates), candidates }
}

type OfImage = Pick<Image, 'platform'> & Partial<Pick<Image, 'baseImage'>>

/** By which version all that have a fix of these findings are fixed in a package; undefined where none is known to fix all of them. */
export function fixesOf(findings: readonly Finding[], image: OfImage = { platform: null }): (pack: Package) => string | undefined {
  const uses = findings.flatMap(finding => finding.packages.map(pack => useOf(pack, finding, image)))
  const targets = targetsOf(uses)
  const hasFix = uses.filter(({ pack }) => fixedVersionOf(pack) !== '')
  const unclear = new Set(hasFix.filter(use => cureOf(use, targets) === undefined).map(({ pack }) => packageKeyOf(pack)))
  return pack => (unclear.has(packageKeyOf(pack)) ? undefined : targets.get(packageKeyOf(pack)))
}

/** The same for one finding of a package; undefined where that version does not fix it. */
export function curesOf(findings: readonly Finding[], image: OfImage): (pack: Package, finding: Finding) => string | undefined {
  const targets = targetsOf(findings.flatMap(finding => finding.packages.map(pack => useOf(pack, finding, image))))
  return (pack, finding) => cureOf(useOf(pack, finding, image), targets)
}

// The version that its package is brought to, if that fixes the finding.
function cureOf({ pack, order }: Use, targets: ReturnType<typeof targetsOf>): string | undefined {
  const to = targets.get(packageKeyOf(pack))
  const fixed = fixedVersionOf(pack)
  return to !== undefined && fixed !== '' && isFixed(to, fixed, versionOf(pack), comparing(order)) ? to : undefined
}

function targetsOf(uses: readonly Use[]): ReadonlyMap<string, string | undefined> {
  return new Map([...groupBy(uses, ({ pack }) => packageKeyOf(pack))].map(([key, its]) => [key, targetOf(its)]))
}

// A place that fixes no finding without another one, which cannot be changed, is left out.
function toUnits(places: readonly Place[], candidates: readonly Candidate[]): readonly Unit[] {
  const used = [...new Set(candidates.flatMap(({ needs }) => needs ?? []))].sort((a, b) => a - b)
  return [...groupBy(used, place => places[place]?.unit)].map(([unit, its]) => ({
    kind: unit === BASE ? 'base image' : 'package',
    places: its,
  }))
}

// A basic scan finds packages of the operating system only, and names neither it nor their manager. A version that fixes what has no fix is
// not believed.
function useOf(given: Package, finding: Finding, { platform, baseImage }: OfImage, ofBase: ReadonlySet<string> = NO_LAYERS): Use {
  const order = orderOf(given.manager, finding.platform ?? platform)
  const isOfSystem = isBasicFinding(finding) || given.manager === 'OS'
  const pack = finding.fixAvailable === 'NO' ? { ...given, fixedIn: null } : given
  const isOfBase = baseImage ? ofBase.has(given.layer ?? '') : isOfSystem
  return { pack, isOfBase, order: order ?? (isOfSystem ? 'system' : undefined) }
}

const NO_LAYERS: ReadonlySet<string> = new Set()

function comparing(order: Use['order']): Compare {
  if (order === undefined) return () => undefined
  return order === 'system' ? compareSystemVersions : (a, b) => compareVersions(order, a, b)
}

/** What tells packages apart: the installed version too, since two versions of one in an image are two things to change. */
export function packageKeyOf(pack: Package): string {
  return JSON.stringify([pack.manager, pack.name, versionOf(pack), pack.path])
}

/** The latest of the versions that fix a finding of a package at a place, of those that are certainly later than the installed one. */
function targetOf(uses: readonly Use[]): string | undefined {
  const [first] = uses
  const orders = new Set(uses.map(({ order }) => order))
  if (first === undefined || orders.size > 1) return undefined
  const from = versionOf(first.pack)
  const versions = [...new Set(uses.map(({ pack }) => fixedVersionOf(pack)))].filter(version => version !== '')
  // Without an order, only the same version is known to be as late. It has to be later by the orders that are the least strict.
  if (first.order === undefined)
    return versions.length === 1 ? versions.find(version => isLater(version, from, compareSystemVersions)) : undefined
  const compare = comparing(first.order)
  return versions
    .filter(version => isLater(version, from, compare))
    .reduce<string | undefined>((a, b) => (a === undefined || compare(b, a) === 1 ? b : a), undefined)
}

function isFixed(to: string, fixedIn: string, from: string, compare: Compare): boolean {
  if (to === fixedIn) return true
  const sign = compare(to, fixedIn)
  return isLater(fixedIn, from, compare) && (sign === 1 || sign === 0)
}

// Where the scan does not say what is installed, a version that can be read is believed.
function isLater(version: string, from: string, compare: Compare): boolean {
  return from === '' ? compare(version, version) === 0 : compare(version, from) === 1
}

/** The places of these units. */
export function placesOf({ units }: Pick<Units, 'units'>, positions: readonly number[]): readonly number[] {
  return positions.flatMap(position => units[position]?.places ?? [])
}
