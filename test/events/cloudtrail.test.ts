// Threat Stack's name for a policy that allows everybody, and times as CloudTrail and ECR write them.

import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_ALIASES, fieldsLeftOut, hasPath, textOfAlias, timeOf, toEvent } from '../../src/events/cloudtrail.ts'
import type { Fields } from '../../src/json.ts'
import { formatInstant, formatSecond, toIsoTime } from '../../src/time.ts'

describe('policyPublic', () => {
  const policyPublic = (requestParameters: unknown): unknown =>
    CLOUDTRAIL_ALIASES.get('policyPublic')?.({ eventSource: 'ecr.amazonaws.com', requestParameters })
  const open = { Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:*' } }
  const closed = { Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'ecr:*' } }

  test.each<[what: string, requestParameters: unknown, isPublic: unknown]>([
    ['policyText that is open', { policyText: JSON.stringify(open) }, true],
    ['policyText that is closed', { policyText: JSON.stringify(closed) }, false],
    ['repositoryPolicy that is open', { repositoryPolicy: JSON.stringify(open) }, true],
    ['repositoryPolicy that is closed', { repositoryPolicy: JSON.stringify(closed) }, false],
    ['parameters that were left out', { omitted: true }, true],
    ['parameters that say that nothing was left out', { omitted: false }, undefined],
    ['parameters without a policy', { repositoryName: 'api' }, undefined],
    ['no parameters', null, undefined],
    ['a closed policy beside what was left out', { omitted: true, policyText: JSON.stringify(closed) }, false],
  ])('of %s', (_, requestParameters, isPublic) => {
    expect(policyPublic(requestParameters)).toBe(isPublic)
  })
})

describe('aliases', () => {
  const event: Fields = {
    eventSource: 's.amazonaws.com',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    errorCode: 'AccessDenied',
    recipientAccountId: '444455556666',
  }

  test.each([
    ['event_type', 'cloudtrail'],
    ['region', 'eu-west-1'],
    ['ip', '192.0.2.1'],
    ['error', 'AccessDenied'],
    ['accountId', '444455556666'],
    ['mfaUsed', null],
    ['no alias', null],
  ])('%s is %s', (name, value) => {
    expect(textOfAlias(event, name)).toBe(value)
    const { eventSource: _, ...other } = event
    expect(textOfAlias(other, name)).toBeNull()
  })

  test('a value that is no text is none', () => {
    expect(textOfAlias({ ...event, awsRegion: 7 }, 'region')).toBeNull()
  })
})

describe('times', () => {
  test.each<[value: unknown, iso: string | null]>([
    [1_795_000_000, '2026-11-18T11:06:40Z'],
    [1_795_000_000.5, '2026-11-18T11:06:40.500Z'],
    ['2026-11-18T12:06:40+01:00', '2026-11-18T11:06:40Z'],
    ['yesterday', null],
    [null, null],
    [1e300, null],
    [Number.NaN, null],
    [0, '1970-01-01T00:00:00Z'],
  ])('%j is %s', (value, iso) => {
    expect(toIsoTime(value)).toBe(iso)
  })

  test('are in UTC, and in whole seconds where CloudTrail has no others', () => {
    expect(formatInstant(1500)).toBe('1970-01-01T00:00:01.500Z')
    expect(formatSecond(new Date(1999))).toBe('1970-01-01T00:00:01Z')
    expect(timeOf({ eventTime: '1970-01-01T00:00:01Z' })).toBe(1000)
    expect(timeOf({})).toBeUndefined()
  })
})

describe('parameters that arrive as text', () => {
  test.each<[text: unknown, read: unknown]>([
    ['{"name": "x"}', { name: 'x' }],
    [' {"name": "x"}', { name: 'x' }],
    // Only an object holds fields; any other text stays what was sent.
    ['5', '5'],
    ['true', 'true'],
    ['["x"]', '["x"]'],
    ['{"name": ', '{"name": '],
    [null, null],
  ])('%j are read as %j', (text, read) => {
    expect(toEvent({ requestParameters: text })).toEqual({ requestParameters: read })
  })

  test('stay text where they are nested too deep', () => {
    const text = `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`
    expect(toEvent({ requestParameters: text })).toEqual({ requestParameters: text })
  })
})

describe('of parameters that CloudTrail left out', () => {
  const path = ['requestParameters', 'name']

  test.each<[what: string, requestParameters: unknown, segments: readonly (string | number)[], has: boolean]>([
    ['nothing is known', { omitted: true }, path, false],
    ['nothing is known when they are hidden', 'HIDDEN_DUE_TO_SECURITY_REASONS', path, false],
    ['what is still there is known', { omitted: true, name: 'x' }, path, true],
    ['it is known that they were there', { omitted: true }, ['requestParameters'], true],
    ['other fields are known', { omitted: true }, ['responseElements', 'name'], true],
  ])('%s', (_, requestParameters, segments, has) => {
    const event = { eventSource: 'ssm.amazonaws.com', requestParameters }
    expect(hasPath(event, fieldsLeftOut(event), segments)).toBe(has)
  })
})
