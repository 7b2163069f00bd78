// What made the layers that have findings: read from ECR's storage, checked, shown and placed. It never changes the verdict.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listAnnotations } from '../../src/report/annotation.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { OCI_MANIFEST } from '../aws/images.ts'
import { HOST } from '../aws/reading.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { FILE } from '../report/reports.ts'

const LAYERS = ['base', 'packages', 'app'].map(name => `sha256:${sha256(name)}`)
const HISTORY = [
  { created_by: "# debian.sh --arch 'amd64' out/ 'bookworm'" },
  { created_by: 'ENV A=1', empty_layer: true },
  { created_by: 'RUN |1 TOKEN=hunter2 /bin/sh -c apt-get update && apt-get install -y openssl # buildkit' },
  { created_by: 'COPY . /app # buildkit' },
]
const DOCKERFILE = 'FROM debian:12\nARG TOKEN\nRUN apt-get update && \\\n  apt-get install -y openssl\nCOPY . /app\n'
const INSTRUCTION = 'RUN apt-get update && apt-get install -y openssl'

const configOf = (history: unknown): string =>
  JSON.stringify({ rootfs: { type: 'layers', diff_ids: LAYERS.map(layer => `sha256:${sha256(layer)}`) }, history })

// Another history makes another configuration, and so another digest.
const decisionOf = ({ verdict, reasons, alerts }: Report) => [
  verdict,
  reasons.map(reason => reason.replace(/@sha256:[0-9a-f]+/, '')),
  alerts.map(({ ruleId, action, count }) => [ruleId, action, count]),
]

interface Given {
  readonly history?: unknown
  /** The number of the layer that has the findings. */
  readonly layer?: number
  readonly prepare?: (aws: Aws, digest: string) => void
  readonly dockerfile?: string | null
  readonly size?: number
}

async function check({ history = HISTORY, layer = 1, prepare, dockerfile = DOCKERFILE, size }: Given = {}) {
  const aws = await startAws()
  const config = aws.ecr.addBlob(configOf(history))
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config.digest, size: size ?? config.size },
    layers: LAYERS.map(digest => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 10 })),
  }
  const findings = JSON.parse(
    JSON.stringify(makeEnhancedFindings({ HIGH: 3 })).replaceAll(
      /"sourceLayerHash":"[^"]*"/g,
      `"sourceLayerHash":"${LAYERS[layer] ?? 'sha256:0'}"`,
    ),
  )
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest, scan: [{ status: 'ACTIVE', enhancedFindings: findings }] })
  prepare?.(aws, config.digest)
  const root = makeFolder(dockerfile === null ? {} : { Dockerfile: dockerfile })
  const words = ['--image', `${HOST}/api:1`, '--audit-source', 'none', '--aws-attempts', '1']
  const played = await playCheck(aws, words, { root })
  const asked = aws.requests.filter(({ operation }) => operation === 'GetDownloadUrlForLayer')
  const [finding] = played.report.images[0]?.findings ?? []
  return { ...played, aws, asked, finding, notes: played.told.filter(text => text.includes('which instructions')) }
}

test('findings stand on the line of the instruction that brought them, and every format names it', async () => {
  const { report, asked, aws, finding, told } = await check()
  expect(asked).toHaveLength(1)
  expect(aws.violations).toEqual([])
  expect(finding).toMatchObject({ at: { file: 'Dockerfile', line: 3 }, instruction: INSTRUCTION })
  const onLine = listAnnotations(report).filter(({ at }) => at?.line === 3)
  expect(onLine).toHaveLength(1)
  expect(onLine[0]).toMatchObject({ level: 'error', title: '3 HIGH in what this instruction brought' })
  expect(onLine[0]?.message).toContain(`came with ${INSTRUCTION}`)
  expect(renderMarkdown(report)).toContain('Came with')
  expect(renderText(report, FILE)).toContain(`came with ${INSTRUCTION}`)
  // What a build argument held may be a secret, and so is the address.
  const all = JSON.stringify([report, told])
  expect(all).not.toContain('hunter2')
  expect(all).not.toContain('Signature')
})

