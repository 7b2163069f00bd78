// Rules are tried only on events of sources that they can match. That leaves out no event that a rule's filter matches.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCloudTrail } from '../../src/events/cloudtrail.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { compileRule, matchesRule } from '../../src/rules/compile.ts'
import { makeRule } from './combine.ts'

const CLAUSES = [
  'eventSource = "ssm.amazonaws.com"',
  'eventSource != "ssm.amazonaws.com"',
  'eventSource in ("ssm.amazonaws.com", "ecr.amazonaws.com")',
  'eventSource starts_with "s"',
  'eventSource like "amazonaws"',
  'eventSource = "14"',
  'eventSource = null',
  'not eventSource = "ecr.amazonaws.com"',
  'eventName = "A"',
]
const SOURCES = [
  'ssm.amazonaws.com',
  'SSM.amazonaws.com',
  'ecr.amazonaws.com',
  's3.amazonaws.com',
  'aws:s3',
  '14',
  14,
  null,
  ['ssm.amazonaws.com', 'ecr.amazonaws.com'],
  {},
]

const filter = fc
  .tuple(fc.constantFrom(...CLAUSES), fc.constantFrom(' and ', ' or '), fc.constantFrom(...CLAUSES))
  .map(([one, word, other]) => `${one}${word}${other}`)

const event = fc.record(
  {
    eventSource: fc.constantFrom<unknown>(...SOURCES),
    eventName: fc.constantFrom('A', 'B'),
    event_type: fc.constantFrom('finding', 'cloudtrail'),
  },
  { requiredKeys: ['eventName'] },
)

test('an evaluation of many rules matches what each of them matches', () => {
  fc.assert(
    fc.property(fc.array(filter, { minLength: 1, maxLength: 5 }), fc.array(event, { maxLength: 8 }), (filters, events) => {
      const rules = filters.map((text, i) =>
        makeRule({
          id: `rule-${i}`,
          name: `Rule ${i}`,
          filter: text,
          aggregateFields: ['eventID'],
          ...(i === 4 && { type: 'Finding', filter: 'id = null' }),
        }),
      )
      const evaluation = startEvaluation(rules)
      const numbered = events.map((each, i): Fields => ({ ...each, eventID: String(i) }))
      for (const each of numbered) evaluation.see(each)
      for (const rule of rules) {
        const seen = numbered.filter(each => isCloudTrail(each) && (rule.type === 'CloudTrail' || each['event_type'] === 'finding'))
        const expected = seen.filter(each => matchesRule(compileRule(rule), each)).map(each => each['eventID'])
        const found = evaluation.alerts().flatMap(alert => (alert.ruleId === rule.id ? alert.eventIds : []))
        expect([...found].sort()).toEqual(expected)
      }
    }),
  )
})
