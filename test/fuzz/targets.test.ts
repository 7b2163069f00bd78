// Whatever a rule asks about targets: where it is certain about an event whose targets are not known, no description of them would have
// made it match; and what describes them is asked for wherever it could matter.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { type Described, targetIdsOf, withTargets, withUnknownTargets } from '../../src/events/target.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from '../gate/combine.ts'
import { fuzz } from './fuzz.ts'

const IDS = ['i-05c30218156bcc246', 'mi-0123456789abcdef0', 'i-0dbc91f429e48eeed']
const TEXTS = ['prod', 'dev', 'Linux', '10.0.0.1']

// A clause that compares with null says itself what absence means, so these properties do not hold for it.
const clause = fc
  .record({
    field: fc.constantFrom('target.name', 'target.tags.env', 'target.tags.role', 'target.id', 'eventName', 'user'),
    operator: fc.constantFrom('=', '!=', 'like', 'starts_with'),
    value: fc.constantFrom(...TEXTS, ...IDS, 'StartSession', 'alice'),
  })
  .map(({ field, operator, value }) => `${field} ${operator} "${value}"`)

const filter: fc.Arbitrary<string> = fc.letrec<{ any: string }>(tie => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    clause,
    tie('any').map(term => `not (${term})`),
    fc.tuple(tie('any'), fc.constantFrom('and', 'or'), tie('any')).map(([left, word, right]) => `(${left}) ${word} (${right})`),
  ),
})).any

const event = fc.record({ eventName: fc.constantFrom('StartSession', 'SendCommand'), instanceIds: fc.subarray(IDS, { minLength: 1 }) }).map(
  ({ eventName, instanceIds }): Fields => ({
    eventSource: 'ssm.amazonaws.com',
    eventName,
    eventID: '1',
    eventTime: '2026-11-23T11:00:00Z',
    userIdentity: { type: 'IAMUser', userName: 'alice' },
    requestParameters: { instanceIds },
  }),
)

const text = fc.option(fc.constantFrom(...TEXTS), { nil: undefined })
const facts = fc.record(
  { name: fc.constantFrom(...TEXTS), platform: fc.constantFrom(...TEXTS), tags: text.map(env => (env === undefined ? {} : { env })) },
  { requiredKeys: [] },
)
const descriptions = fc.array(facts, { minLength: IDS.length, maxLength: IDS.length })

const describer =
  (known: readonly object[]) =>
  (id: string): Described => ({ ...known[IDS.indexOf(id)], id })

function matches(rule: ReturnType<typeof makeRule>, seen: Fields): boolean {
  const evaluation = startEvaluation([rule])
  evaluation.see(seen)
  return evaluation.alerts().length > 0
}

const rules = fc
  .record({ filter, suppressions: fc.array(filter, { maxLength: 1 }) })
  .map(({ filter, suppressions }) => makeRule({ id: 'x', filter, suppressions }))

describe('a rule that looks at targets', () => {
  fuzz('is in doubt wherever a description could make it match', 300, [rules, event, descriptions], (rule, recorded, known) => {
    const evaluation = startEvaluation([rule])
    const doubt = evaluation.see(recorded)
    const isCertain = doubt === undefined && evaluation.alerts().length === 0
    if (isCertain) expect(matches(rule, withTargets(recorded, describer(known)))).toBe(false)
  })

  fuzz(
    'asks for descriptions wherever one could make it match, or not match',
    300,
    [rules, event, descriptions],
    (rule, recorded, known) => {
      if (startEvaluation([rule]).wants(recorded)) return
      const unknown = matches(rule, recorded)
      expect(matches(rule, withTargets(recorded, describer(known)))).toBe(unknown)
    },
  )

  fuzz('is in no doubt about targets that are known', 300, [rules, event, descriptions], (rule, recorded, known) => {
    expect(startEvaluation([rule]).see(withTargets(recorded, describer(known)))).toBeUndefined()
  })
})

describe('an event', () => {
  fuzz(
    'names its targets, and keeps them, whatever it has',
    300,
    [fc.object({ key: fc.constantFrom('target', 'id', 'omitted', 'x') })],
    value => {
      const fields = { eventSource: 'ssm.amazonaws.com', requestParameters: value, ...value } as Fields
      const named = withUnknownTargets(fields)
      expect(targetIdsOf(named)).toEqual(targetIdsOf(fields))
      expect(withUnknownTargets(named)).toEqual(named)
    },
  )
})
