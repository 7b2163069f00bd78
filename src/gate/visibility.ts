// Decides whether rules can see what they are supposed to judge. A gate whose rules cannot would always be green, so a rule counts
// only if some image could make it alert: its filter can hold for an event of the image while none of its suppressions does.
//
// These events are a closed world. The image's own event records no actual call: it has no user, address or error.

import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import { SCAN_EVENT_FIELDS } from '../image/image.ts'
import type { Expression } from '../language/ast.ts'
import type { Plan } from '../language/compile.ts'
import { canHoldTogether, type Formula, negateFormula, toFormula } from '../language/imply.ts'
import { parse } from '../language/parse.ts'
import { pathsOf } from '../language/paths.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { compileRule, vocabularyOf } from '../rules/compile.ts'
import type { Rule, RuleType } from '../rules/rule.ts'

/** Whether some enabled rule can alert on an image. */
export function canJudgeImages(rules: readonly Rule[]): boolean {
  return rules.some(rule => rule.enabled && canJudgeImage(rule))
}

/** What always holds for the events made from an image, and which fields they can have. */
interface ImageEvents {
  readonly certain: string
  readonly fields: readonly string[]
}

const IMAGE_EVENTS: ReadonlyMap<RuleType, ImageEvents> = new Map([
  [
    'CloudTrail',
    {
      certain:
        'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and requestParameters != null and responseElements.imageScanFindings.findingSeverityCounts != null',
      // The last four are aliases, computed from fields that these events have.
      fields: [...SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: 'event_type = "finding" and state = "open"', fields: Object.keys(FINDING_VOCABULARY.fields) }],
])

/** Whether an image could make a rule alert if the rule were enabled. */
export function canJudgeImage(rule: Rule): boolean {
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const { filter, suppressions, vocabulary } = compileRule(rule)
  const silent = suppressions.map(({ expression }) => negateFormula(toFormula(expression, vocabulary)))
  return meetsImage(rule, [filter, ...suppressions], [toFormula(filter.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
export function canSuppressImage(rule: Rule, position: number): boolean {
  const { filter, suppressions, vocabulary } = compileRule(rule)
  const plans = [filter, ...suppressions.slice(position, position + 1)]
  return meetsImage(
    rule,
    plans,
    plans.map(({ expression }) => toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ type }: Rule, plans: readonly Plan[], formulas: readonly Formula[]): boolean {
  const events = IMAGE_EVENTS.get(type)
  if (events === undefined) return false
  const vocabulary = vocabularyOf(type)
  const absences = plans.flatMap(({ expression }) => absencesOf(expression, events, vocabulary))
  return canHoldTogether([premise(events.certain, vocabulary), ...absences, ...formulas])
}

function premise(text: string, vocabulary: Vocabulary): Formula {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(`this premise is not a filter: ${text}`)
  return toFormula(parsing.expression, vocabulary)
}

function absencesOf(expression: Expression, { fields }: ImageEvents, vocabulary: Vocabulary): readonly Formula[] {
  const { span } = expression
  return pathsOf(expression)
    .filter(({ segments: [name] }) => !fields.includes(String(name)))
    .map(path => toFormula({ kind: 'comparison', path, operator: '=', literal: { kind: 'null', span }, span }, vocabulary))
}
