'use strict';

const cloudtrail = require('./chunk-cloudtrail.cjs');
const settings = require('./chunk-settings.cjs');
const image = require('./chunk-image.cjs');
const json = require('./chunk-json.cjs');
const keys = require('./chunk-keys.cjs');
const require$$0 = require('node:buffer');
const files = require('./chunk-files.cjs');

// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.
//
// A damaged part must not hide what follows it. Brackets, commas, colons and texts are checked as they pass, so damage shows within
// its record, and reading resumes at the next line if the record had a place of its own, else at the next brace that can begin one.


/** How many bytes of a file are read again at most to find records behind a damaged one. */
const MAX_READ_AGAIN = 256 * 1024 * 1024;

/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** A record's unchanged JSON text and where it begins; the column counts bytes. */
                        
                       
                       
                         
 

/** What a file says beside its records. */
                           
                                                                     
                                        
                                                                           
                                          
 

/** Cuts the chunks of one file. A fault that leaves nothing to resume at is thrown, and so are those of the chunks. */
async function* cut(file        , chunks                           , findings          )                                   {
  const cutter = createCutter(file, findings);
  let fault;         
  try {
    for await (const chunk of files.gatherStart(chunks, BYTE_ORDER_MARK.length)) {
      const pieces          = [];
      cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), pieces);
      if (pieces.length > 0) yield pieces;
    }
  } catch (error) {
    fault = error;
  }
  // Records behind a damaged one may still wait for their turn.
  const pieces          = [];
  cutter.end(pieces, fault === undefined);
  if (pieces.length > 0) yield pieces;
  if (fault !== undefined) throw fault
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The bytes of numbers, `true`, `false` and `null`. */
const WORD = tableOf('0123456789+-.Eaeflnrstu');
/** The bytes that a name or a value follows. */
const LEADS_ON = tableOf('{[,:');

function tableOf(bytes        )             {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(bytes)) table[byte] = 1;
  return table
}

