import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ecosystem, orderOf } from '../../src/versions/ecosystem.ts'
import { ROOT } from '../root.ts'

test.each<[string | null, string | null, Ecosystem | undefined]>([
  ['OS', 'DEBIAN_12', 'dpkg'],
  ['OS', 'UBUNTU_22_04', 'dpkg'],
  ['OS', 'AMAZON_LINUX_2', 'rpm'],
  ['OS', 'AMAZON_LINUX_2023', 'rpm'],
  ['OS', 'RHEL_9', 'rpm'],
  ['OS', 'RED_HAT_ENTERPRISE_LINUX_9', 'rpm'],
  ['OS', 'CENTOS_8', 'rpm'],
  ['OS', 'ORACLE_LINUX_7', 'rpm'],
  ['OS', 'SUSE_LINUX_ENTERPRISE_SERVER_15_3', 'rpm'],
  ['OS', 'ALPINE_3_20', 'apk'],
  ['OS', 'ALPINE_LINUX_3_8', 'apk'],
  ['OS', 'WINDOWS_SERVER_2022', undefined],
  ['OS', 'DEBIANISH_1', undefined],
  ['OS', '', undefined],
  ['OS', null, undefined],
  ['NODEPKG', 'DEBIAN_12', 'npm'],
  ['NODEPKG', null, 'npm'],
  ['GOBINARY', 'ALPINE_3_20', 'go'],
  ['PYTHONPKG', null, 'pypi'],
  ['JAR', 'java', 'maven'],
  ['DOTNET_CORE', null, 'nuget'],
  ['toString', null, undefined],
  ['', 'DEBIAN_12', undefined],
  // A basic scan names no package manager.
  [null, 'DEBIAN_12', undefined],
  [null, null, undefined],
])('a package of %j on %j has the order of %j', (manager, platform, ecosystem) => {
  expect(orderOf(manager, platform)).toBe(ecosystem)
})

const rule = readFileSync(join(ROOT, 'rules/ecr/ecr-finding-by-package-manager.yml'), 'utf8')
const managers = [...(/package\.manager in \(([^)]+)\)/.exec(rule)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name = '']) => name)

test.each(managers)('%s, which the rule about package managers names, has an order', manager => {
  expect(orderOf(manager, null)).toBeDefined()
})
