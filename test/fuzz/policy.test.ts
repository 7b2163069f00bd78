// A rule that fails an image or an event never lets it pass for a part of the rule that is gone: it fails all the same, or the rule is
// refused.

import fc from 'fast-check'
import { expect } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { damagedText, takeAway } from './damage.ts'
import { fuzz } from './fuzz.ts'
import { judge } from './judge.ts'

const ANSWER = JSON.stringify({
  registryId: '111122223333',
  repositoryName: 'payments/api',
  imageId: { imageDigest: `sha256:${'a'.repeat(64)}` },
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: { findings: makeBasicFindings({ CRITICAL: 1 }), findingSeverityCounts: { CRITICAL: 1 } },
})

/** A rule that fails the image, with everything that a rule may have. */
const rules = fc.constantFrom('CloudTrail', 'Finding').map(type => ({
  id: 'own-rule',
  name: 'own rule',
  type,
  title: '{{image.uri}}',
  severityOfAlerts: 1,
  alertDescription: 'x',
  aggregateFields: ['eventName'],
  filter: type === 'Finding' ? 'severity = "CRITICAL"' : 'eventName = "DescribeImageScanFindings"',
  window: 60,
  threshold: 1,
  suppressions: [],
  enabled: true,
  tags: ['x'],
  references: ['https://example.org/'],
}))

const judgeBy = async (rule: string) =>
  (await judge({ 'answer.json': ANSWER, 'rules.json': rule }, ['--findings', 'answer.json', '--rules', 'rules.json', '--packs', 'none']))
    .verdict

fuzz(
  'a rule without one of its parts',
  150,
  [takeAway(rules, way => !/^(?:enabled|aggregateFields\.\d+)$/.test(way))],
  async ({ before, after }) => {
    expect(await judgeBy(JSON.stringify(before))).toBe('fail')
    expect(await judgeBy(JSON.stringify(after))).not.toBe('pass')
  },
)

fuzz('a rule that is switched off by anything but false', 20, [fc.jsonValue()], async enabled => {
  if (enabled === false) return
  const [rule] = fc.sample(rules, 1)
  expect(await judgeBy(JSON.stringify({ ...rule, enabled }))).not.toBe('pass')
})

fuzz(
  'a rule whose file ends too early',
  60,
  [rules.chain(rule => fc.nat(JSON.stringify(rule).length - 1).map(end => JSON.stringify(rule).slice(0, end)))],
  async text => {
    expect(await judgeBy(text)).not.toBe('pass')
  },
)

fuzz('a rule whose file is damaged is judged by or refused', 60, [damagedText(rules.map(rule => JSON.stringify(rule)))], async text => {
  expect(await judgeBy(text)).toMatch(/^(?:pass|warn|fail|undecided)$/)
})
