// What a run of the Action writes to GitHub beside its log: the check, the comment, code scanning. All of it is asked for, and
// none of it can change the verdict: what GitHub does not take is a warning.

import type { Diagnostic } from './diagnostic.ts'
import { renderReport } from './formats.ts'
import { cancelCheck, finishCheck, MOST_ANNOTATIONS, startCheck } from './github/check.ts'
import { writeComment } from './github/comment.ts'
import type { Outcome } from './github/fault.ts'
import { openGitHub } from './github/github.ts'
import { uploadSarif } from './github/scanning.ts'
import { listAnnotations } from './report/annotation.ts'
import { renderDetails, renderMarkdown, renderWhy } from './report/markdown.ts'
import type { Report } from './report/report.ts'
import { headlineOf } from './report/wording.ts'
import type { Output } from './settings/outputs.ts'
import type { Settings } from './settings/settings.ts'
import type { World } from './world.ts'

/** What a check run shows in each of its parts, in bytes. */
const MOST_CHECK_BYTES = 65_535

export interface Publication {
  /** Whether a check run is there, which shows annotations on lines by itself. */
  readonly hasCheck: boolean
  /** Writes what was asked for. */
  readonly finish: (report: Report, code: number) => Promise<Published>
  /** Ends what was begun, for a run that will have no verdict. */
  readonly cancel: () => Promise<void>
}

export interface Published {
  readonly warnings: readonly Diagnostic[]
  /** What was not written because this event has no place for it. */
  readonly notes: readonly string[]
  readonly outputs: readonly (readonly [name: Output, value: string])[]
}

/** Opens GitHub and begins the check run, if one was asked for. */
export async function startPublication(settings: Settings, world: World): Promise<Publication> {
  const startedAt = world.now().toISOString()
  const github = await openGitHub(world.env, settings.githubToken ?? '', world)
  const started = settings.checkRun === undefined ? undefined : await startCheck(github, settings.checkRun)
  const check = started !== undefined && 'done' in started ? started.done : undefined

  const finish = async (report: Report, code: number): Promise<Published> => {
    const decided = { verdict: report.verdict, code }
    const collected = startCollecting()
    if (check === undefined) collected.take(started)
    else {
      const annotations = listAnnotations(report).filter(({ at }) => at !== null)
      const left = annotations.length - MOST_ANNOTATIONS
      const more = left <= 0 ? '' : `\n${left} more annotations have no room here; the report as JSON, HTML or CSV has all findings.\n`
      const shown = {
        title: headlineOf(report),
        summary: renderWhy(report, MOST_CHECK_BYTES) || headlineOf(report),
        text: renderDetails(report, MOST_CHECK_BYTES - more.length) + more,
        annotations,
      }
      collected.take(await finishCheck(github, check, decided, shown))
    }
    if (settings.comment !== 'never') {
      const { reasons } = report
      const about = [...new Set(report.images.map(({ registryId, repositoryName }) => `${registryId}/${repositoryName}`))].sort()
      const render = (limit: number): string => renderMarkdown(report, limit)
      collected.take(await writeComment(github, { when: settings.comment, about, reasons, render, ...decided }), ({ url }) => [
        'comment',
        url,
      ])
    }
    if (settings.uploadSarif) {
      const sarif = [...(await renderReport('sarif', report, world))].join('')
      collected.take(await uploadSarif(github, sarif, startedAt), ({ id }) => ['sarif-id', id])
    }
    return collected.result
  }

  const cancel = async (): Promise<void> => {
    if (check !== undefined) await cancelCheck(github, check)
  }
  return { hasCheck: check !== undefined, finish, cancel }
}

function startCollecting() {
  const warnings: Diagnostic[] = []
  const notes: string[] = []
  const outputs: (readonly [Output, string])[] = []
  const take = <T>(outcome: Outcome<T> | undefined, output?: (done: T) => readonly [Output, string]): void => {
    if (outcome === undefined) return
    if ('warning' in outcome) warnings.push(outcome.warning)
    else if ('left' in outcome) notes.push(outcome.left)
    else if (output !== undefined) outputs.push(output(outcome.done))
  }
  return { take, result: { warnings, notes, outputs } }
}
