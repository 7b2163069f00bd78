// Colours for a terminal.

import type { Verdict } from '../gate/verdict.ts'
import type { Action } from '../rules/rule.ts'

/** Wraps text in a colour, or leaves it as it is if colours are off. */
export type Paint = (colour: keyof typeof CODES, text: string) => string

const CODES = { red: '31', yellow: '33', green: '32', bold: '1', dim: '2' } as const

/** The colours of verdicts and actions. */
export const TONES: Readonly<Record<Verdict | Action, keyof typeof CODES>> = {
  fail: 'red',
  undecided: 'red',
  warn: 'yellow',
  pass: 'green',
  notice: 'dim',
}

export const coloured: Paint = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`
export const plain: Paint = (_, text) => text