const NOT_JSON = 'this is not valid JSON';

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const METADATA = String.raw`"(?:\$metadata|ResponseMetadata)"\s*:\s*\{(?:[^"]|${TEXT})*\}`;
const TOKEN = String.raw`"(?:NextToken|nextToken)"\s*:\s*(?:${TEXT}|null)`;
/** The beginning of a frame around records: the SDKs' metadata and a page token may precede its list. */
const FRAME = new RegExp(String.raw`^\{\s*(?:${METADATA}\s*,\s*)?(?:${TOKEN}\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$`);
const FRAME_LIST = /"(?:Records|Events)"(?=\s*:\s*\[)/;
const FRAME_KEYS = ['NextToken', 'nextToken', '$metadata', 'ResponseMetadata'];
const MAX_FRAME_BYTES = 64 * 1024;

                  
                                                         
                                                                             
                                                         
 

function createCutter(file        , { more, damaged }          )         {
  // The depth of records: 0 for records one after another, 1 in a list, 2 in the list of a frame. After a frame's list it is
  // -1 until the frame is closed, because no record may follow.
  let recordDepth = 0;
  let depth = 0;
  // Which bracket opened each level, and the last byte outside texts that was not blank.
  const brackets = new Uint8Array(keys.MAX_DEPTH + 4);
  let previous = 0;
  let inText = false;
  let escaped = false;
  // Whether the document may still turn out to be a frame; its first list decides.
  let mayBeFrame = true;
  let wantsRecord = true;
  let afterComma = false;
  // Whether the end of a damaged list may still come, which closes what is no longer open.
  let loose = false;
  // Where the next record may begin after damage that has been told: only at the beginning of a line, or after any byte.
  let seek;                            
  let readAgain = 0;
  // Whether the bytes from `from` on are being kept: those of a record, or of the end of a frame.
  let capturing = false;
  let from = 0;
  let parts           = [];
  let frame           = [];
  let documentBytes = 0;
  let isEmpty = true;
  let chunk         = Buffer.alloc(0);
  let consumed = 0;
  let newlines = 1;
  let nextNewline = -1;
  let lineStart = 0;
  let lastByte = NEWLINE;
  let began        = { file, line: 1, column: 1 };
  let beganAt = 0;

  const placeOf = (offset        )        => {
    while (nextNewline >= 0 && nextNewline < offset) {
      newlines++;
      lineStart = consumed + nextNewline + 1;
      nextNewline = chunk.indexOf(NEWLINE, nextNewline + 1);
    }
    return { file, line: newlines, column: consumed + offset - lineStart + 1 }
  };

  const capture = (offset        )       => {
    capturing = true;
    from = offset;
    began = placeOf(offset);
    beganAt = consumed + offset;
  };

  const enterList = (level        )       => {
    recordDepth = level;
    capturing = false;
    wantsRecord = true;
    afterComma = false;
    isEmpty = false;
  };

  // Tells that something is wrong, unless it lies behind damage that has been told. Returns false.
  const refuse = (code           , diagnostic                                    )        => {
    isEmpty = false;
    if (seek === undefined) damaged(new settings.Fault(code, diagnostic));
    return false
  };

  const refuseByte = (offset        )        => refuse('not-json', { message: NOT_JSON, at: recordDepth === -1 ? began : placeOf(offset) });

  // Skips the JSON string that begins or continues at `offset`. Returns the offset of its last byte in this chunk, or the complement
  // of the offset of a control character, which no string may contain.
  const skipText = (offset        )         => {
    const bytes = chunk;
    let at = escaped ? offset + 1 : offset;
    escaped = false;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];          
      if (byte > QUOTE && byte !== BACKSLASH) continue
      if (byte === QUOTE) {
        inText = false;
        return at
      }
      if (byte === BACKSLASH) at++;
      else if (byte < SPACE) return ~at
    }
    escaped = at > bytes.length;
    return at
  };

  const beginRecord = (offset        )       => {
    capture(offset);
    afterComma = false;
    mayBeFrame = recordDepth === 0;
    if (recordDepth === 0) documentBytes = -offset;
  };

  // Reads a byte between records. Returns true if the byte is consumed, false if it opens a record, undefined if it is wrong.
  const readBetween = (byte        , offset        )                      => {
    if (seek !== undefined) {
      const startsLine = (offset > 0 ? chunk[offset - 1] : lastByte) === NEWLINE;
      if (startsLine && byte === OPEN_BRACKET) {
        seek = 'any';
        loose = true;
      }
      if (byte !== OPEN_BRACE || !(startsLine || (seek === 'any' && previous !== COLON))) return true
      beginRecord(offset);
      return false
    }
    if (byte === OPEN_BRACE && (wantsRecord || recordDepth === 0)) {
      beginRecord(offset);
      return false
    }
    if (byte === OPEN_BRACKET && recordDepth === 0) {
      documentBytes = -offset;
      depth = 1;
      enterList(1);
      return true
    }
    if (byte === COMMA && recordDepth > 0 && !wantsRecord) {
      wantsRecord = true;
      afterComma = true;
      return true
    }
    if (byte === CLOSE_BRACKET && recordDepth > 0 && !afterComma) {
      depth--;
      if (recordDepth === 1) recordDepth = 0;
      else {
        recordDepth = -1;
        capture(offset);
      }
      return true
    }
    if (loose && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) return true
    const expected = recordDepth > 0 && !wantsRecord ? '"," or "]"' : 'a record, which is a JSON object';
    refuse('not-records', { message: `expected ${expected}`, at: placeOf(offset) });
    return undefined
  };

  // Whether a value may begin here: after a colon, or in a list.
  const takesValue = ()          =>
    previous === COLON || previous === OPEN_BRACKET || (previous === COMMA && brackets[depth] === OPEN_BRACKET);

  const open = (byte        , offset        )          => {
    if (depth !== recordDepth && !takesValue()) return refuseByte(offset)
    depth++;
    if (depth - recordDepth > keys.MAX_DEPTH)
      return refuse('too-deep', { message: `a record is nested deeper than ${keys.MAX_DEPTH} levels`, at: began })
    brackets[depth] = byte;
    if (!mayBeFrame || byte !== OPEN_BRACKET || depth !== 2) return true
    mayBeFrame = false;
    const start = [...parts, chunk.subarray(from, offset + 1)];
    if (start.reduce((sum, part) => sum + part.length, 0) > MAX_FRAME_BYTES || !FRAME.test(Buffer.concat(start).toString('latin1')))
      return true
    frame = start.map(part => Buffer.from(part));
    parts = [];
    loose = false;
    enterList(2);
    return true
  };

  const close = (byte        , offset        , pieces         )          => {
    const opening = byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET;
    if (brackets[depth] !== opening || previous === COMMA || previous === COLON) return refuseByte(offset)
    depth--;
    if (capturing && depth === recordDepth) return endRecord([...parts, chunk.subarray(from, offset + 1)], pieces)
    if (recordDepth !== -1 || depth !== 0) return true
    const end = readFrame([...frame, ...parts, chunk.subarray(from, offset + 1)], began);
    if (end instanceof settings.Fault) return refuse(end.code, end.diagnostic)
    leaveRecord();
    frame = [];
    recordDepth = 0;
    if (end !== undefined) more(end);
    return true
  };

  const endRecord = (bytes                   , pieces         )       => {
    const text = decode(bytes, began);
    if (text instanceof settings.Fault) refuse(text.code, text.diagnostic);
    else pieces.push({ text, line: began.line, column: began.column });
    leaveRecord();
    return true
  };

  const leaveRecord = ()       => {
    parts = [];
    capturing = false;
    wantsRecord = false;
    isEmpty = false;
    seek = undefined;
  };

  // Reads a byte inside a record or a frame. Returns false if it is wrong.
  const readInside = (byte        , offset        , pieces         )          => {
    if (byte === QUOTE) {
      inText = true;
      return LEADS_ON[previous] === 1 || refuseByte(offset)
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return open(byte, offset)
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return close(byte, offset, pieces)
    if (byte === COMMA) return LEADS_ON[previous] === 0 || refuseByte(offset)
    if (byte === COLON) return (previous === QUOTE && brackets[depth] === OPEN_BRACE) || refuseByte(offset)
    return (WORD[byte] === 1 && (WORD[previous] === 1 || takesValue())) || refuseByte(offset)
  };

  // Forgets what is open after the damage at `offset`, and returns where to read on: behind the first line of what was being kept, or
  // behind its first byte if it is on one line or in a list, or at the damage itself. A record that only the end of the file cut off
  // hides nothing, unless it began on an earlier line.
  const resume = (offset        , isEnd = false)         => {
    const line = capturing && recordDepth === 0 ? firstLine(offset) : 0;
    const hides = capturing && (line > 0 || recordDepth === -1 || !isEnd);
    const at = hides ? rewind(Math.max(line, 1), offset) : offset;
    if (at !== offset) previous = 0;
    seek = line > 0 && at !== offset ? 'line' : 'any';
    loose = seek === 'any';
    recordDepth = 0;
    depth = 0;
    parts = [];
    frame = [];
    capturing = false;
    inText = false;
    escaped = false;
    wantsRecord = true;
    afterComma = false;
    return at
  };

  // The length of the first line of what is being kept; 0 where it has only one.
  const firstLine = (offset        )         => {
    let length = 0;
    for (const part of [...parts, chunk.subarray(from, offset)]) {
      const newline = part.indexOf(NEWLINE);
      if (newline >= 0) return length + newline + 1
      length += part.length;
    }
    return 0
  };

  // Goes back to what is being kept and returns the offset after `skip` bytes of it, or `offset` if too much has been read again.
  const rewind = (skip        , offset        )         => {
    readAgain += consumed + offset - beganAt;
    if (readAgain > MAX_READ_AGAIN) return offset
    let base = from;
    if (parts.length > 0) {
      chunk = Buffer.concat([...parts, chunk.subarray(from)]);
      consumed = beganAt;
      base = 0;
    }
    newlines = began.line;
    lineStart = beganAt - began.column + 1;
    nextNewline = chunk.indexOf(NEWLINE, base);
    return base + skip
  };

  // The reader of the file may reuse the chunk's memory, so the bytes that are kept are copied.
  const keepRest = ()       => {
    if (capturing) parts.push(Buffer.from(chunk.subarray(from)));
    placeOf(chunk.length);
    consumed += chunk.length;
    documentBytes += chunk.length;
    lastByte = chunk.at(-1) ?? lastByte;
    chunk = Buffer.alloc(0);
    from = 0;
    if ((depth === 0 && !capturing) || documentBytes <= MAX_DOCUMENT_BYTES) return
    throw new settings.Fault('too-large', {
      message: `a record or list of records is longer than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`,
      help: 'split it, or write one record per line',
      at: file,
    })
  };

  const scan = (start        , pieces         )       => {
    for (let i = start; i < chunk.length; i++) {
      if (inText) {
        i = skipText(i);
        if (i < 0) {
          refuseByte(~i);
          i = resume(~i) - 1;
        }
        continue
      }
      const byte = chunk[i];          
      if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) continue
      const between = !capturing && depth === recordDepth ? readBetween(byte, i) : false;
      if (between === undefined || (!between && !readInside(byte, i, pieces))) i = resume(i) - 1;
      else previous = byte;
    }
    keepRest();
  };

  const push = (next        , pieces         )       => {
    chunk = next;
    nextNewline = chunk.indexOf(NEWLINE);
    if (consumed === 0) lineStart = checkStart(file, chunk);
    scan(consumed === 0 ? lineStart : 0, pieces);
  };

  const end = (pieces         , whole         )       => {
    while (depth > 0 || capturing) {
      const where = capturing && recordDepth >= 0 ? `the record that begins on line ${began.line}` : 'a list of records';
      const message = `the file ends in the middle of ${where}`;
      if (whole) refuse('truncated', { message, help: 'the file is incomplete; download it again', at: placeOf(0) });
      scan(resume(0, true), pieces);
    }
    if (isEmpty && whole)
      throw new settings.Fault('empty', {
        message: 'the file is empty',
        help: 'expected JSON; a failed export often leaves an empty file',
        at: file,
      })
  };

  return { push, end }
}

