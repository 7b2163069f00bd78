'use strict';

const require$$8 = require('node:events');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const policy = require('./chunk-policy.cjs');
const zlib = require('node:zlib');
const node_fs = require('node:fs');
const require$$0 = require('node:net');
const node_os = require('node:os');
const promises = require('node:timers/promises');
const node_v8 = require('node:v8');

// The one error of whatever reads or writes outside the process. It ends one file or one call; what reads makes a gap of it, what writes
// a problem.






























/** What can go wrong during a push. */


















const RETRYABLE                       = ['aws-throttled', 'aws-unreachable', 'aws-answer'];

class Fault extends Error {
           code
  /** Whether a later retry may help; always false for files. */
           retryable
           diagnostic

  constructor(code           , diagnostic                                    , cause          ) {
    super(diagnostic.message, { cause });
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
    this.diagnostic = { level: 'error', kind: code, ...diagnostic };
  }
}

/** What an error says, without the call and the path that Node adds to it: whoever reports it names the path. */
function sayError(error         )         {
  if (!(error instanceof Error)) return String(error)
  return 'syscall' in error ? error.message.replace(/, \w+(?: '[\s\S]*')?$/, '') : error.message
}

/** Runs an action. A fault that it throws is told; any other error is thrown on. */
async function attempt   (tell      , action                  )                         {
  const settled = await captureFault(action);
  if (!(settled instanceof Fault)) return settled
  tell(settled.diagnostic);
  return undefined
}

/** Runs an action and returns its value, or the fault that it throws. Any other error is thrown on. */
function captureFault   (action                  )                     {
  return captureAs(Fault, action)
}

