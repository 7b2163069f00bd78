// Reads the tests that a rule carries.

import { type Diagnostic, didYouMean, quote, type Tell } from '../diagnostic.ts'
import type { Fields } from '../json.ts'
import { entryOf, fault, type MapNode, type Node, type RuleFile } from './document.ts'
import { RULE } from './fields.ts'
import { readMap, wrongShape } from './reader.ts'
import type { RuleTest } from './rule.ts'

/** The most fields at the top of a test's event; CloudTrail's have about thirty. Each test of a chain holds those of the one before. */
const MOST_TEST_FIELDS = 1000
const MOST_NAMED = 50

/** Reads the tests of a rule. One that extends an earlier test gets that one's event, changed field by field. */
export function readTests(file: RuleFile, items: readonly Node[], tell: Tell): readonly RuleTest[] {
  const tests: RuleTest[] = []
  const byName = new Map<string, RuleTest>()
  for (const item of items) {
    if (item.kind !== 'map') {
      tell(wrongShape(file, item, 'a test, which has name, event and matches'))
      continue
    }
    const { name, event, matches, extends: base } = readMap(file, item, RULE.tests.shape.list, 'test', tell)
    const extended = base === undefined ? {} : byName.get(base)?.event
    if (extended === undefined) tellNoTest(file, item, base ?? '', tests, tell)
    else if (name !== undefined && matches !== undefined && event !== undefined) {
      const test = { name, event: { ...extended, ...(event as Fields) }, matches }
      if (Object.keys(test.event).length > MOST_TEST_FIELDS) {
        tell(tooManyFields(file, item))
        continue
      }
      tests.push(test)
      if (!byName.has(name)) byName.set(name, test)
    }
  }
  return tests
}

function tooManyFields(file: RuleFile, item: MapNode): Diagnostic {
  const message = `the event has more than ${MOST_TEST_FIELDS} fields, with those of the test that it extends`
  return fault(file, entryOf(item, 'event')?.keyOffset ?? item.offset, 'wrong-value', message)
}

function tellNoTest(file: RuleFile, item: MapNode, name: string, tests: readonly RuleTest[], tell: Tell): void {
  const offset = entryOf(item, 'extends')?.value.offset ?? item.offset
  const names = tests.slice(-MOST_NAMED).map(test => test.name)
  const help = names.length === 0 ? 'a test can only extend an earlier test' : didYouMean(name, names)
  tell(fault(file, offset, 'wrong-value', `no earlier test is called ${quote(name)}`, help))
}
