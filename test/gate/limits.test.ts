// What a policy does not let others do: each limit, at its edge, and with both of its lines.

import { describe, expect, test } from 'vitest'
import { type Diagnostic, formatPlace } from '../../src/diagnostic.ts'
import { atMostOf, checkEndlessSettings } from '../../src/gate/endless.ts'
import { checkAuthors, checkEndless, checkInForce, checkLimits, isWithin } from '../../src/gate/limits.ts'
import { SEVERITIES } from '../../src/image/finding.ts'
import type { Limits } from '../../src/rules/limits.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type PolicyFile, readPolicy } from '../../src/rules/policy.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import { bind, openVex } from '../vex/documents.ts'
import { makeRule } from './combine.ts'
import { judge, layer, makeImage } from './judging.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const SHIPPED = [makeRule({ id: 'ssm-start-session', name: 'Start' }), makeRule({ id: 'ssm-other', name: 'Other' })]

function limitsOf(text: string): Limits {
  const { policy, diagnostics } = readPolicy({ path: 'policy.yml', text: `untriaged: fail\nlimits:\n  ${text}\n` }, POLICY_SETTINGS)
  expect(diagnostics).toEqual([])
  if (policy === undefined) throw new Error('no policy')
  return policy.limits
}

/** What is wrong with a file of the step under these limits. */
function problemsOf(limits: string, text: string): readonly Diagnostic[] {
  const { rules, overrides, exceptions, diagnostics, placeOf } = loadRules([{ path: 'step.yml', text }])
  expect(diagnostics).toEqual([])
  const added = { rules, overrides, exceptions, placeOf: (rule: (typeof rules)[number]) => placeOf(rule, { field: 'filter', offset: 0 }) }
  return checkLimits(limitsOf(limits), added, SHIPPED, NOW)
}

const told = (limits: string, text: string): readonly string[] =>
  problemsOf(limits, text).map(({ level, kind, at, message }) => {
    expect({ level, kind }).toEqual({ level: 'error', kind: 'limit' })
    return `${at === undefined ? '' : formatPlace(at)}: ${message}`
  })

describe('a rule that may not be tuned', () => {
  const LIMIT = 'rules: { may-not-tune: [ssm-start-session] }'
  const RULE = { type: 'CloudTrail', severityOfAlerts: 3, filter: 'eventName = "PutImage"' }

  test.each([
    [
      'is not overridden',
      'overrides:\n  - { rule: ssm-start-session, enabled: false }',
      'step.yml:2:13: an override changes rule "ssm-start-session", which may not be tuned (policy.yml:3:27)',
    ],
    [
      'gets no suppression',
      `overrides:\n  - { rule: ssm-start-session, addSuppressions: ['user = "x"'] }`,
      'step.yml:2:13: an override changes rule "ssm-start-session", which may not be tuned (policy.yml:3:27)',
    ],
    [
      'is not replaced by id',
      `rules:\n  - ${JSON.stringify({ ...RULE, name: 'x', id: 'ssm-start-session' })}`,
      'step.yml:2:57: a rule of the same id or name replaces rule "ssm-start-session", which may not be tuned (policy.yml:3:27)',
    ],
    [
      'is not replaced by name',
      `rules:\n  - ${JSON.stringify({ ...RULE, name: 'Start', id: 'mine' })}`,
      'step.yml:2:57: a rule of the same id or name replaces rule "ssm-start-session", which may not be tuned (policy.yml:3:27)',
    ],
    [
      'has no exceptions',
      'exceptions:\n  - { rule: ssm-start-session, filter: user = "x", reason: why, expires: 2026-12-31 }',
      'step.yml:2:5: an exception accepts alerts of rule "ssm-start-session", which may not be tuned (policy.yml:3:27)',
    ],
  ])('%s', (_, text, message) => {
    expect(told(LIMIT, text)[0]).toBe(message)
  })

  test.each([
    'overrides:\n  - { rule: ssm-other, enabled: false }',
    `rules:\n  - ${JSON.stringify({ ...RULE, name: 'mine', id: 'mine' })}`,
    'exceptions:\n  - { rule: ssm-other, filter: user = "x", reason: why, expires: 2026-12-31 }',
    'exceptions:\n  - { id: CVE-2026-1234, reason: why, expires: never }',
  ])('does not bind %s', text => {
    expect(problemsOf(LIMIT, text)).toEqual([])
  })

  test('exists', () => {
    expect(problemsOf('rules: { may-not-tune: [ssm-start-sesion] }', 'overrides:\n  - { rule: ssm-other, enabled: false }')).toMatchObject([
      {
        level: 'error',
        message: 'there is no rule "ssm-start-sesion" to protect',
        help: 'did you mean "ssm-start-session"?',
        at: { file: 'policy.yml', line: 3 },
      },
    ])
  })

  test.each([
    [{ unused: SHIPPED, replaced: [] }, 'rule "ssm-start-session" may not be tuned, but is not in force: its pack is not in use'],
    [
      { unused: [], replaced: ['ssm-start-session'] },
      'rule "ssm-start-session" may not be tuned, but is not in force: fail-on replaces it',
    ],
  ])('is in force', (state, message) => {
    expect(checkInForce(limitsOf(LIMIT), { unused: [], replaced: ['ssm-other'], by: 'fail-on' })).toEqual([])
    expect(checkInForce(limitsOf(LIMIT), { ...state, by: 'fail-on' })).toMatchObject([
      {
        level: 'error',
        message,
        help: 'remove that setting in the step, or ask those who keep policy.yml to write it there',
        at: { file: 'policy.yml', line: 3, column: 27 },
      },
    ])
  })
})

