// The steps of docs/cookbook.md that send alerts on, run by bash as a runner does, with the outputs and the report of a real run: jq, curl and
// AWS's command line are the real ones, moto is SNS and Security Hub, and a server of ours is Slack.

import { chmodSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { recipeOf, type Step } from '../docs/cookbook.ts'
import { runBundle, runProgram } from '../e2e/command.ts'
import { readOutputs, toEnv } from '../e2e/runner.ts'
import { makeFolder } from '../folder.ts'
import { ROOT } from '../root.ts'
import { installAws } from './install.ts'
import { ACCOUNT, env as aws, REGION } from './moto.ts'
import { installPrograms } from './programs.ts'

const INSTALL_TIMEOUT = 300_000
const HOSTILE = '<!channel> <https://evil.example|see> & "quoted" $(touch owned) `touch owned` \\n {{id}} ünïcode'
const RULES = `rules:
  - { id: hostile, name: Hostile, type: Finding, severityOfAlerts: 1, title: ${JSON.stringify(HOSTILE)}, filter: severity = "HIGH" }
  - { id: long, name: Long, type: CloudTrail, severityOfAlerts: 2, title: "${'€'.repeat(600)} {{user}}", filter: eventSource != null, aggregateFields: [eventID, accountId] }
`

let python = ''
beforeAll(() => {
  installPrograms({ jq: 'jq', curl: 'curl' })
  python = installAws()
}, INSTALL_TIMEOUT)

/** Runs the Action over the examples, and returns its outputs and its report. */
async function judge(inputs: Readonly<Record<string, string>>) {
  const base = makeFolder({ 'rules.yml': RULES, output: '', summary: '' })
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_STEP_SUMMARY: join(base, 'summary'), RUNNER_TEMP: base }
  const given = toEnv({ findings: 'examples/findings.json', events: 'examples/cloudtrail', rules: join(base, 'rules.yml'), ...inputs })
  await runBundle('action.cjs', [], { env: { ...files, ...given }, cwd: ROOT })
  const outputs = readOutputs(files.GITHUB_OUTPUT)
  const report = outputs['report'] === undefined ? undefined : (JSON.parse(readFileSync(outputs['report'], 'utf8')) as Report)
  return { outputs, report }
}

/** Runs a step as the runner does, with these outputs of the gate and values for what its environment names besides. */
async function runStep(step: Step, outputs: Readonly<Record<string, string>>, values: Readonly<Record<string, string>> = {}) {
  expect(step.shell).toBe('bash')
  const cwd = makeFolder({ aws: `#!/bin/sh\nexec ${python} -I -m awscli "$@"\n`, script: step.run ?? '' })
  chmodSync(join(cwd, 'aws'), 0o755)
  const fill = (value: string): string =>
    value
      .replaceAll('111122223333', ACCOUNT)
      .replace(/\$\{\{ steps\.gate\.outputs\.(\w+) \}\}/g, (_, name: string) => outputs[name] ?? '')
      .replace(/\$\{\{ github\.(\w+) \}\}/g, (_, name: string) => (name === 'server_url' ? 'https://github.com' : name))
  const given = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, values[name] ?? fill(value)]))
  const env = { ...aws, ...given, AWS_DEFAULT_REGION: REGION, PATH: `${cwd}:${process.env['PATH']}`, LC_ALL: 'C.UTF-8' }
  return runProgram('bash', ['--noprofile', '--norc', '-eo', 'pipefail', 'script'], { cwd, env })
}

/** Asks AWS's command line, and returns its answer. */
async function ask(...words: readonly string[]): Promise<unknown> {
  const env = { ...aws, AWS_DEFAULT_REGION: REGION, PATH: process.env['PATH'] }
  const { code, out, err } = await runProgram(python, ['-I', '-m', 'awscli', ...words, '--output', 'json'], { cwd: ROOT, env })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out === '' ? undefined : JSON.parse(out)
}

