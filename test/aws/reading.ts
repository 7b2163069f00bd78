// One image read from AWS as a run reads it, without the rest of a run, so that its tests load little. The clock moves only during sleeps.

import { connect } from '../../src/aws/client.ts'
import { type Diagnostic, renderDiagnostic } from '../../src/diagnostic.ts'
import { type ImageOptions, type LiveImage, readLiveImage } from '../../src/ecr/read.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import type { Aws } from './server.ts'

export const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'

/** What is read, `api:1` when it is not given, and how: by default as a run does that is told nothing. */
export interface ReadingOptions
  extends Partial<Pick<ImageOptions, 'platforms' | 'timeoutSeconds' | 'graceSeconds' | 'startScan' | 'keepLists'>> {
  readonly image?: string
  /** Seconds since the run began to ask. */
  readonly late?: number
  readonly signal?: AbortSignal
  /** Called with each line of progress. */
  readonly onProgress?: () => void
}

export interface Read extends LiveImage {
  /** The gaps of the one image that was read. */
  readonly gaps: readonly string[] | undefined
  /** Seconds slept. */
  readonly waited: number
  readonly sleeps: readonly number[]
  readonly progress: readonly string[]
  readonly told: readonly string[]
  /** The input of each request for this operation. */
  readonly asked: (operation: string) => readonly Readonly<Record<string, unknown>>[]
}

export async function readFrom(
  aws: Aws,
  { image = 'api:1', late = 0, signal, onProgress, ...options }: ReadingOptions = {},
): Promise<Read> {
  const uri = parseImageUri(`${HOST}/${image}`, { registryId: undefined, region: undefined })
  if ('message' in uri) throw new Error(uri.message)
  const sleeps: number[] = []
  const progress: string[] = []
  const told: Diagnostic[] = []
  const waited = (): number => sleeps.reduce((sum, each) => sum + each, 0)
  const milliseconds = (): number => (late + waited()) * 1000
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  const live = await readLiveImage(
    connect({ attempts: 1, endpoint: aws.endpoint, credentials, ...(signal === undefined ? {} : { signal }) }),
    uri,
    {
      platforms: [],
      timeoutSeconds: 600,
      graceSeconds: 60,
      startScan: 'never',
      intelligence: [],
      keepLists: false,
      ...options,
      readAt: '2026-11-23T12:00:00Z',
      clock: {
        milliseconds,
        sleep: async pause => {
          sleeps.push(pause / 1000)
        },
      },
      beganMilliseconds: 0,
      now: () => new Date(Date.parse('2026-11-23T12:00:00Z') + milliseconds()),
      tell: diagnostic => told.push(diagnostic),
      progress: (what, elapsed) => {
        progress.push(elapsed === undefined ? what : `${what} at ${Math.round(elapsed)}`)
        onProgress?.()
      },
    },
  )
  return {
    ...live,
    gaps: live.images.length === 1 ? live.images[0]?.gaps : undefined,
    waited: waited(),
    sleeps,
    progress,
    told: told.map(renderDiagnostic),
    asked: operation => aws.requests.filter(request => request.operation === operation).map(({ input }) => input),
  }
}
