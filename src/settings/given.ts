// What was given to a command, before it is read.

import type { PolicyFile } from '../rules/policy.ts'
import type { Command } from './commands.ts'
import { flagOf, type SettingName } from './table.ts'

/** Where settings are given. */
export interface Surface {
  /** The name of a setting there: `--fail-on` as a flag, `fail-on` as an input. */
  readonly show: (name: SettingName) => string
  /** How messages say where that is. */
  readonly surface: string
}

export const COMMAND_LINE: Surface = { show: flagOf, surface: 'on the command line' }
export const STEP: Surface = { show: name => name, surface: 'in the step' }

export interface Given extends Surface {
  readonly command: Command
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The policy file that was named, once it is read. */
  readonly policy?: PolicyFile | undefined
  /** The policy file that it is compared with, once it is read. */
  readonly against?: PolicyFile | undefined
}
