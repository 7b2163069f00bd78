// What to do now, by the image or the finding that it is about: for formats that show each of these by itself.

import type { Change } from '../gate/fixes/change.ts'
import { fixedVersionOf, type Package } from '../image/finding.ts'
import { tellFixes } from './fixes.ts'
import type { Report, ReportedFinding } from './report.ts'

export interface Cure {
  /** The URIs of the images that it helps. */
  readonly images: readonly string[]
  /** What to do; an exception to write is a line of its own. */
  readonly lines: readonly string[]
}

/** The changes and exceptions of all steps; none if nothing helps, or nothing has to be done. */
export function listCures(report: Pick<Report, 'fixes' | 'images'>): readonly Cure[] {
  return (tellFixes(report)?.steps ?? []).flatMap(({ changes, unfixable }) => [
    ...changes.map(({ text, change }) => ({ images: change.images, lines: [`fix: ${text}`] })),
    ...unfixable.map(({ text, findings: { images, exception } }) => ({
      images,
      lines: [text, exception],
    })),
  ])
}

/** Names the version to bring a package to: `axios 1.7.4`; undefined where it is just the one that fixes the finding. */
export type NameCure = (uri: string, finding: ReportedFinding, within: Package | null) => string | undefined

/** Prepares the names of cures: a report may have many findings, and a change may fix all of them. */
export function indexCures({ fixes }: Pick<Report, 'fixes'>): NameCure {
  const changes = new Map<string, Map<string, Change>>()
  for (const change of fixes?.steps.flatMap(step => step.changes) ?? []) {
    for (const uri of change.images) {
      const known = changes.get(uri) ?? new Map<string, Change>()
      changes.set(uri, known)
      for (const id of change.fixes) known.set(id, change)
    }
  }
  return (uri, { id }, within) => {
    const packages = changes.get(uri)?.get(id)?.packages ?? []
    const target = packages.find(({ name, path }) => name === within?.name && path === within.path)
    return target === undefined || target.to === fixedVersionOf(within) ? undefined : `${target.name} ${target.to}`
  }
}
