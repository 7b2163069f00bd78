// `ecr-gate check`: a run, its report in the requested formats, and the exit code of its verdict.

import { renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { renderReport } from '../report/render.ts'
import { headlineOf } from '../report/wording.ts'
import { exitCodeOf, run } from '../run/run.ts'
import type { World } from '../run/world.ts'
import { beginReports, deliver, writeReports } from '../run/write.ts'
import type { Settings } from '../settings/settings.ts'

const UNWRITTEN = 2

export async function runCheck(settings: Settings, world: World): Promise<number> {
  const { format, output, onUndecided } = settings
  const unwritable = await beginReports(settings, world)
  for (const problem of unwritable) world.tell(`${problem}\n`)
  if (unwritable.length > 0) return UNWRITTEN
  const judged = await run(settings, world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  const report = await writeReports(settings, judged, world)
  if (output === undefined) await deliver(world, output, paint => renderReport(format, report, { ...world, paint }))
  else world.tell(`${headlineOf(report)}; the report is in ${printable(output)}\n`)
  return exitCodeOf(report, onUndecided)
}
