// What must not outlive the process is cleaned up in reverse order: a tool ends before the folder that it writes into is removed.

import { expect, test } from 'vitest'
import { registerCleanup } from '../../src/process/stop.ts'

test('cleanups run in reverse order, each once, and one that throws stops no other', () => {
  const known = new Set(process.listeners('exit'))
  const done: string[] = []
  const early = registerCleanup(() => done.push('early'))
  registerCleanup(() => done.push('folder'))
  registerCleanup(() => {
    done.push('broken')
    throw new Error('no such process')
  })
  registerCleanup(() => done.push('tool'))
  const [clean] = process.listeners('exit').filter(listener => !known.has(listener))
  early()
  clean?.call(process, 0)
  early()
  expect(done).toEqual(['early', 'tool', 'broken', 'folder'])
  expect(process.listeners('exit').filter(listener => !known.has(listener))).toEqual([])
})
