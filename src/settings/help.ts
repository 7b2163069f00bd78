// The text of --help, made from the table of settings.

import { COMMANDS, type Command, settingOf } from './commands.ts'
import { flagOf, formatChoices } from './table.ts'

/** The text of --help for the program, or for one command. */
export function renderHelp(command?: Command): string {
  if (command === undefined) {
    const width = Math.max(...COMMANDS.map(({ name }) => name.length))
    return [
      'ecr-gate: may this Amazon ECR image be deployed now?',
      '',
      'usage: ecr-gate COMMAND …',
      '',
      ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
      '',
      'examples:',
      ...COMMANDS.flatMap(({ examples }) => examples.slice(0, 1).map(example => `  ${example}`)),
      '',
      'ecr-gate COMMAND --help says more about a command, ecr-gate --version prints the version.',
      '',
    ].join('\n')
  }
  const rows = command.settings.map(name => {
    const setting = settingOf(command, name)
    const value = formatChoices(setting)
    return {
      flag: `${flagOf(name)}${value === '' ? '' : ` ${value}`}`,
      help: `${setting.help}${setting.default === undefined ? '' : ` (default: ${setting.default})`}`,
    }
  })
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length))
  return [
    `usage: ecr-gate ${command.usage}`,
    '',
    command.summary,
    ...(rows.length === 0 ? [] : ['', 'settings:', ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`)]),
    '',
    `exit code: ${command.exits}`,
    '',
    'examples:',
    ...command.examples.map(example => `  ${example}`),
    '',
  ].join('\n')
}
