// The outputs of the Action, for action.yml, the README and the code alike, and the bounds that hold for each of them. Whatever may be
// large is written to a file, and the output is its path.

import { printable } from '../escape.ts'

export const OUTPUTS = {
  verdict: 'fail, undecided, warn or pass',
  reasons: 'what led to the verdict, one sentence per line',
  critical: 'findings of severity CRITICAL that count, in all images; `unknown` if none was found but not everything was seen',
  high: 'the same for severity HIGH',
  medium: 'the same for severity MEDIUM',
  low: 'the same for severity LOW',
  informational: 'the same for severity INFORMATIONAL',
  undefined: 'the same for severity UNDEFINED',
  untriaged: 'the same for severity UNTRIAGED',
  accepted: 'findings that exceptions accept, in all images; `unknown` if none was found but not everything was seen',
  image: 'the images by digest, one per line, for whatever deploys them; empty, with a warning, if they take more than 120 KiB',
  'promoted-tags': 'the tags of promote-tags that the image now has, one per line',
  predicate: 'the path of the predicate, if predicate-file asked for one',
  digest: "the digests that the images' names stood for, one per line; empty, with a warning, if they take more than 120 KiB",
  report: 'the path of the report as JSON',
  comment: 'the URL of the comment on the pull request, if there is one',
  'sarif-id': 'the ID of the upload to code scanning, if upload-sarif asked for one',
} as const

export type Output = keyof typeof OUTPUTS

/** A list has one entry per line. */
export type OutputValue = string | number | readonly string[]

/** Linux passes at most 128 KiB to a program in one variable with its name: https://man7.org/linux/man-pages/man2/execve.2.html. */
const MOST_BYTES = 120 * 1024

/**
 * GitHub takes outputs of at most 1 MB from a job, in UTF-16, and a job may have other steps:
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs
 */
const MOST_UNITS = 256 * 1024

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/

/** Writes a value so that no untrusted text adds a line to it. */
export function formatOutput(value: OutputValue): string {
  const oneLine = (text: string): string => (LINE_BREAK.test(text) ? printable(text) : text)
  return typeof value === 'object' ? value.map(oneLine).join('\n') : oneLine(String(value))
}

/**
 * Returns a function that makes each output fit, alone and together with the others that are set. An output that does not fit is empty,
 * never cut: a part of a list would be taken for all of it.
 */
export function startOutputs(): (name: Output, value: OutputValue) => { readonly text: string; readonly problem?: string } {
  const units = new Map<Output, number>()
  return (name, value) => {
    const text = formatOutput(value)
    units.delete(name)
    const others = [...units.values()].reduce((sum, each) => sum + each, 0)
    const bytes = new TextEncoder().encode(text).length
    const fits = bytes <= MOST_BYTES && others + text.length <= MOST_UNITS
    units.set(name, fits ? text.length : 0)
    if (fits) return { text }
    const limit = bytes > MOST_BYTES ? `one output takes ${MOST_BYTES}` : 'the outputs of a job together may not have that'
    return { text: '', problem: `the output ${name} is empty: it would have ${bytes} bytes, and ${limit}` }
  }
}
