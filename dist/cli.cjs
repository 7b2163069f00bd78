#!/usr/bin/env node
'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');

// Parses the command line into a command and its settings. Every mistake is reported.








/** The policy file that the arguments name, which is read before they are parsed; undefined if there is none. */
function findPolicyFlag(words                   )                          {
  return read.findPolicy(valuesIn(words))
}

/** The policy file that it is compared with. Without a policy file, rules are compared. */
function findOldPolicyFlag(words                   )                          {
  const values = valuesIn(words);
  return values.has('policy') ? read.findPolicy(values, 'against') : undefined
}

function valuesIn([name, ...rest]                   )                  {
  const command = read.COMMANDS.find(known => known.name === name);
  return command === undefined ? new Map() : sortWords(command, rest).values
}

/**
 * Parses the arguments of `ecr-gate`. `env` gives the Region of images that are named without one, `reading` is what the policy file says
 * that they name, `old` the one that it is compared with.
 */
function parseArguments(
  words                   ,
  env                                              ,
  reading                = { diagnostics: [] },
  old                = { diagnostics: [] },
)             {
  const [name, ...rest] = words;
  if (name === undefined)
    return {
      kind: 'wrong',
      problems: [read.usageProblem('expected a command', `commands are ${read.COMMANDS.map(command => command.name).join(', ')}`)],
    }
  if (name === '--version') return { kind: 'version' }
  if (isHelp(name) || name === 'help') {
    const [word] = rest;
    const topic = read.COMMANDS.find(command => command.name === word);
    if (topic !== undefined) return { kind: 'help', command: topic }
    return word === undefined ? { kind: 'help' } : { kind: 'wrong', problems: [unknownCommand(word)] }
  }
  const command = read.COMMANDS.find(known => known.name === name);
  if (command === undefined) return { kind: 'wrong', problems: [unknownCommand(name)] }
  const given = sortWords(command, rest);
  if (rest.length === 1 && isHelp(rest[0])) return { kind: 'help', command }
  const { values, operands } = given;
  const read$1 = read.readSettings({ ...read.COMMAND_LINE, command, values, operands, env, policy: reading.policy, against: old.policy });
  // The word after an unknown flag may be its value, such as a token, and is not quoted.
  const misplaced = given.problems.length > 0 ? [] : checkOperands(command, operands);
  const problems = [...given.problems, ...misplaced, ...reading.diagnostics, ...old.diagnostics, ...read$1.problems];
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: read$1.settings }
}

function isHelp(word                    )          {
  return word === '--help' || word === '-h'
}

function unknownCommand(name        )          {
  const names = read.COMMANDS.map(command => command.name);
  return read.usageProblem(`there is no command ${read.quote(name)}`, read.didYouMean(name, names))
}







/** A flag as it was written, and the words between it and the next one. */





// Node's parseArgs is not used: it takes a flag for the value of the flag before it, and `-abc` for three flags, so a problem would name
// what nobody wrote.
function groupWords(words                   )                   {
  const groups          = [{ words: [] }];
  for (const word of words) {
    if (/^-./.test(word)) groups.push({ flag: word, words: [] });
    else groups.at(-1)?.words.push(word);
  }
  return groups
}

function sortWords(command         , words                   )        {
  const values = new Map                       ();
  const operands                        = [];
  const problems            = [];
  // Everything after this word is an operand.
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  for (const { flag, words: following } of groupWords(words.slice(0, end))) {
    const [spelled = '', ...tail] = flag?.split('=') ?? [];
    const name = command.settings.find(known => read.flagOf(known) === spelled);
    if (name === undefined) {
      if (flag !== undefined) problems.push(refuseFlag(command, flag, spelled));
      operands.push(following);
      continue
    }
    const takes = read.takesOf(read.SETTINGS[name].kind);
    if (values.has(name) && (takes === 'nothing' || takes === 'word')) problems.push(read.usageProblem(`${spelled} is given twice`));
    if (takes === 'nothing' && tail.length > 0) problems.push(read.usageProblem(`${spelled} takes no value`));
    const { taken, left } = tail.length > 0 ? { taken: [tail.join('=')], left: following } : takeValues(takes, following);
    const given = values.get(name) ?? [];
    for (const word of taken) given.push(word);
    values.set(name, given);
    operands.push(left);
  }
  return { values, operands: [...operands.flat(), ...words.slice(end + 1)], problems }
}

/** The words that are values of a flag, and those that are left. A list without a word gets an empty one, which is told to be missing. */
function takeValues(takes       , words                   )                                                                          {
  if (takes === 'words' || takes === 'lines') return { taken: words.length > 0 ? words : [''], left: [] }
  const [first] = words;
  const isTaken = takes === 'word' && first !== undefined && (first === '-' || !first.startsWith('-'));
  return isTaken ? { taken: [first], left: words.slice(1) } : { taken: [], left: words }
}

function refuseFlag(command         , flag        , spelled        )          {
  // Help exits with 0, which looks like a pass. A workflow may insert this word from outside, so it must be the only one.
  if (isHelp(flag)) return read.usageProblem(`${flag} cannot be combined with other arguments`, `ecr-gate ${command.name} --help`)
  const known = command.settings.map(read.flagOf);
  return read.usageProblem(
    `${command.name} has no flag ${read.quote(spelled)}`,
    known.length === 0 ? `${command.name} takes no flags` : read.didYouMean(spelled, known),
  )
}

