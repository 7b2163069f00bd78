// The part of a tag that stays from commit to commit, by which the next run finds the comment on the pull request again.
//
// The parts that change are recognised by what the run knows about itself, and otherwise by their shape. Short numbers stay, because
// they may tell the legs of a matrix apart: one comment too many is a nuisance, but a pass that replaces another leg's fail is wrong.

import { isSha } from './context.ts'

/** The values of a run that may be part of a tag, from the environment. Values that are not commits or numbers are ignored. */
export interface Passing {
  readonly commits: readonly string[]
  /** The run's id and its number. */
  readonly numbers: readonly string[]
  readonly attempt: string
}

/** The tag with an asterisk, which no tag can contain, for each part that changes from commit to commit or from run to run. */
export function lastingTag(tag: string, { commits, numbers, attempt }: Passing): string {
  const passing = [
    // Any commit that is a token by itself. git describe puts the number of commits since the last tag before it.
    tokenOf('(?:\\d+-g)?[0-9a-f]{7,}'),
    ...commits.filter(isSha).flatMap(sha => Array.from({ length: 34 }, (_, i) => sha.slice(0, 40 - i))),
    ...numbers.filter(isNumber).map(tokenOf),
    // Times and build numbers.
    '\\d{6,}',
  ]
  const lasting = tag.replace(new RegExp(passing.join('|'), 'gi'), '*')
  // The attempt is often a 1 or a 2, which a version may contain too, so it only counts after an asterisk: a run or a commit.
  return isNumber(attempt) ? lasting.replace(new RegExp(`(?<=\\*[._-])${tokenOf(attempt)}`, 'g'), '*') : lasting
}

function tokenOf(pattern: string): string {
  return `(?<![0-9a-zA-Z])${pattern}(?![0-9a-zA-Z])`
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}
