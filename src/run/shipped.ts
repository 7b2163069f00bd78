// The files that the build puts next to the bundle: the checked rules without their tests, the models of services, the parts of the HTML
// page.

import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { PackRules } from '../gate/packs.ts'
import type { Rule } from '../rules/rule.ts'
import { PACKS, type Pack } from '../settings/choices.ts'

type Packs = Readonly<Record<Pack, readonly Rule[]>>

export async function readShipped<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(placeOf(name), 'utf8')) as T
}

/** The rules of the packs, those that are used and the rest. */
export async function readPacks(used: readonly Pack[]): Promise<PackRules> {
  return choose(await readShipped<Packs>('packs.json'), used)
}

/** The same for whoever cannot wait. */
export function readPacksAtOnce(used: readonly Pack[]): PackRules {
  return choose(JSON.parse(readFileSync(placeOf('packs.json'), 'utf8')) as Packs, used)
}

function choose(packs: Packs, used: readonly Pack[]): PackRules {
  const rulesOf = (names: readonly Pack[]): readonly Rule[] => names.flatMap(name => packs[name])
  return { used: rulesOf(used), unused: rulesOf(PACKS.filter(name => !used.includes(name))) }
}

function placeOf(name: string): URL {
  return new URL(`./${name}`, import.meta.url)
}