/** The same for another kind of error. */
async function captureAs                    (kind                             , action                  )                 {
  try {
    return await action()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
}

// What a signal does. A run that changes something is stopped instead of killed: one AbortSignal goes through all that it does, so that
// it begins nothing more, and it still says what it has done. Then the process ends by the same signal, so that its parent sees why.
//
// What must not outlive the process, a file with a credential or a tool that still pushes, is registered as a cleanup. Cleanups are
// synchronous, because they also run where nothing can be awaited.


const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** Milliseconds. The runner gives a cancelled step about ten seconds to exit. */
const MOST_STOPPING = 8000;










/** Prepares the stop of this process. `tell` says on standard error that a signal has arrived. */
function prepareStop(tell                        )       {
  const controller = new AbortController();
  // Everything that is under way at the same time listens. Node warns of more than ten, as of a leak.
  require$$8.setMaxListeners(0, controller.signal);
  let by;
  const end = ()       => {
    if (by === undefined) return
    cleanAll();
    for (const signal of SIGNALS) process.off(signal, stop);
    process.kill(process.pid, by);
  };
  // Later signals change nothing: a terminal and the programs between it and us may pass on the same one several times.
  const stop = (signal                )       => {
    if (by !== undefined) return
    by = signal;
    tell(`stopped by ${signal}: nothing more is begun\n`);
    setTimeout(end, MOST_STOPPING);
    controller.abort(new Fault('stopped', { message: `the run was stopped by ${signal}` }));
  };
  return {
    signal: controller.signal,
    listen: () => {
      for (const signal of SIGNALS) process.on(signal, stop);
    },
    end,
  }
}

/** Runs an action that has to end at once when the run is stopped. Throws the reason then, and if it is stopped already. */
async function untilStopped   (signal             , action                  )             {
  signal.throwIfAborted();
  return new Promise   ((resolve, reject) => {
    const stop = ()       => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    action()
      .finally(() => signal.removeEventListener('abort', stop))
      .then(resolve, reject);
  })
}

const pending = new Set            ();

/** Registers a cleanup that runs however the process ends. The returned function runs it at once. It runs only once. */
function registerCleanup(clean            )             {
  if (pending.size === 0) process.on('exit', cleanAll);
  pending.add(clean);
  return () => {
    if (!pending.delete(clean)) return
    if (pending.size === 0) process.off('exit', cleanAll);
    clean();
  }
}

// Cleanups run in reverse order: a tool is killed before the folder that it writes into is removed.
function cleanAll()       {
  const all = [...pending].reverse();
  pending.clear();
  process.off('exit', cleanAll);
  for (const clean of all) {
    try {
      clean();
    } catch {
      // The other cleanups still have to run, and there is nobody left to report to.
    }
  }
}

// Colours for a terminal.




/** Wraps text in a colour, or leaves it as it is if colours are off. */


const CODES = { red: '31', yellow: '33', green: '32', bold: '1', dim: '2' };

/** The colours of verdicts and actions. */
const TONES                                                         = {
  fail: 'red',
  undecided: 'red',
  warn: 'yellow',
  pass: 'green',
  notice: 'dim',
};

const coloured        = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
const plain        = (_, text) => text;

// The paths that a run reads and writes.



/** The paths that a run writes. */
function listWritten({ output, predicateFile, files }          )                    {
  return [output, predicateFile, ...files.map(({ path }) => path)].filter(path => path !== undefined)
}

/** The paths that a run reads, except that of the Dockerfile, which is relative to the repository and not to the working directory. */
function listRead({
  push,
  findings,
  events,
  rules,
  exceptions,
  policy,
  reports,
  against,
  event,
  operands,
}          )                    {
  const source = push !== undefined && 'path' in push ? [push.path] : [];
  const named = [policy?.path, against?.path, event].filter(path => path !== undefined);
  return [...source, ...findings, ...events, ...rules, ...exceptions, ...reports, ...named, ...operands]
}

/** The Dockerfile, relative to the repository: the one that is named, or those that are looked for. */
function dockerfilesOf({ dockerfile }                              )                    {
  return dockerfile === undefined ? ['Dockerfile', 'Containerfile'] : [dockerfile]
}

// Opens the files that a run is told to read, and nothing else: secrets lie on the same disk, and whoever writes a rule may write a
// link in its place. What is checked is what was opened, not what the path meant a moment before.


const READ_BYTES = 256 * 1024;

/** Never waits, as it otherwise would for the writer of a pipe. */
const READ_WITHOUT_WAITING = node_fs.constants.O_RDONLY | (node_fs.constants.O_NONBLOCK ?? 0);

/** Whether `path` lies in `folder` or is it. Both are absolute, with links resolved. */
function isWithin(folder        , path        )          {
  const way = node_path.relative(folder, path);
  return way !== '..' && !way.startsWith(`..${node_path.sep}`) && !node_path.isAbsolute(way)
}

/** Whether a path leads into a `.git` folder, where checkout keeps the job's token. */
function isInGit(path        )          {
  return /(?:^|[\\/])\.git(?:[\\/]|$)/i.test(path)
}

// The kernel tells of a process there, its environment too.
function isPrivate(path        , real        )          {
  return isInGit(path) || isInGit(real) || /^\/(?:proc|sys)\//.test(real)
}

/**
 * Opens a file to read its bytes. `named` is the path that the user gave, and `path` is it or a file that was found in it. A link in a
 * folder may lead to nothing outside of it; a path that was given itself may be a link.
 */
async function openFile(path        , named = path)                    {
  const about = await fs.stat(path);
  if (path === named && about.isFIFO() && (await isNamedPipe(path))) return openPipe(path)
  refuseKind(path, about);
  const handle = await fs.open(path, READ_WITHOUT_WAITING);
  try {
    refuseKind(path, await handle.stat());
    await refusePlace(path, named, handle);
    return node_fs.createReadStream('', { fd: handle, highWaterMark: READ_BYTES })
  } catch (error) {
    await handle.close();
    throw error
  }
}

/** The real path of what a user named. Throws a fault if nothing there may be read. */
async function resolveNamed(named        )                  {
  const real = await fs.realpath(named);
  if (isPrivate(named, real)) throw privateFault(named)
  return real
}

// The shell's `<(command)` is such a path: a pipe in /dev/fd, or one of its own. A link of a repository that leads to a pipe is not.
async function isNamedPipe(path        )                   {
  return /^\/(?:dev|proc)\//.test(node_path.resolve(path)) || !(await fs.lstat(path)).isSymbolicLink()
}

// A stream of files would wait for the writer in a thread, and the process could not end before it came.
function openPipe(path        )           {
  return new require$$0.Socket({ fd: node_fs.openSync(path, READ_WITHOUT_WAITING), readable: true, writable: false })
}

function refuseKind(path        , about       )       {
  if (about.isFile()) return
  if (about.isDirectory()) throw new Fault('not-readable', { message: 'it is a folder', at: path })
  const help = 'to read a pipe, name the pipe itself, or - for standard input';
  throw new Fault('not-readable', { message: 'it is a pipe or a device, and not a file', help, at: path })
}

async function refusePlace(path        , named        , handle            )                {
  const folder = path === named ? undefined : await resolveNamed(named);
  const real = await fs.realpath(path);
  if (isPrivate(path, real)) throw privateFault(path)
  if (folder !== undefined && !isWithin(folder, real)) {
    const help = 'put the file itself there, or name what the link leads to';
    throw new Fault('not-readable', { message: 'a link leads out of the folder that was named, and is not followed', help, at: path })
  }
  const [opened, there] = await Promise.all([handle.stat({ bigint: true }), fs.stat(real, { bigint: true })]);
  if (opened.ino !== there.ino || opened.dev !== there.dev)
    throw new Fault('not-readable', { message: 'it was replaced while it was opened', help: 'try again', at: path })
}

function privateFault(at        )        {
  const help = 'such places hold credentials; move the file to where it belongs';
  return new Fault('not-readable', { message: 'nothing in a .git folder, in /proc or in /sys is read', help, at })
}

// Finds files that a run would write over each other or over its inputs. Paths are compared with symbolic links resolved, so two
// spellings of a path are one file. A report inside an input folder is a clash too, because the next run would read it. So is a link
// in the workspace that leads out of it: whoever changes the repository would choose a file of the runner to be overwritten.


/** Returns a problem for each path that cannot be written safely. `root` is the repository's folder, which is the workspace. */
async function findClashes(settings          , root        )                              {
  const written = listWritten(settings);
  if (written.length === 0) return []
  const read = [...listRead(settings), ...dockerfilesOf(settings).map(name => node_path.resolve(root, name))].filter(path => path !== '-');
  const inputs = await Promise.all(read.map(async path => ({ path, real: await follow(path) })));
  const folders = await Promise.all(inputs.map(async input => ({ ...input, isFolder: await isFolder(input.real) })));
  const clashes            = [];
  const seen = new Map                ();
  for (const path of written) {
    const real = await follow(path);
    const other = seen.get(real);
    seen.set(real, path);
    clashes.push(...(await findMisled(`the report ${policy.quote(path)}`, path, root)));
    if (other !== undefined)
      clashes.push(policy.usageProblem(`${policy.quote(path)} and ${policy.quote(other)} are the same file, and each report needs its own file`));
    const input = folders.find(each => each.real === real || (each.isFolder && real.startsWith(each.real + node_path.sep)));
    if (input === undefined) continue
    clashes.push(
      policy.usageProblem(
        input.real === real
          ? `the report would overwrite the input ${policy.quote(path)}`
          : `the report ${policy.quote(path)} would be written into the input folder ${policy.quote(input.path)}`,
      ),
    );
  }
  return clashes
}

/** Returns a problem if a file must not be written where its path leads to. `what` names the file in messages. */
async function findMisled(what        , path        , root        )                              {
  const real = await follow(path);
  const workspace = await follow(root);
  const isNamedThere = [node_path.resolve(root), workspace].some(folder => isWithin(folder, node_path.resolve(path)));
  if (isInGit(path) || isInGit(real)) return [policy.usageProblem(`${what} would be written into a .git folder`)]
  if (!isNamedThere || isWithin(workspace, real)) return []
  const help = 'name the place that the link leads to, or remove the link';
  return [policy.usageProblem(`${what} would be written through a link that leads out of the workspace`, help)]
}

// As many links as Linux follows.
const MOST_LINKS = 40;

// Resolves symbolic links. If the file does not exist yet, those of its folder are resolved, and the link that it may be itself.
async function follow(path        , links = 0)                  {
  const whole = node_path.resolve(path);
  const real = await fs.realpath(whole).catch(() => undefined);
  if (real !== undefined) return real
  const folder = await fs.realpath(node_path.dirname(whole)).catch(() => undefined);
  if (folder === undefined) return whole
  const target = await fs.readlink(whole).catch(() => undefined);
  return target === undefined || links === MOST_LINKS ? node_path.join(folder, node_path.basename(whole)) : follow(node_path.resolve(folder, target), links + 1)
}

async function isFolder(path        )                   {
  return fs.stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}

// What some settings choose among. It is apart from the table of settings, so that the rooms that act on a choice do not load the table.

const FORMATS = ['text', 'json', 'markdown', 'sarif', 'html', 'junit', 'csv'];


/** The formats of lists and backtests. The others are for the report of the gate only. */
const LIST_FORMATS = ['text', 'json', 'markdown'];


/** The settings for additional report files, with their formats. */
const FILE_FORMATS = {
  'json-file': 'json',
  'markdown-file': 'markdown',
  'sarif-file': 'sarif',
  'html-file': 'html',
  'junit-file': 'junit',
  'csv-file': 'csv',
};

const COMMENT$1 = ['always', 'on-failure', 'on-change', 'never'];


const PACKS = ['ecr', 'ssm'];


/** The shells whose completion there is. */
const SHELLS = ['bash', 'zsh', 'fish'];

// The table of settings. Flags, the Action's inputs, their checks, --help and the tables of README are made from it, so a setting has the
// same name and the same meaning everywhere.



/** How a value is read, and how much of what was given is taken as one: the table in kinds.ts says both. */






















/**
 * Without what a setting would silently do nothing, which is an error: an image, an image or recorded findings, the event history,
 * either of the two that AWS is asked for, or an image to push.
 */


















/** `gate`: of a check, on the command line and in a workflow. `action`: of a workflow alone. Other settings are named by their commands. */


const SETTINGS = {
  image: {
    field: 'images',
    of: 'gate',
    needs: 'nothing',
    kind: 'images',
    value: 'URI…',
    help: 'images in ECR, by tag or digest; all must pass',
  },
  findings: {
    field: 'findings',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'FILE…',
    help: 'recorded answers of DescribeImageScanFindings: files or folders, or - for standard input (command line only)',
  },
  events: {
    field: 'events',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'PATH…',
    help: 'recorded CloudTrail events: files or folders, or - for standard input (command line only)',
  },
  rules: {
    field: 'rules',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'PATH…',
    help: 'rule files, or folders of them, to use in addition to the packs',
  },
  exceptions: {
    field: 'exceptions',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'FILE…',
    help: 'files of accepted findings and alerts, each with a reason and an end, as ecr-gate accept writes them',
  },
  policy: {
    field: 'policy',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: "one file with any of the gate's settings by their names, and with rules, overrides, exceptions and limits",
  },
  packs: {
    field: 'packs',
    of: 'gate',
    needs: 'nothing',
    kind: 'packs',
    value: 'ecr,ssm|none',
    help: 'which of the shipped packs to use',
    default: 'ecr,ssm',
  },
  'fail-on': {
    field: 'failOn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: policy.FAIL_ON },
    help: 'findings of this severity or higher fail, lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  'max-findings': {
    field: 'maxFindings',
    of: 'gate',
    needs: 'findings',
    kind: 'counts',
    value: 'SEVERITY=NUMBER…',
    help: 'how many findings of each severity an image may have, such as critical=0, high=3; none of a higher severity that is not named, and lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  untriaged: {
    field: 'untriaged',
    of: 'gate',
    needs: 'findings',
    kind: { choices: policy.UNTRIAGED },
    help: 'what to do about findings that have no severity yet (UNDEFINED, UNTRIAGED)',
    default: 'warn',
  },
  unfixed: {
    field: 'unfixed',
    of: 'gate',
    needs: 'findings',
    kind: { choices: policy.UNFIXED },
    help: 'what to do about findings that have no fix: count them, leave them out and warn if they mattered, or leave them out',
    default: 'fail',
  },
  'fix-within': {
    field: 'fixWithin',
    of: 'gate',
    needs: 'findings',
    kind: 'durations',
    value: 'SEVERITY=DURATION…',
    help: 'how long after its publication a vulnerability may wait for its fix before it counts, such as critical=7d, high=30d',
  },
  'max-scan-age': {
    field: 'maxScanAgeSeconds',
    of: 'gate',
    needs: 'findings',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a scan may be; an image with an older one cannot pass (default: any age, with a note from 30 days on)',
  },
  'on-undecided': {
    field: 'onUndecided',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: policy.ON_UNDECIDED },
    help: 'whether an undecided verdict stops the deployment; the verdict itself stays the same',
    default: 'fail',
  },
  'audit-source': {
    field: 'audit',
    of: 'gate',
    needs: 'nothing',
    kind: 'audit-source',
    value: 'lookup|none|PATH…',
    help: "where to read recent activity: CloudTrail's event history (lookup, the default with image unless events is given), nowhere (none), or recorded events, as with events",
  },
  'audit-window': {
    field: 'audit',
    of: 'gate',
    needs: 'lookup',
    kind: 'duration',
    value: 'DURATION',
    help: 'how far back lookup reads, with a unit, at most 90d',
    default: '24h',
  },
  'audit-timeout': {
    field: 'audit',
    of: 'gate',
    needs: 'lookup',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long lookup may take; whatever it has not read by then is a gap',
    default: '5m',
  },
  'audit-regions': {
    field: 'auditRegions',
    of: 'gate',
    needs: 'lookup',
    kind: 'regions',
    value: 'REGION…',
    help: "the Regions whose event history lookup reads (default: the images' Regions)",
  },
  'wait-timeout': {
    field: 'waitTimeoutSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for scans to finish',
    default: '10m',
  },
  'scan-grace': {
    field: 'scanGraceSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for a missing image or scan, or for an empty enhanced result that has no completion time',
    default: '60s',
  },
  'start-scan': {
    field: 'startScan',
    of: 'gate',
    needs: 'image',
    kind: { choices: policy.START_SCAN },
    help: 'whether to start a basic scan that is missing',
    default: 'never',
  },
  platforms: {
    field: 'platforms',
    of: 'gate',
    needs: 'image',
    kind: 'platforms',
    value: 'OS/ARCH…',
    help: 'which platforms of an index to judge, such as linux/arm64 (default: all)',
  },
  'registry-id': {
    field: 'images',
    of: 'gate',
    needs: 'image',
    kind: 'account',
    value: 'ACCOUNT',
    help: 'the account of images that are named without a registry; their Region is AWS_REGION',
  },
  'allowed-account-ids': {
    field: 'allowedAccountIds',
    of: 'gate',
    needs: 'aws',
    kind: 'accounts',
    value: 'ACCOUNT…',
    help: 'the only accounts that images and credentials may belong to (default: any)',
  },
  push: {
    field: 'push',
    of: 'gate',
    needs: 'image',
    kind: 'push-source',
    value: 'SOURCE',
    help: 'an image to push, under the name that image gives, before it is judged: docker-daemon:NAME:TAG, docker-archive:FILE, oci:FOLDER, oci-archive:FILE or containers-storage:NAME:TAG',
  },
  'push-timeout': {
    field: 'pushTimeoutSeconds',
    of: 'gate',
    needs: 'push',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long the push may take, all attempts included',
    default: '15m',
  },
  'promote-tags': {
    field: 'promoteTags',
    of: 'gate',
    needs: 'image',
    kind: 'tags',
    value: 'TAG…',
    help: 'tags to give the image, by its digest and in this order, once it has passed: the tags that deployments follow',
  },
  'promote-on-warn': {
    field: 'promoteOnWarn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: ['true', 'false'] },
    help: 'whether to promote on warn too',
    default: 'false',
  },
  'on-fail': {
    field: 'onFail',
    of: 'gate',
    needs: 'image',
    kind: 'on-fail',
    value: 'keep|untag|quarantine-tag:TAG',
    help: 'what to do with an image that fails or is undecided: leave it as it is, remove its tag, or tag it TAG',
    default: 'keep',
  },
  'aws-attempts': {
    field: 'awsAttempts',
    of: 'gate',
    needs: 'aws',
    kind: 'attempts',
    value: 'NUMBER',
    help: 'how many times to try each AWS call, 1 to 20',
    default: '6',
  },
  'predicate-file': {
    field: 'predicateFile',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict on the image to this file, as the predicate of an attestation (SLSA Verification Summary)',
  },
  bundle: {
    field: 'bundle',
    kind: 'path',
    value: 'FILE',
    help: 'signed attestations as Sigstore bundles: a single one as JSON, or one per line',
  },
  'trusted-root': {
    field: 'trustedRoot',
    kind: 'path',
    value: 'FILE',
    help: 'the keys to verify signatures with, as written by gh attestation trusted-root',
  },
  identity: {
    field: 'identity',
    kind: 'text',
    value: 'NAME',
    help: 'who must have signed: the workflow named in the certificate, in full, or its beginning followed by *',
  },
  issuer: { field: 'issuer', kind: 'text', value: 'URL', help: "who must have issued the identity (default: GitHub's token issuer)" },
  'policy-digest': {
    field: 'policyDigest',
    kind: 'text',
    value: 'SHA256',
    help: 'the digest of the policy that the verdict must have been reached under',
  },
  'max-age': {
    field: 'maxAgeSeconds',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a verdict that passed may be, with a unit, such as 24h or 7d (default: any age)',
  },
  predicate: { field: 'predicate', kind: 'path', value: 'FILE', help: 'a predicate that nobody signed; needs --unsigned' },
  unsigned: { field: 'unsigned', kind: 'switch', help: 'accept --predicate although it is not signed' },
  dockerfile: {
    field: 'dockerfile',
    of: 'gate',
    needs: 'findings',
    kind: 'path',
    value: 'FILE',
    help: "the image's Dockerfile; its last FROM is annotated for findings that have no better line (default: Dockerfile)",
  },
  'json-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as JSON to this file; without it, the Action writes one to its temporary folder',
  },
  'markdown-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as Markdown to this file',
  },
  'sarif-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as SARIF to this file, for code scanning',
  },
  'html-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as a single HTML page to this file, to keep as an artifact',
  },
  'junit-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict as JUnit XML to this file, for test dashboards',
  },
  'csv-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as CSV to this file, for spreadsheets',
  },
  summary: {
    field: 'summary',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to show the report in the step summary',
    default: 'true',
  },
  'check-run': {
    field: 'checkRun',
    of: 'action',
    kind: 'text',
    value: 'NAME',
    help: 'report as a check run of this name on the commit, with annotations (needs checks: write)',
  },
  comment: {
    field: 'comment',
    of: 'action',
    kind: { choices: COMMENT$1 },
    help: 'when to comment on the pull request with the report; there is one comment, kept up to date (needs pull-requests: write)',
    default: 'never',
  },
  'upload-sarif': {
    field: 'uploadSarif',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to upload findings and alerts to code scanning (needs security-events: write)',
    default: 'false',
  },
  'github-token': {
    field: 'githubToken',
    of: 'action',
    kind: 'text',
    value: 'TOKEN',
    help: 'the token for check-run, comment and upload-sarif',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expression: '${{ github.token }}',
  },
  format: { field: 'format', kind: { choices: FORMATS }, help: 'the format of the report', default: 'text' },
  output: { field: 'output', kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { field: 'count', kind: 'switch', help: 'print only how many events match' },
  'count-by': {
    field: 'countBy',
    kind: 'text',
    value: 'FIELD',
    help: 'print how many matching events have each value of this field, the most frequent first',
  },
  event: {
    field: 'event',
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events, or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { field: 'rule', kind: 'text', value: 'ID', help: 'explain this rule, from the packs or from --rules, instead of a filter' },
  reports: {
    field: 'reports',
    kind: 'paths',
    value: 'FILE…',
    help: 'saved JSON reports, whose images are judged again',
  },
  against: {
    field: 'against',
    kind: 'path',
    value: 'OLD',
    help: 'compare with an old policy: OLD stands in the place of --policy or, without it, of --rules',
  },
  reason: { field: 'reason', kind: 'text', value: 'TEXT', help: 'why the findings are accepted' },
  expires: {
    field: 'expires',
    kind: 'end',
    value: 'DAY|never',
    help: 'the last day (UTC) on which the findings are accepted, such as 2027-01-31, or never',
  },
  'until-fixed': {
    field: 'untilFixed',
    kind: 'switch',
    help: 'accept the findings only as long as there is no fix, which only enhanced scans say',
  },
  owner: { field: 'owner', kind: 'text', value: 'NAME', help: 'who answers for it' },
  package: {
    field: 'package',
    kind: 'text',
    value: 'NAME',
    help: 'accept the findings in this package only; * stands for any characters but /, ** for any',
  },
  'accepted-image': {
    field: 'acceptedImage',
    flag: 'image',
    kind: 'text',
    value: 'GLOB',
    help: 'accept the findings in images of this name only, such as payments/api; * stands for any characters but /, ** for any',
  },
  from: {
    field: 'from',
    kind: 'path',
    value: 'REPORT',
    help: 'accept the findings that made this saved JSON report fail, each in its package and its repository only',
  },
  check: { field: 'check', kind: 'switch', help: 'change nothing; exit with 1 if something would change' },
};



/** The flag of a setting on the command line. */
function flagOf(name             )         {
  const { flag = name }          = SETTINGS[name];
  return `--${flag}`
}

/** How the value of a setting is shown: its choices, or a placeholder; empty for a switch. */
function formatChoices({ kind, value }         )         {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}

// The table of commands: the settings that each takes, and what --help says of it.


// The settings of the gate, on the command line and in a workflow alike.


const NAMES$2 = Object.keys(SETTINGS);
const isOfGate = (name             )                   => (SETTINGS[name]           ).of === 'gate';
const GATE = NAMES$2.filter(isOfGate);

/** The settings that are inputs of the Action. */
const INPUTS                         = NAMES$2.filter(name => isOfGate(name) || (SETTINGS[name]           ).of === 'action');














/** What a comparison of policies takes besides `backtest` of one. */
const COMPARED = [
  'findings',
  'reports',
  'fail-on',
  'max-findings',
  'untriaged',
  'unfixed',
  'fix-within',
  'max-scan-age',
  'on-undecided',
];

const ROWS = [
  {
    name: 'check',
    usage: 'check --image URI… | check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether images may be deployed: live from ECR and CloudTrail, or from recorded findings and events.',
    settings: [...GATE, 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or a usage error',
    examples: [
      'ecr-gate check --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'show',
    usage: 'show REPORT ALERT',
    summary: 'Print the events behind an alert of a saved JSON report in full, with what the rule found in them.',
    settings: ['format'],
    instead: { format: { kind: { choices: ['text', 'json'] } } },
    operands: { least: 2, most: 2 },
    exits: '0, or 2 for a usage error, an alert that is not there, or a file that is not a report',
    examples: ['ecr-gate show examples/report.json 1', 'ecr-gate show examples/report.json ssm-information-discovery --format json'],
  },
  {
    name: 'accept',
    usage: 'accept CVE… --reason TEXT --expires DAY|--until-fixed | accept --from REPORT --reason TEXT --expires DAY|--until-fixed',
    summary: 'Write into a file of exceptions which findings are accepted, why, and until when.',
    settings: ['reason', 'expires', 'until-fixed', 'owner', 'package', 'accepted-image', 'from', 'exceptions'],
    instead: { exceptions: { value: 'FILE', help: 'the file to write into, made if there is none (default: ecr-gate-exceptions.yml)' } },
    operands: { least: 0, most: Number.POSITIVE_INFINITY },
    exits: '0 written, 1 the report has nothing to accept, 2 a usage error, or a file that cannot be read, added to or written',
    examples: [
      "ecr-gate accept CVE-2026-90003 --reason 'curl is never called' --until-fixed",
      "ecr-gate accept --from examples/report.json --reason 'an update is on its way' --expires 2030-12-31 --owner payments",
    ],
  },
  {
    name: 'query',
    usage: 'query FILTER PATH… | query FILTER --findings FILE…',
    summary: 'Print the events that a filter matches, one per line, as they were recorded; or the findings, as the events that rules see.',
    settings: ['findings', 'count', 'count-by'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 whether or not events match, 2 for a usage error, a wrong filter, or a file that cannot be read',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'fixAvailable = "YES"' --findings examples/findings.json --count-by severity`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE',
    summary: 'Show, clause by clause, what a filter found in an event and why it matched or not.',
    settings: ['event', 'rule', 'rules', 'policy', 'packs'],
    operands: { least: 0, most: 1 },
    exits: '0, or 2 for a usage error, a wrong filter, a rule that is not there, or a file that cannot be read',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
    ],
  },
  {
    name: 'backtest',
    usage:
      'backtest --events PATH… [--rules PATH…] | backtest --policy FILE --against OLD [--findings FILE…] [--reports FILE…] [--events PATH…]',
    summary:
      'Show what the rules would have done over recorded events: how many alerts, caused by whom, and what suppressions hid; or which verdicts two policies give, and by which line they differ.',
    settings: ['events', 'rules', 'exceptions', 'policy', 'packs', 'against', ...COMPARED, 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 0 },
    exits: '0 whatever the rules would have done and whatever differs, 2 for a usage error, wrong rules, or files that cannot be read',
    examples: [
      'ecr-gate backtest --events examples/cloudtrail --rules examples/rules',
      'ecr-gate backtest --policy examples/policy/policy.yml --against examples/policy-before.yml --findings examples/findings.json --events examples/cloudtrail',
      'ecr-gate backtest --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'rules',
    usage: 'rules [--rules PATH…] | rules show ID [--rules PATH…]',
    summary: 'List the rules in force and where they come from, or show one in full.',
    settings: ['rules', 'policy', 'packs', 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 2, words: ['show'] },
    exits: '0, or 2 for a usage error, wrong rules, or a rule that is not there',
    examples: ['ecr-gate rules --rules examples/rules', 'ecr-gate rules show ssm-information-discovery'],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find all the mistakes in rule files at once.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 no problems or only warnings, 1 problems found, 2 usage error',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests in rule files.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 problems found, 2 usage error',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Rewrite the filters in rule files in canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all written or nothing to change, 1 a rule is wrong or --check found something to change, 2 usage error',
    examples: ['ecr-gate fmt --check rules'],
  },
  {
    name: 'verify',
    usage: 'verify IMAGE --bundle FILE --trusted-root FILE --identity NAME | verify IMAGE --predicate FILE --unsigned',
    summary: 'Check, from signed attestations and without a network, whether ECR Gate let an image pass and who signed that.',
    settings: ['bundle', 'trusted-root', 'identity', 'issuer', 'policy-digest', 'max-age', 'predicate', 'unsigned'],
    operands: { least: 1, most: 1 },
    exits:
      '0 it passed, 1 it failed or the attestation is about another image or policy, 2 no trustworthy verdict, one that --max-age refuses, or a usage error',
    examples: [
      'ecr-gate verify 111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments/api@sha256:4f1c9a7be2d05833c6a1f0e97d42b85c1e6f3a0d9b7c2854e10f6a3d5c8b7e92 --predicate examples/predicate.json --unsigned',
    ],
  },
  {
    name: 'permissions',
    usage: 'permissions [--image URI…] [SETTING OF check…]',
    summary: 'Print the IAM policy that a check with these settings needs, and nothing more; no credentials are used.',
    settings: [...GATE, 'format', 'output'],
    instead: {
      format: {
        kind: { choices: ['json', 'text'] },
        help: 'the policy as JSON, or what each permission is for as text',
        default: 'json',
      },
      output: { value: 'FILE', help: 'write the policy to this file instead of standard output' },
    },
    operands: { least: 0, most: 0 },
    exits: '0, or 2 for a usage error, or a file that cannot be read or written',
    examples: [
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2 --promote-tags production --format text',
    ],
  },
  {
    name: 'doctor',
    usage: 'doctor --image URI…',
    summary: 'Find what keeps these credentials from a verdict on an image: permissions, scanning, the scan itself.',
    settings: ['image', 'registry-id', 'allowed-account-ids', 'audit-regions', 'aws-attempts'],
    operands: { least: 0, most: 0 },
    exits: '0 all is well, 1 problems found, 2 usage error',
    examples: ['ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'],
  },
  {
    name: 'completion',
    usage: 'completion bash|zsh|fish',
    summary: 'Print the script by which a shell completes commands, flags and their choices.',
    settings: [],
    operands: { least: 1, most: 1, words: SHELLS },
    exits: '0, or 2 for a usage error',
    examples: ['ecr-gate completion bash'],
  },
];







const COMMANDS                     = ROWS;



/**
 * What a command sees of the settings: those that its row names. A policy may also say which rules replace
 * those of severities.
 */





/** A setting as it is in a command. */
function settingOf({ instead }         , name             )          {
  const setting          = SETTINGS[name];
  return { ...setting, ...instead?.[name] }
}

// What was given to a command, before it is read.


/** Where settings are given. */







const COMMAND_LINE          = { show: flagOf, surface: 'on the command line' };
const STEP          = { show: name => name, surface: 'in the step' };

// The source of an image that is to be pushed, in skopeo's notation: `docker-daemon:api:1.4.2`, `oci:build/image`.
//
// The kind is never guessed: the same text may name a file, a folder and an image of the daemon. After a wrong guess, the wrong
// image would be pushed and judged.




/** An image in a daemon or a store, by its name with a tag or a digest. */





/** An image in a file or a folder; `reference` says which one if there are several. */






const FORMS = {
  'docker-daemon': 'docker-daemon:NAME:TAG',
  'docker-archive': 'docker-archive:FILE[:NAME:TAG]',
  oci: 'oci:FOLDER[:REFERENCE]',
  'oci-archive': 'oci-archive:FILE[:REFERENCE]',
  'containers-storage': 'containers-storage:NAME:TAG',
};

const KINDS$1 = Object.keys(FORMS);
const ANY_FORM = `write one of ${Object.values(FORMS).join(', ')}`;

// The grammar of names: https://github.com/distribution/reference
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME$1 = new RegExp(`^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d{1,5})?/)?${PART}(?:/${PART})*$`);
const REFERENCE = /^[\w@/][\w.:@/+-]{0,511}$/;
const FILE = /^\.{0,2}\/|\.(?:tar|tgz|tar\.\w+)$/;

/** Parses a source. A problem says what is wrong and which forms there are. */
function parsePushSource(text        )                       {
  if (text.trim() === '') return policy.usageProblem('the source of the push is empty', ANY_FORM)
  if (/\p{Cc}/u.test(text)) return policy.usageProblem(`source ${policy.quote(text)} has a line break or a control character in it`, ANY_FORM)
  if (text !== text.trim()) return policy.usageProblem(`source ${policy.quote(text)} has leading or trailing whitespace`, 'remove it')
  if (text.startsWith('-')) return policy.usageProblem(`source ${policy.quote(text)} begins with "-", like an option`, ANY_FORM)
  const colon = text.indexOf(':');
  const kind = KINDS$1.find(each => each === text.slice(0, Math.max(0, colon)));
  if (kind === undefined) return explainKind(text, colon)
  const rest = text.slice(colon + 1);
  if (rest === '') return policy.usageProblem(`source ${policy.quote(text)} names no image`, `write ${FORMS[kind]}`)
  if (rest.startsWith('-'))
    return policy.usageProblem(`${policy.quote(rest)} in source ${policy.quote(text)} begins with "-"`, 'write such a file name as ./-NAME')
  return kind === 'docker-daemon' || kind === 'containers-storage' ? readNamed(kind, text, rest) : readFile(kind, text, rest)
}

/** The source in skopeo's notation. */
function formatPushSource(source            )         {
  if ('name' in source) return `${source.kind}:${source.name}`
  return `${source.kind}:${source.path}${source.reference === null ? '' : `:${source.reference}`}`
}

function readNamed(kind                     , text        , name        )                       {
  const help = `write ${FORMS[kind]}`;
  if (name.startsWith('//')) return policy.usageProblem(`source ${policy.quote(text)} has "//" after its kind`, help)
  const [tagged = '', digest, ...more] = name.split('@');
  if (digest !== undefined)
    return more.length === 0 && isName(tagged) && policy.isDigest(digest)
      ? { kind, name }
      : policy.usageProblem(`${policy.quote(name)} is not a valid image name`, help)
  const { path, tag } = splitTag(name);
  if (!isName(path))
    return policy.usageProblem(`${policy.quote(path)} is not a valid image name`, `${help}; a name has no capital letters after its host`)
  if (tag === undefined) return policy.usageProblem(`source ${policy.quote(text)} has no tag`, `write ${kind}:${path}:TAG; no tag is assumed`)
  if (!policy.isTag(tag)) return policy.usageProblem(`${policy.quote(tag)} in source ${policy.quote(text)} is not a valid tag`, help)
  return { kind, name }
}

function readFile(kind                    , text        , rest        )                       {
  const colon = rest.indexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const reference = colon < 0 ? null : rest.slice(colon + 1);
  const help = `write ${FORMS[kind]}; a path has no ":" in it`;
  if (path === '') return policy.usageProblem(`source ${policy.quote(text)} names no ${kind === 'oci' ? 'folder' : 'file'}`, help)
  if (reference !== null && !REFERENCE.test(reference))
    return policy.usageProblem(`${policy.quote(reference)} in source ${policy.quote(text)} is not a valid image reference`, help)
  return { kind, path, reference }
}

// The tag follows the last colon, unless that colon is the port's.
function splitTag(name        )                                                              {
  const colon = name.lastIndexOf(':');
  return colon < 0 || name.includes('/', colon)
    ? { path: name, tag: undefined }
    : { path: name.slice(0, colon), tag: name.slice(colon + 1) }
}

function isName(text        )          {
  return text.length <= 255 && NAME$1.test(text)
}

// A source without a known kind is most often an image of the daemon, a file, or a typing error.
function explainKind(text        , colon        )          {
  const word = text.slice(0, Math.max(0, colon));
  const { path, tag } = splitTag(text);
  if (text.startsWith('docker://')) {
    return policy.usageProblem(
      `source ${policy.quote(text)} is already in a registry`,
      `pull it first and name it as docker-daemon:NAME:TAG; ${ANY_FORM}`,
    )
  }
  if (policy.suggest(word, KINDS$1) !== undefined)
    return policy.usageProblem(`${policy.quote(word)} is not a kind of source`, `${policy.didYouMean(word, KINDS$1)} ${ANY_FORM}`)
  if (FILE.test(text)) return policy.usageProblem(`source ${policy.quote(text)} does not name its kind`, `write ${fileForms(text)}`)
  if (isName(path) && (tag === undefined || policy.isTag(tag))) {
    const meant = `docker-daemon:${path}:${tag ?? 'TAG'}`;
    return policy.usageProblem(
      `source ${policy.quote(text)} does not name its kind`,
      `write ${meant} for an image of docker's daemon; otherwise ${ANY_FORM}`,
    )
  }
  return policy.usageProblem(colon < 0 ? `source ${policy.quote(text)} does not name its kind` : `${policy.quote(word)} is not a kind of source`, ANY_FORM)
}

function fileForms(text        )         {
  const [path = ''] = text.split(':');
  return path.includes('.t')
    ? `docker-archive:${path} (docker save) or oci-archive:${path}`
    : `oci:${path} (a folder), docker-archive:${path} (docker save) or oci-archive:${path}`
}

// Parses each kind of value, and returns the value or the problem with it. `{setting}` at the beginning of a message stands for the
// name of the setting, which is `--fail-on` on the command line and `fail-on` in a workflow.


function isProblem(value         )                   {
  return typeof value === 'object' && value !== null && 'level' in value
}

const IMAGE_SHAPE = 'registry/repository:tag';
const ACCOUNT_SHAPE = 'the id of an account has 12 digits';
const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/;






/**
 * Reads a list as people write it: one name per line, names between commas or blanks, or a JSON list. An empty entry was to name
 * something, so it is a problem.
 */
function readList(given                   , example        )       {
  const text = given.join('\n').trim();
  if (text.startsWith('[')) return readJsonList(text, example)
  if (text === '' && given.every(word => word === '')) return { items: [], problems: [] }
  const entries = text.split(',').map(entry => entry.trim());
  const help = `a variable or an expression in it may be empty; write it as in ${example}`;
  return {
    items: entries.flatMap(entry => entry.split(/\s+/)).filter(item => item !== ''),
    problems: entries.includes('') ? [policy.usageProblem('{setting} has an empty entry', help)] : [],
  }
}

// Steps such as `docker/metadata-action` pass on lists as JSON. Text that begins with a bracket must be such a list.
function readJsonList(text        , example        )       {
  try {
    const list          = JSON.parse(text);
    if (Array.isArray(list) && list.length > 0 && list.every(item => typeof item === 'string' && item.trim() !== ''))
      return { items: list.map(item => item.trim()), problems: [] }
  } catch {
    // Reported below, like any other text that is not a list.
  }
  const help = `write ["${example}", "…"], or one per line`;
  return { items: [], problems: [policy.usageProblem('{setting} looks like a JSON list but is not valid', help)] }
}

function readImages(
  given                   ,
  registryId                    ,
  env                                              ,
)                                                                                 {
  // An empty variable, as workflows leave it, counts as not set.
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
  const list = readImageList(given);
  const read = list.items.map(text => policy.parseImageUri(text, { registryId, region }));
  const images = read.flatMap(image => (isProblem(image) ? [] : [image]));
  const foreign = images.filter(image => registryId !== undefined && image.registryId !== registryId);
  return {
    value: images.filter((image, i) => images.findIndex(other => other.text === image.text) === i),
    problems: [
      ...list.problems,
      ...read.filter(isProblem),
      ...foreign.map(({ text }) =>
        policy.usageProblem(`image ${policy.quote(text)} is not in account ${registryId}`, 'registry-id names the account of all images'),
      ),
    ],
  }
}

// Where one of several expressions is empty, a blank or an empty line would hide it, and the image that it was to name would not be judged.
function readImageList(given                   )       {
  const list = readList(given, IMAGE_SHAPE);
  if (given.join('').trim().startsWith('[')) return list
  const lines = given.filter(word => word !== '').flatMap(word => word.split('\n'));
  const hiding = lines.find(line => /^\s*$|[^\s,]\s+[^\s,]/.test(line));
  if (hiding === undefined) return list
  const help = 'an expression in it may be empty; write one image per line, commas between them, or a JSON list';
  const what = hiding.trim() === '' ? 'an empty line' : `a blank in ${policy.quote(hiding)}`;
  return { items: [], problems: [policy.usageProblem(`{setting} has ${what}`, help)] }
}

const AUDIT = ['lookup', 'none'];





function readAuditSource(given                   )                        {
  const [first] = given;
  if (first === undefined) return undefined
  const kind = policy.readChoice(first, AUDIT);
  if (given.length === 1) {
    if (kind !== undefined) return { kind }
    const near = /[./\\]/.test(first) ? undefined : policy.suggest(first, AUDIT);
    if (near !== undefined)
      return policy.usageProblem(`{setting} cannot be ${policy.quote(first)}`, `did you mean "${near}"? a file of that name is ./${first}`)
  } else if (given.some(text => policy.readChoice(text, AUDIT) !== undefined))
    return policy.usageProblem('{setting} is lookup, none, or paths, and not several of them')
  return { kind: 'paths', paths: given }
}

function readDuration(text        )                   {
  const seconds = policy.parseDuration(text);
  if (seconds !== undefined) return seconds
  const example = /^\d+$/.test(text) ? `${text}s` : '90s';
  return policy.usageProblem(
    `{setting} cannot be ${policy.quote(text)}`,
    `a duration is a whole number with its unit, such as ${example}, 10m, 24h or 7d`,
  )
}

/** A time to fix has an end: what never ends is an exception, which says so. */
function readFixTime(text        )                   {
  const seconds = readDuration(text);
  return isProblem(seconds) || seconds <= policy.LONGEST_SECONDS
    ? seconds
    : policy.usageProblem(
        `{setting} cannot be ${policy.quote(text)}`,
        `a time to fix is at most ${policy.LONGEST_SECONDS / 86_400}d; an exception can say expires: never`,
      )
}

function readCount(text        )                   {
  return /^\d{1,9}$/.test(text) ? Number(text) : policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, 'a number of findings is 0 or more')
}

/** Reads values such as `critical=0, high=3`: one for each severity that is named. */
function readPerSeverity(
  words                               ,
  read                                    ,
  example        ,
)                                                                                                                  {
  const value                                 = {};
  const shape = `write each severity with its value, as in ${example}`;
  const { items, problems: wrongList } = readList(words ?? [], example);
  const problems = [...wrongList];
  for (const item of items) {
    const [name = '', text, ...more] = item.split('=');
    const level = policy.readChoice(name, policy.LEVELS);
    const number = text === undefined || text === '' || more.length > 0 ? undefined : read(text);
    if (number === undefined) problems.push(policy.usageProblem(`{setting} cannot be ${policy.quote(item)}`, shape));
    else if (level === undefined) problems.push(policy.usageProblem(`{setting} has no severity ${policy.quote(name)}`, policy.didYouMean(name, policy.LEVELS)));
    else if (isProblem(number)) problems.push(policy.usageProblem(`{setting} cannot be ${policy.quote(item)}`, number.help));
    else if (value[level] !== undefined) problems.push(policy.usageProblem(`{setting} names ${level} twice`));
    else value[level] = number;
  }
  // In one order, so that values can be compared.
  const sorted = Object.fromEntries(policy.LEVELS.flatMap(level => (value[level] === undefined ? [] : [[level, value[level]]])));
  return { value: words === undefined ? undefined : sorted, problems }
}

const TAG_SHAPE = 'a tag has up to 128 letters, digits and . _ -, as in production';

function readPushSource(text        )                       {
  const source = parsePushSource(text);
  return isProblem(source) ? { ...source, message: `{setting} cannot be ${policy.quote(text)}: ${source.message}` } : source
}

function readOnFail(text        )                   {
  const kept = policy.readChoice(text, ['keep', 'untag']);
  if (kept !== undefined) return kept
  const [, quarantineTag] = /^quarantine-tag:(.*)$/i.exec(text) ?? [];
  if (quarantineTag === undefined)
    return policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, policy.didYouMean(text, ['keep', 'untag', 'quarantine-tag:TAG']))
  return policy.isTag(quarantineTag) ? { quarantineTag } : policy.usageProblem(`{setting} names no tag: ${policy.quote(quarantineTag)}`, TAG_SHAPE)
}

function readEnd(text        )                   {
  return policy.toEnd(text) ?? policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, 'it is the last day, as in 2027-01-31, or never')
}

const MOST_ATTEMPTS = 20;

function readAttempts(text        )                   {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return number >= 1 && number <= MOST_ATTEMPTS
    ? number
    : policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, `it is a number from 1 to ${MOST_ATTEMPTS}`)
}

