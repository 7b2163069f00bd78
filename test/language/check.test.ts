// What the checker warns about, and what it must not warn about.

import { describe, expect, test } from 'vitest'
import { SESSION_VOCABULARY } from '../../src/events/live.ts'
import { CLOUDTRAIL_VOCABULARY } from '../../src/events/vocabulary.ts'
import { check } from '../../src/language/check.ts'
import { parse } from '../../src/language/parse.ts'

function warningsOf(filter: string, vocabulary = CLOUDTRAIL_VOCABULARY): readonly string[] {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return check(parsing.expression, vocabulary).map(
    ({ kind, offset, level, help }) => `${level} ${kind} at ${offset}${help?.startsWith('did you') ? `: ${help}` : ''}`,
  )
}

describe('warns about', () => {
  test.each([
    ['eventname = "x"', ['warning unknown-field at 0: did you mean "eventName"?']],
    ['userIdentity.username = "x"', ['warning unknown-field at 0: did you mean "userName"?']],
    ['responseElements.imageScanFindings.findingSeverityCounts.HIHG > 0', ['warning unknown-field at 0: did you mean "HIGH"?']],
    ['responseElements.imageScanFindings.findingSeverityCounts.high > 0', ['error unknown-field at 0: did you mean "HIGH"?']],
    ['eventName = "a" or eventName = "b" and user = "c"', ['warning mixed-joins at 19']],
    ['eventName = "a" and eventName = "b"', ['warning contradiction at 20']],
    ['user = "a" and ip = "b" or user = "c" and ip = "d"', ['warning mixed-joins at 0']],
    ['errorCode = null and errorCode like "x"', ['warning contradiction at 21']],
    ['errorCode = null and errorCode in ("x", "y")', ['warning contradiction at 21']],
    ['user = "a" and user != "a"', ['warning contradiction at 15']],
    ['user in ("a", "b") or not user in ("a", "b")', ['warning always-true at 22']],
    ['user in ("a", "b") or user not in ("a", "b")', ['warning always-true at 22']],
    ['errorCode = "a" and errorCode = null', ['warning contradiction at 20']],
    ['user = "a" or not user = "a"', ['warning always-true at 14']],
    ['user != "a" or user != "b"', ['warning always-true at 15']],
    [
      'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 5 and responseElements.imageScanFindings.findingSeverityCounts.HIGH < 3',
      ['warning contradiction at 70'],
    ],
    ['user = "a" or user = "a"', ['warning repeated at 14']],
    ['eventName like 5', ['warning never-holds at 15']],
    ['eventName > "abc"', ['warning never-holds at 12']],
    ['eventTime > "2026-02-30T00:00:00Z"', ['warning never-holds at 12']],
    ['eventTime > "2026-11-30T25:00:00Z"', ['warning never-holds at 12']],
    ['eventName like "*Session"', ['warning wildcard at 15']],
    ['ip != "10.0.0.0/33"', ['warning not-a-block at 6']],
    ['target = "i-05c30218156bcc246"', ['warning whole-object at 0']],
    ['userIdentity.sessionContext != "x"', ['warning whole-object at 0']],
  ])('%s', (filter, warnings) => {
    expect(warningsOf(filter)).toEqual(warnings)
  })
})

describe('where events have no other fields, it is an error', () => {
  test.each([
    ['target = "i-05c30218156bcc246"', ['error whole-object at 0']],
    ['target in ("i-05c30218156bcc246", null)', ['error whole-object at 0']],
    ['target = null', []],
    ['target.id.x = "y"', ['error unknown-field at 0']],
    ['target.tags.team.x = "y"', []],
  ])('%s', (filter, problems) => {
    expect(warningsOf(filter, SESSION_VOCABULARY)).toEqual(problems)
  })
})

test('of an object, its fields are named', () => {
  const parsing = parse('target = "x"')
  if ('problems' in parsing) throw new Error('this is a filter')
  expect(check(parsing.expression, SESSION_VOCABULARY)).toMatchObject([
    { message: '"target" is an object, which no value in a filter equals', help: 'name one of its fields, as in target.id' },
  ])
})

test('a long clause is shown with its beginning, a short one whole', () => {
  const repeated = (value: string): string => {
    const parsing = parse(`user = "${value}" or user = "${value}"`)
    if ('problems' in parsing) throw new Error('this is a filter')
    return check(parsing.expression, CLOUDTRAIL_VOCABULARY).map(({ message }) => message)[0] ?? ''
  }
  expect(repeated('a')).toBe('user = "a" is repeated')
  expect(repeated('a'.repeat(71))).toBe(`user = "${'a'.repeat(71)}" is repeated`)
  expect(repeated('a'.repeat(72))).toBe(`user = "${'a'.repeat(71)}… is repeated`)
})

test('the names that were possible are listed where they are few', () => {
  const helpOf = (filter: string): string | undefined => {
    const parsing = parse(filter)
    if ('problems' in parsing) throw new Error('this is a filter')
    return check(parsing.expression, CLOUDTRAIL_VOCABULARY)[0]?.help
  }
  expect(helpOf('userIdentity.sessionContext.sessionIssuer.zzzz = "x"')).toBe('expected one of type, principalId, arn, accountId, userName')
  expect(helpOf('userIdentity.zzzz = "x"')).toBeUndefined()
  expect(helpOf('zzzz = "x"')).toBeUndefined()
})

describe('does not warn about', () => {
  test.each([
    ['eventName like "Get*Object"'],
    ['eventName like "100%sure"'],
    [
      'responseElements.imageScanFindings.findingSeverityCounts.HIGH >= 5 and responseElements.imageScanFindings.findingSeverityCounts.HIGH <= 5',
    ],
    ['errorCode in (null, "x") and errorCode = null'],
    ['errorCode not in ("a") and errorCode = null'],
    [
      'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")',
    ],
    ['requestParameters.anything.at.all = 1'],
    ['responseElements.credentials.accessKeyId != null'],
    ['(eventName = "a" and user = "b") or user = "c"'],
    ['requestParameters.instanceIds = "i-1" and requestParameters.instanceIds = "i-2"'],
    ['requestParameters.instanceIds != "i-1" or requestParameters.instanceIds != "i-2"'],
    ['eventTime >= "2026-01-01T00:00:00Z" and eventTime < "2026-02-01T00:00:00Z"'],
    ['user != "a" and user != "b"'],
    ['user = "a" or user = "b"'],
    ['ip = "10.0.0.0/8" or ip = "fd00::/8"'],
    ['user = null or ip = null'],
    ['ip = "10.0.0.0/8" and ip = "10.1.0.0/16"'],
    ['ip != "10.0.0.0/8" or ip != "10.1.0.0/16"'],
    ['readOnly = true and readOnly = "true"'],
    ['accountId = 5 and accountId = "5"'],
  ])('%s', filter => {
    expect(warningsOf(filter)).toEqual([])
  })
})

test('a name from Object.prototype is an unknown field like any other', () => {
  expect(warningsOf('constructor.name = "Object"')[0]).toMatch(/^warning unknown-field at 0/)
  expect(warningsOf('userIdentity.toString = "x"')[0]).toMatch(/^warning unknown-field at 0/)
})
