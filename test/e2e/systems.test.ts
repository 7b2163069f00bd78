// What is going on in Systems Manager, from push to promotion: the Action as a process with a stand-in for skopeo, beside AWS and GitHub
// as servers. It ends, as a deployment does, in a tag that is set or not; and what live answers carry in clear is in nothing it writes.

import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeManifest } from '../aws/images.ts'
import { SECRET } from '../aws/members.ts'
import { pushLater } from '../aws/push.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { startGitHub } from '../github/server.ts'
import { runBundle } from './command.ts'
import { prepareStep } from './runner.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:commit-1`
const REGION = 'eu-west-1'
const NODE = 'i-0a1b2c3d4e5f60718'

const SKOPEO = `#!/bin/sh
case "$*" in *--version*) echo "skopeo version 1.9.3"; exit 0;; esac
while [ $# -gt 0 ]; do case "$1" in --digestfile) digestfile=$2;; esac; shift; done
cp "$(dirname "$0")/digest" "$digestfile"
`

// The node is named by its id, and everything else that goes on is a warning.
const RULES = `overrides:
  - { rule: ssm-session-open, enabled: true, addSuppressions: ['target.id != "${NODE}"'] }
  - { rule: ssm-session-just-in-time, enabled: true }
  - { rule: ssm-command-running, enabled: true, action: warn }
  - { rule: ssm-automation-waiting, enabled: true }
`

const REPORTS = ['json', 'markdown', 'sarif', 'html', 'junit', 'csv']

/** An image that is pushed and whose scan is clean; `prepare` says what goes on while it is judged. */
async function deploy(prepare: (aws: Aws) => void, more: Readonly<Record<string, string>> = {}) {
  const [aws, github] = [await startAws(), await startGitHub()]
  github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
  aws.ecr.addImage({ repository: REPOSITORY, tags: ['production'], manifest: makeManifest('old') })
  const scan = [{ status: 'COMPLETE', findings: [] }]
  const digest = pushLater(aws, { repository: REPOSITORY, tags: ['commit-1'], manifest: makeManifest('new'), scan })
  const tools = makeFolder({ skopeo: SKOPEO, digest, 'live.yml': RULES })
  chmodSync(join(tools, 'skopeo'), 0o755)
  prepare(aws)
  const folder = makeFolder()
  const inputs = {
    ...{ push: 'oci:build/image', image: IMAGE, 'promote-tags': 'production', 'aws-attempts': '1', 'audit-source': 'none' },
    ...{ 'audit-live': 'sessions, commands, automations', rules: join(tools, 'live.yml'), 'check-run': 'ECR Gate', comment: 'always' },
    ...Object.fromEntries(REPORTS.map(format => [`${format}-file`, join(folder, `report.${format}`)])),
    'predicate-file': join(folder, 'predicate'),
    ...more,
  }
  const { base, env, outputs } = prepareStep({ aws, github }, inputs, PULL_REQUEST)
  const outcome = await runBundle('action.cjs', [], { env: { ...env, PATH: `${tools}:${process.env['PATH']}` }, cwd: base })
  expect([...aws.violations, ...github.violations]).toEqual([])
  const files = [folder, base].flatMap(each => readdirSync(each).map(name => [name, readFileSync(join(each, name), 'utf8')] as const))
  return {
    ...{ aws, digest, files: new Map(files), ...outcome, outputs: outputs() },
    production: aws.ecr.tagsIn(REPOSITORY).get('production'),
    published: JSON.stringify(github.requests),
  }
}

describe('an image is pushed, and its scan is clean', () => {
  test('while a session is open on the node, it is not promoted, and the reason says who, where and since when', async () => {
    const { code, outputs, production, digest } = await deploy(aws => {
      aws.ssm.openSession(REGION, { StartDate: new Date('2026-11-22T09:14:03Z') })
      aws.ssm.openSession(REGION, { SessionId: 'bob-1', Target: 'i-0ffffffffffffffff' })
    })
    expect([code, outputs['verdict']]).toEqual([1, 'fail'])
    expect(outputs['reasons']).toContain(`Session of jane open on ${NODE} since 2026-11-22T09:14:03Z [ssm-session-open]`)
    expect(outputs['reasons']).not.toContain('i-0ffffffffffffffff')
    expect(production).not.toBe(digest)
  })

  test('once the session has ended, it is promoted', async () => {
    const { code, outputs, production, digest } = await deploy(aws => {
      const start = new Date(Date.now() - 600_000)
      aws.ssm.endSession(REGION, aws.ssm.openSession(REGION, { StartDate: start }), new Date())
    })
    expect([code, outputs['verdict']]).toEqual([0, 'pass'])
    expect(production).toBe(digest)
  })

  test('if a session is opened between the verdict and the tags, it is not promoted', async () => {
    let asked = 0
    const { code, outputs, production, digest, aws } = await deploy(server => {
      server.meanwhile('DescribeSessions', 'after', () => {
        asked += 1
        if (asked === 2) server.ssm.openSession(REGION)
      })
    })
    expect([code, outputs['verdict']]).toEqual([1, 'fail'])
    expect(outputs['reasons']).toContain('[ssm-session-open]')
    expect(production).not.toBe(digest)
    expect(aws.requests.map(({ operation }) => operation)).not.toContain('PutImage')
  })

  test('if sessions cannot be read once more before the tags, it is not promoted', async () => {
    let asked = 0
    const { code, outputs, production, digest } = await deploy(server => {
      server.meanwhile('DescribeSessions', 'after', () => {
        asked += 1
        if (asked === 2) server.fail('DescribeSessions', 'html')
      })
    })
    expect([code, outputs['verdict']]).toEqual([2, 'undecided'])
    expect(production).not.toBe(digest)
  })
})

test('what live answers carry in clear is in no file, no log and nothing that is published', async () => {
  const { files, out, err, published, outputs } = await deploy(aws => {
    aws.ssm.openSession(REGION, { AccessType: 'JustInTime' })
    aws.ssm.addCommand(REGION, { RequestedDateTime: new Date() })
    const now = new Date()
    aws.ssm.addAutomation(REGION, { AutomationExecutionStatus: 'Waiting', CurrentAction: 'aws:approve', ExecutionStartTime: now })
  })
  for (const rule of ['ssm-session-open', 'ssm-session-just-in-time', 'ssm-command-running', 'ssm-automation-waiting']) {
    expect(outputs['reasons']).toContain(`[${rule}]`)
  }
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([...REPORTS.map(format => `report.${format}`), 'predicate', 'summary', 'output']),
  )
  for (const [name, text] of files) expect({ name, found: text.includes(SECRET) }).toEqual({ name, found: false })
  for (const text of [out, err, published]) {
    expect(text).not.toBe('')
    expect(text).not.toContain(SECRET)
  }
})
