// Installs programs of PyPI, each into a virtual environment of its own, in the user's cache and outside the repository, once for each
// version of its requirements and of Python. The folder gets its name when it is complete, so a folder that exists can be used.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A program, with the file of its pinned requirements, and the module by which one sees that it is there. */
interface Program {
  readonly name: string
  readonly requirements: string
  readonly module: string
}

const MOTO: Program = { name: 'moto', requirements: 'requirements.txt', module: 'moto.server' }
const AWS: Program = { name: 'aws', requirements: 'aws.txt', module: 'awscli.clidriver' }
const PRE_COMMIT: Program = { name: 'pre-commit', requirements: 'pre-commit.txt', module: 'pre_commit.main' }

// The oldest Python that the pinned versions support.
const OLDEST_PYTHON = [3, 10] as const
const INSTALL_TIMEOUT = 170_000

interface Python {
  readonly path: string
  readonly version: string
}

/** Installs moto if necessary and returns the path of a Python that has it. If that is impossible, the error says what is needed. */
export function installMoto(): string {
  return install(MOTO)
}

/** The same with AWS's command line, which its module awscli runs. */
export function installAws(): string {
  return install(AWS)
}

/** The same with pre-commit. */
export function installPreCommit(): string {
  return install(PRE_COMMIT)
}

function install(program: Program): string {
  const python = findPython(program)
  const key = createHash('sha256')
    .update(JSON.stringify([python, readFileSync(pathOf(program), 'utf8')]))
    .digest('hex')
  const folder = join(cacheFolder(), `${program.name}-${key.slice(0, 16)}`)
  if (!has(program, folder)) {
    console.log(`installing ${program.name} into ${folder}`)
    buildFolder(program, python, folder)
  }
  return pythonOf(folder)
}

function pathOf({ requirements }: Program): string {
  return fileURLToPath(new URL(requirements, import.meta.url))
}

function findPython({ name: program }: Program): Python {
  const found: string[] = []
  for (const name of ['python3', 'python3.11', 'python']) {
    const { status, stdout } = run(name, ['-c', 'import sys; print(sys.executable, "%d.%d.%d" % sys.version_info[:3], sep="\\n")'])
    const [path = '', version = ''] = (stdout ?? '').trim().split('\n')
    if (status !== 0 || path === '') continue
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return { path, version }
    found.push(`${name} is ${version}`)
  }
  const there = found.length === 0 ? 'there is none in PATH' : found.join(', ')
  throw new Error(`the tests with ${program} need Python ${OLDEST_PYTHON.join('.')} or later with venv and pip as python3: ${there}`)
}

/** The folder for data that programs can fetch again: https://specifications.freedesktop.org/basedir-spec/latest/ */
export function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'] ?? ''
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'ecr-gate')
}

function pythonOf(folder: string): string {
  return join(folder, 'bin', 'python')
}

// The Python that a folder was made with may have been removed.
function has({ module }: Program, folder: string): boolean {
  return existsSync(pythonOf(folder)) && run(pythonOf(folder), ['-c', `import ${module}`]).status === 0
}

function buildFolder(program: Program, { path, version }: Python, folder: string): void {
  const { name } = program
  mkdirSync(dirname(folder), { recursive: true })
  const making = mkdtempSync(`${folder}-`)
  try {
    const place = {
      name,
      what: 'make a virtual environment',
      help: `Python ${version} needs venv and pip; Debian has them in python3-venv`,
    }
    must(place, run(path, ['-m', 'venv', making]))
    // Wheels only: installing them runs no code of the packages and needs no compiler.
    const words = [
      'install',
      '--quiet',
      '--no-input',
      '--no-user',
      '--disable-pip-version-check',
      '--only-binary',
      ':all:',
      '-r',
      pathOf(program),
    ]
    const install = { name, what: `install ${name}`, help: "pip's settings of this machine decide where it looks" }
    must(install, run(pythonOf(making), ['-m', 'pip', ...words]))
    if (!has(program, folder)) rmSync(folder, { recursive: true, force: true })
    renameUnless(program, making, folder)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

// If another run was faster, its folder is used.
function renameUnless(program: Program, making: string, folder: string): void {
  try {
    renameSync(making, folder)
  } catch (error) {
    if (!has(program, folder)) throw error
  }
}

function run(command: string, words: readonly string[]) {
  // Isolated: settings in the environment for other Pythons do not apply.
  return spawnSync(command, ['-I', ...words], { encoding: 'utf8', timeout: INSTALL_TIMEOUT, stdio: ['ignore', 'pipe', 'pipe'] })
}

function must(
  { name, what, help }: { readonly name: string; readonly what: string; readonly help: string },
  { status, error, stdout, stderr }: ReturnType<typeof run>,
): void {
  if (status === 0) return
  const why = error?.message ?? `exit code ${status}`
  throw new Error(`the tests with ${name} cannot ${what} (${why}); ${help}\n${`${stdout ?? ''}${stderr ?? ''}`.trim()}`)
}
