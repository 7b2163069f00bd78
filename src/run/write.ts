// Writes reports to standard output and to the requested files. If a report cannot be written, its readers have an older one or none,
// so the run cannot pass.

import { renderDiagnostic } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { sayError } from '../fault.ts'
import { type Paint, plain } from '../report/paint.ts'
import { renderReport } from '../report/render.ts'
import { type Report, withProblems } from '../report/report.ts'
import { listWritten } from '../settings/paths.ts'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import type { World } from './world.ts'

/**
 * Creates every file that the settings name, empty, so that an unwritable path is found before anything else is done and no file of
 * an earlier run is mistaken for one of this run. Returns a message for each file that cannot be written.
 */
export async function beginReports(settings: Settings, world: World): Promise<readonly string[]> {
  const answers = await Promise.all(listWritten(settings).map(path => writeReport(world, path, [])))
  return answers.filter(answer => answer !== undefined)
}

/**
 * Writes every file that the settings name. A file that cannot be written is reported on standard error and in the returned report,
 * which is then not a pass. In that case all files are written again, so that none of them says otherwise.
 */
export async function writeReports(settings: Settings, report: Report, world: World): Promise<Report> {
  const first = await writeAll(settings, report, world)
  if (first.length === 0) return report
  const second = await writeAll(settings, withUnwritten(report, first), world)
  const unwritten = [...new Set([...first, ...second])]
  for (const problem of unwritten) world.tell(`${problem}\n`)
  return withUnwritten(report, unwritten)
}

function withUnwritten(report: Report, unwritten: readonly string[]): Report {
  return withProblems({ ...report, unwritten }, unwritten)
}

async function writeAll({ files, format, output, predicateFile }: Settings, report: Report, world: World): Promise<readonly string[]> {
  const asked = output === undefined ? files : [...files, { format, path: output }]
  const answers = []
  for (const { format, path } of asked)
    answers.push(await writeReport(world, path, await renderReport(format, report, { ...world, paint: plain, width: undefined })))
  if (predicateFile !== undefined) answers.push(await writePredicate(world, predicateFile, report))
  return answers.filter(answer => answer !== undefined)
}

async function writePredicate(world: World, path: string, report: Report): Promise<string | undefined> {
  const { renderPredicate } = await import('../attest/file.ts')
  const text = renderPredicate(report, VERSION)
  return typeof text === 'string' ? writeReport(world, path, [text]) : renderDiagnostic(text)
}

/** Writes a report to `output`, or prints it. Returns whether it was written, and reports a failure on standard error. */
export async function deliver(
  world: World,
  output: string | undefined,
  render: (paint: Paint) => Iterable<string> | Promise<Iterable<string>>,
): Promise<boolean> {
  if (output === undefined) {
    for (const text of gather(await render(world.paint))) await world.print(text)
    return true
  }
  const problem = await writeReport(world, output, await render(plain))
  if (problem !== undefined) world.tell(`${problem}\n`)
  return problem === undefined
}

// Returns why the file could not be written, or undefined.
async function writeReport(world: World, path: string, pieces: Iterable<string>): Promise<string | undefined> {
  try {
    await world.write(path, gather(pieces))
    return undefined
  } catch (error) {
    // Empties the file, because half a report could be mistaken for a whole one.
    await world.write(path, []).catch(() => undefined)
    return `${printable(path)}: the report cannot be written (${printable(sayError(error))}) [output]`
  }
}

const WRITTEN_LENGTH = 64 * 1024

// Joins small pieces of text, because every write has a cost.
function* gather(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = []
  let length = 0
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < WRITTEN_LENGTH) continue
    yield waiting.join('')
    waiting = []
    length = 0
  }
  yield waiting.join('')
}
