'use strict';

const read$1 = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const require$$0 = require('node:buffer');

// A record as it stands in a file: its unchanged text, and where it begins.


/** A record's unchanged JSON text and where it begins; the column counts bytes. */






const NOT_JSON = 'this is not valid JSON';

/** Parses a piece, which is a JSON object. */
function parseJson(file        , { text, line, column }       )                                    {
  try {
    return JSON.parse(text)
  } catch (error) {
    const offset = Number(/ at position (\d+)/.exec(String(error))?.[1] ?? 0);
    const before = text.slice(0, offset).split('\n');
    const last = before.at(-1) ?? '';
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + offset : last.length + 1 };
    throw new world.Fault('not-json', { message: NOT_JSON, at: { file, ...place } }, error)
  }
}

// The frame around a list of records, `{"Records":[…]}` or `{"Events":[…]}`: how one begins, and what it says beside its records.


const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const METADATA = String.raw`"(?:\$metadata|ResponseMetadata)"\s*:\s*\{(?:[^"]|${STRING})*\}`;
const TOKEN = String.raw`"(?:NextToken|nextToken)"\s*:\s*(?:${STRING}|null)`;
/** The beginning of a frame: the SDKs' metadata and a page token may precede its list. */
const FRAME = new RegExp(String.raw`^\{\s*(?:${METADATA}\s*,\s*)?(?:${TOKEN}\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$`);
const FRAME_LIST = /"(?:Records|Events)"(?=\s*:\s*\[)/;
const FRAME_KEYS = ['NextToken', 'nextToken', '$metadata', 'ResponseMetadata'];
const MOST_FRAME_BYTES = 64 * 1024;

/** Whether a document that begins with these bytes, up to the bracket of its first list, is a frame around records. */
function beginsFrame(parts                   )          {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length <= MOST_FRAME_BYTES && FRAME.test(Buffer.concat(parts).toString('latin1'))
}

/**
 * Reads a frame, which is the document without its records, and returns the token of the next page if there is one.
 *
 * Of two equal keys JSON.parse keeps only the last, so the first list is renamed to a key that cannot occur in the text: the text
 * itself. A second list is then found as a key that does not belong.
 */
function readFrame(parts                   , at       )                             {
  const text = decode(parts, at);
  if (text instanceof world.Fault) return text
  let frame;
  try {
    frame = JSON.parse(text.replace(FRAME_LIST, () => JSON.stringify(text)));
  } catch (error) {
    return new world.Fault('not-json', { message: 'the text after the list of records is not valid JSON', at }, error)
  }
  // The file may be one of other things than records, so what it contains is not quoted.
  if (Object.keys(frame).some(key => key !== text && !FRAME_KEYS.includes(key))) {
    const help = `beside the list there may be ${FRAME_KEYS.join(', ')}`;
    return new world.Fault('not-records', { message: 'expected nothing but the list of records, found another field', help, at })
  }
  const token = frame['NextToken'] ?? frame['nextToken'];
  return token === undefined || token === null ? undefined : String(token)
}

/** The text of bytes, which must be UTF-8. */
function decode(parts                   , at       )                 {
  const bytes = parts.length === 1 ? (parts[0]          ) : Buffer.concat(parts);
  if (require$$0.isUtf8(bytes)) return bytes.toString('utf8')
  return new world.Fault('encoding', { message: 'this is not valid UTF-8', help: 'the file is damaged or has another encoding', at })
}

// Follows the structure of JSON byte by byte: strings, brackets, commas and colons. It does not parse; it halts where an object ends and
// where the bytes cannot be JSON, so that damage shows where it is and not at the end of a file.


const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

const WHITESPACE = tableOf(' \n\r\t');
/** The bytes of numbers, `true`, `false` and `null`. */
const WORD = tableOf('0123456789+-.Eaeflnrstu');
/** The bytes that a name or a value follows. */
const LEADS_ON = tableOf('{[,:');

function tableOf(bytes        )             {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(bytes)) table[byte] = 1;
  return table
}

