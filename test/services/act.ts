// Runs a workflow as a runner does, on this machine and without containers, with nektos/act.

import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ROOT } from '../e2e/command.ts'
import { buildProgram } from './program.ts'

/** Builds act if it is not there yet and returns its path. */
export function installAct(): string {
  return buildProgram('act', 'github.com/nektos/act', 'v0.2.89')
}

export interface Workflow {
  /** The text of the workflow's file. */
  readonly workflow: string
  readonly event: string
  readonly payload: object
  readonly env: Readonly<Record<string, string>>
  /** What a runner of the fake server would set. act always gives the Action the values of github.com, so these replace them. */
  readonly runner: Readonly<Record<string, string>>
  /** The folders of Actions of other repositories, by what a step says in `uses`. */
  readonly actions?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
}

export interface Ran {
  readonly code: number
  readonly log: string
}

/** Runs a workflow in a repository that contains the Action and the examples. Node 24 comes first in PATH, as on a runner. */
export async function runWorkflow(
  act: string,
  { workflow, event, payload, env, runner, actions = {}, secrets = {} }: Workflow,
): Promise<Ran> {
  const base = mkdtempSync(join(tmpdir(), 'ecr-gate-act-'))
  try {
    const repository = join(base, 'repository')
    for (const name of ['action.yml', 'dist', 'examples']) cpSync(join(ROOT, name), join(repository, name), { recursive: true })
    mkdirSync(join(repository, '.github', 'workflows'), { recursive: true })
    writeFileSync(join(repository, '.github', 'workflows', 'gate.yml'), workflow)
    writeFileSync(join(repository, 'Dockerfile'), 'FROM debian:12 AS build\nRUN true\n\nFROM debian:12-slim\nCOPY --from=build /app /app\n')
    writeFileSync(join(base, 'event.json'), JSON.stringify(payload))
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']
    for (const words of [
      ['init', '-q', '-b', 'main'],
      ['remote', 'add', 'origin', 'https://github.com/octo-org/octo-repo.git'],
      ['add', '-A'],
      [...author, 'commit', '-q', '-m', 'A repository for a test'],
    ])
      spawnSync('git', words, { cwd: repository })
    writeFileSync(join(base, 'runner.cjs'), `Object.assign(process.env, ${JSON.stringify(runner)})`)
    const words = [
      event,
      '--platform',
      'ubuntu-latest=-self-hosted',
      '--eventpath',
      join(base, 'event.json'),
      '--env',
      `NODE_OPTIONS=--require=${join(base, 'runner.cjs')}`,
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(actions).flatMap(([uses, folder]) => ['--local-repository', `${uses}=${folder}`]),
      ...Object.entries(secrets).flatMap(([name, value]) => ['--secret', `${name}=${value}`]),
    ]
    const path = [join(ROOT, 'node_modules', 'node', 'bin'), process.env['PATH'] ?? ''].join(delimiter)
    // act writes its copy of the repository into the user's cache.
    return await start(act, words, repository, { PATH: path, HOME: base, XDG_CACHE_HOME: join(base, 'cache') })
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

function start(act: string, words: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(act, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text
      })
    child.once('error', reject)
    child.once('close', code => resolve({ code: code ?? 1, log }))
  })
}
