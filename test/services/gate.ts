// Runs the committed bundle as a process that uses moto as AWS, and reads the part of its report that the tests need.

import { type Outcome, runBundle } from '../e2e/command.ts'
import { env } from './moto.ts'

interface Report {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly images: readonly { readonly digest: string; readonly findings: readonly unknown[] }[]
}

interface Judged {
  readonly code: number | null
  readonly err: string
  readonly report: Report
}

type Environment = Readonly<Record<string, string>>

export function ecrGate(words: readonly string[], more: Environment = {}): Promise<Outcome> {
  return runBundle('cli.cjs', words, { env: { ...env, ...more } })
}

/** Judges images, and recent activity too unless `--audit-source` is among the words. */
export async function check(images: readonly string[], words: readonly string[], more: Environment = {}): Promise<Judged> {
  const { code, out, err } = await ecrGate(['check', '--image', ...images, '--scan-grace', '1s', '--format', 'json', ...words], more)
  return { code, err, report: JSON.parse(out) as Report }
}

/** Judges an image by its scan alone. */
export function checkScan(image: string, words: readonly string[] = [], more: Environment = {}): Promise<Judged> {
  return check([image], ['--audit-source', 'none', ...words], more)
}
