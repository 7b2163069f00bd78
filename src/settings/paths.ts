// The paths that a run reads and writes.

import { isReference } from '../rules/reference.ts'
import type { Settings } from './settings.ts'

/** The paths that a run writes. */
export function listWritten({ output, predicateFile, files }: Settings): readonly string[] {
  return [output, predicateFile, ...files.map(({ path }) => path)].filter(path => path !== undefined)
}

/**
 * The paths that a run reads, except references, and that of the Dockerfile, which is relative to the repository and not to
 * the working directory.
 */
export function listRead({
  push,
  findings,
  events,
  rules,
  exceptions,
  vex,
  policy,
  baseline,
  reports,
  against,
  event,
  operands,
}: Settings): readonly string[] {
  const source = push !== undefined && 'path' in push ? [push.path] : []
  const compared = baseline?.kind === 'report' ? baseline.path : undefined
  const named = [policy?.path, against?.path, event, compared].filter(path => path !== undefined)
  const paths = [...findings, ...events, ...reports, ...rules, ...exceptions, ...vex, ...named, ...operands]
  return [...source, ...paths.filter(path => !isReference(path))]
}

/** The Dockerfile, relative to the repository: the one that is named, or those that are looked for. */
export function dockerfilesOf({ dockerfile }: Pick<Settings, 'dockerfile'>): readonly string[] {
  return dockerfile === undefined ? ['Dockerfile', 'Containerfile'] : [dockerfile]
}
