// From ECR's answers to images: what is counted, what is a gap, and that Threat Stack's filter holds for the event made from them.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import { toFindingEvents } from '../../src/image/event.ts'
import { countSeverities, readBasicFinding, readEnhancedFinding } from '../../src/image/finding.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { compile } from '../../src/language/compile.ts'
import { parse } from '../../src/language/parse.ts'
import { hasSharedData, sharedData } from '../shared.ts'

const READ_AT = '2026-11-23T12:00:00Z'

function imagesOf(...bodies: readonly Fields[]) {
  return readImages(
    bodies.map(body => ({ origin: 'x', body })),
    READ_AT,
  )
}

function matches(filter: string, event: Fields): boolean {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return compile(parsing.expression, VOCABULARY).matches(event)
}

const finding = (name: string, severity: string, pack = 'openssl'): Fields => ({
  name,
  severity,
  attributes: [{ key: 'package_name', value: pack }],
})

function answer(fields: Fields = {}, findings: Fields = {}): Fields {
  return {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: {
      imageScanCompletedAt: 1_700_000_000,
      findingSeverityCounts: { HIGH: 1, LOW: 1 },
      findings: [finding('CVE-1', 'HIGH'), finding('CVE-2', 'LOW')],
      ...findings,
    },
    ...fields,
  }
}

const HIGH =
  'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0'

