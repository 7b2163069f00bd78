// pre-commit installs the hooks of .pre-commit-hooks.yaml from a repository, as it does for users, and runs them as docs/writing.md says.

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { makeFolder } from '../folder.ts'
import { ROOT } from '../root.ts'
import { installPreCommit } from './install.ts'

const INSTALL_TIMEOUT = 300_000
const IDENTITY = ['-c', 'user.name=tests', '-c', 'user.email=tests@example.com', '-c', 'commit.gpgsign=false']

const page = readFileSync(join(ROOT, 'docs/writing.md'), 'utf8')
const [, config = '', together = ''] = /```yaml\n(# \.pre-commit-config\.yaml\n[\s\S]*?)```[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page) ?? []

const RULE = readFileSync(join(ROOT, 'examples/rules/session-started.yml'), 'utf8')
const FILES = {
  'security/session-started.yml': RULE,
  'security/tuning.yml': 'overrides:\n  - rule: ssm-start-session\n    action: fail\n  - rule: session-started\n    action: warn\n',
  '.github/workflows/ci.yml': 'on: push\njobs: {}\n',
}

const git = (cwd: string, ...words: readonly string[]): string => execFileSync('git', [...IDENTITY, ...words], { cwd, encoding: 'utf8' })

/** Makes a repository of what this one holds, changes that are not committed yet included, and returns its commit. */
function publish(url: string): string {
  const names = git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')
  // A file that is no longer there is listed until its removal is committed.
  for (const name of names.filter(each => existsSync(join(ROOT, each)) && /^(?:dist|rules|examples\/rules)\/|^[^/]+$/.test(each))) {
    mkdirSync(dirname(join(url, name)), { recursive: true })
    cpSync(join(ROOT, name), join(url, name))
  }
  git(url, 'init', '--quiet')
  git(url, 'add', '--all')
  git(url, 'commit', '--quiet', '--message', 'a release')
  return git(url, 'rev-parse', 'HEAD').trim()
}

describe('the hooks of docs/writing.md', () => {
  let python = ''
  let rev = ''
  const base = mkdtempSync(join(tmpdir(), 'ecr-gate-hooks-'))
  const [url, home] = [join(base, 'ecr-gate'), join(base, 'home')]

  beforeAll(() => {
    python = installPreCommit()
    mkdirSync(url)
    rev = publish(url)
  }, INSTALL_TIMEOUT)
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  function commit(files: Readonly<Record<string, string>>, words: readonly string[] = ['--all-files'], hooks = config) {
    const written = hooks.replace(/https:\/\/github\S+/, url).replace('full-sha-of-a-release', rev)
    const cwd = makeFolder({ ...FILES, ...files, '.pre-commit-config.yaml': written })
    git(cwd, 'init', '--quiet')
    git(cwd, 'add', '--all')
    const env = { ...process.env, PRE_COMMIT_HOME: home, NO_COLOR: '1' }
    const { status, stdout } = spawnSync(python, ['-m', 'pre_commit', 'run', '--color', 'never', ...words], { cwd, env, encoding: 'utf8' })
    return { cwd, status, out: stdout }
  }

  test('are all that there are', () => {
    const ids = (text: string): readonly string[] => [...text.matchAll(/- id: (\S+)/g)].map(([, id = '']) => id)
    expect(ids(config)).toEqual(ids(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')))
    expect(parseYaml(config)).toMatchObject({ repos: [{ rev: 'full-sha-of-a-release' }] })
  })

  test(
    'install with npm from a clone, without a build, and pass what is right',
    () => {
      const { status, out } = commit({})
      expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(/lint\.+Passed\n.*test\.+Passed\n.*fmt\.+Passed\n/s) })
    },
    INSTALL_TIMEOUT,
  )

  test('pass a changed file that tunes rules of a file that did not change', () => {
    const { status, out } = commit({}, ['--files', 'security/tuning.yml'])
    expect({ status, out }).toMatchObject({ status: 0 })
  })

  test('stop a commit whose rules are wrong, fail their tests or are not in form', () => {
    const wrong = commit({ 'security/tuning.yml': 'overrides:\n  - rule: ssm-start-sesion\n    action: fail\n' })
    expect(wrong).toMatchObject({
      status: 1,
      out: expect.stringContaining('security/tuning.yml:2:11: there is no rule "ssm-start-sesion"'),
    })
    const failing = commit({ 'security/session-started.yml': RULE.replace('"StartSession"', '"ResumeSession"') })
    expect(failing).toMatchObject({ status: 1, out: expect.stringMatching(/lint\.+Passed\n.*test\.+Failed\n/s) })
    const loose = commit({ 'security/session-started.yml': RULE.replace(' and eventName', ' AND   eventName') })
    expect(loose).toMatchObject({ status: 1, out: expect.stringMatching(/fmt\.+Failed\n.*files were modified by this hook/s) })
    expect(readFileSync(join(loose.cwd, 'security/session-started.yml'), 'utf8')).toBe(RULE)
  })

  test('see a name that no rule has only where all files are checked together, as the page shows', () => {
    const files = { 'security/tuning.yml': 'overrides:\n  - rule: opened-by-nobody\n    action: fail\n' }
    const changed = ['--files', 'security/tuning.yml']
    expect(commit(files, changed)).toMatchObject({ status: 0 })
    const [lint = ''] = /^ +- id: ecr-gate-lint\n.*\n/m.exec(config) ?? []
    expect(together).toContain(lint)
    const hooks = config.replace(lint, together)
    expect(commit(files, changed, hooks)).toMatchObject({ status: 1, out: expect.stringContaining('there is no rule "opened-by-nobody"') })
  })
})
