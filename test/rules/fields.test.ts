// The table of fields and the rule agree: what a file may say is in the rule, or the table says that it is ignored. The compiler holds
// this where a rule is read, and each @ts-expect-error below is what it refuses: `tsc` fails where one is missing.

import { expect, test } from 'vitest'
import { type Field, type KeptField, RULE } from '../../src/rules/fields.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

test('every field of the table is in a rule that was read, unless it is ignored', () => {
  const text = JSON.stringify({ name: 'a', type: 'CloudTrail', severityOfAlerts: 1, filter: 'a = 1', rulesetId: 'x' })
  const [rule] = loadRules([{ path: 'a.json', text }]).rules
  const fields: readonly (readonly [string, Field])[] = Object.entries(RULE)
  const kept = fields.filter(([, { ignored }]) => ignored !== true).map(([name]) => name)
  expect(Object.keys(rule ?? {}).sort()).toEqual([...kept, 'file'].sort())
})

test('a new field of the table has to be one of the rule', () => {
  type NewTable = typeof RULE & { readonly owner: { readonly shape: 'text'; readonly meaning: 'who answers for it' } }
  // @ts-expect-error A rule has no owner.
  const read: Pick<Rule, KeptField<NewTable>> | undefined = undefined
  type Ignoring = typeof RULE & { readonly owner: { readonly shape: 'text'; readonly meaning: 'for people'; readonly ignored: true } }
  const ignored: Pick<Rule, KeptField<Ignoring>> | undefined = undefined
  expect([read, ignored]).toEqual([undefined, undefined])
})

test('a field that is not carried over is missed', () => {
  const read = ({ tags: _, ...others }: Pick<Rule, KeptField>): Pick<Rule, KeptField> =>
    // @ts-expect-error The tags are forgotten.
    others
  expect(read).toBeTypeOf('function')
})
