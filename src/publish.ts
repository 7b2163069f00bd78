// What a run of the Action writes to GitHub beside its log: the check, the comment, code scanning. All of it is asked for, and
// none of it can change the verdict: what GitHub does not take is a warning.

import type { Diagnostic } from './diagnostic.ts'
import { renderReport } from './formats.ts'
import { cancelCheck, finishCheck, MOST_ANNOTATIONS, MOST_CHECK_BYTES, startCheck } from './github/check.ts'
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

/** What of the settings says where to write, and what about. */
export type Publishing = Pick<Settings, 'checkRun' | 'comment' | 'uploadSarif' | 'githubToken' | 'images' | 'findings' | 'events'>

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
export async function startPublication(settings: Publishing, world: World): Promise<Publication> {
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
      const render = (limit: number): string => renderMarkdown(report, limit)
      const comment = { when: settings.comment, about: listSubjects(settings), state: stateOf(report), render, ...decided }
      collected.take(await writeComment(github, comment), ({ url }) => ['comment', url])
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

// What was asked for, and not what was read: where nothing can be read, the comment is the same one.
function listSubjects({ images, findings, events }: Publishing): readonly string[] {
  const asked = images.map(({ text, repositoryName }) => `${text.split('/')[0]}/${repositoryName}`)
  return [...new Set([...asked, ...findings, ...events])].sort()
}

// What a reader would call a change: neither when it was looked at, nor the order of what was found.
function stateOf({ reasons, images, alerts, release }: Report): unknown {
  const listed = (rows: readonly unknown[]): readonly string[] => rows.map(row => JSON.stringify(row)).sort()
  return {
    reasons,
    images: images.map(({ uri, status, gaps, notes, findings }) => [
      uri,
      status,
      gaps,
      notes,
      listed(findings.map(({ id, severity, state }) => [id, severity, state])),
    ]),
    alerts: listed(alerts.map(({ ruleId, image, title, events }) => [ruleId, image, title, events])),
    release,
  }
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
