// Whether what a statement of VEX names is a package that has a finding. Types of package URLs are compared with the package managers of
// Amazon Inspector, and namespaces of distributions with its platforms.
// https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst

import { type Package, versionOf } from '../../image/finding.ts'
import { normal, type Purl } from '../../purl.ts'
import { orderOf, PURL_TYPES } from '../../versions/ecosystem.ts'
import type { Component } from '../../vex/statement.ts'
import { goProcessor } from './product.ts'

const OF_SYSTEMS: readonly string[] = ['apk', 'deb', 'rpm']

/** What the first word of a platform is called as a namespace. */
const DISTRIBUTIONS: Readonly<Record<string, readonly string[]>> = {
  ALMA: ['almalinux', 'alma'],
  ALMALINUX: ['almalinux', 'alma'],
  AMAZON: ['amzn', 'amazon'],
  ORACLE: ['ol', 'oracle'],
  RED: ['redhat', 'rhel'],
  REDHAT: ['redhat', 'rhel'],
  RHEL: ['redhat', 'rhel'],
  ROCKY: ['rocky', 'rockylinux'],
  SLES: ['sles', 'suse'],
  SUSE: ['suse', 'sles'],
}

/** A package, where it was found. */
export interface Found {
  readonly pack: Package
  /** The scanner's name of the platform, such as DEBIAN_12. */
  readonly platform: string | null
  /** What its image's processor is called; empty if that is not known. */
  readonly processors: readonly string[]
}

/**
 * Whether a component is a package. `isStrict`: nothing about it may be unknown, such as the distribution, because it is named by itself,
 * and not as a part of an image that is known already.
 */
export function isPackage({ purls }: Component, found: Found, isStrict: boolean): boolean {
  return purls.length > 0 && purls.every(purl => isNamed(purl, found, isStrict))
}

function isNamed(purl: Purl, { pack, platform, processors }: Found, isStrict: boolean): boolean {
  const { type } = purl
  const order = orderOf(pack.manager, platform)
  if (pack.name === null) return false
  const isSystem = OF_SYSTEMS.includes(type)
  const isUnknown = order === undefined && (pack.manager === null || pack.manager === 'OS')
  // Only packages of the operating system are found without a package manager, and their platform may be unknown.
  if (order === undefined ? !(isUnknown && isSystem && !isStrict) : PURL_TYPES[order] !== type) return false
  if (isSystem && !isOfDistribution(purl, platform, isStrict)) return false
  return nameOf(purl).has(normalize(pack.name, type)) && isVersion(purl, pack) && isNarrowedTo(purl, processors, isStrict)
}

function nameOf({ type, namespace, name }: Purl): ReadonlySet<string> {
  if (OF_SYSTEMS.includes(type) || namespace === null) return new Set([normalize(name, type)])
  const separators = type === 'maven' ? [':', '/'] : ['/']
  return new Set(separators.map(separator => normalize(`${namespace}${separator}${name}`, type)))
}

// Registries take more names for the same than the specification of package URLs.
function normalize(written: string, type: string): string {
  const { name } = normal(type, '', written)
  if (type === 'pypi') return name.replace(/[-.]+/g, '-')
  return type === 'nuget' ? name.toLowerCase() : name
}

function isOfDistribution({ namespace, qualifiers }: Purl, platform: string | null, isStrict: boolean): boolean {
  const word = /^[A-Z]+/.exec(platform ?? '')?.[0]
  if (word === undefined) return !isStrict
  const ids = DISTRIBUTIONS[word] ?? [word.toLowerCase()]
  if (namespace === null ? isStrict : !ids.includes(namespace.toLowerCase())) return false
  const distro = qualifiers.get('distro')?.toLowerCase()
  if (distro === undefined) return true
  // What has no digits is a code name, such as bookworm.
  if (!/\d/.test(distro)) return !isStrict
  const own = (platform?.match(/\d+/g) ?? []).join('.')
  return own !== '' && [...ids.map(id => `${id}-${own}`), own].some(each => distro === each || distro.startsWith(`${each}.`))
}

/** What a qualifier may say of a package that is named by itself. */
const COMPARED: readonly string[] = ['arch', 'distro', 'epoch', 'type']

/** Packages for every processor say so. */
const ANY_PROCESSOR: readonly string[] = ['all', 'any', 'noarch']

function isNarrowedTo({ qualifiers }: Purl, processors: readonly string[], isStrict: boolean): boolean {
  if (isStrict && [...qualifiers.keys()].some(key => !COMPARED.includes(key))) return false
  const arch = qualifiers.get('arch')
  if (arch === undefined || ANY_PROCESSOR.includes(arch)) return true
  return processors.length === 0 ? !isStrict : processors.includes(goProcessor(arch))
}

function isVersion({ type, version, qualifiers }: Purl, pack: Package): boolean {
  if (version === null) return true
  const epoch = qualifiers.get('epoch')
  const own = epoch === undefined ? [versionOf(pack), versionOf({ ...pack, epoch: null })] : [versionOf(pack)]
  const written = epoch === undefined || epoch === '0' ? version : `${epoch}:${version}`
  const plain = (text: string): string => (type === 'golang' ? text.replace(/^v(?=\d)/, '') : text)
  return own.some(each => each !== '' && plain(each) === plain(written))
}
