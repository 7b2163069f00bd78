// `ecr-gate completion`: prints the script by which a shell completes the command line.

import { readChoice } from '../choice.ts'
import { didYouMean, quote, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import type { World } from '../run/world.ts'
import { SHELLS } from '../settings/choices.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { renderCompletion } from '../settings/completion.ts'

export async function runCompletion({ operands: [word = ''] }: SettingsOf<'completion'>, world: World): Promise<number> {
  const shell = readChoice(word, SHELLS)
  if (shell === undefined) {
    world.tell(renderDiagnostics([usageProblem(`there is no completion for ${quote(word)}`, didYouMean(word, SHELLS))]))
    return 2
  }
  await world.print(renderCompletion(shell))
  return 0
}
