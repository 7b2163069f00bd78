// Reads the limits of a policy file: what files that are not the policy's may not do.

import { locate, type Place, type Tell } from '../diagnostic.ts'
import { entryOf, type MapNode, type RuleFile } from './document.ts'
import { EXCEPTION_LIMITS, LIMITS, RULE_LIMITS, type SeverityLimit } from './fields.ts'
import { isTextNode, presentEntry, readMap, tellNulls } from './reader.ts'

/** A limit, with the place where it is written. */
export interface Limit<T> {
  readonly value: T
  readonly at: Place
}

/** What binds rules, overrides and exceptions that are not the policy's own. Without `exceptions`, these have no limit. */
export interface Limits {
  readonly exceptions?: {
    readonly severityAtMost?: Limit<SeverityLimit>
    readonly withinSeconds?: Limit<number>
    readonly needOwner: Limit<boolean>
    readonly never: Limit<boolean>
  }
  /** The ids of rules that nobody else may tune. */
  readonly mayNotTune: readonly Limit<string>[]
}

const NO_LIMITS: Limits = { mayNotTune: [] }

/** Reads the limits of a policy file, whose root this is. */
export function readLimits(file: RuleFile, root: MapNode, tell: Tell): Limits {
  const node = entryOf(root, 'limits')
  const only = { ...root, entries: node === undefined ? [] : [node] }
  const { limits } = readMap(file, only, { limits: { shape: { map: LIMITS }, meaning: '' } }, 'policy', tell)
  if (limits === undefined) return NO_LIMITS
  const { exceptions, rules } = readMap(file, limits, LIMITS, 'set of limits', tell)
  tellNulls(file, limits, LIMITS, tell)
  return {
    ...(exceptions !== undefined && { exceptions: readExceptionLimits(file, exceptions, tell) }),
    mayNotTune: rules === undefined ? [] : readRuleLimits(file, rules, tell),
  }
}

function readExceptionLimits(file: RuleFile, node: MapNode, tell: Tell): NonNullable<Limits['exceptions']> {
  const values = readMap(file, node, EXCEPTION_LIMITS, 'limit of exceptions', tell)
  tellNulls(file, node, EXCEPTION_LIMITS, tell)
  const at = <T>(key: keyof typeof EXCEPTION_LIMITS, value: T): Limit<T> => ({
    value,
    at: locate(file.path, file.text, entryOf(node, key)?.keyOffset ?? node.offset),
  })
  const { 'severity-at-most': severity, within, 'need-owner': needOwner = false, never = false } = values
  return {
    ...(severity !== undefined && { severityAtMost: at('severity-at-most', severity) }),
    ...(within !== undefined && { withinSeconds: at('within', within) }),
    needOwner: at('need-owner', needOwner),
    never: at('never', never),
  }
}

function readRuleLimits(file: RuleFile, node: MapNode, tell: Tell): Limits['mayNotTune'] {
  readMap(file, node, RULE_LIMITS, 'limit of rules', tell)
  tellNulls(file, node, RULE_LIMITS, tell)
  const list = presentEntry(node, 'may-not-tune')
  const items = list?.kind === 'list' ? list.items.filter(isTextNode) : []
  return items.map(({ value, offset }) => ({ value: String(value), at: locate(file.path, file.text, offset) }))
}