function readPacks$1(given                   )                                                                             {
  const { items, problems } = readList(given, 'ecr');
  const names = [...PACKS, 'none'];
  const read = items.map(item => ({ item, name: policy.readChoice(item, names) }));
  const unknown = read.filter(({ name }) => name === undefined);
  const hasBoth = read.length > 1 && read.some(({ name }) => name === 'none');
  return {
    value: PACKS.filter(pack => read.some(({ name }) => name === pack)),
    problems: [
      ...problems,
      ...unknown.map(({ item }) => policy.usageProblem(`{setting}: there is no pack ${policy.quote(item)}`, policy.didYouMean(item, names))),
      ...(hasBoth ? [policy.usageProblem('{setting} names packs, or is none, and not both')] : []),
    ],
  }
}

// The table of kinds: what each takes, and its parser. A new kind without a row does not compile.
//
// A parser returns a value in any case, because a problem with one setting must not hide those of others.


/** What was given for one setting. */










/** If there are problems, the value only serves to look for more of them. */







/**
 * What is taken as a value: as a flag no word, one, or all words up to the next flag; as an input all of its text or, of `lines`, every
 * line by itself, because a path may contain blanks and commas.
 */







const parseText                             = ({ text }) => right(text);

const KINDS = {
  text: { takes: 'word', parse: parseText },
  path: { takes: 'word', parse: parseText },
  paths: { takes: 'lines', parse: ({ words = [] }) => right(words) },
  switch: { takes: 'nothing', parse: ({ words }) => right(words !== undefined) },
  images: { takes: 'words', parse: ({ words = [], given: { values, env } }) => readImages(words, values.get('registry-id')?.[0], env) },
  account: { takes: 'word', parse: parseAccount },
  accounts: { takes: 'words', parse: listOf(policy.isAccountId, ACCOUNT_SHAPE, '111122223333') },
  platforms: { takes: 'words', parse: listOf(item => PLATFORM.test(item), 'a platform is written as in linux/arm64', 'linux/arm64') },
  regions: { takes: 'words', parse: distinct(listOf(policy.isRegion, 'a Region is named as in eu-west-1', 'eu-west-1')) },
  tags: { takes: 'words', parse: distinct(listOf(policy.isTag, TAG_SHAPE, 'production')) },
  packs: { takes: 'words', parse: ({ words, text = '' }) => readPacks$1(words ?? [text]) },
  'audit-source': { takes: 'lines', parse: ({ words = [] }) => parsedOr             (readAuditSource(words), { kind: 'none' }) },
  duration: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readDuration(text), 0)) },
  durations: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readFixTime, 'critical=7d, high=30d') },
  counts: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readCount, 'critical=0, high=3') },
  attempts: { takes: 'word', parse: ({ text = '' }) => parsedOr(readAttempts(text), 1) },
  'on-fail': { takes: 'word', parse: ({ text = '' }) => parsedOr(readOnFail(text), 'keep') },
  end: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readEnd(text), undefined)) },
  'push-source': {
    takes: 'word',
    parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readPushSource(text), undefined)),
  },
};

