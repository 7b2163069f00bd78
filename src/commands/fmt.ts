// `ecr-gate fmt`: filters in canonical form.

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { type Tool, toolOf } from '../rules/foreign/tool.ts'
import { formatFile } from '../rules/format.ts'
import type { World } from '../run/world.ts'
import type { Settings } from '../settings/settings.ts'
import { loadFiles, readOperands } from './rulefiles.ts'

/** Writes filters in canonical form: 0 done, 1 when `--check` found something to change or a rule is wrong. */
export async function runFormat(settings: Settings, world: World): Promise<number> {
  const { files, valid, missing } = await loadFiles(await readOperands(settings, world), world)
  if (missing) return 2
  if (!valid) return 1
  let changes = 0
  for (const file of files) {
    const tool = toolOf(file)
    if (tool !== undefined) {
      world.tell(renderDiagnostics([leftAlone(file.path, tool)]))
      continue
    }
    const text = formatFile(file)
    if (text === file.text) continue
    changes++
    await world.print(`${printable(file.path)}\n`)
    if (!settings.check) await world.write(file.path, [text])
  }
  return settings.check && changes > 0 ? 1 : 0
}

function leftAlone(at: string, { name }: Tool): Diagnostic {
  return { level: 'note', kind: 'foreign-file', message: `a file of ${name} has no filters, and is left as it is`, at }
}
