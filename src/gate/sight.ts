// Decides whether rules can see what they are supposed to judge. A gate whose rules cannot would always be green, so a rule counts
// only if some image could make it alert: its filter can hold for an event of the image while none of its suppressions does.
//
// These events are a closed world. The image's own event records no actual call: it has no user, address or error.

import { SCAN_EVENT_FIELDS } from '../events/scan.ts'
import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import type { Expression } from '../language/ast.ts'
import { canHoldTogether, type Formula, negateFormula, toFormula } from '../language/imply.ts'
import { parse } from '../language/parse.ts'
import { pathsOf } from '../language/paths.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { compileRule } from '../rules/compile.ts'
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
      // The last three are aliases, computed from fields that these events have.
      fields: [...SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId'],
    },
  ],
  ['Finding', { certain: 'event_type = "finding" and state = "open"', fields: Object.keys(FINDING_VOCABULARY.fields) }],
])

/** Whether an image could make a rule alert if the rule were enabled. */
export function canJudgeImage(rule: Rule): boolean {
  const events = IMAGE_EVENTS.get(rule.type)
  // An image has only one event, which never reaches a threshold above 1.
  if (events === undefined || (rule.type === 'CloudTrail' && rule.threshold > 1)) return false
  const { filter, suppressions, vocabulary } = compileRule(rule)
  const expressions = [filter, ...suppressions].map(({ expression }) => expression)
  return canHoldTogether([
    premise(events.certain, vocabulary),
    ...expressions.flatMap(expression => absencesOf(expression, events, vocabulary)),
    toFormula(filter.expression, vocabulary),
    ...suppressions.map(({ expression }) => negateFormula(toFormula(expression, vocabulary))),
  ])
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
