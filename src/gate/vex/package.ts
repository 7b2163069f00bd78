// Whether what a statement of VEX names is a package that has a finding. Types of package URLs are compared with the package managers of
// Amazon Inspector, and namespaces of distributions with its platforms.
// https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst

import { type Package, versionOf } from '../../image/finding.ts'
import { type Ecosystem, orderOf } from '../../versions/ecosystem.ts'
import type { Purl } from '../../vex/purl.ts'
import type { Component } from '../../vex/statement.ts'
import { goProcessor } from './product.ts'

const TYPES: ReadonlyMap<string, Ecosystem> = new Map([
  ['apk', 'apk'],
  ['cargo', 'cargo'],
  ['composer', 'composer'],
  ['deb', 'dpkg'],
  ['gem', 'rubygems'],
  ['golang', 'go'],
  ['maven', 'maven'],
  ['npm', 'npm'],
  ['nuget', 'nuget'],
  ['pypi', 'pypi'],
  ['rpm', 'rpm'],
])

const OF_SYSTEMS: readonly Ecosystem[] = ['apk', 'dpkg', 'rpm']

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
 * Whether a component is a package. `isAlone`: it is named by itself, and not as a part of an image that is known already; then nothing
 * about it may be unknown, such as the distribution.
 */
export function isPackage({ purls }: Component, found: Found, isAlone: boolean): boolean {
  return purls.length > 0 && purls.every(purl => isNamed(purl, found, isAlone))
}

function isNamed(purl: Purl, { pack, platform, processors }: Found, isAlone: boolean): boolean {
  const type = TYPES.get(purl.type)
  const order = orderOf(pack.manager, platform)
  if (type === undefined || pack.name === null) return false
  const isSystem = OF_SYSTEMS.includes(type)
  // Only packages of the operating system are found without a package manager, and their platform may be unknown.
  if (order !== type && !(isSystem && !isAlone && order === undefined && (pack.manager === null || pack.manager === 'OS'))) return false
  if (isSystem && !isOfDistribution(purl, platform, isAlone)) return false
  return nameOf(purl, type).has(normalize(pack.name, type)) && isVersion(purl, pack, type) && isNarrowedTo(purl, processors, isAlone)
}

function nameOf({ namespace, name }: Purl, type: Ecosystem): ReadonlySet<string> {
  if (OF_SYSTEMS.includes(type) || namespace === null) return new Set([normalize(name, type)])
  const separators = type === 'maven' ? [':', '/'] : ['/']
  return new Set(separators.map(separator => normalize(`${namespace}${separator}${name}`, type)))
}

function normalize(name: string, type: Ecosystem): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-')
  return type === 'nuget' || type === 'composer' ? name.toLowerCase() : name
}

function isOfDistribution({ namespace, qualifiers }: Purl, platform: string | null, isAlone: boolean): boolean {
  const word = /^[A-Z]+/.exec(platform ?? '')?.[0]
  if (word === undefined) return !isAlone
  const ids = DISTRIBUTIONS[word] ?? [word.toLowerCase()]
  if (namespace === null ? isAlone : !ids.includes(namespace.toLowerCase())) return false
  const distro = qualifiers.get('distro')?.toLowerCase()
  if (distro === undefined) return true
  // What has no digits is a code name, such as bookworm.
  if (!/\d/.test(distro)) return !isAlone
  const own = (platform?.match(/\d+/g) ?? []).join('.')
  return own !== '' && [...ids.map(id => `${id}-${own}`), own].some(each => distro === each || distro.startsWith(`${each}.`))
}

/** What a qualifier may say of a package that is named alone. */
const COMPARED: readonly string[] = ['arch', 'distro', 'epoch', 'type']

/** Packages for every processor say so. */
const ANY_PROCESSOR: readonly string[] = ['all', 'any', 'noarch']

function isNarrowedTo({ qualifiers }: Purl, processors: readonly string[], isAlone: boolean): boolean {
  if (isAlone && [...qualifiers.keys()].some(key => !COMPARED.includes(key))) return false
  const arch = qualifiers.get('arch')
  if (arch === undefined || ANY_PROCESSOR.includes(arch)) return true
  return processors.length === 0 ? !isAlone : processors.includes(goProcessor(arch))
}

function isVersion({ version, qualifiers }: Purl, pack: Package, type: Ecosystem): boolean {
  if (version === null) return true
  const epoch = qualifiers.get('epoch')
  const own = epoch === undefined ? [versionOf(pack), versionOf({ ...pack, epoch: null })] : [versionOf(pack)]
  const written = epoch === undefined || epoch === '0' ? version : `${epoch}:${version}`
  const plain = (text: string): string => (type === 'go' ? text.replace(/^v(?=\d)/, '') : text)
  return own.some(each => each !== '' && plain(each) === plain(written))
}
