// A Trino of our own, the engine behind Athena, over files in a folder. It comes from Maven Central, as Maven is set up on this machine, is
// kept in the user's cache, and runs on any Java that is new enough.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from './install.ts'
import { installPrograms, run } from './programs.ts'

const VERSION = '476'
const OLDEST_JAVA = 24
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
const START_TIMEOUT = 180_000

/** How long tests wait for the engine: 450 MB to download the first time. */
export const TRINO_TIMEOUT = 900_000

export interface Trino {
  /** The folder in which a table `local:///NAME` has its files. */
  readonly warehouse: string
  readonly query: (sql: string) => Promise<readonly (readonly unknown[])[]>
  /** The same with the names of columns and what was read for it. A signal ends the query. */
  readonly ask: (sql: string, signal?: AbortSignal) => Promise<Answer>
  readonly stop: () => Promise<void>
}

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly bytes: number
}

/** Starts the engine in a new folder, and waits until it answers. */
export async function startTrino(): Promise<Trino> {
  const [home, java, port] = [installTrino(), findJava(), await findPort()]
  const folder = mkdtempSync(join(tmpdir(), 'trino-'))
  const warehouse = join(folder, 'warehouse')
  mkdirSync(join(warehouse, 'ready-rows'), { recursive: true })
  writeFileSync(join(warehouse, 'ready-rows', 'rows.json'), '{"a":"b"}\n')
  writeSettings(folder, warehouse, port)
  const child = spawn(join(java, 'bin', 'java'), [...JAVA_OPTIONS, ...wordsOf(home, folder)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000)
    })
  const askHere: Trino['ask'] = (sql, signal) => ask(`http://127.0.0.1:${port}`, sql, signal)
  const query: Trino['query'] = async sql => (await askHere(sql)).rows
  const stop = () => end(child, folder)
  try {
    await awaitAnswer(query, child, () => log)
  } catch (error) {
    await stop()
    throw error
  }
  return { warehouse, query, ask: askHere, stop }
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}

// Among several the newest is taken.
function findJava(): string {
  const folders = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'].filter(existsSync)
  const homes = [process.env['JAVA_HOME'] ?? '', ...folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))]
  const found = homes.flatMap(home => {
    const { status, stderr } = run(join(home, 'bin', 'java'), ['-version'])
    const [, version] = /version "(\d+)/.exec(status === 0 ? stderr : '') ?? []
    return version === undefined ? [] : [{ home, version: Number(version) }]
  })
  const [newest] = found.sort((a, b) => b.version - a.version)
  if (newest !== undefined && newest.version >= OLDEST_JAVA) return newest.home
  const there = newest === undefined ? 'there is none' : `the newest is ${newest.version}`
  throw new Error(`the tests with Trino need Java ${OLDEST_JAVA} or later in JAVA_HOME or /usr/lib/jvm: ${there}`)
}

