// Reads events and answers from recorded files. A file that cannot be read to its end does not stop the others; it becomes a
// diagnostic of the source, and therefore a gap.

import type { Readable } from 'node:stream'
import { collectInto, type Diagnostic, type Place, type Tell } from '../diagnostic.ts'
import { isCloudTrail, lookupRecord, toEvent } from '../events/cloudtrail.ts'
import { parseExactly } from '../events/exact.ts'
import { attempt, Fault } from '../fault.ts'
import { type Answer, isAnswer } from '../image/read.ts'
import { type Fields, isObject, ownList } from '../json.ts'
import { parseStrictly } from '../keys.ts'
import { agree } from '../plural.ts'
import { type Piece, parseJson } from './cut/piece.ts'
import { cut } from './cut.ts'
import { collectPassedOver, findRecordFiles, readBytes, STANDARD_INPUT } from './files.ts'
import type { RecordedEvent, Source } from './source.ts'
import { convertEach, createSource } from './supply.ts'
import { NO_ANSWER } from './tally.ts'

export interface Reading {
  readonly input: Readable
  readonly tell: Tell
  /** Called with the name of each file before it is read. */
  readonly progress: (file: string) => void
}

/** Where files are read, and who hears of it. */
export interface ReadingWorld {
  readonly input: Readable
  readonly progress: (what: string) => void
}

function createReading({ input, progress }: ReadingWorld, tell: Tell): Reading {
  return { input, tell, progress: file => progress(`reading ${file}`) }
}

/** Starts a reading. Every fault is told as it is met, and collected, because it decides what was seen. */
export function startReading(world: ReadingWorld, tell: Tell): { readonly reading: Reading; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  return { diagnostics, reading: createReading(world, collectInto(diagnostics, tell)) }
}

/** The events of a recorded file, or of those in a folder. */
export function recordedEvents(path: string, world: ReadingWorld, tell: Tell): Source {
  return createSource({ origin: path, tell, events: tellFault => readEvents([path], createReading(world, tellFault)) })
}

/** Reads the events of every file that the paths mean, in order. Any JSON object is an event. */
export async function* readEvents(paths: readonly string[], reading: Reading): AsyncGenerator<readonly RecordedEvent[]> {
  yield* readPieces(paths, reading, toRecordedEvent)
}

/** Reads the answers of DescribeImageScanFindings in the files that the paths mean. */
export async function readAnswers(paths: readonly string[], reading: Reading): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for await (const batch of readPieces(paths, reading, toAnswer, NO_ANSWER)) {
    for (const answer of batch) answers.push(answer)
  }
  return answers
}

async function* readPieces<T>(
  paths: readonly string[],
  { input, tell, progress }: Reading,
  convert: (file: string, piece: Piece) => T,
  /** The error message for an intact file without records; without it, such a file is no error. */
  none?: string,
): AsyncGenerator<readonly T[]> {
  for (const path of paths) {
    const passed = collectPassedOver(path)
    const files = await attempt(tell, () => findRecordFiles(path, passed.passOver))
    for (const note of passed.notes()) tell(note)
    for (const file of files ?? []) {
      progress(file)
      const name = file === STANDARD_INPUT ? 'standard input' : file
      const open: Open = damaged => readBytes(file, input, { named: path, damaged })
      yield* cutFile(name, open, { tell, convert, none })
    }
  }
}

/** Opens the bytes of one file; what is damaged in them is told. */
type Open = (damaged: (fault: Fault) => void) => AsyncIterable<Uint8Array>

interface Cutting<T> {
  readonly tell: Tell
  readonly convert: (file: string, piece: Piece) => T
  readonly none?: string | undefined
}

/** Reads the events in the bytes of one file, which are decompressed. */
export async function* readEventsOf(name: string, open: Open, tell: Tell): AsyncGenerator<readonly RecordedEvent[]> {
  yield* cutFile(name, open, { tell, convert: toRecordedEvent })
}

