// Whether rules can see what they are to judge. A gate whose rules cannot would be green whatever is there, so a rule counts
// only if some image could make it alert: its filter, without its suppressions, must be able to hold for the image's event.
//
// That event is a closed world: nobody called it, so whoever asks for a user, an address or an error finds nothing.

import { SCAN_EVENT_FIELDS } from '../events/scan.ts'
import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import type { Expression } from '../language/ast.ts'
import { canHoldTogether, type Formula, negateFormula, toFormula } from '../language/imply.ts'
import { parse } from '../language/parse.ts'
import { pathsOf } from '../language/paths.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { compileRule } from '../rules/compile.ts'
import type { Rule, RuleType } from '../rules/rule.ts'

/** Whether some enabled rule can say anything of an image. */
export function canJudgeImages(rules: readonly Rule[]): boolean {
  return rules.some(rule => rule.enabled && canJudgeImage(rule))
}

/** What is certain of the events that are made of an image, and which of their fields may be there at all. */
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
      // The aliases of fields that are there.
      fields: [...SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId'],
    },
  ],
  ['Finding', { certain: 'event_type = "finding"', fields: Object.keys(FINDING_VOCABULARY.fields) }],
])

/** Whether an image could make a rule alert, were the rule enabled. */
export function canJudgeImage(rule: Rule): boolean {
  const events = IMAGE_EVENTS.get(rule.type)
  // An image has one event, which meets no higher threshold.
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
  if ('problems' in parsing) throw new Error(`this premise is no filter: ${text}`)
  return toFormula(parsing.expression, vocabulary)
}

function absencesOf(expression: Expression, { fields }: ImageEvents, vocabulary: Vocabulary): readonly Formula[] {
  const { span } = expression
  return pathsOf(expression)
    .filter(({ segments: [name] }) => !fields.includes(String(name)))
    .map(path => toFormula({ kind: 'comparison', path, operator: '=', literal: { kind: 'null', span }, span }, vocabulary))
}
