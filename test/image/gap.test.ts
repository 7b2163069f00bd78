// Which answers are enough to judge an image, over one page and over several, and what the sentence says where they are not.

import { describe, expect, test } from 'vitest'
import { compareCounts, findGaps, isEnhanced, isProven } from '../../src/image/gap.ts'
import { listFindings, type Page, readPage } from '../../src/image/page.ts'
import type { Fields } from '../../src/json.ts'

const DONE = 1_795_000_000

interface Sheet {
  readonly findings?: readonly string[] | undefined
  readonly enhanced?: readonly string[]
  readonly counts?: unknown
  readonly done?: unknown
  readonly status?: string
  readonly token?: unknown
}

/** A page with findings of these severities. */
function page({ findings, enhanced, counts, done, status = 'COMPLETE', token }: Sheet): Page {
  const body = {
    ...(findings === undefined ? {} : { findings: findings.map((severity, i) => ({ name: `CVE-${severity}-${i}`, severity })) }),
    ...(enhanced === undefined ? {} : { enhancedFindings: enhanced.map((severity, i) => ({ title: `${severity} ${i}`, severity })) }),
    ...(counts === undefined ? {} : { findingSeverityCounts: counts }),
    ...(done === undefined ? {} : { imageScanCompletedAt: done }),
  }
  const answer: Fields = {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: 'sha256:aa' },
    imageScanStatus: { status },
    imageScanFindings: body,
    ...(token === undefined ? {} : { nextToken: token }),
  }
  return readPage(answer, false)
}

const gapsOf = (pages: readonly Page[], more: Parameters<typeof findGaps>[2] = {}) => findGaps(pages, listFindings(pages), more)
const EMPTY = 'the list of findings is empty, and no completion time shows that the scan is done'

describe('an empty list', () => {
  test.each<[what: string, pages: readonly Sheet[], gaps: readonly string[]]>([
    ['basic, with counts', [{ findings: [], counts: {} }], []],
    ['basic, with a time of completion', [{ findings: [], done: DONE }], []],
    ['basic, with neither', [{ findings: [] }], [EMPTY]],
    [
      'basic, with counts that are no object',
      [{ findings: [], counts: [] }],
      ['findingSeverityCounts contains a value that is not a number', EMPTY],
    ],
    ['basic, with a time that is none', [{ findings: [], done: 'soon' }], [EMPTY]],
    ['enhanced, with a time of completion', [{ enhanced: [], done: DONE, status: 'ACTIVE' }], []],
    ['enhanced, with counts only, as before its scan has begun', [{ enhanced: [], counts: {}, status: 'ACTIVE' }], [EMPTY]],
    ['known as enhanced by its status alone', [{ findings: [], counts: {}, status: 'ACTIVE' }], [EMPTY]],
    ['known as enhanced by its list alone', [{ enhanced: [], counts: {} }], [EMPTY]],
    [
      'of two pages, the second with the time',
      [
        { enhanced: [], token: 'a' },
        { enhanced: [], done: DONE },
      ],
      [],
    ],
    ['of two pages without a time', [{ enhanced: [], token: 'a' }, { enhanced: [] }], [EMPTY]],
    ['of two pages, the second with findings', [{ enhanced: [], token: 'a' }, { enhanced: ['LOW'] }], []],
    [
      'of two pages, one of which has no list at all',
      [{ token: 'a' }, { findings: [] }],
      ['the scan status is complete, but a page has no list of findings'],
    ],
    ['of a scan that is not done', [{ findings: [], status: 'IN_PROGRESS' }], [expect.stringMatching(/IN_PROGRESS/) as unknown as string]],
  ])('%s', (_, sheets, gaps) => {
    expect(gapsOf(sheets.map(page))).toEqual(gaps)
  })

  test('that stayed empty while it was read again and again needs no other proof', () => {
    const pages = [page({ enhanced: [], status: 'ACTIVE' })]
    expect(gapsOf(pages, { stayedEmpty: true })).toEqual([])
    expect(isProven(pages)).toBe(false)
  })
})

