// The addresses of rows within the page: `#CVE-2026-0001` leads to the finding of this id. Ids of findings are untrusted, and an id of the
// page may be there only once, so an anchor has few characters, and never that of a section.

import { distinguish } from '../name.ts'

/** The sections of the page, in their order. */
export const SECTIONS = [
  'fixes',
  'reasons',
  'findings',
  'images',
  'alerts',
  'activity',
  'release',
  'exceptions',
  'coverage',
  'rules',
] as const

export type SectionName = (typeof SECTIONS)[number]

const TAKEN = ['data', ...SECTIONS.flatMap(name => [name, `${name}-title`])]
const LONGEST = 80

/** The anchors of findings with these ids, each different from the others: the second of the same id ends in `-2`. */
export function toAnchors(ids: readonly string[]): readonly string[] {
  return distinguish([...TAKEN, ...ids.map(toAnchor)]).slice(TAKEN.length)
}

function toAnchor(id: string): string {
  const safe = id.replace(/[^\w.:-]+/g, '-').slice(0, LONGEST)
  // The anchors of alerts begin like this.
  return safe === '' || /^alert-/.test(safe) ? `finding-${safe}` : safe
}

/** The anchor of the alert with this number, which `ecr-gate show` takes too. */
export function alertAnchor(number: number): string {
  return `alert-${number}`
}
