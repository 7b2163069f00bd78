// The programs that define the orders of versions, each asked once about all pairs. They are Debian's, or pinned here; the few lines that
// ask them are in references/, in their own languages.
//
// There are two orders without one: Debian has no apk, and .NET, which NuGet needs, is in no registry that the tests install from.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { compare, parse } from 'semver'
import type { REFERENCES } from '../versions/references.ts'
import { cacheFolder, installMoto } from './install.ts'
import type { Pair } from './pairs.ts'
import { findInPath, installPrograms, run } from './programs.ts'

/** Says of each pair "-1", "0" or "1", or "undefined" if it cannot read one of them. */
type Ask = (pairs: readonly Pair[]) => readonly string[]

const COMPOSER_SEMVER = '/usr/share/php/Composer/Semver/autoload.php'
const MAVEN = '3.9.11'

// What of these is not there is installed together, because apt takes its time whatever it installs.
const PACKAGES = {
  dpkg: 'dpkg',
  '/usr/share/perl5/Dpkg/Version.pm': 'libdpkg-perl',
  rpm: 'rpm',
  cargo: 'cargo',
  java: 'default-jre-headless',
  mvn: 'maven',
  ruby: 'ruby',
  php: 'php-cli',
  [COMPOSER_SEMVER]: 'php-composer-semver',
}

/** Installs what the references need, if possible; throws with the cure otherwise. */
export function installReferences(): void {
  installPrograms(PACKAGES)
  installMavenArtifact()
}

export const PROGRAMS: Readonly<Record<keyof typeof REFERENCES, Ask>> = {
  dpkg: pairs => askLines('perl', [script('dpkg.pl')], pairs),
  rpm: pairs => askLines('rpm', ['--eval', `%{lua:dofile("${script('rpm.lua')}")}`], pairs),
  npm: askNpm,
  cargo: pairs => askLines('cargo', CARGO, pairs),
  pypi: pairs => askLines(installMoto(), ['-I', script('packaging.py')], pairs),
  maven: askMaven,
  go: askGo,
  rubygems: pairs => askLines('ruby', [script('rubygems.rb')], pairs),
  composer: pairs => askLines('php', [script('composer.php'), COMPOSER_SEMVER], pairs),
}

const CARGO = [
  ...['run', '--quiet', '--locked', '--manifest-path', script('cargo/Cargo.toml')],
  ...['--target-dir', join(cacheFolder(), 'cargo')],
]

function script(name: string): string {
  return fileURLToPath(new URL(`references/${name}`, import.meta.url))
}

const TIMEOUT = 200_000
const MAX_BUFFER = 64 * 1024 * 1024

function askProgram(command: string, words: readonly string[], input = ''): string {
  const { status, error, stdout, stderr } = spawnSync(command, words, { input, encoding: 'utf8', timeout: TIMEOUT, maxBuffer: MAX_BUFFER })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`)
  return stdout
}

/** What a program says that reads a pair a line and writes its answer, one line each. */
function askLines(command: string, words: readonly string[], pairs: readonly Pair[]): readonly string[] {
  const lines = pairs.map(pair => `${pair.join(' ')}\n`)
  return askProgram(command, words, lines.join('')).trimEnd().split('\n')
}

/** npm has a copy of its own of the code that we compare by. It is asked here. */
function askNpm(pairs: readonly Pair[]): readonly string[] {
  const npm = createRequire(realpathSync(findInPath('npm') ?? 'npm'))('semver') as { compare: typeof compare; parse: typeof parse }
  return pairs.map(([a, b]) => String(npm.parse(a) && npm.parse(b) ? npm.compare(a, b) : undefined))
}

// The library wants the "v" that scanners leave out, or write as the standard library's "go".
function askGo(pairs: readonly Pair[]): readonly string[] {
  const spell = (version: string): string => version.replace(/^(?:v|go)?/, 'v')
  const spelled = pairs.map(([a, b]): Pair => [spell(a), spell(b)])
  return askLines('go', ['run', '-C', script('go'), '.'], spelled)
}

// The library compares its arguments, each with the one before; every other answer is about a pair.
function askMaven(pairs: readonly Pair[]): readonly string[] {
  const words = ['-cp', installMavenArtifact(), 'org.apache.maven.artifact.versioning.ComparableVersion', ...pairs.flat()]
  const signs = { '<': '-1', '==': '0', '>': '1' }
  const answers = [...askProgram('java', words).matchAll(/^ {3}\S+ (<|==|>) \S+$/gm)].map(([, sign]) => signs[sign as keyof typeof signs])
  return answers.filter((_, i) => i % 2 === 0)
}

/** Downloads Maven's library with Maven if it is not there yet, and returns its path. */
function installMavenArtifact(): string {
  const folder = join(cacheFolder(), `maven-artifact-${MAVEN}`)
  const path = join(folder, `maven-artifact-${MAVEN}.jar`)
  if (existsSync(path)) return path
  console.log(`downloading ${path}`)
  mkdirSync(cacheFolder(), { recursive: true })
  const making = mkdtempSync(`${folder}-`)
  try {
    const words = [`-Dartifact=org.apache.maven:maven-artifact:${MAVEN}`, `-DoutputDirectory=${making}`]
    const { status, error, stdout } = run('mvn', ['-q', '-B', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy', ...words])
    if (status !== 0) throw new Error(`mvn cannot download maven-artifact ${MAVEN} (${error?.message ?? stdout.trim()})`)
    // If another run was faster, its folder is used.
    if (!existsSync(path)) renameSync(making, folder)
    return path
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