function checkOperands(command         , operands                   )                     {
  const { least, most } = command.operands;
  if (operands.length > most)
    return [read.usageProblem(`${command.name} does not take ${read.quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [read.usageProblem(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}

// The text of --help, made from the table of settings.


/** The text of --help for the program, or for one command. */
function renderHelp(command          )         {
  if (command === undefined) {
    const width = Math.max(...read.COMMANDS.map(({ name }) => name.length));
    return [
      'ecr-gate: may this Amazon ECR image be deployed now?',
      '',
      'usage: ecr-gate COMMAND …',
      '',
      ...read.COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
      '',
      'examples:',
      ...read.COMMANDS.flatMap(({ examples }) => examples.slice(0, 1).map(example => `  ${example}`)),
      '',
      'ecr-gate COMMAND --help says more about a command, ecr-gate --version prints the version.',
      '',
    ].join('\n')
  }
  const rows = command.settings.map(name => {
    const setting = read.settingOf(command, name);
    const value = read.formatChoices(setting);
    return {
      flag: `${read.flagOf(name)}${value === '' ? '' : ` ${value}`}`,
      help: `${setting.help}${setting.default === undefined ? '' : ` (default: ${setting.default})`}`,
    }
  });
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length));
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

// Entry point of the CLI: parses the arguments and runs the command in the real world. Errors that nothing else handles end here.




// Commands are loaded on demand, because a short run spends most of its time loading code.
const COMMANDS                                                    = {
  check: async () => (await Promise.resolve().then(() => require('./chunk-check.cjs'))).runCheck,
  show: async () => (await Promise.resolve().then(() => require('./chunk-show.cjs'))).runShow,
  accept: async () => (await Promise.resolve().then(() => require('./chunk-accept.cjs'))).runAccept,
  query: async () => (await Promise.resolve().then(() => require('./chunk-query.cjs'))).runQuery,
  explain: async () => (await Promise.resolve().then(() => require('./chunk-explain2.cjs'))).runExplain,
  backtest: async () => (await Promise.resolve().then(() => require('./chunk-backtest.cjs'))).runBacktest,
  rules: async () => (await Promise.resolve().then(() => require('./chunk-rules2.cjs'))).runRules,
  lint: async () => (await Promise.resolve().then(() => require('./chunk-lint.cjs'))).runLint,
  test: async () => (await Promise.resolve().then(() => require('./chunk-test2.cjs'))).runTest,
  policy: async () => (await Promise.resolve().then(() => require('./chunk-policy2.cjs'))).runPolicy,
  verify: async () => (await Promise.resolve().then(() => require('./chunk-verify.cjs')).then(n => n.verify)).runVerify,
  permissions: async () => (await Promise.resolve().then(() => require('./chunk-permissions2.cjs'))).runPermissions,
  doctor: async () => (await Promise.resolve().then(() => require('./chunk-doctor.cjs'))).runDoctor,
  completion: async () => (await Promise.resolve().then(() => require('./chunk-completion.cjs'))).runCompletion,
  fmt: async () => (await Promise.resolve().then(() => require('./chunk-fmt.cjs'))).runFormat,
};

// Only these have something to undo, or to say of what they have done. A signal simply ends any other command.
const STOPPED                         = ['check', 'policy'];

const stop = world.prepareStop(text => process.stderr.write(text));

async function main(words                   , world$1       )                  {
  const [policy, old] = [await world.readPolicyFile(findPolicyFlag(words), world$1), await world.readPolicyFile(findOldPolicyFlag(words), world$1)];
  const invocation = parseArguments(words, process.env, policy, old);
  switch (invocation.kind) {
    case 'help':
      await world$1.print(renderHelp(invocation.command));
      return 0
    case 'version':
      await world$1.print(`${world.VERSION}\n`);
      return 0
    case 'wrong':
      world$1.tell(read.renderDiagnostics(invocation.problems));
      world$1.tell(`for more, see ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help\n`);
      return 2
    case 'run': {
      if (STOPPED.includes(invocation.command.name)) stop.listen();
      const clashes = await world.findClashes(invocation.settings, world$1.root);
      world$1.tell(read.renderDiagnostics(clashes));
      if (clashes.length > 0) return 2
      const runCommand = await COMMANDS[invocation.command.name]();
      return runCommand(invocation.settings, world$1)
    }
  }
}

// Whether standard output could not be written. Its caller does not report EPIPE: a reader may stop early.
function isUnwritten(error         )                                             {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write' && 'code' in error
}

// If the process ends early, its exit code says that there is no verdict.
process.exitCode = 2;
main(process.argv.slice(2), world.processWorld(stop.signal)).then(
  code => {
    process.exitCode = code;
    stop.end();
  },
  (error         ) => {
    if (isUnwritten(error)) {
      if (error.code !== 'EPIPE')
        process.stderr.write(`ecr-gate: standard output cannot be written (${read.printable(error.message)}) [output]\n`);
      return
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `ecr-gate: ${read.printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    );
    // Exits at once: an image that still waits for its scan would keep the process running until wait-timeout.
    process.exit(2);
  },
);
