// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.

import { renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { type Paint, plain } from '../report/paint.ts'
import type { Report } from '../report/report.ts'
import { renderText } from '../report/text.ts'
import { HEADLINES } from '../report/wording.ts'
import { exitCodeOf, run } from '../run.ts'
import type { Settings } from '../settings/settings.ts'
import type { Format } from '../settings/table.ts'
import { type World, writeReport } from '../world.ts'

const RENDERERS: Readonly<Record<Format, (report: Report, paint: Paint) => Iterable<string>>> = {
  text: (report, paint) => [renderText(report, paint)],
  json: renderJson,
  markdown: report => [renderMarkdown(report)],
}

export async function runCheck(settings: Settings, world: World): Promise<number> {
  const report = await run(settings, world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  const { format, output, jsonFile } = settings
  const render = RENDERERS[format]
  const unwritten = [
    jsonFile === undefined ? undefined : await writeReport(world, jsonFile, renderJson(report)),
    output === undefined ? undefined : await writeReport(world, output, render(report, plain)),
  ].filter(problem => problem !== undefined)
  for (const problem of unwritten) world.tell(`${problem}\n`)
  if (output === undefined) for (const text of gather(render(report, world.paint))) await world.print(text)
  if (unwritten.length > 0) return UNWRITTEN
  if (output !== undefined) world.tell(`${HEADLINES[report.verdict]}; the report is in ${printable(output)}\n`)
  return exitCodeOf(report, settings.onUndecided)
}

const UNWRITTEN = 2

const WRITTEN_LENGTH = 64 * 1024

// Joins small pieces, because each write has its price.
function* gather(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = []
  let length = 0
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < WRITTEN_LENGTH) continue
    yield waiting.join('')
    waiting = []
    length = 0
  }
  yield waiting.join('')
}
