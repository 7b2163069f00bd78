'use strict';

const node_path = require('node:path');
const uri = require('./chunk-uri.cjs');
const scan = require('./chunk-scan.cjs');
const json = require('./chunk-json.cjs');
const files = require('./chunk-files.cjs');
const require$$0 = require('node:buffer');

// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.


/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** A record's unchanged JSON text and where it begins; the column counts bytes. */
                        
                       
                       
                         
 

/** Cuts the chunks of one file. `more` is called if the file says that it is only one page of several. */
async function* cut(
  file        ,
  chunks                           ,
  more                         ,
)                                   {
  const cutter = createCutter(file, more);
  for await (const chunk of files.gatherStart(chunks, BYTE_ORDER_MARK.length)) {
    // The records before a damaged one are still delivered.
    const pieces          = [];
    let fault;         
    try {
      cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), pieces);
    } catch (error) {
      fault = error;
    }
    if (pieces.length > 0) yield pieces;
    if (fault !== undefined) throw fault
  }
  cutter.end();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const METADATA = String.raw`"(?:\$metadata|ResponseMetadata)"\s*:\s*\{(?:[^"]|${TEXT})*\}`;
const TOKEN = String.raw`"(?:NextToken|nextToken)"\s*:\s*(?:${TEXT}|null)`;
/** The beginning of a frame around records: the SDKs' metadata and a page token may precede its list. */
const FRAME = new RegExp(String.raw`^\{\s*(?:${METADATA}\s*,\s*)?(?:${TOKEN}\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$`);
const FRAME_LIST = /"(?:Records|Events)"(?=\s*:\s*\[)/;
const FRAME_KEYS = ['NextToken', 'nextToken', '$metadata', 'ResponseMetadata'];
const MAX_FRAME_BYTES = 64 * 1024;

                  
                                                         
                          
 

function createCutter(file        , more                         )         {
  // The depth of records: 0 for records one after another, 1 in a list, 2 in the list of a frame. After a frame's list it is
  // -1 until the frame is closed, because no record may follow.
  let recordDepth = 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  // Whether the document may still turn out to be a frame; its first list decides.
  let mayBeFrame = true;
  let wantsRecord = true;
  let afterComma = false;
  // Whether the bytes from `from` on are being kept: those of a record, or of the end of a frame.
  let capturing = false;
  let from = 0;
  let parts           = [];
  let frame           = [];
  let documentBytes = 0;
  let documents = 0;
  let chunk         = Buffer.alloc(0);
  let consumed = 0;
  let newlines = 1;
  let nextNewline = -1;
  let lineStart = 0;
  let began        = { file, line: 1, column: 1 };

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
  };

  const enterList = (level        )       => {
    recordDepth = level;
    capturing = false;
    wantsRecord = true;
    afterComma = false;
    documents++;
  };

  // Skips the JSON string that begins or continues at `offset`. Returns the offset of its last byte in this chunk.
  const skipText = (offset        )         => {
    const bytes = chunk;
    let at = escaped ? offset + 1 : offset;
    escaped = false;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        inText = false;
        return at
      }
      if (byte === BACKSLASH) at++;
    }
    escaped = at > bytes.length;
    return at
  };

  // Reads a byte between records. Returns true if the byte is consumed, false if it opens a record.
  const readBetween = (byte        , offset        )          => {
    if (byte === OPEN_BRACE && (wantsRecord || recordDepth === 0)) {
      capture(offset);
      afterComma = false;
      mayBeFrame = recordDepth === 0;
      if (recordDepth === 0) documentBytes = -offset;
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
    const expected = recordDepth > 0 && !wantsRecord ? '"," or "]"' : 'a record, which is a JSON object';
    throw new files.Fault('not-records', { message: `expected ${expected}`, at: placeOf(offset) })
  };

  const open = (byte        , offset        )       => {
    depth++;
    if (depth - recordDepth > scan.MAX_DEPTH)
      throw new files.Fault('too-deep', { message: `a record is nested deeper than ${scan.MAX_DEPTH} levels`, at: began })
    if (!mayBeFrame || byte !== OPEN_BRACKET || depth !== 2) return
    mayBeFrame = false;
    const start = [...parts, chunk.subarray(from, offset + 1)];
    if (start.reduce((sum, part) => sum + part.length, 0) > MAX_FRAME_BYTES || !FRAME.test(Buffer.concat(start).toString('latin1'))) return
    frame = start.map(part => Buffer.from(part));
    parts = [];
    enterList(2);
  };

  const close = (offset        , pieces         )       => {
    depth--;
    if (capturing && depth === recordDepth) {
      const text = decode([...parts, chunk.subarray(from, offset + 1)], began);
      pieces.push({ text, line: began.line, column: began.column });
      parts = [];
      capturing = false;
      wantsRecord = false;
      documents++;
    } else if (recordDepth === -1 && depth === 0) {
      const token = readFrame([...frame, chunk.subarray(from, offset + 1)], began);
      frame = [];
      capturing = false;
      recordDepth = 0;
      if (token !== undefined) more(token);
    }
  };

  // The reader of the file may reuse the chunk's memory, so the bytes that are kept are copied.
  const keepRest = ()       => {
    if (capturing) (recordDepth === -1 ? frame : parts).push(Buffer.from(chunk.subarray(from)));
    placeOf(chunk.length);
    consumed += chunk.length;
    documentBytes += chunk.length;
    if ((depth === 0 && !capturing) || documentBytes <= MAX_DOCUMENT_BYTES) return
    throw new files.Fault('too-large', {
      message: `a record or list of records is longer than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`,
      help: 'split it, or write one record per line',
      at: file,
    })
  };

  const push = (next        , pieces         )       => {
    chunk = next;
    from = 0;
    nextNewline = chunk.indexOf(NEWLINE);
    if (consumed === 0) lineStart = checkStart(file, chunk);
    for (let i = consumed === 0 ? lineStart : 0; i < chunk.length; i++) {
      if (inText) {
        i = skipText(i);
        continue
      }
      const byte = chunk[i];          
      if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) continue
      if (!capturing && depth === recordDepth && readBetween(byte, i)) continue
      if (byte === QUOTE) inText = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) open(byte, i);
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) close(i, pieces);
    }
    keepRest();
  };

  const end = ()       => {
    if (depth > 0 || capturing) {
      const where = capturing && recordDepth >= 0 ? `the record that begins on line ${began.line}` : 'a list of records';
      throw new files.Fault('truncated', {
        message: `the file ends in the middle of ${where}`,
        help: 'the file is incomplete; download it again',
        at: placeOf(0),
      })
    }
    if (documents === 0)
      throw new files.Fault('empty', {
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
    throw new files.Fault('encoding', {
      message: 'the file is UTF-16; expected UTF-8',
      help: 'PowerShell writes UTF-8 with Out-File -Encoding utf8',
      at: file,
    })
  }
  return BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0
}

function decode(parts                   , at       )         {
  const bytes = parts.length === 1 ? (parts[0]          ) : Buffer.concat(parts);
  if (!require$$0.isUtf8(bytes))
    throw new files.Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
  return bytes.toString('utf8')
}

// Reads the frame, which is the document without its records. Its other members say whether there are further pages. Of two
// equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
// itself. A second list is then found as a key that does not belong.
function readFrame(parts                   , at       )                     {
  const text = decode(parts, at);
  let frame;                                   
  try {
    frame = JSON.parse(text.replace(FRAME_LIST, () => JSON.stringify(text)));                                     
  } catch (error) {
    throw new files.Fault('not-json', { message: 'the text after the list of records is not valid JSON', at }, error)
  }
  const strange = Object.keys(frame).find(key => key !== text && !FRAME_KEYS.includes(key));
  if (strange !== undefined) {
    throw new files.Fault('not-records', { message: `expected nothing but the list of records, found ${uri.quote(strange)}`, at })
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
    throw new files.Fault('not-json', { message: 'this is not valid JSON', at: { file, ...place } }, error)
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

/** Counts the events that are read and reports how many there were, from when to when, and which do not belong. */
                             
                                                 
                                                                                     
 

function startTally()             {
  let records = 0;
  let strangers = 0;
  let timeless = 0;
  let unread = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    see: ({ event }) => {
      records++;
      const time = scan.timeOf(event);
      if (scan.hasUnreadText(event)) unread++;
      if (json.ownText(event, 'eventSource') === undefined || json.ownText(event, 'eventName') === undefined) strangers++;
      else if (time === undefined) timeless++;
      if (time !== undefined && time < first) first = time;
      if (time !== undefined && time > last) last = time;
    },
    coverage: (origin, diagnostics) => {
      const problems = [
        ...new Set(diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin))),
        ...(strangers > 0
          ? [`${strangers} of ${records} records ${strangers === 1 ? 'is not a CloudTrail event' : 'are not CloudTrail events'}`]
          : []),
        ...(unread > 0 ? [`${unread} ${unread === 1 ? 'event has' : 'events have'} parameters in text that is not valid JSON`] : []),
        ...(timeless > 0 ? [`${timeless} ${timeless === 1 ? 'event has' : 'events have'} no readable eventTime`] : []),
      ];
      const times = first <= last ? { firstTime: scan.formatInstant(first), lastTime: scan.formatInstant(last) } : { firstTime: null, lastTime: null };
      const summary = `${origin}: ${records} ${records === 1 ? 'event' : 'events'}${times.lastTime === null ? '' : ` from ${times.firstTime} to ${times.lastTime}`}`;
      const message =
        problems.length === 0
          ? summary
          : `${origin}: ${problems.slice(0, 5).join('; ')}${problems.length > 5 ? `; and ${problems.length - 5} more` : ''}`;
      return {
        source: 'events',
        origin,
        state: problems.length === 0 ? 'read' : 'gap',
        message,
        records,
        ...times,
        horizon: null,
        diagnostics,
      }
    },
  }
}

