// Where findings can be cured: the right line of the right file, the Dockerfile in case of doubt, and never a file outside of
// the workspace, whatever paths an image claims to have.

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { type Finding, readEnhancedFinding } from '../../src/image/finding.ts'
import { findPlaces } from '../../src/locate/places.ts'
import { makeFolder } from '../folder.ts'

const DOCKERFILE = 'FROM node:22 AS build\n\nFROM node:22-slim\n'
const FROM = { file: 'Dockerfile', line: 3 }
const MEGABYTES_10 = 10 * 1024 * 1024

type Asked = readonly [manager: string, path: string | null, name: string, version?: string]

function finding(...packages: readonly Asked[]): Finding {
  const vulnerablePackages = packages.map(([packageManager, filePath, name, version = '1.0.0']) => ({
    name,
    version,
    packageManager,
    ...(filePath === null ? {} : { filePath }),
  }))
  const read = readEnhancedFinding({ packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-1', vulnerablePackages } })
  if (read === undefined) throw new Error('no finding')
  return read
}

async function places(root: string, findings: readonly Finding[], dockerfile?: string) {
  const diagnostics: Diagnostic[] = []
  const place = await findPlaces({ root, dockerfile, images: [{ findings }], tell: diagnostic => diagnostics.push(diagnostic) })
  return { image: place(), findings: findings.map(place), diagnostics }
}

async function placeOf(files: Readonly<Record<string, string>>, asked: Asked, dockerfile?: string) {
  return (await places(makeFolder({ Dockerfile: DOCKERFILE, ...files }), [finding(asked)], dockerfile)).findings[0]
}

const npmLock = (...names: readonly string[]): string =>
  JSON.stringify({ packages: Object.fromEntries(names.map(name => [`node_modules/${name}`, { version: '1.0.0' }])) }, null, 1)

const requirements = (...names: readonly string[]): string => names.map(name => `${name}==1.0.0\n`).join('')

describe('the place of an image', () => {
  test.each<[title: string, files: Record<string, string>, dockerfile: string | undefined, place: unknown]>([
    ['is the Dockerfile', { Dockerfile: DOCKERFILE, Containerfile: 'FROM x\n' }, undefined, FROM],
    ['is the Containerfile', { Containerfile: DOCKERFILE }, undefined, { file: 'Containerfile', line: 3 }],
    [
      'is the file that is named',
      { Dockerfile: 'FROM x\n', 'build/api.Dockerfile': DOCKERFILE },
      'build/api.Dockerfile',
      { file: 'build/api.Dockerfile', line: 3 },
    ],
    [
      'is the file that is named in a roundabout way',
      { 'build/Dockerfile': DOCKERFILE },
      './x/../build//Dockerfile',
      { file: 'build/Dockerfile', line: 3 },
    ],
    ['is unknown without one', { 'README.md': 'FROM x\n' }, undefined, null],
    ['is unknown without a FROM', { Dockerfile: '# FROM x\n' }, undefined, null],
  ])('%s', async (_, files, dockerfile, place) => {
    expect(await places(makeFolder(files), [finding(['OS', null, 'openssl'])], dockerfile)).toEqual({
      image: place,
      findings: [place],
      diagnostics: [],
    })
  })

  test('is the file behind a link', async () => {
    const folder = makeFolder({ 'build/Dockerfile': DOCKERFILE })
    symlinkSync('build/Dockerfile', join(folder, 'Dockerfile'))
    expect((await places(folder, [])).image).toEqual({ file: 'build/Dockerfile', line: 3 })
  })

  test('is found by a path that is absolute', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE })
    expect((await places(folder, [], join(folder, 'Dockerfile'))).image).toEqual(FROM)
  })

  test.each<[title: string, dockerfile: string, message: string]>([
    ['that is missing', 'api/Dockerfile', 'no such file'],
    ['below a file', 'README.md/Dockerfile', 'no such file'],
    ['that is a folder', 'docs', 'it cannot be read|it is not a regular file'],
    ['that is the root', '.', 'it is outside the workspace'],
    ['above the root', '../Dockerfile', 'it is outside the workspace'],
    ['that leads out and back', 'docs/../../Dockerfile', 'it is outside the workspace'],
    ['elsewhere', '/etc/hostname', 'it is outside the workspace'],
    ['behind a link that leads out', 'out', 'it is outside the workspace'],
    ['behind a folder that leads out', 'away/Dockerfile', 'it is outside the workspace'],
    ['behind a link to nothing', 'gone', 'no such file'],
    ["in git's folder", '.git/config', 'it is in a .git folder'],
    ["behind a link to git's folder", 'token', 'it is in a .git folder'],
    ['with a NUL', 'Docker\0file', 'no such file'],
    ['without a FROM', 'README.md', 'it has no FROM'],
    ['that is empty text', '', 'it is outside the workspace'],
  ])('is unknown, with a warning, for a file %s', async (_, dockerfile, message) => {
    const outside = makeFolder({ Dockerfile: DOCKERFILE })
    const folder = makeFolder({ 'README.md': 'x', 'docs/x': '', Dockerfile: DOCKERFILE, '.git/config': DOCKERFILE })
    symlinkSync('.git/config', join(folder, 'token'))
    symlinkSync(join(outside, 'Dockerfile'), join(folder, 'out'))
    symlinkSync(outside, join(folder, 'away'))
    symlinkSync('nowhere', join(folder, 'gone'))
    const found = await places(folder, [finding(['OS', null, 'openssl'])], dockerfile)
    expect(found.image).toBeNull()
    expect(found.findings).toEqual([null])
    expect(found.diagnostics).toEqual([
      {
        level: 'warning',
        kind: 'dockerfile',
        message: expect.stringMatching(message),
        help: expect.stringContaining('root of the repository'),
      },
    ])
  })

  test('is unknown, without a warning, if the default Dockerfile is a link that leads out', async () => {
    const outside = makeFolder({ Dockerfile: DOCKERFILE })
    const folder = makeFolder()
    symlinkSync(join(outside, 'Dockerfile'), join(folder, 'Dockerfile'))
    expect(await places(folder, [])).toEqual({ image: null, findings: [], diagnostics: [] })
  })

  test('is unknown where there is no workspace', async () => {
    const folder = makeFolder()
    rmSync(folder, { recursive: true })
    expect((await places(folder, [finding(['NPM', 'app/package-lock.json', 'a'])])).findings).toEqual([null])
  })
})