/** A server that keeps what is sent to it, and answers with this status. */
async function startSink(status = 200) {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(status).end('ok')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const stepOf = (recipe: ReturnType<typeof recipeOf>): Step => recipe.steps[0] as Step
const MANY = Array.from({ length: 500 }, (_, i) => `- reason ${i} 🦀`).join('\n')

describe('Slack', () => {
  const step = stepOf(recipeOf('Send alerts to Slack'))

  // https://docs.slack.dev/reference/block-kit/blocks/section-block and …/composition-objects/text-object
  test('gets the verdict, the run and the reasons, with nothing in the reasons that it obeys', async () => {
    const { outputs } = await judge({})
    const slack = await startSink()
    expect(await runStep(step, outputs, { WEBHOOK: slack.url })).toMatchObject({ code: 0 })
    const [message] = slack.bodies.map(
      body => JSON.parse(body) as { text: string; blocks: { type: string; text: { type: string; text: string } }[] },
    )
    expect(message?.text).toBe('ECR Gate: fail')
    const link = '<https://github.com/repository/actions/runs/run_id|see the run>'
    expect(message?.blocks).toEqual([
      { type: 'section', text: { type: 'mrkdwn', text: `ECR Gate: *fail*, ${link}` } },
      { type: 'section', text: { type: 'plain_text', text: expect.stringContaining('<!channel> <https://evil.example|see>') } },
    ])
  })

  test.each([
    ['wrong inputs', { 'fail-on': 'hihg' }, /did you mean "high"\? It can be .* or never\.$/],
    ['reasons that are not there', undefined, /^The run has the reasons\.$/],
    ['more reasons than a message holds', MANY, /^- reason 0 [\s\S]* …$/],
  ])('is told of %s', async (_, given, expected) => {
    const { outputs } = typeof given === 'object' ? await judge(given) : { outputs: { verdict: 'undecided', reasons: given ?? '' } }
    const slack = await startSink()
    expect(await runStep(step, outputs, { WEBHOOK: slack.url })).toMatchObject({ code: 0 })
    const { blocks } = JSON.parse(slack.bodies[0] ?? '') as { blocks: { text: { text: string } }[] }
    expect(blocks[1]?.text.text).toMatch(expected)
    expect(blocks[1]?.text.text.length).toBeLessThanOrEqual(3_000)
  })

  test('that takes no message fails the step', async () => {
    const { url } = await startSink(400)
    expect((await runStep(step, { verdict: 'fail', reasons: 'x' }, { WEBHOOK: url })).code).not.toBe(0)
  })
})

test('SNS delivers the verdict, the reasons and the images as JSON', async () => {
  const step = stepOf(recipeOf('Send alerts to SNS'))
  const { outputs } = await judge({})
  const subscriber = await startSink()
  await ask('sns', 'create-topic', '--name', 'ecr-gate')
  const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:ecr-gate`
  await ask('sns', 'subscribe', '--topic-arn', topic, '--protocol', 'http', '--notification-endpoint', subscriber.url)
  expect(await runStep(step, outputs)).toMatchObject({ code: 0, err: '' })
  const notices = subscriber.bodies.map(body => JSON.parse(body) as { Type: string; Subject: string; Message: string })
  const { Subject, Message } = notices.find(({ Type }) => Type === 'Notification') ?? {}
  expect(Subject).toBe('ECR Gate: fail')
  expect(JSON.parse(Message ?? '')).toEqual({
    verdict: 'fail',
    reasons: outputs['reasons']?.split('\n'),
    images: outputs['image']?.split('\n'),
    run: 'https://github.com/repository/actions/runs/run_id',
  })
  expect((await runStep(step, outputs, { TOPIC: `${topic}-2` })).code).not.toBe(0)
})

interface HubFinding {
  readonly Id: string
  readonly Title: string
  readonly Severity: { readonly Label: string }
  readonly Resources: readonly { readonly Type: string; readonly Id: string }[]
}

// https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
test('Security Hub has each alert that fails or warns once, however often it is sent', async () => {
  const step = stepOf(recipeOf('Send alerts to Security Hub'))
  const { outputs, report } = await judge({})
  await ask('securityhub', 'enable-security-hub')
  for (let i = 0; i < 2; i++) expect(await runStep(step, outputs)).toMatchObject({ code: 0, err: '' })
  const { Findings } = (await ask('securityhub', 'get-findings', '--max-items', '1000')) as { readonly Findings: readonly HubFinding[] }
  const sent = report?.alerts.filter(({ action }) => action !== 'notice') ?? []
  expect(sent.length).toBeGreaterThan(20)
  expect(Findings).toHaveLength(sent.length)
  const tell = (label: string, title: string): string => `${label} ${title}`
  expect(Findings.map(({ Severity, Title }) => tell(Severity.Label, Title)).sort()).toEqual(
    sent.map(({ action, title }) => tell(action === 'fail' ? 'HIGH' : 'MEDIUM', [...title].slice(0, 256).join(''))).sort(),
  )
  const ids = Findings.map(({ Id }) => Id)
  expect(new Set(ids).size).toBe(ids.length)
  const digest = report?.images[0]?.digest
  expect(new Set(Findings.flatMap(({ Resources }) => Resources.map(({ Type, Id }) => `${Type} ${Id}`)))).toEqual(
    new Set([
      `AwsEcrContainerImage arn:aws:ecr:eu-central-1:111122223333:repository/payments/api/${digest}`,
      'AwsAccount AWS::::Account:111122223333',
    ]),
  )
})
