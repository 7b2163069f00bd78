// What to do now, for a terminal: it answers the question of whoever is blocked, so it stands before everything else.

import { printable } from '../../escape.ts'
import { notesBeside, type ToldFixes, type ToldStep } from '../fixes.ts'
import { WRITE_EXCEPTION } from '../wording.ts'
import { paragraph, type Screen } from './screen.ts'

/** Of an exception nothing is cut off, or nobody could copy it. One that is longer is no line for people. */
const EXCEPTION_LENGTH = 4000

/** The steps, each with its changes and with the exceptions to write, each of these on a line of its own; none where nothing helps. */
export function renderTodo(told: ToldFixes | undefined, reasons: readonly string[], screen: Screen): readonly string[] {
  if (told === undefined || told.steps.length === 0) return []
  const { answer, steps } = told
  return [
    screen.paint('bold', 'What to do now'),
    ...steps.flatMap(step => renderStep(step, answer === undefined, screen)),
    // The reasons that stay are told as such below.
    ...renderNotes(notesBeside(told, reasons), screen),
  ]
}

// The answer says already what a title would say.
function renderStep({ title, changes, unfixable, exceptions }: ToldStep, hasTitle: boolean, screen: Screen): readonly string[] {
  const indent = hasTitle ? '    ' : '  '
  return [
    ...(hasTitle ? paragraph('  ', title, screen) : []),
    ...changes.flatMap(({ text }) => paragraph(`${indent}- `, text, screen)),
    ...unfixable.flatMap(({ text }) => paragraph(`${indent}- `, text, screen)),
    ...(exceptions.length === 0 ? [] : paragraph(indent, WRITE_EXCEPTION, screen)),
    ...exceptions.map(line => `${indent}  ${printable(line, EXCEPTION_LENGTH)}`),
  ]
}

/** What else there is to know of fixes. */
export function renderNotes(notes: readonly string[], screen: Screen): readonly string[] {
  return notes.flatMap(note => paragraph('  note: ', note, screen))
}