/** The values of all settings by their names. */


// What has a default has a value.








/** What a setting of this kind takes as its value. */
function takesOf(kind      )        {
  return typeof kind === 'object' ? 'word' : KINDS[kind].takes
}

/** What was given for a setting of a command. */
function entryOf(given       , name             )        {
  const setting = settingOf(given.command, name);
  const words = given.values.get(name);
  return { setting, words, text: words?.[0] ?? setting.default, given }
}

/** A parser's problem with the name of the setting, as it was given. */
function nameSetting(problem         , name        )          {
  return { ...problem, message: problem.message.replace(/^\{setting\}/, name) }
}

/** Parses what was given for one setting. */
function parseEntry(entry       )                  {
  const { kind } = entry.setting;
  return typeof kind === 'object' ? parseChoice(entry, kind.choices) : KINDS[kind].parse(entry)
}

function parseAccount({ text }       )                             {
  const isRight = text === undefined || text === '' || policy.isAccountId(text);
  return { value: text, problems: isRight ? [] : [policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, ACCOUNT_SHAPE)] }
}

function parseChoice({ text }       , choices                   )                             {
  const choice = text === undefined ? undefined : policy.readChoice(text, choices);
  if (text === undefined || choice !== undefined) return right(choice)
  return { value: text, problems: [policy.usageProblem(`{setting} cannot be ${policy.quote(text)}`, policy.didYouMean(text, choices))] }
}

