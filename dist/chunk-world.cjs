'use strict';

const require$$8 = require('node:events');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const read = require('./chunk-read.cjs');
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


const CODES = { red: '31', yellow: '33', green: '32', cyan: '36', magenta: '35', bold: '1', dim: '2' };

/** The colours of verdicts and actions. */
const TONES                                                         = {
  fail: 'red',
  undecided: 'red',
  warn: 'yellow',
  pass: 'green',
  notice: 'dim',
};

const SEVERITY_TONES                                               = {
  CRITICAL: 'magenta',
  HIGH: 'red',
  MEDIUM: 'yellow',
  LOW: 'cyan',
};

/** How many findings have a severity, in its colour. Words that ECR does not document have none, and nor has a count of zero. */
function paintSeverity(severity        , text        , paint       )         {
  const tone = Object.hasOwn(SEVERITY_TONES, severity) && !text.startsWith('0 ') ? SEVERITY_TONES[severity] : undefined;
  return tone === undefined ? text : paint(tone, text)
}

const coloured        = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
const plain        = (_, text) => text;

// What text is laid out for: a terminal of some width, a file or the log of a step; and how lines come to fit it.










const USUAL_WIDTH = 100;
const LEAST_WIDTH = 40;
/** What a sentence gets at least, however little room its indentation leaves. */
const LEAST_ROOM = 20;
const SENTENCE_LENGTH = 1000;

/** The width of a terminal: what COLUMNS says, as in Git, or else what the terminal says of itself; undefined without a terminal. */
function widthOf(columns                    , terminal                    )                     {
  const said = /^[1-9]\d{0,5}$/.test(columns ?? '') ? Number(columns) : terminal;
  return said === undefined || said <= 0 ? undefined : Math.max(LEAST_WIDTH, said)
}

/** How wide lists and tables may be. */
function tableWidth({ width }                       )         {
  return width ?? USUAL_WIDTH
}

/** Untrusted text on a line of its own. Names may have any length, so it is shortened; JSON has all of it. */
function sentence(text        )         {
  return read.printable(text, SENTENCE_LENGTH)
}

/** The words of a string in lines that fit a terminal. A longer word gets a line of its own. What `join` joined is one word. */
function wrap(text        , width = USUAL_WIDTH)                    {
  const lines           = [];
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map(line => line.replaceAll(JOINT, ' '))
}

/** Stands for a space that is no place to break a line. No printable text has it. */
const JOINT = '\u0000';

/** Makes one word of several. */
function join(words        )         {
  return words.replaceAll(' ', JOINT)
}

/** What stands before a text: its signs, and how many they are without colours. */





/** A sentence after its lead; further lines begin below its first word. */
function paragraph(lead               , text        , screen        )                    {
  const { text: first, length } = typeof lead === 'string' ? { text: lead, length: lead.length } : lead;
  const shown = sentence(text);
  const lines =
    screen.width === undefined
      ? [shown]
      : wrap(shown.replace(COUNT, join).replaceAll(' → ', join), Math.max(LEAST_ROOM, screen.width - length));
  const tint = (line        )         => line.replace(COUNT, (count, severity        ) => paintSeverity(severity, count, screen.paint));
  return (lines.length === 0 ? [''] : lines).map((line, i) => `${i === 0 ? first : ' '.repeat(length)}${tint(line)}`)
}

