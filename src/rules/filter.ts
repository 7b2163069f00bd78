// The problems of one filter of a rule file, limited in number: a generated filter may repeat one mistake in ten thousand clauses.

import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY } from '../events/vocabulary.ts'
import type { Expression } from '../language/ast.ts'
import { check } from '../language/check.ts'
import { parse } from '../language/parse.ts'
import type { FilterProblem } from '../language/recover.ts'
import type { Vocabulary } from '../language/vocabulary.ts'

const MOST_PROBLEMS = 20

/** Parses a filter, and returns its syntax errors or, with a vocabulary, the warnings about its clauses. */
export function parseFilter(
  text: string,
  vocabulary: Vocabulary | undefined,
): { readonly expression?: Expression; readonly problems: readonly FilterProblem[] } {
  const parsing = parse(text)
  if ('problems' in parsing) return { problems: limitProblems(parsing.problems, text, vocabulary) }
  const { expression } = parsing
  return { expression, problems: vocabulary === undefined ? [] : checkFilter(expression, text, vocabulary) }
}

/** Returns the warnings about the clauses of a filter, which has this text. */
export function checkFilter(expression: Expression, text: string, vocabulary: Vocabulary): readonly FilterProblem[] {
  return limitProblems(check(expression, vocabulary), text, vocabulary)
}

function limitProblems(problems: readonly FilterProblem[], text: string, vocabulary: Vocabulary | undefined): readonly FilterProblem[] {
  const left = problems.slice(MOST_PROBLEMS, MOST_PROBLEMS + 1)
  return [
    ...problems.slice(0, MOST_PROBLEMS).map(problem => nameOtherType(problem, text, vocabulary)),
    ...left.map(({ help: _, ...next }) => ({
      ...next,
      message: `${problems.length - MOST_PROBLEMS} more problems in this filter, from here on`,
    })),
  ]
}

const TYPES = [
  { vocabulary: CLOUDTRAIL_VOCABULARY, help: 'CloudTrail events have this field: a rule of type CloudTrail sees them' },
  { vocabulary: FINDING_VOCABULARY, help: 'findings have this field: a rule of type Finding sees them' },
]

// A field that events of the other type have was not misspelled: the rule has the wrong type.
function nameOtherType(problem: FilterProblem, text: string, vocabulary: Vocabulary | undefined): FilterProblem {
  const field = /\w+/y
  field.lastIndex = problem.offset
  const name = problem.kind === 'unknown-field' ? (field.exec(text)?.[0] ?? '') : ''
  const knows = ({ fields, aliases }: Vocabulary): boolean => Object.hasOwn(fields, name) || aliases.has(name)
  const other = TYPES.find(type => type.vocabulary !== vocabulary && knows(type.vocabulary))
  return other === undefined || vocabulary === undefined || knows(vocabulary) ? problem : { ...problem, help: other.help }
}