function listOf(isRight                           , shape        , example        )                            {
  return ({ words = [] }) => {
    const { items, problems } = readList(words, example);
    const wrongItems = items.filter(item => !isRight(item));
    return {
      value: items.filter(isRight),
      problems: [...problems, ...wrongItems.map(item => policy.usageProblem(`{setting} cannot be ${policy.quote(item)}`, shape))],
    }
  }
}

function distinct(parse                           )                            {
  return entry => {
    const { value, problems } = parse(entry);
    return { value: [...new Set(value)], problems }
  }
}

function right   (value   )            {
  return { value, problems: [] }
}

function parsedOr   (value             , otherwise   )            {
  return isProblem(value) ? { value: otherwise, problems: [value] } : right(value)
}

// A policy file as settings: which of them it may hold, and how they go together with those of the step. Each side may say what the
// other leaves out. What both say must be the same, because whichever won, somebody would believe in the other.


const NAMES$1 = Object.keys(SETTINGS);

function takesInPolicy(name             )                                             {
  const { kind }          = SETTINGS[name];
  const takes = takesOf(kind);
  if (kind === 'counts' || kind === 'durations') return 'severities'
  return takes === 'lines' ? takes : takes === 'words' ? 'several' : 'one'
}

const isInPolicy = (name             )          => name !== 'policy' && (SETTINGS[name]           ).of === 'gate';

/** What may stand in a policy file. */
const POLICY_SETTINGS                = {
  takes: new Map(NAMES$1.filter(isInPolicy).map(name => [name, takesInPolicy(name)])),
  refused: new Map([
    ['policy', 'a policy names no other policy'],
    ...NAMES$1.filter(name => (SETTINGS[name]           ).of === 'action').map(
      name => [name, 'it says where a workflow reports, so write it in the step']         ,
    ),
  ]),
};

/** The policy file that is named among these values, if there is one to read. */
function findPolicy(values                 , name              = 'policy')                     {
  const path = values.get(name)?.[0];
  return path === '' || path === '-' ? undefined : path
}

// They decide which rules are in force, so the commands that show rules need them too.
const DECIDES_RULES                    = ['fail-on', 'max-findings'];








/** Adds the settings and the rule files of the policy to what was given. */
function mergePolicy(given       )         {
  const { policy: policy$1 } = given;
  if (policy$1 === undefined) return { given, inPolicy: new Map(), problems: [] }
  const takes = (name        )          => given.command.settings.some(known => known === name);
  const taken = policy$1.settings.filter(({ name }) => takes(name) || DECIDES_RULES.includes(name));
  const named = taken.map(({ name, ...rest }) => ({ ...rest, name: name                }));
  const alone = named.filter(({ name }) => !given.values.has(name));
  const inPolicy = new Map(alone.map(({ name, at }) => [name, at]         ));
  const values = new Map([...given.values, ...alone.map(({ name, words }) => [name, words]         )]);
  for (const name of ['rules', 'exceptions']         ) {
    const paths = [...new Set([...policy$1.files[name], ...(given.values.get(name) ?? [])])];
    if (takes(name) && paths.length > 0) values.set(name, paths);
  }
  const show = (name             )         => {
    const at = inPolicy.get(name);
    return at === undefined ? given.show(name) : `${name} (${policy.formatPlace(at)})`
  };
  const merged = { ...given, values, show };
  return { given: merged, inPolicy, problems: named.flatMap(setting => checkEqual(merged, setting, policy$1)) }
}

/** Finds wrong values in a policy file that no run has named. */
function checkValues({ settings }            , env              )                        {
  const command = COMMANDS.find(({ name }) => name === 'check');
  const named = settings.map(({ name, ...rest }) => ({ ...rest, name: name                }));
  const values = new Map(named.map(({ name, words }) => [name, words]));
  const given        = { ...STEP, command, values, operands: [], env };
  return named.flatMap(setting => readSetting(given, setting).problems)
}



/** Reads a setting of the policy as if only the policy had it. */
function readSetting(
  given       ,
  { name, words, at }              ,
)                                                                        {
  const { value, problems } = parseEntry(entryOf({ ...given, values: new Map([...given.values, [name, words]]) }, name));
  return { value, problems: problems.map(problem => ({ ...nameSetting(problem, name), at })) }
}

function checkEqual(given       , setting              , { path }            )                        {
  const { name, words, at } = setting;
  const inStep = given.values.get(name) ?? [];
  if (inStep === words) return []
  // The step's value is the one that is used, so nobody else reads that of the policy.
  const { value, problems } = readSetting(given, setting);
  if (problems.length > 0 || isSame(name, parseEntry(entryOf(given, name)).value, value)) return problems
  const message = `${given.show(name)} is ${policy.listOf(inStep)} ${given.surface} and ${policy.listOf(words)} in ${policy.formatPlace(at)}`;
  return [{ ...policy.usageProblem(message, `remove it ${given.surface}, or change it in ${path}`), at }]
}

// Only tags are given in the order in which they are named.
function isSame(name             , a         , b         )          {
  const isOrdered = SETTINGS[name].kind === 'tags';
  const write = (value         )         =>
    JSON.stringify(Array.isArray(value) && !isOrdered ? value.map(item => JSON.stringify(item)).sort() : value);
  return write(a) === write(b)
}

// Unpacks gzip data member by member. Node's own gunzip drops what it has unpacked when a later byte is wrong: a check sum, or text
// behind the last member. So the frame around the compressed data (RFC 1952) is read here, and Node only inflates.


const CHUNK_BYTES = 256 * 1024;
/** How much packed data of a member is kept, to unpack it up to a wrong byte; CloudTrail's files are smaller. */
const KEPT_BYTES = 1024 * 1024;
const MOST_SALVAGED = 64 * 1024 * 1024;
const MAGIC = Buffer.of(0x1f, 0x8b, 0x08);
const HEAD_BYTES = 10;
const TRAILER_BYTES = 8;
const [HEAD_SUM, EXTRA, NAME, COMMENT, RESERVED] = [0x02, 0x04, 0x08, 0x10, 0xe0];

/** No JSON contains this byte, so a reader of records cannot take what follows for a continuation of what was cut off. */
const BREAK = Buffer.of(0);

/** Whether bytes begin as a gzip member does. */
function isGzip(bytes            )          {
  return bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1]
}

/** Unpacks all members. Whatever is wrong is passed to `damaged`, and unpacking resumes at the next member. */
async function* gunzip(
  file        ,
  packed                           ,
  damaged                        ,
)                             {
  const bytes = createBytes(packed);
  let isBroken = false;
  for (let start = await bytes.read(2); start.length > 0; start = await bytes.read(2)) {
    bytes.putBack(start);
    if (isBroken) yield BREAK;
    const state = isGzip(start) ? yield* unpackMember(bytes) : 'not gzip';
    if (state !== 'whole') damaged(toFault$1(file, state));
    if (state === 'cut') return
    isBroken = state === 'damaged';
    if (isBroken) for await (const _ of skipToMember(bytes));
    // Somebody may have appended text to a gzip file, so it is passed on as it is.
    else if (state === 'not gzip') yield* skipToMember(bytes);
  }
}

/** `wrong sum`: all was unpacked, but it is not what was packed. */


function toFault$1(file        , state                         )        {
  if (state === 'cut') return new Fault('truncated', { message: 'the gzip data ends too early: the file is incomplete', at: file })
  const message = state === 'not gzip' ? 'unexpected data after the end of the gzip data' : 'the gzip data is damaged';
  return new Fault('not-readable', { message, at: file })
}

/** A stream of bytes of which any number can be read, and put back. */








function createBytes(source                           )        {
  const chunks = source[Symbol.asyncIterator]();
  let held         = Buffer.alloc(0);
  const next = async ()                              => {
    if (held.length > 0) {
      const bytes = held;
      held = Buffer.alloc(0);
      return bytes
    }
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true) return undefined
      if (value.length > 0) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
  };
  const putBack = (bytes            )       => {
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([bytes, held]);
  };
  const read = async (length        )                  => {
    let bytes         = Buffer.alloc(0);
    while (bytes.length < length) {
      const more = await next();
      if (more === undefined) return bytes
      bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more]);
    }
    if (bytes.length > length) putBack(bytes.subarray(length));
    return bytes.subarray(0, length)
  };
  return { read, next, putBack }
}

