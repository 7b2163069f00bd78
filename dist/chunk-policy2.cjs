'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const load = require('./chunk-load.cjs');
const policy = require('./chunk-policy.cjs');
const rules = require('./chunk-rules.cjs');
const lint = require('./chunk-lint.cjs');
const index = require('./chunk-p-map.cjs');
const test = require('./chunk-test2.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('process');
require('buffer');
require('./chunk-fields.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-title.cjs');
require('./chunk-filter.cjs');
require('./chunk-exception.cjs');
require('./chunk-purl.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-visibility.cjs');
require('./chunk-packs.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('node:crypto');
require('./chunk-tell.cjs');
require('./chunk-match.cjs');
require('./chunk-delivery.cjs');
require('./chunk-rulefiles.cjs');
require('./chunk-test.cjs');

// Double braces as Parameter Store takes them. Titles of rules have fields between them, `{{user}}`, and Parameter Store takes such text in a
// value for the name of another parameter and refuses it. YAML and JSON can write a brace otherwise between double quotes.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html


const BRACES = /\{\{[^{}]*\}\}/;

/** Where text stands between double braces, and what it is; undefined if there is none. */
function findBraces(text        )                                                                  {
  const match = BRACES.exec(text);
  return match === null ? undefined : { offset: match.index, found: match[0] }
}

/** The same file with its double braces written so that Parameter Store takes them. In a comment they stay, because nothing can stand for them there. */
function escapeBraces(file          )           {
  if (!BRACES.test(file.text)) return file
  const document = load.parseFile(file);
  if (!('root' in document)) return file
  const scalars = listScalars(document.root).sort((a, b) => b.offset - a.offset);
  const text = scalars.reduce(
    (text, scalar) => text.slice(0, scalar.offset) + rewrite(file.text.slice(scalar.offset, scalar.end), scalar) + text.slice(scalar.end),
    file.text,
  );
  const escaped = { ...file, text };
  const again = load.parseFile(escaped);
  const isSame = 'root' in again && JSON.stringify(load.toValue(again.root)) === JSON.stringify(load.toValue(document.root));
  return isSame ? escaped : file
}

function listScalars(node      )               {
  if (node.kind === 'list') return node.items.flatMap(listScalars)
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => listScalars(value))
  return typeof node.value === 'string' && node.value.includes('{{') ? [node] : []
}

// JSON's strings are strings of YAML too, so any other notation can become one.
function rewrite(source        , { value }            )         {
  const quoted = source.startsWith('"') ? source : JSON.stringify(value) + (/\n$/.exec(source)?.[0] ?? '');
  return quoted.replace(/\{(?=\{)/g, String.raw`\u007b`)
}

// What `policy push` would write: for each file the parameter, and how that differs from what is there. Everything is read and checked
// before anything is written.


/** A file and where it goes. */







/** What is to be done for a file; `version` is that of what is there. */







// What a parameter may hold. AWS says 4 and 8 KB, and where it counts characters there are no more of them than bytes.
const MOST_STANDARD_BYTES = 4 * 1024;
const MOST_ADVANCED_BYTES = 8 * 1024;
const MOST                                 = { standard: MOST_STANDARD_BYTES, advanced: MOST_ADVANCED_BYTES };

/** Says where each file goes: to the one parameter, or below the path under its own name, without its ending. */
function nameFiles(
  files                     ,
  reference                    ,
)                                                                                 {
  const { text, name } = reference;
  if (!reference.isPath) {
    const [file, second] = files;
    const several = read.usageProblem(`several files go below a path, and ${read.quote(text)} is one parameter`, `write ${text}/`);
    if (file !== undefined && read.toolOf(file)?.form !== read.toolNamed(name)?.form) return { named: [], problems: [misnamed(file, text)] }
    return file === undefined || second !== undefined
      ? { named: [], problems: [several] }
      : { named: [{ file, target: text, name }], problems: [] }
  }
  const problems               = [];
  const named = new Map               ();
  for (const file of files) {
    const whole = file.path.split(/[\\/]/).at(-1) ?? '';
    // A file of another tool is known by its whole name, there too.
    const base = read.toolOf(file) === undefined ? whole.replace(/\.(?:ya?ml|json)$/i, '') : whole;
    const target = read.parseReference(text + base);
    const other = named.get(base);
    if ('message' in target || base === '')
      problems.push({ ...read.usageProblem(`${read.quote(base)} cannot be the name of a parameter`, NAME_HELP), at: file.path });
    else if (other !== undefined)
      problems.push({
        ...read.usageProblem(
          `two files would be ${read.quote(target.text)}: this one and ${read.quote(other.file.path)}`,
          'give one of them another name',
        ),
        at: file.path,
      });
    else named.set(base, { file, target: target.text, name: name + base });
  }
  return { named: [...named.values()], problems }
}

function misnamed({ path }          , target        )             {
  const message = `files of other tools are known by their names, and ${read.quote(target)} would be read as another kind of file`;
  return { ...read.usageProblem(message, 'write a path that ends in a slash: the file keeps its name below it'), at: path }
}

const NAME_HELP = 'a name has letters, digits and . _ - and does not begin with aws or ssm; give the file such a name';

/** Compares the files with what is there. Throws a fault where that cannot be read. */
function planSteps(
  named                  ,
  store                ,
  known                                       ,
)                           {
  return index.default(
    named,
    async (each)                => {
      const details = known.get(each.name);
      if (details === undefined) return { ...each, details, kind: 'create' }
      const there = await store.get(each.name);
      if (there === undefined)
        throw new world.Fault('aws-not-found', { message: 'it was deleted meanwhile', help: 'run it again', at: each.target })
      return { ...each, details, kind: there.value === each.file.text ? 'none' : 'update', version: there.version }
    },
    { concurrency: 4 },
  )
}

/** Finds what the service would refuse, or would keep otherwise than it is in the file. */
function checkStep({ file, target, details }      , tier      )                        {
  const wrong = (message        , help        )             => ({ level: 'error', kind: 'parameter', message, help, at: file.path });
  const own = details === undefined ? tier : details.Tier === 'Standard' ? 'standard' : 'advanced';
  const bytes = Buffer.byteLength(file.text);
  const most = MOST[own];
  return [
    ...(bytes > most
      ? [wrong(`the file has ${bytes} bytes, and ${target} may have ${most} in the ${own} tier`, adviseSize(bytes, details, target))]
      : []),
    ...(file.text === '' ? [wrong('the file is empty, and a parameter cannot be', 'leave the file out')] : []),
    ...(details?.Type === 'StringList'
      ? [wrong(`${target} is a StringList, which is a list of words and no file`, 'write to another name, or delete that parameter')]
      : []),
    ...tellBraces(file),
  ]
}

function adviseSize(bytes        , details                              , target        )         {
  if (bytes > MOST_ADVANCED_BYTES)
    return `split it into files of at most ${MOST_STANDARD_BYTES} bytes, and write them below a path: ssm:/path/`
  if (details === undefined) return 'split it, or write it with --tier advanced, which has a price'
  return `split it, or raise the tier of ${target} to advanced, which has a price and cannot be undone: aws ssm put-parameter --tier Advanced --overwrite`
}

function tellBraces({ path, text }          )                        {
  const braces = findBraces(text);
  if (braces === undefined) return []
  const message = `${read.printable(braces.found, 60)} would be the name of another parameter, and Parameter Store refuses it`;
  return [{ level: 'error', kind: 'parameter', message, help: 'take it out of the comment', at: read.locate(path, text, braces.offset) }]
}

// `ecr-gate policy push`: writes files into Parameter Store, where the gate reads them by the same references. Nothing is written that
// `lint` or `test` would refuse, and whatever happens, what was written and what was not is told.


const WRONG_FILES = 1;
const WRONG = 2;

/** Writes what differs: 0 all is there, 1 something to mend in the files, 2 wrong use, or AWS did not do it all. */
async function runPolicy(settings                      , world$1       )                  {
  const [, ...rest] = settings.operands;
  const target = read.parseReference(rest.at(-1) ?? '');
  const read$1 = await rules.readRuleFiles(rest.slice(0, -1), world.openInputs(settings, world$1));
  // Standard output has what was written, and nothing else.
  const quiet        = { ...world$1, print: async text => world$1.tell(text) };
  // What is wrong with the files is told by the lint, and the tests would tell it once more.
  const code = (await lint.lintFiles(read$1, quiet)) || (await test.testFiles(read$1, { ...quiet, tell: () => undefined }));
  if (code !== 0) return code
  const { named, problems } = nameFiles(read$1.files, target);
  if (problems.length > 0) return refuse(world$1, problems, WRONG)
  const astray = (await Promise.all(named.map(checkPaths))).flat();
  if (astray.length > 0) return refuse(world$1, astray, WRONG_FILES)
  const escaped = named.map(each => ({ ...each, file: escapeBraces(each.file) }));
  const outcome = await world.captureFault(() => push(escaped, target, settings, world$1));
  return outcome instanceof world.Fault ? refuse(world$1, [{ at: target.text, ...outcome.diagnostic }], WRONG) : outcome
}

function refuse(world       , problems                       , code        )         {
  world.tell(read.renderDiagnostics(problems));
  world.tell('nothing was written\n');
  return code
}

// Read from there, a policy names what lies beside it there.
async function checkPaths({ file, target }       )                                 {
  if (!policy.isPolicy(file, read.POLICY_SETTINGS)) return []
  const { diagnostics } = policy.readPolicyParts({ ...file, path: target }, read.POLICY_SETTINGS);
  const folders = await Promise.all(policy.listPaths(file).map(each => checkFolder(each, file.path)));
  return [
    ...diagnostics
      .filter(({ level }) => level === 'error')
      .map(problem => (typeof problem.at === 'object' ? { ...problem, at: { ...problem.at, file: file.path } } : problem)),
    ...folders.flat(),
  ]
}

// On disk it makes no difference whether the name of a folder ends in a slash. There, without one it is a single parameter.
async function checkFolder({ path, at }                                      , policy        )                                 {
  if (read.isReference(path) || /(?:^|\/)\.{0,2}$/.test(path) || !(await world.isFolderBeside(policy, path))) return []
  const message = `${read.quote(path)} is a folder, and in Parameter Store a name without a slash at its end is one parameter`;
  return [{ level: 'error', kind: 'wrong-value', message, help: `write ${path}/`, at }]
}

async function push(named                  , target                    , settings                      , world       )                  {
  const { openReference } = await Promise.resolve().then(() => require('./chunk-parameters.cjs'));
  const aws = await world.connect(settings.awsAttempts);
  const { store } = await openReference(target, { aws, region: read.regionIn(world.env), roles: settings.policyRoles }, true);
  const known = await describe(store, target);
  const steps = await planSteps(named, store, known);
  const problems = steps.flatMap(step => checkStep(step, settings.tier));
  if (problems.length > 0) return refuse(world, problems, WRONG_FILES)
  const code = await write(steps, store, settings.tier, world);
  const pushed = new Set(named.map(({ name }) => name));
  for (const { Name: name, Version: version } of known.values())
    if (!pushed.has(name))
      await world.print(`${read.printable(nameBelow(target, name))}: version ${version}, not among these files, stays as it is\n`);
  return code
}

async function describe(store                , { name, isPath }                    )                                                 {
  const filter = isPath
    ? { Key: 'Path', Option: 'Recursive', Values: [name.slice(0, -1)] }
    : { Key: 'Name', Option: 'Equals', Values: [name] };
  return new Map((await store.describe(filter)).map(each => [each.Name, each]))
}

function nameBelow({ text, name: path }                    , name        )         {
  return text + name.slice(path.length)
}

// One after the other, so that it is known what was written when one fails.
async function write(steps                 , store                , tier      , world$1       )                  {
  let code = 0;
  for (const [i, step] of steps.entries()) {
    const isBegun = !world$1.signal.aborted;
    const written = await world.captureFault(() => writeOne(step, store, tier));
    if (written instanceof world.Fault) {
      world$1.tell(read.renderDiagnostics([{ ...written.diagnostic, at: step.target }]));
      world$1.tell(tellLeft(step, steps.slice(i + 1), isBegun && ANSWER_LOST.includes(written.code)));
      return WRONG
    }
    await world$1.print(`${read.printable(step.target)}: ${written.says}\n`);
    if (written.problem === undefined) continue
    world$1.tell(read.renderDiagnostics([{ ...written.problem, at: step.target }]));
    code = WRONG;
  }
  return code
}

// A write whose answer was lost may have been done.
const ANSWER_LOST                       = ['aws-unreachable', 'aws-answer', 'stopped'];

function tellLeft({ target }      , next                 , isLost         )         {
  const left = [...(isLost ? [] : [target]), ...next.filter(({ kind }) => kind !== 'none').map(each => each.target)];
  const parts = [...(isLost ? [`perhaps written: ${target}`] : []), ...(left.length === 0 ? [] : [`not written: ${read.listOf(left)}`])];
  return `${read.printable(parts.join('; '))}\n`
}






async function writeOne(step      , store                , tier      )                   {
  const { name, file, details } = step;
  const as = details?.Tier === 'Standard' && tier === 'advanced' ? ', in the standard tier as before' : '';
  if (step.kind === 'none') return { says: `unchanged, version ${step.version}${as}` }
  const seen = step.kind === 'create' ? 0 : step.version;
  const version = await store.put({ Name: name, Value: file.text, ...(details === undefined ? asNew(tier) : asBefore(details)) });
  if (version === undefined) {
    // The answer to an earlier attempt may have been lost.
    const there = await store.get(name);
    if (there?.value === file.text) return { says: `created, version ${there.version}` }
    const message = 'somebody else made it meanwhile, and it is theirs';
    throw new world.Fault('aws-refused', { message, help: 'look at it, and run this again' })
  }
  const says = seen === 0 ? `created, version ${version}` : `version ${seen} → ${version}${as}`;
  if (version === seen + 1) return { says }
  const message = `after version ${seen} this should be version ${seen + 1}, and it is version ${version}: somebody else wrote at the same time, or an answer was lost`;
  const help = 'what is there now is the file; look at the versions between, whose changes it may have undone';
  return { says, problem: { level: 'error', kind: 'parameter', message, help } }
}

function asNew(tier      ) {
  return { Type: 'String', Tier: tier === 'standard' ? 'Standard' : 'Advanced', Overwrite: false }
}

// What is not said again, AWS sets to its defaults: another key, or another tier at a price.
function asBefore({ Type, KeyId, Tier, Description, AllowedPattern }                  ) {
  return {
    Overwrite: true,
    ...(Type !== undefined && { Type }),
    ...(Tier !== undefined && { Tier }),
    ...(Type === 'SecureString' && KeyId !== undefined && { KeyId }),
    ...(Description !== undefined && { Description }),
    ...(AllowedPattern !== undefined && { AllowedPattern }),
  }
}

exports.runPolicy = runPolicy;