describe('a finding is cured', () => {
  const lock = npmLock('a', 'lodash', 'lodash.merge')
  const line = (file: string, number: number): unknown => ({ file, line: number })

  test.each<[title: string, files: Record<string, string>, asked: Asked, place: unknown]>([
    [
      'where its lockfile is',
      { 'package-lock.json': lock },
      ['NPM', 'usr/src/app/package-lock.json', 'lodash'],
      line('package-lock.json', 6),
    ],
    [
      'by an absolute path too',
      { 'package-lock.json': lock },
      ['NPM', '/usr/src/app/package-lock.json', 'lodash'],
      line('package-lock.json', 6),
    ],
    [
      'in the longest tail of its path',
      { 'package-lock.json': lock, 'services/api/package-lock.json': lock, 'api/package-lock.json': lock },
      ['NPM', 'usr/src/app/services/api/package-lock.json', 'a'],
      line('services/api/package-lock.json', 3),
    ],
    [
      'in a shorter tail if the longest is not there',
      { 'package-lock.json': lock, 'api/package-lock.json': lock },
      ['NPM', 'usr/src/app/services/api/package-lock.json', 'a'],
      line('api/package-lock.json', 3),
    ],
    [
      'for an installed package',
      { 'package-lock.json': lock },
      ['NODEPKG', 'usr/src/app/node_modules/lodash/package.json', 'lodash'],
      line('package-lock.json', 6),
    ],
    [
      'for one inside another',
      { 'api/package-lock.json': lock },
      ['NODEPKG', 'app/api/node_modules/a/node_modules/@x/y/package.json', 'lodash'],
      line('api/package-lock.json', 6),
    ],
    [
      'in the first lockfile that has it',
      { 'package-lock.json': npmLock('b'), 'yarn.lock': 'a@^1:\n  version "1.0.0"\n' },
      ['NODEPKG', 'app/node_modules/a/package.json', 'a'],
      line('yarn.lock', 1),
    ],
    [
      'in the lockfile the image names',
      { 'package-lock.json': lock, 'yarn.lock': 'a@^1:\n  version "1.0.0"\n' },
      ['YARN', 'app/yarn.lock', 'a'],
      line('yarn.lock', 1),
    ],
    [
      'in the one of two adjacent lockfiles that has the version of the image',
      { 'package-lock.json': lock, 'yarn.lock': 'a@^2:\n  version "2.0.0"\n' },
      ['NODEPKG', 'package-lock.json', 'a', '2.0.0'],
      line('yarn.lock', 1),
    ],
    [
      'in the lockfile the image names, in its root too',
      { 'package-lock.json': lock, 'yarn.lock': 'a@^1:\n  version "1.0.0"\n' },
      ['YARN', 'yarn.lock', 'a'],
      line('yarn.lock', 1),
    ],
    [
      'in the manifest without a lockfile',
      { 'package.json': '{\n"dependencies": {\n"a": "^1" } }' },
      ['NODEPKG', 'app/node_modules/a/package.json', 'a'],
      line('package.json', 3),
    ],
    [
      'in the lockfile above a folder with a manifest only',
      { 'package-lock.json': lock, 'api/package.json': '{"dependencies":{"a":"^1"}}' },
      ['NODEPKG', 'app/api/node_modules/a/package.json', 'a'],
      line('package-lock.json', 3),
    ],
    [
      'for a Python package of the interpreter',
      { 'requirements.txt': requirements('b', 'A_x') },
      ['PYTHONPKG', 'usr/local/lib/python3.12/site-packages/a.x-1.0.0.dist-info/METADATA', 'a-x'],
      line('requirements.txt', 2),
    ],
    [
      'for a Python package of an environment',
      { 'api/requirements.txt': requirements('a') },
      ['PYTHONPKG', 'app/api/.venv/lib/python3.12/site-packages/a-1.0.0.dist-info/METADATA', 'a'],
      line('api/requirements.txt', 1),
    ],
    [
      'for a Python lockfile',
      { 'poetry.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n', 'requirements.txt': requirements('a') },
      ['POETRY', 'app/poetry.lock', 'a'],
      line('poetry.lock', 2),
    ],
    [
      'for a binary of Go',
      { 'go.mod': 'module x\n\nrequire a.example/b v1.0.0\n' },
      ['GOBINARY', 'usr/local/bin/app', 'a.example/b'],
      line('go.mod', 3),
    ],
    [
      'for a binary of Go, in go.sum if go.mod does not have it',
      { 'go.mod': 'module x\n', 'go.sum': 'a.example/b v1.0.0 h1:x=\n' },
      ['GOBINARY', 'go/bin/app', 'a.example/b'],
      line('go.sum', 1),
    ],
    [
      'for a JAR in a JAR',
      {
        'pom.xml':
          '<project><dependencies><dependency>\n<groupId>g</groupId>\n<artifactId>a</artifactId>\n</dependency></dependencies></project>',
      },
      ['JAR', 'app/target/service.jar/BOOT-INF/lib/a-1.0.0.jar', 'g:a'],
      line('pom.xml', 3),
    ],
    [
      'for a gem',
      { 'Gemfile.lock': 'GEM\n  specs:\n    rack (1.0.0)\n' },
      ['GEMSPEC', 'usr/local/bundle/specifications/rack-1.0.0.gemspec', 'rack'],
      line('Gemfile.lock', 3),
    ],
    [
      'for a gem of the project',
      { 'api/Gemfile.lock': 'GEM\n  specs:\n    rack (1.0.0)\n' },
      ['GEMSPEC', 'app/api/vendor/bundle/ruby/3.3.0/specifications/rack-1.0.0.gemspec', 'rack'],
      line('api/Gemfile.lock', 3),
    ],
    [
      'for PHP',
      { 'composer.lock': '{"packages":[\n{"name":"x/a","version":"v1.0.0"}]}' },
      ['COMPOSER', 'var/www/vendor/composer/installed.json', 'x/a'],
      line('composer.lock', 2),
    ],
    ['for Rust', { 'Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n' }, ['CARGO', 'app/Cargo.lock', 'a'], line('Cargo.lock', 2)],
    [
      'for .NET',
      { 'packages.lock.json': '{"dependencies":{"net8.0":{\n"A":{"resolved":"1.0.0"}}}}' },
      ['NUGET', 'app/obj/project.assets.json', 'A'],
      line('packages.lock.json', 2),
    ],
  ])('%s', async (_, files, asked, place) => {
    expect(await placeOf(files, asked)).toEqual(place)
  })

  test.each<[title: string, files: Record<string, string>, asked: Asked]>([
    ['that the operating system has', { 'package-lock.json': lock }, ['OS', 'app/package-lock.json', 'lodash']],
    ['without a path', { 'package-lock.json': lock }, ['NPM', null, 'lodash']],
    ['without a lockfile', {}, ['NPM', 'app/package-lock.json', 'lodash']],
    ['in another version', { 'package-lock.json': lock }, ['NPM', 'app/package-lock.json', 'lodash', '1.0.1']],
    ['whose name only begins alike', { 'package-lock.json': npmLock('lodash.merge') }, ['NPM', 'app/package-lock.json', 'lodash']],
    [
      'that the best lockfile does not have, although another has it',
      { 'package-lock.json': lock, 'api/package-lock.json': npmLock('b') },
      ['NPM', 'app/api/package-lock.json', 'a'],
    ],
    [
      'that the lockfile does not have, although the manifest asks for it',
      { 'package-lock.json': npmLock('b'), 'package.json': '{"dependencies":{"a":"*"}}' },
      ['NPM', 'app/package-lock.json', 'a'],
    ],
    [
      'that came with npm itself',
      { 'package-lock.json': lock },
      ['NODEPKG', 'usr/local/lib/node_modules/npm/node_modules/lodash/package.json', 'lodash'],
    ],
    [
      'that the distribution installed',
      { 'requirements.txt': requirements('a') },
      ['PYTHONPKG', 'usr/lib/python3/dist-packages/a-1.0.0.egg-info', 'a'],
    ],
    ['of another ecosystem', { 'package-lock.json': lock }, ['PYTHONPKG', 'app/package-lock.json', 'lodash']],
    ['in a broken lockfile', { 'package-lock.json': '{"packages": [' }, ['NPM', 'app/package-lock.json', 'lodash']],
    ['with the name of a member that every object has', { 'package-lock.json': lock }, ['NPM', 'app/package-lock.json', 'constructor']],
  ])('in the Dockerfile for a package %s', async (_, files, asked) => {
    expect(await placeOf(files, asked)).toEqual(FROM)
  })

  test('at the line of the first of its packages that has one', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE, 'package-lock.json': lock })
    const several = finding(['OS', null, 'x'], ['NPM', 'app/package-lock.json', 'gone'], ['NPM', 'app/package-lock.json', 'lodash'])
    expect((await places(folder, [several])).findings).toEqual([{ file: 'package-lock.json', line: 6 }])
  })
})

