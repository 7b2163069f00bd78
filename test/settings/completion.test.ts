// The scripts of all shells have every command, every flag and every choice. test/e2e/completion.test.ts runs them.

import { describe, expect, test } from 'vitest'
import { SHELLS } from '../../src/settings/choices.ts'
import { COMMANDS, settingOf } from '../../src/settings/commands.ts'
import { renderCompletion } from '../../src/settings/completion.ts'
import { flagOf } from '../../src/settings/table.ts'

describe.each(SHELLS)('%s', shell => {
  const lines = renderCompletion(shell).split('\n')

  test.each(COMMANDS.map(command => [command.name, command] as const))('has %s with its flags and their choices', (name, command) => {
    const first = lines.filter(line => line.includes(shell === 'fish' ? '__ecr_gate_first -f' : '--version')).join('\n')
    expect(first).toMatch(new RegExp(`[ ('=]${name}[ )']`))
    for (const setting of command.settings) {
      const flag = flagOf(setting)
      const written = shell === 'fish' ? `'__ecr_gate_in ${name}' -l ${flag.slice(2)} ` : flag
      const ofCommand = lines.filter(line => line.includes(written) && (shell === 'fish' || line.startsWith(`    ${name}) found=`)))
      expect(ofCommand, flag).toHaveLength(1)
      const { kind } = settingOf(command, setting)
      if (typeof kind !== 'object') continue
      const choosing = shell === 'fish' ? ofCommand[0] : lines.find(line => line.startsWith(`    '${name} ${flag}') found=`))
      expect(choosing, flag).toContain(kind.choices.join(' '))
    }
  })
})

test('each line of the script for fish is one command, whatever the texts in it contain', () => {
  const lines = renderCompletion('fish')
    .split('\n')
    .filter(line => line.startsWith('complete '))
  const text = "'(?:[^'\\\\]|\\\\['\\\\])*'"
  const whole = new RegExp(
    `^complete -c ecr-gate -n (?:__ecr_gate_first|${text})(?: -l [a-z-]+)?(?: -[rxf])?(?: -a (?:[a-z]+|${text}))?(?: -d ${text})?$`,
  )
  expect(lines.length).toBeGreaterThan(50)
  for (const line of lines) expect(line).toMatch(whole)
})
