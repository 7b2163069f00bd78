// One run from push to promotion, with the real skopeo and a real registry. ECR's API is our fake, and knows beforehand what will be
// pushed, because pushing an OCI layout keeps its digests.

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { pushLater } from '../aws/push.ts'
import type { ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import type { Authority } from '../certificates.ts'
import { runBundle } from '../e2e/command.ts'
import { type Image, makeIndex, writeLayout } from './layout.ts'
import { installPrograms } from './programs.ts'
import { CREDENTIALS, makeAuthority, PACKAGES, type Registry, startRegistry } from './registry.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:commit-1`
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]

let folder: string
let authority: Authority
let registry: Registry

beforeAll(async () => {
  installPrograms(PACKAGES)
  folder = mkdtempSync(join(tmpdir(), 'ecr-gate-release-test-'))
  authority = makeAuthority(folder)
  registry = await startRegistry(join(folder, 'registry'), authority)
}, 400_000)

afterAll(async () => {
  await registry?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function release(name: string, image: Image, scans: readonly (readonly ScanStep[])[], words: readonly string[] = []) {
  const aws = await startAws({ registry: { ...CREDENTIALS, host: registry.host } })
  aws.ecr.addRepository({ repository: REPOSITORY })
  const manifests = [...image.blobs]
    .filter(([, bytes]) => Buffer.from(bytes).includes('"schemaVersion"'))
    .map(([, bytes]) => Buffer.from(bytes).toString())
  const children = manifests.filter(manifest => !manifest.includes('"manifests"'))
  for (const [i, manifest] of children.entries()) pushLater(aws, { repository: REPOSITORY, manifest, scan: scans[i] ?? [] })
  const index = manifests.find(manifest => manifest.includes('"manifests"')) ?? ''
  pushLater(aws, { repository: REPOSITORY, tags: ['commit-1'], manifest: index, mediaType: image.top.mediaType })
  const temporary = join(folder, `temporary-${name}`)
  mkdirSync(temporary)
  const source = `oci:${writeLayout(join(folder, name), { v1: image })}`
  const env = { ...aws.env, HOME: folder, SSL_CERT_FILE: authority.ca, RUNNER_TEMP: temporary }
  const gate = ['check', '--push', source, '--image', IMAGE, '--audit-source', 'none', '--promote-tags', 'production', '--format', 'json']
  const { code, out, err } = await runBundle('cli.cjs', [...gate, ...words], { env })
  expect(readdirSync(temporary)).toEqual([])
  expect(err).not.toContain(CREDENTIALS.password)
  const authorization = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`
  const answer = await fetch(`https://${registry.host}/v2/${REPOSITORY}/manifests/commit-1`, {
    method: 'HEAD',
    headers: { authorization, accept: image.top.mediaType },
  })
  return { code, report: JSON.parse(out) as Report, pushed: answer.headers.get('docker-content-digest'), tags: aws.ecr.tagsIn(REPOSITORY) }
}

test('an index that passes is pushed completely, and its digest is tagged production', async () => {
  const image = makeIndex('good', ['amd64', 'arm64'])
  const { code, report, pushed, tags } = await release('good', image, [CLEAN, CLEAN])
  expect(report.push).toMatchObject({ digest: image.top.digest, attempts: 1, tool: 'skopeo' })
  expect([code, pushed, tags.get('production')]).toEqual([0, image.top.digest, image.top.digest])
  expect(report.images).toHaveLength(2)
})

test('an index with HIGH findings for one platform is pushed, but not tagged production', async () => {
  const image = makeIndex('bad', ['amd64', 'arm64'])
  const { code, report, pushed, tags } = await release('bad', image, [CLEAN, HIGH], ['--on-fail', 'quarantine-tag:quarantine'])
  expect([code, report.verdict, pushed]).toEqual([1, 'fail', image.top.digest])
  expect([...tags]).toEqual([['quarantine', image.top.digest]])
})

test('an index with a platform that was not scanned is undecided, and not tagged production', async () => {
  const image = makeIndex('unscanned', ['amd64', 'arm64'])
  const { code, report, pushed, tags } = await release('unscanned', image, [CLEAN], ['--scan-grace', '1s'])
  expect([code, report.verdict, pushed, tags.has('production')]).toEqual([2, 'undecided', image.top.digest, false])
})
