// What `lint` makes of names of rules that it was not given. A file of overrides and exceptions may be linted by itself, as pre-commit
// does with the files that changed, and then the rules that it names may stand in files that nobody passed. Where any rule is given, or the
// name is nearly that of a shipped one, a name that no rule has is a mistake. `check` has all files, and refuses every such name.

import { type Diagnostic, type Place, quote, suggest } from '../diagnostic.ts'
import { limitIdle } from '../gate/overrides.ts'
import type { Limits } from '../rules/limits.ts'
import type { Loading } from '../rules/load.ts'
import type { Rule } from '../rules/rule.ts'

type Parts = Pick<Loading, 'overrides' | 'exceptions'> & { readonly limits: readonly Limits[] }

interface Naming {
  readonly rule: string
  readonly at: Place
  readonly what: string
}

/** Takes out whatever names rules that may stand in other files, and says that it is not checked. */
export function leaveOut(loading: Loading, limits: readonly Limits[], shipped: readonly Rule[]): Parts & Pick<Loading, 'diagnostics'> {
  if (loading.rules.length > 0) return { ...loading, limits, diagnostics: [] }
  const ids = new Set(shipped.map(({ id }) => id))
  const namings = listNamings({ ...loading, limits })
  const unknown = new Set(namings.map(({ rule }) => rule).filter(rule => !ids.has(rule) && suggest(rule, ids) === undefined))
  return {
    overrides: loading.overrides.filter(({ rule }) => !unknown.has(rule)),
    exceptions: loading.exceptions.filter(exception => exception.kind !== 'alert' || !unknown.has(exception.rule)),
    limits: limits.map(each => ({ ...each, mayNotTune: each.mayNotTune.filter(({ value }) => !unknown.has(value)) })),
    diagnostics: limitIdle(
      namings.filter(({ rule }) => unknown.has(rule)),
      new Map(),
    ).map(tell),
  }
}

function listNamings({ overrides, exceptions, limits }: Parts): readonly Naming[] {
  return [
    ...overrides.map(({ rule, at }) => ({ rule, at, what: 'this override' })),
    ...exceptions.flatMap(each => (each.kind === 'alert' ? [{ rule: each.rule, at: each.at, what: 'this exception' }] : [])),
    ...limits.flatMap(({ mayNotTune }) => mayNotTune.map(({ value, at }) => ({ rule: value, at, what: 'this limit' }))),
  ]
}

function tell({ rule, at, what }: Naming): Diagnostic {
  return {
    level: 'warning',
    kind: 'not-checked',
    message: `no shipped rule is called ${quote(rule)}, and no file with rules was given, so ${what} is not checked`,
    help: 'name the file of the rule too, or the folder of both; check refuses a name that no rule has',
    at,
  }
}
