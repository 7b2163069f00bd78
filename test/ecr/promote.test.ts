// An image gets the tags that deployments follow only if it passed, by its digest, and an index as a whole. In every other case
// those tags stay where they were.

import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { exitCodeOf } from '../../src/run/report.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { AwsRequest, Failure } from '../aws/wire.ts'
import { playCheck } from '../aws/world.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const REPOSITORY = 'payments/api'
const IMAGE = `${REGISTRY}/${REPOSITORY}:commit-1`
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]
const MEDIUM: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ MEDIUM: 1 }) }]
const UNSCANNED: readonly ScanStep[] = []

interface Scene {
  /** Tags of other images, each with a name from which the image's manifest is made. */
  readonly others?: Readonly<Record<string, string>>
  readonly immutable?: boolean
  readonly prepare?: (aws: Aws) => void
}

interface Played {
  readonly aws: Aws
  readonly report: Report
  readonly code: number
  readonly sleeps: readonly number[]
  readonly digest: string
  /** The digest that a tag names; undefined if it names nothing. */
  readonly tag: (name: string) => string | undefined
}

const check = (aws: Aws, words: readonly string[]) =>
  playCheck(aws, ['--image', IMAGE, '--audit-source', 'none', '--scan-grace', '1s', ...words])

async function play(
  scan: readonly ScanStep[],
  words: readonly string[],
  { others = {}, immutable = false, prepare }: Scene = {},
): Promise<Played> {
  const aws = await startAws()
  aws.ecr.addRepository({ repository: REPOSITORY, immutable })
  for (const [tag, name] of Object.entries(others)) aws.ecr.addImage({ repository: REPOSITORY, tags: [tag], manifest: makeManifest(name) })
  const candidate = { repository: REPOSITORY, tags: ['commit-1'], manifest: makeManifest('candidate') }
  const { digest } = aws.ecr.addImage(scan.length === 0 ? candidate : { ...candidate, scan })
  prepare?.(aws)
  const { report, sleeps } = await check(aws, words)
  expect(aws.violations).toEqual([])
  return { aws, report, code: exitCodeOf(report, 'fail'), sleeps, digest, tag: name => aws.ecr.tagsIn(REPOSITORY).get(name) }
}

const puts = (aws: Aws) => aws.requests.filter(({ operation }) => operation === 'PutImage').map(({ input }) => input['imageTag'])
const point = (aws: Aws, tag: string, at: string): void => {
  aws.ecr.tagsIn(REPOSITORY).set(tag, aws.ecr.tagsIn(REPOSITORY).get(at) ?? '')
}
const PROMOTE = ['--promote-tags', 'staging', 'production']
/** The sleeps before the verdict: a scan without findings is read a second time. */
const BEFORE = 1
const OTHER = `sha256:${'0'.repeat(64)}`

/** The calls that ask for these images. */
const asksFor = (...ids: readonly object[]) => ({
  where: ({ input }: AwsRequest) => JSON.stringify(input['imageIds']) === JSON.stringify(ids),
})
/** The calls that ask for an image by its digest, as before its manifest is stored under another tag. */
const asksForManifest = { where: ({ input }: AwsRequest) => JSON.stringify(input['imageIds']).includes('imageDigest') }

