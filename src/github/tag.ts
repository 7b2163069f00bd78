// What of a tag stays from commit to commit: the name by which the comment of a pull request is found again by its next run.
//
// What changes is recognised by what the run knows of itself, and else by its shape. Short numbers stay, for they tell the legs
// of a matrix apart: a comment too many is a nuisance, but a pass in the place of another leg's fail would be a lie.

import { isSha } from './context.ts'

/** What of a run may stand in a tag, as the environment has it; what is no commit and no number is left aside. */
export interface Passing {
  readonly commits: readonly string[]
  /** The run's id and its number. */
  readonly numbers: readonly string[]
  readonly attempt: string
}

/** The tag with an asterisk, which no tag has, for each part that another commit or another run would have otherwise. */
export function lastingTag(tag: string, { commits, numbers, attempt }: Passing): string {
  const passing = [
    // Any commit that is a token by itself; git describe says before it how many there were since the last tag.
    tokenOf('(?:\\d+-g)?[0-9a-f]{7,}'),
    ...commits.filter(isSha).flatMap(sha => Array.from({ length: 34 }, (_, i) => sha.slice(0, 40 - i))),
    ...numbers.filter(isNumber).map(tokenOf),
    // Times and the numbers of builds.
    '\\d{6,}',
  ]
  const lasting = tag.replace(new RegExp(passing.join('|'), 'gi'), '*')
  // The attempt is a 1 or a 2, which a version may have as well. So it only counts behind what it is an attempt of.
  return isNumber(attempt) ? lasting.replace(new RegExp(`(?<=\\*[._-])${tokenOf(attempt)}`, 'g'), '*') : lasting
}

function tokenOf(pattern: string): string {
  return `(?<![0-9a-zA-Z])${pattern}(?![0-9a-zA-Z])`
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}
