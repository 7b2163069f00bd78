// Whatever packages and findings an image has: the changes and exceptions that the gate names are as few as an exhaustive search finds,
// and an image without what they end, read and judged anew, has the verdict that was said.
//
// What fails is computed here from the settings alone, and versions are plain numbers, so that nothing of the search is its own judge.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Fixes } from '../../src/gate/fixes/fix.ts'
import { type FindingLike, judge, makeImage } from '../gate/judging.ts'
import { fuzz } from './fuzz.ts'

const NOW = '2026-12-01T12:00:00Z'
const MOST_PACKAGES = 12

/** A finding: in which packages it is, and by which version each of them fixes it; null: by none; 0: by one that cannot be read. */
interface Made {
  readonly severity: string
  readonly exploit: boolean
  readonly packages: readonly { readonly number: number; readonly fixedIn: number | null }[]
}

/** An image: which of its packages are of the operating system, and its findings. */
interface MadeImage {
  readonly system: readonly boolean[]
  readonly findings: readonly Made[]
}

const madeImage: fc.Arbitrary<MadeImage> = fc.array(fc.boolean(), { minLength: 1, maxLength: MOST_PACKAGES }).chain(system =>
  fc.record({
    system: fc.constant(system),
    findings: fc.array(
      fc.record({
        severity: fc.constantFrom('CRITICAL', 'HIGH', 'HIGH', 'MEDIUM', 'LOW'),
        exploit: fc.boolean(),
        packages: fc.uniqueArray(
          fc.record({
            number: fc.nat({ max: system.length - 1 }),
            fixedIn: fc.oneof(
              { weight: 30, arbitrary: fc.integer({ min: 2, max: 9 }) },
              { weight: 2, arbitrary: fc.constant(null) },
              { weight: 1, arbitrary: fc.constant(0) },
            ),
          }),
          { minLength: 1, maxLength: 3, selector: ({ number }) => number },
        ),
      }),
      { minLength: 1, maxLength: 24 },
    ),
  }),
)

/** How many findings of a severity fail or warn when there is one more; and how many with an exploit fail. */
interface Limits {
  readonly words: readonly string[]
  readonly rules: string
  readonly fail: Readonly<Record<string, number>>
  readonly warn: Readonly<Record<string, number>>
  readonly exploits?: number
}

const exploits = (threshold: number): string =>
  JSON.stringify([
    {
      id: 'mine',
      name: 'Mine',
      type: 'Finding',
      severityOfAlerts: 1,
      title: 'Exploits',
      filter: 'exploitAvailable = "YES"',
      threshold,
      aggregateFields: [],
    },
  ])

const POLICIES: readonly Limits[] = [
  { words: [], rules: '', fail: { CRITICAL: 0, HIGH: 0 }, warn: { MEDIUM: 0 } },
  { words: ['--fail-on', 'critical'], rules: '', fail: { CRITICAL: 0 }, warn: { HIGH: 0, MEDIUM: 0 } },
  { words: ['--fail-on', 'low'], rules: '', fail: { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0 }, warn: {} },
  { words: ['--max-findings', 'critical=1,high=2'], rules: '', fail: { CRITICAL: 1, HIGH: 2 }, warn: { MEDIUM: 0 } },
  { words: ['--max-findings', 'critical=0,high=1,medium=2'], rules: '', fail: { CRITICAL: 0, HIGH: 1, MEDIUM: 2 }, warn: {} },
  { words: ['--max-findings', 'high=4'], rules: '', fail: { CRITICAL: 0, HIGH: 4 }, warn: { MEDIUM: 0 } },
  { words: ['--max-findings', 'critical=2,high=3,medium=4'], rules: '', fail: { CRITICAL: 2, HIGH: 3, MEDIUM: 4 }, warn: {} },
  { words: ['--fail-on', 'never'], rules: exploits(1), fail: {}, warn: { CRITICAL: 0, HIGH: 0, MEDIUM: 0 }, exploits: 0 },
  { words: ['--max-findings', 'high=2'], rules: exploits(3), fail: { CRITICAL: 0, HIGH: 2 }, warn: { MEDIUM: 0 }, exploits: 2 },
]

const nameOf = (number: number): string => `p${number}`
const idOf = (position: number): string => `CVE-2026-${1000 + position}`

function toFinding({ severity, exploit, packages }: Made, position: number, { system }: MadeImage): FindingLike {
  return {
    id: idOf(position),
    severity,
    exploitAvailable: exploit ? 'YES' : 'NO',
    fixAvailable: packages.every(({ fixedIn }) => fixedIn === null) ? 'NO' : 'YES',
    packages: packages.map(({ number, fixedIn }) => ({
      name: nameOf(number),
      version: '1.0.0',
      packageManager: system[number] ? 'OS' : 'NPM',
      ...(system[number] ? {} : { filePath: `app/${number}` }),
      fixedInVersion: fixedIn === null ? 'NotAvailable' : fixedIn === 0 ? '?' : `${fixedIn}.0.0`,
    })),
  }
}