describe('the kind of a scan', () => {
  test.each<[sheets: readonly Sheet[], enhanced: boolean, proven: boolean]>([
    [[{ findings: [] }], false, false],
    [[{ findings: [], counts: {} }], false, true],
    [[{ enhanced: [], counts: {} }], true, false],
    [[{ status: 'ACTIVE', counts: {} }], true, false],
    [[{ enhanced: [], done: DONE }], true, true],
    [[{ findings: [] }, { enhanced: [] }], true, false],
    [[{ findings: [], done: DONE }, { findings: [] }], false, true],
  ])('of %j', (sheets, enhanced, proven) => {
    const pages = sheets.map(page)
    expect([isEnhanced(pages), isProven(pages)]).toEqual([enhanced, proven])
  })
})

describe('pages', () => {
  const first = { findings: ['MEDIUM'], counts: { MEDIUM: 1, LOW: 1 }, token: 'a' }
  const last = { findings: ['LOW'], counts: { MEDIUM: 1, LOW: 1 } }
  const same = 'two different pages have the same nextToken, so they are not from one reading'
  const more = 'the last page has a nextToken, so some findings are missing'
  const fewer = 'ECR counts 2 findings, but the list has 1'

  test.each<[what: string, pages: readonly Sheet[], gaps: readonly string[]]>([
    ['that are all there', [first, last], []],
    ['in another order', [last, first], []],
    ['without the last', [first], [more, fewer]],
    ['without the first', [last], [fewer]],
    ['with the same token', [first, { ...first, findings: ['LOW'] }, last], [same]],
    ['with different tokens on each', [first, { ...last, token: 'b' }], [more]],
    ['with a blank token at the end, as some tools write it', [first, { ...last, token: '' }], []],
    ['with null for a token at the end', [first, { ...last, token: null }], []],
    ['with a token that is no text at the end', [first, { ...last, token: 0 }], [more]],
    [
      'one of which has no list',
      [first, { ...last, findings: undefined }],
      ['the scan status is complete, but a page has no list of findings', fewer],
    ],
    [
      'none of which has counts',
      [
        { ...first, counts: undefined },
        { ...last, counts: undefined },
      ],
      [],
    ],
    [
      'whose counts are equal and larger',
      [
        { ...first, counts: { MEDIUM: 3 } },
        { ...last, counts: { MEDIUM: 3 } },
      ],
      ['ECR counts 3 findings, but the list has 2'],
    ],
    [
      'whose counts are equal and smaller',
      [
        { ...first, counts: { MEDIUM: 1 } },
        { ...last, counts: { MEDIUM: 1 } },
      ],
      [],
    ],
  ])('%s', (_, sheets, gaps) => {
    expect(gapsOf(sheets.map(page))).toEqual(gaps)
  })

  test('that differ in their status are told by the one that is no result, once', () => {
    const running = { ...last, status: 'IN_PROGRESS' }
    const [gap, ...others] = gapsOf([first, running, running].map(page))
    expect(gap).toMatch(/IN_PROGRESS: the scan is still running/)
    expect(others.filter(text => text.includes('IN_PROGRESS'))).toEqual([])
  })

  test('of a scan that was waited for in vain do not say again that it is running, but say what else is wrong', () => {
    const waited = { waited: true }
    expect(gapsOf([page({ ...last, findings: ['MEDIUM', 'LOW'], status: 'PENDING' })], waited)).toEqual([])
    expect(gapsOf([page({ ...last, findings: ['MEDIUM', 'LOW'], status: 'FAILED' })], waited)).toEqual([expect.stringMatching(/FAILED/)])
    expect(gapsOf([page({ ...last, findings: ['MEDIUM', 'LOW'], status: 'NEW' })], waited)).toEqual([expect.stringMatching(/"NEW"/)])
  })

  test('of which there are none have no gap of their own: whoever read none says why', () => {
    expect(findGaps([], [])).toEqual([])
  })
})

