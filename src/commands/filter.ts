// A filter from the command line: reports its errors or warnings, and compiles it unless there are errors.

import { locate, renderDiagnostics } from '../diagnostic.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { check } from '../language/check.ts'
import { compile, type Plan } from '../language/compile.ts'
import { parse } from '../language/parse.ts'
import type { FilterProblem } from '../language/recover.ts'
import type { World } from '../run/world.ts'

// A filter of the command line only asks, so a clause that can never hold is told and nothing more.
const asked = (problem: FilterProblem): FilterProblem => ({ ...problem, level: 'warning' })

// A generated filter may make the same mistake in every clause.
const MOST_PROBLEMS = 20

export function readFilter(text: string, world: World): Plan | undefined {
  const parsing = parse(text)
  const problems = 'problems' in parsing ? parsing.problems : check(parsing.expression, VOCABULARY).map(asked)
  world.tell(
    renderDiagnostics(
      problems.slice(0, MOST_PROBLEMS).map(({ offset, ...problem }) => ({ ...problem, at: locate('filter', text, offset) })),
    ),
  )
  return 'problems' in parsing ? undefined : compile(parsing.expression, VOCABULARY)
}
