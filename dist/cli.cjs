#!/usr/bin/env node
'use strict';

const uri = require('./chunk-uri.cjs');
const read = require('./chunk-read2.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');

// Parses the command line into a command and its settings. Every mistake is reported.








/** Parses the arguments of `ecr-gate`. `env` gives the Region of images that are named without one. */
function parseArguments(words                   , env                                              )             {
  const [name, ...rest] = words;
  if (name === undefined)
    return {
      kind: 'wrong',
      problems: [uri.usageProblem('expected a command', `commands are ${read.COMMANDS.map(command => command.name).join(', ')}`)],
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
  const reading = read.readSettings({ command, values, operands, env, show: setting => `--${setting}` });
  // The word after an unknown flag may be its value, such as a token, and is not quoted.
  const misplaced = given.problems.length > 0 ? [] : checkOperands(command, operands);
  const problems = [...given.problems, ...misplaced, ...reading.problems];
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: reading.settings }
}

function isHelp(word                    )          {
  return word === '--help' || word === '-h'
}

function unknownCommand(name        )          {
  const names = read.COMMANDS.map(command => command.name);
  return uri.usageProblem(`there is no command ${uri.quote(name)}`, uri.didYouMean(name, names))
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
    const name = command.settings.find(known => `--${known}` === spelled);
    if (name === undefined) {
      if (flag !== undefined) problems.push(refuseFlag(command, flag, spelled));
      operands.push(following);
      continue
    }
    const takes = read.takesOf(read.SETTINGS[name].kind);
    if (values.has(name) && (takes === 'nothing' || takes === 'word')) problems.push(uri.usageProblem(`--${name} is given twice`));
    if (takes === 'nothing' && tail.length > 0) problems.push(uri.usageProblem(`--${name} takes no value`));
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
  if (isHelp(flag)) return uri.usageProblem(`${flag} cannot be combined with other arguments`, `ecr-gate ${command.name} --help`)
  const known = command.settings.map(name => `--${name}`);
  return uri.usageProblem(
    `${command.name} has no flag ${uri.quote(spelled)}`,
    known.length === 0 ? `${command.name} takes no flags` : uri.didYouMean(spelled, known),
  )
}

function checkOperands(command         , operands                   )                     {
  const { least, most } = command.operands;
  if (operands.length > most)
    return [uri.usageProblem(`${command.name} does not take ${uri.quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [uri.usageProblem(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
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
      flag: `--${name}${value === '' ? '' : ` ${value}`}`,
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
  check: async () => (await Promise.resolve().then(() => require('./chunk-check2.cjs'))).runCheck,
  show: async () => (await Promise.resolve().then(() => require('./chunk-show2.cjs'))).runShow,
  query: async () => (await Promise.resolve().then(() => require('./chunk-query.cjs'))).runQuery,
  explain: async () => (await Promise.resolve().then(() => require('./chunk-explain2.cjs'))).runExplain,
  backtest: async () => (await Promise.resolve().then(() => require('./chunk-backtest.cjs'))).runBacktest,
  rules: async () => (await Promise.resolve().then(() => require('./chunk-rules2.cjs'))).runRules,
  lint: async () => (await Promise.resolve().then(() => require('./chunk-lint.cjs'))).runLint,
  test: async () => (await Promise.resolve().then(() => require('./chunk-test2.cjs'))).runTest,
  verify: async () => (await Promise.resolve().then(() => require('./chunk-verify.cjs')).then(n => n.verify)).runVerify,
  doctor: async () => (await Promise.resolve().then(() => require('./chunk-doctor.cjs'))).runDoctor,
  fmt: async () => (await Promise.resolve().then(() => require('./chunk-fmt.cjs'))).runFormat,
};

// Only a check has something to undo or to finish, so a signal simply ends any other command.
const STOPPED                         = ['check'];

const stop = read.prepareStop(text => process.stderr.write(text));

async function main(words                   , world       )                  {
  const invocation = parseArguments(words, process.env);
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command));
      return 0
    case 'version':
      await world.print(`${read.VERSION}\n`);
      return 0
    case 'wrong':
      world.tell(uri.renderDiagnostics(invocation.problems));
      world.tell(`for more, see ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help\n`);
      return 2
    case 'run': {
      if (STOPPED.includes(invocation.command.name)) stop.listen();
      const clashes = await read.findClashes(invocation.settings, world.root);
      world.tell(uri.renderDiagnostics(clashes));
      if (clashes.length > 0) return 2
      const runCommand = await COMMANDS[invocation.command.name]();
      return runCommand(invocation.settings, world)
    }
  }
}

// Whether standard output could not be written. Its caller does not report EPIPE: a reader may stop early.
function isUnwritten(error         )                                             {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write' && 'code' in error
}

// If the process ends early, its exit code says that there is no verdict.
process.exitCode = 2;
main(process.argv.slice(2), read.processWorld(stop.signal)).then(
  code => {
    process.exitCode = code;
    stop.end();
  },
  (error         ) => {
    if (isUnwritten(error)) {
      if (error.code !== 'EPIPE')
        process.stderr.write(`ecr-gate: standard output cannot be written (${uri.printable(error.message)}) [output]\n`);
      return
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `ecr-gate: ${uri.printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    );
    // Exits at once: an image that still waits for its scan would keep the process running until wait-timeout.
    process.exit(2);
  },
);