describe('after pass', () => {
  test('the tags are set in their order, by the digest that was judged', async () => {
    const { aws, report, code, digest, tag } = await play(CLEAN, PROMOTE, { others: { production: 'old' } })
    expect(code).toBe(0)
    expect(puts(aws)).toEqual(['staging', 'production'])
    expect([tag('staging'), tag('production')]).toEqual([digest, digest])
    const tags = ['staging', 'production'].map(name => ({ tag: name, state: 'set', problem: null }))
    const images = [{ image: `${REGISTRY}/${REPOSITORY}@${digest}`, digest, tags }]
    expect(report.release).toEqual({ promoted: true, images, notes: [], problems: [] })
  })

  test('a second run finds them there and sets nothing', async () => {
    const { aws } = await play(CLEAN, PROMOTE)
    const { report } = await check(aws, PROMOTE)
    expect(report.release?.images[0]?.tags.map(({ state }) => state)).toEqual(['already', 'already'])
    expect(puts(aws)).toEqual(['staging', 'production'])
  })

  test('a run that stopped half way is finished by the next one', async () => {
    const { aws, code, digest, tag } = await play(CLEAN, PROMOTE, {
      prepare: aws => aws.fail('PutImage', { name: 'InvalidParameterException', message: 'no' }, { after: 1, times: 1 }),
    })
    expect(code).toBe(2)
    expect([tag('staging'), tag('production')]).toEqual([digest, undefined])
    const { report } = await check(aws, PROMOTE)
    expect(report.release?.images[0]?.tags.map(({ state }) => state)).toEqual(['already', 'set'])
    expect(tag('production')).toBe(digest)
  })

  test.each([
    ['answered', undefined, 'set', 'the tag "staging" was set, but it could not be read back: AccessDenied for ecr:BatchGetImage'],
    ['lost', 'cut', 'unknown', 'the tag "staging" may be set or not: AWS cannot be reached for ecr:PutImage'],
    [
      'a refusal',
      { name: 'LayersNotFoundException', message: 'no' },
      'not set',
      'the tag "staging" is not set: ECR answered LayersNotFound',
    ],
  ] as const)(
    'a tag that cannot be read back and whose answer was %s is called what is known of it',
    async (_, failure, state, problem) => {
      const { report, code } = await play(CLEAN, [...PROMOTE, '--aws-attempts', '1'], {
        prepare: aws => {
          if (failure !== undefined) aws.fail('PutImage', failure)
          const isSent = () => aws.requests.some(({ operation }) => operation === 'PutImage')
          aws.fail('BatchGetImage', 'denied', { where: isSent })
        },
      })
      expect(code).toBe(2)
      expect(report.release?.images[0]?.tags).toMatchObject([{ state, problem: expect.stringContaining(problem) }, { state: 'not set' }])
    },
  )

  test('if one image of several is refused, the report says which have their tags', async () => {
    const aws = await startAws()
    const names = ['payments/api', 'payments/web']
    const [api = '', web = ''] = names.map(
      repository => aws.ecr.addImage({ repository, tags: ['commit-1'], manifest: makeManifest(repository), scan: CLEAN }).digest,
    )
    aws.fail('PutImage', { name: 'InvalidParameterException', message: 'no' }, { after: 1 })
    const images = names.map(name => `${REGISTRY}/${name}:commit-1`)
    const { report } = await playCheck(aws, ['--image', ...images, '--audit-source', 'none', '--promote-tags', 'production'])
    expect(exitCodeOf(report, 'fail')).toBe(2)
    expect(names.map(name => aws.ecr.tagsIn(name).get('production'))).toEqual([api, undefined])
    expect(report.release).toMatchObject({
      promoted: false,
      images: [
        { digest: api, tags: [{ state: 'set' }] },
        { digest: web, tags: [{ state: 'not set' }] },
      ],
    })
  })

  test('if the first image of several is refused, no other is tried', async () => {
    const aws = await startAws()
    const names = ['payments/api', 'payments/web']
    for (const repository of names) aws.ecr.addImage({ repository, tags: ['commit-1'], manifest: makeManifest(repository), scan: CLEAN })
    aws.fail('PutImage', { name: 'InvalidParameterException', message: 'no' }, { times: 1 })
    const images = names.map(name => `${REGISTRY}/${name}:commit-1`)
    const { report } = await playCheck(aws, ['--image', ...images, '--audit-source', 'none', '--promote-tags', 'production'])
    expect([puts(aws), names.map(name => aws.ecr.tagsIn(name).get('production'))]).toEqual([['production'], [undefined, undefined]])
    expect(report.release?.problems).toEqual([expect.stringMatching(/^payments\/api: the tag "production" is not set: /)])
    expect(report.release?.images.map(({ tags }) => tags)).toEqual([
      [{ tag: 'production', state: 'not set', problem: expect.any(String) }],
      [{ tag: 'production', state: 'not set', problem: null }],
    ])
  })

  test('an index is promoted whole', async () => {
    const aws = await startAws()
    const children = ['amd64', 'arm64'].map(architecture => ({
      ...aws.ecr.addImage({ repository: REPOSITORY, manifest: makeManifest(architecture), scan: CLEAN }),
      platform: { os: 'linux', architecture },
    }))
    const index = aws.ecr.addImage({ repository: REPOSITORY, tags: ['commit-1'], manifest: makeIndex(children) })
    const { report } = await check(aws, PROMOTE)
    expect(report.verdict).toBe('pass')
    expect(aws.ecr.tagsIn(REPOSITORY).get('production')).toBe(index.digest)
    expect(report.release?.images[0]?.digest).toBe(index.digest)
  })
})

