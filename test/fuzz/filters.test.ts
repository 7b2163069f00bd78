// Whatever a filter contains, it is understood or refused at a place in its text; and a filter that is understood can be checked, matched,
// explained and proven about without an error, over any event.

import fc from 'fast-check'
import { expect } from 'vitest'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import { check } from '../../src/language/check.ts'
import { compile } from '../../src/language/compile.ts'
import { explain } from '../../src/language/explain.ts'
import { canHoldTogether, toFormula } from '../../src/language/imply.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { lintRules } from '../../src/rules/lint/lint.ts'
import { loadRules } from '../../src/rules/load.ts'
import { damagedText } from './damage.ts'
import { events, expressions } from './filters.ts'
import { fuzz } from './fuzz.ts'

const WORDS = [
  ' and ',
  ' or ',
  'not ',
  ' in (',
  ')',
  '(',
  ' = ',
  ' != ',
  '==',
  ' like ',
  ' starts_with ',
  ' > ',
  '"',
  "'",
  '.',
  '[0]',
  'null',
  'user',
  'event_type',
  '“',
  '&&',
  '@Name',
  '/8',
]

fuzz('a damaged filter, over any event', 2000, [damagedText(expressions.map(print), WORDS), events], (text, event) => {
  const parsing = parse(text)
  if ('problems' in parsing) {
    expect(parsing.problems.length).toBeGreaterThan(0)
    for (const { offset, message } of parsing.problems) {
      expect(message).not.toBe('')
      expect(offset >= 0 && offset <= text.length).toBe(true)
    }
    return
  }
  const { expression } = parsing
  check(expression, VOCABULARY)
  const plan = compile(expression, VOCABULARY)
  const holds = plan.matches(event)
  expect(explain(plan, event, VOCABULARY).holds).toBe(holds)
  // What is proven impossible never happens.
  if (holds && 'eventSource' in event) expect(canHoldTogether([toFormula(expression, VOCABULARY)])).toBe(true)
})

fuzz(
  'rules with damaged filters and suppressions, loaded and linted',
  500,
  [fc.array(damagedText(expressions.map(print), WORDS), { minLength: 1, maxLength: 4 })],
  filters => {
    const text = JSON.stringify(
      filters.map((filter, i) => ({
        name: `rule ${i}`,
        type: 'CloudTrail',
        severityOfAlerts: 1,
        filter,
        suppressions: filters.slice(0, i),
      })),
    )
    const { compiled } = loadRules([{ path: 'a.json', text }])
    for (const { message } of lintRules(compiled, {})) expect(message).not.toBe('')
  },
)
