// Lists that AWS gives page by page: each page has the token of the next one. A token that was seen before would lead in a circle.

import { Fault } from '../fault.ts'
import { plural } from '../plural.ts'

export interface Page<T> {
  readonly page: T
  /** The token of the next page; none, or an empty one, if this is the last. */
  readonly next: string | undefined
}

interface Listing {
  /** Who answers, in messages. */
  readonly who: string
  /** What cannot be read if a token comes again. */
  readonly rest?: string
  readonly at?: string
}

/** Yields the pages of a list, numbered from 1. What was read before a fault has been yielded. */
export async function* turnPages<T>(
  { who, rest = 'the rest', at }: Listing,
  ask: (token: string | undefined, number: number) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const tokens = new Set<string>()
  let token: string | undefined
  for (let number = 1; ; number++) {
    const { page, next } = await ask(token, number)
    yield page
    if (next === undefined || next === '') return
    const message = `after ${plural(number, 'page')} ${who} repeated a token: ${rest} cannot be read`
    if (tokens.has(next)) throw new Fault('aws-answer', { message, ...(at !== undefined && { at }) })
    tokens.add(next)
    token = next
  }
}