/** Whether a byte is whitespace in JSON. */
function isWhitespace(byte        )          {
  return WHITESPACE[byte] === 1
}

















function createScanner()          {
  return {
    at: 0,
    depth: 0,
    brackets: new Uint8Array(read$1.MOST_DEPTH + 1),
    awaitsList: false,
    previous: 0,
    inString: false,
    escaped: false,
  }
}

/** Enters an object, behind the byte `previous`. */
function enterObject(scanner         , previous        , awaitsList = false)       {
  scanner.depth = 1;
  scanner.brackets[1] = OPEN_BRACE;
  scanner.awaitsList = awaitsList;
  scanner.previous = previous;
  scanner.inString = false;
  scanner.escaped = false;
}

/** Why the scanner halted: at a list that it awaits, at the object's end, or at a byte that cannot be there. */


/** Reads on inside the object. Says why it halts, and `scanner.at` where; undefined if it is still inside at the end of the chunk. */
function scan(scanner         , bytes        , start        )                   {
  for (let at = start; at < bytes.length; at++) {
    if (scanner.inString) {
      at = skipString(scanner, bytes, at);
      if (at >= 0) continue
      scanner.at = ~at;
      return 'wrong'
    }
    const byte = bytes[at];
    if (WHITESPACE[byte] === 1) continue
    const halt = step(scanner, byte);
    if (halt === undefined) continue
    scanner.at = at;
    return halt
  }
  return undefined
}

// Skips the string that begins or continues at `offset`. Returns the offset of its last byte in this chunk, or the complement of the
// offset of a control character, which no string may contain.
function skipString(scanner         , bytes        , offset        )         {
  let at = scanner.escaped ? offset + 1 : offset;
  scanner.escaped = false;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte > QUOTE && byte !== BACKSLASH) continue
    if (byte === QUOTE) {
      scanner.inString = false;
      return at
    }
    if (byte === BACKSLASH) at++;
    else if (byte < SPACE) return ~at
  }
  scanner.escaped = at > bytes.length;
  return at
}

function step(scanner         , byte        )                   {
  const { depth, brackets } = scanner;
  if (!fits(byte, scanner.previous, brackets[depth]          )) return 'wrong'
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
    if (depth === read$1.MOST_DEPTH) return 'too-deep'
    brackets[depth + 1] = byte;
    scanner.depth = depth + 1;
  } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) scanner.depth = depth - 1;
  else if (byte === QUOTE) scanner.inString = true;
  scanner.previous = byte;
  if (scanner.depth === 0) return 'closed'
  if (!scanner.awaitsList || byte !== OPEN_BRACKET || depth !== 1) return undefined
  scanner.awaitsList = false;
  return 'list'
}

/** Whether a byte may stand behind `previous` where `bracket` is the innermost that is open. */
function fits(byte        , previous        , bracket        )          {
  switch (byte) {
    case QUOTE:
      return LEADS_ON[previous] === 1
    case COMMA:
      return LEADS_ON[previous] === 0
    case COLON:
      return previous === QUOTE && bracket === OPEN_BRACE
    case CLOSE_BRACE:
      return bracket === OPEN_BRACE && previous !== COMMA && previous !== COLON
    case CLOSE_BRACKET:
      return bracket === OPEN_BRACKET && previous !== COMMA && previous !== COLON
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return takesValue(previous, bracket)
    default:
      return WORD[byte] === 1 && (WORD[previous] === 1 || takesValue(previous, bracket))
  }
}

/** Whether a value may begin: behind a colon, or in a list. */
function takesValue(previous        , bracket        )          {
  return previous === COLON || previous === OPEN_BRACKET || (previous === COMMA && bracket === OPEN_BRACKET)
}

