// docs/start.md hangs together: each workflow's step needs what the command before or after it prints, its job has the environment that
// the trust policy names, and only a job that assumes a role may ask for a token.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { listStatements } from '../../src/commands/permissions.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { toEnv } from '../e2e/runner.ts'

const page = readFileSync('docs/start.md', 'utf8')
const blocksOf = (kind: string): readonly string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text = '']) => (found === kind ? [text] : []))

interface Job {
  readonly environment?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, string>> }[]
}

interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
}

interface Condition {
  readonly StringEquals: Readonly<Record<string, string>>
  readonly StringLike?: Readonly<Record<string, string>>
}

const workflows = blocksOf('yaml').map(text => parseYaml(text) as Workflow)
const [trust, shared] = blocksOf('json').map(text => JSON.parse(text) as unknown) as [
  { readonly Statement: readonly [{ readonly Principal: { readonly Federated: string }; readonly Condition: Condition }] },
  Condition,
]
const commands = [...page.matchAll(/^node dist\/cli\.cjs (permissions .+)$/gm)].map(([, words = '']) => words.split(' '))
const gateOf = ({ jobs }: Workflow): Job => jobs['gate'] as Job
const stepOf = (workflow: Workflow, action: string) =>
  gateOf(workflow).steps.find(({ uses }) => uses?.startsWith(`${action}@`))?.with as Readonly<Record<string, string>>
const PROVIDER = 'token.actions.githubusercontent.com'

test('it has a workflow, its nightly one and one for many repositories, each with a command for its role', () => {
  expect(workflows.map(({ name }) => name)).toEqual(['gate', 'nightly', 'image-gate'])
  expect(commands).toHaveLength(workflows.length)
})

describe.each(workflows.map((workflow, i) => [workflow.name, workflow, commands[i] ?? []] as const))(
  'the workflow %s',
  (_, workflow, words) => {
    test('needs the policy that the command prints', () => {
      const step = Object.entries(stepOf(workflow, 'your-organisation/ecr-gate')).map(([name, value]) => [
        name,
        value.replace(/\$\{\{[^}]+\}\}/g, 'x'),
      ])
      const [inputs, printed] = [parseInputs(toEnv(Object.fromEntries(step))), parseArguments(words, {})]
      if (inputs.kind !== 'run' || printed.kind !== 'run') throw new Error(JSON.stringify([inputs, printed]))
      expect(listStatements(printed.settings)).toEqual(listStatements(inputs.settings))
    })

    test('asks for a token in the job that assumes a role, which has an environment, and in no other', () => {
      expect(workflow.permissions).toEqual({})
      for (const job of Object.values(workflow.jobs)) {
        const assumes = job.steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))
        expect([job.permissions['id-token'], job.environment !== undefined]).toEqual(assumes ? ['write', true] : [undefined, false])
      }
    })

    test('uses actions by commits, and its role in the account and Region of the image', () => {
      for (const { uses } of Object.values(workflow.jobs).flatMap(({ steps }) => steps))
        if (uses !== undefined) expect(uses).toMatch(/@full-sha-of-a-release$/)
      const credentials = stepOf(workflow, 'aws-actions/configure-aws-credentials')
      const { image, ...others } = stepOf(workflow, 'your-organisation/ecr-gate')
      const [, account, region] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\./.exec(image ?? '') ?? []
      expect(credentials).toEqual({ 'role-to-assume': expect.stringMatching(`^arn:aws:iam::${account}:role/`), 'aws-region': region })
      expect(others['allowed-account-ids']).toBe(account)
    })
  },
)

test('the trust policy is for exactly one repository and the environment of the workflow', () => {
  const [{ Principal, Condition }] = trust.Statement
  expect(Principal.Federated).toMatch(new RegExp(`:oidc-provider/${PROVIDER}$`))
  expect(Condition).toEqual({
    StringEquals: {
      [`${PROVIDER}:aud`]: 'sts.amazonaws.com',
      [`${PROVIDER}:sub`]: `repo:your-organisation/payments-api:environment:${gateOf(workflows[0] as Workflow).environment}`,
    },
  })
})

test('the trust policy for many repositories is for one organisation and one environment, and its workflow runs nothing in the job with a role', () => {
  const gate = gateOf(workflows[2] as Workflow)
  expect(shared).toEqual({
    StringEquals: { [`${PROVIDER}:aud`]: 'sts.amazonaws.com' },
    StringLike: { [`${PROVIDER}:sub`]: `repo:your-organisation/*:environment:${gate.environment}` },
  })
  expect(gate.steps.filter(({ run, uses }) => run !== undefined || uses?.startsWith('actions/checkout@'))).toEqual([])
})

// GitHub's rules: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/troubleshooting-rules
test('the required workflow has events that rulesets know, without filters, and cancels nothing', () => {
  const required = workflows[2] as Workflow
  expect(required.on).toEqual({ pull_request: null, merge_group: null })
  expect(JSON.stringify(required)).not.toContain('cancel-in-progress')
})
