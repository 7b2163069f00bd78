// The recipes of docs/cookbook.md: what each says, by its heading, with its files and its lines for the gate.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { ROOT } from '../root.ts'

export interface Step {
  readonly if?: string
  readonly shell?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly run?: string
}

export interface Recipe {
  /** The files that it shows, by their paths. */
  readonly files: Readonly<Record<string, string>>
  /** What it gives the gate. */
  readonly inputs: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  readonly command: string | undefined
  /** The lines that it shows of the answer. */
  readonly shown: readonly string[]
}

const page = readFileSync(join(ROOT, 'docs/cookbook.md'), 'utf8')

export const RECIPES: ReadonlyMap<string, Recipe> = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(text => [text.slice(0, text.indexOf('\n')), readRecipe(text)] as const),
)

/** The recipe with this heading. */
export function recipeOf(heading: string): Recipe {
  const recipe = RECIPES.get(heading)
  if (recipe === undefined) throw new Error(`docs/cookbook.md has no recipe "${heading}"`)
  return recipe
}

function readRecipe(text: string): Recipe {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', content = '']) => ({ kind, content }))
  const yaml = blocks.filter(({ kind }) => kind === 'yaml').map(({ content }) => content)
  const files = yaml.flatMap(content => [...content.matchAll(/^# (\S+\.yml)$/gm)].map(([, path = '']) => [path, content] as const))
  const parsed = yaml.map(content => parseYaml(content) as { readonly with?: Recipe['inputs']; readonly steps?: readonly Step[] })
  return {
    files: Object.fromEntries(files),
    inputs: Object.assign({}, ...parsed.map(each => each.with ?? {})) as Recipe['inputs'],
    steps: parsed.flatMap(({ steps = [] }) => steps),
    command: blocks.find(({ kind }) => kind === 'sh')?.content.trim(),
    shown: blocks.filter(({ kind }) => kind === 'text').flatMap(({ content }) => content.trimEnd().split('\n')),
  }
}
