// Every workflow of the documentation and of the examples.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'

export interface ShownWorkflow {
  /** Where it stands: a page and its place among the workflows there, or a file. */
  readonly name: string
  /** A whole workflow; steps that are shown alone stand in a job that is made for them. */
  readonly text: string
}

const list = (folder: string, kind: RegExp): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap(name => (kind.test(name) ? [`${folder}/${name}`] : []))

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** The workflows of pages, of examples, and those that this repository runs itself. */
export function listWorkflows(): readonly ShownWorkflow[] {
  const files = [...list('examples', /\.ya?ml$/), ...list('.github/workflows', /\.ya?ml$/)].map(name => ({ name, text: read(name) }))
  return [
    ...['README.md', 'CONTRIBUTING.md', ...list('docs', /\.md$/)].flatMap(workflowsOf),
    ...files.filter(({ text }) => isWorkflow(text)),
  ]
}

/** The workflows of a page, in their order. */
export function workflowsOf(page: string): readonly ShownWorkflow[] {
  const texts = [...read(page).matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) =>
    isWorkflow(text) ? [text] : /^steps:$/m.test(text) ? [wrapSteps(text)] : [],
  )
  return texts.map((text, i) => ({ name: `${page} ${i + 1}`, text }))
}

const isWorkflow = (text: string): boolean => /^jobs:$/m.test(text)

function wrapSteps(text: string): string {
  return `on: push\njobs:\n  shown:\n    runs-on: ubuntu-24.04\n${text.replace(/^(?=.)/gm, '    ')}`
}
