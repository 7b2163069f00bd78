// Runs the language-neutral vectors, which define what a filter means according to docs/language.md. Other engines (push-down,
// SQL) are tested with the same file.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import type { Fields } from '../../src/json.ts'
import { compile } from '../../src/language/compile.ts'
import { explain } from '../../src/language/explain.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'

interface Group {
  readonly filter: string
  readonly matches: readonly Fields[]
  readonly misses: readonly Fields[]
}

const groups = parseYaml(readFileSync(new URL('./cases.yml', import.meta.url), 'utf8')) as readonly Group[]

function planOf(filter: string) {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return compile(parsing.expression, VOCABULARY)
}

describe.each(groups)('$filter', ({ filter, matches, misses }) => {
  test('has the same outcome when parsed, printed and explained', () => {
    const plan = planOf(filter)
    const printed = planOf(print(plan.expression))
    for (const [events, expected] of [
      [matches, true],
      [misses, false],
    ] as const) {
      for (const event of events) {
        expect({ event, holds: plan.matches(event) }).toEqual({ event, holds: expected })
        expect({ event, holds: printed.matches(event) }).toEqual({ event, holds: expected })
        expect({ event, holds: explain(plan, event, VOCABULARY).holds }).toEqual({ event, holds: expected })
      }
    }
  })
})
