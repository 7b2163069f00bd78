#!/usr/bin/env node
'use strict';

const diagnostic = require('./chunk-diagnostic.cjs');
const settings = require('./chunk-settings.cjs');
require('node:fs/promises');

// The text of --help, made from the table of settings.


/** The text of --help, of the whole or of one command. */
function renderHelp(command          )         {
  if (command === undefined) {
    const width = Math.max(...settings.COMMANDS.map(({ name }) => name.length));
    return [
      'ecr-gate: may this Amazon ECR image be deployed, now?',
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
    const setting          = settings.SETTINGS[name];
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

const VERSION = '0.1.0';

// The entry of the CLI: words to settings, settings to a command, and the real world around it. The only catch-all is here.


                                                                

// Each command is loaded when it is asked for, because most of a short run is the loading of code.
const COMMANDS                                               = {
  check: async () => (await Promise.resolve().then(() => require('./chunk-check2.cjs'))).runCheck,
  query: async () => (await Promise.resolve().then(() => require('./chunk-query.cjs'))).runQuery,
  explain: async () => (await Promise.resolve().then(() => require('./chunk-explain2.cjs'))).runExplain,
  lint: async () => (await Promise.resolve().then(() => require('./chunk-rules2.cjs'))).runLint,
  test: async () => (await Promise.resolve().then(() => require('./chunk-rules2.cjs'))).runTest,
  fmt: async () => (await Promise.resolve().then(() => require('./chunk-rules2.cjs'))).runFormat,
};

async function main(words                   , world       )                  {
  const invocation = settings.parseArguments(words);
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command));
      return 0
    case 'version':
      await world.print(`${VERSION}\n`);
      return 0
    case 'wrong':
      world.tell(diagnostic.renderDiagnostics(invocation.problems));
      world.tell(`ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help tells more\n`);
      return 2
    case 'run': {
      const load = COMMANDS[invocation.command.name];
      if (load === undefined) throw new Error(`command ${invocation.command.name} is in no table`)
      const runCommand = await load();
      return runCommand(invocation.settings, world)
    }
  }
}

// What Node says when standard output cannot take what was written; a reader that went away is no fault at all.
function isUnwritten(error         )                                             {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write' && 'code' in error
}

// Until there is a verdict, the exit code says that there is none.
process.exitCode = 2;
main(process.argv.slice(2), settings.processWorld()).then(
  code => {
    process.exitCode = code;
  },
  (error         ) => {
    if (isUnwritten(error)) {
      if (error.code !== 'EPIPE')
        process.stderr.write(`ecr-gate: standard output cannot be written (${diagnostic.printable(error.message)}) [output]\n`);
      return
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `ecr-gate: ${diagnostic.printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    );
  },
);