describe('the release tag stays where it was', () => {
  test.each<[string, readonly ScanStep[], readonly string[], string]>([
    ['after fail', HIGH, [], 'not promoted to staging, production: the verdict is fail'],
    ['when undecided', UNSCANNED, [], 'not promoted to staging, production: the verdict is undecided'],
    ['when undecided and on-undecided lets the job go on', UNSCANNED, ['--on-undecided', 'warn'], 'the verdict is undecided'],
    ['when undecided, whatever promote-on-warn says', UNSCANNED, ['--promote-on-warn', 'true'], 'the verdict is undecided'],
    ['after warn', MEDIUM, [], 'the verdict is warn, and promote-on-warn is not true'],
  ])('%s', async (_, scan, words, note) => {
    const { aws, report, tag } = await play(scan, [...PROMOTE, ...words], { others: { production: 'old' } })
    expect(puts(aws)).toEqual([])
    expect(tag('production')).not.toBe(tag('commit-1'))
    expect(tag('staging')).toBeUndefined()
    expect(report.release).toMatchObject({ promoted: false, images: [], problems: [] })
    expect(report.release?.notes.join()).toContain(note)
  })

  test('after warn it moves only where promote-on-warn says so', async () => {
    const { digest, tag, code } = await play(MEDIUM, [...PROMOTE, '--promote-on-warn', 'true'])
    expect(code).toBe(0)
    expect(tag('production')).toBe(digest)
  })
})