// The bytes of a file as they come, one chunk at a time: in which line an offset lies, and the bytes that are kept until what they
// belong to has ended. Damage may show late, so what is kept can be read again.
//
// Offsets are those in the current chunk.


/** How many bytes of a file are read again at most to find records behind a damaged one. */
const MOST_READ_AGAIN = 256 * 1024 * 1024;

/** The size limit of one JSON document: one line of records, or a whole file of the form `{"Records":[…]}`. */
const MOST_DOCUMENT_BYTES = 256 * 1024 * 1024;






















function createTape(file        )       {
  return {
    file,
    chunk: Buffer.alloc(0),
    passed: 0,
    lastByte: NEWLINE,
    line: 1,
    lineStart: 0,
    nextNewline: -1,
    from: 0,
    parts: [],
    began: { file, line: 1, column: 1 },
    beganAt: 0,
    readAgain: 0,
    documentAt: 0,
  }
}

/** Takes the next chunk; the one before it must have been passed. A byte order mark of `mark` bytes is no part of its line. */
function load(tape      , chunk        , mark        )       {
  tape.chunk = chunk;
  if (mark > 0) tape.lineStart = mark;
  tape.nextNewline = chunk.indexOf(NEWLINE);
}

/** Ends the chunk. The reader of the file may reuse its memory, so bytes that are still kept are copied. */
function pass(tape      , keeps         )       {
  const { chunk } = tape;
  if (keeps) tape.parts.push(Buffer.from(chunk.subarray(tape.from)));
  else tape.parts = [];
  placeOf$1(tape, chunk.length);
  tape.passed += chunk.length;
  tape.lastByte = chunk.at(-1) ?? tape.lastByte;
  tape.chunk = Buffer.alloc(0);
  tape.from = 0;
}

/** Begins a document at the offset. */
function beginDocument(tape      , offset        )       {
  tape.documentAt = tape.passed + offset;
}

/** Throws a fault if the document is too long, as far as it has passed. */
function limitDocument({ file, passed, documentAt }      )       {
  if (passed - documentAt <= MOST_DOCUMENT_BYTES) return
  const message = `a record or list of records is longer than ${MOST_DOCUMENT_BYTES / 1024 / 1024} MiB`;
  throw new world.Fault('too-large', { message, help: 'split it, or write one record per line', at: file })
}

/** The place of an offset, which must not lie before one whose place was asked for. */
function placeOf$1(tape      , offset        )        {
  while (tape.nextNewline >= 0 && tape.nextNewline < offset) {
    tape.line++;
    tape.lineStart = tape.passed + tape.nextNewline + 1;
    tape.nextNewline = tape.chunk.indexOf(NEWLINE, tape.nextNewline + 1);
  }
  return { file: tape.file, line: tape.line, column: tape.passed + offset - tape.lineStart + 1 }
}

/** Whether a line begins at the offset. */
function beginsLine({ chunk, lastByte }      , offset        )          {
  return (offset > 0 ? chunk[offset - 1] : lastByte) === NEWLINE
}

/** Keeps the bytes from the offset on. */
function keep(tape      , offset        )       {
  tape.from = offset;
  tape.parts = [];
  tape.began = placeOf$1(tape, offset);
  tape.beganAt = tape.passed + offset;
}

/** The bytes that are kept, up to the offset. */
function keptUntil({ parts, chunk, from }      , offset        )                    {
  return [...parts, chunk.subarray(from, offset)]
}

/** The length of the first line of what is kept; 0 where it has only one. */
function firstLine(tape      , offset        )         {
  let length = 0;
  for (const part of keptUntil(tape, offset)) {
    const newline = part.indexOf(NEWLINE);
    if (newline >= 0) return length + newline + 1
    length += part.length;
  }
  return 0
}

