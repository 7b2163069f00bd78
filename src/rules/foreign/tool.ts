// The files of other tools that say which findings to ignore. They are known by their names.

import type { RuleFile } from '../document.ts'
import { EXCEPTION_FILE } from '../kind.ts'

/** A file of another tool: whose it is, and how it is written. */
export interface Tool {
  readonly name: string
  readonly form: 'trivy' | 'trivy-yaml' | 'grype' | 'inspector' | 'ecr-scan-image'
}

const TRIVY: Tool = { name: 'Trivy', form: 'trivy' }
const TRIVY_YAML: Tool = { name: 'Trivy', form: 'trivy-yaml' }
const GRYPE: Tool = { name: 'Grype', form: 'grype' }

const TOOLS: ReadonlyMap<string, Tool> = new Map([
  ['.trivyignore', TRIVY],
  ['.trivyignore.yaml', TRIVY_YAML],
  ['.trivyignore.yml', TRIVY_YAML],
  ['.grype.yaml', GRYPE],
  ['.grype.yml', GRYPE],
  ['.grype.json', GRYPE],
  ['.inspector-ignore', { name: "Amazon Inspector's Action", form: 'inspector' }],
  ['.ecr-scan-image-ignore', { name: 'ecr-scan-image', form: 'ecr-scan-image' }],
])

/** The names that are known, for messages. */
export const FOREIGN_NAMES: readonly string[] = [...TOOLS.keys()]

/** Whose a file of this path is; undefined if it is none of another tool. */
export function toolNamed(path: string): Tool | undefined {
  return TOOLS.get((path.split(/[\\/]/).at(-1) ?? '').replace(/\?versionId=.*$/, ''))
}

/** The same of a file that was read; what is stored may have a version behind its name. */
export function toolOf({ path, stored }: Pick<RuleFile, 'path' | 'stored'>): Tool | undefined {
  return toolNamed(stored?.name ?? path)
}

/** The same file, as one of exceptions if it is one of another tool. */
export function asNamed(file: RuleFile): RuleFile {
  return toolOf(file) === undefined ? file : { ...file, kind: EXCEPTION_FILE }
}
