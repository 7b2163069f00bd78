// Lockfiles and Dockerfiles of a change that lies: whatever they contain, a finding has a line that is in the file, or none.

import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { readEnhancedFinding } from '../../src/image/finding.ts'
import { findPlaces } from '../../src/locate/places.ts'
import { damagedText } from './damage.ts'
import { fuzz } from './fuzz.ts'

/** A lockfile of each ecosystem, each with lodash 4.17.20 as its package. */
const FILES: readonly (readonly [manager: string, file: string, text: string])[] = [
  [
    'NPM',
    'package-lock.json',
    JSON.stringify({ packages: { '': { name: 'api' }, 'node_modules/lodash': { version: '4.17.20' } } }, null, 2),
  ],
  ['YARN', 'yarn.lock', '# yarn lockfile v1\n\n\nlodash@^4.17.19, lodash@4.17.20:\n  version "4.17.20"\n  resolved "https://x/y"\n'],
  ['NPM', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npackages:\n\n  lodash@4.17.20:\n    resolution: {integrity: sha512-x}\n"],
  ['PIP', 'requirements.txt', 'flask>=2 ; python_version > "3"\nlodash==4.17.20 \\\n    --hash=sha256:aa\n'],
  ['PIPENV', 'Pipfile.lock', JSON.stringify({ default: { lodash: { version: '==4.17.20' } } }, null, 4)],
  ['POETRY', 'poetry.lock', '[[package]]\nname = "lodash"\nversion = "4.17.20"\n\n[metadata]\n'],
  ['CARGO', 'Cargo.lock', 'version = 3\n\n[[package]]\nname = "lodash"\nversion = "4.17.20"\n'],
  ['GOMOD', 'go.mod', 'module x\n\nrequire (\n\tlodash v4.17.20 // indirect\n)\n'],
  ['BUNDLER', 'Gemfile.lock', 'GEM\n  remote: https://rubygems.org/\n  specs:\n    lodash (4.17.20)\n'],
  ['COMPOSER', 'composer.lock', JSON.stringify({ packages: [{ name: 'lodash', version: '4.17.20' }] }, null, 4)],
  [
    'POM',
    'pom.xml',
    '<project><dependencies>\n<dependency><groupId>a</groupId><artifactId>lodash</artifactId>\n<version>4.17.20</version></dependency></dependencies></project>\n',
  ],
]
const OWN = [['NPM', 'package-lock.json', readFileSync('package-lock.json', 'utf8').slice(0, 20_000)] as const]
const DOCKERFILE = '# syntax=x\nARG V=1\nFROM node:$V AS build\nRUN <<EOF\nFROM x\nEOF\nFROM --platform=linux/amd64 \\\n  node:22\n'

const cases = fc
  .constantFrom(...FILES, ...OWN)
  .chain(([manager, file, text]) =>
    fc
      .tuple(damagedText(fc.constant(text)), damagedText(fc.constant(DOCKERFILE)))
      .map(([lock, dockerfile]) => ({ manager, file, lock, dockerfile })),
  )

fuzz('a lockfile and a Dockerfile that are damaged', 100, [cases], async ({ manager, file, lock, dockerfile }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ecr-gate-fuzz-'))
  try {
    const files: Readonly<Record<string, string>> = { Dockerfile: dockerfile, [`app/${file}`]: lock }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    const finding = readEnhancedFinding({
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-2026-1',
        vulnerablePackages: [{ name: 'lodash', version: '4.17.20', packageManager: manager, filePath: `app/${file}` }],
      },
    })
    if (finding === undefined) throw new Error('no finding')
    const place = await findPlaces({ root: folder, dockerfile: undefined, images: [{ findings: [finding] }], tell: () => undefined })
    for (const line of [place(finding), place()])
      if (line !== null) expect(line.line).toBeLessThanOrEqual((files[line.file] ?? '').split(/\r\n|[\n\r\u2028\u2029]/).length)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