/** Goes back to what is kept. Returns the offset after `skip` bytes of it, or the given offset if too much has been read again. */
function rewind(tape      , skip        , offset        )         {
  tape.readAgain += tape.passed + offset - tape.beganAt;
  if (tape.readAgain > MOST_READ_AGAIN) return offset
  let base = tape.from;
  if (tape.parts.length > 0) {
    tape.chunk = Buffer.concat([...tape.parts, tape.chunk.subarray(tape.from)]);
    tape.passed = tape.beganAt;
    base = 0;
  }
  tape.line = tape.began.line;
  tape.lineStart = tape.beganAt - tape.began.column + 1;
  tape.nextNewline = tape.chunk.indexOf(NEWLINE, base);
  return base + skip
}

// What is remembered between two bytes of a file that is cut into records, and where in its structure they are:
//
//                  ┌──────────────── [ ────────────────┐
//                  │       {             "Records":[   ▼     {            }              ,           {
//   tail ── } ─▶ outside ◀───▶ document ────────────▶ first ───▶ record ───▶ separator ───▶ next ───▶ record
//    ▲             ▲       }                            │                        │
//    └─────────────┴──────────────────── ] ─────────────┴────────────────────────┘
//
// The end of a list leads to the tail of its frame, or outside if the list stands alone. Damage leads outside from everywhere, and the
// next record is sought from there: at the beginning of a line if the damaged one had a place of its own, else at any brace that can
// begin one. Until a whole record is found, nothing more is told.


/** Hears what a file says beside its records. */




















const NOTHING = Buffer.alloc(0);

















/** The state at the beginning of a file. */
function createFramer(file        , listener          )         {
  return {
    tape: createTape(file),
    scanner: createScanner(),
    listener,
    state: 'outside',
    head: NOTHING,
    seek: undefined,
    isLoose: false,
    isEmpty: true,
    pieces: [],
  }
}

/** Whether the bytes belong to an object, and are kept until it ends. */
function isInside({ state }        )          {
  return state === 'document' || state === 'record' || state === 'tail'
}

// Finds where the records of a file begin and end, and tells what is neither a record nor the frame around records. Inside of an object
// the scanner reads on; between objects each byte leads to the next state.


/** Reads the next chunk of the file, behind a byte order mark of `mark` bytes, and returns the records that end in it. */
function frameChunk(framer        , chunk        , mark        )                   {
  framer.pieces = [];
  load(framer.tape, chunk, mark);
  read(framer, mark);
  return framer.pieces
}

/** Ends the file and returns the records behind a part that has no end. `isWhole` is false if the last bytes could not be read. */
function frameEnd(framer        , isWhole         )                   {
  const { tape } = framer;
  framer.pieces = [];
  while (framer.state !== 'outside') {
    const isRecord = framer.state === 'document' || framer.state === 'record';
    const where = isRecord ? `the record that begins on line ${tape.began.line}` : 'a list of records';
    const help = 'the file is incomplete; download it again';
    if (isWhole) refuse(framer, 'truncated', { message: `the file ends in the middle of ${where}`, help, at: placeOf$1(tape, 0) });
    read(framer, resume(framer, 0, true));
  }
  return framer.pieces
}

function read(framer        , start        )       {
  const { tape } = framer;
  for (let at = start; at < tape.chunk.length; ) at = isInside(framer) ? readInside(framer, at) : readBetween(framer, at);
  pass(tape, isInside(framer));
  if (framer.state !== 'outside') limitDocument(tape);
}

// Reads a byte between objects. Returns the offset to read on at.
function readBetween(framer        , at        )         {
  const byte = framer.tape.chunk[at];
  if (isWhitespace(byte)) return at + 1
  if (framer.seek !== undefined) seekRecord(framer, byte, at);
  else if (!follow(framer, byte, at)) {
    const expected = framer.state === 'separator' ? '"," or "]"' : 'a record, which is a JSON object';
    refuse(framer, 'not-records', { message: `expected ${expected}`, at: placeOf$1(framer.tape, at) });
    return resume(framer, at)
  }
  framer.scanner.previous = byte;
  return at + 1
}

