// Whether what a statement of VEX names is an image, or a package in one. Where something is not known, it is not.

import { type Image, nameImage } from '../../image/image.ts'
import { registryOf } from '../../image/uri.ts'
import type { Purl } from '../../purl.ts'
import type { Component } from '../../vex/statement.ts'

/** What one way to name an image says of it. */
type Answer = 'yes' | 'no' | 'unknown'

const OF_IMAGES: readonly string[] = ['oci', 'docker']

/** Whether a component is meant as an image, or may be one. */
export function mayBeImage({ names, purls, digests }: Component): boolean {
  return purls.some(({ type }) => OF_IMAGES.includes(type)) || (purls.length === 0 && names.length + digests.length > 0)
}

/** Whether a component is an image: one way to name it says so, and none says otherwise. `isStrict`: its processor must not be unknown. */
export function isImage({ names, purls, digests }: Component, image: Image, isStrict: boolean): boolean {
  const answers = [
    ...names.map((name): Answer => (namesOf(image).includes(name) ? 'yes' : 'unknown')),
    ...digests.map((digest): Answer => (digestsOf(image).includes(digest) ? 'yes' : 'no')),
    ...purls.map(purl => answerOf(purl, image, isStrict)),
  ]
  return answers.includes('yes') && !answers.includes('no')
}

/** The package URL of an image, as a statement about it would have it. */
export function purlOfImage({ uri, repositoryName, digest, indexDigest }: Image): string {
  const repository = repositoryName ?? ''
  const version = (indexDigest ?? digest ?? '').replace(':', '%3A')
  const at = version === '' ? '' : `@${version}`
  return repository === '' ? nameImage(uri) : `pkg:oci/${lastOf(repository)}${at}?repository_url=${registryOf(uri)}/${repository}`
}

function digestsOf({ digest, indexDigest }: Pick<Image, 'digest' | 'indexDigest'>): readonly string[] {
  return [digest, indexDigest].filter(each => each !== null)
}

// With the registry, because a repository of the same name may be in several.
function namesOf(image: Image): readonly string[] {
  const { uri, repositoryName, tags } = image
  if (repositoryName === null) return []
  const name = `${registryOf(uri)}/${repositoryName}`
  const digests = digestsOf(image).map(each => `@${each}`)
  return ['', ...digests, ...tags.flatMap(tag => [`:${tag}`, ...digests.map(each => `:${tag}${each}`)])].map(end => `${name}${end}`)
}

function answerOf(purl: Purl, image: Image, isStrict: boolean): Answer {
  const { type, version, qualifiers } = purl
  if (!OF_IMAGES.includes(type)) return 'unknown'
  const url = qualifiers.get('repository_url')
  if (url !== undefined && !isRepository(url, purl, image)) return 'no'
  const platform = answerPlatform(purl, image, isStrict)
  if (platform === 'no') return 'no'
  const tag = qualifiers.get('tag') ?? (version === null || version.includes(':') ? undefined : version)
  if (version?.includes(':')) {
    // A digest says which image it is, whatever tag it had then.
    if (!digestsOf(image).includes(version.toLowerCase())) return 'no'
    return platform === 'yes' || version.toLowerCase() === image.digest ? 'yes' : 'unknown'
  }
  if (tag !== undefined && !image.tags.includes(tag)) return 'no'
  return url === undefined ? 'unknown' : platform
}

// The specification's examples have the repository both with and without the name at its end.
function isRepository(url: string, { namespace, name }: Purl, { uri, repositoryName }: Image): boolean {
  const written = url
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase()
  const own = `${registryOf(uri)}/${repositoryName}`.toLowerCase()
  const whole = [namespace, name]
    .filter(each => each !== null)
    .join('/')
    .toLowerCase()
  return (written === own && lastOf(own) === lastOf(whole)) || `${written}/${whole}` === own
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** What Go calls the processors that other tools name otherwise. */
const PROCESSORS: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armhf: 'armv7',
  armv7l: 'armv7',
  i386: '386',
  i686: '386',
  x86: '386',
  ppc64el: 'ppc64le',
}

/** A processor in the word of Go, which ECR and the registries use. */
export function goProcessor(arch: string): string {
  const word = arch.toLowerCase().replaceAll('/', '')
  return Object.hasOwn(PROCESSORS, word) ? (PROCESSORS[word] as string) : word
}

/** What the processor of an image is called. A platform of an index is linux/arm64 or linux/arm/v7; of any other image it is not known. */
export function processorsOf({ platform }: Pick<Image, 'platform'>): readonly string[] {
  const [, ...own] = platform?.includes('/') ? platform.split('/') : []
  return own.length === 0 ? [] : [own[0] as string, own.join('')]
}

function answerPlatform({ qualifiers }: Purl, image: Image, isStrict: boolean): Answer {
  const [os, arch] = [qualifiers.get('os'), qualifiers.get('arch')]
  if (os === undefined && arch === undefined) return 'yes'
  const processors = processorsOf(image)
  if (processors.length === 0) return isStrict ? 'unknown' : 'yes'
  const isArch = arch === undefined || processors.includes(goProcessor(arch))
  return isArch && (os === undefined || image.platform?.startsWith(`${os}/`)) ? 'yes' : 'no'
}
