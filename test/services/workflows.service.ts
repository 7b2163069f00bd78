// Workflows as somebody copies them: actionlint reads all that the documentation shows, and act runs the first one of README, unchanged.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import { listWorkflows, type ShownWorkflow, workflowsOf } from '../docs/workflows.ts'
import { makeFolder } from '../folder.ts'
import { SHA } from '../github/server.ts'
import { ROOT } from '../root.ts'
import { installAct, runWorkflow } from './act.ts'
import { BUILD_TIMEOUT, buildProgram } from './program.ts'

const WORKFLOWS = listWorkflows()
const [FIRST] = workflowsOf('README.md') as [ShownWorkflow]
const GATE = 'your-organisation/ecr-gate@full-sha-of-a-release'

let act: string
let actionlint: string
beforeAll(() => {
  act = installAct()
  actionlint = buildProgram('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12')
}, 2 * BUILD_TIMEOUT)

/** What actionlint says of a workflow in a repository that has the Action, so that it knows its inputs and outputs. */
function lint(text: string): string {
  const repository = makeFolder({ '.github/workflows/shown.yml': text.replace(/your-organisation\/ecr-gate@\S+/g, './') })
  // It takes for a repository what has a folder of this name.
  mkdirSync(join(repository, '.git'))
  for (const name of ['action.yml', 'dist']) cpSync(join(ROOT, name), join(repository, name), { recursive: true })
  // Programs that are there on one machine only would find something on that machine only.
  const words = ['-no-color', '-shellcheck=', '-pyflakes=']
  const { status, stdout, stderr } = spawnSync(actionlint, words, { cwd: repository, encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}`
}

describe('actionlint', () => {
  test.each(WORKFLOWS.map(({ name, text }) => [name, text] as const))('finds nothing in %s', (_, text) => {
    expect(lint(text)).toBe('')
  })

  test('would find an input and an output that the Action does not have', () => {
    const said = lint(FIRST.text.replace('audit-source: none', 'audit: none').replace('outputs.image', 'outputs.images'))
    expect(said).toContain('input "audit" is not defined')
    expect(said).toContain('property "images" is not defined')
  })
})

/** An Action in the place of the one that assumes a role: it demands what that one needs, and gives credentials. */
function standInForCredentials(): string {
  return makeFolder({
    'action.yml': `
name: credentials for a test
description: exports what the inputs and the environment say
inputs:
  role-to-assume: { description: the role, required: true }
  aws-region: { description: its Region, required: true }
runs: { using: node24, main: main.cjs }
`,
    'main.cjs': `
const { appendFileSync } = require('node:fs')
const [role, region] = ['INPUT_ROLE-TO-ASSUME', 'INPUT_AWS-REGION'].map(name => process.env[name])
if (!/^arn:aws:iam::[0-9]{12}:role\\/./.test(role) || !region) throw new Error('a role and a Region are needed')
appendFileSync(process.env.GITHUB_ENV, 'AWS_REGION=' + region + '\\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\\nAWS_SECRET_ACCESS_KEY=secret\\n')
`,
  })
}

/** The Action alone, as a copy in an organisation has it. */
function copyOfGate(): string {
  const folder = makeFolder()
  for (const name of ['action.yml', 'dist']) cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  return folder
}

async function copyFirst(scan: readonly ScanStep[]) {
  const aws = await startAws()
  const { digest } = aws.ecr.addImage({ repository: 'payments/api', tags: [SHA], manifest: makeManifest('first'), scan })
  const { AWS_ENDPOINT_URL = '' } = aws.env
  const credentials = /aws-actions\/configure-aws-credentials@[0-9a-f]{40}/.exec(FIRST.text)?.[0] ?? ''
  const { code, log } = await runWorkflow(act, {
    workflow: FIRST.text.replace('ubuntu-24.04', 'ubuntu-latest'),
    event: 'push',
    payload: {
      ref: 'refs/heads/main',
      after: SHA,
      deleted: false,
      repository: { full_name: 'octo-org/octo-repo', default_branch: 'main' },
    },
    // No credentials: the workflow has to get them itself.
    env: { AWS_ENDPOINT_URL, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    runner: {},
    actions: { [GATE]: copyOfGate(), [credentials]: standInForCredentials() },
  })
  expect(aws.violations).toEqual([])
  return { code, log, digest, calls: new Set(aws.requests.map(({ operation }) => operation)) }
}

describe("README's first workflow", () => {
  test('deploys an image without HIGH findings, by the digest that was judged, and asks for no event history', async () => {
    const { code, log, digest, calls } = await copyFirst([{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }])
    expect(code, log).toBe(0)
    expect(log).toContain(`deploy 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api@${digest}`)
    expect(calls).not.toContain('LookupEvents')
  })

  test('does not deploy an image with HIGH findings', async () => {
    const { code, log } = await copyFirst([{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 2 }) }])
    expect(code, log).toBe(1)
    expect(log).toContain('fail: do not deploy')
    expect(log).not.toContain('deploy 111122223333')
  })

  test('does not deploy an image that ECR has not scanned', async () => {
    const { code, log } = await copyFirst([{ status: 'FAILED' }])
    expect(code, log).toBe(1)
    expect(log).toContain('undecided: do not deploy')
    expect(log).not.toContain('deploy 111122223333')
  })
})