describe('counts', () => {
  test.each<[counts: unknown, told: boolean]>([
    [{ MEDIUM: 1 }, false],
    [{ MEDIUM: 0 }, false],
    [{}, false],
    [null, false],
    [{ MEDIUM: -1 }, true],
    [{ MEDIUM: 0.5 }, true],
    [{ MEDIUM: '1' }, true],
    [{ MEDIUM: null }, true],
    [{ MEDIUM: 1, LOW: {} }, true],
    [[], true],
    ['1', true],
  ])('%j are told as wrong: %s', (counts, told) => {
    expect(gapsOf([page({ findings: ['MEDIUM'], counts })])).toEqual(
      told ? ['findingSeverityCounts contains a value that is not a number'] : [],
    )
  })

  test.each<[what: string, sheets: readonly Sheet[], notes: readonly string[]]>([
    ['that agree', [{ findings: ['MEDIUM', 'LOW'], counts: { LOW: 1, MEDIUM: 1 } }], []],
    ['that agree with a zero', [{ findings: ['MEDIUM'], counts: { MEDIUM: 1, LOW: 0 } }], []],
    [
      'that are fewer',
      [{ findings: ['MEDIUM', 'LOW'], counts: { MEDIUM: 1 } }],
      ['ECR counts 1 MEDIUM, but the list has 1 MEDIUM, 1 LOW; the list is used'],
    ],
    [
      'of another severity',
      [{ findings: ['LOW'], counts: { MEDIUM: 1 } }],
      ['ECR counts 1 MEDIUM, but the list has 1 LOW; the list is used'],
    ],
    ['that are none beside a list', [{ findings: ['LOW'], counts: {} }], ['ECR counts none, but the list has 1 LOW; the list is used']],
    ['beside an empty list, which is a gap', [{ findings: [], counts: { LOW: 1 } }], []],
    ['that are absent', [{ findings: ['LOW'] }], []],
    ['that are no object', [{ findings: ['LOW'], counts: 7 }], []],
    [
      'of the whole image on each page',
      [
        { findings: ['MEDIUM'], counts: { MEDIUM: 1 } },
        { findings: ['LOW'], counts: { MEDIUM: 1 } },
      ],
      ['ECR counts 1 MEDIUM, but the list has 1 MEDIUM, 1 LOW; the list is used'],
    ],
    [
      'that differ from page to page and so are of one page each',
      [
        { findings: ['MEDIUM'], counts: { MEDIUM: 1 } },
        { findings: ['LOW'], counts: { LOW: 1 } },
      ],
      [],
    ],
    [
      'of enhanced pages, which are of one page each even if they are equal',
      [
        { enhanced: ['MEDIUM'], counts: { LOW: 1 } },
        { enhanced: ['LOW'], counts: { LOW: 1 } },
      ],
      ['ECR counts 1 LOW, but the list has 1 MEDIUM; the list is used'],
    ],
  ])('%s', (_, sheets, notes) => {
    const pages = sheets.map(page)
    expect(compareCounts(pages, listFindings(pages))).toEqual(notes)
  })

  test('include findings that are closed, as ECR counts them', () => {
    const answer = {
      imageScanFindings: {
        enhancedFindings: [{ title: 'a', severity: 'MEDIUM', status: 'CLOSED' }],
        findingSeverityCounts: { MEDIUM: 1 },
      },
    }
    const pages = [readPage(answer, false)]
    expect(compareCounts(pages, listFindings(pages))).toEqual([])
  })
})

describe('an answer that does not say for certain which image it is about', () => {
  test.each<[what: string, changes: Fields, gaps: readonly string[]]>([
    ['without a repository', { repositoryName: null }, ['the answer does not name its repository']],
    ['without an image', { imageId: null }, ['the answer does not name its image']],
    ['with a tag alone, which is enough', { imageId: { imageTag: 'v1' } }, []],
    ['without a registry, which a file may leave out', { registryId: null }, []],
    ['with a registry that is a number', { registryId: 111_122_223_333 }, ['registryId is not a string']],
    ['with a blank repository', { repositoryName: ' ' }, ['repositoryName is not a string']],
    [
      'with a tag that is a number beside a digest',
      { imageId: { imageDigest: 'sha256:aa', imageTag: 1 } },
      ['imageId.imageTag is not a string'],
    ],
    [
      'with two wrong names',
      { repositoryName: [], imageId: { imageDigest: {} } },
      ['repositoryName is not a string', 'imageId.imageDigest is not a string'],
    ],
  ])('%s', (_, changes, gaps) => {
    const answer = {
      registryId: '111122223333',
      repositoryName: 'api',
      imageId: { imageDigest: 'sha256:aa' },
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findings: [{ name: 'CVE-1', severity: 'LOW' }] },
      ...changes,
    }
    const pages = [readPage(answer, false)]
    expect(findGaps(pages, listFindings(pages))).toEqual(gaps)
  })
})

