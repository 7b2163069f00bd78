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

const GATE = `- id: gate
  uses: your-organisation/ecr-gate@full-sha-of-a-release
  with:
    image: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2
`
const GATE_JOB = `gate:
  runs-on: ubuntu-24.04
  outputs:
    image: \${{ steps.gate.outputs.image }}
  steps:
${indent(GATE, 4)}`

// Steps after the gate follow the step, or the job, whose outputs they use.
function wrapSteps(text: string): string {
  const hasStep = !/\bid: gate$/m.test(text) && /\bsteps\.gate\b/.test(text)
  const needsJob = /\bneeds\.gate\b/.test(text)
  const steps = hasStep ? text.replace(/^steps:\n/m, `steps:\n${indent(GATE, 2)}`) : text
  const shown = `shown:\n${needsJob ? '  needs: gate\n' : ''}  runs-on: ubuntu-24.04\n${indent(steps, 2)}`
  return `on: push\njobs:\n${indent(`${needsJob ? GATE_JOB : ''}${shown}`, 2)}`
}

function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces))
}