/** Downloads and unpacks the engine if it is not there yet, and returns its folder. */
function installTrino(): string {
  const cache = cacheFolder()
  const home = join(cache, `trino-${VERSION}`)
  if (existsSync(home)) return home
  installPrograms({ mvn: 'maven', unzip: 'unzip' })
  console.log(`downloading Trino into ${home}`)
  mkdirSync(cache, { recursive: true })
  const making = mkdtempSync(`${home}-`)
  try {
    for (const artifact of [`trino-server-core:${VERSION}:tar.gz`, `trino-hive:${VERSION}:zip`]) {
      const words = [`-Dartifact=io.trino:${artifact}`, `-DoutputDirectory=${making}`, `-Dmaven.repo.local=${join(making, 'maven')}`]
      must('mvn', ['-q', '-B', COPY, ...words])
    }
    must('tar', ['-xzf', join(making, `trino-server-core-${VERSION}.tar.gz`), '-C', making])
    const server = join(making, `trino-server-core-${VERSION}`)
    const plugins = join(server, 'plugin')
    rmSync(plugins, { recursive: true, force: true })
    mkdirSync(plugins)
    must('unzip', ['-q', join(making, `trino-hive-${VERSION}.zip`), '-d', plugins])
    // If another run was faster, its folder is used.
    if (!existsSync(home)) renameSync(server, home)
    return home
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

function must(command: string, words: readonly string[]): void {
  const { status, error, stdout, stderr } = run(command, words)
  if (status !== 0) throw new Error(`the tests with Trino need ${command} (${error?.message ?? `${stdout}${stderr}`.trim()})`)
}

function findPort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

const JAVA_OPTIONS = [
  ...['-server', '-Xmx1G', '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError', '-Djdk.attach.allowAttachSelf=true'],
  ...['-Djdk.nio.maxCachedBufferSize=2000000', '-Dfile.encoding=UTF-8', '--enable-native-access=ALL-UNNAMED'],
  ...['--add-opens=java.base/java.nio=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'],
]

const wordsOf = (home: string, folder: string): readonly string[] => [
  ...['-cp', join(home, 'lib', '*'), '-Dnode.environment=test', '-Dnode.id=test', `-Dnode.data-dir=${join(folder, 'data')}`],
  ...[`-Dconfig=${join(folder, 'config.properties')}`, `-Dcatalog.config-dir=${join(folder, 'catalog')}`],
  ...[`-Dplugin.dir=${join(home, 'plugin')}`, `-Dlog.levels-file=${join(folder, 'log.properties')}`, 'io.trino.server.TrinoServer'],
]

function writeSettings(folder: string, warehouse: string, port: number): void {
  const write = (name: string, settings: Readonly<Record<string, string | number | boolean>>): void =>
    writeFileSync(
      join(folder, name),
      Object.entries(settings)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    )
  mkdirSync(join(folder, 'catalog'))
  write('log.properties', { 'io.trino': 'WARN' })
  write('config.properties', {
    coordinator: true,
    'node-scheduler.include-coordinator': true,
    'http-server.http.port': port,
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
    'discovery.uri': `http://127.0.0.1:${port}`,
    'query.max-memory': '400MB',
    'query.max-memory-per-node': '300MB',
    'memory.heap-headroom-per-node': '200MB',
  })
  write('catalog/hive.properties', {
    'connector.name': 'hive',
    'hive.metastore': 'file',
    'hive.metastore.catalog.dir': 'local:///meta',
    'fs.native-local.enabled': true,
    'local.location': warehouse,
    'hive.metastore.disable-location-checks': true,
    'hive.security': 'allow-all',
    'hive.ignore-absent-partitions': true,
  })
}

// The server answers for itself before any node is there to read a file, so it is asked for one.
const READY = [
  "CREATE SCHEMA IF NOT EXISTS hive.ct WITH (location = 'local:///ct')",
  "CREATE TABLE IF NOT EXISTS ready (a varchar) WITH (format = 'JSON', external_location = 'local:///ready-rows')",
  'SELECT a FROM ready',
]

async function awaitAnswer(query: Trino['query'], child: ChildProcess, log: () => string): Promise<void> {
  const end = performance.now() + START_TIMEOUT
  for (;;) {
    try {
      for (const sql of READY) await query(sql)
      return
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`Trino ended with exit code ${child.exitCode}\n${log()}`)
      if (performance.now() > end) throw new Error(`Trino is not ready\n${log()}`, { cause: error })
    }
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

interface Page {
  readonly columns?: readonly { readonly name: string }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly nextUri?: string
  readonly error?: { readonly errorName: string; readonly message: string }
  readonly stats: { readonly processedBytes: number }
}

/** https://trino.io/docs/current/develop/client-protocol.html */
async function ask(server: string, sql: string, signal?: AbortSignal): Promise<Answer> {
  const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': 'hive', 'X-Trino-Schema': 'ct', 'X-Trino-Time-Zone': 'UTC' }
  const rows: (readonly unknown[])[] = []
  let columns: readonly string[] = []
  let response = await fetch(`${server}/v1/statement`, { method: 'POST', body: sql, headers })
  for (;;) {
    if (!response.ok) throw new Error(`Trino answers with status ${response.status}`)
    const { columns: described, data = [], nextUri, error, stats } = (await response.json()) as Page
    if (error !== undefined) throw new Error(`${error.errorName}: ${error.message}\n${sql.slice(0, 2_000)}`)
    columns = described?.map(({ name }) => name) ?? columns
    rows.push(...data)
    if (nextUri === undefined) return { columns, rows, bytes: stats.processedBytes }
    if (signal?.aborted === true) {
      await fetch(nextUri, { method: 'DELETE', headers })
      throw new Error('the query was stopped')
    }
    response = await fetch(nextUri, { headers })
  }
}
