// Writes the predicate as the file that is to be signed. The file is about one image. A verdict that cannot be attested is a
// problem, because whoever asked for the file would otherwise deploy without it.

import type { Problem } from '../diagnostic.ts'
import { printableJson } from '../escape.ts'
import { type JudgedReport, makePredicates } from './predicate.ts'

/** The text of the file, or why there is none. */
export function renderPredicate(report: JudgedReport & { readonly policyDigest: string }, version: string): string | Problem {
  const predicates = makePredicates(report, { digest: report.policyDigest }, { version })
  if ('message' in predicates) return predicates
  const [only, ...more] = predicates
  if (only === undefined || more.length > 0) {
    const message = `a predicate describes one image, but ${predicates.length} were judged`
    return { level: 'error', kind: 'not-attestable', message, help: 'judge each image in a separate run' }
  }
  return `${printableJson(JSON.stringify(only.predicate, null, 2))}\n`
}
