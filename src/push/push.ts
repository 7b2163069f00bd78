// Pushes an image to a registry with the tool that is installed. Transient failures are tried again; all others end the push
// at once, with a cure.
//
// Each attempt requests new credentials, because a push may last longer than a token. Each has its own private folder, which is
// removed at its end, so that nothing worth stealing exists between attempts.

import { mkdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Tell } from '../diagnostic.ts'
import { printable, shorten } from '../escape.ts'
import type { Fault, FaultCode, PushCode } from '../fault.ts'
import { type Clock, retry } from '../poll.ts'
import { formatPushSource, type PushSource } from '../settings/source.ts'
import type { Identity, Result } from './attempt.ts'
import { type Daemon, findDaemon } from './daemon.ts'
import { identifyByDocker, pushByDocker } from './docker.ts'
import type { Failure } from './failure.ts'
import { pushFault } from './fault.ts'
import { type Credentials, listSecrets, withFolder, writeCredentials } from './folder.ts'
import { identifyBySkopeo, pushBySkopeo } from './skopeo.ts'
import { type Environment, findProgram, selectEnvironment } from './tool.ts'

export interface PushRequest {
  readonly source: PushSource
  /** The host to push to, with its port if it has one. */
  readonly registry: string
  readonly repositoryName: string
  readonly tag: string
  readonly timeoutSeconds: number
}

export interface PushDependencies {
  /** Gives credentials that are valid now. */
  readonly authorize: () => Promise<Credentials>
  /** Reads what the registry has under the tag; undefined if there is nothing, or nothing that can be read. */
  readonly readTag: () => Promise<Tagged | undefined>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly env: Environment
  /** A folder in which private folders are made. */
  readonly temporary: string
  readonly progress: (what: string, elapsed?: number) => void
  readonly tell: Tell
}

/** An image in the registry: the digests of its manifest, and of its configuration if it has one. */
export interface Tagged {
  readonly digest: string
  readonly config: string | undefined
}

export interface Pushed {
  readonly digest: string
  readonly attempts: number
  readonly tool: 'skopeo' | 'docker'
}

type Tool =
  | { readonly name: 'skopeo'; readonly path: string; readonly daemon: Daemon | undefined }
  | { readonly name: 'docker'; readonly path: string; readonly daemon: Daemon; readonly image: string }

/** Seconds before the second attempt, the third and the fourth. */
const PAUSES = [2, 6, 15]
const LONGEST_LINE = 160
/** The most lines reported in one attempt, because a tool may print without end. */
const MOST_LINES = 1000
const HEARTBEAT = 1000

/** Pushes an image. Throws a fault that says what was wrong and how to cure it. */
export async function pushImage(request: PushRequest, dependencies: PushDependencies): Promise<Pushed> {
  checkTarget(request)
  const { clock } = dependencies
  const start = clock.milliseconds()
  const left = (): number => request.timeoutSeconds * 1000 - (clock.milliseconds() - start)
  const tool = await chooseTool(request.source, dependencies)
  let refreshed = false
  return retry(clock, async attempts => {
    const result = await tryOnce(request, dependencies, tool, left)
    if ('digest' in result) return { done: { digest: result.digest, attempts, tool: tool.name } }
    const failure = 'failure' in result ? result.failure : undefined
    const pauseSeconds = PAUSES[attempts - 1]
    const again = failure?.retry === 'again' || (failure?.retry === 'once' && !refreshed)
    if (failure?.retry === 'once') refreshed = true
    if (failure === undefined || !again || pauseSeconds === undefined || pauseSeconds * 1000 >= left()) {
      const late = failure === undefined || (again && pauseSeconds !== undefined)
      const fault = late ? lateFault(request, attempts, failure) : failureFault(request, failure, attempts)
      return { done: { digest: await findPushed(request, dependencies, tool, fault), attempts, tool: tool.name } }
    }
    dependencies.tell({
      level: 'warning',
      kind: failure.code,
      message: `attempt ${attempts} of ${PAUSES.length + 1} to push ${targetOf(request)} failed (${failure.said}); the next is in ${pauseSeconds} s`,
    })
    return { pauseSeconds }
  })
}

/** Failures in which the registry had no part. */
const LOCAL: readonly FaultCode[] = ['push-tool', 'push-source', 'push-disk']
/** How long the source may be read to know what was to be pushed, in milliseconds. */
const IDENTIFY_PATIENCE = 120_000

// An immutable repository refuses an image that it already has under the tag, and an answer may get lost after the image was stored.
// In both cases the tag names what was to be pushed, and that is what a push is for.
async function findPushed(request: PushRequest, dependencies: PushDependencies, tool: Tool, fault: Fault): Promise<string> {
  if (LOCAL.includes(fault.code)) throw fault
  const tagged = await dependencies.readTag()
  if (tagged === undefined) throw fault
  const wanted = await identify(request.source, dependencies, tool)
  const { message, help } = fault.diagnostic
  if (wanted?.manifest === tagged.digest || (wanted?.config !== undefined && wanted.config === tagged.config)) {
    dependencies.tell({ level: 'note', kind: fault.code, message: `${message}; but the tag already names this image, ${tagged.digest}` })
    return tagged.digest
  }
  const why = wanted === undefined ? 'and whether that is this image cannot be told' : 'which is another image'
  throw pushFault(fault.code as PushCode, `${message}; the tag names ${tagged.digest}, ${why}`, help ?? '')
}

