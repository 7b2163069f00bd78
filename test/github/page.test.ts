// Checks docs/github.md row by row: what it says about each event, verdict and setting is what is written, and its workflows are as
// it describes them.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Verdict } from '../../src/gate/verdict.ts'
import { cancelCheck, conclusionOf, startCheck } from '../../src/github/check.ts'
import { writeComment } from '../../src/github/comment.ts'
import { uploadSarif } from '../../src/github/scanning.ts'
import { COMMENT, type CommentWhen } from '../../src/settings/choices.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { SETTINGS } from '../../src/settings/table.ts'
import { NOW, type Opened, type OpenOptions, open } from './open.ts'
import { findOperation } from './openapi.ts'
import {
  COMMENT_ON_PULL_REQUEST,
  change,
  example,
  FORK,
  FORK_PULL_REQUEST,
  HEAD_SHA,
  PULL_REQUEST,
  PUSH_RUN,
  WORKFLOW_RUN,
} from './payloads.ts'
import { RUN_SHA } from './server.ts'

const page = readFileSync('docs/github.md', 'utf8')

function rowsAfter(start: string): readonly (readonly string[])[] {
  const [, text = ''] = page.split(`${start}\n`)
  const [table = ''] = text.split('\n\n')
  return table
    .split('\n')
    .filter(line => line.startsWith('|') && !line.startsWith('|-'))
    .slice(1)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

const rowsOf = (name: string) => rowsAfter(`<!-- rows: ${name} -->`)
const VERDICTS: readonly Verdict[] = ['pass', 'warn', 'undecided', 'fail']
const CODES = { pass: 0, warn: 0, undecided: 2, fail: 1 } as const

const say = (when: CommentWhen, verdict: Verdict, because = verdict as string) =>
  ({ when, about: ['api'], verdict, code: CODES[verdict], state: { reasons: [because] }, render: () => because }) as const

describe('on which event', () => {
  const GROUP_SHA = '1'.repeat(40)
  const group = change(example('merge_group'), { 'merge_group.head_sha': GROUP_SHA })
  const pulled: OpenOptions = { event: 'pull_request', payload: PULL_REQUEST }
  const played: Readonly<Record<string, OpenOptions>> = {
    '`pull_request`': pulled,
    '`pull_request`, of a fork': { ...pulled, payload: FORK_PULL_REQUEST },
    '`pull_request`, of Dependabot': { ...pulled, env: { GITHUB_ACTOR: 'dependabot[bot]' } },
    '`pull_request_target`': { event: 'pull_request_target', payload: FORK_PULL_REQUEST, env: { GITHUB_REF: 'refs/heads/main' } },
    '`merge_group`': { event: 'merge_group', payload: group },
    '`push`': { event: 'push', payload: example('push') },
    '`schedule`': { event: 'schedule', payload: { schedule: '0 5 * * *' } },
    '`workflow_dispatch`': { event: 'workflow_dispatch', payload: example('workflow_dispatch') },
    "`workflow_run`, after a pull request's": { event: 'workflow_run', payload: WORKFLOW_RUN },
    '`workflow_run`, after another': { event: 'workflow_run', payload: PUSH_RUN },
    '`issue_comment`, on a pull request': { event: 'issue_comment', payload: COMMENT_ON_PULL_REQUEST },
  }
  const places: Readonly<Record<string, string | undefined>> = {
    nothing: undefined,
    'the head of the pull request': HEAD_SHA,
    "the group's commit": GROUP_SHA,
    "the run's commit": RUN_SHA,
    "that run's commit": HEAD_SHA,
    'the pull request': '7',
    'the open pull request with that head': '7',
    'the merge, `refs/pull/N/merge`': `${RUN_SHA} refs/pull/7/merge`,
    'the head, `refs/pull/N/head`': `${HEAD_SHA} refs/pull/7/head`,
    "the run's commit and ref": `${RUN_SHA} refs/heads/main`,
    "that run's commit and branch": `${HEAD_SHA} refs/heads/main`,
  }

  const writeAll = async (opened: Opened) => [
    await startCheck(opened.github, 'ECR Gate'),
    await writeComment(opened.github, say('always', 'fail')),
    await uploadSarif(opened.github, '{}', NOW),
  ]
  const rows = rowsOf('events').flatMap(([events = '', ...cells]) =>
    /^(?:`\w+`, )+`\w+`$/.test(events) ? events.split(', ').map(event => [event, cells] as const) : [[events, cells] as const],
  )

  test('every event has a row', () => {
    expect(rows.map(([event]) => event)).toEqual(Object.keys(played))
  })

  test.each(rows)('%s', async (event, cells) => {
    const opened = await open(played[event])
    const { fake } = opened
    fake.pulls.push(FORK)
    if (cells.includes('not permitted')) {
      for (const operation of ['checks/create', 'issues/create-comment', 'code-scanning/upload-sarif']) fake.fail(operation, 'denied')
      for (const outcome of await writeAll(opened)) {
        expect(outcome).toMatchObject({ warning: { level: 'warning', help: expect.stringContaining('docs/github.md') } })
      }
      return
    }
    for (const outcome of await writeAll(opened)) expect(outcome).not.toHaveProperty('warning')
    expect(fake.violations).toEqual([])
    const [check, comment, sarif] = [fake.checks[0], fake.comments[0], fake.sarifs[0]]
    const written = [check?.head_sha, comment && String(comment.issue), sarif && `${sarif.commit} ${sarif.ref}`]
    const said = cells.every(cell => cell === 'as `pull_request`, if `permissions` says so')
      ? (rows.find(([name]) => name === '`pull_request`')?.[1] ?? [])
      : cells
    for (const cell of said) expect(Object.keys(places)).toContain(cell)
    expect(written).toEqual(said.map(cell => places[cell]))
  })
})

test('what the check concludes', async () => {
  const rows = rowsOf('check')
  const said = rows.flatMap(([verdict = '', step, conclusion = '']) => {
    const verdicts = verdict.startsWith('any,') ? VERDICTS : VERDICTS.filter(each => verdict.split(',')[0] === each)
    return verdicts.map(each => [each, step === 'green' ? 0 : CODES[each] || 2, conclusion.replaceAll('`', '')] as const)
  })
  expect(new Set(said.map(([verdict]) => verdict))).toEqual(new Set(VERDICTS))
  for (const [verdict, code, conclusion] of said) expect(`${verdict} ${conclusionOf({ verdict, code })}`).toBe(`${verdict} ${conclusion}`)
  const opened = await open()
  await startCheck(opened.github, 'ECR Gate')
  await cancelCheck(opened.github, { id: 100, name: 'ECR Gate' })
  expect(rows.at(-1)?.at(-1)).toBe(`\`${opened.fake.checks[0]?.conclusion}\``)
})

describe('when a comment is written', () => {
  const rows = rowsOf('comment')

  test('every choice has a row', () => {
    expect(rows.map(([when]) => when)).toEqual(COMMENT.map(when => `\`${when}\``))
  })

  test.each(rows)('%s begins with %s, and is updated %s', async (cell, begins = '', updated = '') => {
    const when = cell?.replaceAll('`', '') as CommentWhen
    for (const verdict of VERDICTS) {
      const { github, fake } = await open()
      await writeComment(github, say(when, verdict))
      expect(`${verdict}: ${fake.comments.length}`).toBe(`${verdict}: ${begins.split(', ').includes(verdict) ? 1 : 0}`)
      fake.comments.splice(0)
      await writeComment(github, say('always', verdict))
      const updates = (): number => fake.requests.filter(({ operation }) => operation === 'issues/update-comment').length
      const next = async (...words: [Verdict, string?]): Promise<boolean> => {
        const before = updates()
        await writeComment(github, say(when, ...words))
        return updates() > before
      }
      const [same, state, other] = [await next(verdict), await next(verdict, 'another'), await next(verdict === 'pass' ? 'fail' : 'pass')]
      const expected = {
        always: [true, true, true],
        never: [false, false, false],
        'when the verdict or something it rests on changed': [false, true, true],
      }
      expect([same, state, other]).toEqual(expected[updated as keyof typeof expected])
    }
  })
})

test('which permission each takes', async () => {
  const opened = await open()
  for (const operation of ['checks/create', 'issues/list-comments', 'code-scanning/upload-sarif']) opened.fake.fail(operation, 'denied')
  const outcomes = {
    'check-run': await startCheck(opened.github, 'ECR Gate'),
    comment: await writeComment(opened.github, say('always', 'fail')),
    'upload-sarif': await uploadSarif(opened.github, '{}', NOW),
  }
  const rows = rowsAfter('the verdict.\n')
  expect(rows.map(([input]) => /^`([\w-]+): /.exec(input ?? '')?.[1])).toEqual(Object.keys(outcomes))
  for (const [i, [name, outcome]] of Object.entries(outcomes).entries()) {
    const permission = rows[i]?.[2]?.replaceAll('`', '') ?? 'none'
    expect(outcome).toMatchObject({ warning: { help: expect.stringContaining(`"${permission}"`) } })
    expect(SETTINGS[name as keyof typeof outcomes].help).toContain(`needs ${permission}`)
  }
})

describe('the workflows for forks', () => {
  interface Step {
    readonly uses?: string
    readonly run?: string
    readonly env?: Readonly<Record<string, string>>
    readonly with?: Readonly<Record<string, string>>
  }
  interface Job {
    readonly if?: string
    readonly permissions: Readonly<Record<string, string>>
    readonly steps: readonly Step[]
  }
  interface Workflow {
    readonly name: string
    readonly on: unknown
    readonly permissions: object
    readonly concurrency: { readonly group: string }
    readonly jobs: Readonly<Record<string, Job>>
  }
  const texts = [...page.matchAll(/```yml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  const [build, gate] = texts.map(text => parse(text) as Workflow) as [Workflow, Workflow]
  const jobsOf = ({ jobs }: Workflow): readonly Job[] => Object.values(jobs)
  const stepsOf = (workflow: Workflow): readonly Step[] => jobsOf(workflow).flatMap(({ steps }) => steps)

  test('are two, grant no permission to a whole workflow, pin their actions and put no expression into a script', () => {
    expect(texts).toHaveLength(2)
    for (const workflow of [build, gate]) {
      expect(workflow.permissions).toEqual({})
      expect(workflow.concurrency.group).toContain('${{ github.event.')
      for (const { uses, run } of stepsOf(workflow)) {
        if (uses !== undefined) expect(uses).toMatch(/@full-sha-of-a-release$/)
        expect(run ?? '').not.toContain('${{')
      }
    }
  })

  test('the first has nothing that a stranger could abuse', () => {
    expect(build.on).toBe('pull_request')
    expect(jobsOf(build).map(({ permissions }) => permissions)).toEqual([{ contents: 'read' }])
    expect(texts[0]).not.toMatch(/secrets\.|id-token|aws/)
    expect(stepsOf(build).find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with).toEqual({ 'persist-credentials': false })
  })

  test('the second follows a successful run of the first, and runs nothing from the fork', () => {
    expect(gate.on).toEqual({ workflow_run: { workflows: [build.name], types: ['completed'] } })
    const [job] = jobsOf(gate)
    expect(job?.if).toBe("github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion == 'success'")
    expect(job?.permissions).toEqual({ actions: 'read', checks: 'write', 'pull-requests': 'write', 'id-token': 'write' })
    expect(texts[1]).not.toMatch(/actions\/checkout|github\.head_ref|workflow_run\.pull_requests/)
    expect(stepsOf(gate).filter(({ run }) => run !== undefined)).toHaveLength(1)
  })

  test("the artifact is fetched with operations of GitHub's API", () => {
    const { run = '', env = {} } = stepsOf(gate).find(step => step.run !== undefined) ?? {}
    const paths = [...run.matchAll(/gh api "([^"]+)"/g)].map(([, path = '']) =>
      path
        .replace('$ACTIONS', env['ACTIONS'] ?? '')
        .replace(/\$\{\{ github\.repository \}\}/, 'o/r')
        .replace(/\$\w+/g, '7')
        .replace(/\?.*/, ''),
    )
    expect(paths.map(path => findOperation('GET', `/${path}`)?.id)).toEqual([
      'actions/list-workflow-run-artifacts',
      'actions/download-artifact',
    ])
  })

  test('the gate accepts the inputs, and pushes to no tag that a fork can choose', () => {
    const given = stepsOf(gate).find(({ uses }) => uses?.includes('ecr-gate@'))?.with ?? {}
    const expressions = [...(given['image']?.matchAll(/\$\{\{ (.*?) \}\}/g) ?? [])].map(([, expression]) => expression)
    expect(expressions).toEqual(['github.event.workflow_run.id', 'github.event.workflow_run.run_attempt'])
    const env = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value.replace(/\$\{\{ runner\.temp \}\}/, '/tmp').replace(/\$\{\{.*?\}\}/g, '7'),
      ]),
    )
    expect(parseInputs(env)).toMatchObject({
      kind: 'run',
      settings: { push: { kind: 'oci-archive', path: '/tmp/image.tar' }, promoteTags: [], checkRun: 'ECR Gate', comment: 'on-change' },
    })
  })
})
