// One attempt to push with one tool: its inputs and its result.

import type { Tell } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { isDigest } from '../image/uri.ts'
import { classifyFailure, type Failure } from './failure.ts'
import type { Environment, Outcome } from './tool.ts'

export interface Attempt {
  /** The private folder of this attempt, and the credentials file inside it. */
  readonly folder: string
  readonly authfile: string
  /** A private folder for what the tool unpacks. */
  readonly scratch: string
  readonly registry: string
  /** `registry/repository`, and the same with the tag. */
  readonly repository: string
  readonly target: string
  readonly env: Environment
  readonly secrets: readonly string[]
  /** The milliseconds that are left. */
  readonly left: () => number
  /** Ends the tool when the run is stopped. */
  readonly signal: AbortSignal
  readonly line: (line: string) => void
  readonly tell: Tell
}

export type Result = { readonly digest: string } | { readonly failure: Failure } | { readonly late: true }

/** The digests by which a registry's image is recognized as the source: of its manifest, or of its configuration. */
export interface Identity {
  readonly manifest?: string
  readonly config?: string
}

/** Turns the outcome of a tool that failed or ran out of time into a result. */
export function toFailure({ late, signal, err, out }: Outcome): Result {
  if (late) return { late: true }
  if (signal === null) return { failure: classifyFailure(err, out) }
  const help = 'something else ended it; check whether memory ran out'
  return { failure: { code: 'push-failed', retry: 'never', what: 'the push tool was killed', help, said: signal } }
}

/** Checks that what a tool gave as the digest has the form of one. */
export function toDigest(text: string, tool: string): Result {
  const digest = text.trim()
  if (isDigest(digest)) return { digest }
  const [what, help] = [`${tool} reported no digest`, `check that this ${tool} is the real one, and run it again`]
  return { failure: { code: 'push-failed', retry: 'never', what, help, said: digest === '' ? 'nothing' : printable(digest, 100) } }
}
