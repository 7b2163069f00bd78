// Reads lockfiles in JSON with line numbers, which JSON.parse does not give: one walk over the text finds the path of every value and
// the line of its key. It stops silently at malformed text, because reporting a broken lockfile is up to its own tool.

import type { Requirement } from './requirement.ts'

/** A lockfile is only a few levels deep, and every further level makes it more work to look at a path. */
const DEEPEST = 200

/** Called for every object, list and string with its keys, its line, and its text if it is a string. Copy the path to keep it. */
export type Visit = (path: readonly string[], line: number, text: string | undefined) => void

export function walkJson(json: string, visit: Visit): void {
  const path: string[] = []
  // The current position in each open list; undefined for an open object.
  const open: (number | undefined)[] = []
  let line = 1
  let keyLine = 1
  let key = false
  const begin = (text: string | undefined): void => visit(path, open.at(-1) === undefined ? keyLine : line, text)
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case '\n':
        line++
        break
      case '"': {
        const end = endOfText(json, at + 1)
        if (end < 0) return
        const text = readText(json.slice(at, end + 1))
        if (text === undefined) return
        if (key) {
          path[path.length - 1] = text
          keyLine = line
        } else begin(text)
        key = false
        at = end
        break
      }
      case '{':
      case '[': {
        begin(undefined)
        if (path.length === DEEPEST) return
        const list = json[at] === '['
        path.push('0')
        open.push(list ? 0 : undefined)
        key = !list
        break
      }
      case '}':
      case ']':
        path.pop()
        open.pop()
        key = false
        break
      case ',': {
        const position = open.at(-1)
        key = position === undefined
        if (position === undefined) break
        open[open.length - 1] = position + 1
        path[path.length - 1] = String(position + 1)
      }
    }
  }
}

function endOfText(json: string, start: number): number {
  let at = start
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at < json.length ? at : -1
}

function readText(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

/** Reads a file whose packages are objects. `nameAt` returns the package of an object, '' if its `name` says it, or undefined. */
function readObjects(json: string, nameAt: (path: readonly string[]) => string | undefined, versionKey: string): readonly Requirement[] {
  const found: { name: string; version: string | null; line: number }[] = []
  let depth = Number.POSITIVE_INFINITY
  walkJson(json, (path, line, text) => {
    const last = found.at(-1)
    const name = text === undefined ? nameAt(path) : undefined
    if (name !== undefined) {
      found.push({ name, version: null, line })
      depth = path.length
    } else if (text === undefined) {
      // An object at the same depth or above ends the package.
      if (path.length <= depth) depth = Number.POSITIVE_INFINITY
    } else if (last !== undefined && path.length === depth + 1) {
      if (path[depth] === versionKey) last.version = text
      else if (path[depth] === 'name') Object.assign(last, last.name === '' ? { name: text, line } : { name: text })
    }
  })
  return found
}

const MODULES = 'node_modules/'

/** package-lock.json and npm-shrinkwrap.json: packages by folder since version 2, nested before that. */
export function readNpmLock(json: string): readonly Requirement[] {
  const nameAt = (path: readonly string[]): string | undefined => {
    const last = path.at(-1) ?? ''
    if (path[0] === 'packages' && path.length === 2 && last.includes(MODULES)) return last.slice(last.lastIndexOf(MODULES) + MODULES.length)
    return path.length > 0 && path.length % 2 === 0 && path.every((key, i) => i % 2 === 1 || key === 'dependencies') ? last : undefined
  }
  return readObjects(json, nameAt, 'version').map(resolveAlias)
}

/** `"fast": "npm:lodash@4.17.21"` asks for lodash. */
function resolveAlias({ name, version, line }: Requirement): Requirement {
  const [, target, exact] = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(version ?? '') ?? []
  return target === undefined ? { name, version, line } : { name: target, version: exact ?? null, line }
}

/** package.json has version ranges, so only names are compared. */
export function readNpmManifest(json: string): readonly Requirement[] {
  const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  const found: Requirement[] = []
  walkJson(json, ([section = '', name = '', ...inner], line, text) => {
    if (inner.length > 0 || text === undefined || !sections.includes(section)) return
    found.push({ ...resolveAlias({ name, version: text, line }), version: null })
  })
  return found
}

export function readPipfileLock(json: string): readonly Requirement[] {
  const found = readObjects(json, path => (path.length === 2 && path[0] !== '_meta' ? path[1] : undefined), 'version')
  return found.map(({ version, ...rest }) => ({ ...rest, version: version?.replace(/^==/, '') ?? null }))
}

export function readComposerLock(json: string): readonly Requirement[] {
  return readObjects(json, path => (path.length === 2 && /^packages(?:-dev)?$/.test(path[0] ?? '') ? '' : undefined), 'version')
}

/** packages.lock.json, which lists the packages of each target framework. */
export function readNugetLock(json: string): readonly Requirement[] {
  return readObjects(json, path => (path[0] === 'dependencies' && path.length === 3 ? path[2] : undefined), 'resolved')
}