// Returns the offset at which the content begins, after a byte order mark.
function checkStart(file        , chunk        )         {
  const [first, second] = chunk;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new settings.Fault('encoding', {
      message: 'the file is UTF-16; expected UTF-8',
      help: 'PowerShell writes UTF-8 with Out-File -Encoding utf8',
      at: file,
    })
  }
  return BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0
}

function decode(parts                   , at       )                 {
  const bytes = parts.length === 1 ? (parts[0]          ) : Buffer.concat(parts);
  if (require$$0.isUtf8(bytes)) return bytes.toString('utf8')
  return new settings.Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
}

// Reads the frame, which is the document without its records. Its other members say whether there are further pages. Of two
// equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
// itself. A second list is then found as a key that does not belong.
function readFrame(parts                   , at       )                             {
  const text = decode(parts, at);
  if (text instanceof settings.Fault) return text
  let frame;                                   
  try {
    frame = JSON.parse(text.replace(FRAME_LIST, () => JSON.stringify(text)));                                     
  } catch (error) {
    return new settings.Fault('not-json', { message: 'the text after the list of records is not valid JSON', at }, error)
  }
  // The file may be one of other things than records, so what it contains is not quoted.
  if (Object.keys(frame).some(key => key !== text && !FRAME_KEYS.includes(key))) {
    const help = `beside the list there may be ${FRAME_KEYS.join(', ')}`;
    return new settings.Fault('not-records', { message: 'expected nothing but the list of records, found another field', help, at })
  }
  const token = frame['NextToken'] ?? frame['nextToken'];
  return token === undefined || token === null ? undefined : String(token)
}