/** Reports how many answers about findings were read, and what could not be read. */
function coverFindings(origin        , records        , diagnostics                       )           {
  const faults = diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin));
  const problems = faults.length === 0 && records === 0 ? [NO_ANSWER] : faults;
  const message =
    problems.length === 0
      ? `${origin}: ${records} ${records === 1 ? 'answer' : 'answers'} of DescribeImageScanFindings`
      : `${origin}: ${problems.join('; ')}`;
  return {
    source: 'findings',
    origin,
    state: problems.length === 0 ? 'read' : 'gap',
    message,
    records,
    firstTime: null,
    lastTime: null,
    horizon: null,
    diagnostics,
  }
}

// The sentence begins with the path as it was given, so a fault in that file needs no place.
function describe({ at, message }            , origin        )         {
  return at === undefined || at === origin ? message : `${uri.formatPlace(at)}: ${message}`
}

async function* readPieces   (
  paths                   ,
  { input, report, progress }         ,
  convert                                   ,
  /** The error message for an intact file without records; without it, such a file is no error. */
  none         ,
)                               {
  for (const path of paths) {
    let others = 0;
    const files$1 = await files.attempt(report, () => files.findRecordFiles(path, file => (node_path.basename(file).startsWith('.') ? 0 : others++)));
    if (others > 0) report(passedOver(path, others));
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
      try {
        let count = 0;
        for await (const pieces of cut(name, files.readBytes(file, input), more)) {
          count += pieces.length;
          yield* convertAll(name, pieces, convert);
        }
        if (count === 0 && none !== undefined) report({ level: 'error', kind: 'not-records', message: none, at: name });
      } catch (error) {
        if (!(error instanceof files.Fault)) throw error
        report(error.diagnostic);
      }
    }
  }
}