describe('obstacles end in a clear error', () => {
  test('an immutable tag that names another image: nothing is set, not even the tags before it', async () => {
    const { aws, report, code, tag } = await play(CLEAN, PROMOTE, { others: { production: 'old' }, immutable: true })
    expect(code).toBe(2)
    expect(puts(aws)).toEqual([])
    expect(tag('staging')).toBeUndefined()
    expect(report.verdict).toBe('undecided')
    const problem =
      /^payments\/api: nothing is promoted, because the tag "production" names sha256:[0-9a-f]{64}, and the repository's tags are immutable$/
    expect(report.release?.problems).toEqual([expect.stringMatching(problem)])
  })

  test('every immutable tag that names another image is told, and no tag that names none', async () => {
    const { report } = await play(CLEAN, ['--promote-tags', 'staging', 'latest', 'production'], {
      others: { staging: 'old', production: 'older' },
      immutable: true,
    })
    expect(report.release).toMatchObject({ promoted: false, images: [], notes: [] })
    expect(report.release?.problems.map(problem => /"\w+"/.exec(problem)?.[0])).toEqual(['"staging"', '"production"'])
  })

  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html
  test('which tags of a repository with exclusions may move only ECR knows, so it is asked', async () => {
    const { report, digest, tag } = await play(CLEAN, PROMOTE, {
      others: { production: 'old' },
      prepare: aws => aws.fail('DescribeRepositories', { json: { repositories: [{ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' }] } }),
    })
    expect([report.release?.problems, tag('production')]).toEqual([[], digest])
  })

  test.each<[string, Failure]>([
    ['without a text', { json: { images: [{ imageId: { imageDigest: 'ours' }, imageManifestMediaType: 'x' }] } }],
    ['without a type', { json: { images: [{ imageId: { imageDigest: 'ours' }, imageManifest: '{}' }] } }],
    ['of another image', { json: { images: [{ imageId: { imageDigest: OTHER }, imageManifest: '{}', imageManifestMediaType: 'x' }] } }],
    ['of no image', { json: { images: [{ imageManifest: '{}', imageManifestMediaType: 'x' }] } }],
    ['that is gone', { json: { failures: [{ imageId: { imageDigest: 'ours' }, failureCode: 'ImageNotFound' }] } }],
    ['about which ECR says nothing', { json: {} }],
  ])('a manifest %s is not stored under another tag', async (_, failure) => {
    const { aws, report, code, digest } = await play(CLEAN, PROMOTE, {
      prepare: aws => {
        const ours = aws.ecr.tagsIn(REPOSITORY).get('commit-1') ?? ''
        aws.fail('BatchGetImage', JSON.parse(JSON.stringify(failure).replace('ours', ours)) as Failure, asksForManifest)
      },
    })
    expect([code, puts(aws)]).toEqual([2, []])
    const problems = [`nothing is promoted: ECR gave no manifest for ${digest}`]
    expect(report.release).toEqual({ promoted: false, images: [], notes: [], problems })
  })

  test.each<[string, Failure, string]>([
    [
      'a failure',
      { json: { failures: [{ imageId: { imageTag: 'production' }, failureCode: 'KmsError', failureReason: 'no key' }] } },
      'ECR answered KmsError (no key) for the tag "production"',
    ],
    ['nothing', { json: {} }, 'ECR did not answer for the tag "production"'],
    [
      'another tag',
      { json: { images: [{ imageId: { imageTag: 'other', imageDigest: OTHER } }] } },
      'ECR did not answer for the tag "production"',
    ],
    ['no digest', { json: { images: [{ imageId: { imageTag: 'production' } }] } }, 'ECR did not answer for the tag "production"'],
  ])('a tag of which ECR answers %s is not set', async (_, failure, problem) => {
    const { aws, report, code } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => aws.fail('BatchGetImage', failure, asksFor({ imageTag: 'production' })),
    })
    expect([code, puts(aws)]).toEqual([2, []])
    expect(report.release?.problems).toEqual([`nothing is promoted: ${problem}`])
  })

  test('a tag that can no longer be read is not set, and those before it stay set', async () => {
    const { aws, report, digest, tag } = await play(CLEAN, [...PROMOTE, 'latest'], {
      prepare: aws => aws.fail('BatchGetImage', 'denied', asksFor({ imageTag: 'production' })),
    })
    expect([puts(aws), tag('staging')]).toEqual([['staging'], digest])
    expect(report.release?.images[0]?.tags).toEqual([
      { tag: 'staging', state: 'set', problem: null },
      { tag: 'production', state: 'not set', problem: expect.stringMatching(/^the tag "production" is not set: AccessDenied\w* .*; \S/) },
      { tag: 'latest', state: 'not set', problem: null },
    ])
  })

  test('an immutable tag that names our image already is no problem', async () => {
    const first = await play(CLEAN, PROMOTE, { immutable: true })
    expect(first.code).toBe(0)
    expect((await check(first.aws, PROMOTE)).report.release?.problems).toEqual([])
  })

  test.each([
    ['ImageTagAlreadyExistsException', "it names no image and cannot be moved, because the repository's tags are immutable"],
    ['ImageAlreadyExistsException', "it names no image and cannot be moved, because the repository's tags are immutable"],
    ['LayersNotFoundException', 'ECR does not have all parts of the image (no)'],
    ['ReferencedImagesNotFoundException', 'ECR does not have all parts of the image (no)'],
    ['ImageDigestDoesNotMatchException', 'ECR answered ImageDigestDoesNotMatchException (no)'],
    ['AccessDeniedException', 'AccessDenied for ecr:PutImage'],
  ])('%s', async (error, message) => {
    const { aws, report, code, tag, sleeps } = await play(CLEAN, PROMOTE, {
      prepare: aws => aws.fail('PutImage', { name: error, message: 'no' }),
    })
    expect(code).toBe(2)
    const problem = expect.stringContaining(`the tag "staging" is not set: ${message}`)
    expect(report.release?.problems).toEqual([problem])
    expect(report.release?.images[0]?.tags).toEqual([
      { tag: 'staging', state: 'not set', problem },
      { tag: 'production', state: 'not set', problem: null },
    ])
    expect(tag('production')).toBeUndefined()
    // ECR has refused it, so there is nothing to wait for.
    expect([puts(aws), sleeps.slice(BEFORE)]).toEqual([['staging'], []])
  })

  test('an immutable tag that somebody else has just given to another image', async () => {
    const { report, tag } = await play(CLEAN, ['--promote-tags', 'production'], {
      others: { theirs: 'theirs' },
      prepare: aws => {
        aws.fail('PutImage', { name: 'ImageTagAlreadyExistsException', message: 'no' })
        aws.meanwhile('PutImage', 'before', () => point(aws, 'production', 'theirs'))
      },
    })
    const why = `it names ${tag('theirs')} and cannot be moved, because the repository's tags are immutable`
    expect(report.release?.problems).toEqual([`${REPOSITORY}: the tag "production" is not set: ${why}`])
  })

  test.each([
    ['another digest', { imageDigest: OTHER, imageTag: 'production' }, 'sha256:000'],
    ['another tag', { imageTag: 'other' }, 'other'],
    ['both', { imageDigest: OTHER, imageTag: 'other' }, 'sha256:000'],
  ])('an answer that says that %s was tagged is no success', async (_, imageId, other) => {
    const { report, code } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => {
        aws.fail('PutImage', { json: { image: { imageId } } })
        aws.meanwhile('PutImage', 'before', () => point(aws, 'production', 'commit-1'))
      },
    })
    expect(code).toBe(2)
    const problem = expect.stringContaining(`the tag "production" is not set: ECR says that it tagged "${other}`)
    expect(report.release?.images[0]?.tags).toEqual([{ tag: 'production', state: 'not set', problem }])
  })

  test('an answer that names nothing is one if the tag names the image', async () => {
    const { report } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => {
        aws.fail('PutImage', { json: {} })
        aws.meanwhile('PutImage', 'before', () => point(aws, 'production', 'commit-1'))
      },
    })
    expect(report.release).toMatchObject({ promoted: true, images: [{ tags: [{ state: 'set', problem: null }] }] })
  })

  test('somebody else removes the tag at the same time', async () => {
    const { report, code, sleeps } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => aws.meanwhile('PutImage', 'after', () => aws.ecr.tagsIn(REPOSITORY).delete('production')),
    })
    expect(code).toBe(2)
    const why = 'it was set but now names nothing; something else is moving the same tag'
    expect(report.release?.problems).toEqual([`${REPOSITORY}: the tag "production" is not set: ${why}`])
    // ECR shows a new tag late, so the tag is read five times.
    expect(sleeps.slice(BEFORE)).toEqual([1, 2, 3, 4])
  })

  test('ImageAlreadyExistsException is a success only if the tag has our digest', async () => {
    const { report } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => {
        aws.fail('PutImage', { name: 'ImageAlreadyExistsException', message: 'there' })
        // Somebody else sets the same tag to the same image after our check and before our call.
        aws.meanwhile('PutImage', 'before', () => point(aws, 'production', 'commit-1'))
      },
    })
    expect(report.release).toMatchObject({ promoted: true, images: [{ tags: [{ state: 'set' }] }] })
  })

  test('somebody else moves the tag at the same time', async () => {
    const { report, code, tag } = await play(CLEAN, ['--promote-tags', 'production'], {
      others: { theirs: 'theirs' },
      prepare: aws => aws.meanwhile('PutImage', 'after', () => point(aws, 'production', 'theirs')),
    })
    expect(code).toBe(2)
    const why = `it was set but now names ${tag('theirs')}; something else is moving the same tag`
    expect(report.release?.problems).toEqual([`${REPOSITORY}: the tag "production" is not set: ${why}`])
  })

  test('a tag that ECR shows a moment late is set', async () => {
    const { report } = await play(CLEAN, ['--promote-tags', 'production'], {
      others: { production: 'old' },
      prepare: aws => {
        const before = aws.ecr.tagsIn(REPOSITORY).get('production') ?? ''
        // The first look after the call sees the old image, the second the new one.
        aws.meanwhile('PutImage', 'after', () => {
          aws.ecr.tagsIn(REPOSITORY).set('production', before)
          aws.meanwhile('BatchGetImage', 'after', () => point(aws, 'production', 'commit-1'))
        })
      },
    })
    expect(report.release).toMatchObject({ promoted: true, images: [{ tags: [{ state: 'set' }] }] })
  })

  test('an answer to PutImage that got lost is distinguished from a tag that was not set', async () => {
    const { report } = await play(CLEAN, ['--promote-tags', 'production'], {
      prepare: aws => {
        aws.fail('PutImage', 'cut')
        aws.meanwhile('PutImage', 'before', () => point(aws, 'production', 'commit-1'))
      },
    })
    expect(report.release).toMatchObject({ promoted: true, problems: [] })
  })
})

