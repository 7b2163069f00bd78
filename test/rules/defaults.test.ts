// What a rule does where its file does not say: docs/writing.md has the default of each field.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { readImages } from '../../src/image/read.ts'
import { loadRules } from '../../src/rules/load.ts'
import { canFail } from '../../src/rules/rule.ts'

const body = {
  registryId: '111122223333',
  repositoryName: 'api',
  imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' },
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    imageScanCompletedAt: 1_700_000_000,
    enhancedFindings: ['CVE-1 openssl 1', 'CVE-1 curl 1', 'CVE-2 openssl 1', 'CVE-2 openssl 2'].map(text => {
      const [vulnerabilityId, name, version] = text.split(' ')
      const packageVulnerabilityDetails = { vulnerabilityId, vulnerablePackages: [{ name, version }] }
      return { severity: 'HIGH', status: 'ACTIVE', findingArn: `arn:${text}`, packageVulnerabilityDetails }
    }),
  },
}

type Fields = Readonly<Record<string, unknown>>

const load = (fields: Fields) =>
  loadRules([{ path: 'r.json', text: JSON.stringify({ name: 'grave', type: 'Finding', filter: 'severity = "HIGH"', ...fields }) }]).rules

function alertsOf(fields: Fields): readonly string[] {
  const evaluation = startEvaluation(load(fields))
  for (const image of readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z')) evaluation.judge(image)
  return evaluation
    .alerts()
    .map(({ title, action, count }) => `${action} ${title} (${count})`)
    .sort()
}

describe('a rule over findings', () => {
  test.each<[string, Fields, readonly string[]]>([
    [
      'alerts by vulnerability and package',
      { title: '{{id}} in {{package.name}}' },
      ['fail CVE-1 in curl (1)', 'fail CVE-1 in openssl (1)', 'fail CVE-2 in openssl (2)'],
    ],
    ['is titled with the vulnerability', { aggregateFields: ['id'] }, ['fail grave: CVE-1 (2)', 'fail grave: CVE-2 (2)']],
    ['with a blank title too', { aggregateFields: ['id'], title: ' ' }, ['fail grave: CVE-1 (2)', 'fail grave: CVE-2 (2)']],
    ['with a threshold counts what the image has', { threshold: 2 }, ['fail grave (4)']],
    ['with a threshold that is not reached is silent', { threshold: 5 }, []],
    ['with no fields to tell alerts apart makes one', { aggregateFields: [] }, ['fail grave: CVE-1 (4)']],
    ['that is not enabled is silent', { enabled: false }, []],
  ])('%s', (_, fields, expected) => {
    expect(alertsOf({ severityOfAlerts: 1, ...fields })).toEqual(expected)
  })
})

describe('severity and action', () => {
  test.each<[Fields, action: string, fails: boolean]>([
    [{ severityOfAlerts: 1 }, 'fail', true],
    [{ severityOfAlerts: 2 }, 'warn', false],
    [{ severityOfAlerts: 3 }, 'notice', false],
    [{ severityOfAlerts: 1, action: 'warn' }, 'warn', false],
    [{ severityOfAlerts: 1, action: 'notice' }, 'notice', false],
    [{ severityOfAlerts: 3, action: 'fail' }, 'fail', true],
  ])('%j: %s', (fields, action, fails) => {
    expect(alertsOf({ ...fields, title: 'it', aggregateFields: [] })).toEqual([`${action} it (4)`])
    expect(load(fields).map(canFail)).toEqual([fails])
    expect(load({ ...fields, enabled: false }).map(canFail)).toEqual([false])
  })
})
