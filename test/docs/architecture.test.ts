// docs/architecture.md describes every source file, and biome.json forbids a folder ("room") to import files of a layer above it.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../e2e/command.ts'

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts'))

/** Reads the description of each room, and of each file with a line of its own. */
function readTree(): ReadonlyMap<string, string> {
  const [, tree = ''] = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').split('```')
  const texts = new Map<string, string>()
  let room = ''
  let names: readonly string[] = []
  for (const line of tree.split('\n').slice(2)) {
    const [, indent = '', given = '', text = line] = /^( {2}| {4})((?:\w+\/ )*\w+(?:\/|\.ts)) +(.*)$/.exec(line) ?? []
    if (indent.length === 2) room = given
    if (given !== '') names = indent.length === 2 ? [given] : given.split(' ').map(name => `${room}${name}`)
    for (const name of names) texts.set(name, `${texts.get(name) ?? ''} ${text}`)
  }
  return texts
}

const tree = readTree()

test.each(files)('%s is in docs/architecture.md', path => {
  const folder = `${dirname(path)}/`
  const rooms = [...tree.keys()].filter(room => room.endsWith('/') && folder.startsWith(room)).sort((a, b) => b.length - a.length)
  if (folder === './') expect(tree.has(path) || tree.get('settings/')?.includes(path)).toBe(true)
  else expect(tree.get(rooms[0] ?? '')).toMatch(new RegExp(`\\b${basename(path, '.ts')}\\b`))
})

test('biome.json forbids every room to import the top-level files above all rooms', () => {
  const above = files.filter(
    path =>
      !path.includes('/') && !['index.ts', 'stop.ts', 'network.ts', 'fault.ts', 'diagnostic.ts', 'escape.ts', 'version.ts'].includes(path),
  )
  const { overrides } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as {
    readonly overrides: readonly { readonly includes: readonly string[] }[]
  }
  const rooms = new Set(files.filter(path => path.includes('/')).map(path => path.split('/')[0]))
  rooms.delete('commands')
  for (const room of rooms) {
    const rules = JSON.stringify(overrides.filter(({ includes }) => includes.includes(`src/${room}/**`)))
    expect([room, above.filter(file => !rules.includes(`"**/${file}"`))]).toEqual([room, []])
  }
})
