// `ecr-gate check`: a run, its report in the requested formats, and the exit code of its verdict.

import { renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { renderReport } from '../report/render.ts'
import type { Report } from '../report/report.ts'
import { headlineOf } from '../report/wording.ts'
import { run } from '../run/run.ts'
import type { World } from '../run/world.ts'
import { beginReports, deliver } from '../run/write.ts'
import type { Settings } from '../settings/settings.ts'

const UNWRITTEN = 2

export async function runCheck(settings: Settings, world: World): Promise<number> {
  const { format, output } = settings
  const unwritable = await beginReports(settings, world)
  for (const problem of unwritable) world.tell(`${problem}\n`)
  if (unwritable.length > 0) return UNWRITTEN
  const show = async (report: Report): Promise<void> => {
    if (output === undefined) await deliver(world, output, paint => renderReport(format, report, { ...world, paint }))
    else world.tell(`${headlineOf(report)}; the report is in ${printable(output)}\n`)
  }
  const { code } = await run(settings, world, { tell: diagnostic => world.tell(renderDiagnostics([diagnostic])), show })
  return code
}
