// The last step: the report goes to GitHub, if that was requested. Whatever happens, no check run is left in progress.

import { captureFault, Fault } from '../fault.ts'
import { isStopped, type Report } from '../report/report.ts'
import { asksGitHub } from '../settings/settings.ts'
import type { Publication, Published, Publishing } from './publication.ts'
import type { World } from './world.ts'

/** Starts the publication to GitHub and runs `act` with it. An error or a signal cancels the publication. */
export async function withPublication<T>(
  settings: Publishing,
  world: World,
  act: (publication: Publication | undefined) => Promise<T>,
): Promise<T> {
  if (!asksGitHub(settings)) return act(undefined)
  const { startPublication } = await import('./publication.ts')
  const publication = await startPublication(settings, world)
  try {
    const result = await act(publication)
    if (world.signal.aborted) await publication.cancel()
    return result
  } catch (error) {
    await publication.cancel()
    throw error
  }
}

/** Publishes the report; nothing of it, or no more of it, if the run is stopped. */
export async function publish(publication: Publication | undefined, report: Report, code: number): Promise<Published | undefined> {
  if (publication === undefined || isStopped(report)) return undefined
  const published = await captureFault(() => publication.finish(report, code))
  if (!(published instanceof Fault)) return published
  if (published.code !== 'stopped') throw published
  return undefined
}