describe('an exception', () => {
  const exception = (fields: string): string => `exceptions:\n  - { id: CVE-2026-1234, reason: why, ${fields} }`

  test.each([
    // 90 days after 30 November 2026 is 28 February 2027.
    ['{ within: 90d }', 'expires: 2027-02-28', undefined],
    ['{ within: 90d }', 'expires: 2027-03-01', 'the exception ends later than is allowed (policy.yml:3:17)'],
    ['{ within: 90d }', 'expires: 2020-01-01', undefined],
    ['{ within: 90d }', 'expires: never', 'the exception needs a last day (policy.yml:3:15)'],
    ['{ within: 90d }', 'until-fixed: true', 'the exception needs a last day (policy.yml:3:15)'],
    ['{ within: 90d }', 'until-fixed: true, expires: 2026-12-31', undefined],
    ['{}', 'expires: never', 'the exception needs a last day (policy.yml:3:15)'],
    ['{ never: false }', 'expires: never', 'the exception needs a last day (policy.yml:3:17)'],
    ['{ never: true }', 'expires: never', undefined],
    ['{ never: true }', 'until-fixed: true', undefined],
    ['{ never: true, within: 90d }', 'expires: 2028-01-01', 'the exception ends later than is allowed (policy.yml:3:30)'],
    ['{ need-owner: true }', 'expires: 2026-12-31', 'the exception needs an owner (policy.yml:3:17)'],
    ['{ need-owner: true }', 'expires: 2026-12-31, owner: web', undefined],
    ['{ need-owner: false }', 'expires: 2026-12-31', undefined],
    [
      '{ severity-at-most: high }',
      'expires: 2026-12-31, severity: CRITICAL',
      'the exception may not accept findings of severity CRITICAL (policy.yml:3:17)',
    ],
    ['{ severity-at-most: high }', 'expires: 2026-12-31, severity: HIGH', undefined],
    ['{ severity-at-most: high }', 'expires: 2026-12-31', undefined],
  ])('under %s with %s', (limit, fields, message) => {
    expect(told(`exceptions: ${limit}`, exception(fields))).toEqual(message === undefined ? [] : [`step.yml:2:5: ${message}`])
  })

  test.each([
    ['{ within: 90d }', 'expires: 2027-03-01', 'write expires: 2027-02-28, or an earlier day'],
    ['{ within: 90d }', 'expires: never', 'write expires: 2027-02-28, or an earlier day'],
    // Ten years of 365 days after 30 November 2026, the most that a policy can say.
    ['{ within: 3650d }', 'expires: never', 'write expires: 2036-11-27, or an earlier day'],
    ['{}', 'until-fixed: true', 'write expires: with a day, such as 2027-01-31'],
    ['{ need-owner: true }', 'expires: 2026-12-31', 'write owner: NAME'],
    [
      '{ severity-at-most: high }',
      'expires: 2026-12-31, severity: CRITICAL',
      'remove it, or ask those who keep policy.yml to decide it there',
    ],
  ])('under %s with %s is told what to write', (limit, fields, help) => {
    expect(problemsOf(`exceptions: ${limit}`, exception(fields)).map(problem => problem.help)).toEqual([help])
  })

  test('is told everything at once', () => {
    expect(told('exceptions: { need-owner: true, severity-at-most: low }', exception('expires: never, severity: HIGH'))).toHaveLength(3)
  })

  test('is not bound where the policy says nothing of exceptions', () => {
    expect(problemsOf('rules: { may-not-tune: [ssm-other] }', exception('expires: never'))).toEqual([])
  })
})

describe('findings that an exception may accept', () => {
  test.each([
    ['critical', SEVERITIES],
    ['high', ['HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL']],
    ['medium', ['MEDIUM', 'LOW', 'INFORMATIONAL']],
    ['low', ['LOW', 'INFORMATIONAL']],
    ['informational', ['INFORMATIONAL']],
  ])('under severity-at-most: %s', (most, allowed) => {
    const limit = limitsOf(`exceptions: { severity-at-most: ${most} }`).exceptions?.severityAtMost?.value
    expect(limit).toBe(most)
    expect(SEVERITIES.filter(severity => isWithin(limit, severity))).toEqual(allowed)
    if (most !== 'critical') expect(isWithin(limit, 'NEW')).toBe(false)
  })

  test('without a limit are all', () => {
    expect(SEVERITIES.every(severity => isWithin(undefined, severity))).toBe(true)
  })
})

