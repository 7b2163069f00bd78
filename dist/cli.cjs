#!/usr/bin/env node
'use strict';

const uri = require('./chunk-uri.cjs');
const settings = require('./chunk-settings.cjs');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:events');
require('node:os');
require('node:timers/promises');
require('node:v8');

// Parses the command line into a command and its settings. Every mistake is reported.


                        
                                                                                    
                                                         
                                
                                                                                                 

/** Parses the arguments of `ecr-gate`. `env` gives the Region of images that are named without one. */
function parseArguments(words                   , env                                              )             {
  const [name, ...rest] = words;
  if (name === undefined)
    return { kind: 'wrong', problems: [settings.wrong('expected a command', `commands are ${settings.COMMANDS.map(command => command.name).join(', ')}`)] }
  if (name === '--version') return { kind: 'version' }
  if (isHelp(name) || name === 'help') {
    const [word] = rest;
    const topic = settings.COMMANDS.find(command => command.name === word);
    if (topic !== undefined) return { kind: 'help', command: topic }
    return word === undefined ? { kind: 'help' } : { kind: 'wrong', problems: [unknownCommand(word)] }
  }
  const command = settings.COMMANDS.find(known => known.name === name);
  if (command === undefined) return { kind: 'wrong', problems: [unknownCommand(name)] }
  const given = sortWords(command, rest);
  if (rest.length === 1 && isHelp(rest[0])) return { kind: 'help', command }
  const { values, operands } = given;
  const reading = settings.readSettings({ command, values, operands, env, show: setting => `--${setting}` });
  // The word after an unknown flag may be its value, such as a token, and is not quoted.
  const misplaced = given.problems.length > 0 ? [] : checkOperands(command, operands);
  const problems = [...given.problems, ...misplaced, ...reading.problems];
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: reading.settings }
}

function isHelp(word                    )          {
  return word === '--help' || word === '-h'
}

function unknownCommand(name        )          {
  const names = settings.COMMANDS.map(command => command.name);
  return settings.wrong(`there is no command ${uri.quote(name)}`, uri.didYouMean(name, names))
}

                 
                                                              
                                      
                                       
 

// The kinds whose flag takes all words up to the next flag.
const LISTS                  = ['paths', 'images', 'audit-source', 'regions', 'platforms', 'accounts', 'tags'];

function sortWords(command         , words                   )        {
  const values = new Map                       ();
  const operands           = [];
  const problems            = [];
  const queue = [...words];
  let literally = false;
  let list;                      
  // A list ends at the next flag. If it took no word, it gets an empty string, which is reported as a missing value.
  const endList = (before        )       => {
    if (list?.length === before) list.push('');
    list = undefined;
  };
  let before = 0;
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (literally || !/^-./.test(word)) {
(literally ? operands : (list ?? operands)).push(word);
      continue
    }
    endList(before);
    if (word === '--') {
      literally = true;
      continue
    }
    // Help exits with 0, which looks like a pass. A workflow may insert this word from outside, so it must be the only one.
    if (isHelp(word)) {
      problems.push(settings.wrong(`${word} cannot be combined with other arguments`, `ecr-gate ${command.name} --help`));
      continue
    }
    const [flag = '', ...tail] = word.split('=');
    const name = command.settings.find(known => `--${known}` === flag);
    if (name === undefined) {
      const known = command.settings.map(each => `--${each}`);
      problems.push(
        settings.wrong(
          `${command.name} has no flag ${uri.quote(flag)}`,
          known.length === 0 ? `${command.name} takes no flags` : uri.didYouMean(flag, known),
        ),
      );
      continue
    }
    const kind       = settings.SETTINGS[name].kind;
    const isList = LISTS.includes(kind);
    if (values.has(name) && !isList) problems.push(settings.wrong(`--${name} is given twice`));
    const given = values.get(name) ?? [];
    values.set(name, given);
    if (tail.length > 0) given.push(tail.join('='));
    else if (isList) {
      list = given;
      before = given.length;
    } else if (kind !== 'switch' && queue[0] !== undefined && (queue[0] === '-' || !queue[0].startsWith('-')))
      given.push(queue.shift()          );
    if (kind === 'switch' && tail.length > 0) problems.push(settings.wrong(`--${name} takes no value`));
  }
  endList(before);
  return { values, operands, problems }
}

function checkOperands(command         , operands                   )                     {
  const { least, most } = command.operands;
  if (operands.length > most)
    return [settings.wrong(`${command.name} does not take ${uri.quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [settings.wrong(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}

// The text of --help, made from the table of settings.


/** The text of --help for the program, or for one command. */
function renderHelp(command          )         {
  if (command === undefined) {
    const width = Math.max(...settings.COMMANDS.map(({ name }) => name.length));
    return [
      'ecr-gate: may this Amazon ECR image be deployed now?',
      '',
      'usage: ecr-gate COMMAND …',
      '',
      ...settings.COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
      '',
      'examples:',
      ...settings.COMMANDS.flatMap(({ examples }) => examples.slice(0, 1).map(example => `  ${example}`)),
      '',
      'ecr-gate COMMAND --help tells more of each; ecr-gate --version the version.',
      '',
    ].join('\n')
  }
  const rows = command.settings.map(name => {
    const setting = settings.settingOf(command, name);
    const value = settings.formatChoices(setting);
    return {
      flag: `--${name}${value === '' ? '' : ` ${value}`}`,
      help: `${setting.help}${setting.default === undefined ? '' : ` (default ${setting.default})`}`,
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
const COMMANDS                                               = {
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

// Only a check changes anything, so a signal simply ends any other command.
const STOPPED                    = ['check'];

const stop = settings.prepareStop(text => process.stderr.write(text));

async function main(words                   , world       )                  {
  const invocation = parseArguments(words, process.env);
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command));
      return 0
    case 'version':
      await world.print(`${settings.VERSION}\n`);
      return 0
    case 'wrong':
      world.tell(uri.renderDiagnostics(invocation.problems));
      world.tell(`ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help tells more\n`);
      return 2
    case 'run': {
      if (STOPPED.includes(invocation.command.name)) stop.listen();
      const load = COMMANDS[invocation.command.name];
      if (load === undefined) throw new Error(`command ${invocation.command.name} is in no table`)
      const clashes = await settings.findClashes(invocation.settings, world.root);
      world.tell(uri.renderDiagnostics(clashes));
      if (clashes.length > 0) return 2
      const runCommand = await load();
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
main(process.argv.slice(2), settings.processWorld(stop.signal)).then(
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
