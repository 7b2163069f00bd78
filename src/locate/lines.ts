// Lockfiles with a syntax of their own, all of which give each package a line.
//
// A pull request can change these files, so no regular expression here may backtrack much: nearly all are anchored at the beginning of
// the line, and adjacent parts match different characters, or the last part matches everything (the flag `s`).

import type { Requirement } from './requirement.ts'

function readLines(
  text: string,
  read: (line: string) => readonly (readonly [name: string, version: string | null])[],
): readonly Requirement[] {
  return text.split('\n').flatMap((line, i) => read(line.trimEnd()).map(([name, version]) => ({ name, version, line: i + 1 })))
}

/** A line up to a mark, which mostly begins a comment. */
export function cutAt(line: string, mark: RegExp): string {
  const at = line.search(mark)
  return at < 0 ? line : line.slice(0, at)
}

/** yarn.lock in both formats: a line that names the requested packages, and the version a few lines below. */
export function readYarnLock(text: string): readonly Requirement[] {
  const found: { name: string; version: string | null; line: number }[] = []
  let block: typeof found = []
  for (const [i, whole] of text.split('\n').entries()) {
    const line = whole.trimEnd()
    if (/^[^\s#].*:$/.test(line)) {
      const asked = line.slice(0, -1).replaceAll('"', '').split(/,\s*/)
      block = [...new Set(asked.map(nameOfSpecifier))].map(name => ({ name, version: null, line: i + 1 }))
      for (const each of block) found.push(each)
    }
    const [, version] = /^ {2}version:? "?([^"\s]+)"?$/.exec(line) ?? []
    if (version !== undefined) for (const each of block) each.version = version
  }
  return found
}

/** `@babel/core@^7.0.0` asks for @babel/core, `fast@npm:lodash@^4` for lodash. */
function nameOfSpecifier(specifier: string): string {
  const at = specifier.indexOf('@', 1)
  const name = at < 0 ? specifier : specifier.slice(0, at)
  return /^npm:(@?[^@]+)@/.exec(specifier.slice(at + 1))?.[1] ?? name
}

/** pnpm-lock.yaml: `/lodash/4.17.21`, `/lodash@4.17.21` or `lodash@4.17.21`, with peers after a parenthesis or an underscore. */
export function readPnpmLock(text: string): readonly Requirement[] {
  let inPackages = false
  return readLines(text, line => {
    if (/^\S/.test(line)) inPackages = line === 'packages:'
    const [, key] = (inPackages && /^ {2}(['"]?)([^\s'"][^'"]*)\1:(?: \{\})?$/.exec(line)?.slice(1)) || []
    const [, name, version] = /^\/?((?:@[^/@]+\/)?[^/@]+)[/@]([^(_]+)/.exec(key ?? '') ?? []
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** A requirements file of pip; only a pinned version counts. */
export function readRequirements(text: string): readonly Requirement[] {
  return readLines(text, line => {
    const [, name, rest = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(line) ?? []
    if (name === undefined || !/^(?:$|[=<>!~;@#\\(])/.test(rest)) return []
    const [, version] = /^\(?={2,3}\s*([^\s;,#\\*)]+)\)?\s*(?:$|[;#\\]|--)/.exec(rest) ?? []
    return [[name, version ?? null]]
  })
}

/** Gemfile.lock: the gems of its `specs`, not their dependencies, which are indented two spaces deeper. */
export function readGemfileLock(text: string): readonly Requirement[] {
  let inSpecs = false
  return readLines(text, line => {
    if (/^ {0,3}\S/.test(line)) inSpecs = line === '  specs:'
    const [, name, version] = (inSpecs && /^ {4}([^\s(]+) \(([^)]+)\)$/.exec(line)) || []
    // A hyphen precedes the platform that the gem was built for.
    return name === undefined || version === undefined ? [] : [[name, cutAt(version, /-/)]]
  })
}

/** go.mod: the modules that it requires, and those that replace others. */
export function readGoMod(text: string): readonly Requirement[] {
  let block = ''
  return readLines(text, whole => {
    const line = cutAt(whole, /\/\//).trim()
    const [, opened] = /^(\w+)\s*\($/.exec(line) ?? []
    if (opened !== undefined || line === ')') {
      block = opened ?? ''
      return []
    }
    const [word = '', ...rest] = line.split(/\s+/)
    const words = block === '' ? rest : [word, ...rest]
    const directive = block === '' ? word : block
    const asked = directive === 'require' ? words : directive === 'replace' ? words.slice(words.indexOf('=>') + 1) : []
    const [name, version] = asked.map(text => text.replace(/^["`]|["`]$/g, ''))
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

export function readGoSum(text: string): readonly Requirement[] {
  return readLines(text, line => {
    const [, name, version] = /^(\S+) (v[^\s/]+)(?:\/go\.mod)? h1:/.exec(line) ?? []
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** gradle.lockfile: `group:name:version=configurations`. */
export function readGradleLock(text: string): readonly Requirement[] {
  return readLines(text, line => {
    const [, name, version] = /^([\w.-]+:[\w.-]+):([^=:\s]+)=/.exec(line) ?? []
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** build.gradle and build.gradle.kts: dependencies as one string, `"group:name:version"`. */
export function readGradleBuild(text: string): readonly Requirement[] {
  return readLines(text, line =>
    [...cutAt(line, /(?:^|\s)\/\//).matchAll(/(["'])([\w.-]+:[\w.-]+)(?::([^"':@]*))?(?:[:@][^"']*)?\1/g)].map(
      ([, , name = '', version = '']) => [name, /^[\w.+-]+$/.test(version) && !version.endsWith('+') ? version : null] as const,
    ),
  )
}
