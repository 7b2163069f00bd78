// Tags given with PutImage, against moto: an independent implementation of the registry.
//
// A mistake of moto is welcome here: it answers ImageAlreadyExistsException if an immutable tag names another image, so only
// reading the tag back shows that nothing was set.

import { describe, expect, test } from 'vitest'
import { makeManifest } from '../aws/images.ts'
import { checkScan } from './gate.ts'
import { addImage, CLEAN, HIGH, makeImmutable, readTags, type Scan, storeImage } from './moto.ts'

async function promote(
  scan: Scan | undefined,
  words: readonly string[] = [],
  prepare: (repository: string) => Promise<unknown> = async () => undefined,
) {
  const { repository, name, digest } = await storeImage(scan)
  await addImage({ repository, tag: 'production', manifest: makeManifest(`${repository} old`) })
  await prepare(repository)
  const outcome = await checkScan(`${name}:1.4.2`, ['--promote-tags', 'staging', 'production', ...words])
  return { ...outcome, digest, tags: await readTags(repository) }
}

describe.concurrent('promotion', () => {
  test('after pass the tags name the image that was judged', async () => {
    const { code, digest, tags } = await promote(CLEAN)
    expect(code).toBe(0)
    expect(tags).toEqual({ '1.4.2': digest, staging: digest, production: digest })
  })

  test.each<[string, Scan | undefined, number]>([
    ['fail', HIGH, 1],
    ['undecided', undefined, 2],
  ])('after %s they stay as they were', async (_, scan, expected) => {
    const { code, digest, tags } = await promote(scan)
    expect(code).toBe(expected)
    expect(tags).toEqual({ '1.4.2': digest, production: expect.not.stringContaining(digest) })
  })

  test('an immutable tag is an error, and no tag before it is set', async () => {
    const { code, digest, tags, report } = await promote(CLEAN, [], makeImmutable)
    expect(code).toBe(2)
    expect(tags).toEqual({ '1.4.2': digest, production: expect.not.stringContaining(digest) })
    expect(JSON.stringify(report)).toContain("the repository's tags are immutable")
  })

  test('a quarantine tag is set after fail', async () => {
    const { digest, tags } = await promote(HIGH, ['--on-fail', 'quarantine-tag:quarantine'])
    expect(tags['quarantine']).toBe(digest)
  })
})