// How many findings have a severity is one word, which is not broken and has the severity's colour.
const COUNT = /\b\d+ (CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL|UNDEFINED|UNTRIAGED)\b/g;
/** Cuts text to a length in its middle: of a path, the first folders and the name of the file matter. */
function cutMiddle(text        , limit        )         {
  if (text.length <= limit) return text
  const start = read.shorten(text, Math.ceil(limit / 2));
  return `${start}${text.slice(text.length - (limit - start.length)).replace(/^[\udc00-\udfff]/, '')}`
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
  if (about.isDirectory()) throw new Fault('not-readable', { message: 'it is a folder', help: 'name a file in it', at: path })
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
  const written = read.listWritten(settings);
  if (written.length === 0) return []
  const read$1 = [...read.listRead(settings), ...read.dockerfilesOf(settings).map(name => node_path.resolve(root, name))].filter(path => path !== '-');
  const inputs = await Promise.all(read$1.map(async path => ({ path, real: await follow(path) })));
  const folders = await Promise.all(inputs.map(async input => ({ ...input, isFolder: await isFolder(input.real) })));
  const clashes            = [];
  const seen = new Map                ();
  for (const path of written) {
    const real = await follow(path);
    const other = seen.get(real);
    seen.set(real, path);
    clashes.push(...(await findMisled(`the report ${read.quote(path)}`, path, root)));
    if (other !== undefined)
      clashes.push(read.usageProblem(`${read.quote(path)} and ${read.quote(other)} are the same file, and each report needs its own file`));
    const input = folders.find(each => each.real === real || (each.isFolder && real.startsWith(each.real + node_path.sep)));
    if (input === undefined) continue
    clashes.push(
      read.usageProblem(
        input.real === real
          ? `the report would overwrite the input ${read.quote(path)}`
          : `the report ${read.quote(path)} would be written into the input folder ${read.quote(input.path)}`,
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
  if (isInGit(path) || isInGit(real)) return [read.usageProblem(`${what} would be written into a .git folder`)]
  if (!isNamedThere || isWithin(workspace, real)) return []
  const help = 'name the place that the link leads to, or remove the link';
  return [read.usageProblem(`${what} would be written through a link that leads out of the workspace`, help)]
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

/** The same of bytes that are all there, which need not be packed. */
function unpack(file        , bytes            , damaged                        )                            {
  const whole = (async function* () {
    yield bytes;
  })();
  return isGzip(bytes) ? gunzip(file, whole, damaged) : whole
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

// Why a path may not be there. Several paths on one line are one path, because a path may contain blanks and commas.


/** What was meant by a path that does not exist: one in S3, or several paths; undefined if nobody knows. */
async function explainMissing(path        )                              {
  if (read.meansS3(path)) return 'this is read from files: download it with aws s3 cp; only events are read from an archive in S3'
  const parts = path.match(/[^\s,"'[\]]+/g) ?? [];
  if (parts.length === 0 || parts[0] === path) return undefined
  const [files, archives] = [parts.filter(part => !read.meansS3(part)), parts.filter(read.meansS3)];
  for (const file of files) if ((await fs.stat(file).catch(() => undefined)) === undefined) return undefined
  const found = files.length === 0 ? [] : [`${read.listOf(files.map(read.quote))} ${read.agree(files.length, 'exists', 'exist')}`];
  const named = archives.length === 0 ? [] : [`${read.listOf(archives.map(read.quote))} ${read.agree(archives.length, 'is', 'are')} in S3`];
  return `${[...found, ...named].join(', ')}: write one path a line, or on the command line one a word`
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

// The text of a whole file from its bytes, wherever it lies.


/** The most bytes of a rule file. A filter alone may have 1 MiB, and an export of several hundred rules has half of that. */
const MOST_RULE_BYTES = 2 * 1024 * 1024;
const SPLIT = 'split the file; a folder of rule files may be named too';











async function gatherText(chunks                           , { at, limit, help, isRaw = false }           )                  {
  const parts               = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit) throw new Fault('too-large', { message: `the file is longer than ${limit / 1024 / 1024} MiB`, help, at })
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: isRaw }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at }, error)
  }
}

// Files, folders and standard input as byte streams: which files a path means, and their content, decompressed if it is gzip.


/** The path that means standard input. */
const STANDARD_INPUT = '-';

const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i;
const RULE_FILE = /\.(?:ya?ml|json)$/i;

/** Which files of a folder are read. */






const RECORDS         = { isWanted: name => RECORD_FILE.test(name), none: 'no .json, .ndjson or .jsonl file (plain or .gz)' };

/** Whether a name is that of a file of VEX. */
const isVexFile = (name        )          => /\.json(?:\.gz)?$/i.test(name);
const VEX         = { isWanted: isVexFile, none: 'no .json file (plain or .gz)' };

/** Called for every file in a folder that is not read because of its ending. */


/** The record files that a path means: the file itself, or the files of a folder and its subfolders, in order of their names. */
async function findRecordFiles(path        , passOver           )                             {
  return findFiles(path, RECORDS, passOver)
}

/** Whether a name is that of a rule file, or of a file of another tool that says what to ignore. */
function isRuleFile(name        )          {
  return RULE_FILE.test(name) || read.toolNamed(name) !== undefined
}

const RULES         = { isWanted: isRuleFile, none: 'no .yml, .yaml or .json file' };

/** The rule files that a path means. */
async function findRuleFiles(path        , passOver           )                             {
  return findFiles(path, RULES, passOver)
}

/** The files of VEX that a path means. */
async function findVexFiles(path        , passOver           )                             {
  return findFiles(path, VEX, passOver)
}

/** Whether a path, beside this file, is that of a folder. */
async function isFolderBeside(file        , path        )                   {
  return (await fs.stat(node_path.resolve(node_path.dirname(file), path)).catch(() => undefined))?.isDirectory() ?? false
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

async function findFiles(path        , { isWanted, none }        , passOver           = () => undefined) {
  if (path === STANDARD_INPUT) return [path]
  const files           = [];
  const take = (file        , unread         )          => (unread || isWanted(file) ? files.push(read.onDisk(file)) : passOver(file));
  try {
    if (!(await fs.stat(path)).isDirectory()) return [path]
    await listFolder(path, { take, top: await resolveNamed(path), visited: new Set() });
  } catch (error) {
    const { code, diagnostic } = toFault(path, error);
    const help = code === 'not-found' ? await explainMissing(path) : undefined;
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
  for (const entry of entries.sort((a, b) => read.compareText(a.name, b.name))) {
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











/** The whole text of a file, within a limit. Without `input`, standard input is not read. */
async function readText(
  path        ,
  input                      ,
  { named = path, limit, help, isRaw = false }             ,
)                  {
  return gatherText(readBytes(path, input, { named, isRaw }), { at: nameOf(path), limit, help, isRaw })
}

/** The text of a rule file, which was found in what the user named. */
function readRuleText(path        , input          , named = path)                  {
  return readText(path, input, { named, limit: MOST_RULE_BYTES, help: SPLIT })
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

// Asks only once for what several readings need. The promise is kept, so readings that run at the same time share it too.

function once        (known                      , key     , ask                  )             {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer
}

// Where the rule files of a run come from: disk, standard input, Parameter Store and S3.





/** Reads what is in Parameter Store and S3 when it is asked for, and each reference once. */
function openInputs(
  { awsAttempts, policyRoles: roles }                                               ,
  { input, env, connect }                                          ,
)             {
  const known = new Map                            ();
  const read$1 = async (reference        )                     => {
    const reading = { aws: await connect(awsAttempts), region: read.regionIn(env), roles };
    // Most runs have nothing there, and then load neither of these nor a client of AWS.
    if (read.meansS3(reference)) return (await Promise.resolve().then(() => require('./chunk-stored2.cjs'))).readStored(reference, reading)
    const { readParameters } = await Promise.resolve().then(() => require('./chunk-parameters.cjs'));
    return { files: await readParameters(reference, reading), diagnostics: [] }
  };
  return { input, readReference: reference => once(known, reference, () => read$1(reference)) }
}

// Reads the policy file that a step or a command names, before its settings are read.





/** Reads a policy file; what is wrong with it is among the diagnostics. Without one there is nothing to read. */
async function readPolicyFile(asked                         , world         )                         {
  if (asked === undefined) return { diagnostics: [] }
  const file = await captureFault(() => readFile(asked, world));
  if (file instanceof Fault) return { diagnostics: [file.diagnostic] }
  // What is wrong with the reference is told with the other settings.
  if (file === undefined) return { diagnostics: [] }
  // The YAML parser is larger than all our own code, and most runs have no policy file.
  const { readPolicy } = await Promise.resolve().then(() => require('./chunk-policy.cjs'));
  const { policy, diagnostics } = readPolicy(file, read.POLICY_SETTINGS);
  return { diagnostics, ...(policy !== undefined && { policy: resolveFiles(policy) }) }
}

async function readFile(asked             , world         )                                {
  const { path } = asked;
  if (!read.isReference(path)) return { path, text: await readRuleText(path, world.input) }
  const reference = read.parseReference(path);
  if (read.checkReferences([path], world.env).length > 0 || 'message' in reference || reference.isPath) return undefined
  const { files } = await openInputs(asked, world).readReference(path);
  return files[0]
}

// The files that a policy names lie beside it, wherever the step runs.
function resolveFiles(policy            )             {
  const resolve = (path        )         => {
    if (read.isReference(path)) return path
    const resolved = node_path.isAbsolute(path) ? path : node_path.join(node_path.dirname(policy.path), path);
    // A dash alone would be standard input.
    return resolved === '-' ? './-' : read.onDisk(resolved)
  };
  const { rules, exceptions, vex } = policy.files;
  return { ...policy, files: { rules: rules.map(resolve), exceptions: exceptions.map(resolve), vex: vex.map(resolve) } }
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
  // A role that a policy is read with may be that of the images, too; one connection assumes it once.
  const connections = new Map                      ();
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
    connect: attempts =>
      once(connections, attempts, async () => {
        // Answers are large and short-lived: without this, V8 lets the space for new objects grow to a hundred megabytes, which a
        // small runner does not have (docs/decisions/memory.md).
        node_v8.setFlagsFromString('--semi-space-growth-factor=1');
        return (await Promise.resolve().then(() => require('./chunk-client.cjs'))).connect({ attempts, signal })
      }),
    env,
    root: env['GITHUB_WORKSPACE'] || process.cwd(),
    temporary: env['RUNNER_TEMP'] || node_os.tmpdir(),
    input: stdin,
    packs: read.readPacks,
    operations: () => read.readShipped('operations.json'),
    page: () => read.readShipped('page.json'),
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
      stderr.write(read.printable(formatWaiting(what, elapsed)).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    write: (path, pieces) => fs.writeFile(path, pieces),
    paint: colours ? coloured : plain,
    width: widthOf(env['COLUMNS'], stdout.isTTY === true ? stdout.columns : undefined),
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
    write(read.printable(formatWaiting(what, elapsed)));
  }
}

function formatWaiting(what        , elapsed                    )         {
  return elapsed === undefined ? what : `${what}, ${Math.round(elapsed)} s`
}

exports.Fault = Fault;
exports.MOST_RULE_BYTES = MOST_RULE_BYTES;
exports.READ_WITHOUT_WAITING = READ_WITHOUT_WAITING;
exports.SPLIT = SPLIT;
exports.STANDARD_INPUT = STANDARD_INPUT;
exports.TONES = TONES;
exports.VERSION = VERSION;
exports.attempt = attempt;
exports.captureAs = captureAs;
exports.captureFault = captureFault;
exports.collectPassedOver = collectPassedOver;
exports.cutMiddle = cutMiddle;
exports.findClashes = findClashes;
exports.findMisled = findMisled;
exports.findRecordFiles = findRecordFiles;
exports.findRuleFiles = findRuleFiles;
exports.findVexFiles = findVexFiles;
exports.gatherStart = gatherStart;
exports.gatherText = gatherText;
exports.isFolderBeside = isFolderBeside;
exports.isInGit = isInGit;
exports.isRuleFile = isRuleFile;
exports.isVexFile = isVexFile;
exports.isWithin = isWithin;
exports.join = join;
exports.once = once;
exports.openInputs = openInputs;
exports.paintSeverity = paintSeverity;
exports.paragraph = paragraph;
exports.plain = plain;
exports.prepareStop = prepareStop;
exports.processWorld = processWorld;
exports.readBytes = readBytes;
exports.readPolicyFile = readPolicyFile;
exports.readRawRuleText = readRawRuleText;
exports.readRuleText = readRuleText;
exports.readText = readText;
exports.registerCleanup = registerCleanup;
exports.sayError = sayError;
exports.sentence = sentence;
exports.tableWidth = tableWidth;
exports.unpack = unpack;
exports.untilStopped = untilStopped;
exports.wrap = wrap;
