// Lockfiles and manifests in TOML, read line by line: the tools that write lockfiles put each key of a package on a line of its
// own, and in a manifest only the names are read.

import { cutAt } from './lines.ts'
import type { Requirement } from './requirement.ts'

/** poetry.lock, uv.lock and Cargo.lock: a table for each package. */
export function readTomlLock(text: string): readonly Requirement[] {
  const found: { name: string; version: string | null; line: number }[] = []
  let inPackage = false
  for (const [i, line] of text.split('\n').entries()) {
    if (line.startsWith('[')) inPackage = /^\[\[package\]\]\s*$/.test(line)
    const [, key, value = ''] = (inPackage && /^(name|version)\s*=\s*"([^"]*)"/.exec(line)) || []
    const last = found.at(-1)
    if (key === 'name') found.push({ name: value, version: null, line: i + 1 })
    else if (key === 'version' && last !== undefined) last.version = value
  }
  return found
}

const POETRY = /^tool\.poetry\.(?:dev-|group\.[^.]+\.)?dependencies(?:\.(.+))?$/s
const LISTS = ['project.optional-dependencies', 'dependency-groups']

/** pyproject.toml, of which only names are compared: Poetry's tables, and the lists that every tool reads. */
export function readPyproject(text: string): readonly Requirement[] {
  const found: Requirement[] = []
  let section = ''
  let keysAreNames = false
  let inList = false
  for (const [i, whole] of text.split('\n').entries()) {
    const line = cutAt(whole.trim(), /(?:^|\s)#/).trimEnd()
    const ask = (name: string | undefined): unknown => name !== undefined && found.push({ name, version: null, line: i + 1 })
    const [, header] = (!inList && /^\[{1,2}([^[\]]+)\]{1,2}$/.exec(line)) || []
    if (header !== undefined) {
      section = header.trim().replace(/["']/g, '')
      const poetry = POETRY.exec(section)
      keysAreNames = poetry !== null && poetry[1] === undefined
      ask(poetry?.[1])
      continue
    }
    const [, key, value] = (!inList && /^["']?([\w.-]+)["']?\s*=\s*(.*)$/s.exec(line)) || []
    if (keysAreNames) ask(key)
    const opens = value?.startsWith('[') === true && (LISTS.includes(section) || (section === 'project' && key === 'dependencies'))
    if (!inList && !opens) continue
    // The lookahead makes a name match as a whole. Without it, every prefix of the name would be tried for a string that is not closed.
    const texts = /(["'])\s*([A-Za-z0-9][\w.-]*)(?![\w.-])[^"']*\1/g
    for (const [, , name] of (opens ? (value ?? '') : line).matchAll(texts)) ask(name)
    // Brackets within quotes belong to extras such as `requests[socks]`.
    inList = !line.replace(/(["'])[^"']*\1/g, '').includes(']')
  }
  return found
}