// Enters the record that is sought if it begins here. A list at the beginning of a line may hold it.
function seekRecord(framer        , byte        , at        )       {
  const isAtLine = beginsLine(framer.tape, at);
  if (isAtLine && byte === OPEN_BRACKET) {
    framer.seek = 'anywhere';
    framer.isLoose = true;
  }
  if (byte === OPEN_BRACE && (isAtLine || (framer.seek === 'anywhere' && framer.scanner.previous !== COLON))) enterRecord(framer, at);
}

// Follows a byte between records to the next state. Returns false if it is wrong.
function follow(framer        , byte        , at        )          {
  const { state, tape, isLoose } = framer;
  if (byte === OPEN_BRACE && state !== 'separator') enterRecord(framer, at);
  else if (byte === OPEN_BRACKET && state === 'outside') {
    beginDocument(tape, at);
    enterList(framer, NOTHING);
  } else if (byte === COMMA && state === 'separator') framer.state = 'next';
  else if (byte === CLOSE_BRACKET && (state === 'first' || state === 'separator')) leaveList(framer, at);
  else return isLoose && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)
  return true
}

function enterRecord(framer        , at        )       {
  const isDocument = framer.state === 'outside';
  framer.state = isDocument ? 'document' : 'record';
  keep(framer.tape, at);
  enterObject(framer.scanner, OPEN_BRACE, isDocument);
  if (isDocument) beginDocument(framer.tape, at);
}

function enterList(framer        , head        )       {
  framer.state = 'first';
  framer.head = head;
  framer.isEmpty = false;
}

function leaveList(framer        , at        )       {
  framer.state = framer.head.length === 0 ? 'outside' : 'tail';
  if (framer.state === 'outside') return
  keep(framer.tape, at);
  enterObject(framer.scanner, CLOSE_BRACKET);
}

// Reads on inside an object. Returns the offset to read on at.
function readInside(framer        , start        )         {
  const { tape, scanner, state } = framer;
  const halt = scan(scanner, tape.chunk, start);
  const { at } = scanner;
  switch (halt) {
    case undefined:
      return tape.chunk.length
    case 'list':
      enterFrame(framer, at);
      return at + 1
    case 'closed':
      if (state !== 'tail') endRecord(framer, at);
      else if (!endFrame(framer, at)) return resume(framer, at)
      return at + 1
    case 'wrong':
      refuse(framer, 'not-json', { message: NOT_JSON, at: state === 'tail' ? tape.began : placeOf$1(tape, at) });
      return resume(framer, at)
    case 'too-deep':
      refuse(framer, 'too-deep', { message: `a record is nested deeper than ${read$1.MOST_DEPTH} levels`, at: tape.began });
      return resume(framer, at)
  }
}

function enterFrame(framer        , at        )       {
  const head = keptUntil(framer.tape, at + 1);
  if (!beginsFrame(head)) return
  framer.isLoose = false;
  enterList(framer, Buffer.concat(head));
}

function endRecord(framer        , at        )       {
  const { tape, pieces, state } = framer;
  const text = decode(keptUntil(tape, at + 1), tape.began);
  if (text instanceof world.Fault) refuse(framer, text.code, text.diagnostic);
  else pieces.push({ text, line: tape.began.line, column: tape.began.column });
  framer.state = state === 'document' ? 'outside' : 'separator';
  framer.isEmpty = false;
  framer.seek = undefined;
}

// Returns false if the frame is wrong.
function endFrame(framer        , at        )          {
  const { tape, head, listener } = framer;
  const token = readFrame([head, ...keptUntil(tape, at + 1)], tape.began);
  if (token instanceof world.Fault) {
    refuse(framer, token.code, token.diagnostic);
    return false
  }
  framer.state = 'outside';
  framer.head = NOTHING;
  framer.seek = undefined;
  if (token !== undefined) listener.more(token);
  return true
}

