// The schema of policy files, for editors: it takes what the reader takes, and refuses what a schema can see.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { writePolicySchema } from '../../build/policy.ts'
import { readPolicy } from '../../src/rules/policy.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import { ROOT } from '../root.ts'

const committed = readFileSync(join(ROOT, 'rules/schema.policy.json'), 'utf8')
const validate = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(JSON.parse(committed))

test('rules/schema.policy.json is what the tables generate', () => {
  expect(JSON.parse(committed)).toEqual(writePolicySchema())
})

const RULE = '{ name: Own, type: Finding, severityOfAlerts: 1, filter: severity = "HIGH" }'

test.each([
  readFileSync(join(ROOT, 'examples/policy/policy.yml'), 'utf8'),
  'fail-on: high\naws-attempts: 3\npromote-on-warn: true\n',
  'packs: [ecr, ssm]\nmax-findings: { critical: 0, high: 3 }\n',
  `untriaged: fail\nrules: [own, ${RULE}]\n`,
  'untriaged: fail\nrules: own\nexceptions: [{ id: CVE-2026-1234, reason: why, expires: never }]\n',
])('takes %j, as the reader does', text => {
  validate(parse(text))
  expect(validate.errors).toBeNull()
  expect(readPolicy({ path: 'policy.yml', text }, POLICY_SETTINGS).diagnostics).toEqual([])
})

test.each([
  'fail-on: high\nrulse: own\n',
  'fail-on: high\npolicy: other.yml\n',
  'fail-on: high\ncomment: always\n',
  'fail-on: [high]\n',
  'aws-attempts: [3]\n',
  'audit-regions: []\n',
  'untriaged: fail\nrules: [5]\n',
  'untriaged: fail\nrules: [{ name: x }]\n',
  'untriaged: fail\noverrides: {}\n',
  'untriaged: fail\nlimits: { rule: {} }\n',
  'untriaged: fail\nlimits: { exceptions: { within: 90 } }\n',
  'untriaged: fail\nlimits: { exceptions: { severity-at-most: untriaged } }\n',
  '{}\n',
])('refuses %j, as the reader does', text => {
  expect(validate(parse(text))).toBe(false)
  expect(readPolicy({ path: 'policy.yml', text }, POLICY_SETTINGS).diagnostics).not.toEqual([])
})
