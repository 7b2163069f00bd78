// docs/blocked.md quotes what the program says to whoever was blocked. Each quotation is played, or made of values, and must be what is said.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { tellFixes } from '../../src/report/fixes.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { emptyReport, type Report } from '../../src/report/report.ts'
import { headlineOf } from '../../src/report/wording.ts'
import { readPolicy } from '../../src/rules/policy.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import { makeRecord } from '../aws/events.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { answerOf, TABLE } from '../aws/table.ts'
import { playCheck } from '../aws/world.ts'
import { toEnv } from '../e2e/runner.ts'
import { makeFolder } from '../folder.ts'
import { SHIPPED } from '../gate/judging.ts'
import { codesIn, rowsOf } from './rows.ts'

const page = readFileSync('docs/blocked.md', 'utf8')
const quotations = (name: string): readonly string[] => rowsOf(page, name).flatMap(([cell = '']) => codesIn(cell).slice(0, 1))

/** A quotation in which `…` stands for whatever the program says there. */
function toPattern(quotation: string): RegExp {
  const literal = quotation.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?:^|: )${literal.join('.+')}`, 'm')
}

describe('a first line', () => {
  const NOW = '2026-12-01T12:00:00Z'
  const judged = { ...emptyReport([], NOW), images: [], coverage: [] }
  const REPORTS: readonly Report[] = [
    { ...judged, verdict: 'fail' },
    { ...judged, verdict: 'undecided' },
    { ...judged, verdict: 'undecided', unwritten: ['report.html cannot be written'] },
    emptyReport([{ level: 'error', kind: 'usage', message: 'there is no input "imag"' }], NOW),
    { ...judged, verdict: 'undecided', diagnostics: [{ level: 'error', kind: 'stopped', message: 'the run was stopped' }] },
    { ...judged, verdict: 'warn' },
  ]

  test('is what reports say, in this order', () => {
    expect(quotations('headlines')).toEqual(REPORTS.map(headlineOf))
  })
})

describe('what to change', () => {
  const basic = JSON.stringify({
    registryId: '111122223333',
    repositoryName: 'payments/api',
    imageId: { imageTag: '1.4.2', imageDigest: `sha256:${'a'.repeat(64)}` },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { imageScanCompletedAt: '2026-11-23T06:00:00Z', findings: makeBasicFindings({ HIGH: 1 }) },
  })

  /** What is told of the example by default, with an exception, where what has no fix fails too, and where a session fails; and of a basic scan. */
  async function tellAll(): Promise<readonly string[]> {
    const example = ['--findings', 'examples/findings.json']
    const ours = join(makeFolder({ 'ours.yml': 'overrides: [{ rule: ssm-start-session, action: fail }]' }), 'ours.yml')
    const session = [...example, '--events', 'examples/cloudtrail', '--rules', ours]
    const accepted = 'exceptions: [{ id: CVE-2026-90001, reason: it is not reachable, expires: never }]'
    const runs = [
      example,
      [...example, '--exceptions', join(makeFolder({ 'accepted.yml': accepted }), 'accepted.yml')],
      [...example, '--fail-on', 'medium'],
      session,
      ['--findings', join(makeFolder({ 'basic.json': basic }), 'basic.json')],
    ]
    const aws = await startAws()
    const reports = await Promise.all(runs.map(words => playCheck(aws, words)))
    return reports.flatMap(({ report }) => {
      const { answer = '', steps = [], notes = [] } = tellFixes(report) ?? {}
      return [
        answer,
        ...steps.flatMap(({ title, changes, unfixable }) => [title, ...[...changes, ...unfixable].map(({ text }) => text)]),
        ...notes,
        renderMarkdown(report).replace(/^- /gm, ''),
      ]
    })
  }

  test('is what reports say', async () => {
    const told = (await tellAll()).join('\n')
    const [, title = '', answer = ''] = /as in `([^`]+)`, or, if one is enough,\n`([^`]+)`/.exec(page) ?? []
    expect([title, answer]).not.toContain('')
    for (const quotation of [title, answer, ...quotations('fixes')]) expect(told).toMatch(toPattern(quotation))
    expect(quotations('fixes').length).toBeGreaterThan(3)
  })

  test('names rules that there are', () => {
    const named = [...page.matchAll(/\[(ecr-[\w-]+)\]/g)].map(([, id]) => id)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(id => SHIPPED.every(rule => rule.id !== id))).toEqual([])
  })
})

test('the exception that it shows is the one that its command writes', () => {
  const [, words = ''] = /^node dist\/cli\.cjs accept (.+)$/m.exec(page) ?? []
  const [, yaml = ''] = /```yaml\n(exceptions:[\s\S]*?)```/.exec(page) ?? []
  const { exceptions } = parseYaml(yaml) as { exceptions: readonly object[] }
  const flag = (name: string): string | undefined => new RegExp(`--${name} (?:'([^']+)'|(\\S+))`).exec(words)?.slice(1).find(Boolean)
  expect(exceptions).toEqual([
    { id: words.split(' ')[0], package: flag('package'), image: flag('image'), reason: flag('reason'), 'until-fixed': true },
  ])
})

