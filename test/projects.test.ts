// The two projects of vitest.config.ts: `unit` starts no process, so that it answers within seconds and needs no bundle.

import { readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { PROCESSES } from '../vitest.config.ts'
import { ROOT } from './root.ts'

const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map(path => `test/${path.replaceAll('\\', '/')}`)
  .filter(path => path.endsWith('.test.ts'))
const isUnit = (file: string): boolean => !PROCESSES.some(pattern => matchesGlob(file, pattern))

/** A file of the tests and all that it imports of them. */
function reach(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, imported = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/^(?:import (?!type )|\}).* from '(\.[^']+)'/gm)) {
    const path = join(file, '..', imported)
    if (path.startsWith('test/')) reach(path, seen)
  }
  return seen
}

/** Whether it starts a process; a named pipe is no process, although a program makes it. */
function startsProcesses(file: string): boolean {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return text.includes("from 'node:child_process'") && /\b(?:spawn|exec|fork)\w*\((?!'mkfifo')/.test(text)
}

test('no file of the unit tests starts a process', () => {
  const starting = files.filter(isUnit).map(file => [file, [...reach(file)].filter(startsProcesses)] as const)
  expect(starting.filter(([, starters]) => starters.length > 0)).toEqual([])
})

test.each(PROCESSES)('%s finds files, and only such as start processes', pattern => {
  const found = files.filter(file => matchesGlob(file, pattern))
  expect(found).not.toEqual([])
  // Those of push/ start the tools through the sources.
  expect(found.filter(file => !file.startsWith('test/push/') && ![...reach(file)].some(startsProcesses))).toEqual([])
})
