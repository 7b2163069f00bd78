// Which findings of an image came with its base image. Layers are called by letters, the lowest first.

import { describe, expect, test } from 'vitest'
import { divideByBase, layersOfBase, nameBase } from '../../src/image/base.ts'
import type { Image } from '../../src/image/image.ts'
import { layer, makeBase, makeImage } from '../gate/judging.ts'

/** An image with these layers, and a finding for each word: in packages that are in the layers of its letters, `?` being an unknown one. */
function imageOf(layers: string, findings: readonly string[]): Image {
  return makeImage({
    layers,
    findings: findings.map((word, i) => ({
      severity: 'HIGH',
      id: `CVE-2026-${1000 + i}`,
      packages: [...word].map((letter, j) => ({ name: `p${i}${j}`, ...(letter === '?' ? {} : { sourceLayerHash: layer(letter) }) })),
    })),
  })
}

describe('a finding is that of the base image', () => {
  test.each<[what: string, layers: string, base: string, findings: Readonly<Record<string, boolean>>]>([
    ['if its package is in one of its layers', 'abcd', 'ab', { a: true, b: true, c: false, d: false }],
    ['if all of its packages are', 'abcd', 'ab', { ab: true, aa: true, ac: false, ca: false }],
    ['never if a layer is not known', 'abcd', 'ab', { '?': false, 'a?': false, '?a': false }],
    ['never if it has no package', 'abcd', 'ab', { '': false }],
    ['never if its layer is in neither', 'abcd', 'ab', { z: false }],
    ['never if the image has its layer once more', 'abcda', 'ab', { a: false, b: true, ab: false }],
    ['if the base image has its layer twice', 'aabc', 'aab', { a: true, b: true, c: false }],
    ['if the image adds no layer', 'ab', 'ab', { a: true, b: true }],
  ])('%s', (_, layers, base, findings) => {
    const { image, why } = divideByBase(imageOf(layers, Object.keys(findings)), [makeBase(base)])
    expect(image.findings.map(({ fromBase }) => fromBase)).toEqual(Object.values(findings))
    const { name, digest } = makeBase(base)
    expect([image.baseImage, why]).toEqual([{ name, digest, layers: base.length }, undefined])
  })

  test('of the base image with the most layers, in whatever order they are named', () => {
    const bases = ['a', 'abc', 'ab', 'abx'].map((layers, i) => makeBase(layers, { name: `host/base:${i}` }))
    for (const order of [bases, [...bases].reverse()])
      expect(divideByBase(imageOf('abcd', ['c']), order).image).toMatchObject({
        baseImage: { name: 'host/base:1', layers: 3 },
        findings: [{ fromBase: true }],
      })
  })
})

describe('nothing is that of the base image', () => {
  const base = makeBase('ab')
  const name = nameBase(base)
  test.each<[what: string, image: Image, bases: Parameters<typeof divideByBase>[1], why: string]>([
    [
      'of an image with other layers',
      imageOf('xbc', ['b']),
      [base],
      `layer 1 of the image is ${layer('x')}, and layer 1 of ${name} is ${layer('a')}`,
    ],
    [
      'of one with the layers in another order',
      imageOf('bac', ['a']),
      [base],
      `layer 1 of the image is ${layer('b')}, and layer 1 of ${name} is ${layer('a')}`,
    ],
    [
      'of one with a layer below them',
      imageOf('xab', ['a']),
      [base],
      `layer 1 of the image is ${layer('x')}, and layer 1 of ${name} is ${layer('a')}`,
    ],
    [
      'of one that has only some of them',
      imageOf('a', ['a']),
      [base],
      `the image has only 1 layer, and layer 2 of ${name} is ${layer('b')}`,
    ],
    [
      'the nearest of several is told',
      imageOf('axc', ['a']),
      [makeBase('z', { name: 'host/other:1' }), base],
      `layer 2 of the image is ${layer('x')}, and layer 2 of ${name} is ${layer('b')}`,
    ],
    ['where the base image has no layers', imageOf('ab', ['a']), [makeBase('')], `${name} has no layers`],
    [
      'where its layers are not known',
      imageOf('ab', ['a']),
      [{ ...base, variants: [{ digest: base.digest, platform: null, layers: null }] }],
      `the digests of the layers of ${name} are not known`,
    ],
    [
      'where it is the image itself',
      imageOf('ab', ['a']),
      [
        makeBase('ab', {
          digest: `sha256:${'a'.repeat(64)}`,
          variants: [{ digest: `sha256:${'a'.repeat(64)}`, platform: null, layers: [layer('a')] }],
        }),
      ],
      'it is the image itself',
    ],
    [
      'where the layers of the image are not known',
      makeImage({ findings: [{ severity: 'HIGH' }] }),
      [base],
      'the digests of its layers are not known',
    ],
  ])('%s', (_, image, bases, why) => {
    expect(divideByBase(image, bases)).toEqual({ image, why })
  })

  test.each<[what: string, builtOn: string, said: string]>([
    [
      'a name and a digest',
      `docker.io/library/debian:12@sha256:${'c'.repeat(64)}`,
      `"docker.io/library/debian:12@sha256:${'c'.repeat(24)}…"`,
    ],
    ['hostile text', 'a\u001b[2K\n::error::b\u202e', '"a\\u{1b}[2K\\u{a}::error::b\\u{202e}"'],
  ])('and what the image says of it only explains: %s', (_, builtOn, said) => {
    const image = imageOf('xbc', ['b'])
    const claiming = { ...image, contents: { layers: image.contents?.layers ?? null, config: null, builtOn } }
    const { why, base: none } = divideByBase(claiming, [base])
    expect([none, why]).toEqual([undefined, `${divideByBase(image, [base]).why}; the image says that it was built on ${said}`])
  })

  test('of another platform', () => {
    const image = { ...imageOf('abc', ['a']), indexDigest: `sha256:${'1'.repeat(64)}`, platform: 'linux/arm64' }
    const variant = (platform: string | null, layers: string) => ({
      digest: `sha256:${'2'.repeat(64)}`,
      platform,
      layers: [...layers].map(layer),
    })
    const of = (...platforms: readonly (string | null)[]) =>
      divideByBase(image, [makeBase('', { variants: platforms.map(each => variant(each, 'ab')) })])
    expect(of('linux/amd64')).toEqual({ image, why: 'it has no image for linux/arm64' })
    expect(of('linux/amd64', 'linux/arm64/v8').image.baseImage).toMatchObject({ layers: 2 })
    expect(of(null).image.baseImage).toMatchObject({ layers: 2 })
  })
})

describe('what does nothing is told', () => {
  test.each<[string, string, string]>([
    ['where no package has a layer', '?', 'the scan does not say in which layers packages are'],
    ['where the scan knows other layers', 'z', 'the scan names other layers than the manifest has'],
  ])('%s', (_, finding, why) => {
    const { image } = divideByBase(imageOf('abc', [finding]), [makeBase('ab')])
    expect(image.notes).toEqual([`base-image has no effect: ${why}, so no finding is that of the base image`])
  })

  test('and nothing else is', () => {
    for (const findings of [[], ['a', '?'], ['c', 'z']])
      expect(divideByBase(imageOf('abc', findings), [makeBase('ab')]).image.notes).toEqual([])
  })
})

test('without a base image no layer is its own', () => {
  expect(layersOfBase(imageOf('abc', []))).toEqual(new Set())
})
