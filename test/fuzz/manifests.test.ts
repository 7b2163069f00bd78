// Manifests of a registry that lies: bytes that are not those of the digest are never judged as if they were, and a key that another
// reader would take for another field is not read over.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Ecr } from '../../src/ecr/calls.ts'
import { resolveImage } from '../../src/ecr/resolve.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import { readManifest } from '../../src/image/manifest.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import { makeAttestation, makeIndex, makeManifest } from '../aws/images.ts'
import { damagedJson, damagedText } from './damage.ts'
import { fuzz } from './fuzz.ts'

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
const IMAGE = JSON.stringify(makeManifest('a'))
const OTHER = JSON.stringify(makeManifest('b'))
const attestation = makeAttestation(digestOf(IMAGE))
const entryOf = (text: string, architecture: string) => ({
  mediaType: makeManifest('a').mediaType,
  digest: digestOf(text),
  size: text.length,
  platform: { os: 'linux', architecture },
})
const INDEX = JSON.stringify(makeIndex([entryOf(IMAGE, 'amd64'), entryOf(OTHER, 'arm64'), attestation.entry]))
const manifests = fc.constantFrom(IMAGE, INDEX)

describe('a manifest', () => {
  fuzz(
    'whose text or parts are anything is read or refused',
    1000,
    [fc.oneof(damagedText(manifests), damagedJson(manifests.map(text => JSON.parse(text))))],
    text => {
      const manifest = readManifest(text, undefined)
      if (manifest.kind === 'unreadable') expect(manifest.problem).not.toBe('')
      if (manifest.kind === 'index') for (const { digest } of manifest.entries) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    },
  )
})

describe('an image by its digest', () => {
  const resolve = (texts: ReadonlyMap<string, string>) => {
    const digest = digestOf(INDEX)
    const batchGetImage: Ecr['batchGetImage'] = async ids => {
      const images = ids.map(({ imageDigest = '' }) => ({ imageId: { imageDigest }, imageManifest: texts.get(imageDigest) ?? '' }))
      return { images }
    }
    const uri = parseImageUri(`111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@${digest}`, { registryId: undefined, region: undefined })
    if (!('digest' in uri)) throw new Error(JSON.stringify(uri))
    const clock = { milliseconds: () => 0, sleep: async () => undefined }
    return captureFault(() =>
      resolveImage({ batchGetImage } as Ecr, uri, { platforms: [], graceSeconds: 0, timeoutSeconds: 0, clock, beganMilliseconds: 0 }),
    )
  }
  const truth = new Map([INDEX, IMAGE, OTHER].map(text => [digestOf(text), text]))

  fuzz(
    'whose manifests are damaged on the way loses none of its parts in silence',
    500,
    [fc.constantFrom(INDEX, IMAGE, OTHER).chain(text => damagedText(fc.constant(text)).map(damaged => ({ text, damaged })))],
    async ({ text, damaged }) => {
      const resolution = await resolve(new Map(truth).set(digestOf(text), damaged))
      if (resolution instanceof Fault) return expect(text).toBe(INDEX)
      expect(resolution.targets.map(({ digest }) => digest)).toEqual([digestOf(IMAGE), digestOf(OTHER)])
      const told = resolution.targets.filter(({ problem }) => problem !== undefined).map(({ digest }) => digest)
      expect(told).toEqual(damaged === text ? [] : [digestOf(text)])
    },
  )
})

// Go's JSON readers, which run the images, take a key for a field without regard to case, as Unicode folds it, and the last one wins.
describe('a key that another reader takes for a field', () => {
  const FIELDS = ['mediaType', 'config', 'layers', 'manifests', 'digest', 'platform', 'os', 'architecture', 'variant'] as const
  const LIKE: Readonly<Record<string, readonly string[]>> = { s: ['s', 'S', 'ſ'], k: ['k', 'K', '\u212a'] }

  /** The name in another spelling that folds to it, or once more as it is. */
  const spellings = (name: string): fc.Arbitrary<string> =>
    fc
      .tuple(...[...name].map(letter => fc.constantFrom(...(LIKE[letter.toLowerCase()] ?? [letter.toLowerCase(), letter.toUpperCase()]))))
      .map(letters => letters.join(''))

  /** Puts a second member behind every place of `field` in the text: the name again as `name`, with the value that it has or another. */
  const cases = fc
    .tuple(
      manifests,
      fc.constantFrom(...FIELDS),
      fc.nat(10),
      fc.constantFrom('"x"', '[]', '{}', 'null', `[${JSON.stringify(entryOf(OTHER, 'amd64'))}]`),
    )
    .chain(([text, field, nth, value]) => spellings(field).map(name => ({ text, field, nth, name, value })))
    .map(({ text, field, nth, name, value }) => {
      const places = [...text.matchAll(new RegExp(`(?<=[{,])"${field}":`, 'g'))].filter(({ index }) => isKnown(text, index))
      const at = places[nth % Math.max(1, places.length)]?.index
      return at === undefined ? undefined : `${text.slice(0, at)}${JSON.stringify(name)}:${value},${text.slice(at)}`
    })
    .filter(text => text !== undefined)

  fuzz('is never read over, whether it folds to the field or stands twice', 300, [cases], text => {
    expect(readManifest(text, undefined).kind).toBe('unreadable')
  })
})

/** Whether the field is one of a manifest, of an entry or of its platform, and not of a layer or of a config. */
function isKnown(text: string, at: number): boolean {
  const before = text.slice(0, at)
  return text === INDEX || !(before.includes('"config":{') || before.includes('"layers":['))
}