// Yields the bytes before the next member.
async function* skipToMember(bytes       )                             {
  let tail = Buffer.alloc(0);
  for (let chunk = await bytes.next(); chunk !== undefined; chunk = await bytes.next()) {
    const seen = Buffer.concat([tail, chunk]);
    const at = seen.indexOf(MAGIC);
    if (at >= 0) {
      bytes.putBack(seen.subarray(at));
      if (at > 0) yield seen.subarray(0, at);
      return
    }
    // The magic bytes may be split between two chunks.
    tail = Buffer.from(seen.subarray(-(MAGIC.length - 1)));
    yield seen.subarray(0, seen.length - tail.length);
  }
  yield tail;
}

async function* unpackMember(bytes       )                                    {
  const head = await readHead(bytes);
  if (head !== 'whole') return head
  let sum = 0;
  let size = 0;
  const state = yield* inflate(bytes, chunk => {
    sum = zlib.crc32(chunk, sum);
    size = (size + chunk.length) % 2 ** 32;
  });
  if (state !== 'whole') return state
  const trailer = await bytes.read(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) return 'cut'
  return trailer.readUInt32LE(0) === sum && trailer.readUInt32LE(4) === size ? 'whole' : 'wrong sum'
}

async function readHead(bytes       )                 {
  let head = Buffer.alloc(0);
  const take = async (length        )                   => {
    const read = await bytes.read(length);
    head = Buffer.concat([head, read]);
    return read.length === length
  };
  const takeText = async ()                   => {
    do if (!(await take(1))) return false
    while (head.at(-1) !== 0 && head.length < CHUNK_BYTES)
    return true
  };
  if (!(await take(HEAD_BYTES))) return 'cut'
  const flags = head[3];
  if (head[2] !== MAGIC[2] || (flags & RESERVED) !== 0) {
    bytes.putBack(head.subarray(MAGIC.length));
    return 'damaged'
  }
  if ((flags & EXTRA) !== 0 && !((await take(2)) && (await take(head.readUInt16LE(head.length - 2))))) return 'cut'
  for (const flag of [NAME, COMMENT]) if ((flags & flag) !== 0 && !(await takeText())) return 'cut'
  if ((flags & HEAD_SUM) === 0) return 'whole'
  const sum = zlib.crc32(head) & 0xffff;
  return (await take(2)) ? (head.readUInt16LE(head.length - 2) === sum ? 'whole' : 'damaged') : 'cut'
}

// Inflates up to the end of the compressed data and puts back what follows it.
async function* inflate(bytes       , see                             )                                    {
  const inflater = zlib.createInflateRaw({ chunkSize: CHUNK_BYTES });
  const closed = new Promise      (resolve => inflater.once('close', resolve));
  const kept           = [];
  let [given, unpacked] = [0, 0];
  let last         = Buffer.alloc(0);
  const feed = async ()                => {
    for (let chunk = await bytes.next(); chunk !== undefined; chunk = await bytes.next()) {
      if (inflater.destroyed) return bytes.putBack(chunk)
      last = chunk;
      given += chunk.length;
      if (given <= KEPT_BYTES) kept.push(Buffer.from(chunk));
      await Promise.race([new Promise         (resolve => inflater.write(chunk, resolve)), closed]);
      // What is left of a chunk lies behind the end of the compressed data.
      if (inflater.destroyed || inflater.bytesWritten < given) return
    }
    inflater.end();
  };
  const feeding = feed().catch((error         ) => void inflater.destroy(error         ));
  try {
    for await (const chunk of inflater) {
      unpacked += chunk.length;
      see(chunk);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') return 'cut'
    if (code !== 'Z_DATA_ERROR') throw error
    await feeding;
    bytes.putBack(last);
    if (given <= KEPT_BYTES) yield salvage(Buffer.concat(kept)).subarray(unpacked);
    return 'damaged'
  }
  await feeding;
  bytes.putBack(last.subarray(last.length - (given - inflater.bytesWritten)));
  return 'whole'
}

// Unpacks data up to its first wrong byte: the longest beginning of it that can be inflated.
function salvage(packed        )         {
  let unpacked = Buffer.alloc(0);
  let [whole, wrong] = [0, packed.length + 1];
  while (whole + 1 < wrong) {
    const middle = Math.floor((whole + wrong) / 2);
    try {
      unpacked = zlib.inflateRawSync(packed.subarray(0, middle), { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: MOST_SALVAGED });
      whole = middle;
    } catch {
      wrong = middle;
    }
  }
  return unpacked
}

// Several paths on one line are one path, because a path may contain blanks and commas.


/** How to write the paths that were joined to one that does not exist; undefined if its parts do not exist either. */
async function explainJoined(path        )                              {
  const parts = path.match(/[^\s,"'[\]]+/g) ?? [];
  if (parts.length === 0 || parts[0] === path) return undefined
  for (const part of parts) if ((await fs.stat(part).catch(() => undefined)) === undefined) return undefined
  const found = `${policy.listOf(parts.map(policy.quote))} ${policy.agree(parts.length, 'exists', 'exist')}`;
  return `${found}: write one path a line, or on the command line one a word`
}

// The start of a stream, where a signature tells what follows: the two bytes of gzip, or the three of a byte order mark.

/** Yields the same bytes, but the first chunk has at least `length` of them if there are as many: a pipe may split a signature. */
async function* gatherStart(chunks                           , length        )                             {
  let start                         = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < length) continue
    yield start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

// Files, folders and standard input as byte streams: which files a path means, and their content, decompressed if it is gzip.


/** The path that means standard input. */
const STANDARD_INPUT = '-';

const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i;
const RULE_FILE = /\.(?:ya?ml|json)$/i;

/** Which files of a folder are read. */






const RECORDS         = { files: RECORD_FILE, none: 'no .json, .ndjson or .jsonl file (plain or .gz)' };
const RULES         = { files: RULE_FILE, none: 'no .yml, .yaml or .json file' };

/** Called for every file in a folder that is not read because of its ending. */


/** The record files that a path means: the file itself, or the files of a folder and its subfolders, in order of their names. */
async function findRecordFiles(path        , passOver           )                             {
  return findFiles(path, RECORDS, passOver)
}

/** The rule files that a path means. */
async function findRuleFiles(path        , passOver           )                             {
  return findFiles(path, RULES, passOver)
}

const MOST_NAMED = 5;

/** Collects what a folder contains that is not read, and names it in a note. Hidden files are not meant to be read. */
function collectPassedOver(folder        )                                                                               {
  const named           = [];
  let count = 0;
  return {
    passOver: path => {
      if (node_path.basename(path).startsWith('.')) return
      count++;
      if (named.length < MOST_NAMED) named.push(node_path.relative(folder, path));
    },
    notes: () => {
      if (count === 0) return []
      const message = `not read: ${named.join(', ')}${count > named.length ? `, and ${count - named.length} more` : ''}`;
      return [{ level: 'note', kind: 'passed-over', message, help: 'what is named itself is read, whatever it is called', at: folder }]
    },
  }
}

async function findFiles(path        , { files: wanted, none }        , passOver           = () => undefined) {
  if (path === STANDARD_INPUT) return [path]
  const files           = [];
  const take = (file        , unread         )          => (unread || wanted.test(file) ? files.push(file) : passOver(file));
  try {
    if (!(await fs.stat(path)).isDirectory()) return [path]
    await listFolder(path, { take, top: await resolveNamed(path), visited: new Set() });
  } catch (error) {
    const { code, diagnostic } = toFault(path, error);
    const help = code === 'not-found' ? await explainJoined(path) : undefined;
    throw new Fault(code, { ...diagnostic, ...(help !== undefined && { help }) }, error)
  }
  if (files.length === 0) throw new Fault('not-found', { message: `the folder contains ${none}`, at: path })
  return files
}









// Follows symbolic links as far as they stay in the folder that was named. `visited` prevents endless cycles. Git's own folder is no
// content of the repository.
async function listFolder(folder        , listing         )                {
  const { take, top, visited } = listing;
  const place = await fs.realpath(folder);
  if (visited.has(place)) return
  visited.add(place);
  const entries = await fs.readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => policy.compareText(a.name, b.name))) {
    if (isInGit(entry.name)) continue
    const path = node_path.join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await kindOfTarget(path, top) : entry.isDirectory() ? 'folder' : 'file';
    if (kind === 'folder') await listFolder(path, listing);
    else take(path, kind === 'nothing');
  }
}

// A dangling link may have led to a file or a folder, and a folder elsewhere may hold files to read. Both are treated as a file, so
// that reading it reports the fault.
async function kindOfTarget(link        , top        )                                         {
  try {
    if (!(await fs.stat(link)).isDirectory()) return 'file'
    return isWithin(top, await fs.realpath(link)) ? 'folder' : 'nothing'
  } catch {
    return 'nothing'
  }
}










/** The bytes of a file or of standard input, decompressed if they are gzip, whatever the file's name. */
async function* readBytes(
  path        ,
  input                      ,
  { named = path, damaged = raise, isRaw = false }              = {},
)                             {
  const source = path === STANDARD_INPUT && input !== undefined ? input : await openSource(path, named);
  try {
    const chunks = gatherStart(limitSilence(source, path), 2);
    const first = await chunks.next();
    if (first.done === true) return
    const rest = resume(first.value, chunks);
    yield* isGzip(first.value) && !isRaw ? gunzip(nameOf(path), rest, damaged) : rest;
  } catch (error) {
    throw toFault(path, error)
  } finally {
    // A consumer that stops early must neither leave the file open nor wait for more of standard input.
    source.destroy();
  }
}

function raise(fault       )        {
  throw fault
}

async function openSource(path        , named        )                    {
  try {
    return await openFile(path, named)
  } catch (error) {
    throw toFault(path, error)
  }
}

/** How long to wait for the next bytes of a pipe, in milliseconds: whoever writes it may never do so. */
const MOST_SILENCE = 10 * 60_000;

async function* limitSilence(source          , path        )                             {
  const give = ()          => {
    const help = 'what writes it does not end, or waits for something itself';
    return source.destroy(
      new Fault('not-readable', { message: `nothing came for ${MOST_SILENCE / 60_000} minutes`, help, at: nameOf(path) }),
    )
  };
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(give, MOST_SILENCE);
    const next                             = await chunks.next().finally(() => clearTimeout(timer));
    if (next.done === true) return
    yield next.value;
  }
}

async function* resume(first            , rest                           )                             {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The most bytes of a rule file. A filter alone may have 1 MiB, and an export of several hundred rules has half of that. */
const MOST_RULE_BYTES = 2 * 1024 * 1024;











/** The whole text of a file, within a limit. Without `input`, standard input is not read. */
async function readText(
  path        ,
  input                      ,
  { named = path, limit, help, isRaw = false }             ,
)                  {
  const parts               = [];
  let length = 0;
  for await (const chunk of readBytes(path, input, { named, isRaw })) {
    length += chunk.length;
    if (length > limit)
      throw new Fault('too-large', { message: `the file is longer than ${limit / 1024 / 1024} MiB`, help, at: nameOf(path) })
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: isRaw }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at: nameOf(path) }, error)
  }
}

/** The text of a rule file, which was found in what the user named. */
function readRuleText(path        , input          , named = path)                  {
  return readText(path, input, { named, limit: MOST_RULE_BYTES, help: 'split the file; a folder of rule files may be named too' })
}

/** The same as it is on disk, for whoever writes the file again. */
function readRawRuleText(path        )                  {
  return readText(path, undefined, { limit: MOST_RULE_BYTES, help: 'name another file, and give the gate both', isRaw: true })
}

const FAULTS                                                             = {
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'no such file or folder'],
  EACCES: ['denied', 'permission to read it is missing'],
  EPERM: ['denied', 'permission to read it is missing'],
  EISDIR: ['not-readable', 'it is a folder'],
};

