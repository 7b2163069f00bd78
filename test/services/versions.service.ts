// The orders of versions against what others say: the pairs that osv-scalibr tests its own orders with, and the program of each ecosystem.
// Where a program and we differ for good, the difference is written here with its reason.

import { beforeAll, describe, expect, test } from 'vitest'
import { compareVersions } from '../../src/versions/compare.ts'
import type { Ecosystem } from '../../src/versions/ecosystem.ts'
import { makePairs, type Pair } from './pairs.ts'
import { run } from './programs.ts'
import { installReferences, PROGRAMS } from './references.ts'
import { downloadPairs, mixPairs, readPairs, SCALIBR } from './scalibr.ts'

const INSTALL_TIMEOUT = 500_000
const ASK_TIMEOUT = 300_000
const SIGNS: Readonly<Record<string, number>> = { '<': -1, '=': 0, '>': 1 }

const entries = <K extends string, V>(table: Readonly<Record<K, V>>): [K, V][] => Object.entries(table) as [K, V][]

let folder = ''
beforeAll(() => {
  folder = downloadPairs()
  installReferences()
}, INSTALL_TIMEOUT)

describe('the pairs of osv-scalibr', () => {
  test.each(entries(SCALIBR))('%s', (ecosystem, { agreed, unreadable, differences }) => {
    const answers = readPairs(folder, ecosystem).map(([a, sign, b]) => {
      const ours = compareVersions(ecosystem, a, b)
      const kind = ours === undefined ? 'unreadable' : ours === SIGNS[sign] ? 'agreed' : 'different'
      return { kind, pair: `${a} ${sign} ${b}` }
    })
    const of = (wanted: string): readonly string[] => answers.flatMap(({ kind, pair }) => (kind === wanted ? [pair] : []))
    expect({ agreed: of('agreed').length, unreadable: of('unreadable').length, different: [...of('different')].sort() }).toEqual({
      agreed,
      unreadable: unreadable[0],
      different: differences.flatMap(({ pairs }) => pairs).sort(),
    })
  })
})

interface Difference {
  /** What the two do with a pair in which at least one version is like this. */
  readonly kind: 'only the program reads it' | 'only we read it' | 'they order it otherwise'
  readonly versions: RegExp
  readonly why: string
}

const DIFFERENCES: Readonly<Partial<Record<Ecosystem, readonly Difference[]>>> = {
  dpkg: [
    {
      kind: 'only the program reads it',
      versions: /:.*:|[^\d].*:|:$/,
      why: 'Debian Policy has no colon in a version but that of the epoch',
    },
    {
      kind: 'only we read it',
      versions: /^(?:\d+:)?[^\d]/,
      why: 'Debian Policy says that a version should start with a digit, not that it must, and dpkg itself compares it',
    },
  ],
  rpm: [
    {
      kind: 'only the program reads it',
      versions: /:.*:|[^\d].*:|:-|:$|-.*-|-$|[^!-~]/,
      why: 'rpm compares any text, and builds no package with such a version: one colon, one hyphen, nothing empty, no Greek',
    },
  ],
  cargo: [{ kind: 'only we read it', versions: /^v/, why: "npm's own code, by which we compare, allows a v that no crate has" }],
  maven: [
    {
      kind: 'they order it otherwise',
      versions: /\.[^\d.-]+[.-]/,
      why: 'the reference of the POM says that ".qualifier" = "-qualifier"; maven-artifact holds to it only at the end and before a digit',
    },
    {
      kind: 'they order it otherwise',
      versions: /[.-][.-]/,
      why: 'the reference has a zero where nothing is between two separators, and trims it before a hyphen; maven-artifact keeps it',
    },
    {
      kind: 'they order it otherwise',
      versions: /[^\d.]0+\D|(?:ga|final|release)./i,
      why: 'the reference trims what means nothing at each hyphen, so that 1-ga-1 = 1-1; maven-artifact does so only at the end',
    },
    {
      kind: 'they order it otherwise',
      versions: /[^\d.-]-\d/,
      why: 'maven-artifact reads a word, a hyphen and a number as one qualifier, which the reference does not say',
    },
  ],
  composer: [
    {
      kind: 'only the program reads it',
      versions: /x[.-]?dev$|^dev-|\d{6}/,
      why: 'branches and dates have a place only among themselves',
    },
  ],
}

const kindOf = (ours: string, theirs: string): Difference['kind'] =>
  ours === 'undefined' ? 'only the program reads it' : theirs === 'undefined' ? 'only we read it' : 'they order it otherwise'

/** Compares each pair with the answer to it: what differs without a reason, and which differences did not occur. */
function compareAnswers(ecosystem: Ecosystem, pairs: readonly Pair[], answers: readonly string[]) {
  const known = DIFFERENCES[ecosystem] ?? []
  const unused = new Set(known)
  const unexplained = pairs.flatMap(([a, b], i) => {
    const ours = String(compareVersions(ecosystem, a, b))
    const theirs = answers[i] ?? 'nothing'
    if (ours === theirs) return []
    const kind = kindOf(ours, theirs)
    const reasons = known.filter(each => each.kind === kind && (each.versions.test(a) || each.versions.test(b)))
    for (const reason of reasons) unused.delete(reason)
    return reasons.length > 0 ? [] : [`${a} ${b}: ${theirs}, and we say ${ours}`]
  })
  return { unexplained, unused: [...unused] }
}

describe('the program of each ecosystem', () => {
  test.each(entries(PROGRAMS))(
    '%s',
    (ecosystem, ask) => {
      const theirs = readPairs(folder, ecosystem)
      const made = makePairs(ecosystem, 1_000)
      const pairs = [...theirs.map(([a, , b]): Pair => [a, b]), ...mixPairs(theirs, 5_000), ...made]
      const answers = ask(pairs)
      expect(answers).toHaveLength(pairs.length)
      expect(compareAnswers(ecosystem, pairs, answers)).toEqual({ unexplained: [], unused: [] })
      // Most of what is made is odd, and enough of it can be read.
      expect(answers.slice(-made.length).filter(answer => answer !== 'undefined').length).toBeGreaterThan(200)
    },
    ASK_TIMEOUT,
  )

  test('dpkg itself, which is started for each pair', () => {
    const pairs = makePairs('dpkg', 300).filter(([a, b]) => compareVersions('dpkg', a, b) !== undefined)
    const holds = (a: string, operator: string, b: string): boolean => run('dpkg', ['--compare-versions', a, operator, b]).status === 0
    const answers = pairs.map(([a, b]) => (holds(a, 'lt', b) ? '-1' : holds(a, 'eq', b) ? '0' : '1'))
    expect(compareAnswers('dpkg', pairs, answers).unexplained).toEqual([])
  })
})
