// `ecr-gate accept`: adds exceptions to the repository's file of them. The file is changed in memory first and loaded as a run loads it,
// so that nothing is written that the gate would refuse.

import { type Diagnostic, quote, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { captureFault, Fault, sayError } from '../fault.ts'
import { findBlocking } from '../report/blocking.ts'
import { type Accepting, acceptIn } from '../rules/accept.ts'
import type { Draft } from '../rules/draft.ts'
import { endOf, helpWithId } from '../rules/exception.ts'
import { toolNamed } from '../rules/foreign/tool.ts'
import { EXCEPTION_FILE } from '../rules/kind.ts'
import { findMisled } from '../run/clash.ts'
import { readSavedReport } from '../run/saved.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { readRawRuleText } from '../sources/files.ts'

type Asked = SettingsOf<'accept'>

/** Where exceptions are written unless a file is named; in the current folder, as with every path. */
const DEFAULT_FILE = 'ecr-gate-exceptions.yml'

const NOTHING = 1
const WRONG = 2

/** Adds what is asked for to the file: 0 written, 1 the report has nothing to accept, 2 anything wrong. */
export async function runAccept(asked: Asked, world: World): Promise<number> {
  const [path = DEFAULT_FILE] = asked.exceptions
  const problems = [...checkEnd(asked, world.now()), ...checkOwn(path), ...(await findMisled(`the file ${quote(path)}`, path, world.root))]
  if (problems.length > 0) return refuse(world, problems)
  const drafts = asked.from === undefined ? draftNamed(asked) : await draftFrom(asked.from, asked, world)
  if ('problems' in drafts) return refuse(world, drafts.problems)
  if (drafts.length === 0) return NOTHING
  const before = await captureFault(() => readRawRuleText(path))
  if (before instanceof Fault && before.code !== 'not-found') return refuse(world, [before.diagnostic])
  const text = before instanceof Fault ? '' : before
  const accepting = acceptIn({ path, text, kind: EXCEPTION_FILE }, drafts)
  if (!('text' in accepting)) return refuse(world, accepting.diagnostics)
  try {
    await world.write(path, [accepting.text])
  } catch (error) {
    // Half a file would accept something else. A file that was not there is left to whoever can remove it.
    if (text !== '') await world.write(path, [text]).catch(() => undefined)
    return refuse(world, [{ level: 'error', kind: 'output', message: `the file cannot be written (${sayError(error)})`, at: path }])
  }
  world.tell(renderDiagnostics([...accepting.diagnostics, ...tellEndless(asked, accepting)]))
  await world.print(describeWritten(path, accepting))
  return 0
}

function refuse(world: World, problems: readonly Diagnostic[]): number {
  world.tell(renderDiagnostics(problems))
  return WRONG
}

function checkEnd({ expires }: Asked, now: Date): readonly Diagnostic[] {
  if (expires === undefined || now.getTime() < endOf({ expires })) return []
  return [usageProblem(`--expires ${expires} is over`, `today is ${now.toISOString().slice(0, 10)} (UTC); name a day to come`)]
}

// An entry of ours would mean nothing to the tool whose file it is, or break it.
function checkOwn(path: string): readonly Diagnostic[] {
  const tool = toolNamed(path)
  if (tool === undefined) return []
  const message = `this is a file of ${tool.name} by its name, and accept writes exceptions of the gate`
  const help = `name another file, such as ${DEFAULT_FILE}; the gate takes both: ecr-gate check … --exceptions ${path} --exceptions ${DEFAULT_FILE}`
  return [{ level: 'error', kind: 'foreign-file', message, help, at: path }]
}

type Drafts = readonly Draft[] | { readonly problems: readonly Diagnostic[] }

function draftNamed(asked: Asked): Drafts {
  const ids = [...new Set(asked.operands)]
  const problems = ids.flatMap(id => {
    const help = id.trim() === '' ? 'write a whole id, such as CVE-2026-1234' : helpWithId(id)
    return help === undefined ? [] : [usageProblem(`expected the id of a finding, found ${quote(id)}`, help)]
  })
  return problems.length > 0
    ? { problems }
    : [draft(asked, { ids, package: asked.package?.trim() ?? null, image: asked.acceptedImage?.trim() ?? null })]
}

/** An exception for each package and repository that has findings because of which the report is a fail. */
async function draftFrom(file: string, asked: Asked, world: World): Promise<Drafts> {
  const read = await readSavedReport(file, world)
  if ('problem' in read) return { problems: [read.problem] }
  const { groups, others, doubts } = findBlocking(read.report, asked.untilFixed)
  if (doubts.length > 0) {
    const help = 'accept these findings by their ids: ecr-gate accept CVE… --reason TEXT'
    return { problems: doubts.map(message => ({ level: 'error', kind: 'report', message, help, at: file })) }
  }
  world.tell(renderDiagnostics(others.map(message => ({ level: 'warning', kind: 'report', message, at: file }))))
  if (groups.length === 0) await world.print(`${printable(file)}: no finding to accept, and nothing is written\n`)
  return groups.map(group => draft(asked, group))
}

function draft({ reason = '', owner, expires, untilFixed }: Asked, target: Pick<Draft, 'ids' | 'package' | 'image'>): Draft {
  const { ids, package: name, image } = target
  return { ids, package: name, image, reason, owner: owner ?? null, expires: expires ?? null, untilFixed }
}

type Written = Extract<Accepting, { readonly text: string }>

function tellEndless({ expires }: Asked, { exceptions }: Written): readonly Diagnostic[] {
  if (expires !== 'never') return []
  const message = 'this is accepted without an end'
  return exceptions.map(({ at: { file, line, column } }) => ({ level: 'note', kind: 'endless', message, at: { file, line, column } }))
}

function describeWritten(path: string, { insertion, exceptions }: Written): string {
  const lines = exceptions.map(({ at: { line } }) => `${printable(path)}:${line}`).join(', ')
  const entry = insertion.text.split(/\r?\n/).filter(line => line.trim() !== '')
  const next = `commit ${printable(path)}, and give it to the gate: ecr-gate check … --exceptions ${printable(path)}`
  return `${lines}: written\n\n${entry.map(line => `${printable(line)}\n`).join('')}\n${next}\n`
}
