// Finds where in the repository to fix a finding: the line that declares its package, else the last FROM of the Dockerfile.
//
// The path in a finding is one in the image, and how the repository's files got there is unknown. So a line is returned only if one
// file fits best and names exactly this package in exactly this version. In any doubt it is the Dockerfile's, which is never wrong.

import { quote, type Tell } from '../diagnostic.ts'
import type { Package } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { dockerfilesOf } from '../settings/paths.ts'
import { findLastFrom } from './dockerfile.ts'
import { createSearch, folderOf, type Line, searchLine } from './search.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

export interface PlaceOptions {
  /** The folder of the repository. */
  readonly root: string
  /** The Dockerfile, from the root; undefined means `Dockerfile` or `Containerfile` if there is one. */
  readonly dockerfile: string | undefined
  readonly images: readonly Pick<Image, 'findings'>[]
  readonly tell: Tell
}

/** What is placed: a finding, or a package alone. */
export interface Placed {
  readonly packages: readonly Pick<Package, 'manager' | 'path' | 'name' | 'version'>[]
}

/** Finds the places of all findings of these images. The returned function tells the place of a finding, or without one, of the image. */
export async function findPlaces({ root, dockerfile, images, tell }: PlaceOptions): Promise<(finding?: Placed) => Line | null> {
  const workspace = await openWorkspace(root)
  const from = await findFrom(workspace, dockerfile, tell)
  const search = createSearch(workspace, from === null ? [''] : ['', folderOf(from.file)])
  const lines = new Map<string, Line | null>()
  for (const { findings } of images)
    for (const { packages } of findings)
      for (const asked of packages) {
        const key = keyOf(asked)
        if (!lines.has(key)) lines.set(key, await searchLine(search, asked))
      }
  const lineOf = (asked: Placed['packages'][number]): Line | null => lines.get(keyOf(asked)) ?? null
  return finding => finding?.packages.map(lineOf).find(line => line !== null) ?? from
}

function keyOf({ manager, path, name, version }: Placed['packages'][number]): string {
  return JSON.stringify([manager, path, name, version])
}

async function findFrom(workspace: Workspace, named: string | undefined, tell: Tell): Promise<Line | null> {
  for (const path of dockerfilesOf({ dockerfile: named })) {
    const found = await workspace.find(path)
    const read = typeof found === 'string' ? found : await workspace.read(found.file)
    const line = typeof read === 'string' ? null : findLastFrom(read.text)
    if (typeof found !== 'string' && line !== null) return { file: found.file, line }
    if (named === undefined) continue
    const message = `findings cannot be placed in the dockerfile ${quote(path)}: ${typeof read === 'string' ? read : 'it has no FROM'}`
    tell({ level: 'warning', kind: 'dockerfile', message, help: 'give its path from the root of the repository' })
  }
  return null
}
