// How filters see the events of recorded files that name targets: with the ids, and without anything that describes them. What a filter
// asks for and cannot see is told, because an event that is not shown would look like one that does not match.

import { fieldsLeftOut, hasPath } from '../events/cloudtrail.ts'
import { unknownTargetsOf, withTargetIds, withUnknownTargets } from '../events/target.ts'
import { needOfPlans } from '../gate/needs.ts'
import type { Fields } from '../json.ts'
import type { Plan } from '../language/compile.ts'
import { decide } from '../language/decide.ts'

/** Makes of a recorded event what these filters see of it. */
export function viewFor(plans: readonly Plan[]): (event: Fields) => Fields {
  const need = needOfPlans(plans)
  if (need === 'nothing') return event => event
  return need === 'ids' ? withTargetIds : withUnknownTargets
}

/** Whether a filter that does not match an event could match it, if it were known what describes its targets. */
export function couldMatch(plan: Plan, event: Fields): boolean {
  const isUnknown = fieldsLeftOut(event).includes('target')
  return isUnknown && !plan.matches(event) && decide(plan, event, ({ segments }) => hasPath(event, ['target'], segments)) !== false
}

/** Says what is not known of the targets of an event; empty if nothing is. */
export function tellUnknown(event: Fields): readonly string[] {
  return unknownTargetsOf(event).map(({ id, reason }) => `about a target ${reason}${id === undefined ? '' : `: ${id}`}`)
}