function toFault(path        , error         )        {
  if (error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${sayError(error)})`];
  return new Fault(kind, { message, at: error instanceof Error && 'path' in error ? String(error.path) : nameOf(path) }, error)
}

function nameOf(path        )         {
  return path === STANDARD_INPUT ? 'standard input' : path
}

// Reads the policy file that a step or a command names, before its settings are read.



/** Reads a policy file; what is wrong with it is among the diagnostics. Without a path there is nothing to read. */
async function readPolicyFile(path                    , { input }                      )                         {
  if (path === undefined) return { diagnostics: [] }
  const text = await captureFault(() => readRuleText(path, input));
  if (text instanceof Fault) return { diagnostics: [text.diagnostic] }
  // The YAML parser is larger than all our own code, and most runs have no policy file.
  const { readPolicy } = await Promise.resolve().then(() => require('./chunk-policy2.cjs'));
  const { policy, diagnostics } = readPolicy({ path, text }, POLICY_SETTINGS);
  return { diagnostics, ...(policy !== undefined && { policy: resolveFiles(policy) }) }
}

// The files that a policy names lie beside it, wherever the step runs.
function resolveFiles(policy            )             {
  const resolve = (path        )         => {
    const resolved = node_path.isAbsolute(path) ? path : node_path.join(node_path.dirname(policy.path), path);
    // A dash alone would be standard input.
    return resolved === '-' ? './-' : resolved
  };
  const { rules, exceptions } = policy.files;
  return { ...policy, files: { rules: rules.map(resolve), exceptions: exceptions.map(resolve) } }
}

const VERSION = '0.1.0';

// What a run needs from outside: the clock, the streams, AWS, the shipped rules. Tests pass in another world.

































/** The world of this process; `signal` stops the run. */
function processWorld(signal             )        {
  const { stdin, stdout, stderr, env } = process;
  // The reader of our output may stop early, as `head` does. The failed write reports that itself; without a listener, the
  // stream would also end the process with a stack trace and an exit code that looks like a verdict.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const colours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const logWaiting = createWaitingLog();
  let shown = false;
  const clear = ()       => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    now: () => new Date(),
    signal,
    milliseconds: () => performance.now(),
    sleep: milliseconds => promises.setTimeout(milliseconds),
    connect: async attempts => {
      // Answers are large and short-lived: without this, V8 lets the space for new objects grow to a hundred megabytes, which a
      // small runner does not have (docs/decisions/memory.md).
      node_v8.setFlagsFromString('--semi-space-growth-factor=1');
      return (await Promise.resolve().then(() => require('./chunk-client.cjs'))).connect({ attempts, signal })
    },
    env,
    root: env['GITHUB_WORKSPACE'] || process.cwd(),
    temporary: env['RUNNER_TEMP'] || node_os.tmpdir(),
    input: stdin,
    packs: readPacks,
    operations: () => readShipped('operations.json'),
    page: () => readShipped('page.json'),
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
    progress: (what, elapsed) => {
      if (stderr.isTTY !== true || env['TERM'] === 'dumb') return logWaiting(what, elapsed, line => stderr.write(`${line}\n`))
      clear();
      stderr.write(policy.printable(formatWaiting(what, elapsed)).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    write: (path, pieces) => fs.writeFile(path, pieces),
    paint: colours ? coloured : plain,
  }
}

// A log keeps every line, so repeated progress is logged only once in a while.
const LOG_AGAIN_SECONDS = 30;

/** Logs what the run waits for: each state when it begins, and again every half minute. */
function createWaitingLog()                                                                                     {
  const told = new Map                ();
  return (what, elapsed, write) => {
    if (elapsed === undefined || elapsed - (told.get(what) ?? Number.NEGATIVE_INFINITY) < LOG_AGAIN_SECONDS) return
    told.set(what, elapsed);
    write(policy.printable(formatWaiting(what, elapsed)));
  }
}

function formatWaiting(what        , elapsed                    )         {
  return elapsed === undefined ? what : `${what}, ${Math.round(elapsed)} s`
}

// Reads a file that the build puts next to the bundle: the checked rules without their tests, the models of services, or the parts
// of the HTML page.
async function readShipped   (name        )             {
  return JSON.parse(await fs.readFile(new URL(`./${name}`, require('node:url').pathToFileURL(__filename).href), 'utf8'))
}

async function readPacks(used                 )                     {
  const packs = await readShipped                                         ('packs.json');
  const rulesOf = (names                 )                  => names.flatMap(name => packs[name]);
  return { used: rulesOf(used), unused: rulesOf(PACKS.filter(name => !used.includes(name))) }
}

// What is asked of a command, for the checks of settings that are each valid but do not go together.














/** Whether a setting was named, and not by the policy alone. */
function isNamed({ given, inPolicy }       , name             )          {
  return given.values.has(name) && !inPolicy.includes(name)
}

/** A problem if it is one. */
function when(is         , message        , help         )                     {
  return is ? [policy.usageProblem(message, help)] : []
}

// Checks settings of the gate that are each valid but do not go together.


const LONGEST_WINDOW = 90 * 86_400;

/** What a check has to judge, and what it would silently ignore. */
function checkGate(asked       )                     {
  const {
    given: { values, show },
    settings: { audit, push },
    source,
  } = asked;
  const [image, findings, events, from] = [show('image'), show('findings'), show('events'), show('audit-source')];
  const changed = (name             )          =>
    isNamed(asked, name) && values.get(name)?.[0]?.toLowerCase() !== (SETTINGS[name]           ).default;
  const live = values.has('image');
  const judged = live || values.has('findings') || values.has('events') || (source !== undefined && source.kind !== 'none');
  const window = audit?.windowSeconds ?? 1;
  // What is said of a setting that lacks what it needs; undefined where that is there.
  const unmet                                             = {
    nothing: undefined,
    image: live ? undefined : `does nothing without ${image}`,
    findings: live || values.has('findings') ? undefined : `does nothing without ${image} or ${findings}`,
    aws: live || audit !== undefined ? undefined : `does nothing without ${image} or ${from} lookup`,
    lookup: audit !== undefined ? undefined : `is for ${from} lookup only`,
    push: push !== undefined ? undefined : `does nothing without ${show('push')}`,
  };
  return [
    ...when(!judged, `there is nothing to judge: ${image} is missing`, `give ${image}, or recorded ${findings} or ${events}`),
    ...when(source !== undefined && values.has('events'), `${events} and ${from} both say where events come from`, 'give one of them'),
    ...(Object.keys(unmet)          ).flatMap(need =>
      needing(need).flatMap(name => when(changed(name) && unmet[need] !== undefined, `${show(name)} ${unmet[need]}`)),
    ),
    ...when(!live && audit?.regions.length === 0, `${from} lookup needs ${show('audit-regions')} where there is no image`),
    ...when(
      window < 1 || window > LONGEST_WINDOW,
      `${show('audit-window')} cannot be ${policy.quote(values.get('audit-window')?.[0] ?? '')}`,
      'it is 1s to 90d, which is what the event history holds',
    ),
  ]
}

function needing(need      )                         {
  return (Object.keys(SETTINGS)                 ).filter(name => (SETTINGS[name]           ).needs === need)
}

/** Tags are given to whole images only, and each tag to one image. */
function checkRelease({ given: { values, show }, settings, inPolicy }       )                     {
  const { images, push, predicateFile, promoteTags, promoteOnWarn, onFail, platforms, findings } = settings;
  const promote = show('promote-tags');
  // A repository has several host names, so these are not compared.
  const repositories = images.map(({ registryId, region, repositoryName }) => `${registryId} ${region} ${repositoryName}`);
  const reserved = [...images.flatMap(({ tag }) => tag ?? []), ...(typeof onFail === 'object' ? [onFail.quarantineTag] : [])];
  const twice = promoteTags.find(tag => reserved.includes(tag));
  const promotes = promoteTags.length > 0;
  return [
    ...when(
      predicateFile !== undefined && (images.length !== 1 || findings.length > 0),
      `${show('predicate-file')} describes one image, the one of ${show('image')}`,
    ),
    ...when(
      predicateFile !== undefined && platforms.length > 0,
      `${show('predicate-file')} attests the whole index, so ${show('platforms')} cannot leave a part unjudged`,
      `omit ${show('platforms')}, or name the image of the platform by its own digest`,
    ),
    ...when(push !== undefined && images.length > 1, `${show('push')} pushes one image, to the one name of ${show('image')}`),
    ...when(
      push !== undefined && images.some(({ digest, tag }) => digest !== null || tag === null),
      `${show('push')} needs an image named by a tag alone: its digest is known once it is pushed`,
    ),
    ...when(
      typeof onFail === 'object' && images.some(({ tag }) => tag === onFail.quarantineTag),
      `${show('on-fail')} cannot quarantine an image under the tag it has`,
    ),
    ...when(
      promoteOnWarn && !promotes && !inPolicy.includes('promote-on-warn'),
      `${show('promote-on-warn')} does nothing without ${promote}`,
    ),
    ...when(
      promotes && platforms.length > 0,
      `${promote} gives the whole index its tags, so ${show('platforms')} cannot leave a part unjudged`,
    ),
    ...when(
      promotes && new Set(repositories).size < repositories.length,
      `${promote} cannot give two images of one repository the same tags`,
    ),
    ...when(promoteTags.length > MOST_TAGS, `${promote} names more than ${MOST_TAGS} tags`),
    ...when(
      twice !== undefined,
      `${promote} names ${policy.quote(twice ?? '')}, under which the image is pushed or quarantined`,
      'push under a tag that is new, such as the commit, and promote to another',
    ),
    ...when(onFail !== 'keep' && images.length > 1, `${show('on-fail')} works with one image only: it cannot tell which of several failed`),
    ...when(
      (promotes || onFail !== 'keep') && findings.length > 0,
      `${promote} and ${show('on-fail')} cannot be combined with recorded findings, which may belong to other images`,
    ),
    ...when(
      values.has('on-fail') && onFail === 'untag' && images.some(({ tag }) => tag === null),
      `${show('on-fail')} untag needs an image with a tag`,
    ),
  ]
}

// The most that ECR accepts in one call.
const MOST_TAGS = 100;

// Checks settings that are each valid but do not go together: they contradict each other, or one would silently do nothing.



/** What must hold for every command, and for this one. */
function checkTogether(asked       )                     {
  const { given, settings } = asked;
  const { command, values, show } = given;
  const { images, allowedAccountIds } = settings;
  const foreign = images.filter(({ registryId }) => allowedAccountIds.length > 0 && !allowedAccountIds.includes(registryId));
  return [
    ...when(listRead(settings).filter(path => path === '-').length > 1, 'standard input can be read only once'),
    ...when(
      settings.files.some(({ path }) => path === '-') || settings.predicateFile === '-',
      'a report cannot be written to the file "-"',
      'the report of --format goes to standard output, the others need a path',
    ),
    ...when(
      values.has('fail-on') && values.has('max-findings'),
      `${show('fail-on')} and ${show('max-findings')} both replace the Severity rules`,
      'give one of them; max-findings high=0 is the same as fail-on high',
    ),
    ...when(
      settings.policy?.path === '-',
      `${show('policy')} cannot be standard input`,
      'a policy is a file that is reviewed like code; name it by its path',
    ),
    ...(CHECKS[command.name]?.(asked, `usage: ecr-gate ${command.usage}`) ?? []),
    ...foreign.map(({ text, registryId }) =>
      policy.usageProblem(`image ${policy.quote(text)} is in account ${registryId}, which ${show('allowed-account-ids')} does not allow`),
    ),
  ]
}

const CHECKS                                                                                              = {
  check: asked => [...checkGate(asked), ...checkRelease(asked)],
  permissions: (asked, usage) => [...checkGate(asked), ...checkRelease(asked), ...checkPermissions(asked, usage)],
  accept: checkAccept,
  query: ({ given: { operands, values } }, usage) => [
    ...when(operands.length === 1 && !values.has('findings'), 'query needs FILTER PATH… or FILTER --findings FILE…', usage),
    ...when(values.has('count') && values.has('count-by'), '--count and --count-by cannot be used together'),
  ],
  doctor: ({ given: { values, show } }, usage) => when(!values.has('image'), `doctor needs ${show('image')} URI`, usage),
  fmt: ({ given: { operands } }) => when(operands.includes('-'), 'fmt writes files anew, so it cannot take standard input'),
  backtest: checkBacktest,
  rules: checkRules,
  explain: checkExplain,
};

function checkPermissions({ settings: { images, audit, findings, events } }       , usage        )                     {
  const isOffline = images.length === 0 && audit === undefined && findings.length + events.length > 0;
  return when(isOffline, 'recorded findings and events are read without AWS, so a check with these settings needs no permission', usage)
}

// A filter is explained by itself, so nothing that says which rules are in force has anything to do.
function checkExplain(asked       , usage        )                     {
  const { values, operands, show } = asked.given;
  const hasRule = values.has('rule');
  const idle = (['policy', 'rules', 'packs']         ).find(name => isNamed(asked, name));
  return [
    ...when(!values.has('event'), 'explain needs --event FILE', usage),
    ...when(operands.length > 0 === hasRule, 'explain needs either a FILTER or --rule ID', usage),
    ...when(!hasRule && idle !== undefined, `${show(idle ?? 'rules')} does nothing without --rule`, usage),
  ]
}

// What is accepted is said either by its ids or by a report, and never without a reason and an end.
function checkAccept({ given: { values }, settings }       , usage        )                     {
  const { operands, from, reason, untilFixed, exceptions } = settings;
  const hasIds = operands.length > 0;
  const narrow = { '--package': settings.package, '--image': settings.acceptedImage };
  const given = Object.entries({ ...narrow, '--reason': reason, '--owner': settings.owner });
  const one = 'name one file; the ids of findings stand before the flags';
  return [
    ...when(!hasIds && from === undefined, 'accept needs the ids of findings, or --from REPORT', usage),
    ...when(hasIds && from !== undefined, `accept takes ids or --from, and not both; found ${policy.quote(operands[0] ?? '')}`, usage),
    ...when(reason === undefined, 'accept needs --reason TEXT: why these findings may be deployed', usage),
    ...when(!values.has('expires') && !untilFixed, 'accept needs an end: --expires DAY or --until-fixed', usage),
    ...given.flatMap(([flag, text]) => when(text !== undefined && text !== '' && text.trim() === '', `${flag} is blank`)),
    ...Object.entries(narrow).flatMap(([flag, text]) =>
      when(from !== undefined && text !== undefined, `${flag} cannot be combined with --from, which takes it from the report`),
    ),
    ...when(exceptions.length > 1, `accept writes one file, and --exceptions names ${exceptions.length}`, one),
    ...when(exceptions.includes('-'), 'accept writes the file of --exceptions, so it cannot be standard input'),
  ]
}

function checkRules({ settings: { operands } }       )                     {
  const [word, id] = operands;
  if (word === undefined) return []
  if (word === 'show') return when(id === undefined, 'rules show needs the ID of a rule', 'rules alone lists them')
  const help = policy.suggest(word, ['show']) === undefined ? 'ecr-gate rules show ID shows one whole' : 'did you mean "show"?';
  return [policy.usageProblem(`rules takes nothing, or show and the ID of a rule; found ${policy.quote(word)}`, help)]
}

// A backtest of one policy is about events and rules alone. Findings are compared, or judged by check.
function checkBacktest(asked       , usage        )                     {
  const { values, show } = asked.given;
  const [against, findings, reports, events] = [show('against'), show('findings'), show('reports'), show('events')];
  const hasImages = values.has('findings') || values.has('reports');
  const isGiven = (name             )          => isNamed(asked, name);
  const compares = values.has('against');
  const idle = compares ? [] : COMPARED.filter(isGiven);
  const blind = compares && !hasImages ? ABOUT_FINDINGS.filter(isGiven) : [];
  return [
    ...when(!compares && !values.has('events'), `backtest needs ${events} PATH`, usage),
    ...when(
      compares && !hasImages && !values.has('events'),
      `${against} needs something to judge: ${findings} FILE, ${reports} FILE or ${events} PATH`,
      usage,
    ),
    ...idle.map(name =>
      policy.usageProblem(`${show(name)} does nothing without ${against}`, 'check judges findings by one policy; backtest compares two'),
    ),
    ...blind.map(name => policy.usageProblem(`${show(name)} does nothing without ${findings} or ${reports}`)),
  ]
}

// Recorded scans of images are notices in a backtest, so no setting about findings changes what it says of events.
const ABOUT_FINDINGS = ['fail-on', 'max-findings', 'untriaged', 'unfixed', 'fix-within', 'max-scan-age'];

// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.







/** Reads all values, those of the policy file among them. If there is a problem, the settings must not be used. */
function readSettings(step       )          {
  const path = step.values.get('against')?.[0];
  const reading = readSide(step);
  if (path === undefined) return reading
  const old = readOld(step, path);
  const known = new Set(reading.problems.map(problem => JSON.stringify(problem)));
  const ofOld = old.problems.filter(problem => !known.has(JSON.stringify(problem)));
  return {
    settings: Object.freeze({ ...reading.settings, against: { path, settings: old.settings } }),
    problems: [...reading.problems, ...ofOld.map(blameOld)],
  }
}

// The old policy stands in the place of the new one: of the policy file, or of the rules where there is none.
function readOld(step       , path        )          {
  const place              = step.values.has('policy') ? 'policy' : 'rules';
  return readSide({ ...step, values: new Map([...step.values, [place, [path]]]), policy: step.against })
}

/** Says of a problem that it is of the old policy, unless its place says so. */
function blameOld(problem            )             {
  return problem.at === undefined ? { ...problem, message: `the old policy: ${problem.message}` } : problem
}

function readSide(step       )          {
  const { given, inPolicy, problems: clashes } = mergePolicy(step);
  const missing = [...given.values].flatMap(([name, words]) => checkGiven(step, name, words));
  const parsed = NAMES.map(name => ({ name, ...parseEntry(entryOf(given, name)) }));
  const values = Object.fromEntries(parsed.map(({ name, value }) => [name, value]));
  const settings           = Object.freeze({ ...toGate(values, given), ...toCommands(values), operands: given.operands });
  return {
    settings,
    problems: [
      ...missing,
      ...clashes,
      ...parsed.flatMap(({ name, problems }) => problems.map(problem => tellAt(problem, name, step, inPolicy.get(name)))),
      ...checkTogether({ given, settings, source: values['audit-source'], inPolicy: [...inPolicy.keys()] }),
    ],
  }
}

// In the order in which problems are told: first what the run is about.
const NAMES = [
  ...new Set             (['registry-id', 'image', 'audit-source', 'audit-regions', ...(Object.keys(SETTINGS)                 )]),
];

function checkGiven({ command, show }       , name             , words                   )                     {
  const setting = settingOf(command, name);
  if (takesOf(setting.kind) === 'nothing' || (words.length > 0 && !words.includes(''))) return []
  return [nameSetting(policy.usageProblem(`{setting} needs a value: ${formatChoices(setting)}`), show(name))]
}

function tellAt(problem         , name             , { show }       , at                   )             {
  return at === undefined ? nameSetting(problem, show(name)) : { ...nameSetting(problem, name), at }
}

// What decides about images, and where that is reported.
function toGate(values        , given       ) {
  const source = values['audit-source'];
  return {
    images: values.image,
    findings: values.findings,
    events: source?.kind === 'paths' ? source.paths : values.events,
    rules: values.rules,
    exceptions: values.exceptions,
    policy: values.policy === undefined ? undefined : { path: values.policy, file: given.policy },
    packs: values.packs,
    failOn: values['fail-on'],
    maxFindings: values['max-findings'],
    untriaged: values.untriaged,
    unfixed: values.unfixed,
    fixWithin: values['fix-within'] ?? {},
    maxScanAgeSeconds: values['max-scan-age'],
    onUndecided: values['on-undecided'],
    audit: toAudit(values, given),
    auditRegions: values['audit-regions'],
    waitTimeoutSeconds: values['wait-timeout'],
    scanGraceSeconds: values['scan-grace'],
    startScan: values['start-scan'],
    platforms: values.platforms,
    allowedAccountIds: values['allowed-account-ids'],
    push: values.push,
    pushTimeoutSeconds: values['push-timeout'],
    promoteTags: values['promote-tags'],
    promoteOnWarn: values['promote-on-warn'] === 'true',
    onFail: values['on-fail'],
    awsAttempts: values['aws-attempts'],
    predicateFile: values['predicate-file'],
    dockerfile: values.dockerfile,
    files: toFiles(values),
    summary: values.summary === 'true',
    checkRun: values['check-run'],
    comment: values.comment,
    uploadSarif: values['upload-sarif'] === 'true',
    githubToken: values['github-token'],
  }
}

// What other commands have beside it.
function toCommands(values        ) {
  return {
    bundle: values.bundle,
    trustedRoot: values['trusted-root'],
    identity: values.identity,
    issuer: values.issuer,
    policyDigest: values['policy-digest'],
    maxAgeSeconds: values['max-age'],
    predicate: values.predicate,
    unsigned: values.unsigned,
    format: values.format,
    output: values.output === '-' ? undefined : values.output,
    count: values.count,
    countBy: values['count-by'],
    event: values.event,
    rule: values.rule,
    reason: values.reason,
    expires: values.expires,
    untilFixed: values['until-fixed'],
    owner: values.owner,
    package: values.package,
    acceptedImage: values['accepted-image'],
    from: values.from,
    reports: values.reports,
    against: undefined,
    check: values.check,
  }
}

function toFiles(values        )                    {
  return Object.entries(FILE_FORMATS).flatMap(([name, format]) => {
    const path = values[name                             ];
    return path === undefined ? [] : [{ format, path }]
  })
}

function toAudit(values        , given       )                    {
  const { image: images, 'audit-source': source, 'audit-regions': regions } = values;
  const wanted = source?.kind === 'lookup' || (source === undefined && images.length > 0 && !given.values.has('events'));
  if (!wanted) return undefined
  return {
    windowSeconds: values['audit-window'],
    timeoutSeconds: values['audit-timeout'],
    regions: regions.length > 0 ? regions : [...new Set(images.map(({ region }) => region))],
    asked: source !== undefined,
  }
}

exports.COMMANDS = COMMANDS;
exports.COMMAND_LINE = COMMAND_LINE;
exports.FILE_FORMATS = FILE_FORMATS;
exports.Fault = Fault;
exports.INPUTS = INPUTS;
exports.POLICY_SETTINGS = POLICY_SETTINGS;
exports.READ_WITHOUT_WAITING = READ_WITHOUT_WAITING;
exports.SETTINGS = SETTINGS;
exports.SHELLS = SHELLS;
exports.STANDARD_INPUT = STANDARD_INPUT;
exports.STEP = STEP;
exports.TONES = TONES;
exports.VERSION = VERSION;
exports.attempt = attempt;
exports.blameOld = blameOld;
exports.captureAs = captureAs;
exports.captureFault = captureFault;
exports.checkValues = checkValues;
exports.collectPassedOver = collectPassedOver;
exports.dockerfilesOf = dockerfilesOf;
exports.findClashes = findClashes;
exports.findMisled = findMisled;
exports.findPolicy = findPolicy;
exports.findRecordFiles = findRecordFiles;
exports.findRuleFiles = findRuleFiles;
exports.flagOf = flagOf;
exports.formatChoices = formatChoices;
exports.formatPushSource = formatPushSource;
exports.gatherStart = gatherStart;
exports.isInGit = isInGit;
exports.isWithin = isWithin;
exports.listWritten = listWritten;
exports.plain = plain;
exports.prepareStop = prepareStop;
exports.processWorld = processWorld;
exports.readBytes = readBytes;
exports.readPolicyFile = readPolicyFile;
exports.readRawRuleText = readRawRuleText;
exports.readRuleText = readRuleText;
exports.readSettings = readSettings;
exports.readText = readText;
exports.registerCleanup = registerCleanup;
exports.sayError = sayError;
exports.settingOf = settingOf;
exports.takesOf = takesOf;
exports.untilStopped = untilStopped;