describe('a complete answer', () => {
  test('has no gap, and its event satisfies the original filter for HIGH', () => {
    const [image] = imagesOf(answer())
    expect(image).toMatchObject({
      gaps: [],
      notes: [],
      severityCounts: { HIGH: 1, LOW: 1 },
      status: 'COMPLETE',
      scannedAt: '2023-11-14T22:13:20Z',
    })
    expect(matches(HIGH, image?.event ?? {})).toBe(true)
  })

  test('carries what CloudTrail would have recorded', () => {
    expect(imagesOf(answer())[0]?.event).toMatchObject({
      eventSource: 'ecr.amazonaws.com',
      eventName: 'DescribeImageScanFindings',
      eventTime: READ_AT,
      recipientAccountId: '111122223333',
      requestParameters: { repositoryName: 'api', imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' } },
      responseElements: { registryId: '111122223333', imageScanStatus: { status: 'COMPLETE' } },
    })
  })

  test('leaves a severity without findings out of the counts, as ECR does', () => {
    const [image] = imagesOf(answer({}, { findingSeverityCounts: { LOW: 1 }, findings: [finding('CVE-2', 'LOW')] }))
    expect(matches(HIGH, image?.event ?? {})).toBe(false)
    expect(matches('responseElements.imageScanFindings.findingSeverityCounts.HIGH = null', image?.event ?? {})).toBe(true)
  })

  test('may write its dates as ISO text', () => {
    expect(imagesOf(answer({}, { imageScanCompletedAt: '2021-03-09T09:49:45+01:00' }))[0]?.scannedAt).toBe('2021-03-09T08:49:45Z')
  })

  test('of an empty basic list passes', () => {
    expect(imagesOf(answer({}, { findingSeverityCounts: {}, findings: [] }))[0]).toMatchObject({ gaps: [], severityCounts: {} })
  })
})

describe('an incomplete answer', () => {
  test.each<[string, Fields, RegExp]>([
    ['without imageScanStatus', answer({ imageScanStatus: undefined }), /no imageScanStatus/],
    ['still running', answer({ imageScanStatus: { status: 'IN_PROGRESS' } }), /IN_PROGRESS: the scan is still running/],
    ['pending', answer({ imageScanStatus: { status: 'PENDING' } }), /PENDING/],
    ['failed', answer({ imageScanStatus: { status: 'FAILED' }, imageScanFindings: undefined }), /FAILED: the scan failed/],
    ['unsupported', answer({ imageScanStatus: { status: 'UNSUPPORTED_IMAGE' } }), /UNSUPPORTED_IMAGE/],
    ['expired', answer({ imageScanStatus: { status: 'SCAN_ELIGIBILITY_EXPIRED' } }), /SCAN_ELIGIBILITY_EXPIRED/],
    ['without findings', answer({ imageScanStatus: { status: 'FINDINGS_UNAVAILABLE' } }), /FINDINGS_UNAVAILABLE/],
    ['over a limit', answer({ imageScanStatus: { status: 'LIMIT_EXCEEDED' } }), /LIMIT_EXCEEDED/],
    ['archived', answer({ imageScanStatus: { status: 'IMAGE_ARCHIVED' } }), /IMAGE_ARCHIVED/],
    ['of a status nobody knows', answer({ imageScanStatus: { status: 'COMPLETED' } }), /"COMPLETED": ECR does not document this status/],
    ['complete without imageScanFindings', answer({ imageScanFindings: undefined }), /has no list of findings/],
    [
      'complete without any list (aws-sdk#289)',
      answer({}, { findings: undefined, findingSeverityCounts: undefined }),
      /has no list of findings/,
    ],
    ['with a list that is no list', answer({}, { findings: {} }), /findings is not a list/],
    ['with more pages', answer({ nextToken: 'abc' }), /so some findings are missing/],
    ['with more pages, in the spelling of the AWS CLI', answer({ NextToken: 'abc' }), /so some findings are missing/],
    ['with a token that is no text', answer({ nextToken: 123 }), /so some findings are missing/],
    [
      'with a severity that is no text',
      answer({}, { findings: [{ name: 'CVE-1', severity: ['CRITICAL'] }, finding('CVE-2', 'LOW')] }),
      /which ECR does not document/,
    ],
    ['of no repository', answer({ repositoryName: undefined }), /does not name its repository/],
    ['of no image', answer({ imageId: {} }), /does not name its image/],
    ['of a digest that is no text', answer({ imageId: { imageDigest: 5 } }), /imageDigest is not a string/],
    ['of an empty digest', answer({ imageId: { imageDigest: '', imageTag: 'v1' } }), /imageDigest is not a string/],
    [
      'counting more than it lists',
      answer({}, { findingSeverityCounts: { HIGH: 2, LOW: 1 } }),
      /ECR counts 3 findings, but the list has 2/,
    ],
    ['with counts that are no numbers', answer({}, { findingSeverityCounts: { HIGH: '1' } }), /not a number/],
    ['with an entry that names nothing', answer({}, { findings: [{}, {}] }), /names no vulnerability/],
    [
      'with a severity ECR does not know',
      answer({}, { findings: [finding('CVE-1', 'SEVERE'), finding('CVE-2', 'LOW')] }),
      /"SEVERE", which ECR does not document/,
    ],
    [
      'enhanced, empty, without a time of completion',
      answer({}, { findings: undefined, enhancedFindings: [], findingSeverityCounts: {}, imageScanCompletedAt: undefined }),
      /no completion time shows/,
    ],
    [
      'basic, empty, without counts and time',
      answer({}, { findings: [], findingSeverityCounts: undefined, imageScanCompletedAt: undefined }),
      /no completion time shows/,
    ],
  ])('%s is a gap', (_, body, gap) => {
    expect(imagesOf(JSON.parse(JSON.stringify(body)) as Fields)[0]?.gaps.join()).toMatch(gap)
  })

  test('with equal totals but other severities has a note, and the list decides', () => {
    const [image] = imagesOf(answer({}, { findingSeverityCounts: { LOW: 2 } }))
    expect(image?.gaps).toEqual([])
    expect(image?.notes).toEqual(['ECR counts 2 LOW, but the list has 1 HIGH, 1 LOW; the list is used'])
    expect(matches(HIGH, image?.event ?? {})).toBe(true)
  })
})

// Two answers that contradict each other about what blocks: neither is believed.
describe('counts of CRITICAL or HIGH', () => {
  const enhanced = (counts: Fields, ...severities: readonly (string | [severity: string, status: string])[]): Fields => ({
    findings: undefined,
    findingSeverityCounts: counts,
    enhancedFindings: severities.map((each, i) => {
      const [severity, status] = typeof each === 'string' ? [each, 'ACTIVE'] : each
      return { findingArn: `arn:${severity}:${i}`, title: `finding ${i}`, severity, status }
    }),
  })
  const basic = (counts: Fields, ...severities: readonly (string | undefined)[]): Fields => ({
    findingSeverityCounts: counts,
    findings: severities.map((severity, i) => ({ name: `CVE-${severity}-${i}`, severity })),
  })

  test.each<[string, Fields, string]>([
    [
      'a finding without a severity, and one HIGH counted',
      basic({ HIGH: 1 }, undefined),
      'ECR counts 1 HIGH, but the list has 1 UNDEFINED',
    ],
    ['a LOW listed, and one HIGH counted', basic({ HIGH: 1 }, 'LOW'), 'ECR counts 1 HIGH, but the list has 1 LOW'],
    ['a HIGH listed, and one CRITICAL counted', basic({ CRITICAL: 1 }, 'HIGH'), 'ECR counts 1 CRITICAL, but the list has 1 HIGH'],
    ['a CRITICAL listed, and one HIGH counted', basic({ HIGH: 1 }, 'CRITICAL'), 'ECR counts 1 HIGH, but the list has 1 CRITICAL'],
    [
      'more HIGH counted than listed, and less LOW',
      basic({ HIGH: 2, LOW: 1 }, 'HIGH', 'LOW', 'LOW'),
      'ECR counts 2 HIGH, 1 LOW, but the list has 1 HIGH, 2 LOW',
    ],
    ['a HIGH counted in an enhanced answer', enhanced({ HIGH: 1 }, 'UNTRIAGED'), 'ECR counts 1 HIGH, but the list has 1 UNTRIAGED'],
    [
      'more listed than counted, but none of the HIGH',
      enhanced({ HIGH: 1 }, 'LOW', 'LOW', 'MEDIUM'),
      'ECR counts 1 HIGH, but the list has 1 MEDIUM, 2 LOW',
    ],
    ['a severity counted that ECR does not document', basic({ high: 1 }, 'LOW'), 'ECR counts 1 high, but the list has 1 LOW'],
  ])('%s: a gap, and the list is not said to be used', (_, findings, gap) => {
    expect(imagesOf(answer({}, findings))[0]).toMatchObject({ gaps: [gap], notes: [] })
  })

  test.each<[string, Fields]>([
    ['closed and suppressed findings', enhanced({ HIGH: 2, CRITICAL: 1 }, ['HIGH', 'CLOSED'], ['HIGH', 'SUPPRESSED'], 'CRITICAL')],
    ['counts in another order', basic({ LOW: 1, HIGH: 1, CRITICAL: 1 }, 'CRITICAL', 'HIGH', 'LOW')],
    ['no counts', basic({}, 'HIGH')],
    ['counts that are absent', { ...basic({}, 'HIGH'), findingSeverityCounts: undefined }],
  ])('%s are no gap', (_, findings) => {
    expect(imagesOf(answer({}, findings))[0]?.gaps).toEqual([])
  })

  test.each<[string, Fields, string]>([
    ['a list that shows more', basic({ LOW: 2 }, 'HIGH', 'LOW'), 'ECR counts 2 LOW, but the list has 1 HIGH, 1 LOW; the list is used'],
    ['counts of nothing', basic({}, 'HIGH'), 'ECR counts none, but the list has 1 HIGH; the list is used'],
    ['other severities', basic({ LOW: 1 }, 'INFORMATIONAL'), 'ECR counts 1 LOW, but the list has 1 INFORMATIONAL; the list is used'],
  ])('%s is a note, and the list is used', (_, findings, note) => {
    expect(imagesOf(answer({}, findings))[0]).toMatchObject({ gaps: [], notes: [note] })
  })

  test('of an enhanced page are compared with that page, whatever the others list', () => {
    const pages = (first: Fields, second: Fields) => imagesOf(answer({ nextToken: 't' }, first), answer({}, second))[0]
    expect(pages(enhanced({ HIGH: 1 }, 'HIGH', 'LOW'), enhanced({ CRITICAL: 1 }, 'CRITICAL'))?.gaps).toEqual([])
    expect(pages(enhanced({ HIGH: 1 }, 'LOW'), enhanced({ MEDIUM: 1 }, 'HIGH'))?.gaps).toEqual([
      'ECR counts 1 HIGH, but the list has 1 LOW',
    ])
    expect(pages(enhanced({ HIGH: 1 }, 'HIGH'), enhanced({ HIGH: 1 }, 'LOW'))?.gaps).toEqual(['ECR counts 1 HIGH, but the list has 1 LOW'])
  })

  test('of a basic answer are those of the image over all pages', () => {
    const counts = { CRITICAL: 1, HIGH: 1, LOW: 1 }
    const pages = (...severities: readonly string[]) =>
      imagesOf(answer({ nextToken: 't' }, basic(counts, 'LOW')), answer({}, basic(counts, ...severities)))[0]
    expect(pages('CRITICAL', 'HIGH')?.gaps).toEqual([])
    expect(pages('HIGH', 'HIGH')).toMatchObject({
      gaps: ['ECR counts 1 CRITICAL, 1 HIGH, 1 LOW, but the list has 2 HIGH, 1 LOW'],
      notes: [],
    })
  })
})

describe('pages', () => {
  const counts = { HIGH: 2, LOW: 1 }
  const first = answer(
    { nextToken: 'abc' },
    { findingSeverityCounts: counts, findings: [finding('CVE-1', 'HIGH'), finding('CVE-2', 'LOW')] },
  )
  const second = answer(
    {},
    { findingSeverityCounts: counts, findings: [finding('CVE-1', 'HIGH'), finding('CVE-1', 'HIGH', 'openssl-libs')] },
  )

  test('of one registry, repository and digest are one image; a finding on two pages counts once, in two packages twice', () => {
    for (const pages of [
      [first, second],
      [second, first],
    ]) {
      expect(imagesOf(...pages)).toMatchObject([{ gaps: [], severityCounts: { HIGH: 2, LOW: 1 } }])
    }
  })

  test('of the same file given twice are one page', () => {
    expect(imagesOf(answer(), answer())).toMatchObject([{ gaps: [], severityCounts: { HIGH: 1, LOW: 1 } }])
    expect(imagesOf(first, first)[0]?.gaps).not.toEqual([])
  })

  test('of another digest, repository or registry are another image', () => {
    const others = [{ imageId: { imageDigest: 'sha256:bb' } }, { repositoryName: 'web' }, { registryId: '444455556666' }].map(fields =>
      answer(fields),
    )
    expect(imagesOf(answer(), ...others)).toHaveLength(4)
  })

  test('of another tag are another image, so that a rule over a tag sees each, whatever the order', () => {
    const tagged = (imageTag: string | undefined): Fields => answer({ imageId: { imageDigest: 'sha256:aa', imageTag } })
    const answers = [tagged('dev'), tagged('prod'), tagged(undefined)]
    for (const given of [answers, answers.toReversed()]) {
      const images = imagesOf(...given)
      expect(images.filter(({ event }) => matches('responseElements.imageId.imageTag = "prod"', event))).toMatchObject([{ tags: ['prod'] }])
      expect(images.map(({ tags, digest, gaps }) => ({ tags, digest, gaps }))).toEqual(
        given.map(({ imageId }) => {
          const { imageTag } = imageId as { imageTag: string | undefined }
          return { tags: imageTag === undefined ? [] : [imageTag], digest: 'sha256:aa', gaps: [] }
        }),
      )
    }
  })

  test('of another Region are another image: the last page of one does not complete the other', () => {
    const page = (region: string, severity: string, nextToken?: string): Fields =>
      answer(
        { nextToken },
        {
          findings: undefined,
          findingSeverityCounts: { [severity]: 1 },
          enhancedFindings: [
            { title: 'CVE-1', severity, resources: [{ id: `arn:aws:ecr:${region}:111122223333:repository/api/sha256:aa` }] },
          ],
        },
      )
    const images = imagesOf(page('eu-west-1', 'LOW', 'more'), page('us-east-1', 'MEDIUM'))
    expect(images).toMatchObject([
      { region: 'eu-west-1', gaps: ['the last page has a nextToken, so some findings are missing'], severityCounts: { LOW: 1 } },
      { region: 'us-east-1', gaps: [], severityCounts: { MEDIUM: 1 } },
    ])
    expect(imagesOf(page('eu-west-1', 'LOW', 'more'), page('eu-west-1', 'MEDIUM'))).toMatchObject([{ gaps: [] }])
  })

  test('with the same token are a gap', () => {
    expect(imagesOf(first, answer({ nextToken: 'abc' }), second)[0]?.gaps.join()).toMatch(/same nextToken/)
  })

  test('one of which is from an unfinished scan are a gap', () => {
    expect(imagesOf(first, { ...second, imageScanStatus: { status: 'IN_PROGRESS' } })[0]?.gaps.join()).toMatch(/IN_PROGRESS/)
  })

  test('one of which has no list are a gap', () => {
    expect(imagesOf(first, { ...second, imageScanFindings: null })[0]?.gaps.join()).toMatch(/a page has no list of findings/)
  })

  test('with different counts each count only themselves, and must list what they count', () => {
    const low = answer({}, { findingSeverityCounts: { LOW: 1 }, findings: [finding('CVE-2', 'LOW')] })
    const high = answer({ nextToken: 't' }, { findingSeverityCounts: { HIGH: 1 }, findings: [finding('CVE-1', 'HIGH')] })
    expect(imagesOf(high, low)).toMatchObject([{ gaps: [], notes: [], severityCounts: { HIGH: 1, LOW: 1 } }])
    const critical = answer({}, { findingSeverityCounts: { CRITICAL: 1 }, findings: [] })
    expect(imagesOf(low, critical)[0]?.gaps.join()).toMatch(/ECR counts 1 findings, but the list has 0/)
  })

  test('of an enhanced scan are a gap if one lists less than it counts, whatever the others list', () => {
    const low = answer(
      { nextToken: 't' },
      { findings: undefined, findingSeverityCounts: { LOW: 1 }, enhancedFindings: [{ title: 'a', severity: 'LOW' }] },
    )
    const critical = answer({}, { findings: undefined, findingSeverityCounts: { CRITICAL: 1 }, enhancedFindings: [] })
    expect(imagesOf(low, critical)[0]?.gaps.join()).toMatch(/ECR counts 1 findings, but the list has 0/)
  })

  test('of an enhanced scan each count only themselves', () => {
    const page = (token: string | undefined, id: string): Fields =>
      answer(
        { nextToken: token },
        {
          findings: undefined,
          findingSeverityCounts: { HIGH: 1 },
          enhancedFindings: [{ findingArn: `arn:${id}`, severity: 'HIGH', status: 'ACTIVE', title: id }],
        },
      )
    expect(imagesOf(page('t', 'a'), page(undefined, 'b'))).toMatchObject([{ gaps: [], notes: [], severityCounts: { HIGH: 2 } }])
  })
})

describe('findings', () => {
  test('that are closed or suppressed are listed and not counted', () => {
    const states = ['ACTIVE', 'CLOSED', 'SUPPRESSED'].map(status => ({ findingArn: status, severity: 'HIGH', status, title: status }))
    const [image] = imagesOf(answer({}, { findings: undefined, enhancedFindings: states, findingSeverityCounts: { HIGH: 3 } }))
    expect(image?.findings.map(({ state }) => state)).toEqual(['open', 'closed', 'suppressed'])
    expect(image?.severityCounts).toEqual({ HIGH: 1 })
    expect(image?.gaps).toEqual([])
  })

  test('about code and network have no package but an id', () => {
    expect(readEnhancedFinding({ title: 'CodeInjection', type: 'CODE_VULNERABILITY', severity: 'HIGH' })).toMatchObject({
      id: 'CodeInjection',
      packages: [],
      type: 'CODE_VULNERABILITY',
    })
  })

  test('without a severity are UNDEFINED', () => {
    expect(readBasicFinding({ name: 'CVE-1' })?.severity).toBe('UNDEFINED')
  })

  test('become events with the fields that filters use', () => {
    const enhanced = {
      severity: 'HIGH',
      score: 8.8,
      fixAvailable: 'YES',
      exploitAvailable: 'NO',
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-9',
        vulnerablePackages: [
          { name: 'lodash', version: '4.17.20', filePath: 'app/package-lock.json', packageManager: 'NODEPKG', fixedInVersion: '4.17.21' },
          { name: 'lodash.merge', version: '4.6.1', fixedInVersion: 'NotAvailable' },
        ],
      },
      resources: [
        { id: 'arn:aws:ecr:eu-west-1:111122223333:repository/api/sha256:aa', details: { awsEcrContainerImage: { platform: 'DEBIAN_12' } } },
      ],
    }
    const [image] = imagesOf(answer({}, { findings: undefined, enhancedFindings: [enhanced], findingSeverityCounts: { HIGH: 1 } }))
    const [event = {}] = image === undefined ? [] : toFindingEvents(image)
    for (const filter of [
      'event_type = "finding" and severity = "HIGH" and id = "CVE-9"',
      'package.name = "lodash" and package.version starts_with "4.17"',
      'package.name = "lodash.merge"',
      'fixAvailable = "YES" and exploitAvailable = "NO"',
      'score >= 8.8',
      'platform = "DEBIAN_12" and path like "package-lock"',
      'image.repositoryName = "api"',
    ]) {
      expect({ filter, holds: matches(filter, event) }).toEqual({ filter, holds: true })
    }
    expect(image?.uri).toBe('111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:v1@sha256:aa')
  })
})

