'use strict';

const node_fs = require('node:fs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const require$$0 = require('node:stream');
const zlib = require('node:zlib');

// The only error that sources throw. A fault ends one file or one call, and becomes a gap in the coverage.

                                                 

                       
               
            
                  
              
                 
               
               
              
              
           
                
                     
                   
                 
                   
                     
                
            

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

/** Runs an action. A fault that it throws is reported; any other error is thrown on. */
async function attempt   (report                                  , action                  )                         {
  const settled = await settle(action);
  if (!(settled instanceof Fault)) return settled
  report(settled.diagnostic);
  return undefined
}

/** Runs an action and returns its value, or the fault that it throws. Any other error is thrown on. */
function settle   (action                  )                     {
  return settleAs(Fault, action)
}

/** The same for another kind of error. */
async function settleAs                    (kind                             , action                  )                 {
  try {
    return await action()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
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

const READ_BYTES = 256 * 1024;
const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i;
const RULE_FILE = /\.ya?ml$/i;

// In S3, CloudTrail stores digests and insights beside the logs, in the same file format.
const NO_LOGS = ['CloudTrail-Digest', 'CloudTrail-Insight'];

/** Called for every file in a folder that is not read because of its ending. */
                                             

/** The record files that a path means: the file itself, or the files of a folder and its subfolders, in order of their names. */
async function findRecordFiles(path        , passOver           = () => undefined)                             {
  return findFiles(path, RECORD_FILE, passOver, 'no .json, .ndjson or .jsonl file (plain or .gz)')
}

/** The rule files that a path means. */
async function findRuleFiles(path        )                             {
  return findFiles(path, RULE_FILE, () => undefined, 'no .yml or .yaml file; name a .json file itself to read it')
}

async function findFiles(path        , wanted        , passOver          , none        )                             {
  if (path === STANDARD_INPUT) return [path]
  const files           = [];
  try {
    if (!(await fs.stat(path)).isDirectory()) return [path]
    await listFolder(path, (file, dangling) => (dangling || wanted.test(file) ? files.push(file) : passOver(file)), new Set());
  } catch (error) {
    throw toFault(path, error)
  }
  if (files.length === 0) throw new Fault('not-found', { message: `the folder contains ${none}`, at: path })
  return files
}

// Follows symbolic links, because their targets count as content of the folder. `visited` prevents endless cycles.
async function listFolder(folder        , take                                              , visited             )                {
  const place = await fs.realpath(folder);
  if (visited.has(place)) return
  visited.add(place);
  const entries = await fs.readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = node_path.join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await kindOfTarget(path) : entry.isDirectory() ? 'folder' : 'file';
    if (kind === 'folder') {
      if (!NO_LOGS.includes(entry.name)) await listFolder(path, take, visited);
    } else take(path, kind === 'nothing');
  }
}

// A dangling link may have led to a file or a folder. It is treated as a file, so that reading it reports the fault.
async function kindOfTarget(link        )                                         {
  try {
    return (await fs.stat(link)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}

/** The bytes of a file or of standard input, decompressed if they are gzip, whatever the file's name. */
async function* readBytes(path        , input          )                             {
  const source           = path === STANDARD_INPUT ? input : node_fs.createReadStream(path, { highWaterMark: READ_BYTES });
  try {
    const chunks = gatherStart(source, 2);
    const first = await chunks.next();
    if (first.done === true) return
    const rest = resume(first.value, chunks);
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* inflate(path, rest);
    else yield* rest;
  } catch (error) {
    throw toFault(path, error)
  } finally {
    // A consumer that stops early must neither leave the file open nor wait for more of standard input.
    source.destroy();
  }
}

async function* resume(first            , rest                           )                             {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* inflate(path        , packed                           )                             {
  const unpacked = zlib.createGunzip({ chunkSize: READ_BYTES });
  let packedBytes = 0;
  async function* count()                             {
    for await (const chunk of packed) {
      packedBytes += chunk.length;
      yield chunk;
    }
  }
  // The iteration below throws the errors, so the pipeline's callback has nothing to do.
  require$$0.pipeline(require$$0.Readable.from(count()), unpacked, () => undefined);
  yield* unpacked;
  // zlib takes a zero byte after a gzip member for padding and ignores everything that follows.
  if (unpacked.bytesWritten < packedBytes)
    throw new Fault('not-readable', { message: 'unexpected data after the end of the gzip data', at: nameOf(path) })
}

/** The whole text of a small file, such as a rule file. */
async function readText(path        , input          )                  {
  const parts               = [];
  let length = 0;
  for await (const chunk of readBytes(path, input)) {
    length += chunk.length;
    if (length > MAX_TEXT_BYTES)
      throw new Fault('too-large', { message: `the file is longer than ${MAX_TEXT_BYTES / 1024 / 1024} MiB`, at: path })
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at: path }, error)
  }
}

const MAX_TEXT_BYTES = 32 * 1024 * 1024;

const FAULTS                                                             = {
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'no such file or folder'],
  EACCES: ['denied', 'permission to read it is missing'],
  EPERM: ['denied', 'permission to read it is missing'],
  EISDIR: ['not-readable', 'it is a folder'],
  Z_BUF_ERROR: ['truncated', 'the gzip data ends too early: the file is incomplete'],
  Z_DATA_ERROR: ['not-readable', 'the gzip data is damaged'],
};

function toFault(path        , error         )        {
  if (error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${error instanceof Error ? error.message : String(error)})`];
  return new Fault(kind, { message, at: error instanceof Error && 'path' in error ? String(error.path) : nameOf(path) }, error)
}

function nameOf(path        )         {
  return path === STANDARD_INPUT ? 'standard input' : path
}

exports.Fault = Fault;
exports.STANDARD_INPUT = STANDARD_INPUT;
exports.attempt = attempt;
exports.findRecordFiles = findRecordFiles;
exports.findRuleFiles = findRuleFiles;
exports.gatherStart = gatherStart;
exports.readBytes = readBytes;
exports.readText = readText;
exports.settle = settle;
exports.settleAs = settleAs;