// Tells that something is wrong, unless it lies behind damage that has been told.
function refuse(framer        , code           , diagnostic                                    )       {
  framer.isEmpty = false;
  if (framer.seek === undefined) framer.listener.damaged(new world.Fault(code, diagnostic));
}

// Forgets what is open after the damage at `offset`, and returns where to read on: behind the first line of what was being kept, or
// behind its first byte if it is on one line or in a list, or at the damage itself. A record that only the end of the file cut off
// hides nothing, unless it began on an earlier line.
function resume(framer        , offset        , isEnd = false)         {
  const { tape, scanner, state } = framer;
  const line = state === 'document' ? firstLine(tape, offset) : 0;
  const hides = isInside(framer) && (line > 0 || state === 'tail' || !isEnd);
  const damagedAt = tape.passed + offset;
  const at = hides ? rewind(tape, Math.max(line, 1), offset) : offset;
  const readsAgain = tape.passed + at !== damagedAt;
  if (readsAgain) scanner.previous = 0;
  framer.seek = readsAgain && line > 0 ? 'line' : 'anywhere';
  framer.isLoose = framer.seek === 'anywhere';
  framer.state = 'outside';
  framer.head = NOTHING;
  return at
}

// Cuts a byte stream into the records it holds, without parsing it as a whole: `{"Records":[…]}` and `{"Events":[…]}`, a list,
// one record per line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, and both the records and the frame must parse.
//
// A damaged part must not hide what follows it. Brackets, commas, colons and strings are checked as they pass, so damage shows within
// its record, and reading resumes behind it.


const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Cuts the chunks of one file. A fault that leaves nothing to resume at is thrown, and so are those of the chunks. */
async function* cut(file        , chunks                           , listener          )                                   {
  const framer = createFramer(file, listener);
  let isFirst = true;
  let fault;
  try {
    for await (const chunk of world.gatherStart(chunks, BYTE_ORDER_MARK.length)) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const pieces = frameChunk(framer, bytes, isFirst ? skipMark(file, bytes) : 0);
      isFirst = false;
      if (pieces.length > 0) yield pieces;
    }
  } catch (error) {
    fault = error;
  }
  // Records behind a damaged one may still wait for their turn.
  const pieces = frameEnd(framer, fault === undefined);
  if (pieces.length > 0) yield pieces;
  if (fault === undefined && framer.isEmpty) {
    const help = 'expected JSON; a failed export often leaves an empty file';
    throw new world.Fault('empty', { message: 'the file is empty', help, at: file })
  }
  if (fault !== undefined) throw fault
}

// Returns the offset at which the content begins, after a byte order mark.
function skipMark(file        , chunk        )         {
  const [first, second] = chunk;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new world.Fault('encoding', {
      message: 'the file is UTF-16; expected UTF-8',
      help: 'PowerShell writes UTF-8 with Out-File -Encoding utf8',
      at: file,
    })
  }
  return BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) ? BYTE_ORDER_MARK.length : 0
}

// Makes a source of what supplies events in batches. What all sources have in common is here: every event is counted, every fault is told
// and remembered, and a signal ends the reading.


/** Adds to events what is known of their targets. */


/** What every source of recent activity is given, besides the place that it reads. */

























/** A source of these events, which keeps the promises of all sources. */
function createSource({
  origin,
  tell,
  events,
  isEvent,
  describe = async batch => batch,
  conclude = async cover => cover(origin),
}        )         {
  return {
    origin,
    read: async (see, { signal, drain }) => {
      const diagnostics               = [];
      const tally$1 = tally.startTally(isEvent);
      const collect = onlyOnce(read$1.collectInto(diagnostics, tell));
      // What ends because of the signal is no fault of its own.
      const collectUntilStopped       = diagnostic => signal.aborted || collect(diagnostic);
      await world.attempt(collect, () =>
        world.untilStopped(signal, async () => {
          for await (const batch of events(collectUntilStopped, signal)) {
            const described = signal.aborted ? [] : await describe(batch);
            if (signal.aborted) return
            for (const recorded of described) tally$1.see(recorded, see(recorded));
            await drain?.();
          }
        }),
      );
      return conclude(name => tally$1.coverage(name, diagnostics))
    },
  }
}

