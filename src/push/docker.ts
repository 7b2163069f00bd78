// Pushes with docker, if skopeo is missing or cannot reach the daemon. docker only pushes an image that has the name of the
// target, so the image gets that name for the duration of the push; an image that had the name before gets it back.

import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { isDigest } from '../image/uri.ts'
import { registerCleanup } from '../process/stop.ts'
import { type Attempt, type Identity, type Result, toDigest, toFailure } from './attempt.ts'
import { type Daemon, daemonEnvironment } from './daemon.ts'
import { type Outcome, runTool, type Task } from './tool.ts'

/** How long removing the name may take, in milliseconds: a signal handler may be waiting for it. */
const UNTAG_PATIENCE = 5000

type Docker = (words: readonly string[], line?: (line: string) => void) => Promise<Outcome>

export async function pushByDocker(docker: string, name: string, daemon: Daemon, attempt: Attempt): Promise<Result> {
  const { repository, target, secrets } = attempt
  const env = { ...attempt.env, ...daemonEnvironment(daemon) }
  const config = ['--config', dirname(attempt.authfile)]
  const run: Docker = (words, line) =>
    runTool({
      command: docker,
      words: [...config, ...words],
      env,
      secrets,
      limit: attempt.left(),
      signal: attempt.signal,
      ...(line === undefined ? {} : { line }),
    })
  const untag =
    name === target ? () => undefined : await tagTarget(run, name, attempt, words => untagNow(docker, [...config, ...words], env))
  if (typeof untag === 'object') return untag
  try {
    const pushed = await run(['push', target], attempt.line)
    if (pushed.late || pushed.code !== 0) return toFailure(pushed)
    return toDigest(findPrintedDigest(pushed.out) ?? (await inspectDigest(run, repository, target)), 'docker')
  } finally {
    untag()
  }
}

/**
 * Reads by what a registry's image is recognized as this one; undefined if docker does not tell. It knows an image by the digest of
 * its configuration or, in newer stores, of its manifest.
 */
export async function identifyByDocker(
  docker: string,
  name: string,
  daemon: Daemon,
  task: Pick<Task, 'env' | 'limit' | 'signal'>,
): Promise<Identity | undefined> {
  const words = ['image', 'inspect', '--format', '{{.Id}}', name]
  const env = { ...task.env, ...daemonEnvironment(daemon) }
  const { code, late, out } = await runTool({ ...task, command: docker, words, env, secrets: [] })
  const id = out.trim()
  return late || code !== 0 || !isDigest(id) ? undefined : { manifest: id, config: id }
}

/** Gives the image the name of the target. Returns a function that undoes this, or the failure. */
async function tagTarget(
  run: Docker,
  name: string,
  attempt: Attempt,
  now: (words: readonly string[]) => boolean,
): Promise<Result | (() => void)> {
  const { target, tell } = attempt
  const before = await run(['image', 'inspect', '--format', '{{.Id}}', target])
  const had = before.code === 0 ? before.out.trim() : undefined
  const undo = registerCleanup(() => {
    if (now(had === undefined ? ['image', 'rm', '--no-prune', target] : ['tag', had, target])) return
    const help = `remove it with docker image rm ${target}`
    tell({ level: 'warning', kind: 'push-tag', message: `docker still has the name ${target}, which was added for the push`, help })
  })
  const tagged = await run(['tag', name, target])
  if (!tagged.late && tagged.code === 0) return undo
  undo()
  return toFailure(tagged)
}

function untagNow(docker: string, words: readonly string[], env: Attempt['env']): boolean {
  return spawnSync(docker, words, { env: { ...env }, stdio: 'ignore', timeout: UNTAG_PATIENCE, killSignal: 'SIGKILL' }).status === 0
}

// Finds the digest that docker prints, which is the registry's answer. RepoDigests is less reliable: it may hold digests of
// other pushes, and podman's docker-compatible service lists a digest there that the registry does not have.
function findPrintedDigest(out: string): string | undefined {
  return [...out.matchAll(/digest: (sha256:[0-9a-f]{64}) size: \d+/g)].at(-1)?.[1]
}

async function inspectDigest(run: Docker, repository: string, target: string): Promise<string> {
  const { code, out } = await run(['image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', target])
  const digests = out.split('\n').filter(line => line.startsWith(`${repository}@`))
  return code === 0 && digests.length === 1 ? (digests[0] ?? '').slice(repository.length + 1) : ''
}