/** The things that can be changed: each package of the application, and those of the operating system together. */
const unitOf = (number: number, { system }: MadeImage): string => (system[number] ? 'system' : nameOf(number))
const isFixable = ({ packages }: Made): boolean => packages.every(({ fixedIn }) => fixedIn !== null && fixedIn > 0)
const hasNoFix = ({ packages }: Made): boolean => packages.every(({ fixedIn }) => fixedIn === null)

function subsetsOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  return list.flatMap((each, i) => subsetsOf(list.slice(i + 1), size - 1).map(rest => [each, ...rest]))
}

function speaks(left: readonly Made[], { fail, warn, exploits: most }: Limits, level: 'fail' | 'warn'): boolean {
  const over = (limits: Readonly<Record<string, number>>): boolean =>
    Object.entries(limits).some(([severity, allowed]) => left.filter(each => each.severity === severity).length > allowed)
  const fails = over(fail) || (most !== undefined && left.filter(({ exploit }) => exploit).length > most)
  return fails || (level === 'warn' && over(warn))
}

function examine(image: MadeImage, policy: Limits, fixes: Fixes | null): void {
  const { findings } = image
  const units = [...new Set(findings.filter(isFixable).flatMap(({ packages }) => packages.map(({ number }) => unitOf(number, image))))]
  const rest = (changed: readonly string[], accepted: readonly Made[]): readonly Made[] =>
    findings.filter(
      each =>
        !accepted.includes(each) && !(isFixable(each) && each.packages.every(({ number }) => changed.includes(unitOf(number, image)))),
    )
  let changed: readonly string[] = []
  let accepted: readonly Made[] = []
  for (const level of ['fail', 'warn'] as const) {
    const step = fixes?.steps.find(({ from }) => from === level)
    const unfixable = findings.filter(each => !isFixable(each) && !accepted.includes(each))
    const bad = (more: readonly string[], others: readonly Made[]): boolean =>
      speaks(rest([...changed, ...more], [...accepted, ...others]), policy, level)
    const free = units.filter(unit => !changed.includes(unit))
    const chosen = (step?.changes ?? []).map(({ kind, packages }) => (kind === 'base image' ? 'system' : (packages[0]?.name ?? '')))
    if (!bad([], [])) {
      expect(step).toBeUndefined()
      continue
    }
    // What stands against it although everything is changed.
    let others: readonly Made[] = []
    if (bad(free, [])) {
      const named = (ids: readonly string[]): readonly Made[] => findings.filter((_, i) => ids.includes(idOf(i)))
      const told = [...(step?.unfixable ?? []), ...(fixes?.untold ?? [])].flatMap(({ ids }) => ids)
      if (level === 'fail') {
        others = named(told)
        expect(bad(free, others), 'what has no fix').toBe(false)
        // What an exception can accept is preferred to what nothing is known to end.
        const possible = bad(free, unfixable.filter(hasNoFix)) ? unfixable : unfixable.filter(hasNoFix)
        expect(
          others.every(each => possible.includes(each)),
          'what can be accepted',
        ).toBe(true)
        expect(
          subsetsOf(possible, others.length - 1).every(fewer => bad(free, fewer)),
          'fewer without a fix',
        ).toBe(true)
      } else others = unfixable
    }
    expect(bad(chosen, others), 'the changes').toBe(false)
    if (level === 'fail' || others.length === 0)
      for (let size = 0; size < chosen.length; size++)
        expect(
          subsetsOf(free, size).every(fewer => bad(fewer, others)),
          `only ${size} changes`,
        ).toBe(true)
    changed = [...changed, ...chosen]
    if (level === 'fail') accepted = [...accepted, ...others.filter(hasNoFix)]
    if (step === undefined) continue
    const left = rest(changed, accepted)
    const verdict = speaks(left, policy, 'fail') ? 'fail' : speaks(left, policy, 'warn') ? 'warn' : 'pass'
    expect(step.verdict).toBe(verdict)
    const again = makeImage({ findings: findings.flatMap((each, i) => (left.includes(each) ? [toFinding(each, i, image)] : [])) })
    expect(judge([again], policy.words, policy.rules, NOW).verdict, 'judged again').toBe(verdict)
  }
}

describe('what to change', () => {
  fuzz('is as little as can be, and does what it says', 1000, [madeImage, fc.constantFrom(...POLICIES)], (image, policy) => {
    const made = makeImage({ findings: image.findings.map((each, i) => toFinding(each, i, image)) })
    const { fixes, verdict } = judge([made], policy.words, policy.rules, NOW)
    if (verdict === 'pass') expect(fixes).toBeNull()
    examine(image, policy, fixes)
    // The version to bring a package to is the latest that a finding of it names.
    for (const { packages } of (fixes?.steps ?? []).flatMap(({ changes }) => changes)) {
      for (const { name, to } of packages) {
        const named = image.findings.flatMap(each =>
          each.packages.flatMap(({ number, fixedIn }) => (nameOf(number) === name ? [fixedIn ?? 0] : [])),
        )
        expect(to).toBe(`${Math.max(...named)}.0.0`)
      }
    }
    expect(fixes?.isSmallest ?? true).toBe(true)
  })
})
