// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.

import { renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Paint } from '../report/paint.ts'
import type { Report } from '../report/report.ts'
import { renderText } from '../report/text.ts'
import { headlineOf } from '../report/wording.ts'
import { exitCodeOf, run } from '../run.ts'
import type { Settings } from '../settings/settings.ts'
import type { Format } from '../settings/table.ts'
import { beginFiles, type World, writePredicate } from '../world.ts'
import { deliver } from './deliver.ts'

const RENDERERS: Readonly<Record<Format, (report: Report, paint: Paint) => Iterable<string>>> = {
  text: (report, paint) => [renderText(report, paint)],
  json: renderJson,
  markdown: report => [renderMarkdown(report)],
}

export async function runCheck(settings: Settings, world: World): Promise<number> {
  const { format, output, jsonFile, predicateFile } = settings
  const unwritable = await beginFiles(world, [output, jsonFile, predicateFile])
  for (const problem of unwritable) world.tell(`${problem}\n`)
  if (unwritable.length > 0) return UNWRITTEN
  const report = await run(settings, world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  const unattested = await writePredicate(world, predicateFile, report)
  if (unattested !== undefined) world.tell(`${unattested}\n`)
  const written = [
    jsonFile === undefined || (await deliver(world, jsonFile, () => renderJson(report))),
    await deliver(world, output, paint => RENDERERS[format](report, paint)),
  ]
  if (written.includes(false) || unattested !== undefined) return UNWRITTEN
  if (output !== undefined) world.tell(`${headlineOf(report)}; the report is in ${printable(output)}\n`)
  return exitCodeOf(report, settings.onUndecided)
}

const UNWRITTEN = 2
