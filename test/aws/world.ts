// A world whose clock moves only during sleeps, so that ten minutes of waiting take no time. AWS is a real HTTP server.

import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { connect } from '../../src/aws/client.ts'
import { type Diagnostic, renderDiagnostic } from '../../src/diagnostic.ts'
import { plain } from '../../src/report/paint.ts'
import type { Report } from '../../src/report/report.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { run } from '../../src/run/run.ts'
import type { World } from '../../src/run/world.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import type { Aws } from './server.ts'

export interface Played {
  readonly report: Report
  /** Seconds slept. */
  readonly waited: number
  /** How long each sleep was, in seconds. */
  readonly sleeps: readonly number[]
  readonly progress: readonly string[]
  readonly told: readonly string[]
}

interface PlayOptions {
  /** The time at which the run begins. */
  readonly start?: string
  /** How long one attempt of a call may take, in milliseconds. */
  readonly patience?: number
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** The folder of the repository; none of a repository when it is not given. */
  readonly root?: string
  /** The seconds that have gone by otherwise than in sleeps. */
  readonly passed?: () => number
}

export const START = '2026-11-23T12:00:00Z'

/** Runs `check` with these arguments against the services, in this process. */
export async function playCheck(aws: Aws, words: readonly string[], options: PlayOptions = {}): Promise<Played> {
  const invocation = parseArguments(['check', ...words], {})
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  const sleeps: number[] = []
  const progress: string[] = []
  const told: string[] = []
  const waited = (): number => sleeps.reduce((sum, each) => sum + each, 0)
  const milliseconds = (): number => (waited() + (options.passed?.() ?? 0)) * 1000
  const world: World = {
    signal: new AbortController().signal,
    now: () => new Date(Date.parse(options.start ?? START) + milliseconds()),
    milliseconds,
    sleep: async pause => {
      sleeps.push(pause / 1000)
    },
    connect: async attempts =>
      connect({
        attempts,
        endpoint: aws.endpoint,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
        ...(options.patience === undefined ? {} : { patience: options.patience }),
      }),
    env: { ...process.env, ...aws.env, ...options.env },
    root: options.root ?? tmpdir(),
    temporary: tmpdir(),
    input: Readable.from([]),
    packs: async names => ({ used: names.flatMap(loadPack), unused: [] }),
    operations: async () => ({}),
    page: async () => ({ style: { text: '', sha256: '' }, script: { text: '', sha256: '' } }),
    print: async () => undefined,
    tell: text => told.push(text),
    progress: (what, elapsed) => progress.push(elapsed === undefined ? what : `${what} at ${Math.round(elapsed)}`),
    write: async () => undefined,
    paint: plain,
    width: undefined,
  }
  const { report } = await run(invocation.settings, world, { tell: (diagnostic: Diagnostic) => told.push(renderDiagnostic(diagnostic)) })
  return { report, waited: waited(), sleeps, progress, told }
}

// Loading the rules takes longer than a check, and nothing changes them.
const loaded = new Map<string, readonly Rule[]>()

function loadPack(name: string): readonly Rule[] {
  const folder = `rules/${name}`
  const files = () => readdirSync(folder).map(file => ({ path: `${folder}/${file}`, text: readFileSync(join(folder, file), 'utf8') }))
  const rules = loaded.get(name) ?? loadRules(files()).rules
  loaded.set(name, rules)
  return rules
}
