// Which format is made by what, and the files that a run was asked for. A format is loaded when it is asked for: charts alone are
// more code than everything else.

import { plain } from './report/paint.ts'
import type { Report } from './report/report.ts'
import type { Settings } from './settings/settings.ts'
import type { Format } from './settings/table.ts'
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

/** Begins every file that the settings name; the answers say which cannot be written. */
export function beginReports({ files, output, predicateFile }: Settings, world: World): Promise<readonly string[]> {
  return beginFiles(world, [...files.map(({ path }) => path), output, predicateFile])
}

/** Writes every file that the settings name beside `output`; the answers say which are not there, and why. */
export async function writeReports({ files, predicateFile }: Settings, report: Report, world: World): Promise<readonly string[]> {
  const answers = []
  for (const { format, path } of files)
    answers.push(await writeReport(world, path, await renderReport(format, report, { ...world, paint: plain })))
  answers.push(await writePredicate(world, predicateFile, report))
  return answers.filter(answer => answer !== undefined)
}
