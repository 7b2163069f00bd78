'use strict';

const promises = require('node:fs/promises');
const diagnostic = require('./chunk-diagnostic.cjs');

// Colours for a terminal.

/** Wraps text in a colour, or leaves it as it is where colours are not wanted. */
                                                                        

const CODES = { red: '31', yellow: '33', green: '32', bold: '1', dim: '2' };         

const coloured        = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
const plain        = (_, text) => text;

// Everything a run touches outside itself: the clock, the streams, the shipped rules. Tests hand in another world; nothing
// below reaches around it.

                                           
                                         
                                                   

                        
                          
                        
                          
                                        
                                                                      
                                                                             
                                                 
                                             
                                       
                                                                
                                           
                                           
                                                                           
                                     
                       
 

/** The world of this process. */
function processWorld()        {
  const { stdin, stdout, stderr, env } = process;
  // Whoever reads our output may stop early, as `head` does. The write that failed says so itself; without a listener the
  // stream would end the process with a stack trace, and an exit code that looks like a verdict.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const colours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  let shown = false;
  const clear = ()       => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    now: () => new Date(),
    input: stdin,
    packs: readPacks$1,
    print: text => {
      clear();
      return new Promise((resolve, reject) => {
        stdout.write(text, error => (error ? reject(error) : resolve()));
      })
    },
    tell: text => {
      if (text === '') return
      clear();
      stderr.write(text);
    },
    progress: what => {
      if (stderr.isTTY !== true || env['TERM'] === 'dumb') return
      clear();
      stderr.write(diagnostic.printable(what).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    write: (path, pieces) => promises.writeFile(path, pieces),
    paint: colours ? coloured : plain,
  }
}

// The build turns rules/ into this file beside the bundle, checked and without their tests.
async function readPacks$1(names                 )                           {
  if (names.length === 0) return []
  const packs = JSON.parse(await promises.readFile(new URL('./packs.json', require('node:url').pathToFileURL(__filename).href), 'utf8'));                                           
  return names.flatMap(name => packs[name])
}

/** Starts reading in a world: what is wrong is reported as it is met, and collected, because it decides what was seen. */
function startReading(
  world       ,
  report                                  ,
)                                                                             {
  const diagnostics               = [];
  const collect = (diagnostic            )       => {
    diagnostics.push(diagnostic);
    report(diagnostic);
  };
  return { diagnostics, reading: { input: world.input, report: collect, progress: file => world.progress(`reading ${file}`) } }
}

// The choices a team makes about the gate. They stand apart from the code that follows them, so that reading the settings
// loads none of it.

/** The severity from which on findings fail. */
const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'];         
                                             

/** What findings that nobody has judged yet (UNDEFINED, UNTRIAGED) do. */
const UNTRIAGED = ['fail', 'warn', 'ignore'];

// One table of commands and settings. Flags, their checks, --help and the tables of README follow it, so that a setting
// has one name and one meaning on every surface.


const FORMATS = ['text', 'json', 'markdown'];         
                                             

const PACKS = ['ecr', 'ssm'];         
                                         

                                                                                                    

                          
                     
                                          
                         
                       
                           
 

const SETTINGS = {
  findings: { kind: 'paths', value: 'FILE…', help: 'answers of DescribeImageScanFindings: files, folders, or - for standard input' },
  events: { kind: 'paths', value: 'PATH…', help: 'CloudTrail events: files, folders, or - for standard input' },
  rules: { kind: 'paths', value: 'PATH…', help: 'rule files or folders of them, beside the packs' },
  packs: { kind: 'packs', value: 'ecr,ssm|none', help: 'the shipped packs to use', default: 'ecr,ssm' },
  'fail-on': {
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, MEDIUM and up below it warn; takes the place of the Severity rules',
  },
  untriaged: { kind: { choices: UNTRIAGED }, help: 'what findings without a severity do (UNDEFINED, UNTRIAGED)', default: 'warn' },
  format: { kind: { choices: FORMATS }, help: 'how the report is written', default: 'text' },
  output: { kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { kind: 'switch', help: 'print only the number of matching events' },
  'count-by': { kind: 'text', value: 'FIELD', help: 'print how many matching events have each value of a field, the largest number first' },
  event: {
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { kind: 'text', value: 'ID', help: 'explain this rule of the packs or of --rules instead of a filter' },
  check: { kind: 'switch', help: 'change nothing, and exit 1 when something would change' },
};                                                     

                                               

                          
                       
                        
                          
                                           
                                                
                                                                      
                        
                                      
 

const COMMANDS                     = [
  {
    name: 'check',
    usage: 'check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether an image may go out, from recorded findings and events. At least one of the two is needed.',
    settings: ['findings', 'events', 'rules', 'packs', 'fail-on', 'untriaged', 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or wrong use',
    examples: [
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'query',
    usage: 'query FILTER PATH…',
    summary: 'Print the events that a filter matches, one a line, as they were.',
    settings: ['count', 'count-by'],
    operands: { least: 2, most: Number.POSITIVE_INFINITY },
    exits: '0 whether events match or not, 2 wrong filter or unreadable file',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'eventSource = "ssm.amazonaws.com"' examples/cloudtrail --count-by eventName`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE',
    summary: 'Show clause by clause what a filter found in an event, and why it held or not.',
    settings: ['event', 'rule', 'rules', 'packs'],
    operands: { least: 0, most: 1 },
    exits: '0, or 2 wrong filter, unknown rule or unreadable file',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
    ],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find mistakes in rule files, all of them at once.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 good or warnings only, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests that rule files carry.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Write the filters of rule files in their canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 written or nothing to change, 1 --check found something to change or a rule is wrong, 2 wrong use',
    examples: ['ecr-gate fmt --check rules'],
  },
];

/** The settings of one run, every value checked. */
                           
                                      
                                    
                                   
                                 
                                     
                               
                         
                                     
                         
                                      
                                    
                                   
                         
                                      
 

                        
                                                                                    
                                                         
                                
                                                                                                 

/** Reads the words behind `ecr-gate`; every wrong one is reported. */
function parseArguments(words                   )             {
  const [name, ...rest] = words;
  if (name === undefined)
    return { kind: 'wrong', problems: [wrong('expected a command', `commands are ${COMMANDS.map(command => command.name).join(', ')}`)] }
  if (name === '--version') return { kind: 'version' }
  if (name === '--help' || name === '-h' || name === 'help') {
    const [word] = rest;
    const topic = COMMANDS.find(command => command.name === word);
    if (topic !== undefined) return { kind: 'help', command: topic }
    return word === undefined ? { kind: 'help' } : { kind: 'wrong', problems: [unknownCommand(word)] }
  }
  const command = COMMANDS.find(known => known.name === name);
  if (command === undefined) return { kind: 'wrong', problems: [unknownCommand(name)] }
  const given = sortWords(command, rest);
  if (given.help) return { kind: 'help', command }
  const { values, operands } = given;
  const problems = [
    ...given.problems,
    ...checkValues(values, operands),
    ...checkOperands(command, operands),
    ...checkInputs(command, values, operands),
  ];
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: toSettings(values, operands) }
}

/** The settings that are inputs of the Action. */
const INPUTS                         = ['findings', 'events', 'rules', 'packs', 'fail-on', 'untriaged'];

/**
 * Reads the Action's inputs, which the runner hands over as `INPUT_FAIL-ON` and so on; lists have one entry a line. An
 * input that nobody declared is an error, because the runner only mentions it.
 */
function parseInputs(env                                              )             {
  const command = COMMANDS.find(({ name }) => name === 'check');           
  const values = new Map                                ();
  const problems            = [];
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value.trim() === '') continue
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const name = INPUTS.find(input => input === given);
    if (name === undefined) {
      problems.push(wrong(`there is no input ${diagnostic.quote(given)}`, diagnostic.didYouMean(given, INPUTS)));
      continue
    }
    const lines = value.split('\n').map(line => line.trim());
    values.set(name, SETTINGS[name].kind === 'paths' ? lines.filter(line => line !== '') : [value.trim()]);
  }
  problems.push(...checkValues(values, []), ...checkInputs(command, values, []));
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: toSettings(values, []) }
}

function unknownCommand(name        )          {
  const names = COMMANDS.map(command => command.name);
  return wrong(`there is no command ${diagnostic.quote(name)}`, diagnostic.didYouMean(name, names))
}

function wrong(message        , help         )          {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

                 
                                                              
                                      
                                       
                        
 

function sortWords(command         , words                   )        {
  const values = new Map                       ();
  const operands           = [];
  const problems            = [];
  const queue = [...words];
  let literally = false;
  let list;                      
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (literally || !/^-./.test(word)) {
(literally ? operands : (list ?? operands)).push(word);
      continue
    }
    list = undefined;
    if (word === '--') {
      literally = true;
      continue
    }
    if (word === '--help' || word === '-h') return { values, operands, problems, help: true }
    const [flag = '', ...tail] = word.split('=');
    const name = command.settings.find(known => `--${known}` === flag);
    if (name === undefined) {
      const known = command.settings.map(each => `--${each}`);
      problems.push(
        wrong(
          `${command.name} has no flag ${diagnostic.quote(flag)}`,
          known.length === 0 ? `${command.name} takes no flags` : diagnostic.didYouMean(flag, known),
        ),
      );
      continue
    }
    const kind       = SETTINGS[name].kind;
    if (values.has(name) && kind !== 'paths') problems.push(wrong(`--${name} is given twice`));
    const given = values.get(name) ?? [];
    values.set(name, given);
    if (tail.length > 0) given.push(tail.join('='));
    else if (kind === 'paths') list = given;
    else if (kind !== 'switch' && queue[0] !== undefined && (queue[0] === '-' || !queue[0].startsWith('-')))
      given.push(queue.shift()          );
    if (kind === 'switch' && tail.length > 0) problems.push(wrong(`--${name} takes no value`));
  }
  return { values, operands, problems, help: false }
}

function checkValues(values                 , operands                   )                     {
  const problems = [...values].flatMap(([name, given])            => {
    const setting          = SETTINGS[name];
    if (setting.kind === 'switch') return []
    if (given.length === 0 || given.includes('')) return [wrong(`--${name} needs a value: ${setting.value ?? formatChoices(setting)}`)]
    if (setting.kind === 'packs')
      return readPacks(given[0] ?? '') === undefined
        ? [wrong(`there is no pack ${diagnostic.quote(given[0] ?? '')}`, diagnostic.didYouMean(given[0] ?? '', [...PACKS, 'none']))]
        : []
    if (typeof setting.kind === 'string' || setting.kind.choices.includes(given[0] ?? '')) return []
    return [wrong(`--${name} cannot be ${diagnostic.quote(given[0] ?? '')}`, diagnostic.didYouMean(given[0] ?? '', setting.kind.choices))]
  });
  const inputs = [
    ...(values.get('findings') ?? []),
    ...(values.get('events') ?? []),
    ...(values.get('rules') ?? []),
    ...(values.get('event') ?? []),
    ...operands,
  ];
  if (inputs.filter(path => path === '-').length > 1) problems.push(wrong('standard input can be read only once'));
  return problems
}

function checkOperands(command         , operands                   )                     {
  const { least, most } = command.operands;
  if (operands.length > most)
    return [wrong(`${command.name} does not take ${diagnostic.quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [wrong(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}

function checkInputs(command         , values                 , operands                   )                     {
  if (command.name === 'check' && !values.has('findings') && !values.has('events'))
    return [wrong('neither findings nor events were given', 'at least one of them is needed')]
  if (command.name === 'fmt' && operands.includes('-')) return [wrong('fmt writes files anew, so it cannot take standard input')]
  if (values.has('count') && values.has('count-by')) return [wrong('--count and --count-by cannot be used together')]
  if (command.name === 'explain' && !values.has('event')) return [wrong('explain needs --event FILE', `usage: ecr-gate ${command.usage}`)]
  return []
}

function readPacks(text        )                              {
  if (text === 'none') return []
  const names = text.split(',').map(name => name.trim());
  const packs = PACKS.filter(pack => names.includes(pack));
  return packs.length === names.length ? packs : undefined
}

function toSettings(values                 , operands                   )           {
  const one = (name             )                     => values.get(name)?.[0];
  return Object.freeze({
    findings: values.get('findings') ?? [],
    events: values.get('events') ?? [],
    rules: values.get('rules') ?? [],
    packs: readPacks(one('packs') ?? SETTINGS.packs.default) ?? [],
    failOn: one('fail-on')                      ,
    untriaged: (one('untriaged') ?? SETTINGS.untriaged.default)             ,
    format: (one('format') ?? SETTINGS.format.default)          ,
    output: one('output') === '-' ? undefined : one('output'),
    count: values.has('count'),
    countBy: one('count-by'),
    event: one('event'),
    rule: one('rule'),
    check: values.has('check'),
    operands,
  })
}

/** How the value of a setting is written: its choices, or a word for it; empty for a switch. */
function formatChoices({ kind, value }         )         {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}

exports.COMMANDS = COMMANDS;
exports.SETTINGS = SETTINGS;
exports.formatChoices = formatChoices;
exports.parseArguments = parseArguments;
exports.parseInputs = parseInputs;
exports.plain = plain;
exports.processWorld = processWorld;
exports.startReading = startReading;
