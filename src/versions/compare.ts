// Which of two versions is later. Each ecosystem has an order of its own, a file each, and nothing is guessed: a version that the order
// cannot read is neither earlier nor later, so nobody takes it for fixed.

import { compareApk } from './apk.ts'
import { compareComposer } from './composer.ts'
import { compareDpkg } from './dpkg.ts'
import type { Ecosystem } from './ecosystem.ts'
import { compareGo } from './go.ts'
import { compareMaven } from './maven.ts'
import { compareNpm } from './npm.ts'
import { compareNuget } from './nuget.ts'
import type { Order, Sign } from './parts.ts'
import { comparePypi } from './pypi.ts'
import { compareRpm } from './rpm.ts'
import { compareRubygems } from './rubygems.ts'

const ORDERS: Readonly<Record<Ecosystem, Order>> = {
  dpkg: compareDpkg,
  rpm: compareRpm,
  apk: compareApk,
  npm: compareNpm,
  cargo: compareNpm,
  pypi: comparePypi,
  maven: compareMaven,
  go: compareGo,
  rubygems: compareRubygems,
  nuget: compareNuget,
  composer: compareComposer,
}

// No ecosystem has other signs in its versions. npm and Maven read no more than 256 of them, which bounds the work for all.
const READABLE = /^[!-~]{1,256}$/

/**
 * Which of two versions is later by the order of their ecosystem: -1 if `b` is, 1 if `a` is, 0 if they are the same version.
 * `undefined` if that order cannot read one of them; then nothing is known, so do not take it for fixed. Never throws.
 *
 * @example compareVersions('dpkg', '1.1.1n-0+deb11u3', '1.1.1n-0+deb11u4') // -1
 */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): Sign | undefined {
  return READABLE.test(a) && READABLE.test(b) ? ORDERS[ecosystem](a, b) : undefined
}

const SYSTEMS = ['dpkg', 'rpm', 'apk'] as const satisfies readonly Ecosystem[]

/**
 * The same for packages of an operating system that nobody names: what all orders say that can read both versions. `undefined` if they
 * contradict each other, or if none can read them.
 *
 * @example compareSystemVersions('3.0.11-1~deb12u2', '3.0.15-1~deb12u1') // -1
 */
export function compareSystemVersions(a: string, b: string): Sign | undefined {
  const signs = new Set(SYSTEMS.flatMap(system => compareVersions(system, a, b) ?? []))
  const [sign] = signs
  return signs.size === 1 ? sign : undefined
}
