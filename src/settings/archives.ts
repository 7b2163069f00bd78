// Checks of settings about archives in S3, whichever setting names them: what is read of one has to be said.

import { type Problem, quote } from '../diagnostic.ts'
import { type Archive, parseArchive } from '../events/archive.ts'
import type { AthenaTable } from '../events/athena.ts'
import { meansS3 } from '../s3.ts'
import { type Asked, isNamed, when } from './asked.ts'
import type { Given } from './given.ts'
import type { SettingName } from './table.ts'
import { isProblem } from './values.ts'

/** The most that CloudTrail's event history holds, in seconds. */
const LONGEST_WINDOW = 90 * 86_400

/** The most that is read of an archive, in seconds: a year, and what is wanted of it some weeks later. */
const LONGEST_ARCHIVE_WINDOW = 400 * 86_400

/** What limits what is read, and does nothing where nothing is read from AWS. */
const LIMITING = ['audit-window', 'audit-timeout', 'audit-regions', 'audit-roles'] as const satisfies readonly SettingName[]

/** The archives in S3 among paths of recorded events. */
export function listArchives(paths: readonly string[]): readonly string[] {
  return paths.filter(meansS3)
}

/** The paths of recorded events that a command is given. */
export function listRecorded({ command, operands }: Pick<Given, 'command' | 'operands'>, events: readonly string[]): readonly string[] {
  return command.name === 'query' ? operands.slice(1) : events
}

/** Finds archives whose names are wrong. */
export function checkArchiveNames(paths: readonly string[]): readonly Problem[] {
  return listArchives(paths).map(parseArchive).filter(isProblem)
}

/** Whatever is read of an archive has a beginning and a place. */
export function checkArchives(asked: Asked): readonly Problem[] {
  const { given, settings } = asked
  const { values, show } = given
  const { audit, archived, live } = settings
  const recorded = listArchives(listRecorded(given, settings.events)).flatMap(text => {
    const archive = parseArchive(text)
    return isProblem(archive) ? [] : [archive]
  })
  const named = [...recorded, audit?.archive, audit?.table].filter(place => place !== undefined)
  const [first] = recorded
  const regions = archived?.regions ?? []
  return [
    ...when(
      first !== undefined && !values.has('audit-window'),
      `${first?.text} needs ${show('audit-window')}`,
      `an archive has years of events: say how far back it is read, as in ${writeSetting(given, 'audit-window', '7d')}`,
    ),
    ...when(
      first !== undefined && regions.length === 0,
      `${first?.text} needs ${show('audit-regions')} where there is no image`,
      `name the Regions whose folders are read, as in ${writeSetting(given, 'audit-regions', 'eu-west-1')}`,
    ),
    ...when(
      settings.auditRoles.length > 1 && named.some(hasAccount),
      `${named.find(hasAccount)?.text} names one account, and ${show('audit-roles')} the roles of several`,
      'end it before the account, and the events of each are read with its role',
    ),
    ...checkWindow(given, (audit ?? archived ?? live)?.windowSeconds, named.length > 0),
  ]
}

/** Settings that say what is read of an archive, where there is none. */
export function checkIdle(asked: Asked): readonly Problem[] {
  const { show } = asked.given
  if (asked.settings.archived !== undefined) return []
  return LIMITING.flatMap(name => when(isNamed(asked, name), `${show(name)} does nothing without an archive in S3 (s3://BUCKET/PREFIX)`))
}

function hasAccount({ account }: Archive | AthenaTable): boolean {
  return account !== undefined
}

function writeSetting({ show }: Given, name: SettingName, value: string): string {
  return show(name).startsWith('-') ? `${show(name)} ${value}` : `${show(name)}: ${value}`
}

// The event history and Systems Manager hold less than an archive and a table of it.
export function checkWindow({ values, show }: Given, seconds = 1, isArchive = false): readonly Problem[] {
  const longest = isArchive ? LONGEST_ARCHIVE_WINDOW : LONGEST_WINDOW
  const holds = isArchive ? 'the most that is read of an archive' : 'which is what the event history holds; an archive in S3 holds more'
  return when(
    seconds < 1 || seconds > longest,
    `${show('audit-window')} cannot be ${quote(values.get('audit-window')?.[0] ?? '')}`,
    `it is 1s to ${longest / 86_400}d, ${holds}`,
  )
}
