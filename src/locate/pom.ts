// pom.xml: the direct dependencies of a Maven project. Exclusions and the dependencies of plugins are not in the image.

import type { Requirement } from './requirement.ts'

// The lookahead makes a name match as a whole. Without it, every prefix of the name would be tried for a tag that is not closed.
const TAG = /<(\/?)([\w.:-]+)(?![\w.:-])[^<>]*>/g
// The elements of a dependency that are read.
const FIELDS = ['groupId', 'artifactId', 'version']

export function readPom(xml: string): readonly Requirement[] {
  const text = blankComments(xml)
  const found: Requirement[] = []
  const path: string[] = []
  let fields = new Map<string, string>()
  let [line, nameLine, from, plugins] = [1, 1, 0, 0]
  for (const { 0: tag, 1: slash, 2: name = '', index } of text.matchAll(TAG)) {
    const before = text.slice(from, index)
    line += before.split('\n').length - 1
    from = index
    if (slash === '') {
      if (tag.endsWith('/>')) continue
      path.push(name)
      if (name === 'plugin') plugins++
      if (name === 'dependency') fields = new Map()
      continue
    }
    if (path.at(-2) === 'dependency' && FIELDS.includes(name)) {
      fields.set(name, before.slice(before.indexOf('>') + 1).trim())
      if (name === 'artifactId') nameLine = line
    }
    if (path.pop() === 'plugin') plugins--
    if (name === 'dependency' && plugins === 0) found.push(toRequirement(fields, nameLine))
  }
  return found
}

// A version that is a property, or is managed elsewhere, is not known here.
function toRequirement(fields: ReadonlyMap<string, string>, line: number): Requirement {
  const version = fields.get('version') ?? ''
  return { name: `${fields.get('groupId')}:${fields.get('artifactId')}`, version: /^[\w.+-]+$/.test(version) ? version : null, line }
}

function blankComments(xml: string): string {
  const parts: string[] = []
  let from = 0
  for (let start = xml.indexOf('<!--'); start >= 0; start = xml.indexOf('<!--', from)) {
    const end = xml.indexOf('-->', start + 4)
    parts.push(xml.slice(from, start), xml.slice(start, end < 0 ? undefined : end).replace(/[^\n]/g, ''))
    from = end < 0 ? xml.length : end + 3
  }
  return parts.join('') + xml.slice(from)
}