/** Parses a piece, which is a JSON object. */
function parseJson(file        , { text, line, column }       )                                    {
  try {
    return JSON.parse(text)                                     
  } catch (error) {
    const offset = Number(/ at position (\d+)/.exec(String(error))?.[1] ?? 0);
    const before = text.slice(0, offset).split('\n');
    const last = before.at(-1) ?? '';
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + offset : last.length + 1 };
    throw new settings.Fault('not-json', { message: NOT_JSON, at: { file, ...place } }, error)
  }
}

// Reads events and answers from recorded files. A file that cannot be read to its end does not stop the others; it becomes a
// diagnostic of the source, and therefore a gap.


/** A recorded event: its unchanged JSON text, and the event that filters see. */
                                
                       
                        
 

                          
                          
                                              
                                                   
                                                             
                                           
 

/** Starts a reading. Every fault is reported as it is met, and collected, because it decides what was seen. */
function startReading(
  { input, progress }                                                                         ,
  report                                  ,
)                                                                             {
  const diagnostics               = [];
  const collect = (diagnostic            )       => {
    diagnostics.push(diagnostic);
    report(diagnostic);
  };
  return { diagnostics, reading: { input, report: collect, progress: file => progress(`reading ${file}`) } }
}

/** Reads the events of every file that the paths mean, in order. Any JSON object is an event. */
async function* readEvents(paths                   , reading         )                                           {
  yield* readPieces(paths, reading, toRecordedEvent);
}

const NO_ANSWER = 'it contains no answer of DescribeImageScanFindings';

