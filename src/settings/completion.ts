// The scripts by which shells complete the command line, made from the tables of commands and settings.

import type { Shell } from './choices.ts'
import { COMMANDS, type Command, settingOf } from './commands.ts'
import { takesOf } from './kinds.ts'
import { flagOf, formatChoices, type SettingName } from './table.ts'

/** The script for a shell, to be read by it. */
export function renderCompletion(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return renderBash()
    case 'zsh':
      return renderZsh()
    case 'fish':
      return renderFish()
  }
}

const NAMES = COMMANDS.map(({ name }) => name)

/** The words that a setting may be; none where it may be anything. */
function choicesOf(command: Command, name: SettingName): readonly string[] {
  return formatChoices(settingOf(command, name))
    .split(/[|,]/)
    .filter(word => /^[a-z-]+$/.test(word))
}

const FIRST = [...NAMES, 'help', '--help', '--version']

// What follows a word of a command, where it is one of a few words: a flag with choices, or the command itself.
const FOLLOWING = [
  ...COMMANDS.flatMap(command => [
    ...command.settings.map(name => ({ command: command.name, word: flagOf(name), choices: choicesOf(command, name) })),
    { command: command.name, word: command.name, choices: command.operands.words ?? [] },
  ]),
  { command: 'help', word: 'help', choices: NAMES },
].filter(({ choices }) => choices.length > 0)

/**
 * How bash and zsh find what there is to choose. `list` writes words as the shell assigns them, `isFirst` asks whether the word is that of
 * the command, and `word` is what there is of it.
 */
function renderChoosing(list: (words: readonly string[]) => string, isFirst: string, word: string): string {
  return [
    `  if ${isFirst}; then found=${list(FIRST)}`,
    `  elif [[ ${word} == -* ]]; then case $command in`,
    ...COMMANDS.map(({ name, settings }) => `    ${name}) found=${list([...settings.map(flagOf), '--help'])} ;;`),
    '  esac',
    '  else case "$command $before" in',
    ...FOLLOWING.map(({ command, word: before, choices }) => `    '${command} ${before}') found=${list(choices)} ;;`),
    '  esac; fi',
  ].join('\n')
}

function renderBash(): string {
  return `# Completes ecr-gate in bash: source <(ecr-gate completion bash)
_ecr_gate() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} found=
  # Bash makes three words of --flag=value.
  if [[ $word == = ]]; then word=
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}; fi
${renderChoosing(words => `'${words.join(' ')}'`, '((COMP_CWORD == 1))', '$word')}
  COMPREPLY=($(compgen -W "$found" -- "$word"))
}
complete -o default -F _ecr_gate ecr-gate
`
}

function renderZsh(): string {
  return `#compdef ecr-gate
# Completes ecr-gate in zsh, after compinit: source <(ecr-gate completion zsh)
_ecr_gate() {
  local before=\${words[CURRENT-1]} command=\${words[2]}
  local -a found
  if [[ $PREFIX == --*=* ]]; then before=\${PREFIX%%=*}; compset -P '*='; fi
${renderChoosing(words => `(${words.join(' ')})`, '((CURRENT == 2))', '$PREFIX')}
  if (($#found)); then compadd -a found; else _files; fi
}
compdef _ecr_gate ecr-gate
`
}

function renderFish(): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
  const flags = COMMANDS.flatMap(command =>
    command.settings.map(name => {
      const setting = settingOf(command, name)
      const choices = choicesOf(command, name)
      // What may be anything may be a file.
      const takes = takesOf(setting.kind) === 'nothing' ? '' : /[A-Z]/.test(formatChoices(setting)) ? ' -r' : ' -x'
      const value = `${takes}${choices.length === 0 ? '' : ` -a ${quote(choices.join(' '))}`}`
      return `complete -c ecr-gate -n '__ecr_gate_in ${command.name}' -l ${flagOf(name).slice(2)}${value} -d ${quote(setting.help)}`
    }),
  )
  const operands = FOLLOWING.filter(({ command, word }) => word === command).map(
    ({ command, choices }) => `complete -c ecr-gate -n '__ecr_gate_in ${command}' -f -a ${quote(choices.join(' '))}`,
  )
  return `# Completes ecr-gate in fish: ecr-gate completion fish | source
function __ecr_gate_in
  set -l words (commandline -opc)
  test (count $words) -gt 1; and test $words[2] = $argv[1]
end
function __ecr_gate_first
  test (count (commandline -opc)) -eq 1
end
${COMMANDS.map(({ name, summary }) => `complete -c ecr-gate -n __ecr_gate_first -f -a ${name} -d ${quote(summary)}`).join('\n')}
complete -c ecr-gate -n __ecr_gate_first -f -a help -d 'Say more about a command.'
complete -c ecr-gate -n __ecr_gate_first -l version -d 'print the version'
complete -c ecr-gate -n 'not __ecr_gate_in help' -l help -d 'say more'
${[...flags, ...operands].join('\n')}
`
}
