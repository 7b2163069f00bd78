// The verdict in an annotation of the run, as plain text: what to do now, the first of what blocks, why, and where the rest is.

import { shorten } from '../escape.ts'
import { toLine } from './annotation.ts'
import { type ToldFixes, tellFixes } from './fixes.ts'
import { describePackage, splitGroups } from './packages.ts'
import type { Report } from './report.ts'
import { headlineOf, limitReasons, tellBlockedPage } from './wording.ts'

const MOST_NAMED = 5

/** `headline` is that of the report unless another is given, and `rest` says where all of it is. At most `mostLength` characters. */
export function tellVerdict(report: Report, rest: string, mostLength: number, headline = headlineOf(report)): string {
  const told = tellFixes(report)
  const reasons = limitReasons(report.reasons)
  const parts =
    told === undefined || told.steps.length === 0
      ? [...list(reasons), ...listUnder('What blocks:', listBlocking(report))]
      : [...listFixes(told), ...listUnder('Why:', reasons)]
  const last = [...(report.verdict === 'pass' ? [] : [rest]), tellBlockedPage(report) ?? ''].filter(line => line !== '').join('\n')
  const body = shorten([headline, ...parts].join('\n'), mostLength - last.length - 1)
  return last === '' ? body : `${body}\n${last}`
}

function listFixes({ answer, steps }: ToldFixes): readonly string[] {
  return [
    ...(answer === undefined ? [] : [toLine(`It ${answer}.`)]),
    ...steps.slice(0, 1).flatMap(({ title, changes, unfixable }) => {
      const lines = [...changes, ...unfixable].map(({ text }) => text)
      return listUnder(`${title}:`, limitReasons(lines, MOST_NAMED))
    }),
  ]
}

// Each image is judged by itself, so a package that two of them have is named twice only where its findings differ.
function listBlocking(report: Report): readonly string[] {
  const split = splitGroups(report)
  const groups = report.images.flatMap(image => split(image).blocking)
  return limitReasons([...new Set(groups.map(describePackage))], MOST_NAMED)
}

function listUnder(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [toLine(title), ...list(lines)]
}

function list(lines: readonly string[]): readonly string[] {
  return lines.map(line => `- ${toLine(line)}`)
}
