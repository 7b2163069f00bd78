// What is told of the images that were judged, which recorded scans are theirs, what alerts say they have in common, and in which
// order alerts come.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from './combine.ts'

const [DIGEST, OTHER] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`]

function imageOf(findings: readonly (readonly [id: string, severity: string])[]): Image {
  const body = {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: DIGEST },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findings: findings.map(([name, severity]) => ({ name, severity })) },
  }
  const [image] = readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z')
  if (image === undefined) throw new Error('there is an image')
  return image
}

describe('a suppression that takes something out of an image', () => {
  const image = imageOf([
    ['CVE-1', 'HIGH'],
    ['CVE-2', 'HIGH'],
    ['CVE-3', 'LOW'],
  ])
  const notes = (fields: object) => startEvaluation([makeRule({ id: 'a-rule', ...fields })]).judge(image).notes

  test('is told once, with how many findings it took out', () => {
    expect(notes({ type: 'Finding', filter: 'severity != null', suppressions: ['severity = "HIGH"'] })).toEqual([
      'suppressed by rule a-rule: severity = "HIGH" (2 findings)',
    ])
    expect(notes({ type: 'Finding', filter: 'severity != null', suppressions: ['id = "CVE-3"', 'id = "CVE-1"'] })).toEqual([
      'suppressed by rule a-rule: id = "CVE-1"',
      'suppressed by rule a-rule: id = "CVE-3"',
    ])
  })

  test('is told where it takes out the image', () => {
    const filter = 'eventName = "DescribeImageScanFindings"'
    expect(notes({ filter, suppressions: ['requestParameters.repositoryName = "api"'] })).toEqual([
      'suppressed by rule a-rule: requestParameters.repositoryName = "api"',
    ])
  })

  test('is not told where the filter did not match, nor of a rule that is disabled', () => {
    expect(notes({ type: 'Finding', filter: 'severity = "CRITICAL"', suppressions: ['severity = "HIGH"'] })).toEqual([])
    expect(notes({ type: 'Finding', filter: 'severity != null', suppressions: ['severity = "HIGH"'], enabled: false })).toEqual([])
  })
})

describe('a recorded scan', () => {
  const rule = makeRule({ filter: 'eventName = "DescribeImageScanFindings"' })
  const scan = (fields: Fields): Fields => ({
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: '2026-11-23T10:00:00Z',
    ...fields,
  })
  const actionOf = (event: Fields): string | undefined => {
    const evaluation = startEvaluation([rule])
    evaluation.judge({ ...imageOf([]), event: {} })
    evaluation.see(event)
    return evaluation.alerts()[0]?.action
  }
  const request = { registryId: '111122223333', repositoryName: 'api', imageId: { imageDigest: DIGEST } }

  test.each<[what: string, event: Fields, action: string]>([
    ['of the image by its digest', scan({ requestParameters: request }), 'fail'],
    [
      'of the image by a tag, with the digest in the answer',
      scan({
        requestParameters: { ...request, imageId: { imageTag: 'v1' } },
        responseElements: { registryId: '111122223333', imageId: { imageDigest: DIGEST } },
      }),
      'fail',
    ],
    [
      "of the image in the caller's own registry, named by the answer",
      scan({
        requestParameters: { repositoryName: 'api', imageId: { imageDigest: DIGEST } },
        responseElements: { registryId: '111122223333' },
        recipientAccountId: '444455556666',
      }),
      'fail',
    ],
    [
      "of the image in the caller's own registry",
      scan({ requestParameters: { repositoryName: 'api', imageId: { imageDigest: DIGEST } }, recipientAccountId: '111122223333' }),
      'fail',
    ],
    ['of another digest', scan({ requestParameters: { ...request, imageId: { imageDigest: OTHER } } }), 'notice'],
    ['of another repository', scan({ requestParameters: { ...request, repositoryName: 'web' } }), 'notice'],
    ['of another registry', scan({ requestParameters: { ...request, registryId: '444455556666' } }), 'notice'],
    ['of a tag whose digest nobody says', scan({ requestParameters: { ...request, imageId: { imageTag: 'v1' } } }), 'notice'],
    ['without parameters', scan({ requestParameters: null }), 'notice'],
    ['by the name of another service, which is no scan', scan({ eventSource: 'x.amazonaws.com', requestParameters: null }), 'fail'],
  ])('%s', (_, event, action) => {
    expect(actionOf(event)).toBe(action)
  })
})

describe('what the events of an alert have in common', () => {
  const aggregateOf = (aggregateFields: readonly string[], event: Fields) => {
    const evaluation = startEvaluation([makeRule({ filter: 'eventName != null', aggregateFields })])
    evaluation.see({ eventSource: 's.amazonaws.com', eventName: 'A', ...event })
    return evaluation.alerts()[0]?.aggregate
  }

  test('is kept as what it is: numbers, truth values, texts, lists, and null where there is nothing', () => {
    const event = { requestParameters: { a: 7, b: true, c: 'x', d: ['x', 'y'], e: null } }
    const fields = ['a', 'b', 'c', 'd', 'e'].map(name => `requestParameters.${name}`)
    expect(Object.values(aggregateOf(fields, event) ?? {})).toEqual([7, true, 'x', ['x', 'y'], null])
  })

  test('hides a secret, even one that is a number', () => {
    const event = { responseElements: { tokenValue: 123_456, sessionId: 's-1' } }
    expect(JSON.stringify(aggregateOf(['responseElements.tokenValue', 'responseElements.sessionId'], event))).not.toContain('123456')
  })

  test('is the image where an image was judged', () => {
    const alertOf = (fields: Readonly<Record<string, unknown>>) => {
      const evaluation = startEvaluation([makeRule(fields)])
      evaluation.judge(imageOf([['CVE-1', 'HIGH']]))
      return evaluation.alerts()[0]?.aggregate
    }
    expect(alertOf({ filter: 'eventName = "DescribeImageScanFindings"' })).toMatchObject({
      'requestParameters.registryId': '111122223333',
      'requestParameters.repositoryName': 'api',
      'requestParameters.imageId.imageDigest': DIGEST,
    })
    expect(alertOf({ type: 'Finding', filter: 'severity = "HIGH"' })).toMatchObject({
      'image.registryId': '111122223333',
      'image.repositoryName': 'api',
      'image.digest': DIGEST,
    })
  })
})

test('alerts come in the order of what they do, then of severity, of time, of the rule and of the title', () => {
  const rules = [
    { id: 'notice', action: 'notice', severityOfAlerts: 1 },
    { id: 'warn-by-choice', action: 'warn', severityOfAlerts: 1 },
    { id: 'warn', severityOfAlerts: 2 },
    { id: 'fail-low', action: 'fail', severityOfAlerts: 3 },
    { id: 'fail-z', severityOfAlerts: 1 },
    { id: 'fail-a', severityOfAlerts: 1 },
  ]
  const evaluation = startEvaluation(
    rules.map(fields => makeRule({ filter: 'eventName = "A"', title: '{{user}}', aggregateFields: ['user'], name: fields.id, ...fields })),
  )
  const seen = (userName: string, eventTime: string) =>
    evaluation.see({ eventSource: 's.amazonaws.com', eventName: 'A', eventTime, userIdentity: { userName } })
  seen('zoe', '2026-11-23T10:00:00Z')
  seen('bob', '2026-11-23T10:00:00Z')
  seen('eve', '2026-11-23T09:00:00Z')
  const each = (id: string): readonly string[] => ['eve', 'bob', 'zoe'].map(user => `${id} ${user}`)
  expect(evaluation.alerts().map(({ ruleId, title }) => `${ruleId} ${title}`)).toEqual([
    'fail-a eve',
    'fail-z eve',
    'fail-a bob',
    'fail-a zoe',
    'fail-z bob',
    'fail-z zoe',
    ...['fail-low', 'warn-by-choice', 'warn', 'notice'].flatMap(each),
  ])
})
