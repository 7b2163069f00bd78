// What Amazon Inspector says of findings: when it is asked, what it answers, and what follows where it does not.

import { describe, expect, test } from 'vitest'
import { type Counts, makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { toInspectorFinding } from '../aws/inspector.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Fields } from '../aws/wire.ts'
import { type Played, playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1'
const ARN = (number: number): string => `arn:aws:inspector2:eu-west-1:111122223333:finding/${number.toString(16).padStart(32, '0')}`
const SEEN = 1_794_000_000

/** What Inspector knows of a finding; `kev` undefined: it has no details of it. */
interface Known {
  readonly epss?: number
  readonly exploitAt?: number
  readonly kev?: boolean
  /** Members that replace those of ListFindings. */
  readonly members?: Fields
}

interface Scene {
  readonly severities?: Counts
  /** What Inspector knows of the findings, in their order; undefined: it does not list the finding. */
  readonly knows?: readonly (Known | undefined)[]
  readonly rule: Fields
  readonly words?: readonly string[]
  readonly attempts?: number
  readonly exceptions?: readonly Fields[]
  readonly prepare?: (aws: Aws, digest: string) => void
}

const KEV = { filter: 'knownExploited = "YES"' }
const EPSS = { filter: 'epss >= 0.1' }

async function play({
  severities = { LOW: 2 },
  knows = [],
  rule,
  words = [],
  attempts = 1,
  exceptions,
  prepare,
}: Scene): Promise<Played & { aws: Aws }> {
  const aws = await startAws()
  const { digest } = aws.ecr.addImage({ repository: 'api', manifest: makeManifest('a') })
  const enhancedFindings = makeEnhancedFindings(severities, { repository: 'api', digest, tags: ['1'] })
  aws.ecr.addImage({
    repository: 'api',
    tags: ['1'],
    manifest: makeManifest('a'),
    scan: [{ status: 'ACTIVE', enhancedFindings, completedAt: '2026-11-23T11:00:00Z' }],
  })
  for (const [i, known] of knows.entries()) {
    if (known === undefined) continue
    const { epss, exploitAt, kev, members } = known
    aws.inspector.add(
      toInspectorFinding(enhancedFindings[i] ?? {}, {
        ...(epss !== undefined && { epss: { score: epss } }),
        ...(exploitAt !== undefined && { exploitabilityDetails: { lastKnownExploitAt: exploitAt } }),
        ...members,
      }),
    )
    if (kev !== undefined)
      aws.inspector.details.set(ARN(i + 1), kev ? { cisaData: { dateAdded: SEEN, action: 'Update it' } } : { epssScore: 0.5 })
  }
  prepare?.(aws, digest)
  const own = { id: 'own', name: 'own', type: 'Finding', severityOfAlerts: 1, ...rule }
  const folder = makeFolder({
    'rule.json': JSON.stringify(own),
    ...(exceptions && { 'exceptions.json': JSON.stringify({ exceptions }) }),
  })
  const played = await playCheck(aws, [
    ...['--image', IMAGE, '--audit-source', 'none', '--packs', 'ecr', '--aws-attempts', `${attempts}`, '--rules', `${folder}/rule.json`],
    ...(exceptions ? ['--exceptions', `${folder}/exceptions.json`] : []),
    ...words,
  ])
  return { ...played, aws }
}

const callsOf = (aws: Aws) => aws.requests.filter(({ service }) => service === 'inspector2')
const gapsOf = ({ report }: Played) => report.images.flatMap(({ gaps }) => gaps).join('\n')
const notesOf = ({ report }: Played) => report.images.flatMap(({ notes }) => notes).join('\n')

describe('Amazon Inspector is asked', () => {
  test('about the image by its account, repository and digest, and about the details of its open findings, ten at a time', async () => {
    const knows = Array.from({ length: 12 }, () => ({ epss: 0.02, kev: false }))
    const { aws, report } = await play({ severities: { LOW: 12 }, knows, rule: KEV })
    const [list, ...details] = callsOf(aws)
    const equals = (value: unknown) => [{ comparison: 'EQUALS', value }]
    expect(list).toMatchObject({ operation: 'ListFindings', region: 'eu-west-1' })
    expect(list?.input).toEqual({
      filterCriteria: {
        awsAccountId: equals('111122223333'),
        ecrImageRepositoryName: equals('api'),
        ecrImageHash: equals(report.images[0]?.digest),
      },
      maxResults: 100,
    })
    expect(details.map(({ input }) => (input['findingArns'] as readonly string[]).length).sort()).toEqual([10, 2].sort())
    expect(report.verdict).toBe('pass')
    expect(aws.violations).toEqual([])
  })

  test.each<[string, Fields, readonly string[]]>([
    ['no rule looks at what it knows', { filter: 'severity = "HIGH"' }, []],
    ['the rule that does is not enabled', { ...KEV, enabled: false }, []],
    ['a rule looks at EPSS', EPSS, ['ListFindings']],
    ['a rule looks at the last known exploit', { filter: 'lastKnownExploitAt != null' }, ['ListFindings']],
    ['a suppression looks at EPSS', { filter: 'severity = "LOW"', suppressions: ['epss < 0.01'] }, ['ListFindings']],
    ['a title names EPSS', { filter: 'severity = "HIGH"', title: 'has {{epss}}' }, ['ListFindings']],
    ['a rule looks at CISA’s list', KEV, ['ListFindings', 'BatchGetFindingDetails']],
  ])('as much as needed: %s', async (_, rule, operations) => {
    const { aws } = await play({ knows: [{ kev: false }, { kev: false }], rule })
    expect(callsOf(aws).map(({ operation }) => operation)).toEqual(operations)
    expect(aws.violations).toEqual([])
  })

  test('where an exception looks at what it knows', async () => {
    const exceptions = [{ filter: 'epss < 0.01', reason: 'nobody exploits it', expires: '2030-01-01' }]
    const knows = [{ epss: 0.001 }, { epss: 0.2 }]
    const { aws, report } = await play({ severities: { HIGH: 2 }, knows, rule: { filter: 'id = "CVE-2026-1"' }, exceptions })
    expect(callsOf(aws).map(({ operation }) => operation)).toEqual(['ListFindings'])
    expect(report.images[0]?.findings.map(({ decision }) => decision.kind)).toEqual(['accepted', 'counted'])
    expect(report.verdict).toBe('fail')
  })

  test('with the credentials of the image', async () => {
    const words = ['--image-roles', 'arn:aws:iam::111122223333:role/reader']
    const { aws } = await play({ knows: [{ epss: 0.5 }, { epss: 0.5 }], rule: EPSS, words })
    const keyOf = (operation: string) => aws.requests.find(each => each.operation === operation)?.accessKeyId
    expect(keyOf('ListFindings')).toBe(keyOf('DescribeImageScanFindings'))
    expect(keyOf('ListFindings')).not.toBe('AKIAIOSFODNN7EXAMPLE')
  })
})

describe('what Inspector says', () => {
  test('is judged and reported', async () => {
    const knows = [
      { epss: 0.97, exploitAt: SEEN, kev: true },
      { epss: 0.0004, kev: false },
    ]
    const { report } = await play({ knows, rule: { ...KEV, title: '{{id}} is exploited, {{epss}}' } })
    expect(report.verdict).toBe('fail')
    expect(report.alerts.map(({ title }) => title)).toEqual(['CVE-2026-100001 is exploited, 0.97'])
    expect(report.images[0]?.findings).toMatchObject([
      { epss: 0.97, lastKnownExploitAt: new Date(SEEN * 1000).toISOString().replace('.000', ''), knownExploited: 'YES' },
      { epss: 0.0004, lastKnownExploitAt: null, knownExploited: 'NO' },
    ])
  })

  test('is read over all pages', async () => {
    const knows = Array.from({ length: 230 }, (_, i) => ({ epss: i === 229 ? 0.5 : 0.01 }))
    const { report, aws } = await play({ severities: { LOW: 230 }, knows, rule: EPSS })
    expect(callsOf(aws)).toHaveLength(3)
    expect(report.alerts).toHaveLength(1)
    expect(gapsOf({ report } as Played)).toBe('')
  })

  test('of a throttled call is read again', async () => {
    const prepare = (aws: Aws): void => {
      aws.fail('ListFindings', 'throttle', { times: 1 })
      aws.fail('BatchGetFindingDetails', 'throttle', { times: 1 })
    }
    const { report, aws } = await play({ knows: [{ kev: false }, { kev: false }], rule: KEV, attempts: 3, prepare })
    expect([report.verdict, callsOf(aws).length]).toEqual(['pass', 4])
  })

  test('of no EPSS score is unknown, unless the rule says what that means', async () => {
    const knows = [{}, { epss: 0.01 }]
    const open = await play({ knows, rule: EPSS })
    expect(open.report.verdict).toBe('undecided')
    expect(gapsOf(open)).toBe(
      'rule own asks for epss, which Amazon Inspector does not have of every finding: 1 finding may match it; say in the rule what absence means: epss = null',
    )
    const said = await play({ knows, rule: { filter: 'epss >= 0.1 and epss != null' } })
    expect(said.report.verdict).toBe('pass')
    const counted = await play({ knows, rule: { filter: 'epss >= 0.1 or epss = null' } })
    expect(counted.report.verdict).toBe('fail')
  })

  test('of another image is not believed', async () => {
    const prepare = (aws: Aws, digest: string): void => {
      const other = makeEnhancedFindings({ LOW: 1 }, { repository: 'api', digest: digest.replace(/.$/, '0'), registryId: '444455556666' })
      aws.fail('ListFindings', { json: { findings: other.map(each => toInspectorFinding(each, { epss: { score: 0.01 } })) } })
    }
    const played = await play({ rule: EPSS, prepare })
    expect(played.report.verdict).toBe('undecided')
    expect(gapsOf(played)).toContain('Amazon Inspector is not believed: it answered about another image')
  })

  test('of the same digest in another account, which an administrator of Inspector sees, is not asked for', async () => {
    const prepare = (aws: Aws, digest: string): void => {
      const other = makeEnhancedFindings({ LOW: 2 }, { repository: 'api', digest, registryId: '444455556666' })
      aws.inspector.add(...other.map(each => toInspectorFinding(each, { epss: { score: 0.9 } })))
    }
    const played = await play({ knows: [{ epss: 0.01 }, { epss: 0.01 }], rule: EPSS, prepare })
    expect([played.report.verdict, gapsOf(played)]).toEqual(['pass', ''])
  })
})

describe('what Inspector does not say', () => {
  const NOT = 'which Amazon Inspector did not say'

  test.each<[string, Partial<Scene>, string]>([
    [
      'a finding that it does not list',
      { knows: [{ epss: 0.01 }, undefined] },
      `epss, ${NOT} (it does not list the finding): 1 finding may match it`,
    ],
    [
      'a call that is denied',
      { prepare: aws => aws.fail('ListFindings', 'denied') },
      `epss, ${NOT} (AccessDenied for inspector2:ListFindings on the findings of api; allow inspector2:ListFindings on *`,
    ],
    ['Inspector that is not there', { prepare: aws => aws.fail('ListFindings', 'error500') }, `epss, ${NOT} (`],
    ['an answer that is none', { prepare: aws => aws.fail('ListFindings', 'malformed') }, `epss, ${NOT} (`],
    ['an empty answer', { prepare: aws => aws.fail('ListFindings', 'empty') }, `epss, ${NOT} (it does not list the finding): 2 findings`],
    ['a throttled call', { prepare: aws => aws.fail('ListFindings', 'throttle') }, `epss, ${NOT} (AWS throttled every attempt`],
    ['a score above 1', { knows: [{ epss: 1.5 }, { epss: 0 }] }, `(its EPSS score "1.5" is not a number from 0 to 1): 1 finding`],
    ['a negative score', { knows: [{ epss: -0.1 }, { epss: 0 }] }, `(its EPSS score "-0.1" is not`],
  ])('leaves a rule undecided that could block: %s', async (_, scene, gap) => {
    const played = await play({ knows: [{ epss: 0.01 }, { epss: 0.01 }], rule: EPSS, ...scene })
    expect(played.report.verdict).toBe('undecided')
    expect(gapsOf(played)).toContain(`rule own asks for ${gap.startsWith('(') ? `epss, ${NOT} ` : ''}${gap}`)
  })

  test.each<[string, Partial<Scene>, string]>([
    [
      'a finding of which it has no details',
      { knows: [{ kev: false }, {}] },
      '(it has no details of the finding: FINDING_DETAILS_NOT_FOUND): 1 finding',
    ],
    [
      'an empty answer',
      { prepare: aws => aws.fail('BatchGetFindingDetails', 'empty') },
      '(it did not answer about the finding): 2 findings',
    ],
    [
      'a call that is denied',
      { prepare: aws => aws.fail('BatchGetFindingDetails', 'denied') },
      '(AccessDenied for inspector2:BatchGetFindingDetails on findings',
    ],
  ])('leaves a rule over CISA’s list undecided: %s', async (_, scene, gap) => {
    const played = await play({ knows: [{ kev: false }, { kev: false }], rule: KEV, ...scene })
    expect(played.report.verdict).toBe('undecided')
    expect(gapsOf(played)).toContain(`rule own asks for knownExploited, ${NOT} ${gap}`)
  })

  test('is a note for a rule that cannot block', async () => {
    const played = await play({ rule: { ...EPSS, action: 'warn' }, prepare: aws => aws.fail('ListFindings', 'denied') })
    expect(played.report.verdict).toBe('pass')
    expect(notesOf(played)).toContain(`rule own asks for epss, ${NOT} (AccessDenied`)
    expect(played.told.join('\n')).toContain('warning: AccessDenied for inspector2:ListFindings')
  })

  test('a clause about null cannot answer: what was not said may have a value', async () => {
    const rule = { filter: 'lastKnownExploitAt != null' }
    expect((await play({ rule, prepare: aws => aws.fail('ListFindings', 'denied') })).report.verdict).toBe('undecided')
    expect((await play({ rule, knows: [{ epss: 0.1 }, { epss: 0.1 }] })).report.verdict).toBe('pass')
    expect((await play({ rule, knows: [{ exploitAt: SEEN }, { epss: 0.1 }] })).report.verdict).toBe('fail')
  })

  test('leaves alone what other clauses decide', async () => {
    const rule = { filter: 'severity = "HIGH" and knownExploited = "YES"' }
    const played = await play({ rule, prepare: aws => aws.fail('ListFindings', 'denied') })
    expect([played.report.verdict, gapsOf(played)]).toEqual(['pass', ''])
  })

  test('accepts nothing: an exception holds only for what is known', async () => {
    const exceptions = [{ filter: 'knownExploited != "YES"', reason: 'nobody exploits it', expires: '2030-01-01' }]
    const scene = { severities: { HIGH: 1 }, rule: { filter: 'id = "CVE-2026-1"' }, exceptions }
    const unknown = await play({ ...scene, knows: [{}] })
    expect(unknown.report.images[0]?.findings[0]?.decision.kind).toBe('counted')
    const known = await play({ ...scene, knows: [{ kev: false }] })
    expect(known.report.images[0]?.findings[0]?.decision.kind).toBe('accepted')
  })

  const entry = (digest: string, members: Fields): Fields => {
    const [finding = {}] = makeEnhancedFindings({ LOW: 1 }, { repository: 'api', digest })
    return toInspectorFinding(finding, members)
  }

  test.each<[string, (digest: string) => unknown]>([
    [
      'a date that is none',
      digest => ({ findings: [entry(digest, { epss: { score: 0 }, exploitabilityDetails: { lastKnownExploitAt: 'soon' } })] }),
    ],
    [
      'a date beyond all dates',
      digest => ({ findings: [entry(digest, { epss: { score: 0 }, exploitabilityDetails: { lastKnownExploitAt: 1e300 } })] }),
    ],
    ['a score that is a text alone', digest => ({ findings: [entry(digest, { epss: 'high' })] })],
    ['an exploit that is a text', digest => ({ findings: [entry(digest, { epss: { score: 0 }, exploitabilityDetails: 'yes' })] })],
    ['a score that is a text', digest => ({ findings: [entry(digest, { epss: { score: 'NaN' } })] })],
    ['a list that is a text', () => ({ findings: 'none' })],
    ['a list of other things', () => ({ findings: [null, 7, 'x', []] })],
    ['a list', () => []],
    ['a token that is a number', () => ({ findings: [], nextToken: 7 })],
    ['hostile text', digest => ({ findings: [entry(digest, { findingArn: '::error::\u001b[31m\n<script>' })] })],
  ])('of an answer that is damaged leaves the rule undecided: %s', async (_, answer) => {
    const rule = { filter: 'epss >= 0.1 or lastKnownExploitAt != null' }
    const prepare = (aws: Aws, digest: string): void => aws.fail('ListFindings', { text: JSON.stringify(answer(digest)) })
    const played = await play({ severities: { LOW: 1 }, rule, prepare })
    expect(played.report.verdict).toBe('undecided')
  })

  test.each<[string, unknown]>([
    ['details that are a text', { findingDetails: 'none', errors: [] }],
    ['details of another finding', { findingDetails: [{ findingArn: ARN(7) }] }],
    [
      'a finding among the details and the errors',
      { findingDetails: [{ findingArn: ARN(1) }], errors: [{ findingArn: ARN(1), errorCode: 'INTERNAL_ERROR', errorMessage: '' }] },
    ],
    ['errors that are no objects', { findingDetails: [], errors: [null, 'x'] }],
  ])('of details that are damaged leaves the rule undecided: %s', async (_, answer) => {
    const prepare = (aws: Aws): void => aws.fail('BatchGetFindingDetails', { text: JSON.stringify(answer) })
    const played = await play({ severities: { LOW: 1 }, knows: [{ epss: 0 }], rule: KEV, prepare })
    expect(played.report.verdict).toBe('undecided')
  })

  test.each<[string, unknown]>([
    ['an entry of CISA’s list without anything', {}],
    ['a date that is none', { dateAdded: 'soon' }],
    ['a text', 'yes'],
  ])('of CISA’s list cannot make a finding pass: %s', async (_, cisaData) => {
    const answer = { findingDetails: [{ findingArn: ARN(1), cisaData }] }
    const prepare = (aws: Aws): void => aws.fail('BatchGetFindingDetails', { text: JSON.stringify(answer) })
    const played = await play({ severities: { LOW: 1 }, knows: [{ epss: 0 }], rule: KEV, prepare })
    expect(['fail', 'undecided']).toContain(played.report.verdict)
  })

  test('is told of pages that lead in a circle, and what was read is kept', async () => {
    const knows = Array.from({ length: 150 }, () => ({ epss: 0.01 }))
    const prepare = (aws: Aws): void => aws.fail('ListFindings', { json: { nextToken: 'x', findings: [] } }, { after: 1 })
    const played = await play({ severities: { LOW: 150 }, knows, rule: EPSS, prepare })
    expect(gapsOf(played)).toContain('repeated a token')
    expect(gapsOf(played)).toContain('50 findings may match it')
  })
})

describe('what Inspector lists and ECR does not', () => {
  const strayOf = (aws: Aws, digest: string, members: Fields): void => {
    const [stray = {}] = makeEnhancedFindings({ CRITICAL: 1 }, { repository: 'api', digest, first: 900 })
    aws.inspector.add(toInspectorFinding(stray, { epss: { score: 0.9 }, ...members }))
  }
  const knows = [{ epss: 0.01 }, { epss: 0.01 }]

  test('is a gap if it is active', async () => {
    const played = await play({ knows, rule: EPSS, prepare: (aws, digest) => strayOf(aws, digest, {}) })
    expect(played.report.verdict).toBe('undecided')
    expect(gapsOf(played)).toBe(
      'Amazon Inspector has 1 active finding that ECR does not list as open: CVE-2026-100900 (CRITICAL); run it again',
    )
  })

  test.each(['CLOSED', 'SUPPRESSED'])('is nothing to tell if it is %s', async status => {
    const played = await play({ knows, rule: EPSS, prepare: (aws, digest) => strayOf(aws, digest, { status }) })
    expect([played.report.verdict, gapsOf(played)]).toEqual(['pass', ''])
  })
})
