// Renders a report in any format. The code of a format is loaded on demand: the charts alone are more code than everything
// else.

import type { Report } from './report/report.ts'
import type { Format } from './settings/table.ts'
import type { World } from './world.ts'

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

/** Renders a report in a format, in pieces of text. */
export function renderReport(format: Format, report: Report, means: Means): Promise<Iterable<string>> {
  return RENDERERS[format](report, means)
}
