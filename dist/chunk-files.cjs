'use strict';

const fs = require('node:fs/promises');
const node_path = require('node:path');
const read = require('./chunk-read2.cjs');
const order = require('./chunk-order.cjs');
const zlib = require('node:zlib');

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
  if (state === 'cut') return new read.Fault('truncated', { message: 'the gzip data ends too early: the file is incomplete', at: file })
  const message = state === 'not gzip' ? 'unexpected data after the end of the gzip data' : 'the gzip data is damaged';
  return new read.Fault('not-readable', { message, at: file })
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
    await listFolder(path, { take, top: await read.resolveNamed(path), visited: new Set() });
  } catch (error) {
    throw toFault(path, error)
  }
  if (files.length === 0) throw new read.Fault('not-found', { message: `the folder contains ${none}`, at: path })
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
  for (const entry of entries.sort((a, b) => order.compareText(a.name, b.name))) {
    if (read.isInGit(entry.name)) continue
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
    return read.isWithin(top, await fs.realpath(link)) ? 'folder' : 'nothing'
  } catch {
    return 'nothing'
  }
}








/** The bytes of a file or of standard input, decompressed if they are gzip, whatever the file's name. */
async function* readBytes(
  path        ,
  input                      ,
  { named = path, damaged = raise }              = {},
)                             {
  const source = path === STANDARD_INPUT && input !== undefined ? input : await openSource(path, named);
  try {
    const chunks = gatherStart(limitSilence(source, path), 2);
    const first = await chunks.next();
    if (first.done === true) return
    const rest = resume(first.value, chunks);
    yield* isGzip(first.value) ? gunzip(nameOf(path), rest, damaged) : rest;
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
    return await read.openFile(path, named)
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
      new read.Fault('not-readable', { message: `nothing came for ${MOST_SILENCE / 60_000} minutes`, help, at: nameOf(path) }),
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
async function readText(path        , input                      , { named = path, limit, help }             )                  {
  const parts               = [];
  let length = 0;
  for await (const chunk of readBytes(path, input, { named })) {
    length += chunk.length;
    if (length > limit)
      throw new read.Fault('too-large', { message: `the file is longer than ${limit / 1024 / 1024} MiB`, help, at: nameOf(path) })
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new read.Fault('encoding', { message: 'the file is not valid UTF-8', at: nameOf(path) }, error)
  }
}

/** The text of a rule file, which was found in what the user named. */
function readRuleText(path        , input          , named = path)                  {
  return readText(path, input, { named, limit: MOST_RULE_BYTES, help: 'split the file; a folder of rule files may be named too' })
}

const FAULTS                                                             = {
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'no such file or folder'],
  EACCES: ['denied', 'permission to read it is missing'],
  EPERM: ['denied', 'permission to read it is missing'],
  EISDIR: ['not-readable', 'it is a folder'],
};

function toFault(path        , error         )        {
  if (error instanceof read.Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${read.sayError(error)})`];
  return new read.Fault(kind, { message, at: error instanceof Error && 'path' in error ? String(error.path) : nameOf(path) }, error)
}

function nameOf(path        )         {
  return path === STANDARD_INPUT ? 'standard input' : path
}

exports.STANDARD_INPUT = STANDARD_INPUT;
exports.collectPassedOver = collectPassedOver;
exports.findRecordFiles = findRecordFiles;
exports.findRuleFiles = findRuleFiles;
exports.gatherStart = gatherStart;
exports.readBytes = readBytes;
exports.readRuleText = readRuleText;
exports.readText = readText;
