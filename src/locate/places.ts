// Finds where in the repository to fix a finding: the line that declares its package, else the last FROM of the Dockerfile.
//
// The path in a finding is one in the image, and how the repository's files got there is unknown. So a line is returned only if one
// file fits best and names exactly this package in exactly this version. In any doubt it is the Dockerfile's, which is never wrong.

import { type Diagnostic, type Place, quote } from '../diagnostic.ts'
import type { Finding, Package } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { once } from '../once.ts'
import { findLastFrom } from './dockerfile.ts'
import { type Ecosystem, ecosystemOf, type Files, listFolders } from './ecosystem.ts'
import { findLine, type Index, indexRequirements } from './requirement.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

type Line = Pick<Place, 'file' | 'line'>

export interface PlaceOptions {
  /** The folder of the repository. */
  readonly root: string
  /** The Dockerfile, from the root; undefined means `Dockerfile` or `Containerfile` if there is one. */
  readonly dockerfile: string | undefined
  readonly images: readonly Pick<Image, 'findings'>[]
  readonly warn: (diagnostic: Diagnostic) => void
}

/** Finds the places of all findings of these images. The returned function tells the place of a finding, or without one, of the image. */
export async function findPlaces({ root, dockerfile, images, warn }: PlaceOptions): Promise<(finding?: Finding) => Line | null> {
  const workspace = await openWorkspace(root)
  const from = await findFrom(workspace, dockerfile, warn)
  const search = startSearch(workspace, from === null ? [''] : ['', folderOf(from.file)])
  const lines = new Map<string, Line | null>()
  for (const { findings } of images)
    for (const { packages } of findings)
      for (const asked of packages) {
        const key = keyOf(asked)
        if (!lines.has(key)) lines.set(key, await search(asked))
      }
  const lineOf = (asked: Package): Line | null => lines.get(keyOf(asked)) ?? null
  return finding => finding?.packages.map(lineOf).find(line => line !== null) ?? from
}

function keyOf({ manager, path, name, version }: Package): string {
  return JSON.stringify([manager, path, name, version])
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}

async function findFrom(workspace: Workspace, named: string | undefined, warn: PlaceOptions['warn']): Promise<Line | null> {
  for (const path of named === undefined ? ['Dockerfile', 'Containerfile'] : [named]) {
    const found = await workspace.find(path)
    const read = typeof found === 'string' ? found : await workspace.read(found.file)
    const line = typeof read === 'string' ? null : findLastFrom(read.text)
    if (typeof found !== 'string' && line !== null) return { file: found.file, line }
    if (named === undefined) continue
    const message = `findings cannot be placed in the dockerfile ${quote(path)}: ${typeof read === 'string' ? read : 'it has no FROM'}`
    warn({ level: 'warning', kind: 'dockerfile', message, help: 'give its path from the root of the repository' })
  }
  return null
}

interface Candidate {
  readonly name: string
  readonly file: string
  readonly index: Index
}

// `bases` are the folders that paths of the image may be relative to: the repository's root, and the folder of the Dockerfile.
function startSearch(workspace: Workspace, bases: readonly string[]): (asked: Package) => Promise<Line | null> {
  const folders = new Map<string, Promise<boolean>>()
  const candidates = new Map<string, Promise<readonly Candidate[]>>()
  const indexes = new Map<string, Promise<Index>>()

  // The parent folder is looked for first, because most paths of an image have no folder in common with the repository.
  const hasFolder = (path: string): Promise<boolean> =>
    once(folders, path, async () => path === '' || ((await hasFolder(folderOf(path))) && workspace.hasFolder(path)))

  const readIndex = (file: string, name: string, files: Files, { namesOf }: Ecosystem): Promise<Index> =>
    once(indexes, JSON.stringify([file, name]), async () => {
      const read = await workspace.read(file)
      return indexRequirements(typeof read === 'string' ? [] : (files[name]?.(read.text) ?? []), namesOf)
    })

  const listFolder = (folder: string, files: Files, ecosystem: Ecosystem): Promise<readonly Candidate[]> =>
    once(candidates, JSON.stringify([folder, Object.keys(files)]), async () => {
      if (!(await hasFolder(folder))) return []
      const list: Candidate[] = []
      for (const name of Object.keys(files)) {
        const found = await workspace.find(join(folder, name))
        if (typeof found !== 'string') list.push({ name, file: found.file, index: await readIndex(found.file, name, files, ecosystem) })
      }
      return list
    })

  // The candidates in the folder that fits best among those with such a file, or in two such folders, one per base.
  const listBest = async (tails: readonly string[], files: Files, ecosystem: Ecosystem): Promise<readonly (readonly Candidate[])[]> => {
    for (const tail of tails) {
      const paths = [...new Set(bases.map(base => join(base, tail)))]
      const lists = await Promise.all(paths.map(path => listFolder(path, files, ecosystem)))
      if (lists.some(list => list.length > 0)) return lists
    }
    return []
  }

  return async ({ manager, path, name, version }) => {
    const ecosystem = ecosystemOf(manager)
    if (ecosystem === undefined || path === null || name === null) return null
    for (const files of [ecosystem.locks, ecosystem.manifests]) {
      const best = await listBest(listFolders(path, ecosystem), files, ecosystem)
      if (best.length === 0) continue
      const lines = best.flatMap(list => {
        // A file that the finding itself names takes precedence over the others.
        const named = list.filter(candidate => candidate.name === path.slice(path.lastIndexOf('/') + 1))
        return firstLine([...named, ...list], ecosystem, name, version) ?? []
      })
      return new Set(lines.map(({ file }) => file)).size === 1 ? (lines[0] ?? null) : null
    }
    return null
  }
}

function join(folder: string, name: string): string {
  return [folder, name].filter(part => part !== '').join('/')
}

function firstLine(candidates: readonly Candidate[], { namesOf }: Ecosystem, name: string, version: string | null): Line | undefined {
  for (const { file, index } of candidates) {
    const line = findLine(index, namesOf, name, version)
    if (line !== null) return { file, line }
  }
  return undefined
}
