// Finds where in the repository to fix a finding: the line that declares its package, else that of the instruction of the Dockerfile that
// made its layer, else the last FROM.
//
// The path in a finding is one in the image, and how the repository's files got there is unknown. So a line is returned only if one
// file fits best and names exactly this package in exactly this version. In any doubt it is the Dockerfile's, which is never wrong.

import { quote, type Tell } from '../diagnostic.ts'
import type { Package } from '../image/finding.ts'
import type { Step } from '../image/history.ts'
import type { Image } from '../image/image.ts'
import { dockerfilesOf } from '../settings/paths.ts'
import { type Instruction, readInstructions } from './dockerfile.ts'
import { findMadeLines } from './made.ts'
import { createSearch, folderOf, type Line, searchLine } from './search.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

export interface PlaceOptions {
  /** The folder of the repository. */
  readonly root: string
  /** The Dockerfile, from the root; undefined means `Dockerfile` or `Containerfile` if there is one. */
  readonly dockerfile: string | undefined
  readonly images: readonly Pick<Image, 'findings'>[]
  /** Reads what made the layers of each image; asked for only where there is a Dockerfile. */
  readonly readSteps?: () => Promise<readonly (readonly Step[])[]>
  readonly tell: Tell
}

/** What is placed: a finding, or a package alone. */
export interface Placed {
  readonly packages: readonly (Pick<Package, 'manager' | 'path' | 'name' | 'version'> & { readonly layer?: string | null })[]
  /** Whether it came with the base image, and so with the FROM. */
  readonly fromBase?: boolean
}

/** Finds the places of all findings of these images. The returned function tells the place of a finding, or without one, of the image. */
export async function findPlaces(options: PlaceOptions): Promise<(finding?: Placed) => Line | null> {
  const { root, dockerfile, images, readSteps, tell } = options
  const workspace = await openWorkspace(root)
  const read = await findDockerfile(workspace, dockerfile, tell)
  const from = read === null ? null : { file: read.file, line: read.from }
  const made = read === null || readSteps === undefined ? new Map<string, number>() : joinLines(read.instructions, await readSteps())
  const search = createSearch(workspace, from === null ? [''] : ['', folderOf(from.file)])
  const lines = new Map<string, Line | null>()
  for (const { findings } of images)
    for (const { packages } of findings)
      for (const asked of packages) {
        const key = keyOf(asked)
        if (!lines.has(key)) lines.set(key, await searchLine(search, asked))
      }
  const lineOf = (asked: Placed['packages'][number]): Line | null => lines.get(keyOf(asked)) ?? null
  const instructionOf = ({ layer }: Placed['packages'][number]): Line | null => {
    const line = made.get(layer ?? '')
    return from === null || line === undefined ? null : { file: from.file, line }
  }
  return finding => {
    const declared = finding?.packages.map(lineOf).find(line => line !== null)
    if (declared !== undefined) return declared
    return (finding?.fromBase === true ? undefined : finding?.packages.map(instructionOf).find(line => line !== null)) ?? from
  }
}

// Images that are built from one Dockerfile share layers, and an empty layer comes several times. One that has two lines has none.
function joinLines(instructions: readonly Instruction[], histories: readonly (readonly Step[])[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const doubtful = new Set<string>()
  for (const steps of histories)
    for (const [layer, line] of findMadeLines(instructions, steps)) {
      if ((found.get(layer) ?? line) !== line) doubtful.add(layer)
      found.set(layer, line)
    }
  return new Map([...found].filter(([layer]) => !doubtful.has(layer)))
}

function keyOf({ manager, path, name, version }: Placed['packages'][number]): string {
  return JSON.stringify([manager, path, name, version])
}

interface Dockerfile {
  readonly file: string
  readonly instructions: readonly Instruction[]
  /** The line of its last FROM. */
  readonly from: number
}

async function findDockerfile(workspace: Workspace, named: string | undefined, tell: Tell): Promise<Dockerfile | null> {
  for (const path of dockerfilesOf({ dockerfile: named })) {
    const found = await workspace.find(path)
    const read = typeof found === 'string' ? found : await workspace.read(found.file)
    const instructions = typeof read === 'string' ? [] : readInstructions(read.text)
    const from = instructions.findLast(({ word }) => word === 'FROM')?.line
    if (typeof found !== 'string' && from !== undefined) return { file: found.file, instructions, from }
    if (named === undefined) continue
    const message = `findings cannot be placed in the dockerfile ${quote(path)}: ${typeof read === 'string' ? read : 'it has no FROM'}`
    tell({ level: 'warning', kind: 'dockerfile', message, help: 'give its path from the root of the repository' })
  }
  return null
}
