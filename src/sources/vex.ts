// Reads files of VEX, and binds those that are not the policy's to its limits.

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { checkAuthors, checkEndless } from '../gate/limits.ts'
import type { BoundFile } from '../gate/vex/bound.ts'
import type { RuleFile } from '../rules/document.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { isReference, type Stored } from '../rules/reference.ts'
import { collectPassedOver, findVexFiles, readText } from './files.ts'

/** The most bytes of a file of VEX on disk: a feed with a hundred thousand statements has a third of that. */
const MOST_BYTES = 64 * 1024 * 1024

export interface ReadVex {
  readonly files: readonly BoundFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** What of it was read from Parameter Store or S3. */
  readonly stored: readonly Stored[]
}

/** What is read besides files on disk. */
interface Inputs {
  readonly input: Readable
  readonly readReference: (reference: string) => Promise<Pick<ReadVex, 'diagnostics'> & { readonly files: readonly RuleFile[] }>
}

/** Reads what paths name as VEX. If one of the diagnostics is an error, nothing of it must be used. */
export async function readVexFiles(paths: readonly string[], policy: PolicyFile | undefined, inputs: Inputs): Promise<ReadVex> {
  if (paths.length === 0) return { files: [], diagnostics: [], stored: [] }
  const { readVex } = await import('../vex/read.ts')
  const diagnostics: Diagnostic[] = []
  const tell: Tell = diagnostic => diagnostics.push(diagnostic)
  const ofPolicy = policy?.files.vex ?? []
  const read = await Promise.all(
    paths.map(async path => ({ isOfPolicy: ofPolicy.includes(path), files: await readTexts(path, inputs, tell) })),
  )
  const { limits } = policy ?? {}
  if (limits !== undefined && read.some(({ isOfPolicy }) => !isOfPolicy)) diagnostics.push(...checkEndless(limits, 'vex'))
  const files = read.flatMap(({ isOfPolicy, files: texts }) =>
    texts.flatMap((each): readonly BoundFile[] => {
      const { file, diagnostics: wrong } = readVex(each)
      diagnostics.push(...wrong)
      if (file === undefined) return []
      if (limits !== undefined && !isOfPolicy) diagnostics.push(...checkAuthors(limits, file))
      const digest = createHash('sha256').update(file.text, 'utf8').digest('hex')
      return [{ ...file, digest, isOfPolicy, atMost: isOfPolicy ? undefined : limits?.exceptions?.severityAtMost?.value }]
    }),
  )
  return { files, diagnostics, stored: read.flatMap(({ files: texts }) => texts.flatMap(({ stored }) => stored ?? [])) }
}

async function readTexts(path: string, { input, readReference }: Inputs, tell: Tell): Promise<readonly RuleFile[]> {
  if (isReference(path)) {
    const read = await attempt(tell, () => readReference(path))
    read?.diagnostics.forEach(tell)
    return read?.files ?? []
  }
  const passed = collectPassedOver(path)
  const files: RuleFile[] = []
  for (const file of (await attempt(tell, () => findVexFiles(path, passed.passOver))) ?? []) {
    const help = 'split the file; a folder of such files may be named too'
    const text = await attempt(tell, () => readText(file, input, { named: path, limit: MOST_BYTES, help }))
    if (text !== undefined) files.push({ path: file, text })
  }
  passed.notes().forEach(tell)
  return files
}