describe('in a repository of several projects', () => {
  const asked: Asked = ['NODEPKG', 'app/node_modules/a/package.json', 'a']
  const dockerfile = 'services/api/Dockerfile'

  test.each<[title: string, files: Record<string, string>, place: unknown]>([
    [
      'the lockfile beside the Dockerfile is found',
      { 'services/api/package-lock.json': npmLock('a') },
      { file: 'services/api/package-lock.json', line: 3 },
    ],
    ['the lockfile of the root is found', { 'package-lock.json': npmLock('a') }, { file: 'package-lock.json', line: 3 }],
    [
      'of two the one that has the package',
      { 'package-lock.json': npmLock('b'), 'services/api/package-lock.json': npmLock('b', 'a') },
      { file: 'services/api/package-lock.json', line: 6 },
    ],
    [
      'of two that have it neither',
      { 'package-lock.json': npmLock('a'), 'services/api/package-lock.json': npmLock('a') },
      { file: dockerfile, line: 3 },
    ],
    ['of other projects none', { 'services/web/package-lock.json': npmLock('a') }, { file: dockerfile, line: 3 }],
  ])('%s', async (_, files, place) => {
    expect(await placeOf({ [dockerfile]: DOCKERFILE, ...files }, asked, dockerfile)).toEqual(place)
  })

  test('a lockfile that two folders share by a link is one', async () => {
    const folder = makeFolder({ [dockerfile]: DOCKERFILE, 'package-lock.json': npmLock('a') })
    symlinkSync('../../package-lock.json', join(folder, 'services/api/package-lock.json'))
    expect((await places(folder, [finding(asked)], dockerfile)).findings).toEqual([{ file: 'package-lock.json', line: 3 }])
  })
})

