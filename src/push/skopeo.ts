// Pushes with skopeo, which reads every kind of source and needs no daemon to push.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from '../ecr/manifests.ts'
import { formatPushSource, type PushSource } from '../settings/source.ts'
import { type Attempt, type Identity, type Result, toDigest, toFailure } from './attempt.ts'
import { type Daemon, daemonWords } from './daemon.ts'
import { runTool, type Task } from './tool.ts'

/** Only an OCI layout has the exact bytes that the registry is to have; the other forms have no manifest for a registry. */
function isLayout({ kind }: PushSource): boolean {
  return kind === 'oci' || kind === 'oci-archive'
}

export async function pushBySkopeo(skopeo: string, source: PushSource, daemon: Daemon | undefined, attempt: Attempt): Promise<Result> {
  const digestfile = join(attempt.folder, 'digest')
  const words = [
    'copy',
    '--authfile',
    attempt.authfile,
    '--digestfile',
    digestfile,
    // skopeo unpacks archives there; older versions ignore TMPDIR.
    '--tmpdir',
    attempt.scratch,
    ...(isLayout(source) ? ['--all', '--preserve-digests'] : []),
    ...(daemon === undefined ? [] : daemonWords(daemon, '--src-')),
    formatPushSource(source),
    `docker://${attempt.target}`,
  ]
  const { env, secrets, line, signal } = attempt
  const outcome = await runTool({ command: skopeo, words, env, secrets, line, signal, limit: attempt.left() })
  if (outcome.late || outcome.code !== 0) return toFailure(outcome)
  return toDigest(await readFile(digestfile, 'utf8').catch(() => ''), 'skopeo')
}

/** A manifest may have 4 MiB, and a configuration has about as much. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/**
 * Reads by what a registry's image is recognized as this source; undefined if it cannot be read. An OCI layout has the manifest that
 * is pushed. Of other sources the push makes a new one, but the configuration stays, and it says what every layer contains.
 */
export async function identifyBySkopeo(
  skopeo: string,
  source: PushSource,
  daemon: Daemon | undefined,
  { scratch, ...task }: Pick<Task, 'env' | 'limit' | 'signal'> & { readonly scratch: string },
): Promise<Identity | undefined> {
  const what = isLayout(source) ? ['--raw'] : ['--raw', '--config']
  const from = daemon === undefined ? [] : daemonWords(daemon, '--')
  const words = ['inspect', ...what, '--tmpdir', scratch, ...from, formatPushSource(source)]
  const { code, late, out } = await runTool({ ...task, command: skopeo, words, secrets: [], keep: MOST_CHARACTERS })
  if (late || code !== 0 || out === '' || out.length === MOST_CHARACTERS) return undefined
  const digest = digestOf(out)
  return isLayout(source) ? { manifest: digest } : { config: digest }
}
