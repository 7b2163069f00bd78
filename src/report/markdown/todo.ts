// What to do now: the first thing that a person reads after the verdict.

import { plural } from '../../plural.ts'
import { type ToldStep, tellFixes } from '../fixes.ts'
import { fenced, fold, prose } from '../gfm.ts'
import type { Report, ReportedFixes } from '../report.ts'
import { FIND_EXCEPTIONS, limitReasons, WRITE_EXCEPTION } from '../wording.ts'
import { type Detail, tellLeft } from './detail.ts'

/** A single exception to write is open, since it takes four lines; several are folded. */
const MOST_OPEN_EXCEPTIONS = 1
const MOST_OPEN_NOTES = 3

/** The section, or nothing if no change of a package and no exception helps. */
export function renderFixes(report: Report, detail: Detail): readonly string[] {
  const told = tellFixes(report)
  if (told === undefined || report.fixes === null || told.steps.length + told.notes.length === 0) return []
  // That a warning stays is what the title says.
  const stays = report.fixes.verdict === 'warn' ? [] : told.stays.map(reason => `stays even so: ${reason}`)
  const names = namesOf(report.fixes)
  const notes = limitReasons([...stays, ...told.notes], detail.lines).map(note => `- ${prose(note, names)}`)
  const open = Math.min(detail.openFixes, MOST_OPEN_NOTES)
  return [
    ['### What to do now', ...(told.answer === undefined ? [] : ['', `**It ${prose(told.answer, names)}.**`])].join('\n'),
    ...told.steps.flatMap(step => renderStep(step, names, detail)),
    notes.slice(0, open).join('\n'),
    fold(plural(notes.length - open, 'more note'), notes.slice(open)).join('\n'),
  ]
}

function renderStep({ title, changes, unfixable, exceptions }: ToldStep, names: readonly string[], detail: Detail): readonly string[] {
  const { openFixes } = detail
  const lines = changes.slice(0, detail.lines).map(({ text }, i) => `${i + 1}. ${prose(text, names)}`)
  const shown = unfixable.slice(0, detail.lines)
  const isOpen = unfixable.length <= MOST_OPEN_EXCEPTIONS && lines.length <= openFixes
  const told = shown.map(({ text }, i) => `${isOpen ? lines.length + i + 1 : i + 1}. ${prose(text, names)}`)
  const leftChanges = tellLeft(changes.length - lines.length, 'change')
  const leftExceptions = tellLeft(unfixable.length - shown.length, 'exception')
  const toWrite = [...told, ...leftExceptions, ...writeExceptions(exceptions, shown.length)]
  return [
    [`**${prose(title)}:**`, '', ...lines.slice(0, openFixes), ...(isOpen ? toWrite : [])].join('\n').trimEnd(),
    fold(plural(changes.length - openFixes, 'more change'), [...lines.slice(openFixes), ...leftChanges]).join('\n'),
    isOpen ? '' : fold(plural(unfixable.length, 'exception to write', 'exceptions to write'), toWrite).join('\n'),
  ]
}

// One block, so that it can be copied at once.
function writeExceptions(exceptions: readonly string[], most: number): readonly string[] {
  if (exceptions.length === 0 || most === 0) return []
  const block = fenced('yaml', exceptions.slice(0, most + 1))
  if (block === undefined) return ['', FIND_EXCEPTIONS]
  return ['', WRITE_EXCEPTION, '', ...block]
}

// The names of packages look like words of ours.
function namesOf({ steps, untold }: ReportedFixes): readonly string[] {
  const changed = steps.flatMap(({ changes }) => changes.flatMap(({ packages }) => packages))
  const remaining = [...steps.flatMap(({ unfixable }) => unfixable), ...untold]
  return [...changed.map(({ name }) => name), ...remaining.flatMap(({ package: name }) => name ?? [])]
}
