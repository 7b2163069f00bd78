// The sentences of a verdict: what a person reads in the log, the check and the comment.

import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/gate/alert.ts'
import { type Coverage, gap, notRequested, read as seen } from '../../src/gate/coverage.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const API = '111122223333/api:v1@sha256:aaaaaaaaaaaa'

/** An image with these findings, each given by its severity; undefined leaves the severity out. */
function imageOf(severities: readonly (string | undefined)[], changes: object = {}): Image {
  const findings = severities.map((severity, i) => ({ name: `CVE-${i}`, ...(severity === undefined ? {} : { severity }) }))
  const [image] = readImages(
    [
      {
        origin: 'x',
        body: {
          registryId: '111122223333',
          repositoryName: 'api',
          imageId: { imageTag: 'v1', imageDigest: DIGEST },
          imageScanStatus: { status: 'COMPLETE' },
          imageScanFindings: { imageScanCompletedAt: 1_795_000_000, findings },
          ...changes,
        },
      },
    ],
    '2026-11-23T12:00:00Z',
  )
  if (image === undefined) throw new Error('there is an image')
  return image
}

const alert = (changes: Partial<Alert>): Alert => ({
  ruleId: 'a-rule',
  ruleName: 'x',
  severityOfAlerts: 1,
  action: 'fail',
  title: 'a title',
  alertDescription: '',
  count: 1,
  aggregate: {},
  firstTime: null,
  lastTime: null,
  eventIds: [],
  events: [],
  image: null,
  tags: [],
  references: [],
  ...changes,
})

const read = seen({ source: 'events', origin: 'trail', message: 'trail: 12 events' })
const short = (text: string): string => text.replace(/([0-9a-f]{12})[0-9a-f]{52}/, '$1')
const reasonsOf = (
  ...[alerts, images, coverage, untriaged = 'warn']: Parameters<typeof reachVerdict> | readonly [Alert[], Image[], Coverage[]]
) => reachVerdict(alerts, images, coverage, untriaged).reasons.map(short)

describe('findings that nobody has rated', () => {
  test.each<[what: string, severities: readonly (string | undefined)[], said: string]>([
    ['one without a severity', [undefined], '1 finding has no severity yet [untriaged]'],
    ['one UNTRIAGED', ['UNTRIAGED'], '1 finding has no severity yet [untriaged]'],
    ['two UNDEFINED', ['UNDEFINED', 'UNDEFINED', 'LOW'], '2 findings have no severity yet [untriaged]'],
    ['both kinds together', ['UNDEFINED', 'UNTRIAGED', 'UNTRIAGED'], '3 findings have no severity yet [untriaged]'],
  ])('are told and counted: %s', (_, severities, said) => {
    for (const untriaged of ['warn', 'fail'] as const)
      expect(reachVerdict([], [imageOf(severities)], [], untriaged)).toEqual({
        verdict: untriaged,
        reasons: [expect.stringMatching(new RegExp(`^api:v1@sha256:a{12}: ${said.replace(/[[\]]/g, '\\$&')}$`))],
      })
  })

  test('are the only ones that untriaged is about', () => {
    for (const untriaged of ['warn', 'fail'] as const)
      expect(reachVerdict([], [imageOf(['CRITICAL', 'LOW', 'INFORMATIONAL'])], [], untriaged).verdict).toBe('pass')
  })

  test('are a reason beside the gaps of the image and do not replace them, nor does ignoring them', () => {
    const running = imageOf([undefined], { imageScanStatus: { status: 'IN_PROGRESS' } })
    const gap = expect.stringMatching(/^api:v1@sha256:a{12}: the scan's status is IN_PROGRESS/)
    const untriaged = expect.stringMatching(/\[untriaged\]$/)
    expect(reachVerdict([], [running], [], 'warn')).toEqual({ verdict: 'undecided', reasons: [gap, untriaged] })
    expect(reachVerdict([], [running], [], 'fail')).toEqual({ verdict: 'fail', reasons: [untriaged, gap] })
    expect(reachVerdict([], [running], [], 'ignore')).toEqual({ verdict: 'undecided', reasons: [gap] })
  })
})

describe('the reason of an alert', () => {
  test('is its title and its rule, and the number of events where there are several', () => {
    expect(reasonsOf([alert({})], [], [read])).toEqual(['a title [a-rule]'])
    expect(reasonsOf([alert({ count: 2 })], [], [read])).toEqual(['a title (2 events) [a-rule]'])
  })

  test('names the image where there are several, as the image is named everywhere', () => {
    const [api, web] = [imageOf(['HIGH']), imageOf(['LOW'], { repositoryName: 'web' })]
    const about = (uri: string): Alert => alert({ image: uri })
    expect(reasonsOf([about(api.uri), about(web.uri)], [api, web], [])).toEqual([
      'api:v1@sha256:aaaaaaaaaaaa: a title [a-rule]',
      'web:v1@sha256:aaaaaaaaaaaa: a title [a-rule]',
    ])
    const abroad = imageOf(['HIGH'], { registryId: '444455556666' })
    expect(reasonsOf([about(api.uri), about(abroad.uri)], [api, abroad], [])).toEqual([
      `${API}: a title [a-rule]`,
      `${API.replace('111122223333', '444455556666')}: a title [a-rule]`,
    ])
  })

  test('about recorded events names no image, however many there are', () => {
    expect(reasonsOf([alert({})], [imageOf([]), imageOf([], { repositoryName: 'web' })], [])).toEqual(['a title [a-rule]'])
  })

  test('is not given for a notice, whatever else there is', () => {
    expect(reasonsOf([alert({ action: 'notice', title: 'quiet' }), alert({ action: 'warn' })], [], [read])).toEqual(['a title [a-rule]'])
  })
})

describe('the reasons to pass', () => {
  test('say what was found in every image and read of every source of events', () => {
    const images = [imageOf(['HIGH', 'HIGH', 'LOW']), imageOf([], { repositoryName: 'web' })]
    const second: Coverage = { ...read, message: 'other: 3 events' }
    const findings: Coverage = { ...read, source: 'findings', message: 'x: 2 answers' }
    const none = notRequested('events')
    expect(reasonsOf([], images, [findings, read, second, none])).toEqual([
      'api:v1@sha256:aaaaaaaaaaaa: 2 HIGH, 1 LOW',
      'web:v1@sha256:aaaaaaaaaaaa: 0 findings',
      'trail: 12 events; no alert',
      'other: 3 events; no alert',
    ])
  })

  test.each([
    [0, 'no alert'],
    [1, '1 notice'],
    [2, '2 notices'],
  ])('count %i notices', (count, said) => {
    const notices = Array.from({ length: count }, () => alert({ action: 'notice' }))
    expect(reachVerdict(notices, [], [read], 'warn')).toEqual({ verdict: 'pass', reasons: [`trail: 12 events; ${said}`] })
  })

  test('are not given beside any other verdict', () => {
    expect(reasonsOf([alert({ action: 'warn' })], [imageOf(['LOW'])], [read])).toEqual(['a title [a-rule]'])
    expect(reasonsOf([], [imageOf(['LOW'])], [gap({ ...read, message: 'trail: damaged' })])).toEqual(['trail: damaged'])
  })
})
