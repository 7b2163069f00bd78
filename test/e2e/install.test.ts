// The command line as docs/cli.md installs it: the archive of a release is unpacked, and a link is put where the shell finds programs.

import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { ENV, nodes, ROOT } from './command.ts'

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

test.each(nodes)('the archive of a release needs nothing else, on %s', (_, node) => {
  const folder = makeFolder({ 'findings.json': readFileSync(join(ROOT, 'examples/findings.json')) })
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' })
  expect(packed.stdout.trim()).toBe(`ecr-gate-${version}.tgz`)
  expect(spawnSync('tar', ['-xzf', packed.stdout.trim()], { cwd: folder }).status).toBe(0)
  symlinkSync(join(folder, 'package/dist/cli.cjs'), join(folder, 'ecr-gate'))
  const env = { ...ENV, PATH: [dirname(node), ENV['PATH']].join(delimiter) }
  const start = (...words: readonly string[]) => spawnSync(join(folder, 'ecr-gate'), words, { cwd: folder, encoding: 'utf8', env })
  expect(start('--version')).toMatchObject({ status: 0, stdout: expect.stringContaining(version) })
  expect(start('check', '--findings', 'findings.json')).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/^fail: do not deploy\n/),
  })
})
