// The package managers that Amazon Inspector names, and the files in which each of them declares packages.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html

import { readComposerLock, readNpmLock, readNpmManifest, readNugetLock, readPipfileLock } from './json.ts'
import {
  readGemfileLock,
  readGoMod,
  readGoSum,
  readGradleBuild,
  readGradleLock,
  readPnpmLock,
  readRequirements,
  readYarnLock,
} from './lines.ts'
import { readPom } from './pom.ts'
import type { NamesOf, Requirement } from './requirement.ts'
import { readPyproject, readTomlLock } from './toml.ts'

export type Files = Readonly<Record<string, (text: string) => readonly Requirement[]>>

export interface Ecosystem {
  /** Inspector's names. */
  readonly managers: readonly string[]
  /** Files that name every package, in order of precedence. */
  readonly locks: Files
  /** Files that name only the direct dependencies of a project. */
  readonly manifests: Files
  /** Matches a folder or file of an image that an installation or a build creates; the project's folder is above it. */
  readonly installed: RegExp
  readonly namesOf: NamesOf
}

export const ECOSYSTEMS: readonly Ecosystem[] = [
  {
    managers: ['NPM', 'YARN', 'NODEPKG'],
    locks: {
      'package-lock.json': readNpmLock,
      'npm-shrinkwrap.json': readNpmLock,
      'yarn.lock': readYarnLock,
      'pnpm-lock.yaml': readPnpmLock,
    },
    manifests: { 'package.json': readNpmManifest },
    installed: /^node_modules$/,
    namesOf: name => [name],
  },
  {
    managers: ['PIP', 'PIPENV', 'POETRY', 'PYTHONPKG'],
    locks: {
      'poetry.lock': readTomlLock,
      'Pipfile.lock': readPipfileLock,
      'uv.lock': readTomlLock,
      'requirements.txt': readRequirements,
    },
    manifests: { 'pyproject.toml': readPyproject },
    installed: /^(?:\.?venv|env|lib|lib64|site-packages|dist-packages)$/,
    // https://packaging.python.org/en/latest/specifications/name-normalization/
    namesOf: name => [name.toLowerCase().replace(/[-_.]+/g, '-')],
  },
  {
    managers: ['GOBINARY', 'GOMOD'],
    locks: { 'go.mod': readGoMod, 'go.sum': readGoSum },
    manifests: {},
    installed: /^(?:bin|vendor)$/,
    namesOf: name => [name],
  },
  {
    managers: ['JAR', 'POM'],
    locks: { 'pom.xml': readPom, 'gradle.lockfile': readGradleLock, 'build.gradle': readGradleBuild, 'build.gradle.kts': readGradleBuild },
    manifests: {},
    installed: /^(?:target|build|libs?)$|\.[ejw]ar$/i,
    // A JAR without Maven's metadata is known by its file name alone.
    namesOf: name => {
      const full = name.replace('/', ':')
      return full.includes(':') ? [full, full.slice(full.indexOf(':') + 1)] : [full]
    },
  },
  {
    managers: ['BUNDLER', 'GEMSPEC'],
    locks: { 'Gemfile.lock': readGemfileLock },
    manifests: {},
    installed: /^(?:vendor|bundle|\.bundle|lib|gems|specifications)$/,
    namesOf: name => [name],
  },
  {
    managers: ['COMPOSER'],
    locks: { 'composer.lock': readComposerLock },
    manifests: {},
    installed: /^vendor$/,
    namesOf: name => [name.toLowerCase()],
  },
  {
    managers: ['CARGO'],
    locks: { 'Cargo.lock': readTomlLock },
    manifests: {},
    installed: /^(?:target|bin)$/,
    namesOf: name => [name],
  },
  {
    managers: ['NUGET', 'DOTNET_CORE'],
    locks: { 'packages.lock.json': readNugetLock },
    manifests: {},
    installed: /^(?:obj|bin|publish)$/,
    namesOf: name => [name.toLowerCase()],
  },
]

/** The ecosystem of a package manager; undefined for that of an operating system, and for unknown ones. */
export function ecosystemOf(manager: string | null): Ecosystem | undefined {
  return ECOSYSTEMS.find(({ managers }) => managers.includes(manager ?? ''))
}

// These folders belong to the base image or to commands of the Dockerfile, not to the project.
const NOT_THE_PROJECT = /^usr\/(?:lib|lib64|local\/lib\/node_modules)\//
const LONGEST_PATH = 1024
const DEEPEST_PATH = 24

/**
 * The folders of the repository that a file of the image may have come from, the most likely first: the folder of its project, then
 * the same without its first segment, without its first two, and so on to the root, which is ''. None for a path outside any project.
 */
export function listFolders(path: string, { installed }: Ecosystem): readonly string[] {
  const names = path.split('/').filter(name => name !== '' && name !== '.')
  const whole = names.join('/')
  // The image chooses the path, so it is not trusted.
  if (path.length > LONGEST_PATH || names.length > DEEPEST_PATH || /[\\\p{Cc}]/u.test(path) || names.includes('..')) return []
  if (names.length === 0 || NOT_THE_PROJECT.test(whole)) return []
  const own = names.slice(0, -1)
  const end = names.findIndex(name => installed.test(name))
  const folder = (end < 0 ? own : own.slice(0, end)).filter((_, i) => !(i < 2 && whole.startsWith('usr/local/')))
  return [...folder.map((_, i) => folder.slice(i).join('/')), '']
}
