// The fence between the rooms: every import of src/, types included, is one that test/rooms.ts allows, and docs/architecture.md draws
// the same table and names every file.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { FORMATS } from '../../src/settings/choices.ts'
import { ENTRIES, GROUND, ROOMS } from '../rooms.ts'
import { ROOT } from '../root.ts'

const IMPORT = /(?:\bfrom |\bimport\(|^import )'([^']+)'/gm

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts'))
const list = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(path => `${folder}/${path.replaceAll('\\', '/')}`)
const TESTS = list('test')
const BUILD = [...list('build'), 'vitest.config.ts', 'vitest.services.config.ts']
const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
const rooms = new Map(ROOMS.map(room => [room.name, room]))

function roomOf(path: string): string {
  if (ENTRIES.includes(path)) return path
  return path.includes('/') ? (path.split('/')[0] as string) : GROUND
}

function importsOf(path: string): readonly string[] {
  return [...readFileSync(join(ROOT, 'src', path), 'utf8').matchAll(IMPORT)].map(([, imported = '']) => imported)
}

/** Why this room may not import this; undefined if it may. */
function refuse(path: string, imported: string): string | undefined {
  const name = roomOf(path)
  const room = rooms.get(name)
  if (!imported.startsWith('.')) {
    const allows = (each: string): boolean =>
      each.endsWith('*') ? imported.startsWith(each.slice(0, -1)) : `${imported}/`.startsWith(`${each}/`)
    return ENTRIES.includes(path) || room?.packages.some(allows) === true ? undefined : `${name} may not import the package ${imported}`
  }
  const other = roomOf(join(dirname(path), imported))
  if (ENTRIES.includes(other)) return `an entry is imported by nobody, and ${imported} is one`
  if (other === name || other === GROUND || ENTRIES.includes(path)) return undefined
  return room?.rooms.includes(other) === true ? undefined : `${name} may not import ${other}: see test/rooms.ts`
}

test.each(files)('%s imports only what its room may', path => {
  expect(importsOf(path).flatMap(imported => refuse(path, imported) ?? [])).toEqual([])
})

test('a room imports only rooms before it, so there is no circle and no way back up', () => {
  const names = ROOMS.map(({ name }) => name)
  for (const [i, { rooms }] of ROOMS.entries()) for (const room of rooms) expect(names.slice(0, i)).toContain(room)
})

test('every row of test/rooms.ts is used: its room exists and imports what it may', () => {
  for (const { name, rooms: allowed } of ROOMS) {
    const inside = files.filter(path => roomOf(path) === name)
    const used = new Set(
      inside.flatMap(path => importsOf(path).flatMap(each => (each.startsWith('.') ? [roomOf(join(dirname(path), each))] : []))),
    )
    expect([name, [...used].filter(each => each !== name && each !== GROUND).sort()]).toEqual([name, [...allowed].sort()])
  }
})

test('no file imports itself through others, types included', () => {
  const below = new Map(
    files.map(path => [path, importsOf(path).flatMap(each => (each.startsWith('.') ? [join(dirname(path), each)] : []))]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' → '))
    if (above.includes(path) || done.has(path)) return
    for (const each of below.get(path) ?? []) visit(each, [...above, path])
    done.add(path)
  }
  for (const path of files) visit(path, [])
  expect(circles).toEqual([])
})

test.each<[string, string, string]>([
  ['language/parse.ts', '../gate/verdict.ts', 'language may not import gate: see test/rooms.ts'],
  ['gate/verdict.ts', 'node:fs', 'gate may not import the package node:fs'],
  ['gate/verdict.ts', '../action.ts', 'an entry is imported by nobody, and ../action.ts is one'],
  ['json.ts', './language/ast.ts', 'ground floor may not import language: see test/rooms.ts'],
  ['new/file.ts', '../language/ast.ts', 'new may not import language: see test/rooms.ts'],
])('the fence refuses %s that imports %s', (path, imported, told) => {
  expect(refuse(path, imported)).toBe(told)
})

test('a room without effects imports none that has them, and no module of Node but node:crypto', () => {
  for (const { name, rooms: allowed, packages } of ROOMS.filter(room => !room.hasEffects)) {
    expect([name, allowed.filter(each => rooms.get(each)?.hasEffects === true)]).toEqual([name, []])
    expect([name, packages.filter(each => each.startsWith('node:') && each !== 'node:crypto')]).toEqual([name, []])
  }
})

test('docs/architecture.md has the same table, in the same order', () => {
  const rows = [...page.matchAll(/^\| `?([a-z ]+)\/?`? \| (.+) \| ?(yes)? ?\| ?(.*) \|$/gm)]
  expect(
    rows.map(([, name, , effects, imports = '']) => [
      name,
      effects === 'yes',
      imports
        .split(', ')
        .filter(each => each !== '')
        .sort(),
    ]),
  ).toEqual(ROOMS.map(({ name, hasEffects, rooms: allowed }) => [name, hasEffects, [...allowed].sort()]))
})

test.each(['README.md', 'CONTRIBUTING.md', 'test/mutants.md', ...list('docs').filter(name => name.endsWith('.md'))])(
  'the files that %s names are there',
  document => {
    const tracked = [...files.map(path => `src/${path}`), ...TESTS, ...BUILD]
    const text = readFileSync(join(ROOT, document), 'utf8')
    const named = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path).filter(path => !/[A-Z]{2}/.test(path))
    expect(named.filter(path => !tracked.some(each => `/${each}`.endsWith(`/${path}`)))).toEqual([])
  },
)

/** The description of each room, and of each file with a line of its own. */
function readTree(): ReadonlyMap<string, string> {
  const [, tree = ''] = page.split('```')
  const texts = new Map<string, string>()
  let room = ''
  let name = ''
  for (const line of tree.split('\n').slice(2)) {
    const [, indent = '', given = '', text = line] = /^( {2}| {4})(\w+(?:\/|\.ts)) +(.*)$/.exec(line) ?? []
    if (indent.length === 2) room = given
    if (given !== '') name = indent.length === 2 ? given : `${room}${given}`
    texts.set(name, `${texts.get(name) ?? ''} ${text}`)
  }
  return texts
}

const tree = readTree()

// The map says of report/ that it has one file per format, and docs/reports.md names those.
const FORMAT_FILES = FORMATS.map(format => `report/${format}.ts`)

test.each(files.filter(path => !FORMAT_FILES.includes(path)))('%s is in docs/architecture.md', path => {
  const folder = `${dirname(path)}/`
  const described = [...tree.keys()].filter(room => room.endsWith('/') && folder.startsWith(room)).sort((a, b) => b.length - a.length)
  if (folder === './') expect(tree.has(path)).toBe(true)
  else expect(tree.get(described[0] ?? '')).toMatch(new RegExp(`\\b${basename(path, '.ts')}\\b`))
})

test('no file is longer than 250 lines but those that docs/architecture.md gives a reason for', () => {
  const long = files.filter(path => readFileSync(join(ROOT, 'src', path), 'utf8').split('\n').length - 1 > 250)
  const excused = [...page.matchAll(/^\| `([\w/]+\.ts)` \| .+ \|$/gm)].map(([, path]) => path)
  expect(long.sort()).toEqual(excused.sort())
})
