// Where a report may not be written because of a link. The files that clash with each other are in test/e2e/files.test.ts.

import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { findClashes } from '../../src/run/clash.ts'
import { readPolicyFile } from '../../src/run/policy.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { toEnv } from '../e2e/runner.ts'
import { makeFolder } from '../folder.ts'

async function clashesOf(words: readonly string[], root: string): Promise<readonly string[]> {
  const invocation = parseArguments(['check', '--findings', 'findings.json', ...words], {})
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return (await findClashes(invocation.settings, root)).map(({ message }) => message)
}

function makeWorkspace(): { readonly root: string; readonly outside: string } {
  const folder = makeFolder({ 'outside/.bashrc': '', 'workspace/.git/config': '', 'workspace/out/x': '' })
  return { root: join(folder, 'workspace'), outside: join(folder, 'outside') }
}

const OUT = 'would be written through a link that leads out of the workspace'

describe('a report is not written', () => {
  const image = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1']

  test.each(['--json-file', '--html-file', '--sarif-file', '--csv-file', '--markdown-file', '--junit-file', '--output'])(
    'through a link out of the workspace: %s',
    async flag => {
      const { root } = makeWorkspace()
      symlinkSync('../outside/.bashrc', join(root, 'report'))
      expect(await clashesOf([flag, join(root, 'report')], root)).toEqual([expect.stringContaining(OUT)])
    },
  )

  test('through a link out of the workspace: --predicate-file', async () => {
    const { root } = makeWorkspace()
    symlinkSync('../outside/.bashrc', join(root, 'report'))
    const invocation = parseArguments(['check', ...image, '--predicate-file', join(root, 'report')], {})
    if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
    expect(await findClashes(invocation.settings, root)).toMatchObject([
      { message: expect.stringContaining(OUT), help: 'name the place that the link leads to, or remove the link' },
    ])
  })

  test.each([
    ['a link to a file that does not exist yet', 'report', '../outside/new'],
    ['a link to such a link', 'report', 'twice'],
    ['a folder that is a link', 'linked/report', undefined],
    ['a new file in a folder that is a link', 'linked/deeper/../report', undefined],
  ])('through %s', async (_, path, target) => {
    const { root } = makeWorkspace()
    symlinkSync('../outside/new', join(root, 'twice'))
    symlinkSync('../outside', join(root, 'linked'))
    if (target !== undefined) symlinkSync(target, join(root, path))
    expect(await clashesOf(['--json-file', join(root, path)], root)).toEqual([expect.stringContaining(OUT)])
  })

  test.each([
    ['.git/hooks', '.git/post-checkout'],
    ['a link to .git', 'report'],
    ['a folder that links to .git', 'linked/config'],
  ])('into %s', async (_, path) => {
    const { root } = makeWorkspace()
    symlinkSync('.git/config', join(root, 'report'))
    symlinkSync('.git', join(root, 'linked'))
    expect(await clashesOf(['--json-file', join(root, path)], root)).toEqual([
      expect.stringContaining('would be written into a .git folder'),
    ])
  })
})

describe.each([
  ['right', ''],
  // Then the Action still reports what is wrong, to the files that the step names.
  ['wrong', 'untriaged: never\n'],
])('over a policy that is %s, and what it names, no report is written', (_, more) => {
  test.each(['policy.yml', 'own/report.json', 'exceptions.yml'])('%s', async path => {
    const root = makeFolder({ 'policy.yml': `rules: own\nexceptions: exceptions.yml\n${more}`, 'own/rule.yml': '', 'exceptions.yml': '' })
    const [policy, report] = [join(root, 'policy.yml'), join(root, path)]
    const asked = { path: policy, policyRoles: [], awsAttempts: 1 }
    const world = { input: Readable.from([]), env: {}, connect: () => Promise.reject(new Error('a policy on disk needs no AWS')) }
    const reading = await readPolicyFile(asked, world)
    const words = ['check', '--findings', 'a.json', '--policy', policy, '--json-file', report]
    const invocation = parseArguments(words, {}, reading)
    const inputs = parseInputs(toEnv({ findings: 'a.json', policy, 'json-file': report }), reading)
    expect(invocation.kind).toBe(inputs.kind)
    for (const each of [invocation, inputs]) {
      if (!('settings' in each)) continue
      expect(await findClashes(each.settings, root)).toHaveLength(1)
    }
  })
})

describe('a report is written', () => {
  test.each([
    ['a path in the workspace', 'report.json'],
    ['a link within the workspace', 'link.json'],
    ['a folder that is a link within the workspace', 'linked/report.json'],
    ['a path out of the workspace that is named itself', '../outside/report.json'],
    ['a link out of the workspace, to a path that is named itself', '../outside/link.json'],
  ])('to %s', async (_, path) => {
    const { root, outside } = makeWorkspace()
    symlinkSync('out/new.json', join(root, 'link.json'))
    symlinkSync('out', join(root, 'linked'))
    mkdirSync(join(outside, 'far'))
    symlinkSync('far/new.json', join(outside, 'link.json'))
    expect(await clashesOf(['--json-file', join(root, path)], root)).toEqual([])
  })

  test('in a workspace that is reached by a link itself', async () => {
    const { root, outside } = makeWorkspace()
    symlinkSync(root, join(outside, 'ws'))
    for (const path of [join(outside, 'ws/r.json'), join(root, 'r.json')])
      expect(await clashesOf(['--json-file', path], join(outside, 'ws'))).toEqual([])
  })

  test('to a link that leads to itself, which the system refuses', async () => {
    const { root } = makeWorkspace()
    symlinkSync('ring', join(root, 'ring'))
    expect(await clashesOf(['--json-file', join(root, 'ring')], root)).toEqual([])
  })
})