describe('on-fail', () => {
  test.each<[string, string, readonly ScanStep[], boolean, string]>([
    ['untag never takes the last tag of an image that the run did not push', 'untag', HIGH, false, 'is the last tag of its image'],
    ['untag never takes the last tag of an image that could not be judged', 'untag', UNSCANNED, false, 'is the last tag of its image'],
    ['a quarantine tag is set after fail', 'quarantine-tag:quarantine', HIGH, true, 'tagged quarantine (on-fail)'],
    ['a quarantine tag is set when undecided', 'quarantine-tag:quarantine', UNSCANNED, true, 'tagged quarantine (on-fail)'],
    ['nothing is done after warn', 'quarantine-tag:quarantine', MEDIUM, false, ''],
    ['nothing is done after pass', 'untag', CLEAN, false, ''],
    ['keep leaves everything', 'keep', HIGH, false, ''],
  ])('%s', async (_, onFail, scan, quarantined, note) => {
    const { report, digest, tag } = await play(scan, ['--on-fail', onFail])
    expect([tag('commit-1'), tag('quarantine')]).toEqual([digest, quarantined ? digest : undefined])
    expect(report.release?.notes.join() ?? '').toContain(note)
    expect(report.release?.notes ?? []).toHaveLength(note === '' ? 0 : 1)
    expect(report.release ?? { promoted: null, images: [], problems: [] }).toMatchObject({ promoted: null, images: [], problems: [] })
  })

  test('untag has nothing to do where the tag is gone already', async () => {
    const { aws, report } = await play(HIGH, ['--on-fail', 'untag'], {
      prepare: aws => aws.meanwhile('DescribeImageScanFindings', 'after', () => aws.ecr.tagsIn(REPOSITORY).delete('commit-1')),
    })
    expect(aws.requests.map(({ operation }) => operation)).not.toContain('BatchDeleteImage')
    expect(report.release).toMatchObject({ notes: [`${IMAGE}: the tag "commit-1" was removed (on-fail)`], problems: [] })
  })

  test('untag has done its work where somebody else removes the tag at the same moment', async () => {
    const { report } = await play(HIGH, ['--on-fail', 'untag'], {
      prepare: aws => {
        point(aws, 'kept', 'commit-1')
        const failure = { imageId: { imageTag: 'commit-1' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }
        aws.fail('BatchDeleteImage', { json: { imageIds: [], failures: [failure] } })
      },
    })
    expect(report.release).toMatchObject({ notes: [`${IMAGE}: the tag "commit-1" was removed (on-fail)`], problems: [] })
  })

  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageFailure.html
  test.each<[string, Failure, string]>([
    [
      'a failure',
      { json: { imageIds: [], failures: [{ imageId: { imageTag: 'commit-1' }, failureCode: 'ImageReferencedByManifestList' }] } },
      'ECR answered ImageReferencedByManifestList for the tag "commit-1"',
    ],
    ['a failure without a name', { json: { imageIds: [], failures: [{}] } }, 'ECR answered a failure for the tag "commit-1"'],
    [
      'no digest',
      { json: { imageIds: [{ imageTag: 'commit-1' }], failures: [] } },
      'the tag "commit-1" was removed, but ECR did not say from which image',
    ],
    ['nothing', { json: {} }, 'the tag "commit-1" was removed, but ECR did not say from which image'],
    ['a denial', 'denied', 'AccessDenied for ecr:BatchDeleteImage'],
  ])('untag reports that ECR answered %s', async (_, failure, problem) => {
    const { report, code } = await play(HIGH, ['--on-fail', 'untag'], {
      prepare: aws => {
        point(aws, 'kept', 'commit-1')
        aws.fail('BatchDeleteImage', failure)
      },
    })
    expect(code).toBe(1)
    expect(report.release?.notes).toEqual([])
    expect(report.release?.problems).toEqual([expect.stringContaining(`${IMAGE}: on-fail could not be carried out: ${problem}`)])
  })

  test('an image of which ECR does not say what its name stands for is left alone', async () => {
    const { report, tag, digest } = await play(HIGH, ['--on-fail', 'untag'], { prepare: aws => aws.fail('BatchGetImage', 'denied') })
    expect(tag('commit-1')).toBe(digest)
    const problem = `${IMAGE}: on-fail could not be carried out: ECR did not say which image its name stands for`
    expect([report.verdict, report.release?.problems]).toEqual(['undecided', [problem]])
  })

  test('a quarantine tag is all that changes of an image that was named by its digest', async () => {
    const aws = await startAws()
    const image = { repository: REPOSITORY, tags: ['commit-1', 'kept'], manifest: makeManifest('candidate'), scan: HIGH }
    const name = `${REGISTRY}/${REPOSITORY}@${aws.ecr.addImage(image).digest}`
    const { report } = await playCheck(aws, ['--image', name, '--audit-source', 'none', '--on-fail', 'quarantine-tag:quarantine'])
    expect([...aws.ecr.tagsIn(REPOSITORY).keys()]).toEqual(['commit-1', 'kept', 'quarantine'])
    expect(report.release).toMatchObject({ notes: [`${name}: tagged quarantine (on-fail)`], problems: [] })
  })

  test('what was not promoted is told beside it', async () => {
    const { report } = await play(HIGH, [...PROMOTE, '--on-fail', 'quarantine-tag:quarantine'])
    const notes = ['not promoted to staging, production: the verdict is fail', `${IMAGE}: tagged quarantine (on-fail)`]
    expect(report.release).toEqual({ promoted: false, images: [], notes, problems: [] })
  })

  test('a quarantine tag that is refused is reported, and the candidate tag stays', async () => {
    const { report, code, tag, digest } = await play(HIGH, ['--on-fail', 'quarantine-tag:quarantine'], {
      prepare: aws => aws.fail('PutImage', { name: 'LayersNotFoundException', message: 'no' }),
    })
    expect([code, tag('commit-1'), tag('quarantine')]).toEqual([1, digest, undefined])
    const problem = 'the tag "quarantine" is not set: ECR does not have all parts of the image (no)'
    expect(report.release).toMatchObject({ notes: [], problems: [`${IMAGE}: on-fail could not be carried out: ${problem}`] })
  })

  test('untag takes the tag of an image that has another', async () => {
    const { report, digest, tag } = await play(HIGH, ['--on-fail', 'untag'], { prepare: aws => point(aws, 'kept', 'commit-1') })
    expect([tag('commit-1'), tag('kept')]).toEqual([undefined, digest])
    expect(report.release?.notes).toEqual([`${IMAGE}: the tag "commit-1" was removed (on-fail)`])
  })

  test('untag leaves a tag that names another image now', async () => {
    const { report, tag } = await play(HIGH, ['--on-fail', 'untag'], {
      others: { theirs: 'theirs' },
      prepare: aws => aws.meanwhile('DescribeImageScanFindings', 'after', () => point(aws, 'commit-1', 'theirs')),
    })
    expect(tag('commit-1')).toBe(tag('theirs'))
    expect(report.release?.notes.join()).toContain('which this run did not judge')
  })

  test('untag reports that somebody moved the tag at the same moment', async () => {
    const { report, code } = await play(HIGH, ['--on-fail', 'untag'], {
      others: { theirs: 'theirs' },
      prepare: aws => {
        point(aws, 'kept', 'commit-1')
        aws.meanwhile('BatchDeleteImage', 'before', () => point(aws, 'commit-1', 'theirs'))
      },
    })
    expect(code).toBe(1)
    expect(report.release?.problems.join()).toMatch(/the tag "commit-1" was removed, but from sha256:[0-9a-f]{64}, to which it had just/)
  })

  test('a quarantine tag does not delete the image that had it before, nor the tag of an image that the run did not push', async () => {
    const { tag, digest, aws } = await play(HIGH, ['--on-fail', 'quarantine-tag:quarantine'], { others: { quarantine: 'theirs' } })
    expect([tag('quarantine'), tag('commit-1')]).toEqual([digest, digest])
    expect(aws.ecr.digestsIn(REPOSITORY)).toHaveLength(2)
  })
})
