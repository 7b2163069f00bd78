// README's way in: its first workflow needs what it says and no more, its doors open, and every page can be reached from it.

import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { listStatements } from '../../src/commands/permissions.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { toEnv } from '../e2e/runner.ts'
import { ROOT } from '../root.ts'
import { codesIn } from './rows.ts'
import { workflowsOf } from './workflows.ts'

const page = readFileSync('README.md', 'utf8')

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
}

interface Job {
  readonly environment: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

const [first] = workflowsOf('README.md')
const { permissions, jobs } = parseYaml(first?.text ?? '') as { permissions: object; jobs: { readonly gate: Job } }
const stepOf = (name: string): Step | undefined => jobs.gate.steps.find(({ uses }) => uses?.startsWith(`${name}@`))
const inputs = stepOf('your-organisation/ecr-gate')?.with ?? {}

/** What the role of a step needs, by what IAM calls it. */
function actionsFor(given: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseInputs(toEnv(given))
  if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed.problems))
  return listStatements(parsed.settings).flatMap(({ Action }) => Action)
}

describe("README's first workflow", () => {
  test('has no more permissions than a token for its role and its own files', () => {
    expect(permissions).toEqual({})
    expect(jobs.gate.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  })

  test("assumes a role in the image's account and Region", () => {
    const [, account, region] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\./.exec(inputs['image'] ?? '') ?? []
    const role = expect.stringMatching(`^arn:aws:iam::${account}:role/`)
    expect(stepOf('aws-actions/configure-aws-credentials')?.with).toEqual({ 'role-to-assume': role, 'aws-region': region })
  })

  test('pins the same commits of other Actions as the example of a release', () => {
    const release = readFileSync('examples/release.yml', 'utf8')
    for (const { uses } of jobs.gate.steps)
      if (uses !== undefined && !uses.startsWith('your-organisation/')) expect(release).toContain(`${uses} # v`)
    expect(first?.text.match(/@[0-9a-f]{40} # v/g)).toHaveLength(2)
  })

  test('needs the policy that its command prints', () => {
    const [, words = ''] = /^node dist\/cli\.cjs (permissions .+)$/m.exec(page) ?? []
    const printed = parseArguments(words.split(' '), {})
    const step = parseInputs(toEnv({ ...inputs, image: (inputs['image'] ?? '').replace(/\$\{\{.+\}\}/, 'x') }))
    if (printed.kind !== 'run' || step.kind !== 'run') throw new Error(JSON.stringify([printed, step]))
    expect(listStatements(printed.settings)).toEqual(listStatements(step.settings))
  })
})

describe('the doors', () => {
  const { image = '', 'audit-source': source = '' } = inputs
  const named = image.replace(/\$\{\{.+\}\}/, 'x')

  test('stand in a table', () => {
    const [, table = ''] = /\| you want \|.*\n\|[-|]+\n([\s\S]*?)\n\n/.exec(page) ?? []
    const cells = table.split('\n').map(line => line.split('|').map(cell => codesIn(cell)))
    expect(cells.map(([, , step]) => step)).toEqual([[], [`audit-source: ${source}`], ['policy: security/policy.yml']])
    expect(cells.map(([, , , needs]) => needs)).toEqual([[], ['cloudtrail:LookupEvents'], []])
  })

  test('findings alone need no event history, and activity needs it', () => {
    expect(actionsFor({ image: named, 'audit-source': source })).not.toContain('cloudtrail:LookupEvents')
    expect(actionsFor({ image: named })).toContain('cloudtrail:LookupEvents')
  })
})

test('every page of the documentation can be reached from README, and says in its first sentence what it is for', () => {
  const pagesIn = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap(name =>
      name.endsWith('.md') ? [normalize(join(folder, name))] : [],
    )
  const reached = new Set<string>()
  const queue = ['README.md']
  for (const path of queue) {
    if (reached.has(path)) continue
    reached.add(path)
    const links = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)]
    const targets = links.map(([, link = '']) => normalize(join(dirname(path), link))).filter(link => existsSync(join(ROOT, link)))
    queue.push(
      ...targets.flatMap(target =>
        target.endsWith('.md')
          ? [target]
          : target.startsWith('docs/') && lstatSync(join(ROOT, target)).isDirectory()
            ? pagesIn(target)
            : [],
      ),
    )
  }
  expect(pagesIn('docs').filter(path => !reached.has(path))).toEqual([])
  for (const path of pagesIn('docs')) expect(readFileSync(join(ROOT, path), 'utf8'), path).toMatch(/^# .+\n\n(?![#|<!-]|```)/)
})
