// Finds the line of the repository that declares a package. Many findings are of the same packages and the same folders of an image, so
// what is found in the repository is remembered: each folder is listed and each file read only once.

import type { Place } from '../diagnostic.ts'
import type { Package } from '../image/finding.ts'
import { once } from '../once.ts'
import { type Ecosystem, ecosystemOf, type Files, listFolders } from './ecosystem.ts'
import { findLine, type Index, indexRequirements } from './requirement.ts'
import type { Workspace } from './workspace.ts'

export type Line = Pick<Place, 'file' | 'line'>

/** A file that may declare a package. */
interface Declaration {
  readonly name: string
  readonly file: string
  readonly index: Index
}

export interface Search {
  readonly workspace: Workspace
  /** The folders that paths of the image may be relative to: the repository's root, and the folder of the Dockerfile. */
  readonly bases: readonly string[]
  readonly folders: Map<string, Promise<boolean>>
  readonly declarations: Map<string, Promise<readonly Declaration[]>>
  readonly indexes: Map<string, Promise<Index>>
}

export function createSearch(workspace: Workspace, bases: readonly string[]): Search {
  return { workspace, bases, folders: new Map(), declarations: new Map(), indexes: new Map() }
}

/** The line that declares the package, if one file fits best and names exactly this package in exactly this version. */
export async function searchLine(search: Search, { manager, path, name, version }: Package): Promise<Line | null> {
  const ecosystem = ecosystemOf(manager)
  if (ecosystem === undefined || path === null || name === null) return null
  for (const files of [ecosystem.locks, ecosystem.manifests]) {
    const best = await listBest(search, listFolders(path, ecosystem), files, ecosystem)
    if (best.length === 0) continue
    const lines = best.flatMap(list => {
      // A file that the finding itself names takes precedence over the others.
      const named = list.filter(declaration => declaration.name === path.slice(path.lastIndexOf('/') + 1))
      return firstLine([...named, ...list], ecosystem, name, version) ?? []
    })
    return new Set(lines.map(({ file }) => file)).size === 1 ? (lines[0] ?? null) : null
  }
  return null
}

// The declarations in the folder that fits best among those with such a file, or in two such folders, one per base.
async function listBest(
  search: Search,
  tails: readonly string[],
  files: Files,
  ecosystem: Ecosystem,
): Promise<readonly (readonly Declaration[])[]> {
  for (const tail of tails) {
    const paths = [...new Set(search.bases.map(base => join(base, tail)))]
    const lists = await Promise.all(paths.map(path => listFolder(search, path, files, ecosystem)))
    if (lists.some(list => list.length > 0)) return lists
  }
  return []
}

function listFolder(search: Search, folder: string, files: Files, ecosystem: Ecosystem): Promise<readonly Declaration[]> {
  return once(search.declarations, JSON.stringify([folder, Object.keys(files)]), async () => {
    if (!(await hasFolder(search, folder))) return []
    const list: Declaration[] = []
    for (const [name, parse] of Object.entries(files)) {
      const found = await search.workspace.find(join(folder, name))
      if (typeof found !== 'string')
        list.push({ name, file: found.file, index: await readIndex(search, found.file, name, parse, ecosystem) })
    }
    return list
  })
}

// The parent folder is looked for first, because most paths of an image have no folder in common with the repository.
function hasFolder(search: Search, path: string): Promise<boolean> {
  const { folders, workspace } = search
  return once(folders, path, async () => path === '' || ((await hasFolder(search, folderOf(path))) && workspace.hasFolder(path)))
}

function readIndex(
  { indexes, workspace }: Search,
  file: string,
  name: string,
  parse: Files[string],
  { namesOf }: Ecosystem,
): Promise<Index> {
  return once(indexes, JSON.stringify([file, name]), async () => {
    const read = await workspace.read(file)
    return indexRequirements(typeof read === 'string' ? [] : parse(read.text), namesOf)
  })
}

function firstLine(declarations: readonly Declaration[], { namesOf }: Ecosystem, name: string, version: string | null): Line | undefined {
  for (const { file, index } of declarations) {
    const line = findLine(index, namesOf, name, version)
    if (line !== null) return { file, line }
  }
  return undefined
}

function join(folder: string, name: string): string {
  return [folder, name].filter(part => part !== '').join('/')
}

/** The folder of a file, from the root of the repository. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}
