// Rule files as texts, for the loader.

import type { Readable } from 'node:stream'
import type { Diagnostic } from '../diagnostic.ts'
import type { RuleFile } from '../rules/document.ts'
import { Fault } from './fault.ts'
import { findRuleFiles, readText } from './files.ts'

/** Reads every rule file that the paths mean; what cannot be read is a diagnostic beside the others. */
export async function readRuleFiles(
  paths: readonly string[],
  input: Readable,
): Promise<{ files: readonly RuleFile[]; diagnostics: readonly Diagnostic[] }> {
  const files: RuleFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const path of paths) {
    try {
      for (const file of await findRuleFiles(path)) files.push({ path: file, text: await readText(file, input) })
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      diagnostics.push(error.diagnostic)
    }
  }
  return { files, diagnostics }
}