describe('a basic finding with an attribute twice', () => {
  const pageOf = (...pairs: readonly (readonly [key: string, value: unknown])[]) =>
    readPage(
      {
        repositoryName: 'api',
        imageId: { imageDigest: 'sha256:aa' },
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindings: { findings: [{ name: 'CVE-1', severity: 'HIGH', attributes: pairs.map(([key, value]) => ({ key, value })) }] },
      },
      false,
    )

  test.each<[what: string, key: string, ...pairs: (readonly [string, unknown])[]]>([
    ['the last is harmless', 'CVSS3_SCORE', ['CVSS3_SCORE', '9.8'], ['CVSS3_SCORE', '1.0']],
    ['the first is harmless', 'CVSS3_SCORE', ['CVSS3_SCORE', '1.0'], ['CVSS3_SCORE', '9.8']],
    ['one of them has no value', 'CVSS3_SCORE', ['CVSS3_SCORE', '9.8'], ['CVSS3_SCORE', null]],
    ['in another case', 'cvss3_score', ['CVSS3_SCORE', '9.8'], ['cvss3_score', '1.0']],
    ['three times', 'CVSS3_SCORE', ['CVSS3_SCORE', '9.8'], ['CVSS3_SCORE', '1.0'], ['CVSS3_SCORE', '9.8']],
  ])('%s: a gap, and neither value is believed', (_, key, ...pairs) => {
    const page = pageOf(['package_name', 'openssl'], ...pairs)
    expect(gapsOf([page])).toEqual([`a finding has the attribute "${key}" twice with different values`])
    expect(listFindings([page])).toMatchObject([{ severity: 'HIGH', score: null, package: { name: 'openssl' } }])
  })

  test('and the same value is read as if it stood there once', () => {
    const page = pageOf(['CVSS3_SCORE', '9.8'], ['CVSS3_SCORE', '9.8'], ['__proto__', 'x'], ['__proto__', 'x'])
    expect(gapsOf([page])).toEqual([])
    expect(listFindings([page])).toMatchObject([{ score: 9.8 }])
  })

  test('hides no finding, and its name is printed harmlessly', () => {
    const [gap] = gapsOf([pageOf(['a\n::error::', 1], ['a\n::error::', 2])])
    expect(gap).not.toContain('\n')
  })
})

// Whether a finding has a fix, and by which names it can be accepted, is said by these lists.
describe('details of an enhanced finding that cannot be read are a gap:', () => {
  test.each<[details: unknown, gap: string]>([
    [{ vulnerablePackages: { name: 'a' } }, 'vulnerablePackages of "CVE-1" is not a list of objects'],
    [{ vulnerablePackages: [{ name: 'a' }, 'b'] }, 'vulnerablePackages of "CVE-1" is not a list of objects'],
    [{ relatedVulnerabilities: 'CVE-2' }, 'relatedVulnerabilities of "CVE-1" is not a list of strings'],
    [{ relatedVulnerabilities: ['CVE-2', { id: 'CVE-3' }] }, 'relatedVulnerabilities of "CVE-1" is not a list of strings'],
  ])('%j', (details, gap) => {
    const entry = { packageVulnerabilityDetails: { vulnerabilityId: 'CVE-1', ...(details as object) }, severity: 'LOW' }
    const { gaps } = readPage({ imageScanFindings: { enhancedFindings: [entry, entry] } }, false)
    expect(gaps).toEqual([gap])
  })

  test.each([{}, { vulnerablePackages: null, relatedVulnerabilities: null }, { vulnerablePackages: [], relatedVulnerabilities: [] }])(
    'but not %j',
    details => {
      const entry = { packageVulnerabilityDetails: { vulnerabilityId: 'CVE-1', ...details }, severity: 'LOW' }
      expect(readPage({ imageScanFindings: { enhancedFindings: [entry] } }, false).gaps).toEqual([])
    },
  )
})