// The files with a CRITICAL were made from a real answer by editing a HIGH finding, but not the counts.
const GAPS: Readonly<Record<string, readonly unknown[]>> = {
  'basic-tdr-ecr-scan-failed.json': [expect.stringMatching(/FAILED/)],
  'basic-tdr-including-muted-vulnerability.json': [
    'ECR counts 24 MEDIUM, 4 LOW, 3 HIGH, but the list has 1 CRITICAL, 2 HIGH, 24 MEDIUM, 4 LOW',
  ],
  'basic-tdr-mixed-severity.json': [
    'ECR counts 24 MEDIUM, 4 LOW, 3 HIGH, 1 UNDEFINED, but the list has 1 CRITICAL, 2 HIGH, 24 MEDIUM, 4 LOW, 1 UNDEFINED',
  ],
}

describe.skipIf(!hasSharedData)('real answers', () => {
  const files = hasSharedData ? readdirSync(sharedData('ecr')).filter(name => name.endsWith('.json')) : []

  test.each(files)('%s is counted by its list', name => {
    const body = JSON.parse(readFileSync(sharedData(`ecr/${name}`), 'utf8')) as Fields
    const [image] = imagesOf(body)
    // The expected counts come from the raw list, not from the converted findings.
    const raw = body['imageScanFindings'] as { findings?: { severity?: string }[]; enhancedFindings?: { severity?: string }[] } | undefined
    const expected: Record<string, number> = {}
    for (const { severity = 'UNDEFINED' } of [...(raw?.findings ?? []), ...(raw?.enhancedFindings ?? [])])
      expected[severity] = (expected[severity] ?? 0) + 1
    expect(image?.severityCounts).toEqual(expected)
    expect(image?.gaps).toEqual(GAPS[name] ?? [])
  })
})

test('a severity with a name from Object.prototype is counted like any other', () => {
  const strange = readBasicFinding({ name: 'CVE-1', severity: 'constructor' })
  expect(strange === undefined ? {} : countSeverities([strange])).toEqual({ constructor: 1 })
})
