// Colours for a terminal.

import type { Verdict } from '../gate/verdict.ts'
import type { Action } from '../rules/rule.ts'

/** Wraps text in a colour, or leaves it as it is if colours are off. */
export type Paint = (colour: keyof typeof CODES, text: string) => string

const CODES = { red: '31', yellow: '33', green: '32', cyan: '36', magenta: '35', bold: '1', dim: '2' } as const

/** The colours of verdicts and actions. */
export const TONES: Readonly<Record<Verdict | Action, keyof typeof CODES>> = {
  fail: 'red',
  undecided: 'red',
  warn: 'yellow',
  pass: 'green',
  notice: 'dim',
}

const SEVERITY_TONES: Readonly<Record<string, keyof typeof CODES>> = {
  CRITICAL: 'magenta',
  HIGH: 'red',
  MEDIUM: 'yellow',
  LOW: 'cyan',
}

/** How many findings have a severity, in its colour. Words that ECR does not document have none, and nor has a count of zero. */
export function paintSeverity(severity: string, text: string, paint: Paint): string {
  const tone = Object.hasOwn(SEVERITY_TONES, severity) && !text.startsWith('0 ') ? SEVERITY_TONES[severity] : undefined
  return tone === undefined ? text : paint(tone, text)
}

export const coloured: Paint = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`
export const plain: Paint = (_, text) => text