describe('an image that lies about its paths', () => {
  const outside = (): string => makeFolder({ 'package-lock.json': npmLock('a'), 'deep/package-lock.json': npmLock('a') })

  test('reads no file behind a link that leads out of the workspace', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE })
    symlinkSync(join(outside(), 'package-lock.json'), join(folder, 'package-lock.json'))
    symlinkSync(outside(), join(folder, 'away'))
    const paths = ['app/package-lock.json', 'away/package-lock.json', 'x/away/deep/package-lock.json', 'away/node_modules/a/package.json']
    const found = await places(
      folder,
      paths.map(path => finding(['NPM', path, 'a'])),
    )
    expect(found.findings).toEqual(paths.map(() => FROM))
  })

  test.each([
    ['../package-lock.json'],
    ['app/../../package-lock.json'],
    ['app/..'],
    ['..'],
    ['a\\..\\..\\package-lock.json'],
    ['app/\0/package-lock.json'],
    ['app/\n/package-lock.json'],
    [''],
    ['/'],
    ['././/.'],
    [`${'a/'.repeat(600)}package-lock.json`],
    [`${'a/'.repeat(60)}package-lock.json`],
    [`${'a'.repeat(5000)}/package-lock.json`],
  ])('gets no line for %j', async path => {
    const parent = makeFolder({ 'package-lock.json': npmLock('a'), 'work/Dockerfile': DOCKERFILE, 'work/package-lock.json': npmLock('a') })
    expect((await places(join(parent, 'work'), [finding(['NPM', path, 'a'])])).findings).toEqual([FROM])
  })

  test('gets no line of a file that is not a regular one, and the gate does not wait for it', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE })
    mkdirSync(join(folder, 'yarn.lock'))
    execFileSync('mkfifo', [join(folder, 'package-lock.json')])
    expect((await places(folder, [finding(['NPM', 'app/package-lock.json', 'a'])])).findings).toEqual([FROM])
  })

  test('gets no line of a lockfile that is too large to be one', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE, 'package-lock.json': npmLock('a') })
    const asked = [finding(['NPM', 'app/package-lock.json', 'a'])]
    truncateSync(join(folder, 'package-lock.json'), MEGABYTES_10)
    expect((await places(folder, asked)).findings).toEqual([{ file: 'package-lock.json', line: 3 }])
    truncateSync(join(folder, 'package-lock.json'), MEGABYTES_10 + 1)
    expect((await places(folder, asked)).findings).toEqual([FROM])
  })

  test('with many large lockfiles is not followed into all of them', async () => {
    const folder = makeFolder({
      Dockerfile: DOCKERFILE,
      ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`folder-${i}/package-lock.json`, npmLock('a')])),
    })
    for (let i = 0; i < 12; i++) truncateSync(join(folder, `folder-${i}/package-lock.json`), MEGABYTES_10)
    const asked = Array.from({ length: 12 }, (_, i) => finding(['NPM', `folder-${i}/package-lock.json`, 'a']))
    const { findings } = await places(folder, asked)
    expect(findings[0]).toEqual({ file: 'folder-0/package-lock.json', line: 3 })
    expect(findings[11]).toEqual(FROM)
  })

  test('with ever new folders is not followed into all of them', async () => {
    const folder = makeFolder({ Dockerfile: DOCKERFILE })
    const asked = Array.from({ length: 6000 }, (_, i) => finding(['NPM', `folder-${i}/package-lock.json`, 'a']))
    for (const i of [7, 5999]) {
      mkdirSync(join(folder, `folder-${i}`))
      writeFileSync(join(folder, `folder-${i}/package-lock.json`), npmLock('a'))
    }
    const { findings } = await places(folder, asked)
    expect(findings[7]).toEqual({ file: 'folder-7/package-lock.json', line: 3 })
    expect(findings[5999]).toEqual(FROM)
  })
})

test('25,000 findings find their lines in a lockfile of 20,000 packages', async () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `package-${i}`)
  const folder = makeFolder({ Dockerfile: DOCKERFILE, 'package-lock.json': npmLock(...names) })
  const asked = Array.from({ length: 25_000 }, (_, i) => finding(['NODEPKG', `app/node_modules/package-${i}/package.json`, `package-${i}`]))
  const { findings } = await places(folder, asked)
  // Each package takes three lines, after the two that open the file.
  expect(findings).toEqual(asked.map((_, i) => (i < 20_000 ? { file: 'package-lock.json', line: 3 + 3 * i } : FROM)))
})
