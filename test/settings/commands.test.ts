// A setting that no command and no input takes could not be set by anybody.

import { expect, test } from 'vitest'
import { COMMANDS, INPUTS } from '../../src/settings/commands.ts'
import { SETTINGS } from '../../src/settings/table.ts'

test('every setting of the table is one of a command or an input of the Action', () => {
  const taken = new Set<string>([...INPUTS, ...Object.values(COMMANDS).flatMap(({ settings }) => settings)])
  expect(Object.keys(SETTINGS).filter(name => !taken.has(name))).toEqual([])
})
