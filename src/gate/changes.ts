// What a user's rules, overrides and settings take away from a gate, told by name: rules that could stop a deployment and no longer
// can, and rules that are not evaluated. What somebody switched off in so many words is a warning. What two statements of a user
// contradict each other about, or what nothing evaluates although it should stop a deployment, is an error.

import { type Diagnostic, quote } from '../diagnostic.ts'
import type { LiveKind } from '../events/live.ts'
import { canHoldTogether, negateFormula } from '../language/imply.ts'
import type { CompiledRule } from '../rules/compile.ts'
import { toLintedRule } from '../rules/lint/linted.ts'
import { actionOf, canFail, liveKindOf, type Rule, type Where } from '../rules/rule.ts'
import { canJudgeImage } from './visibility.ts'

type PlaceOf = (rule: Rule, where: Where) => Diagnostic['at']

/**
 * Warns at the change about a rule that could alert on an image, or fail the deployment, as it was written before, and cannot any more.
 * `old` are the rules of its id or name as they were written.
 */
export function tellWeakened(compiled: CompiledRule, old: readonly CompiledRule[], at: Diagnostic['at']): readonly Diagnostic[] {
  const { rule } = compiled
  const warn = (kind: string, what: string, help?: string): readonly Diagnostic[] => {
    return [{ level: 'warning', kind, message: `rule ${quote(rule.id)} ${what}`, ...(help !== undefined && { help }), ...(at && { at }) }]
  }
  if (rule.enabled && old.some(canJudgeImage) && !canJudgeImage(compiled))
    return warn(
      'blind-rule',
      'can no longer alert on an image',
      rule.type === 'CloudTrail' && rule.threshold > 1 ? WHY_COUNTING : WHY_BLIND,
    )
  const why = old.some(before => canFail(before.rule)) ? findWeakness(compiled) : undefined
  return why === undefined ? [] : warn('weakened-rule', `no longer fails the deployment: ${why}`)
}

const WHY_COUNTING = 'an image has one event, so a threshold above 1 is never reached'
const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one"

function findWeakness(compiled: CompiledRule): string | undefined {
  const { rule } = compiled
  if (!rule.enabled) return 'it is not enabled'
  if (!canFail(rule)) return `its action is ${actionOf(rule)}`
  return canAlert(compiled) ? undefined : 'its suppressions remove every event that its filter matches'
}

function canAlert(compiled: CompiledRule): boolean {
  const { premises, filter, suppressions } = toLintedRule(compiled, 0)
  return canHoldTogether([...premises, filter.formula, ...suppressions.map(({ formula }) => negateFormula(formula))])
}

/** Reports rules of the user that should fail the deployment, but that `fail-on` or `max-findings` replaces by one that does not. */
export function tellOverruled(overruled: readonly Rule[], setting: string, standIn: (rule: Rule) => Rule | undefined, placeOf: PlaceOf) {
  return overruled.flatMap((rule): readonly Diagnostic[] => {
    const by = standIn(rule)
    if (!canFail(rule) || by === undefined || canFail(by)) return []
    return [
      {
        level: 'error',
        kind: 'overruled-rule',
        message: `rule ${quote(rule.id)} fails the deployment, but ${setting} replaces it by a rule that does not`,
        help: `remove ${setting}, or give the rule severityOfAlerts 2`,
        at: placeOf(rule, { field: 'filter', offset: 0 }) ?? rule.file,
      },
    ]
  })
}

/**
 * Reports enabled rules over what is going on now, where that is not read. `read` is what is; undefined where nothing can be, as in a
 * judgement of recorded files.
 */
export function tellUnread(rules: readonly Rule[], read: readonly LiveKind[] | undefined, placeOf: PlaceOf): readonly Diagnostic[] {
  return rules.flatMap((rule): readonly Diagnostic[] => {
    const kind = liveKindOf(rule.type)
    if (!rule.enabled || kind === undefined || read?.includes(kind)) return []
    const why = read === undefined ? `${kind} are in no recorded file` : `${kind} are not read`
    const told = {
      kind: 'unread-rule',
      message: `rule ${quote(rule.id)} is not evaluated: ${why}`,
      at: placeOf(rule, { field: 'type', offset: 0 }) ?? rule.file,
    }
    if (read === undefined) return [{ ...told, level: 'warning', help: `check reads them with audit-live: ${kind}` }]
    const help = `read them with audit-live: ${kind}, or write enabled: false`
    return [{ ...told, level: canFail(rule) ? 'error' : 'warning', help }]
  })
}
