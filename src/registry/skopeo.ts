// Pushes with skopeo, which reads every kind of source and needs no daemon to push.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Attempt, type Result, toDigest, toFailure } from './attempt.ts'
import { type Daemon, daemonWords } from './daemon.ts'
import { formatSource, type Source } from './source.ts'
import { runTool } from './tool.ts'

export async function pushBySkopeo(skopeo: string, source: Source, daemon: Daemon | undefined, attempt: Attempt): Promise<Result> {
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
    // Only an OCI layout has the exact bytes that the registry is to have; the other forms have no manifest for a registry.
    ...(source.kind === 'oci' || source.kind === 'oci-archive' ? ['--all', '--preserve-digests'] : []),
    ...(daemon === undefined ? [] : daemonWords(daemon)),
    formatSource(source),
    `docker://${attempt.target}`,
  ]
  const { env, secrets, line, signal } = attempt
  const outcome = await runTool({ command: skopeo, words, env, secrets, line, signal, limit: attempt.left() })
  if (outcome.late || outcome.code !== 0) return toFailure(outcome)
  return toDigest(await readFile(digestfile, 'utf8').catch(() => ''), 'skopeo')
}
