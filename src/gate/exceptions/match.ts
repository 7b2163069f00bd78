// Whether an exception accepts a finding. What it names must hold for the whole finding: one that is in two packages is not accepted by
// an exception for one of them.

import { type Finding, type Package, versionOf } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { registryOf } from '../../image/uri.ts'
import type { Fields } from '../../json.ts'
import type { FindingException, FindingFilter, Narrow } from '../../rules/exception.ts'
import { isWithin } from '../limits.ts'
import { holdsForCertain } from '../unseen.ts'
import { holdsFor } from './foreign.ts'
import { compileGlob } from './glob.ts'

/** What keeps an exception from accepting a finding: the first of its conditions that does not hold, in this order. */
export type Refusal = 'id' | 'severity' | 'limit' | 'fix' | 'package' | 'filter'

export interface Matcher {
  readonly exception: FindingException
  /** Whether the exception is about an image. */
  readonly isAbout: (image: Image) => boolean
  /** What keeps it from accepting a finding of an image that it is about; undefined if it accepts the finding. */
  readonly refusalOf: (finding: Finding, image: Image, toEvent: (finding: Finding) => Fields) => Refusal | undefined
}

export function matcherOf(exception: FindingException): Matcher {
  const { ids, filter, narrow, untilFixed, atMost, exact = false } = exception
  const isIn = inPackage(narrow)
  return {
    exception,
    isAbout: aboutImage(narrow),
    refusalOf: (finding, image, toEvent) => {
      if (ids.length > 0 && !(exact ? ids.includes(finding.id) : isNamed(finding, ids))) return 'id'
      if (narrow.severity !== null && narrow.severity !== finding.severity) return 'severity'
      if (!isWithin(atMost, finding.severity)) return 'limit'
      if (untilFixed && !hasNoFix(finding)) return 'fix'
      if (!isIn(finding)) return 'package'
      return filter === null || holds(filter, finding, image, toEvent) ? undefined : 'filter'
    },
  }
}

function holds(filter: FindingFilter, finding: Finding, image: Image, toEvent: (finding: Finding) => Fields): boolean {
  if ('conditions' in filter) return filter.conditions.every(condition => holdsFor(condition, finding))
  return eachPackage(finding).every(part => holdsForCertain(filter.plan, toEvent(part), image))
}

// The finding as a whole, and as it is in each of its packages alone: a filter about one of them is not about the others.
function eachPackage(finding: Finding): readonly Finding[] {
  const { packages } = finding
  return packages.length < 2 ? [finding] : [finding, ...packages.map(pack => ({ ...finding, packages: [pack] }))]
}

/**
 * Whether ids name a finding: its own, or all that it is called on the other side of GHSA and CVE. Other related vulnerabilities are not
 * the same: an advisory of a distribution lists all that it mends.
 */
export function isNamed({ id, aliases }: Pick<Finding, 'id' | 'aliases'>, ids: readonly string[]): boolean {
  if (ids.includes(id)) return true
  const other = id.startsWith('GHSA-') ? 'CVE-' : 'GHSA-'
  const names = id.startsWith('GHSA-') || id.startsWith('CVE-') ? aliases.filter(alias => alias.toUpperCase().startsWith(other)) : []
  return names.length > 0 && names.every(name => ids.includes(name))
}

/** What of a finding says whether it can be fixed. */
interface Fixable extends Pick<Finding, 'fixAvailable'> {
  readonly packages: readonly Pick<Package, 'fixedIn'>[]
}

/** Whether ECR says that nothing fixes a finding. Where a package names a fixed version all the same, neither is believed. */
export function hasNoFix({ fixAvailable, packages }: Fixable): boolean {
  return fixAvailable === 'NO' && packages.every(({ fixedIn }) => fixedIn === null)
}

function aboutImage({ image: pattern, platform }: Narrow): (image: Image) => boolean {
  const isNamed = pattern === null ? () => true : compileGlob(pattern)
  return image => (platform === null || platform === image.platform) && (pattern === null || namesOf(image).some(isNamed))
}

/** All names of an image: with and without its registry, bare, by tag, by digest, and by both. */
function namesOf({ uri, repositoryName, digest, indexDigest, tags }: Image): readonly string[] {
  const name = repositoryName ?? ''
  const digests = [digest, indexDigest].flatMap(each => (each === null ? [] : [`@${each}`]))
  const ends = ['', ...digests, ...tags.flatMap(tag => [`:${tag}`, ...digests.map(each => `:${tag}${each}`)])]
  return ends.flatMap(end => [`${name}${end}`, `${registryOf(uri)}/${name}${end}`])
}

function inPackage({ package: name, version, path }: Narrow): (finding: Finding) => boolean {
  const tests = [
    ...testOf(name, pack => [pack.name]),
    ...testOf(version, pack => [pack.version, versionOf({ ...pack, epoch: null }), versionOf(pack)]),
    ...testOf(path, pack => [pack.path]),
  ]
  if (tests.length === 0) return () => true
  return ({ packages }) => packages.length > 0 && packages.every(pack => tests.every(test => test(pack)))
}

function testOf(pattern: string | null, valuesOf: (pack: Package) => readonly (string | null)[]): readonly ((pack: Package) => boolean)[] {
  if (pattern === null) return []
  const matches = compileGlob(pattern)
  return [pack => valuesOf(pack).some(value => value !== null && matches(value))]
}
