// A process that keeps one Vitest alive and runs test files over changed sources. It changes no file: the loader gives the changed text.
//
// It is a process of its own so that `run.ts` can end it when a change makes a loop endless.

import { resolve } from 'node:path'
import { createVitest } from 'vitest/node'
import { type Change, changeText } from './change.ts'

/** What `run.ts` asks: run one test file with a changed source file; without a change, as it is. */
export interface Question {
  readonly testFile: string
  readonly file?: string
  readonly change?: Change
}

/** Whether all tests of the file passed, otherwise what failed, and in how many milliseconds. */
export interface Answer {
  readonly passed: boolean
  readonly failure: string
  readonly milliseconds: number
}

let changed: { readonly path: string; readonly change: Change } | undefined

const vitest = await createVitest(
  'test',
  { watch: false, reporters: [{}], bail: 1, maxWorkers: 1, fsModuleCache: false },
  {
    plugins: [
      {
        name: 'mutants',
        enforce: 'pre',
        transform: (code, id) => (id === changed?.path ? { code: changeText(code, changed.change), map: null } : null),
      },
    ],
  },
)

process.on('message', async ({ testFile, file, change }: Question) => {
  const before = changed?.path
  changed = file === undefined || change === undefined ? undefined : { path: resolve(file), change }
  for (const path of [before, changed?.path]) if (path !== undefined) vitest.invalidateFile(path)
  const began = performance.now()
  const [specification] = await vitest.globTestSpecifications([resolve(testFile)])
  if (specification === undefined) throw new Error(`no tests in ${testFile}`)
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification])
  // The modules of earlier runs are among them too.
  const own = testModules.filter(({ moduleId }) => moduleId === specification.moduleId)
  const passed = own.length > 0 && own.every(testModule => testModule.ok()) && unhandledErrors.length === 0
  const failed = own.flatMap(testModule => [...testModule.children.allTests('failed')])
  const failure = failed.map(each => `${each.fullName}: ${each.result().errors?.[0]?.message}`).join('\n')
  process.send?.({ passed, failure, milliseconds: performance.now() - began } satisfies Answer)
})
// Without the process that asks there is nothing to do.
process.on('disconnect', () => process.exit())
process.send?.('ready')
