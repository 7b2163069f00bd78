'use strict';

const node_fs = require('node:fs');
const promises = require('node:fs/promises');
const node_path = require('node:path');
const node_stream = require('node:stream');
const node_zlib = require('node:zlib');

// The one error that sources throw. A fault ends the reading of one file, and becomes a gap in what was seen.

                                                  

                       
               
            
                  
              
                 
               
               
              
           

class Fault extends Error {
           code           
  /** Whether trying again may help; never so for files. */
           retryable         
           diagnostic            

  constructor(code           , diagnostic                                    , cause          ) {
    super(diagnostic.message, { cause });
    this.code = code;
    this.retryable = false;
    this.diagnostic = { level: 'error', kind: code, ...diagnostic };
  }
}

// Files, folders and standard input as streams of bytes: which files a path means, and what is inside when they are packed.


/** The path that means standard input. */
const STANDARD_INPUT = '-';

const READ_BYTES = 256 * 1024;
const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i;
const RULE_FILE = /\.ya?ml$/i;

// S3 keeps digests and insights beside the logs, in the same format of file.
const NO_LOGS = ['CloudTrail-Digest', 'CloudTrail-Insight'];

/** The record files a path means: itself, or the files of a folder and the folders below it, in order of their names. */
async function findRecordFiles(path        )                             {
  return findFiles(path, RECORD_FILE, 'no .json, .ndjson or .jsonl file (plain or .gz)')
}

/** The rule files a path means. */
async function findRuleFiles(path        )                             {
  return findFiles(path, RULE_FILE, 'no .yml or .yaml file; a .json file is read when it is named itself')
}

async function findFiles(path        , wanted        , none        )                             {
  if (path === STANDARD_INPUT) return [path]
  try {
    if (!(await promises.stat(path)).isDirectory()) return [path]
    const files = await listFolder(path, wanted);
    if (files.length > 0) return files
  } catch (error) {
    throw toFault(path, error)
  }
  throw new Fault('not-found', { message: `the folder holds ${none}`, at: path })
}

async function listFolder(folder        , wanted        )                             {
  const entries = await promises.readdir(folder, { withFileTypes: true });
  const files           = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = node_path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await promises.stat(path)).isDirectory());
    if (isFolder) {
      // A link to a folder above would be walked for ever.
      if (!entry.isSymbolicLink() && !NO_LOGS.includes(entry.name)) files.push(...(await listFolder(path, wanted)));
    } else if (wanted.test(entry.name)) files.push(path);
  }
  return files
}

/** The bytes of a file or of standard input, unpacked when they are gzip, whatever the name says. */
async function* readBytes(path        , input          )                             {
  const source           = path === STANDARD_INPUT ? input : node_fs.createReadStream(path, { highWaterMark: READ_BYTES });
  try {
    const chunks = source[Symbol.asyncIterator]();                             
    const first = await chunks.next();
    if (first.done === true) return
    const rest = resume(first.value, chunks);
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* inflate(rest);
    else yield* rest;
  } catch (error) {
    throw toFault(path, error)
  }
}

async function* resume(first            , rest                           )                             {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* inflate(packed                           )                             {
  const unpacked = node_zlib.createGunzip({ chunkSize: READ_BYTES });
  // The iteration below reports what goes wrong, so the pipeline's own report is not needed.
  node_stream.pipeline(node_stream.Readable.from(packed), unpacked, () => undefined);
  yield* unpacked;
}

/** The whole text of a small file, such as a rule's. */
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
  Z_BUF_ERROR: ['truncated', 'the gzip data ends too early: the file was cut off'],
  Z_DATA_ERROR: ['not-readable', 'the gzip data is damaged'],
};

function toFault(path        , error         )        {
  if (error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${error instanceof Error ? error.message : String(error)})`];
  return new Fault(kind, { message, at: path === STANDARD_INPUT ? 'standard input' : path }, error)
}

exports.Fault = Fault;
exports.STANDARD_INPUT = STANDARD_INPUT;
exports.findRecordFiles = findRecordFiles;
exports.findRuleFiles = findRuleFiles;
exports.readBytes = readBytes;
exports.readText = readText;
