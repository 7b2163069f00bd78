// Decides whether rules can see what they are supposed to judge. A gate whose rules cannot would always be green, so a rule counts
// only if some image could make it alert: its filter can hold for an event of the image while none of its suppressions does.
//
// These events are a closed world. The image's own event records no actual call: it has no user, address or error.

import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import { SCAN_EVENT_FIELDS } from '../image/event.ts'
import type { Path } from '../language/ast.ts'
import { compareTo, pathTo } from '../language/clause.ts'
import type { Plan } from '../language/compile.ts'
import { canHoldTogether, type Formula, negateFormula, toFormula } from '../language/imply.ts'
import { pathsOf } from '../language/paths.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { RuleType } from '../rules/rule.ts'

/** Whether some enabled rule can alert on an image. */
export function canJudgeImages(rules: readonly CompiledRule[]): boolean {
  return rules.some(compiled => compiled.rule.enabled && canJudgeImage(compiled))
}

/** What always holds for the events made from an image: fields that have one value, or always have some; and which fields there can be. */
interface ImageEvents {
  readonly certain: Readonly<Record<string, string>>
  readonly present: readonly string[]
  readonly fields: readonly string[]
}

const IMAGE_EVENTS: ReadonlyMap<RuleType, ImageEvents> = new Map([
  [
    'CloudTrail',
    {
      certain: { event_type: 'cloudtrail', eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImageScanFindings' },
      present: ['requestParameters', 'responseElements.imageScanFindings.findingSeverityCounts'],
      // The last four are aliases, computed from fields that these events have.
      fields: [...SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: { event_type: 'finding', state: 'open' }, present: [], fields: Object.keys(FINDING_VOCABULARY.fields) }],
])

/** Whether an image could make a rule alert if the rule were enabled. */
export function canJudgeImage(compiled: CompiledRule): boolean {
  const { rule, filter, suppressions, vocabulary } = compiled
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const silent = suppressions.map(({ expression }) => negateFormula(toFormula(expression, vocabulary)))
  return meetsImage(compiled, [filter, ...suppressions], [toFormula(filter.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
export function canSuppressImage(compiled: CompiledRule, position: number): boolean {
  const { filter, suppressions, vocabulary } = compiled
  const plans = [filter, ...suppressions.slice(position, position + 1)]
  return meetsImage(
    compiled,
    plans,
    plans.map(({ expression }) => toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ rule, vocabulary }: CompiledRule, plans: readonly Plan[], formulas: readonly Formula[]): boolean {
  const events = IMAGE_EVENTS.get(rule.type)
  if (events === undefined) return false
  const isAbsent = ({ segments: [name] }: Path): boolean => !events.fields.includes(String(name))
  const absent = plans.flatMap(({ expression }) => pathsOf(expression)).filter(isAbsent)
  const premises = [
    ...Object.entries(events.certain).map(([field, value]) => compareTo(pathTo(field), '=', value)),
    ...events.present.map(field => compareTo(pathTo(field), '!=', null)),
    ...absent.map(path => compareTo(path, '=', null)),
  ]
  return canHoldTogether([...premises.map(clause => toFormula(clause, vocabulary)), ...formulas])
}
