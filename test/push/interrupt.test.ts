// A process that is ended while it pushes: the credentials are gone, the tool is dead, and the exit status shows the signal.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { makeFolder } from '../folder.ts'
import { isAlive, readCalls, type Step, writeStandIn } from './standin.ts'

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url))

/** Starts a push whose tool waits, ends it with a signal, and returns what is left of it. */
async function interrupt(name: 'skopeo' | 'docker', plan: readonly Step[], signal: NodeJS.Signals) {
  const folder = makeFolder()
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  writeStandIn(folder, name, plan)
  const child = spawn(process.execPath, ['--no-warnings', CHILD, folder], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>(resolve => child.on('close', (_, by) => resolve(by)))
  await vi.waitFor(() => expect(existsSync(join(folder, `${name}.d`, 'waiting'))).toBe(true), 20_000)
  const waiting = readCalls(folder, name).at(-1)
  expect(readFileSync(waiting?.auth?.path ?? '', 'utf8')).toContain('registry.example')
  child.kill(signal)
  const by = await ended
  const left = readdirSync(temporary)
  await vi.waitFor(() => expect(isAlive(waiting?.pid ?? 0)).toBe(false), 5_000)
  return { by, left, last: readCalls(folder, name).at(-1)?.words.slice(2) }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the tool, removes the folder, and then ends the process', async signal => {
  expect(await interrupt('skopeo', [{ wait: true, stubborn: true }], signal)).toMatchObject({ by: signal, left: [] })
})

test('the name that docker was given for the push is taken away', async () => {
  const plan = [
    { when: 'inspect --format {{.Id}}', exit: 1 },
    { when: ' push ', wait: true },
  ]
  const last = ['image', 'rm', '--no-prune', 'registry.example/api:1']
  expect(await interrupt('docker', plan, 'SIGTERM')).toEqual({ by: 'SIGTERM', left: [], last })
})
