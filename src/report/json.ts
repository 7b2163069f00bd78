// The report as JSON, for programs. People read it too, so characters that a terminal obeys are written as JSON's own escapes.

import { printableJson } from '../escape.ts'
import type { Report } from './report.ts'

export function renderJson(report: Report): string {
  return `${printableJson(JSON.stringify(report, null, 2))}\n`
}
