// What to do now, for a terminal: it answers the question of whoever is blocked, so it stands before everything else.

import { printable } from '../../escape.ts'
import type { ToldFixes, ToldStep } from '../fixes.ts'
import { FIND_EXCEPTIONS, WRITE_EXCEPTION } from '../wording.ts'
import { paragraph, type Screen } from './screen.ts'

/** An exception that is longer is no line for people. */
const EXCEPTION_LENGTH = 4000

/** The steps, each with its changes and with the exceptions to write, each of these on a line of its own; none where nothing helps. */
export function renderTodo(told: ToldFixes | undefined, screen: Screen): readonly string[] {
  if (told === undefined || told.steps.length === 0) return []
  const { answer, steps, notes } = told
  return [
    screen.paint('bold', 'What to do now'),
    ...steps.flatMap(step => renderStep(step, answer === undefined, screen)),
    ...renderNotes(notes, screen),
  ]
}

// The answer says already what a title would say.
function renderStep({ title, changes, unfixable, exceptions }: ToldStep, hasTitle: boolean, screen: Screen): readonly string[] {
  const indent = hasTitle ? '    ' : '  '
  return [
    ...(hasTitle ? paragraph('  ', title, screen) : []),
    ...changes.flatMap(({ text }) => paragraph(`${indent}- `, text, screen)),
    ...unfixable.flatMap(({ text }) => paragraph(`${indent}- `, text, screen)),
    ...writeExceptions(exceptions, indent, screen),
  ]
}

// Half an exception is of no use.
function writeExceptions(exceptions: readonly string[], indent: string, screen: Screen): readonly string[] {
  if (exceptions.length === 0) return []
  const lines = exceptions.map(line => printable(line))
  if (lines.some(({ length }) => length > EXCEPTION_LENGTH)) return paragraph(indent, FIND_EXCEPTIONS, screen)
  return [...paragraph(indent, WRITE_EXCEPTION, screen), ...lines.map(line => `${indent}  ${line}`)]
}

/** What else there is to know of fixes. */
export function renderNotes(notes: readonly string[], screen: Screen): readonly string[] {
  return notes.flatMap(note => paragraph('  note: ', note, screen))
}
