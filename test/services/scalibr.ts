// The pairs of versions that osv-scalibr tests its own orders with, and what we say of them. Where it and we differ for good, the
// difference is written here with its reason.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ecosystem } from '../../src/versions/ecosystem.ts'
import type { Pair } from './pairs.ts'

const MODULE = 'github.com/google/osv-scalibr@v0.5.3'

interface Difference {
  readonly why: string
  readonly pairs: readonly string[]
}

interface Expected {
  /** Where its pairs are. */
  readonly files: readonly string[]
  readonly agreed: number
  /** How many pairs have a version that we do not read, and why we do not. */
  readonly unreadable: readonly [number, string]
  readonly differences: readonly Difference[]
}

const SEMVER = ['semver-versions']
const NPM: Expected = {
  files: SEMVER,
  agreed: 83,
  unreadable: [3, "npm's own code refuses numbers above 2^53 and five numbers"],
  differences: [],
}

export const SCALIBR: Readonly<Record<Ecosystem, Expected>> = {
  dpkg: { files: ['debian-versions', 'debian-versions-generated'], agreed: 14_472, unreadable: [0, ''], differences: [] },
  rpm: {
    files: ['redhat-versions'],
    agreed: 128,
    unreadable: [37, 'RPM allows no letter before a colon, no empty release, no second hyphen and no Greek in a version'],
    differences: [],
  },
  apk: {
    files: ['alpine-versions', 'alpine-versions-generated'],
    agreed: 14_662,
    unreadable: [95, 'apk-package(5) has no letter before a number, no other suffix and no two dots; apk itself calls them invalid'],
    differences: [],
  },
  npm: NPM,
  cargo: NPM,
  go: { files: SEMVER, agreed: 85, unreadable: [1, 'Go has three numbers, not five'], differences: [] },
  pypi: {
    files: ['pypi-versions', 'pypi-versions-generated'],
    agreed: 12_332,
    unreadable: [80, 'they are older than PEP 440, which has no place for them; packaging refuses them too'],
    differences: [],
  },
  rubygems: {
    files: ['rubygems-versions', 'rubygems-versions-generated'],
    agreed: 4_121,
    unreadable: [2, 'Gem::Version takes letters only after a dot or a hyphen: 1beta is malformed'],
    differences: [],
  },
  nuget: { files: ['nuget-versions'], agreed: 35, unreadable: [0, ''], differences: [] },
  maven: {
    files: ['maven-versions', 'maven-versions-generated'],
    agreed: 14_834,
    unreadable: [0, ''],
    differences: [
      {
        why: 'the reference of the POM says that ".qualifier" = "-qualifier", and scalibr takes the first for earlier; maven-artifact 3.9.11 says what we say',
        pairs: [
          '1.0.0-RC16 < 1.0.0.RC8-beta',
          '1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3',
          '1.0.0rc0 < 1.0.beta8',
          '1.1.0-01-glassfish < 1.1.0.Beta1',
          '1.1.31.sec10 < 1.1.31_noneautotype',
          '1.1.34.sec10 < 1.1.34_noneautotype',
          '1.1.46.sec10 < 1.1.46_noneautotype',
          '1.2.31.sec10 < 1.2.31_noneautotype',
          '1.2.48.sec10 < 1.2.48_noneautotype',
          '1.2.50.sec10 < 1.2.50_noneautotype',
          '1.2.54.sec10 < 1.2.54_noneautotype',
          '1.2.57.sec10 < 1.2.57_noneautotype',
          '1.2.60.sec10 < 1.2.60_noneautotype',
          '1.2.67.sec10 < 1.2.67_noneautotype',
          '1.2.8.sec10_noneautotype < 1.2.8_noneautotype',
          '1.5.9.RC1 < 1.5.9-RC0',
          '2.9.0-1 < 2.9.0.RC1',
          '6.1.12.rc5 < 6.1.12rc1',
        ],
      },
      {
        why: 'the same; maven-artifact 3.9.11 takes FL-2009 for one qualifier and CR-2 for less than Beta, which the reference does not say',
        pairs: ['3.5.0-CR-2 < 3.5.0.Beta-1', '3.6.2.FL.20090615 < 3.6.2-FL-2009-05-11'],
      },
    ],
  },
  composer: {
    files: ['packagist-versions', 'packagist-versions-generated'],
    agreed: 10_683,
    unreadable: [31, 'Composer refuses them, or they are branches; scalibr compares as version_compare of PHP does'],
    differences: [
      {
        why: 'Composer fills up to four numbers before it compares, and version_compare does not',
        pairs: [
          '1.0.0 > 1.0',
          'v3.0 < v3.0.0-beta',
          'v3.4 < v3.4.0-alpha',
          'v4-beta4 < v4.0-alpha',
          'v4.4 < v4.4.0-beta',
          'v6.5 < v6.5.0-beta-0',
          'v6.6 < v6.6.0-beta',
        ],
      },
      {
        why: 'letter case does not count for Composer, and version_compare does not know ALPHA and BETA',
        pairs: ['v1.9.0-ALPHA.1 = v1.9.0-BETA.1', 'v1.9.0-ALPHA.2 = v1.9.0-BETA.2', 'v1.9.0-BETA.1 < v1.9.0-ALPHA.2'],
      },
      { why: 'stable is no stability of its own for Composer', pairs: ['5.1.0-stable < 5.1.0-beta2'] },
    ],
  },
}

/** A pair and how it is to be compared: "<", "=" or ">". */
type Judged = readonly [a: string, sign: string, b: string]

/** Has Go download the pairs, and returns the folder that they are in. */
export function downloadPairs(): string {
  const { status, error, stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', MODULE], { cwd: tmpdir(), encoding: 'utf8' })
  if (status !== 0) throw new Error(`the tests of versions need Go to download ${MODULE} (${error?.message ?? (stderr || stdout).trim()})`)
  return join((JSON.parse(stdout) as { readonly Dir: string }).Dir, 'semantic', 'testdata')
}

export function readPairs(folder: string, ecosystem: Ecosystem): readonly Judged[] {
  return SCALIBR[ecosystem].files
    .flatMap(name => readFileSync(join(folder, `${name}.txt`), 'utf8').split('\n'))
    .filter(line => line !== '' && !/^(?:#|\/\/) /.test(line))
    .map(line => line.split(' ') as unknown as Judged)
}

/** Pairs of versions that stand anywhere in the files, not only side by side; always the same. */
export function mixPairs(pairs: readonly Judged[], count: number): readonly Pair[] {
  const versions = [...new Set(pairs.flatMap(([a, , b]) => [a, b]))]
  const at = (i: number): string => versions[i % versions.length] ?? ''
  // Versions of one package stand near each other, so most pairs are near, and some are far.
  return Array.from({ length: count }, (_, i) => [at(i * 7), at(i * 7 + (i % 5 === 0 ? i * 131 : 1 + (i % 23)))] as const)
}
