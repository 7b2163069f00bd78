// Checks exceptions of rules against the rules in force: whether there is such a rule, whether its events can have what the filter asks
// for, and that no exception takes out an image with all of its findings.

import { type Diagnostic, didYouMean, quote } from '../../diagnostic.ts'
import { compile } from '../../language/compile.ts'
import type { CompiledRule } from '../../rules/compile.ts'
import type { AlertException, Exception } from '../../rules/exception.ts'
import { checkFilter } from '../../rules/filter.ts'
import type { Where } from '../../rules/rule.ts'
import type { Absent } from '../overrides.ts'
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
  return exceptions.flatMap((exception): readonly Diagnostic[] => {
    if (exception.kind !== 'alert') return []
    const compiled = byId.get(exception.rule)
    if (compiled !== undefined) return checkAlerts(exception, compiled, placeOf)
    const name = quote(exception.rule)
    const { at } = exception
    const why = absent.get(exception.rule)?.why
    if (why === undefined)
      return [
        {
          level: 'error',
          kind: 'unknown-rule',
          message: `there is no rule ${name} to accept alerts of`,
          help: didYouMean(exception.rule, ids),
          at,
        },
      ]
    return [{ level: 'warning', kind: 'idle-exception', message: `the exception for rule ${name} does nothing: ${why}`, at }]
  })
}

function checkAlerts(exception: AlertException, compiled: CompiledRule, placeOf: PlaceOf): readonly Diagnostic[] {
  const { rule, vocabulary } = compiled
  const { at } = exception
  if (!rule.enabled)
    return [
      { level: 'warning', kind: 'idle-exception', message: `the exception for rule ${quote(rule.id)} does nothing: it is not enabled`, at },
    ]
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
