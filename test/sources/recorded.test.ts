// Recorded files keep the promises of a source: a folder of files, a file, and standard input.

import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { Tell } from '../../src/diagnostic.ts'
import { recordedEvents } from '../../src/sources/records.ts'
import type { Source } from '../../src/sources/source.ts'
import type { Fields } from '../aws/wire.ts'
import { makeFolder } from '../folder.ts'
import { testSource } from './source.case.ts'

const linesOf = (records: readonly Fields[]): string => records.map(record => `${JSON.stringify(record)}\n`).join('')

function openFile(files: Readonly<Record<string, string | Uint8Array>>, tell: Tell, input = Readable.from([])): Source {
  const [name = '', ...more] = Object.keys(files)
  const folder = makeFolder(files)
  return recordedEvents(more.length > 0 ? folder : join(folder, name), { input, progress: () => undefined }, tell)
}

function openInput(read: (this: Readable) => void, tell: Tell): Source {
  return recordedEvents('-', { input: new Readable({ read }), progress: () => undefined }, tell)
}

testSource(
  'recorded files',
  {
    whole: async (records, tell) => {
      const half = Math.ceil(records.length / 2)
      const frame = gzipSync(JSON.stringify({ Records: records.slice(0, half) }))
      return openFile({ 'a.json.gz': frame, ...(records.length > half ? { 'b.ndjson': linesOf(records.slice(half)) } : {}) }, tell)
    },
    damaged: async (records, tell) =>
      openFile({ 'a.ndjson': `${linesOf(records.slice(0, 1))}{"eventName":\n${linesOf(records.slice(1))}` }, tell),
    empty: async tell => openFile({ 'a.json': '' }, tell),
    silent: async (records, tell, waits) => {
      const chunks = [linesOf(records)]
      return openInput(function give() {
        const chunk = chunks.shift()
        if (chunk === undefined) waits()
        else this.push(chunk)
      }, tell)
    },
    endless: async (make, tell) => {
      let i = 0
      return openInput(function give() {
        this.push(linesOf([make(i++)]))
      }, tell)
    },
  },
  {},
)
