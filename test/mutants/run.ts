// `npm run mutants -- --seed 1 --count 600 --room gate`: makes small changes to the sources, one at a time, and tells which of them
// no test of the room notices. Fewer than 90 % noticed is exit code 1. It takes minutes, so it is no part of `npm test`.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Answer, Question } from './host.ts'
import { type Mutant, pickMutants, testsOf } from './pick.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '600' },
    room: { type: 'string' },
    hosts: { type: 'string', default: '2' },
  },
})

/** The least share of the mutants that tests must notice. */
const ENOUGH = 0.9
/** How long a test file may take without a change, in milliseconds. */
const LONGEST = 300_000
/** How long a test file may take with a change: some seconds, and this many times what it takes without one. */
const LIMIT = { milliseconds: 20_000, times: 5 }

interface Outcome {
  readonly mutant: Mutant
  readonly killed: boolean
}

interface Host {
  readonly ask: (question: Question, limit: number) => Promise<Answer | 'endless'>
  readonly end: () => void
}

function startHost(): Host {
  let child: ChildProcess | undefined
  const end = (): void => {
    // The host is the leader of a group, so its workers end with it.
    if (child?.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    child = undefined
  }
  return {
    end,
    ask: async (question, limit) => {
      if (child === undefined) {
        child = fork(new URL('./host.ts', import.meta.url), [], { detached: true, execArgv: ['--no-warnings'] })
        await once(child, 'message')
      }
      const answered = once(child, 'message')
      child.send(question)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'endless'>(resolve => {
        timer = setTimeout(() => resolve('endless'), limit)
      })
      const answer = await Promise.race([answered.then(([message]) => message as Answer), late])
      clearTimeout(timer)
      if (answer === 'endless') end()
      return answer
    },
  }
}

// How long each test file takes, and how often it noticed a change of each source file. Those that notice much come first.
const times = new Map<string, number>()
const kills = new Map<string, number>()

function inOrder(mutant: Mutant): readonly string[] {
  const { file } = mutant
  const worth = (testFile: string): number => {
    const named = basename(testFile, '.test.ts') === basename(file, '.ts') ? 5 : 0
    return ((kills.get(`${file} ${testFile}`) ?? 0) + named + 0.1) / (times.get(testFile) ?? 1)
  }
  return [...testsOf(mutant)].sort((a, b) => worth(b) - worth(a))
}

async function tryMutant({ ask }: Host, mutant: Mutant): Promise<Outcome> {
  const { file, change } = mutant
  for (const testFile of inOrder(mutant)) {
    const answer = await ask({ testFile, file, change }, LIMIT.milliseconds + LIMIT.times * (times.get(testFile) ?? 0))
    if (answer !== 'endless' && answer.passed) continue
    kills.set(`${file} ${testFile}`, (kills.get(`${file} ${testFile}`) ?? 0) + 1)
    return { mutant, killed: true }
  }
  return { mutant, killed: false }
}

/** Takes the items from one queue with every host, and calls `after` with each result. */
async function share<T, R>(
  hosts: readonly Host[],
  items: readonly T[],
  work: (host: Host, item: T) => Promise<R>,
  after: (done: R) => void,
) {
  const queue = [...items]
  const take = async (host: Host): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) after(await work(host, item))
  }
  await Promise.all(hosts.map(take))
}

async function runUnchanged(hosts: readonly Host[], testFiles: readonly string[]): Promise<void> {
  const run = async ({ ask }: Host, testFile: string) => ({ testFile, answer: await ask({ testFile }, LONGEST) })
  await share(hosts, testFiles, run, ({ testFile, answer }) => {
    if (answer === 'endless') throw new Error(`${testFile} does not end without a change`)
    if (!answer.passed) throw new Error(`${testFile} fails without a change: ${answer.failure}`)
    times.set(testFile, answer.milliseconds)
  })
}

function describeMutant({ file, change: { start, end, to } }: Mutant): string {
  const source = readFileSync(file, 'utf8')
  const before = source.slice(0, start).split('\n')
  const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 60)} … ${text.slice(-30)}` : text).replaceAll(/\s+/g, ' ')
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}  ${short(source.slice(start, end))}  →  ${to === ';' ? '(left out)' : short(to)}`
}

function printTable(outcomes: readonly Outcome[]): number {
  const rooms = [...new Set(outcomes.map(({ mutant }) => mutant.room))].sort()
  const row = (name: string, of: readonly Outcome[]): number => {
    const killed = of.filter(outcome => outcome.killed).length
    console.log(
      `${name.padEnd(12)} ${String(of.length).padStart(8)} ${String(killed).padStart(8)} ${((100 * killed) / of.length).toFixed(1).padStart(6)} %`,
    )
    return killed / of.length
  }
  console.log(`\n${'room'.padEnd(12)} ${'mutants'.padStart(8)} ${'killed'.padStart(8)}`)
  for (const room of rooms)
    row(
      room,
      outcomes.filter(({ mutant }) => mutant.room === room),
    )
  return row('all', outcomes)
}

const mutants = pickMutants(Number(values.seed), Number(values.count), values.room)
if (mutants.length === 0) throw new Error(`there is nothing to change in ${values.room ?? 'any room'}`)
const testFiles = [...new Set(mutants.flatMap(testsOf))]
const hosts = Array.from({ length: Number(values.hosts) }, startHost)
// Their groups do not get the terminal's signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.once('exit', () => {
  for (const host of hosts) host.end()
})

console.error(`${mutants.length} mutants, seed ${values.seed}; ${testFiles.length} test files, first as they are`)
await runUnchanged(hosts, testFiles)
const outcomes: Outcome[] = []
await share(hosts, mutants, tryMutant, outcome => {
  outcomes.push(outcome)
  if (!outcome.killed) console.log(describeMutant(outcome.mutant))
  if (outcomes.length % 50 === 0) console.error(`${outcomes.length} of ${mutants.length} tried`)
})
// If a test fails by itself, the figures say nothing.
await runUnchanged(hosts, testFiles)
process.exit(printTable(outcomes) < ENOUGH ? 1 : 0)