/** Reads the answers of DescribeImageScanFindings in the files that the paths mean. */
async function readAnswers(paths                   , reading         )                             {
  const answers           = [];
  for await (const batch of readPieces(paths, reading, toAnswer, NO_ANSWER)) {
    for (const answer of batch) answers.push(answer);
  }
  return answers
}

async function* readPieces   (
  paths                   ,
  { input, report, progress }         ,
  convert                                   ,
  /** The error message for an intact file without records; without it, such a file is no error. */
  none         ,
)                               {
  for (const path of paths) {
    const passed = files.collectPassedOver(path);
    const files$1 = await settings.attempt(report, () => files.findRecordFiles(path, passed.passOver));
    for (const note of passed.notes()) report(note);
    for (const file of files$1 ?? []) {
      progress(file);
      const name = file === files.STANDARD_INPUT ? 'standard input' : file;
      const more = ()       =>
        report({
          level: 'error',
          kind: 'further-pages',
          message: 'the file has a NextToken, so some pages are missing',
          help: 'let the AWS CLI read all pages',
          at: name,
        });
      const { tell, finish } = startTelling(name, report);
      let count = 0;
      try {
        for await (const pieces of cut(name, files.readBytes(file, input, { named: path, damaged: tell }), { more, damaged: tell })) {
          count += pieces.length;
          yield convertAll(name, pieces, convert, tell);
        }
      } catch (error) {
        if (!(error instanceof settings.Fault)) throw error
        tell(error);
      }
      if (!finish() && count === 0 && none !== undefined) report({ level: 'error', kind: 'not-records', message: none, at: name });
    }
  }
}

/** How many damaged parts of a file are told one by one. */
const MOST_TOLD = 3;

// Tells the first damaged parts of a file, and at its end how many more there were. Returns whether there were any.
function startTelling(file        , report                                  ) {
  let parts = 0;
  const tell = ({ diagnostic }       )       => {
    parts++;
    if (parts <= MOST_TOLD) report(diagnostic);
  };
  const finish = ()          => {
    const more = parts - MOST_TOLD;
    const message = `${more} more ${more === 1 ? 'part' : 'parts'} of the file could not be read`;
    if (more > 0) report({ level: 'error', kind: 'damaged', message, at: file });
    return parts > 0
  };
  return { tell, finish }
}

// A faulty record is told; the others are delivered.
function convertAll   (
  file        ,
  pieces                  ,
  convert                                   ,
  tell                        ,
)               {
  const converted      = [];
  for (const piece of pieces) {
    try {
      converted.push(convert(file, piece));
    } catch (error) {
      if (!(error instanceof settings.Fault)) throw error
      tell(error);
    }
  }
  return converted
}

function toRecordedEvent(file        , piece       )                {
  const record = parsePiece(file, piece, 'record', cloudtrail.parseExactly);
  const inner = cloudtrail.lookupRecord(record);
  if (inner !== undefined) return { text: inner, event: cloudtrail.toEvent(parseLookup(inner, placeOf(file, piece))) }
  // Only a list at the beginning of its document is cut into records. Any other list would hide its records in one event.
  if (!cloudtrail.isCloudTrail(record) && ['Records', 'Events'].some(name => json.ownList(record, name).some(json.isObject))) {
    const help = 'begin the file with {"Records":[, or give the list alone or one record per line';
    throw new settings.Fault('not-records', { message: 'expected a record, found a list of records inside', help, at: placeOf(file, piece) })
  }
  return { text: piece.text, event: cloudtrail.toEvent(record) }
}

/** Parses the record inside a LookupEvents result. Throws a fault at `at` when there is none. */
function parseLookup(text        , at                )         {
  const parsed = keys.parseStrictly(text, cloudtrail.parseExactly);
  if (parsed.kind !== 'value') throw new settings.Fault(parsed.kind, { message: `CloudTrailEvent ${parsed.problem}`, at })
  if (json.isObject(parsed.value)) return parsed.value
  throw new settings.Fault('not-records', { message: 'expected a CloudTrail record in CloudTrailEvent', at })
}

// Of two values under one key neither is believed, because another program may take the other one.
function parsePiece(file        , piece       , what                     , parse                           )         {
  const parsed = keys.parseStrictly(piece.text, parse);
  if (parsed.kind === 'value') return parsed.value          
  // JSON.parse says where the text is wrong.
  if (parsed.kind !== 'ambiguous') return parseJson(file, piece)
  const help = 'JSON that says two things was written or changed by another program; save it again';
  throw new settings.Fault('ambiguous', { message: `the ${what} ${parsed.problem}`, help, at: placeOf(file, piece) })
}

