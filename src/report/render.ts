// Renders a report in any format. The code of a format is loaded on demand: the charts alone are more code than everything
// else.

import type { Format } from '../settings/choices.ts'
import type { Page } from './html/document.ts'
import type { Paint } from './paint.ts'
import type { Report } from './report.ts'
import { saveReport } from './saved.ts'

interface Dependencies {
  /** The style and the script of an HTML report. */
  readonly page: () => Promise<Page>
  readonly paint: Paint
  /** How wide the terminal is; undefined where the report goes to a file. */
  readonly width?: number | undefined
}

type Render = (report: Report, dependencies: Dependencies) => Promise<Iterable<string>>

const RENDERERS: Readonly<Record<Format, Render>> = {
  text: async (report, { paint, width }) => [
    (await import('./text.ts')).renderText(report, { paint, width, all: '--format json lists all' }),
  ],
  json: async report => (await import('./json.ts')).renderJson(saveReport(report)),
  markdown: async report => [(await import('./markdown.ts')).renderMarkdown(report)],
  sarif: async report => (await import('./sarif.ts')).renderSarif(report),
  html: async (report, { page }) => (await import('./html/document.ts')).renderHtml(report, await page()),
  junit: async report => (await import('./junit.ts')).renderJunit(report),
  csv: async report => (await import('./csv.ts')).renderCsv(report),
}

/** Renders a report in a format, in pieces of text. */
export function renderReport(format: Format, report: Report, dependencies: Dependencies): Promise<Iterable<string>> {
  return RENDERERS[format](report, dependencies)
}