// Several requests may fail for one reason, such as credentials that are not there.
function onlyOnce(tell      )       {
  const told = new Set        ();
  return diagnostic => {
    const { kind, message, at } = diagnostic;
    const key = JSON.stringify([kind, message, at === undefined ? '' : read$1.formatPlace(at)]);
    if (told.has(key)) return
    told.add(key);
    tell(diagnostic);
  }
}

/** Converts each item, or leaves it out. One that is faulty is told and hides no other. */
function convertEach                 (
  items                 ,
  convert                                       ,
  tell                        ,
)                       {
  const all              = [];
  for (const item of items) {
    try {
      const converted = convert(item);
      if (converted !== undefined) all.push(converted);
    } catch (error) {
      if (!(error instanceof world.Fault)) throw error
      tell(error);
    }
  }
  return all
}

// Reads events and answers from recorded files. A file that cannot be read to its end does not stop the others; it becomes a
// diagnostic of the source, and therefore a gap.









/** Where files are read, and who hears of it. */





function createReading({ input, progress }              , tell      )          {
  return { input, tell, progress: file => progress(`reading ${file}`) }
}

/** Starts a reading. Every fault is told as it is met, and collected, because it decides what was seen. */
function startReading(world              , tell      )                                                                             {
  const diagnostics               = [];
  return { diagnostics, reading: createReading(world, read$1.collectInto(diagnostics, tell)) }
}

/** The events of a recorded file, or of those in a folder. */
function recordedEvents(path        , world              , tell      )         {
  return createSource({ origin: path, tell, events: tellFault => readEvents([path], createReading(world, tellFault)) })
}

/** Reads the events of every file that the paths mean, in order. Any JSON object is an event. */
async function* readEvents(paths                   , reading         )                                           {
  yield* readPieces(paths, reading, toRecordedEvent);
}

/** Reads the answers of DescribeImageScanFindings in the files that the paths mean. */
async function readAnswers(paths                   , reading         )                             {
  const answers           = [];
  for await (const batch of readPieces(paths, reading, toAnswer, tally.NO_ANSWER)) {
    for (const answer of batch) answers.push(answer);
  }
  return answers
}

async function* readPieces   (
  paths                   ,
  { input, tell, progress }         ,
  convert                                   ,
  /** The error message for an intact file without records; without it, such a file is no error. */
  none         ,
)                               {
  for (const path of paths) {
    const passed = world.collectPassedOver(path);
    const files = await world.attempt(tell, () => world.findRecordFiles(path, passed.passOver));
    for (const note of passed.notes()) tell(note);
    for (const file of files ?? []) {
      progress(file);
      const name = file === world.STANDARD_INPUT ? 'standard input' : file;
      const open       = damaged => world.readBytes(file, input, { named: path, damaged });
      yield* cutFile(name, open, { tell, convert, none });
    }
  }
}

/** Opens the bytes of one file; what is damaged in them is told. */








/** Reads the events in the bytes of one file, which are decompressed. */
async function* readEventsOf(name        , open      , tell      )                                           {
  yield* cutFile(name, open, { tell, convert: toRecordedEvent });
}

async function* cutFile   (name        , open      , { tell, convert, none }            )                               {
  const message = 'the file has a NextToken, so some pages are missing';
  const more = ()       => tell({ level: 'error', kind: 'further-pages', message, help: 'let the AWS CLI read all pages', at: name });
  const damage = startDamage(name, 'part of the file', tell);
  let count = 0;
  try {
    for await (const pieces of cut(name, open(damage.tell), { more, damaged: damage.tell })) {
      count += pieces.length;
      yield convertEach(pieces, piece => convert(name, piece), damage.tell);
    }
  } catch (error) {
    if (!(error instanceof world.Fault)) throw error
    damage.tell(error);
  }
  if (!damage.finish() && count === 0 && none !== undefined) tell({ level: 'error', kind: 'not-records', message: none, at: name });
}

