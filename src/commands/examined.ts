// What `doctor` finds, and what it finds about rules, exceptions, VEX and a policy, wherever they are read from.

import pMap from 'p-map'
import { type Diagnostic, formatPlace } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { BoundFile } from '../gate/vex/bound.ts'
import { listFirst, plural } from '../plural.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { describeVersion } from '../rules/reference.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import { PACKS } from '../settings/choices.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { type ReadFiles, readRuleFiles, readRuleSet, replayInput } from '../sources/rules.ts'

/** `bad` keeps the gate from a verdict, now or later; a `note` is good to know. */
export interface Check {
  readonly level: 'ok' | 'note' | 'bad'
  readonly message: string
  readonly help?: string
}

export interface Section {
  readonly title: string
  readonly checks: readonly Check[]
}

const MOST_NAMED = 10

/** Makes checks. A fault is one of its own: bad, or a note where the gate can do without. */
export async function examine(check: () => Promise<readonly Check[]>, level: 'bad' | 'note' = 'bad'): Promise<readonly Check[]> {
  const checks = await captureFault(check)
  if (!(checks instanceof Fault)) return checks
  const { message, help } = checks.diagnostic
  return [{ level, message, ...(help === undefined ? {} : { help }) }]
}

export interface ExaminedRules {
  readonly sections: readonly Section[]
  /** The rules and exceptions in force; undefined if some cannot be read, or are wrong. */
  readonly ruleSet: RuleSet | undefined
}

/** Reads whatever the step names as rules, exceptions, VEX and a policy, each once, and loads it together as a check does. */
export async function examineRules(settings: SettingsOf<'doctor'>, world: World): Promise<ExaminedRules> {
  const { rules, exceptions, vex, policy } = settings
  const paths = [...new Set([...rules, ...exceptions])]
  const inputs = openInputs(settings, world)
  const reads = await pMap(paths, path => readRuleFiles([path], inputs), { concurrency: 4 })
  const checks = reads.map((read, i) => describeRead(paths[i] ?? '', read))
  const central = policy?.file === undefined ? [] : [describePolicy(policy.file)]
  const isRead = checks.flat().every(({ level }) => level !== 'bad')
  const isNamed = paths.length + vex.length > 0 || policy !== undefined
  const isAsked = isRead && (isNamed || settings.audit?.table !== undefined)
  const loaded = isAsked ? await readRuleSet(settings, await world.packs(PACKS), replayInput(inputs, reads), world.now()) : undefined
  const wrong = (loaded?.diagnostics ?? []).filter(({ level }) => level === 'error').map(toCheck)
  const files = wrong.length > 0 ? [] : (loaded?.vex ?? []).map(describeVex)
  const section = { title: 'Rules, exceptions, VEX and policy', checks: [...central, ...checks.flat(), ...files, ...wrong] }
  return { sections: isNamed || wrong.length > 0 ? [section] : [], ruleSet: wrong.length > 0 ? undefined : loaded }
}

function describePolicy({ path, stored }: PolicyFile): Check {
  return { level: 'ok', message: `${path}: a policy${stored === undefined ? '' : `, ${describeVersion(stored)}`}` }
}

function describeRead(path: string, { files, diagnostics }: ReadFiles): readonly Check[] {
  const versions = files.flatMap(({ stored, path: file }) => (stored === undefined ? [] : `${file} ${describeVersion(stored)}`))
  const told = versions.length === 0 ? plural(files.length, 'file') : listFirst(versions, MOST_NAMED)
  const errors = diagnostics.filter(({ level }) => level === 'error').map(toCheck)
  return errors.length > 0 ? errors : [{ level: 'ok', message: `${path}: ${told}` }]
}

function describeVex({ path, format, statements }: BoundFile): Check {
  return { level: 'ok', message: `${path}: ${format} with ${plural(statements.length, 'statement')}` }
}

function toCheck({ at, message, help }: Diagnostic): Check {
  const place = at === undefined ? '' : `${formatPlace(at)}: `
  return { level: 'bad', message: `${place}${message}`, ...(help === undefined ? {} : { help }) }
}
