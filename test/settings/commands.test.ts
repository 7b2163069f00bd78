// A setting that no command and no input takes could not be set by anybody.

import { expect, test } from 'vitest'
import { COMMANDS, INPUTS } from '../../src/settings/commands.ts'
import { SETTINGS } from '../../src/settings/table.ts'

const taken: readonly string[] = [...INPUTS, ...Object.values(COMMANDS).flatMap(({ settings }) => settings)]

test.each(Object.keys(SETTINGS))('%s is a setting of a command or an input of the Action', name => {
  expect(taken).toContain(name)
})
