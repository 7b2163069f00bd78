'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
require('node:fs');
require('node:fs/promises');

// The scripts by which shells complete the command line, made from the tables of commands and settings.


/** The script for a shell, to be read by it. */
function renderCompletion(shell       )         {
  switch (shell) {
    case 'bash':
      return renderBash()
    case 'zsh':
      return renderZsh()
    case 'fish':
      return renderFish()
  }
}

const NAMES = read.COMMANDS.map(({ name }) => name);

/** The words that a setting may be; none where it may be anything. */
function choicesOf(command         , name             )                    {
  return read.formatChoices(read.settingOf(command, name))
    .split(/[|,]/)
    .filter(word => /^[a-z-]+$/.test(word))
}

const FIRST = [...NAMES, 'help', '--help', '--version'];

// What follows a word of a command, where it is one of a few words: a flag with choices, or the command itself.
const FOLLOWING = [
  ...read.COMMANDS.flatMap(command => [
    ...command.settings.map(name => ({ command: command.name, word: read.flagOf(name), choices: choicesOf(command, name) })),
    { command: command.name, word: command.name, choices: command.operands.words ?? [] },
  ]),
  { command: 'help', word: 'help', choices: NAMES },
].filter(({ choices }) => choices.length > 0);

/**
 * How bash and zsh find what there is to choose. `list` writes words as the shell assigns them, `isFirst` asks whether the word is that of
 * the command, and `word` is what there is of it.
 */
function renderChoosing(list                                      , isFirst        , word        )         {
  return [
    `  if ${isFirst}; then found=${list(FIRST)}`,
    `  elif [[ ${word} == -* ]]; then case $command in`,
    ...read.COMMANDS.map(({ name, settings }) => `    ${name}) found=${list([...settings.map(read.flagOf), '--help'])} ;;`),
    '  esac',
    '  else case "$command $before" in',
    ...FOLLOWING.map(({ command, word: before, choices }) => `    '${command} ${before}') found=${list(choices)} ;;`),
    '  esac; fi',
  ].join('\n')
}

function renderBash()         {
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

function renderZsh()         {
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

function renderFish()         {
  const quote = (text        )         => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const flags = read.COMMANDS.flatMap(command =>
    command.settings.map(name => {
      const setting = read.settingOf(command, name);
      const choices = choicesOf(command, name);
      // What may be anything may be a file.
      const takes = read.takesOf(setting.kind) === 'nothing' ? '' : /[A-Z]/.test(read.formatChoices(setting)) ? ' -r' : ' -x';
      const value = `${takes}${choices.length === 0 ? '' : ` -a ${quote(choices.join(' '))}`}`;
      return `complete -c ecr-gate -n '__ecr_gate_in ${command.name}' -l ${read.flagOf(name).slice(2)}${value} -d ${quote(setting.help)}`
    }),
  );
  const operands = FOLLOWING.filter(({ command, word }) => word === command).map(
    ({ command, choices }) => `complete -c ecr-gate -n '__ecr_gate_in ${command}' -f -a ${quote(choices.join(' '))}`,
  );
  return `# Completes ecr-gate in fish: ecr-gate completion fish | source
function __ecr_gate_in
  set -l words (commandline -opc)
  test (count $words) -gt 1; and test $words[2] = $argv[1]
end
function __ecr_gate_first
  test (count (commandline -opc)) -eq 1
end
${read.COMMANDS.map(({ name, summary }) => `complete -c ecr-gate -n __ecr_gate_first -f -a ${name} -d ${quote(summary)}`).join('\n')}
complete -c ecr-gate -n __ecr_gate_first -f -a help -d 'Say more about a command.'
complete -c ecr-gate -n __ecr_gate_first -l version -d 'print the version'
complete -c ecr-gate -n 'not __ecr_gate_in help' -l help -d 'say more'
${[...flags, ...operands].join('\n')}
`
}

// `ecr-gate completion`: prints the script by which a shell completes the command line.


async function runCompletion({ operands: [word = ''] }                          , world       )                  {
  const shell = read.readChoice(word, read.SHELLS);
  if (shell === undefined) {
    world.tell(read.renderDiagnostics([read.usageProblem(`there is no completion for ${read.quote(word)}`, read.didYouMean(word, read.SHELLS))]));
    return 2
  }
  await world.print(renderCompletion(shell));
  return 0
}

exports.runCompletion = runCompletion;
