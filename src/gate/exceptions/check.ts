// Checks exceptions of rules against the rules in force: whether there is such a rule, whether its events can have what the filter asks
// for, and that no exception takes out an image with all of its findings.

import { type Diagnostic, type Place, quote } from '../../diagnostic.ts'
import { compile } from '../../language/compile.ts'
import type { CompiledRule } from '../../rules/compile.ts'
import type { AlertException, Exception } from '../../rules/exception.ts'
import { checkFilter } from '../../rules/filter.ts'
import type { Where } from '../../rules/rule.ts'
import { type Absent, limitIdle, unknownRule } from '../overrides.ts'
import { canSuppressImage } from '../visibility.ts'
import { proposeException } from './propose.ts'

type PlaceOf = (exception: Exception, where: Where) => Diagnostic['at']

/** Returns what is wrong with the exceptions of rules. */
export function checkExceptions(
  exceptions: readonly Exception[],
  rules: readonly CompiledRule[],
  absent: Absent,
  placeOf: PlaceOf,
): readonly Diagnostic[] {
  const byId = new Map(rules.map(each => [each.rule.id, each]))
  const ids = [...byId.keys(), ...absent.keys()]
  const ofRules = exceptions.filter(exception => exception.kind === 'alert')
  const idle = ofRules.filter(({ rule }) => !byId.has(rule))
  return [
    ...ofRules.flatMap(exception => {
      const compiled = byId.get(exception.rule)
      return compiled === undefined ? [] : checkAlerts(exception, compiled, placeOf)
    }),
    ...limitIdle(idle, absent).map(({ rule, at }) => {
      const why = absent.get(rule)?.why
      return why === undefined ? unknownRule(rule, 'to accept alerts of', ids, at) : tellIdle(rule, why, at)
    }),
  ]
}

function tellIdle(rule: string, why: string, at: Place): Diagnostic {
  return { level: 'warning', kind: 'idle-exception', message: `the exception for rule ${quote(rule)} does nothing: ${why}`, at }
}

function checkAlerts(exception: AlertException, compiled: CompiledRule, placeOf: PlaceOf): readonly Diagnostic[] {
  const { rule, vocabulary } = compiled
  const { at } = exception
  if (!rule.enabled) return [tellIdle(rule.id, 'it is not enabled', at)]
  const problems = checkFilter(exception.expression, exception.filter, vocabulary).map(({ offset, ...problem }) => ({
    ...problem,
    at: placeOf(exception, { field: 'filter', offset }) ?? at,
  }))
  if (rule.type !== 'CloudTrail' || !takesImage(exception, compiled)) return problems
  const message = `the exception for rule ${quote(rule.id)} could let a whole image through, with all of its findings`
  return [
    ...problems,
    {
      level: 'error',
      kind: 'whole-image',
      message,
      help: `accept findings instead: ${proposeException(exception.expression)}`,
      at,
    },
  ]
}

// As a suppression of its rule it would take out the event of an image.
function takesImage({ expression }: AlertException, compiled: CompiledRule): boolean {
  return canSuppressImage({ ...compiled, suppressions: [compile(expression, compiled.vocabulary)] }, 0)
}
