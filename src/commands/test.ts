// `ecr-gate test`: the tests that rules carry.

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { plural } from '../plural.ts'
import { type Tool, toolOf } from '../rules/foreign/tool.ts'
import { testCompiled } from '../rules/test.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import type { ReadFiles } from '../sources/rules.ts'
import { loadFiles, readOperands } from './rulefiles.ts'

export async function runTest(settings: SettingsOf<'test'>, world: World): Promise<number> {
  return testFiles(await readOperands(settings, world), world)
}

/** Runs the tests that rules carry: 0 all passed, 1 problems found. */
export async function testFiles(read: ReadFiles, world: World): Promise<number> {
  const { files, loading, valid, missing } = await loadFiles(read, world)
  if (missing) return 2
  for (const file of files) {
    const tool = toolOf(file)
    if (tool !== undefined) world.tell(renderDiagnostics([untested(file.path, tool)]))
  }
  let passed = 0
  let failed = 0
  for (const compiled of loading.compiled) {
    const { rule } = compiled
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${printable(rule.id)}: the rule has no tests\n`)
    for (const { name, expected, matched } of testCompiled(compiled)) {
      if (expected === matched) passed++
      else {
        failed++
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`
        await world.print(`${world.paint('red', 'fail')} ${printable(rule.id)}: ${printable(name)}: ${what}\n`)
      }
    }
  }
  await world.print(`${plural(loading.rules.length, 'rule')}, ${plural(passed, 'test')} passed, ${failed} failed\n`)
  return valid && failed === 0 ? 0 : 1
}

function untested(at: string, { name }: Tool): Diagnostic {
  return { level: 'note', kind: 'foreign-file', message: `a file of ${name} has no rules to test`, help: 'ecr-gate lint checks it', at }
}