/** Reads by what the source is recognized in the registry; undefined if the tool cannot tell. */
function identify(source: PushSource, { env, temporary, signal }: PushDependencies, tool: Tool): Promise<Identity | undefined> {
  return withFolder(temporary, folder =>
    withScratch(env, folder, scratch => {
      const task = { env: { ...selectEnvironment(env), TMPDIR: scratch }, limit: IDENTIFY_PATIENCE, signal }
      return tool.name === 'skopeo'
        ? identifyBySkopeo(tool.path, source, tool.daemon, { ...task, scratch })
        : identifyByDocker(tool.path, tool.image, tool.daemon, task)
    }),
  )
}

async function tryOnce(request: PushRequest, dependencies: PushDependencies, tool: Tool, left: () => number): Promise<Result> {
  const { env, temporary, signal, tell } = dependencies
  const credentials = await dependencies.authorize()
  if (left() <= 0) return { late: true }
  const told = tellProgress(request, dependencies, left)
  try {
    return await withFolder(temporary, folder =>
      withScratch(env, folder, async scratch => {
        const attempt = {
          folder,
          authfile: writeCredentials(folder, request.registry, credentials),
          scratch,
          registry: request.registry,
          repository: `${request.registry}/${request.repositoryName}`,
          target: targetOf(request),
          env: { ...selectEnvironment(env), TMPDIR: scratch },
          secrets: listSecrets(credentials),
          left: () => Math.max(1, left()),
          signal,
          line: told.line,
          tell,
        }
        return tool.name === 'skopeo'
          ? pushBySkopeo(tool.path, request.source, tool.daemon, attempt)
          : pushByDocker(tool.path, tool.image, tool.daemon, attempt)
      }),
    )
  } finally {
    told.stop()
  }
}

// A tool that is killed leaves its unpacked files behind, so it unpacks them into a folder of ours, on the disk of TMPDIR.
function withScratch<T>(env: Environment, folder: string, use: (scratch: string) => Promise<T>): Promise<T> {
  const named = env['TMPDIR'] ?? ''
  if (isAbsolute(named)) return withFolder(named, use)
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch, { mode: 0o700 })
  return use(scratch)
}

// A layer may take minutes in which the tool prints nothing, so its last line is reported again and again.
function tellProgress(request: PushRequest, { progress }: PushDependencies, left: () => number) {
  const what = `pushing ${targetOf(request)}`
  let last = ''
  let count = 0
  const show = (): void => progress(last === '' ? what : `${what}: ${last}`, Math.max(0, request.timeoutSeconds - left() / 1000))
  const beat = setInterval(show, HEARTBEAT)
  show()
  return {
    stop: () => clearInterval(beat),
    line: (line: string): void => {
      if (++count > MOST_LINES) return
      last = printable(line, LONGEST_LINE)
      show()
    },
  }
}

async function chooseTool(source: PushSource, { env, signal }: PushDependencies): Promise<Tool> {
  const [skopeo, docker] = [findProgram('skopeo', env), findProgram('docker', env)]
  const install = 'install skopeo 1.6 or later (apt-get install skopeo, dnf install skopeo, brew install skopeo)'
  if (source.kind !== 'docker-daemon') {
    if (skopeo !== undefined) return { name: 'skopeo', path: skopeo, daemon: undefined }
    const cure = `${install}${docker === undefined ? '' : '; docker alone pushes docker-daemon:NAME:TAG only'}`
    throw pushFault('push-tool', `skopeo is not in PATH, and ${source.kind} needs it`, cure)
  }
  if (skopeo === undefined && docker === undefined)
    throw pushFault('push-tool', 'neither skopeo nor docker is in PATH', `${install}, or docker`)
  const daemon = await findDaemon(env, docker, signal)
  // skopeo cannot connect to a daemon over SSH.
  const remote = daemon.host?.startsWith('ssh:') === true
  if (skopeo !== undefined && !(remote && docker !== undefined)) return { name: 'skopeo', path: skopeo, daemon }
  return { name: 'docker', path: docker as string, daemon, image: source.name }
}

// An image's URI has already passed these checks. They are repeated because a caller's mistake must not cause a push.
function checkTarget({ registry, repositoryName, tag, timeoutSeconds }: PushRequest): void {
  const fine =
    /^[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/i.test(registry) &&
    /^[a-z0-9][a-z0-9._/-]{0,255}$/.test(repositoryName) &&
    /^\w[\w.-]{0,127}$/.test(tag)
  const target = printable(`${registry}/${repositoryName}:${tag}`, 200)
  if (!fine) throw pushFault('push-usage', `an image cannot be pushed to ${target}`, 'write registry[:port], repository and tag')
  if (!(timeoutSeconds > 0)) throw pushFault('push-usage', `a push cannot be done within ${timeoutSeconds} s`, 'give it more time')
}

function targetOf({ registry, repositoryName, tag }: PushRequest): string {
  return `${registry}/${repositoryName}:${tag}`
}

function failureFault(request: PushRequest, { code, what, help, said }: Failure, attempts: number) {
  const tries = attempts === 1 ? '' : ` in ${attempts} attempts`
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)}${tries}: ${what} (${said})`
  return pushFault(code, message, help)
}

function lateFault(request: PushRequest, attempts: number, failure?: Failure) {
  const why = failure === undefined ? '' : `; attempt ${attempts} failed (${failure.said}), and there was no time for another`
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)} within ${request.timeoutSeconds} s${why}`
  return pushFault('push-timeout', message, 'give the push more time, or check the network')
}

function nameOf(source: PushSource): string {
  return shorten(formatPushSource(source), 200)
}
