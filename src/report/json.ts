// The report as JSON, for programs. People read it too: each alert, image and rule stands on a line of its own, and
// characters that a terminal obeys are written as JSON's own escapes.

import { printableJson } from '../escape.ts'
import type { Report } from './report.ts'

/** The report's JSON in pieces: an archive may give hundreds of thousands of alerts, which no single text could hold. */
export function* renderJson(report: Report): Generator<string> {
  let separator = '{\n'
  for (const [name, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(name)}: `
    separator = ',\n'
    if (Array.isArray(value) && value.length > 0) yield* renderList(value)
    else yield toJson(value)
  }
  yield '\n}\n'
}

function* renderList(items: readonly unknown[]): Generator<string> {
  let separator = '[\n'
  for (const item of items) {
    yield `${separator}    ${toJson(item)}`
    separator = ',\n'
  }
  yield '\n  ]'
}

function toJson(value: unknown): string {
  return printableJson(JSON.stringify(value))
}
