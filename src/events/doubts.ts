// Why what Systems Manager says of a session, a command or an automation cannot be believed as it is, one sentence each. What AWS said may
// be of any length, so only its beginning is in a sentence.

import { shorten } from '../escape.ts'

/** What an event without an id is called. */
export const UNNAMED = 'without an id'
/** The longest id that a sentence has. */
const LENGTH = 120

/** A session, a command or an automation in a sentence. */
export function nameOf(what: string, id: string | undefined): string {
  return `${what} ${id === undefined ? UNNAMED : shorten(id, LENGTH)}`
}

/** The members that AWS always gives, and that are not there. */
export function lacking(name: string, members: Readonly<Record<string, unknown>>): readonly string[] {
  const absent = Object.entries(members).flatMap(([member, value]) => (value === undefined || value === '' ? [member] : []))
  return absent.length === 0 ? [] : [`${name} has no ${absent.join(' and no ')}`]
}

/** A status that AWS does not document. */
export function unknownStatus(name: string, status: string | undefined, known: readonly string[]): readonly string[] {
  return status === undefined || status === '' || known.includes(status)
    ? []
    : [`${name} has the status ${shorten(status, LENGTH)}, which is not known`]
}
