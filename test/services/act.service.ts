// The Action in a workflow, as its users have it: `uses: ./`, run by nektos/act with the runner's Node, against the fakes of AWS and
// GitHub.

import { beforeAll, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import { SHA, startGitHub } from '../github/server.ts'
import { installAct, runWorkflow } from './act.ts'
import { BUILD_TIMEOUT } from './program.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:1.4.2`
const WORKFLOW = `
name: gate
on: pull_request
permissions:
  checks: write
  pull-requests: write
  security-events: write
jobs:
  images:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: node --version
      - id: gate
        uses: ./
        with:
          image: ${IMAGE}
          audit-source: none
          check-run: ECR Gate
          comment: always
          upload-sarif: true
          html-file: report.html
          junit-file: report.xml
      - if: always()
        env:
          VERDICT: \${{ steps.gate.outputs.verdict }}
          HIGH: \${{ steps.gate.outputs.high }}
          COMMENT: \${{ steps.gate.outputs.comment }}
        run: echo "verdict=$VERDICT high=$HIGH comment=$COMMENT" && head -c 15 report.html && grep -c testcase report.xml
`

let act: string
beforeAll(() => {
  act = installAct()
}, BUILD_TIMEOUT)

async function runGate(scan: readonly ScanStep[]) {
  const [aws, github] = [await startAws(), await startGitHub()]
  github.pulls.push({ number: 7, state: 'open', sha: SHA, branch: 'change', owner: 'octo-org', repositoryId: 1 })
  aws.ecr.addImage({ repository: REPOSITORY, tags: ['1.4.2'], manifest: makeManifest('act'), scan })
  const repo = { id: 1, name: 'octo-repo', full_name: 'octo-org/octo-repo', owner: { login: 'octo-org' } }
  const payload = {
    action: 'synchronize',
    number: 7,
    pull_request: { number: 7, head: { sha: SHA, ref: 'change', repo }, base: { ref: 'main', repo } },
    repository: repo,
  }
  const { code, log } = await runWorkflow(act, {
    workflow: WORKFLOW,
    event: 'pull_request',
    payload,
    env: aws.env,
    runner: { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: `${github.url}/graphql` },
    secrets: { GITHUB_TOKEN: github.token },
  })
  expect(log).toMatch(/\| v24\./)
  expect([...aws.violations, ...github.violations]).toEqual([])
  expect(log).not.toContain(github.token)
  return { code, log, github }
}

test('red on HIGH: the step fails, and the pull request says why', async () => {
  const { code, log, github } = await runGate([{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 2, LOW: 1 }) }])
  expect(code, log).toBe(1)
  expect(log).toContain('verdict=fail high=2 comment=https://')
  expect(log).toContain('<!doctype html>'.slice(0, 9))
  expect(github.checks).toMatchObject([{ name: 'ECR Gate', head_sha: SHA, status: 'completed', conclusion: 'failure' }])
  expect(github.checks[0]?.annotations).toMatchObject([{ path: 'Dockerfile', start_line: 4, annotation_level: 'failure' }])
  expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('ECR Gate: fail: do not deploy') }])
  expect(github.sarifs).toMatchObject([{ tool: 'ECR Gate' }])
})

test('green without HIGH: the step passes, and the pull request says so', async () => {
  const { code, log, github } = await runGate([{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }])
  expect(code, log).toBe(0)
  expect(log).toContain('verdict=pass high=0')
  expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'success', annotations: [] }])
  expect(github.comments).toMatchObject([{ body: expect.stringContaining('ECR Gate: pass') }])
})
