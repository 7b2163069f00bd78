// The problems of one filter of a rule file, limited in number: a generated filter may repeat one mistake in ten thousand clauses.

import { check } from '../language/check.ts'
import { parse } from '../language/parse.ts'
import type { FilterProblem } from '../language/recover.ts'
import type { Vocabulary } from '../language/vocabulary.ts'

const MAX_PROBLEMS = 20

/** Returns the syntax errors of a filter or, with a vocabulary, the warnings about its clauses. */
export function checkFilter(text: string, vocabulary: Vocabulary | undefined): readonly FilterProblem[] {
  const parsing = parse(text)
  const problems = 'problems' in parsing ? parsing.problems : vocabulary === undefined ? [] : check(parsing.expression, vocabulary)
  const left = problems.slice(MAX_PROBLEMS, MAX_PROBLEMS + 1)
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    ...left.map(({ help: _, ...next }) => ({
      ...next,
      message: `${problems.length - MAX_PROBLEMS} more problems in this filter, from here on`,
    })),
  ]
}