/** How many damaged parts of a file are told one by one. */
const MOST_TOLD = 3;

/** Tells the first damaged parts, and at the end how many more there were. `finish` returns whether there were any. */
function startDamage(at        , what        , tell      ) {
  let parts = 0;
  const tellPart = ({ diagnostic }       )       => {
    parts++;
    if (parts <= MOST_TOLD) tell(diagnostic);
  };
  const finish = ()          => {
    const more = parts - MOST_TOLD;
    const message = `${more} more ${read$1.agree(more, what, what.replace(/^\w+/, '$&s'))} could not be read`;
    if (more > 0) tell({ level: 'error', kind: 'damaged', message, at });
    return parts > 0
  };
  return { tell: tellPart, finish }
}

function toRecordedEvent(file        , piece       )                {
  const record = parsePiece(file, piece, 'record', read$1.parseExactly);
  const inner = read$1.lookupRecord(record);
  if (inner !== undefined) return { text: inner, event: read$1.toEvent(parseLookup(inner, placeOf(file, piece))) }
  // Only a list at the beginning of its document is cut into records. Any other list would hide its records in one event.
  if (!read$1.isCloudTrail(record) && ['Records', 'Events'].some(name => read$1.ownList(record, name).some(read$1.isObject))) {
    const help = 'begin the file with {"Records":[, or give the list alone or one record per line';
    throw new world.Fault('not-records', { message: 'expected a record, found a list of records inside', help, at: placeOf(file, piece) })
  }
  return { text: piece.text, event: read$1.toEvent(record) }
}

/** Parses the record inside a LookupEvents result. Throws a fault at `at` when there is none. */
function parseLookup(text        , at                )         {
  const parsed = read$1.parseStrictly(text, read$1.parseExactly);
  if (parsed.kind !== 'value') throw new world.Fault(parsed.kind, { message: `CloudTrailEvent ${parsed.problem}`, at })
  if (read$1.isObject(parsed.value)) return parsed.value
  throw new world.Fault('not-records', { message: 'expected a CloudTrail record in CloudTrailEvent', at })
}

// Of two values under one key neither is believed, because another program may take the other one.
function parsePiece(file        , piece       , what                     , parse                           )         {
  const parsed = read$1.parseStrictly(piece.text, parse);
  if (parsed.kind === 'value') return parsed.value
  // JSON.parse says where the text is wrong.
  if (parsed.kind !== 'ambiguous') return parseJson(file, piece)
  const help = 'JSON that says two things was written or changed by another program; save it again';
  throw new world.Fault('ambiguous', { message: `the ${what} ${parsed.problem}`, help, at: placeOf(file, piece) })
}

function toAnswer(file        , piece       )         {
  const body = parsePiece(file, piece, 'answer', JSON.parse);
  if (tally.isAnswer(body)) return { origin: file, body }
  const isEvent = read$1.isCloudTrail(body) || read$1.lookupRecord(body) !== undefined;
  const help = isEvent
    ? 'these are CloudTrail events; give them with --events, or to query without a flag'
    : 'save the output of aws ecr describe-image-scan-findings';
  throw new world.Fault('not-records', { message: 'expected an answer of DescribeImageScanFindings', help, at: placeOf(file, piece) })
}

function placeOf(file        , { line, column }       )        {
  return { file, line, column }
}

exports.convertEach = convertEach;
exports.createSource = createSource;
exports.parseLookup = parseLookup;
exports.readAnswers = readAnswers;
exports.readEventsOf = readEventsOf;
exports.recordedEvents = recordedEvents;
exports.startDamage = startDamage;
exports.startReading = startReading;