describe('a reason to be undecided', () => {
  const LOW = [{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }] as const
  interface Scene {
    readonly scan?: readonly ScanStep[]
    readonly words?: readonly string[]
    /** That of a rule of one's own. */
    readonly filter?: string
    readonly happen?: (aws: Aws) => void
  }
  const scanned = (step: ScanStep): Scene => ({ scan: [step] })

  const NOTHING_ELSE = ['--audit-source', 'none']

  /** A CloudTrail that always has one more page. */
  const endless = (aws: Aws): void => {
    const answer = { Events: [], NextToken: '' }
    aws.fail('LookupEvents', { json: answer })
    let pages = 0
    aws.meanwhile('LookupEvents', 'before', () => {
      answer.NextToken = `token ${++pages}`
    })
  }

  const TABLED = ['--audit-source', 'athena://audit/security/logs']

  /** What happens in each row. */
  const SCENES: Readonly<Record<string, Scene>> = {
    'no valid credentials for …': { happen: aws => aws.fail('BatchGetImage', 'expired') },
    'AccessDenied for sts:AssumeRole on role …': {
      words: ['--audit-roles', 'arn:aws:iam::444455556666:role/audit'],
      happen: aws => aws.fail('AssumeRole', 'denied'),
    },
    'AccessDenied for ecr:… on repository "…"': { happen: aws => aws.fail('DescribeImageScanFindings', 'denied') },
    'AccessDenied for cloudtrail:LookupEvents on the event history': {
      words: [],
      happen: aws => aws.fail('LookupEvents', 'denied'),
    },
    'the query was cancelled: it would have scanned more bytes than the workgroup allows': {
      words: TABLED,
      happen: aws => {
        aws.athena.tables.set('security.logs', TABLE)
        aws.athena.end = () => ({ state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' })
      },
    },
    'the table has no event of account … in … from … to …': {
      words: TABLED,
      happen: aws => {
        aws.athena.tables.set('security.logs', TABLE)
        aws.athena.answer = query => answerOf(query, [], [])
      },
    },
    'audit-timeout (…) ended after …': { words: ['--audit-timeout', '10s'], happen: endless },
    '1 event is about a target that Systems Manager does not list: …': {
      words: [],
      filter: 'eventName = "StartSession" and target.tags.env = "prod"',
      happen: aws => aws.cloudtrail.addEvents('eu-west-1', [makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z' })]),
    },
    'the scan did not finish within wait-timeout …': scanned({ status: 'IN_PROGRESS' }),
    'ECR has no scan of this image: …': scanned({ error: 'ScanNotFoundException' }),
    'ECR does not know this image': scanned({ error: 'ImageNotFoundException' }),
    'there is no repository "…" …': { happen: aws => aws.fail('BatchGetImage', { name: 'RepositoryNotFoundException', message: '' }) },
    "the scan's status is UNSUPPORTED_IMAGE: …": scanned({ status: 'UNSUPPORTED_IMAGE' }),
    "the scan's status is SCAN_ELIGIBILITY_EXPIRED: …": scanned({ status: 'SCAN_ELIGIBILITY_EXPIRED' }),
    'the scan is … days old, older than max-scan-age allows; …': {
      scan: [{ ...LOW[0], completedAt: '2026-10-01T00:00:00Z' }],
      words: [...NOTHING_ELSE, '--max-scan-age', '7d'],
    },
    'the credentials belong to account …, which allowed-account-ids does not allow': {
      words: [...NOTHING_ELSE, '--allowed-account-ids', '111122223333'],
    },
  }

  test('is played, each of them', () => {
    expect(quotations('undecided')).toEqual(Object.keys(SCENES))
  })

  test.each(quotations('undecided'))('%s', async quotation => {
    const { scan = LOW, words = NOTHING_ELSE, filter, happen } = SCENES[quotation] ?? {}
    const aws = await startAws(quotation.includes('allowed-account-ids') ? { account: '444455556666' } : {})
    aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('api'), scan, registryId: '111122223333' })
    happen?.(aws)
    const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
    const rule = JSON.stringify({ name: 'x', type: 'CloudTrail', severityOfAlerts: 1, filter })
    const rules = filter === undefined ? [] : ['--rules', join(makeFolder({ 'rule.json': rule }), 'rule.json')]
    const { report } = await playCheck(aws, ['--image', image, '--aws-attempts', '1', ...words, ...rules])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join('\n')).toMatch(toPattern(quotation))
  })
})

describe('wrong settings', () => {
  const POLICY = readPolicy({ path: 'policy.yml', text: 'fail-on: high\n' }, POLICY_SETTINGS)
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'

  /** The inputs of each row. */
  const STEPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'there is no input "…"': { imag: image },
    'there is nothing to judge: image is missing': { image: '' },
    'image "…" names no registry': { image: 'payments/api:1.4.2' },
    '… is … in the step and … in …': { image, policy: 'policy.yml', 'fail-on': 'critical' },
  }

  test('have a row each', () => {
    expect(quotations('settings')).toEqual(Object.keys(STEPS))
  })

  test.each(quotations('settings'))('%s', quotation => {
    const inputs = STEPS[quotation] ?? {}
    const parsed = parseInputs(toEnv(inputs), 'policy' in inputs ? POLICY : { diagnostics: [] })
    const problems = parsed.kind === 'wrong' ? parsed.problems.map(({ message }) => message) : []
    expect(problems.join('\n')).toMatch(toPattern(quotation))
  })
})