function toAnswer(file        , piece       )         {
  const body = parsePiece(file, piece, 'answer', JSON.parse);
  if (image.isAnswer(body)) return { origin: file, body }
  const isEvent = cloudtrail.isCloudTrail(body) || cloudtrail.lookupRecord(body) !== undefined;
  const help = isEvent ? 'these are CloudTrail events; give them with --events' : 'save the output of aws ecr describe-image-scan-findings';
  throw new settings.Fault('not-records', { message: 'expected an answer of DescribeImageScanFindings', help, at: placeOf(file, piece) })
}

function placeOf(file        , { line, column }       )        {
  return { file, line, column }
}

// Objects that hold CloudTrail's records but are none, or are often taken for one. Whoever gives one of these is told what it is and
// how to get the records out of it; nothing is guessed from their content.


                           
                                                  
                       
                                   
                       
 

                                 
                                            
 

const FILES = 'give the files of the trail, or the output of aws cloudtrail lookup-events';

const KINDS                  = [
  {
    name: 'a CloudWatch Logs subscription message',
    help: "take the records out with jq -c '.logEvents[].message | fromjson'",
    holds: value => hasObjects(value, 'logEvents'),
  },
  {
    name: 'the output of filter-log-events',
    help: "take the records out with jq -c '.events[].message | fromjson'",
    holds: value => hasObjects(value, 'events', event => json.ownText(event, 'message') !== undefined),
  },
  {
    name: 'an EventBridge event',
    help: "take the record out with jq -c '.detail'",
    holds: value => json.ownText(value, 'detail-type') !== undefined && json.isObject(json.own(value, 'detail')),
  },
  {
    name: 'an SNS notification',
    help: "take what it holds out with jq -c '.Message | fromjson'",
    holds: value => json.ownText(value, 'Type') === 'Notification' && json.ownText(value, 'Message') !== undefined,
  },
  {
    name: "the result of a query in CloudTrail Lake, which flattens a record's objects into texts",
    help: FILES,
    holds: value => Array.isArray(json.own(value, 'QueryResultRows')),
  },
  {
    name: 'an OCSF event, as Amazon Security Lake has them',
    help: FILES,
    holds: value => json.own(value, 'class_uid') !== undefined && json.isObject(json.own(value, 'metadata')),
  },
  {
    name: "a row of Athena's table, whose names are in lower case",
    help: FILES,
    holds: value => json.own(value, 'eventsource') !== undefined && json.own(value, 'eventname') !== undefined,
  },
  {
    name: "a list of events from Threat Stack's API",
    help: "take the events out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'events', event => json.own(event, 'event_type') !== undefined || json.own(event, 'eventSource') !== undefined),
  },
  {
    name: "a list of alerts from Threat Stack's API, without their events",
    help: "ask the API for the events of each alert, and take them out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'alerts'),
  },
  {
    name: 'a notification of S3, not the file that it is about',
    help: 'give the file that it names',
    holds: value => json.ownText(value, 'eventSource') === 'aws:s3' || json.isObject(json.own(value, 's3')),
  },
  {
    name: 'a message of another service, whose records are not those of CloudTrail',
    help: FILES,
    holds: value => /^aws:/.test(json.ownText(value, 'eventSource') ?? json.ownText(value, 'EventSource') ?? ''),
  },
  {
    name: 'an answer of DescribeImageScanFindings',
    help: 'give it with --findings; explain shows the events that it is judged by',
    holds: value => json.isObject(json.own(value, 'imageScanFindings')) && json.isObject(json.own(value, 'imageId')),
  },
];

/** What an object is that is no CloudTrail record; undefined where nothing is known of it. */
function findEnvelope(value        )                       {
  return KINDS.find(({ holds }) => holds(value))
}

function hasObjects(value        , name        , isOne                            = () => true)          {
  const [first] = json.ownList(value, name);
  return json.isObject(first) && isOne(first)
}

exports.NO_ANSWER = NO_ANSWER;
exports.findEnvelope = findEnvelope;
exports.parseLookup = parseLookup;
exports.readAnswers = readAnswers;
exports.readEvents = readEvents;
exports.startReading = startReading;
