// docs/accounts.md hangs together: its command prints the policies that its step needs, and the trust policy names the role of the step.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { listShares } from '../../src/commands/permissions.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { toEnv } from '../e2e/runner.ts'

const page = readFileSync('docs/accounts.md', 'utf8')
const [yaml = ''] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
const [trust, policy] = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => JSON.parse(text))
const { steps } = parseYaml(yaml) as { readonly steps: readonly { readonly with: Readonly<Record<string, string>> }[] }
const [credentials, gate] = steps

const step = Object.entries(gate?.with ?? {}).map(([name, value]) => [name, value.replace(/\$\{\{[^}]+\}\}/g, 'commit')])
const inputs = parseInputs(toEnv(Object.fromEntries(step)))
const [, words = ''] = /^node dist\/cli\.cjs (permissions .+)$/m.exec(page) ?? []
const printed = parseArguments(words.split(' '), {})
const shares = printed.kind === 'run' ? listShares(printed.settings) : []

test('the command prints what the step needs', () => {
  if (inputs.kind !== 'run') throw new Error(JSON.stringify(inputs))
  expect(shares).toEqual(listShares(inputs.settings))
  expect(shares.map(({ role }) => role)).toEqual([
    undefined,
    'arn:aws:iam::444455556666:role/ecr-gate',
    'arn:aws:iam::777788889999:role/ecr-gate',
  ])
})

test('the policy for the step is the one that is shown', () => {
  expect(policy).toEqual({ Version: '2012-10-17', Statement: shares[0]?.statements })
})

test('the roles trust the role of the step', () => {
  expect(trust.Statement[0]).toMatchObject({ Action: 'sts:AssumeRole', Principal: { AWS: credentials?.with['role-to-assume'] } })
})
