// Recorded events: files and folders, and archives in S3, in the order in which they were named.

import type { Tell } from '../diagnostic.ts'
import { type Archive, isWhole, parseArchive } from '../events/archive.ts'
import { type Coverage, notRequested } from '../gate/coverage.ts'
import { meansS3 } from '../s3.ts'
import type { Settings } from '../settings/settings.ts'
import { recordedEvents } from '../sources/records.ts'
import type { ReadOptions, See } from '../sources/source.ts'
import { readStands, type Stand, startStands } from './accounts.ts'
import type { RunContext } from './context.ts'
import type { World } from './world.ts'

/** What has a coverage of its own: a file or a folder, or one account and Region of an archive. */
export interface Recording {
  readonly read: (see: See, options: ReadOptions) => Promise<Coverage>
}

interface Recorded extends Pick<RunContext, 'world' | 'tell' | 'stands' | 'startedAt'> {
  readonly settings: Pick<Settings, 'archived'>
}

/** What reading recorded events takes, where nothing else is read from AWS. */
export async function prepareRecorded(
  settings: Pick<Settings, 'archived' | 'auditRoles' | 'awsAttempts'>,
  world: World,
  tell: Tell,
): Promise<Recorded> {
  const { archived, auditRoles, awsAttempts } = settings
  const aws = archived === undefined ? undefined : await world.connect(awsAttempts)
  const stands = startStands(aws, { audit: undefined, archived, live: undefined, auditRoles })
  return { settings, world, tell, stands, startedAt: new Date(Math.floor(world.now().getTime() / 1000) * 1000) }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
export async function readRecordedEvents(paths: readonly string[], recorded: Recorded, see: See): Promise<readonly Coverage[]> {
  if (paths.length === 0) return [notRequested('events')]
  const coverage = []
  for (const recording of await openRecordings(paths, recorded)) coverage.push(await recording.read(see, recorded.world))
  return coverage
}

/** Opens recorded events. They are read one after the other, so that the same events come in the same order. */
export async function openRecordings(paths: readonly string[], recorded: Recorded): Promise<readonly Recording[]> {
  const opened: Recording[] = []
  for (const path of paths) {
    const archive = meansS3(path) ? parseArchive(path) : undefined
    if (archive === undefined) opened.push(recordedEvents(path, recorded.world, recorded.tell))
    else if ('bucket' in archive) opened.push(...(await openArchive(archive, recorded)))
    else throw new Error(`the settings let a wrong archive through: ${archive.message}`)
  }
  return opened
}

// Nothing describes the targets of these events, as of those in files: they may be long gone.
async function openArchive(archive: Archive, { settings, world, tell, stands, startedAt }: Recorded): Promise<readonly Recording[]> {
  const { archivedEvents } = await import('../sources/archive.ts')
  if (settings.archived === undefined) throw new Error(`the settings do not say what is read of ${archive.text}`)
  const { windowSeconds, timeoutSeconds } = settings.archived
  const to = startedAt.getTime()
  const options = { archive, from: to - windowSeconds * 1000, to, timeoutSeconds, clock: world, tell, progress: world.progress }
  return stands().map(stand => ({
    read: async (see, reading) => {
      const own = { region: stand.region, account: accountIn(archive, stand) }
      const [coverage] = await readStands([stand], archive.text, tell, ({ aws }) =>
        archivedEvents(aws, { ...options, ...own }).read(see, reading),
      )
      return coverage as Coverage
    },
  }))
}

/** Whose events are read of an archive that names no account; undefined: those of all accounts of the organization. */
export function accountIn(archive: Archive, { role, account }: Pick<Stand, 'role' | 'account'>): Stand['account'] | undefined {
  return isWhole(archive) && role === undefined ? undefined : account
}