async function* cutFile<T>(name: string, open: Open, { tell, convert, none }: Cutting<T>): AsyncGenerator<readonly T[]> {
  const message = 'the file has a NextToken, so some pages are missing'
  const more = (): void => tell({ level: 'error', kind: 'further-pages', message, help: 'let the AWS CLI read all pages', at: name })
  const damage = startDamage(name, 'part of the file', tell)
  let count = 0
  try {
    for await (const pieces of cut(name, open(damage.tell), { more, damaged: damage.tell })) {
      count += pieces.length
      yield convertEach(pieces, piece => convert(name, piece), damage.tell)
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    damage.tell(error)
  }
  if (!damage.finish() && count === 0 && none !== undefined) tell({ level: 'error', kind: 'not-records', message: none, at: name })
}

/** How many damaged parts of a file are told one by one. */
const MOST_TOLD = 3

/** Tells the first damaged parts, and at the end how many more there were. `finish` returns whether there were any. */
export function startDamage(at: string, what: string, tell: Tell) {
  let parts = 0
  const tellPart = ({ diagnostic }: Fault): void => {
    parts++
    if (parts <= MOST_TOLD) tell(diagnostic)
  }
  const finish = (): boolean => {
    const more = parts - MOST_TOLD
    const message = `${more} more ${agree(more, what, what.replace(/^\w+/, '$&s'))} could not be read`
    if (more > 0) tell({ level: 'error', kind: 'damaged', message, at })
    return parts > 0
  }
  return { tell: tellPart, finish }
}

function toRecordedEvent(file: string, piece: Piece): RecordedEvent {
  const record = parsePiece(file, piece, 'record', parseExactly)
  const inner = lookupRecord(record)
  if (inner !== undefined) return { text: inner, event: toEvent(parseLookup(inner, placeOf(file, piece))) }
  // Only a list at the beginning of its document is cut into records. Any other list would hide its records in one event.
  if (!isCloudTrail(record) && ['Records', 'Events'].some(name => ownList(record, name).some(isObject))) {
    const help = 'begin the file with {"Records":[, or give the list alone or one record per line'
    throw new Fault('not-records', { message: 'expected a record, found a list of records inside', help, at: placeOf(file, piece) })
  }
  return { text: piece.text, event: toEvent(record) }
}

/** Parses the record inside a LookupEvents result. Throws a fault at `at` when there is none. */
export function parseLookup(text: string, at: Place | string): Fields {
  const parsed = parseStrictly(text, parseExactly)
  if (parsed.kind !== 'value') throw new Fault(parsed.kind, { message: `CloudTrailEvent ${parsed.problem}`, at })
  if (isObject(parsed.value)) return parsed.value
  throw new Fault('not-records', { message: 'expected a CloudTrail record in CloudTrailEvent', at })
}

// Of two values under one key neither is believed, because another program may take the other one.
function parsePiece(file: string, piece: Piece, what: 'record' | 'answer', parse: (json: string) => unknown): Fields {
  const parsed = parseStrictly(piece.text, parse)
  if (parsed.kind === 'value') return parsed.value as Fields
  // JSON.parse says where the text is wrong.
  if (parsed.kind !== 'ambiguous') return parseJson(file, piece)
  const help = 'JSON that says two things was written or changed by another program; save it again'
  throw new Fault('ambiguous', { message: `the ${what} ${parsed.problem}`, help, at: placeOf(file, piece) })
}

function toAnswer(file: string, piece: Piece): Answer {
  const body = parsePiece(file, piece, 'answer', JSON.parse)
  if (isAnswer(body)) return { origin: file, body }
  const isEvent = isCloudTrail(body) || lookupRecord(body) !== undefined
  const help = isEvent
    ? 'these are CloudTrail events; give them with --events, or to query without a flag'
    : 'save the output of aws ecr describe-image-scan-findings'
  throw new Fault('not-records', { message: 'expected an answer of DescribeImageScanFindings', help, at: placeOf(file, piece) })
}

function placeOf(file: string, { line, column }: Piece): Place {
  return { file, line, column }
}
