// Programs that stand in for skopeo and docker: they record how they were called, and exit, wait or print as planned. They are
// real programs rather than mocks, because these tests are about how a program is started.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a program does in one call; by default it succeeds, and writes a digest if it is given a file for that. */
export interface Step {
  /** A pattern for the arguments; the step is only for a call that matches it. */
  readonly when?: string
  readonly exit?: number
  readonly out?: string
  readonly err?: string
  /** Prints its authfile and the secrets in it. */
  readonly betray?: boolean
  /** How many mebibytes to print to both streams. */
  readonly flood?: number
  readonly wait?: boolean
  readonly stubborn?: boolean
  /** The content of the file for the digest. */
  readonly digest?: string
  /** Kills itself with this signal. */
  readonly signal?: string
}

export interface Call {
  readonly pid: number
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The credentials file, its mode and the mode of its folder. */
  readonly auth: { readonly path: string; readonly text: string; readonly mode: number; readonly folderMode: number } | null
}

export const DIGEST = `sha256:${'5a'.repeat(32)}`

const PROGRAM = `
const fs = require('node:fs'), path = require('node:path')
const words = process.argv.slice(2), name = path.basename(process.argv[1]), base = process.argv[1] + '.d'
const after = flag => words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined
const file = after('--authfile') ?? (name === 'docker' && after('--config') && path.join(after('--config'), 'config.json'))
const mode = name => fs.statSync(name).mode & 0o777
const auth = !file ? null : { path: file, text: fs.readFileSync(file, 'utf8'), mode: mode(file), folderMode: mode(path.dirname(file)) }
const count = fs.readdirSync(base).filter(each => each.startsWith('call-')).length
fs.writeFileSync(path.join(base, 'call-' + String(count).padStart(3, '0')), JSON.stringify({ pid: process.pid, words, env: process.env, auth }))
const planFile = path.join(base, 'plan.json'), plan = JSON.parse(fs.readFileSync(planFile, 'utf8'))
const at = plan.findIndex(({ when }) => when === undefined || new RegExp(when).test(words.join(' ')))
const [step = {}] = at < 0 ? [] : plan.splice(at, 1)
fs.writeFileSync(planFile, JSON.stringify(plan))
if (step.stubborn) process.on('SIGTERM', () => {})
if (step.out) fs.writeSync(1, step.out)
if (step.err) fs.writeSync(2, step.err)
if (step.betray) {
  const found = Object.values(JSON.parse(auth.text).auths)[0].auth, password = Buffer.from(found, 'base64').toString().split(':')[1]
  fs.writeSync(1, auth.text + '\\n' + password + '\\n')
  fs.writeSync(2, 'level=fatal msg="' + 'x'.repeat(3000) + ' auth ' + found + ' password ' + password + ' url ' + encodeURIComponent(password) + ' half ' + password.slice(0, 5) + '"')
}
const all = (fd, text) => { for (let rest = Buffer.from(text); rest.length > 0;) { try { rest = rest.subarray(fs.writeSync(fd, rest)) } catch (e) { if (e.code !== 'EAGAIN') throw e } } }
for (let i = 0; i < (step.flood ?? 0) * 16; i++) { all(1, (String(i) + ' ').repeat(8000) + '\\n'); all(2, 'y'.repeat(65536)) }
if (step.wait) { fs.writeFileSync(path.join(base, 'waiting'), ''); setInterval(() => {}, 1000) }
else if (step.signal) process.kill(process.pid, step.signal)
else {
  const digestfile = after('--digestfile')
  if (digestfile && !step.exit) fs.writeFileSync(digestfile, step.digest ?? '${DIGEST}')
  process.exitCode = step.exit ?? 0
}
`

/** Writes a program into a folder. */
export function writeStandIn(folder: string, name: 'skopeo' | 'docker', plan: readonly Step[] = []): void {
  const path = join(folder, name)
  mkdirSync(`${path}.d`, { recursive: true })
  writeFileSync(path, `#!${process.execPath}\n${PROGRAM}`, { mode: 0o755 })
  writeFileSync(join(`${path}.d`, 'plan.json'), JSON.stringify(plan))
}

/** The calls of a program, in order. */
export function readCalls(folder: string, name: 'skopeo' | 'docker'): readonly Call[] {
  const base = join(folder, `${name}.d`)
  if (!existsSync(base)) return []
  const files = readdirSync(base).filter(file => file.startsWith('call-'))
  return files.sort().map(file => JSON.parse(readFileSync(join(base, file), 'utf8')) as Call)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return true
}