describe('findings of the base image', () => {
  const policyOf = (text: string): PolicyFile => {
    const { policy, diagnostics } = readPolicy({ path: 'policy.yml', text }, POLICY_SETTINGS)
    expect(diagnostics).toEqual([])
    if (policy === undefined) throw new Error('no policy')
    return policy
  }
  const NAMED = 'base-image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/base:1@sha256:0\n'
  const WARNS = 'base-image-findings: warn\n'
  const LIMITED = 'limits: { exceptions: { severity-at-most: medium } }\n'
  const given = (text: string, baseImageFindings: 'fail' | 'warn' = 'warn') => ({
    baseImages: ['base'],
    baseImageFindings,
    policy: { file: policyOf(text) },
  })

  test.each<[what: string, policy: string, setting: string | undefined, atMost: string | undefined]>([
    ['that the step lets through', LIMITED, 'base-image-findings', 'medium'],
    ['of a base image that the step names', WARNS + LIMITED, 'base-image', 'medium'],
    ['that the step lets through, of a base image that the policy names', NAMED + LIMITED, 'base-image-findings', 'medium'],
    ['that the policy alone lets through', NAMED + WARNS + LIMITED, undefined, undefined],
    ['of a policy without limits', 'untriaged: fail\n', undefined, undefined],
    ['where what never ends is allowed', 'limits: { exceptions: { severity-at-most: high, never: true } }\n', undefined, 'high'],
  ])('%s', (_, text, setting, atMost) => {
    expect(checkEndlessSettings(given(text)).map(({ level, kind, message }) => [level, kind, message.split(' of the step')[0]])).toEqual(
      setting === undefined ? [] : [['error', 'limit', setting]],
    )
    expect(atMostOf('base image', given(text))).toBe(atMost)
    // Where they count, nothing is let through.
    expect(checkEndlessSettings(given(text, 'fail'))).toEqual([])
  })

  test('an error names the line of the limit, and how to mend it', () => {
    expect(checkEndlessSettings(given(LIMITED))).toMatchObject([
      {
        message: expect.stringContaining('(policy.yml:1:23)'),
        help: expect.stringContaining('never: true beside this limit'),
        at: { line: 1 },
      },
    ])
  })

  test('above the limit they count', () => {
    const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'UNTRIAGED']
    const packages = [{ name: 'openssl', sourceLayerHash: layer('a') }]
    const image = makeImage({
      findings: severities.map((severity, i) => ({ severity, id: `CVE-2026-100${i}`, packages })),
      layers: 'abc',
      base: 'ab',
    })
    const policy = 'limits: { exceptions: { severity-at-most: high, never: true } }\n'
    const { images, diagnostics } = judge([image], ['--base-image-findings', 'warn'], '', NOW.toISOString(), { policy })
    expect(images[0]?.findings.map(({ decision }) => decision.kind)).toEqual(['counted', 'base-image', 'base-image', 'counted'])
    expect(diagnostics).toEqual([
      {
        level: 'warning',
        kind: 'base-image',
        message:
          'the policy lets a step let findings of the base image through up to high, so 1 finding that came with it counts all the same',
        help: 'ask those who keep the policy to write base-image and base-image-findings: warn there',
      },
    ])
    expect(judge([image], [], '', NOW.toISOString(), { policy }).diagnostics).toEqual([])
  })
})

describe('what has no end', () => {
  test.each([
    ['rules: { may-not-tune: [ssm-other] }', []],
    ['exceptions: { never: true }', []],
    [
      'exceptions: { never: false }',
      ['policy.yml:3:17: vex of the step lets findings through without an end, which the policy does not allow (policy.yml:3:17)'],
    ],
    [
      'exceptions: { severity-at-most: low }',
      ['policy.yml:3:15: vex of the step lets findings through without an end, which the policy does not allow (policy.yml:3:15)'],
    ],
  ])('%s', (limits, problems) => {
    expect(checkEndless(limitsOf(limits), 'vex').map(({ at, message }) => `${formatPlace(at ?? '')}: ${message}`)).toEqual(problems)
  })

  test.each([
    ['exceptions: { never: true }', [{}], []],
    ['exceptions: { need-owner: true }', [{ status: 'affected' }], []],
    [
      'exceptions: { need-owner: true }',
      [{ status: 'affected' }, {}],
      ['api.vex.json:19:5: this statement needs an author, who is its owner (policy.yml:3:17)'],
    ],
  ])('%s and %j without an author', (limits, statements, problems) => {
    const told = checkAuthors(limitsOf(limits), bind(openVex(statements, { author: undefined })))
    expect(told.map(({ at, message }) => `${formatPlace(at ?? '')}: ${message}`)).toEqual(problems)
  })
})
