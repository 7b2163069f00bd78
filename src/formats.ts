// Which format is made by what, and the files that a run was asked for. A format is loaded when it is asked for: charts alone are
// more code than everything else.

import { plain } from './report/paint.ts'
import type { Report } from './report/report.ts'
import type { Settings } from './settings/settings.ts'
import type { Format } from './settings/table.ts'
import { listWritten } from './settings/together.ts'
import { beginFiles, type World, writePredicate, writeReport } from './world.ts'

/** What a format takes of the world. */
type Means = Pick<World, 'page' | 'paint'>
type Render = (report: Report, means: Means) => Promise<Iterable<string>>

const RENDERERS: Readonly<Record<Format, Render>> = {
  text: async (report, { paint }) => [(await import('./report/text.ts')).renderText(report, paint)],
  json: async report => (await import('./report/json.ts')).renderJson(report),
  markdown: async report => [(await import('./report/markdown.ts')).renderMarkdown(report)],
  sarif: async report => (await import('./report/sarif.ts')).renderSarif(report),
  html: async (report, { page }) => (await import('./report/html/report.ts')).renderHtml(report, await page()),
  junit: async report => (await import('./report/junit.ts')).renderJunit(report),
  csv: async report => (await import('./report/csv.ts')).renderCsv(report),
}

/** A report in a format, in pieces of text. */
export function renderReport(format: Format, report: Report, means: Means): Promise<Iterable<string>> {
  return RENDERERS[format](report, means)
}

/** Begins every file that the settings name, empty; the answers say which cannot be written. */
export function beginReports(settings: Settings, world: World): Promise<readonly string[]> {
  return beginFiles(world, listWritten(settings))
}

/**
 * Writes every file that the settings name. What cannot be written is told, and stands in the report that comes back; then the others
 * are written anew, for none may say more than the run does.
 */
export async function writeReports(settings: Settings, report: Report, world: World): Promise<Report> {
  const first = await writeAll(settings, report, world)
  if (first.length === 0) return report
  const second = await writeAll(settings, { ...report, unwritten: first }, world)
  const unwritten = [...new Set([...first, ...second])]
  for (const problem of unwritten) world.tell(`${problem}\n`)
  return { ...report, unwritten }
}

async function writeAll({ files, format, output, predicateFile }: Settings, report: Report, world: World): Promise<readonly string[]> {
  const asked = output === undefined ? files : [...files, { format, path: output }]
  const answers = []
  for (const { format, path } of asked)
    answers.push(await writeReport(world, path, await renderReport(format, report, { ...world, paint: plain })))
  answers.push(await writePredicate(world, predicateFile, report))
  return answers.filter(answer => answer !== undefined)
}
