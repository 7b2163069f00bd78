// What a run of the Action writes to GitHub besides its log: the check run, the comment, and the upload to code scanning. All of
// it is opt-in, and none of it can change the verdict: whatever GitHub refuses becomes a warning.

import type { Diagnostic } from '../diagnostic.ts'
import { captureFault } from '../fault.ts'
import { cancelCheck, finishCheck, MOST_ANNOTATIONS, MOST_CHECK_BYTES, type Shown, startCheck } from '../github/check.ts'
import { writeComment } from '../github/comment.ts'
import type { Context, Env } from '../github/context.ts'
import { endWith, openGitHub } from '../github/github.ts'
import type { Outcome } from '../github/refusal.ts'
import { uploadSarif } from '../github/scanning.ts'
import { lastingTag } from '../github/tag.ts'
import { registryOf } from '../image/uri.ts'
import { listAnnotations } from '../report/annotation.ts'
import { renderComment, renderDetails, renderWhy } from '../report/markdown.ts'
import type { Report } from '../report/report.ts'
import { renderUpload } from '../report/sarif.ts'
import { headlineOf } from '../report/wording.ts'
import type { Output } from '../settings/outputs.ts'
import type { Settings } from '../settings/settings.ts'
import type { World } from './world.ts'

/** The settings that say what to write to GitHub, and what it is about. */
export type Publishing = Pick<
  Settings,
  'checkRun' | 'comment' | 'uploadSarif' | 'githubToken' | 'images' | 'platforms' | 'findings' | 'events'
>

type Dependencies = Pick<World, 'env' | 'now' | 'milliseconds' | 'sleep' | 'signal'>

export interface Publication {
  /** Writes what was requested. Throws the reason if the run is stopped meanwhile. */
  readonly finish: (report: Report, code: number) => Promise<Published>
  /** Ends the check of a run that has no verdict, once. If its verdict was sent already, that stands as soon as GitHub has taken it. */
  readonly cancel: () => Promise<void>
}

export interface Published {
  readonly warnings: readonly Diagnostic[]
  /** What was left out, and why: for example the comment, if the event belongs to no pull request. */
  readonly notes: readonly string[]
  readonly outputs: readonly (readonly [name: Output, value: string])[]
  /** Whether the check run shows the annotations on lines. If not, only the step itself can show them. */
  readonly annotated: boolean
}

/**
 * Prepares the GitHub client and creates the check run, if one was requested. A check that stays in progress blocks a merge forever, so
 * the check of a run that is stopped is cancelled at once, and until it is created it can only be awaited.
 */
export async function startPublication(settings: Publishing, world: Dependencies): Promise<Publication> {
  const startedAt = world.now().toISOString()
  const lasting = await openGitHub(world.env, settings.githubToken ?? '', world)
  const github = endWith(lasting, world.signal)
  const started = settings.checkRun === undefined ? undefined : await startCheck(lasting, settings.checkRun)
  const check = started !== undefined && 'done' in started ? started.done : undefined
  let completing: Promise<unknown> | undefined

  const finish = async (report: Report, code: number): Promise<Published> => {
    const decided = { verdict: report.verdict, code }
    const collected = startCollecting()
    const checked =
      check === undefined
        ? started
        : await finishCheck(github, check, decided, showIn(report), completion => {
            completing = completion
          })
    collected.take<unknown>(checked)
    if (settings.comment !== 'never') {
      const render = (limit: number): string => renderComment(report, limit)
      const about = nameSubjects(settings, world.env, github.context)
      const written = await writeComment(github, { when: settings.comment, about, state: stateOf(report), render, ...decided })
      collected.take(written, ({ url }) => ['comment', url])
      if ('done' in written && written.done.warning !== undefined) collected.take({ warning: written.done.warning })
    }
    if (settings.uploadSarif) {
      const { sarif, left } = renderUpload(report)
      if (left !== undefined) collected.take({ warning: left })
      if (sarif !== undefined) collected.take(await uploadSarif(github, sarif, startedAt), ({ id }) => ['sarif-id', id])
    }
    return { ...collected.result, annotated: check !== undefined && checked !== undefined && 'done' in checked }
  }

  const cancelNow = async (): Promise<void> => {
    const sent = await captureFault(async () => completing)
    const stands = completing !== undefined && !(sent instanceof Error)
    if (check !== undefined && !stands) await cancelCheck(lasting, check)
  }
  let cancelling: Promise<void> | undefined
  const cancel = (): Promise<void> => {
    cancelling ??= cancelNow()
    return cancelling
  }
  if (world.signal.aborted) await cancel()
  world.signal.addEventListener('abort', cancel, { once: true })
  return { finish, cancel }
}

function showIn(report: Report): Shown {
  const annotations = listAnnotations(report).filter(({ at }) => at !== null)
  const left = annotations.length - MOST_ANNOTATIONS
  const more = left <= 0 ? '' : `\n${left} more annotations do not fit here; the report as JSON, HTML or CSV has all findings.\n`
  return {
    title: headlineOf(report),
    summary: renderWhy(report, MOST_CHECK_BYTES) || headlineOf(report),
    text: renderDetails(report, MOST_CHECK_BYTES - more.length) + more,
    annotations,
  }
}

// Made of what was requested and not of what was read, so that a run that can read nothing still finds the comment. The legs of a
// matrix have the same job name; only their requests, or the step, tell them apart.
function nameSubjects({ images, platforms, findings, events }: Publishing, env: Env, { commit }: Context): unknown {
  const passing = {
    commits: ['at' in commit ? commit.at : '', env['GITHUB_SHA'] ?? ''],
    numbers: [env['GITHUB_RUN_ID'] ?? '', env['GITHUB_RUN_NUMBER'] ?? ''],
    attempt: env['GITHUB_RUN_ATTEMPT'] ?? '',
  }
  const list = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()
  return {
    step: env['GITHUB_ACTION'],
    images: list(
      images.map(({ text, repositoryName, tag }) => {
        const repository = `${registryOf(text)}/${repositoryName}`
        return tag === null ? repository : `${repository}:${lastingTag(tag, passing)}`
      }),
    ),
    platforms: list(platforms),
    findings: list(findings),
    events: list(events),
  }
}

// What a reader would call a change: neither the time of the run nor the order of the findings.
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
    alerts: listed(alerts.map(({ ruleId, image, title, eventIds }) => [ruleId, image, title, eventIds])),
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
