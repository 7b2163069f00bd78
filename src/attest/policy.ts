// What a verdict was measured by, as one text and its digest, so that a verdict can be held against the policy it should have
// been reached under.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies are equal bytes on every machine. node:crypto is
// taken here although the room is pure: a digest reads no clock and touches no file.

import { createHash } from 'node:crypto'
import type { FailOn, Untriaged } from '../gate/policy.ts'
import type { Rule } from '../rules/rule.ts'

export interface Policy {
  /** The rules in force, after replacement, overrides and `fail-on`. */
  readonly rules: readonly Rule[]
  readonly packs: readonly string[]
  readonly failOn: FailOn | undefined
  readonly untriaged: Untriaged
  /** The platforms that are judged; none means all. */
  readonly platforms: readonly string[]
  /** How long a missing or empty result is given, in seconds; a late finding is seen or not by it. */
  readonly scanGraceSeconds: number
  /** Whether recorded events are judged, whichever they are. */
  readonly recordedEvents: boolean
  /** What of the event history is read; undefined when it is not. */
  readonly audit: { readonly windowSeconds: number; readonly regions: readonly string[] } | undefined
}

/** SHA-256 of a policy, in hexadecimal digits. */
export function digestPolicy(policy: Policy): string {
  return createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. What does not take part in a decision is left out: tests, and the file a rule is from. The
 * order of files, of packs and of suppressions decides nothing, so it is not in the text either.
 */
export function writePolicy({ rules, packs, failOn, untriaged, platforms, scanGraceSeconds, recordedEvents, audit }: Policy): string {
  return canonicalJson({
    rules: rules.map(writeRule).sort((a, b) => compare(a.id, b.id) || compare(canonicalJson(a), canonicalJson(b))),
    packs: toSet(packs),
    failOn: failOn ?? null,
    untriaged,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { windowSeconds: audit.windowSeconds, regions: toSet(audit.regions) },
  })
}

function writeRule({ tests: _, file: __, ...rule }: Rule): Omit<Rule, 'tests' | 'file'> {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

function toSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compare)
}

// By UTF-16 units, as RFC 8785 has it, and never by the locale of a machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** JSON without blanks, the members of every object sorted by their names. https://www.rfc-editor.org/rfc/rfc8785 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => compare(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}