// The package and the score of a basic finding are among them.
describe('attributes of a basic finding that cannot be read are a gap:', () => {
  const gapsFor = (attributes: unknown): readonly string[] =>
    readPage({ imageScanFindings: { findings: [{ name: 'CVE-1', severity: 'LOW', attributes }] } }, false).gaps

  test.each<[attributes: unknown]>([
    [{ key: 'CVSS3_SCORE', value: '9.8' }],
    ['CVSS3_SCORE'],
    [['CVSS3_SCORE']],
    [[{ key: 'package_name', value: 'a' }, { value: '9.8' }]],
    [[{ key: 5, value: '9.8' }]],
  ])('%j', attributes => {
    expect(gapsFor(attributes)).toEqual(['attributes of "CVE-1" is not a list of objects with a key'])
  })

  test.each<[attributes: unknown]>([[null], [[]], [[{ key: 'package_name' }]]])('but not %j', attributes => {
    expect(gapsFor(attributes)).toEqual([])
  })
})

// One ARN is one finding, but a page that tells something else of it must be judged too, whichever of them comes first.
describe('an enhanced finding on two pages', () => {
  const entry = {
    findingArn: 'arn:aws:inspector2:eu-west-1:111122223333:finding/1',
    title: 'x',
    severity: 'LOW',
    score: 1,
    status: 'ACTIVE',
  }
  const details = (fixedInVersion: string) => ({
    packageVulnerabilityDetails: { vulnerabilityId: 'CVE-1', vulnerablePackages: [{ name: 'a', version: '1', fixedInVersion }] },
  })
  const inPackage = (fields: Fields) => ({ packageVulnerabilityDetails: { vulnerablePackages: [{ name: 'a', ...fields }] } })
  const list = (...entries: readonly Fields[]) =>
    listFindings(entries.map(each => readPage({ imageScanFindings: { enhancedFindings: [each] } }, false)))

  test.each<[what: string, first: Fields, second: Fields]>([
    ['score', { score: 1 }, { score: 9.8 }],
    ['severity', { severity: 'LOW' }, { severity: 'CRITICAL' }],
    ['status', { status: 'CLOSED' }, { status: 'ACTIVE' }],
    ['type', { type: 'PACKAGE_VULNERABILITY' }, { type: 'CODE_VULNERABILITY' }],
    ['fixed version', details('NotAvailable'), details('2')],
    ['use', {}, { resources: [{ details: { awsEcrContainerImage: { inUseCount: 3 } } }] }],
    // Filters of rules and of exceptions can ask for these as well.
    ['vendor', { packageVulnerabilityDetails: { source: 'NVD' } }, { packageVulnerabilityDetails: { source: 'DEBIAN_CVE' } }],
    ['package manager', inPackage({ packageManager: 'OS' }), inPackage({ packageManager: 'GOBINARY' })],
    ['epoch', inPackage({ epoch: 0 }), inPackage({ epoch: 1 })],
    ['layer', inPackage({ sourceLayerHash: 'sha256:a' }), inPackage({ sourceLayerHash: 'sha256:b' })],
    ['description', { description: 'not reachable' }, { description: 'remote' }],
    ['vector', { scoreDetails: { cvss: { scoringVector: 'AV:L' } } }, { scoreDetails: { cvss: { scoringVector: 'AV:N' } } }],
    ['link', {}, { packageVulnerabilityDetails: { sourceUrl: 'https://a.example' } }],
    ['platform', {}, { resources: [{ details: { awsEcrContainerImage: { platform: 'DEBIAN_12' } } }] }],
  ])('with another %s counts twice', (_, first, second) => {
    expect(list({ ...entry, ...first }, { ...entry, ...second })).toHaveLength(2)
    expect(list({ ...entry, ...second }, { ...entry, ...first })).toHaveLength(2)
  })

  test('counts once where only the time of its last sight differs, because it was read in between', () => {
    expect(list({ ...entry, ...details('2'), lastObservedAt: 1 }, { ...entry, ...details('2'), lastObservedAt: 2 })).toHaveLength(1)
  })
})
