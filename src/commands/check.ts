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
import type { World } from '../world.ts'

const RENDERERS: Readonly<Record<Format, (report: Report, paint: Paint) => Iterable<string>>> = {
  text: (report, paint) => [renderText(report, paint)],
  json: renderJson,
  markdown: report => [renderMarkdown(report)],
}

export async function runCheck(settings: Settings, world: World): Promise<number> {
  const report = await run(settings, world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  const render = RENDERERS[settings.format]
  const written = settings.jsonFile === undefined || (await write(settings.jsonFile, renderJson(report), world))
  const code = written ? exitCodeOf(report, settings.onUndecided) : UNWRITTEN
  if (settings.output === undefined) {
    for (const text of gather(render(report, world.paint))) await world.print(text)
    return code
  }
  if (!(await write(settings.output, render(report, plain), world))) return UNWRITTEN
  world.tell(`${HEADLINES[report.verdict]}; the report is in ${printable(settings.output)}\n`)
  return code
}

// A report that was asked for and is nowhere leaves its readers with an older one, or none.
const UNWRITTEN = 2

async function write(path: string, pieces: Iterable<string>, world: World): Promise<boolean> {
  try {
    await world.write(path, pieces)
    return true
  } catch (error) {
    const why = error instanceof Error ? printable(error.message) : 'unknown error'
    world.tell(`${printable(path)}: the report cannot be written (${why}) [output]\n`)
    return false
  }
}

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
