// `lint`, `test` and `fmt`: what is done with rule files themselves.

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { combineRules } from '../gate/packs.ts'
import type { RuleFile } from '../rules/document.ts'
import { formatFile } from '../rules/format.ts'
import { type Loading, loadRules } from '../rules/load.ts'
import type { Override, Rule, Where } from '../rules/rule.ts'
import { testRule } from '../rules/test.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleFiles } from '../sources/rules.ts'
import type { World } from '../world.ts'

/** Finds mistakes in rule files: 0 good or warnings only, 1 something to mend. */
export async function runLint(settings: Settings, world: World): Promise<number> {
  const { loading, mended, missing } = await load(settings, world, text => world.print(text))
  if (missing) return 2
  const diagnostics = [...loading.diagnostics]
  // Rules that do not load whole cannot be questioned.
  if (mended) {
    const { used, unused } = await world.packs([])
    for (const diagnostic of await question(loading, [...used, ...unused], world)) {
      diagnostics.push(diagnostic)
      await world.print(renderDiagnostics([diagnostic]))
    }
  }
  const count = (level: string): number => diagnostics.filter(diagnostic => diagnostic.level === level).length
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`
  const overrides = loading.overrides.length === 0 ? '' : ` and ${plural(loading.overrides.length, 'override')}`
  world.tell(`${plural(loading.rules.length, 'rule')}${overrides} read, ${plural(count('error'), 'error')}${warnings}\n`)
  return count('error') === 0 ? 0 : 1
}

// What is wrong with rules that load well: also beside the shipped ones, and as overrides make them.
async function question({ rules, overrides, placeOf }: Loading, shipped: readonly Rule[], world: World): Promise<readonly Diagnostic[]> {
  const { lintRules } = await import('../rules/lint/lint.ts')
  const ruleSet = combineRules({ used: shipped, unused: [] }, { rules, overrides }, undefined)
  if (ruleSet.diagnostics.some(({ level }) => level === 'error')) return ruleSet.diagnostics
  const written = new Map([...shipped, ...rules].map(rule => [rule.id, rule]))
  const isOurs = ({ id }: Rule): boolean => rules.some(rule => rule.id === id) || overrides.some(({ rule }) => rule === id)
  const place = (rule: Rule, where: Where): Diagnostic['at'] => {
    const base = written.get(rule.id) ?? rule
    const added = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1
    return added < 0 ? placeOf(base, where) : placeOfAdded(overrides, rule.id, added)
  }
  const others = ruleSet.rules.filter(rule => !isOurs(rule))
  const problems = lintRules(ruleSet.rules.filter(isOurs), await world.operations(), others)
  return [...ruleSet.diagnostics, ...problems.map(({ rule, where, ...problem }) => ({ ...problem, at: place(rule, where) ?? rule.file }))]
}

// Suppressions that overrides add stand behind the rule's own, in the order of the overrides.
function placeOfAdded(overrides: readonly Override[], id: string, position: number): Diagnostic['at'] {
  const owners = overrides.filter(({ rule }) => rule === id).flatMap(({ changes, at }) => (changes.addSuppressions ?? []).map(() => at))
  return owners[position]
}

/** Runs the tests that rules carry: 0 all passed, 1 something to mend. */
export async function runTest(settings: Settings, world: World): Promise<number> {
  const { loading, mended, missing } = await load(settings, world)
  if (missing) return 2
  let passed = 0
  let failed = 0
  for (const rule of loading.rules) {
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${printable(rule.id)}: the rule has no tests\n`)
    for (const { name, expected, matched } of testRule(rule)) {
      if (expected === matched) passed++
      else {
        failed++
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`
        await world.print(`${world.paint('red', 'fail')} ${printable(rule.id)}: ${printable(name)}: ${what}\n`)
      }
    }
  }
  await world.print(`${plural(loading.rules.length, 'rule')}, ${plural(passed, 'test')} passed, ${failed} failed\n`)
  return mended && failed === 0 ? 0 : 1
}

/** Writes filters in canonical form: 0 done, 1 when `--check` found something to change or a rule is wrong. */
export async function runFormat(settings: Settings, world: World): Promise<number> {
  const { files, mended, missing } = await load(settings, world)
  if (missing) return 2
  if (!mended) return 1
  let changes = 0
  for (const file of files) {
    const text = formatFile(file)
    if (text === file.text) continue
    changes++
    await world.print(`${printable(file.path)}\n`)
    if (!settings.check) await world.write(file.path, [text])
  }
  return settings.check && changes > 0 ? 1 : 0
}

interface Loaded {
  readonly files: readonly RuleFile[]
  readonly loading: Loading
  /** No errors. */
  readonly mended: boolean
  /** A path could not be read at all, which is wrong use. */
  readonly missing: boolean
}

async function load(settings: Settings, world: World, tell: (text: string) => Promise<void> | void = world.tell): Promise<Loaded> {
  const { files, diagnostics } = await readRuleFiles(settings.operands, world.input)
  const loading = loadRules(files)
  world.tell(renderDiagnostics(diagnostics))
  await tell(renderDiagnostics(loading.diagnostics))
  return { files, loading, mended: !loading.diagnostics.some(({ level }) => level === 'error'), missing: diagnostics.length > 0 }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
