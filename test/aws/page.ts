// The pages of a list, and the tokens that lead from one page to the next.

import { type Fields, makeToken, readToken, sha256, Violation } from './wire.ts'

interface Paging {
  /** How many entries a page has if the request does not say. */
  readonly usual: number
  /** The error for a token that is not valid. */
  readonly invalid: string
  /** The members of the request, where they have other names. */
  readonly token?: string
  readonly size?: string
}

interface Page {
  readonly entries: readonly Fields[]
  /** Leads to the next page; not there on the last one. */
  readonly next?: string
}

/** The page that a request asks for. A token is only valid with the parameters of the call that gave it. */
export function readPage(found: readonly Fields[], input: Fields, paging: Paging): Page {
  const { token = 'NextToken', size = 'MaxResults' } = paging
  const { [token]: given, [size]: asked, ...question } = input
  const subject = sha256(JSON.stringify(question))
  const from = given === undefined || given === '' ? 0 : offsetOf(given as string, subject, paging)
  const next = from + ((asked as number | undefined) ?? paging.usual)
  return { entries: found.slice(from, next), ...(next < found.length ? { next: makeToken({ subject, from: next }) } : {}) }
}

function offsetOf(token: string, subject: string, { invalid }: Paging): number {
  const content = readToken(token)
  if (content?.['subject'] === subject) return content['from'] as number
  throw new Violation(invalid, 'The token is not valid, or was given for other parameters.')
}
