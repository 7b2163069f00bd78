import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ecosystem, orderOf } from '../../src/versions/ecosystem.ts'
import { ROOT } from '../root.ts'

const MANAGERS: Readonly<Record<Ecosystem, readonly string[]>> = {
  // What the operating system has is told by its platform.
  dpkg: [],
  rpm: [],
  apk: [],
  npm: ['NODEPKG', 'NPM', 'YARN'],
  cargo: ['CARGO'],
  pypi: ['PIP', 'PIPENV', 'POETRY', 'PYTHONPKG'],
  maven: ['JAR', 'POM'],
  go: ['GOBINARY', 'GOMOD'],
  rubygems: ['BUNDLER', 'GEMSPEC'],
  nuget: ['DOTNET_CORE', 'NUGET'],
  composer: ['COMPOSER'],
}

const PLATFORMS: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  dpkg: ['DEBIAN_12', 'UBUNTU_22_04'],
  rpm: [
    'ALMALINUX_9',
    'ALMA_LINUX_9',
    'AMAZON_LINUX_2',
    'AMAZON_LINUX_2023',
    'CENTOS_8',
    'FEDORA_38',
    'OPENSUSE_LEAP_15_5',
    'ORACLE_LINUX_7',
    'PHOTON_OS_4',
    'REDHAT_9',
    'RED_HAT_ENTERPRISE_LINUX_9',
    'RHEL_9',
    'ROCKY_LINUX_9',
    'SLES_15_5',
    'SUSE_LINUX_ENTERPRISE_SERVER_15_3',
  ],
  apk: ['ALPINE_3_20', 'ALPINE_LINUX_3_8', 'CHAINGUARD', 'WOLFI'],
}

const names = (table: Readonly<Partial<Record<Ecosystem, readonly string[]>>>): readonly (readonly [name: string, ecosystem: string])[] =>
  Object.entries(table).flatMap(([ecosystem, list]) => list.map(name => [name, ecosystem] as const))

test.each(names(MANAGERS))('%s has the order of %s, on every platform', (manager, ecosystem) => {
  expect([orderOf(manager, null), orderOf(manager, 'DEBIAN_12'), orderOf(manager, 'java')]).toEqual([ecosystem, ecosystem, ecosystem])
})

test.each(names(PLATFORMS))('a package of the operating system on %s has the order of %s', (platform, ecosystem) => {
  expect(orderOf('OS', platform)).toBe(ecosystem)
})

test.each<[string | null, string | null]>([
  ['OS', 'WINDOWS_SERVER_2022'],
  ['OS', 'DEBIANISH_1'],
  ['OS', 'MY_DEBIAN_12'],
  ['OS', '12_DEBIAN'],
  ['OS', ''],
  ['OS', null],
  ['toString', null],
  ['npm', null],
  ['', 'DEBIAN_12'],
  // A basic scan names no package manager.
  [null, 'DEBIAN_12'],
  [null, null],
])('of a package of %j on %j no order is known', (manager, platform) => {
  expect(orderOf(manager, platform)).toBeUndefined()
})

const rule = readFileSync(join(ROOT, 'rules/ecr/ecr-finding-by-package-manager.yml'), 'utf8')
const managers = [...(/package\.manager in \(([^)]+)\)/.exec(rule)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name = '']) => name)

test.each(managers)('%s, which the rule about package managers names, has an order', manager => {
  expect(orderOf(manager, null)).toBeDefined()
})