test('what came with the base image stands on the FROM, and its instruction is named', async () => {
  const { finding } = await check({ layer: 0 })
  expect(finding).toMatchObject({ at: { file: 'Dockerfile', line: 1 }, instruction: "# debian.sh --arch 'amd64' out/ 'bookworm'" })
})

test.each<[why: string, given: Given]>([
  ['there is no Dockerfile', { dockerfile: null }],
  ['the scan names a layer that the image does not have', { layer: 7 }],
])('nothing is asked where %s', async (_, given) => {
  expect((await check(given)).asked).toEqual([])
})

describe('without it the verdict is the same, and a note says why', () => {
  test.each<[what: string, given: Given, note: string]>([
    ['no permission', { prepare: aws => aws.fail('GetDownloadUrlForLayer', 'denied') }, 'AccessDenied for ecr:GetDownloadUrlForLayer'],
    ['no such blob', { prepare: (aws, digest) => aws.ecr.blobs.delete(digest) }, 'answered HTTP 403'],
    [
      'another content of that size',
      { prepare: (aws, digest) => aws.ecr.blobs.set(digest, configOf(HISTORY).replace('12', '13').replace('hunter2', 'hunter3')) },
      'it is not what was pushed',
    ],
    ['a content that is cut', { prepare: (aws, digest) => aws.ecr.blobs.set(digest, '{') }, 'has 1 bytes in place of'],
    ['a content without end', { prepare: (aws, digest) => aws.ecr.blobs.set(digest, 'x'.repeat(10_000_000)) }, 'has more than'],
    ['a size that is too large', { size: 5_000_000_000 }, 'the limit is 4194304'],
    [
      'an address that is none',
      { prepare: aws => aws.fail('GetDownloadUrlForLayer', { json: { downloadUrl: 'file:///etc/passwd' } }) },
      'no HTTPS address',
    ],
    [
      'an address of elsewhere in clear',
      { prepare: aws => aws.fail('GetDownloadUrlForLayer', { json: { downloadUrl: 'http://example.com/x' } }) },
      'no HTTPS address',
    ],
    ['no address', { prepare: aws => aws.fail('GetDownloadUrlForLayer', { json: {} }) }, 'has no address'],
    [
      'an address where nobody listens',
      { prepare: aws => aws.fail('GetDownloadUrlForLayer', { json: { downloadUrl: 'http://127.0.0.1:1/secret' } }) },
      '127.0.0.1 cannot be reached',
    ],
    ['a history of other layers', { history: HISTORY.slice(2) }, 'the history tells of 2 layers'],
  ])('%s', async (_, given, note) => {
    const known = await check()
    const { report, notes, finding, told } = await check(given)
    expect(decisionOf(report)).toEqual(decisionOf(known.report))
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain(note)
    expect(notes[0]).toContain(': note: ')
    expect(finding).toMatchObject({ at: { file: 'Dockerfile', line: 1 }, instruction: null })
    expect(told.join()).not.toContain('secret')
  })
})

test('an address that leads elsewhere is not followed', async () => {
  let followed = 0
  const server = createServer(({ url }, response) => {
    if (url === '/elsewhere') followed++
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const downloadUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/blob`
  const { notes } = await check({ prepare: aws => aws.fail('GetDownloadUrlForLayer', { json: { downloadUrl } }) })
  expect(notes[0]).toContain('answered HTTP 302')
  expect(followed).toBe(0)
})

test('a history that lies moves an annotation, and nothing else', async () => {
  const lie = HISTORY.map(each =>
    each.created_by.startsWith('RUN') ? { created_by: 'RUN /bin/sh -c rm -rf / ::error::x\u001b[2J # buildkit' } : each,
  )
  const known = await check()
  const { report, finding } = await check({ history: lie })
  expect(decisionOf(report)).toEqual(decisionOf(known.report))
  expect(finding).toMatchObject({ at: { line: 1 } })
  expect(renderMarkdown(report)).not.toContain('\u001b')
})
