// Starts moto before the first test and stops it after the last, whatever becomes of them in between.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { installMoto } from './install.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    readonly motoEndpoint: string
  }
}

const SERVE = fileURLToPath(new URL('serve.py', import.meta.url))
const START_TIMEOUT = 60_000
const STOP_TIMEOUT = 5_000

let moto: ChildProcess | undefined

export async function setup(project: TestProject): Promise<void> {
  const { child, port } = await startMoto(installMoto())
  moto = child
  const endpoint = `http://127.0.0.1:${port}`
  await awaitAnswer(endpoint)
  project.provide('motoEndpoint', endpoint)
}

export async function teardown(): Promise<void> {
  if (moto === undefined || moto.exitCode !== null) return
  const ended = new Promise(resolve => moto?.once('close', resolve))
  const late = setTimeout(() => moto?.kill('SIGKILL'), STOP_TIMEOUT)
  moto.stdin?.end()
  await ended
  clearTimeout(late)
}

/** Starts the server and waits until it says its port. */
function startMoto(python: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  // It writes times of day without a zone and calls them UTC.
  const child = spawn(python, ['-I', SERVE], { stdio: 'pipe', env: { PATH: process.env['PATH'], TZ: 'UTC' } })
  return new Promise((resolve, reject) => {
    let log = ''
    const fail = (why: string): void => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`moto's server ${why}\n${log}`))
    }
    const late = setTimeout(() => fail(`said no port within ${START_TIMEOUT / 1000} s`), START_TIMEOUT)
    // Every request is logged, and every call that moto does not have with a traceback; only the end is kept.
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000)
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (!said.includes('\n')) return
      clearTimeout(late)
      resolve({ child, port: Number.parseInt(said, 10) })
    })
    child.on('error', error => fail(`cannot be started: ${error.message}`))
    child.on('exit', code => fail(`ended with exit code ${code}`))
  })
}

/** Asks until the server answers. */
async function awaitAnswer(endpoint: string): Promise<void> {
  const end = performance.now() + START_TIMEOUT
  for (;;) {
    try {
      const { ok, status } = await fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(START_TIMEOUT) })
      if (ok) return
      throw new Error(`it answers with status ${status}`)
    } catch (error) {
      if (performance.now() > end) throw new Error(`moto's server at ${endpoint} is not ready`, { cause: error })
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
