// What the severities of an image say against it: how many findings, in which packages, and what fixes them.

import { describe, expect, test } from 'vitest'
import { type FindingLike, type ImageLike, judge, makeImage } from './judging.ts'

const NOW = '2026-12-01T12:00:00Z'
const NAME = 'api:v1@sha256:aaaaaaaaaaaa'

const found = (severity: string, name: string, fixedInVersion = '2.0.0', version = '1.0.0'): FindingLike => ({
  severity,
  fixAvailable: fixedInVersion === 'NotAvailable' ? 'NO' : 'YES',
  packages: [{ name, version, packageManager: 'NPM', fixedInVersion }],
})

const reasonsOf = (image: ImageLike, words: readonly string[] = [], rules = ''): readonly string[] =>
  judge([makeImage(image)], words, rules, NOW).reasons

describe('the severities of an image', () => {
  test('that fail are one reason, the worst first, with the packages of the worst', () => {
    const findings = [
      found('HIGH', 'tar', '6.2.1', '6.1.0'),
      found('HIGH', 'tar', '6.1.2', '6.1.0'),
      found('HIGH', 'left', 'NotAvailable'),
      found('CRITICAL', 'axios', '1.7.4', '0.21.1'),
    ]
    expect(reasonsOf({ findings })).toEqual([
      `1 CRITICAL, 3 HIGH in ${NAME}: axios 0.21.1 (fix 1.7.4), tar 6.1.0 (fix 6.2.1), left 1.0.0 (no fix) [ecr-image-scan-findings-critical, ecr-image-scan-findings-high]`,
    ])
  })

  test('that warn are a reason of their own', () => {
    expect(reasonsOf({ findings: [found('MEDIUM', 'a'), found('HIGH', 'b')] })).toEqual([
      `1 HIGH in ${NAME}: b 1.0.0 (fix 2.0.0) [ecr-image-scan-findings-high]`,
      `1 MEDIUM in ${NAME}: a 1.0.0 (fix 2.0.0) [ecr-image-scan-findings-medium]`,
    ])
  })

  test.each([
    [3, 'p1 1.0.0 (fix 2.0.0), p2 1.0.0 (fix 2.0.0), p3 1.0.0 (fix 2.0.0)'],
    [4, 'p1 1.0.0 (fix 2.0.0), p2 1.0.0 (fix 2.0.0), p3 1.0.0 (fix 2.0.0) and 1 more package'],
    [5, 'p1 1.0.0 (fix 2.0.0), p2 1.0.0 (fix 2.0.0), p3 1.0.0 (fix 2.0.0) and 2 more packages'],
  ])('of %i packages', (count, named) => {
    const findings = Array.from({ length: count }, (_, i) => found('HIGH', `p${i + 1}`))
    expect(reasonsOf({ findings })).toEqual([`${count} HIGH in ${NAME}: ${named} [ecr-image-scan-findings-high]`])
  })

  test('say what is allowed', () => {
    const findings = [found('HIGH', 'a'), found('HIGH', 'a'), found('CRITICAL', 'b')]
    expect(reasonsOf({ findings }, ['--max-findings', 'high=1'])).toEqual([
      expect.stringMatching(/^1 CRITICAL, 2 HIGH \(max-findings allows 1\) in /),
    ])
  })

  test('name the findings of a scan that names no package, and no fix that it does not tell', () => {
    const findings = ['CVE-2026-3', 'CVE-2026-1'].map(id => ({ id, severity: 'HIGH' }))
    expect(reasonsOf({ findings, basic: true })).toEqual([`2 HIGH in ${NAME}: CVE-2026-3, CVE-2026-1 [ecr-image-scan-findings-high]`])
  })

  test('name a package without a fix if there may be one that cannot be read', () => {
    expect(reasonsOf({ findings: [found('HIGH', 'a', 'the next one')] })).toEqual([
      `1 HIGH in ${NAME}: a 1.0.0 [ecr-image-scan-findings-high]`,
    ])
  })

  test('of two images of one name keep the title of their one alert, which counts both', () => {
    const images = ['a', 'b'].map(name => makeImage({ findings: [found('HIGH', name), found('HIGH', name)] }))
    expect(judge(images, [], '', NOW).reasons).toEqual([`${NAME}: HIGH findings in api: 2 (2 events) [ecr-image-scan-findings-high]`])
  })

  test.each(['NotAvailable', 'the next one'])('say that a fix is not one for all findings of a package, such as one fixed in %s', other => {
    expect(reasonsOf({ findings: [found('HIGH', 'a'), found('HIGH', 'a', other)] })).toEqual([
      `2 HIGH in ${NAME}: a 1.0.0 (fix 2.0.0, not for all) [ecr-image-scan-findings-high]`,
    ])
  })

  test('leave out what does not count', () => {
    const accepted = { ...found('HIGH', 'a'), id: 'CVE-2026-1001' }
    const rules = JSON.stringify({ exceptions: [{ id: 'CVE-2026-1001', reason: 'x', expires: 'never' }] })
    expect(reasonsOf({ findings: [accepted, found('HIGH', 'b')] }, [], rules)).toEqual([
      `1 HIGH in ${NAME}: b 1.0.0 (fix 2.0.0) [ecr-image-scan-findings-high]`,
    ])
  })

  test('keep the title that the author of a rule gave it', () => {
    const rules = JSON.stringify([
      {
        id: 'ecr-image-scan-findings-high',
        name: 'Ours',
        type: 'CloudTrail',
        severityOfAlerts: 1,
        title: 'Call the payments team',
        filter: 'eventSource = "ecr.amazonaws.com" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0',
      },
    ])
    expect(reasonsOf({ findings: [found('HIGH', 'a')] }, [], rules)).toEqual(['Call the payments team [ecr-image-scan-findings-high]'])
  })
})
