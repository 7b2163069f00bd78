// What was not seen, as reasons of a verdict: with what to do about it, and once for a cause that several sources share.

import { listOf } from '../diagnostic.ts'
import type { FaultCode } from '../fault.ts'
import { groupBy } from '../group.ts'
import type { Coverage, Gap } from './coverage.ts'

/** The reasons of all gaps, in their order. */
export function tellGaps(coverage: readonly Coverage[]): readonly string[] {
  const gaps = coverage.filter((each): each is Gap => each.state === 'gap')
  return [...groupBy(gaps, each => causeOf(each) ?? each).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const same = others.length === 0 ? '' : `${SAME}${listOf(others.map(({ origin }) => origin))}`
    const help = helpOf(first)
    return [`${first.message}${same}${help === undefined ? '' : `; ${help}`}`]
  })
}

/** Whether a reason tells this gap. */
export function tells(reason: string, gap: Gap): boolean {
  if (reason.startsWith(gap.message)) return true
  const [, shared] = reason.split(SAME)
  return shared?.includes(gap.origin) === true && causeOf(gap) !== undefined
}

const SAME = '; the same for '

const SHARED: FaultCode = 'aws-credentials'

// Without credentials nothing can be read, whatever is asked for.
function causeOf({ diagnostics: [only, ...others] }: Gap): string | undefined {
  return only?.kind === SHARED && others.length === 0 ? JSON.stringify([only.kind, only.help]) : undefined
}

function helpOf({ message, diagnostics: [only, ...others] }: Gap): string | undefined {
  return only !== undefined && others.length === 0 && message.includes(only.message) ? only.help : undefined
}
