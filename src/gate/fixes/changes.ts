// Tells what the search found: the changes with what each of them fixes, and the findings that no change fixes.

import { groupBy } from '../../group.ts'
import { countSeverities, type Finding, rank, type SeverityCounts } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { isRepositoryName } from '../../image/uri.ts'
import { compareText } from '../../order.ts'
import { writeFlow } from '../../rules/draft.ts'
import { helpWithId } from '../../rules/exception.ts'
import { hasNoFix } from '../exceptions/match.ts'
import { isWithin } from '../limits.ts'
import type { Law } from './again.ts'
import type { Change } from './change.ts'
import type { Remaining, Unfixable, Untold } from './fix.ts'
import type { Candidate, Units } from './units.ts'

/** The places that are changed before and after a step, and those that have to be. */
interface Places {
  readonly before: ReadonlySet<number>
  readonly after: ReadonlySet<number>
  readonly needed: ReadonlySet<number>
}

/** The changes of these units, the gravest first. */
export function toChanges(
  chosen: readonly number[],
  { units, places, candidates }: Units,
  { before, after, needed }: Places,
  images: readonly Image[],
): readonly Change[] {
  const fixed = candidates.filter(({ needs }) => needs?.every(need => after.has(need)) && !needs.every(need => before.has(need)))
  return chosen.flatMap((position): readonly Change[] => {
    const unit = units[position]
    if (unit === undefined) return []
    const its = fixed.filter(({ needs }) => needs?.some(need => unit.places.includes(need)))
    const packages = unit.places.flatMap(place => {
      const known = places[place]
      if (known === undefined) return []
      const { unit: _, ...pack } = known
      return [{ ...pack, isNeeded: needed.has(place) }]
    })
    packages.sort((a, b) => Number(b.isNeeded) - Number(a.isNeeded))
    return [{ kind: unit.kind, images: urisOf(its, images), packages, fixes: idsOf(its), severityCounts: countIds(its) }]
  })
}

/** What ends a finding that no change fixes: an exception, or why it is not known. */
export function whatEnds(
  { finding, image: position }: Candidate,
  images: readonly Image[],
  limits: Law['limits'],
): 'exception' | Untold['why'] {
  const image = images[position]
  if (image?.lacks.includes('fixAvailable') && finding.fixAvailable === null) return 'basic scan'
  if (!hasNoFix(finding)) return 'version'
  // The name of a repository may come from a file, and a star in it would stand for any characters.
  if (helpWithId(finding.id) !== undefined || !isRepositoryName(image?.repositoryName ?? '')) return 'no name'
  return isWithin(limits?.severityAtMost?.value, finding.severity) ? 'exception' : 'limit'
}

/** The findings that have no fix, by image and package, each with the exception that accepts them. */
export function toUnfixable(accepted: readonly Candidate[], images: readonly Image[], limits: Law['limits']): readonly Unfixable[] {
  const owner = limits?.needOwner.value === true ? 'WHO' : null
  return [...groupBy(accepted, each => JSON.stringify([images[each.image]?.repositoryName, packageOf(each.finding)])).values()].map(its => {
    const remaining = toRemaining(its, images)
    return { ...remaining, exception: writeException(remaining, images[its[0]?.image ?? 0], owner) }
  })
}

/** The findings of which it is not known what ends them. Those of a basic scan are told once. */
export function toUntold(others: readonly Candidate[], images: readonly Image[], limits: Law['limits']): readonly Untold[] {
  const unclear = others.flatMap(each => {
    const why = whatEnds(each, images, limits)
    return why === 'exception' ? [] : [{ each, why, key: JSON.stringify([why, why !== 'basic scan' && packageOf(each.finding)]) }]
  })
  return [...groupBy(unclear, ({ key }) => key).values()].map(its => ({
    ...toRemaining(
      its.map(({ each }) => each),
      images,
    ),
    why: its[0]?.why ?? 'version',
  }))
}

function toRemaining(candidates: readonly Candidate[], images: readonly Image[]): Remaining {
  const names = new Set(candidates.map(({ finding }) => packageOf(finding)))
  const [name = null] = names
  return {
    images: urisOf(candidates, images),
    package: names.size === 1 ? name : null,
    ids: idsOf(candidates),
    severityCounts: countIds(candidates),
  }
}

/** The package that an exception for a finding names. A star in its name would stand for any characters. */
export function packageOf({ packages }: Finding): string | null {
  const names = new Set(packages.map(({ name }) => name))
  const [name = null] = names
  return names.size !== 1 || name === null || name === '' || name.includes('*') ? null : name
}

function writeException({ ids, package: name }: Remaining, image: Image | undefined, owner: string | null): string {
  const target = { ids, package: name, image: image?.repositoryName ?? null }
  const entry = { ...target, reason: 'WHY', owner, expires: 'YYYY-MM-DD', untilFixed: true }
  return `- ${writeFlow(entry, false, { open: '{ ', separator: ', ', close: ' }' })}`
}

function urisOf(candidates: readonly Candidate[], images: readonly Image[]): readonly string[] {
  return images.flatMap(({ uri }, i) => (candidates.some(({ image }) => image === i) ? [uri] : []))
}

/** The findings of the worst severity of each id, in the order in which a person should read them. */
function worstById(candidates: readonly Candidate[]): readonly Finding[] {
  const sorted = candidates.map(({ finding }) => finding).sort((a, b) => rank(a.severity) - rank(b.severity) || compareText(a.id, b.id))
  return [...groupBy(sorted, ({ id }) => id).values()].flatMap(([first]) => first ?? [])
}

function idsOf(candidates: readonly Candidate[]): readonly string[] {
  return worstById(candidates).map(({ id }) => id)
}

function countIds(candidates: readonly Candidate[]): SeverityCounts {
  return countSeverities(worstById(candidates))
}
