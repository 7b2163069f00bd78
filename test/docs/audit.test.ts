// What docs/audit.md says of each source about windows and permissions is so.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PERMISSIONS, type Use } from '../../src/aws/permissions.ts'
import { parseArguments } from '../../src/settings/arguments.ts'

const rows = readFileSync('docs/audit.md', 'utf8')
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
const row = (title: string): readonly string[] => rows.find(cells => cells[1]?.startsWith(title))?.slice(2, -1) ?? []

const ATHENA: Use = 'audit-source: athena://workgroup/database/table'

/** The calls that somebody has to allow for a use. */
function callsOf(...uses: readonly Use[]): readonly string[] {
  const calls = Object.entries(PERMISSIONS).filter(([, { uses: named }]) => uses.some(use => Object.hasOwn(named, use)))
  return calls.map(([call]) => call).filter(call => call !== 'sts:GetCallerIdentity')
}

test('how many calls each source needs', () => {
  const live = callsOf('audit-live: sessions', 'audit-live: commands', 'audit-live: automations')
  const counts = [callsOf('audit-source: lookup'), callsOf('s3://bucket/prefix'), callsOf(ATHENA), live, []].map(({ length }) => length)
  expect(row('calls to allow').map(cell => Number(/^\d+/.exec(cell)?.[0]))).toEqual(counts)
  const own = callsOf(ATHENA).filter(call => !call.startsWith('athena:'))
  expect(row('calls to allow')[2]).toContain(`Athena makes ${own.length} itself`)
})

test.each([
  ['lookup', 0],
  ['s3://logs', 1],
  ['athena://audit/security/logs', 2],
])('how far back %s is read', (source, column) => {
  const days = Number(/^(\d+) days/.exec(row('how far back')[column] ?? '')?.[1])
  const words = (window: number): readonly string[] => [
    ...['check', '--audit-source', source, '--audit-regions', 'eu-west-1'],
    ...['--audit-window', `${window}d`],
  ]
  expect(parseArguments(words(days), {}).kind).toBe('run')
  expect(parseArguments(words(days + 1), {}).kind).toBe('wrong')
})