function passedOver(path        , others        )             {
  const message = others === 1 ? 'one file with another extension was not read' : `${others} files with other extensions were not read`;
  return { level: 'note', kind: 'passed-over', message, help: 'a file that is named itself is read with any extension', at: path }
}

// The records before a faulty one are still delivered.
function* convertAll   (file        , pieces                  , convert                                   )                          {
  const converted      = [];
  let fault;         
  for (const piece of pieces) {
    try {
      converted.push(convert(file, piece));
    } catch (error) {
      fault = error;
      break
    }
  }
  yield converted;
  if (fault !== undefined) throw fault
}

function toRecordedEvent(file        , piece       )                {
  const record = parseJson(file, piece);
  const inner = scan.lookupRecord(record);
  if (inner !== undefined) return { text: inner, event: scan.toEvent(parseLookup(inner, placeOf(file, piece))) }
  // Only a list at the beginning of its document is cut into records. Any other list would hide its records in one event.
  if (!scan.isCloudTrail(record) && ['Records', 'Events'].some(name => json.ownList(record, name).some(json.isObject))) {
    const help = 'begin the file with {"Records":[, or give the list alone or one record per line';
    throw new files.Fault('not-records', { message: 'expected a record, found a list of records inside', help, at: placeOf(file, piece) })
  }
  return { text: piece.text, event: scan.toEvent(record) }
}

/** Parses the record inside a LookupEvents result. Throws a fault at `at` when there is none. */
function parseLookup(text        , at                )         {
  if (scan.isTooDeep(text)) throw new files.Fault('too-deep', { message: `CloudTrailEvent is nested deeper than ${scan.MAX_DEPTH} levels`, at })
  try {
    const event          = JSON.parse(text);
    if (json.isObject(event)) return event
  } catch (error) {
    throw new files.Fault('not-json', { message: 'CloudTrailEvent is not valid JSON', at }, error)
  }
  throw new files.Fault('not-records', { message: 'expected a CloudTrail record in CloudTrailEvent', at })
}

function toAnswer(file        , piece       )         {
  const body = parseJson(file, piece);
  if (scan.isAnswer(body)) return { origin: file, body }
  const isEvent = scan.isCloudTrail(body) || scan.lookupRecord(body) !== undefined;
  const help = isEvent ? 'these are CloudTrail events; give them with --events' : 'save the output of aws ecr describe-image-scan-findings';
  throw new files.Fault('not-records', { message: 'expected an answer of DescribeImageScanFindings', help, at: placeOf(file, piece) })
}

function placeOf(file        , { line, column }       )        {
  return { file, line, column }
}

exports.coverFindings = coverFindings;
exports.parseLookup = parseLookup;
exports.readAnswers = readAnswers;
exports.readEvents = readEvents;
exports.startReading = startReading;
exports.startTally = startTally;
