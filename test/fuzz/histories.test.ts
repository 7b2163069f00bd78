// Whoever builds an image writes its history, and whoever opens a pull request the Dockerfile. Whatever they say, it is read to an end, a
// line is one of an instruction that says the same, and no verdict changes.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { nameMade, readHistory, readMade } from '../../src/image/history.ts'
import { readInstructions } from '../../src/locate/dockerfile.ts'
import { findMadeLines } from '../../src/locate/made.ts'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { OCI_MANIFEST } from '../aws/images.ts'
import { HOST } from '../aws/reading.ts'
import { startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { damagedJson, damagedText } from './damage.ts'
import { fuzz } from './fuzz.ts'

const LAYERS = ['one', 'two', 'three'].map(name => `sha256:${sha256(name)}`)

const createdBy = fc.oneof(
  fc.constantFrom(
    'RUN /bin/sh -c make # buildkit',
    '/bin/sh -c make',
    'RUN |1 V=1 /bin/sh -c make # buildkit',
    'COPY . /app # buildkit',
    '/bin/sh -c #(nop) COPY dir:1f6a in /app ',
    'WORKDIR /app',
    '::error::x',
  ),
  fc
    .array(fc.constantFrom('RUN', 'COPY', '|1', '|', '/bin/sh', 'sh', '-c', '-', '#(nop)', '#', 'buildkit', '$A', '[', 'make', '\u001b'), {
      maxLength: 8,
    })
    .map(words => words.join(' ')),
  fc.string(),
)
const history = fc.array(fc.record({ created_by: createdBy, empty_layer: fc.constantFrom(undefined, false, true, 'true') }), {
  maxLength: 5,
})
const config = history.map(entries => ({ rootfs: { type: 'layers', diff_ids: LAYERS }, history: entries }))

const dockerfile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'FROM a',
        'FROM a AS b',
        'FROM b',
        'RUN make',
        'RUN ["make"]',
        'RUN <<EOF',
        'EOF',
        'COPY . /app',
        'COPY $A $B',
        'WORKDIR /app',
        '# x',
        'RUN \\',
      ),
      createdBy,
    ),
    { maxLength: 12 },
  )
  .map(lines => `FROM x\n${lines.join('\n')}`)

describe('a history', () => {
  fuzz(
    'of any text is read or refused',
    500,
    [fc.oneof(damagedJson(config), damagedText(config.map(value => JSON.stringify(value))).map(String))],
    given => {
      const read = readHistory(typeof given === 'string' ? given : JSON.stringify(given), LAYERS)
      if (read.kind === 'unreadable') expect(read.problem).not.toBe('')
      else expect([0, LAYERS.length]).toContain(read.steps.length)
    },
  )

  fuzz(
    'leads to instructions that say the same, from top to bottom',
    1000,
    [dockerfile, fc.array(createdBy, { maxLength: 6 })],
    (text, said) => {
      const instructions = readInstructions(text)
      const steps = said.map((each, i) => ({ layer: `${i}`, createdBy: each }))
      const found = findMadeLines(instructions, steps)
      const lines = found.map(([, line]) => line)
      expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
      for (const [layer, line] of found) {
        const instruction = instructions.find(each => each.line === line)
        expect(readMade(said[Number(layer)] ?? '').word).toBe(instruction?.word)
      }
    },
  )

  fuzz(
    'never shows what a build argument held',
    500,
    [fc.constantFrom('make', '["make"]', 'sh -c make', '/bin/sh -c make'), fc.boolean()],
    (command, isNamed) => {
      const said = `${isNamed ? 'RUN ' : ''}|2 TOKEN=hunter2 V=hunter2 ${command}`
      expect(nameMade(readMade(said))).not.toContain('hunter2')
    },
  )

  fuzz('changes no verdict', 12, [fc.oneof(config, damagedJson(config)), dockerfile], async (given, text) => {
    const known = await judge(undefined, text)
    expect(await judge(typeof given === 'string' ? given : JSON.stringify(given), text)).toEqual(known)
  })
})

async function judge(content: string | undefined, text: string): Promise<unknown> {
  const aws = await startAws({ keepOpen: true })
  try {
    const blob = aws.ecr.addBlob(content ?? '{}')
    const manifest = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...blob },
      layers: LAYERS.map(digest => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 10 })),
    }
    const findings = makeEnhancedFindings({ MEDIUM: 2, HIGH: 1 }).map(each =>
      JSON.parse(JSON.stringify(each).replaceAll(`sha256:${sha256('a layer')}`, LAYERS[1] ?? '')),
    )
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest, scan: [{ status: 'ACTIVE', enhancedFindings: findings }] })
    if (content === undefined) aws.fail('GetDownloadUrlForLayer', 'denied')
    const words = ['--image', `${HOST}/api:1`, '--audit-source', 'none', '--aws-attempts', '1']
    const { report } = await playCheck(aws, words, { root: makeFolder({ Dockerfile: text }) })
    expect(aws.requests.filter(({ operation }) => operation === 'GetDownloadUrlForLayer')).toHaveLength(1)
    const { verdict, reasons, alerts, images } = report
    // Another history makes another digest.
    return JSON.parse(
      JSON.stringify([verdict, reasons, alerts.map(({ ruleId, action }) => [ruleId, action]), images[0]?.severityCounts]).replaceAll(
        /@sha256:[0-9a-f]+/g,
        '',
      ),
    )
  } finally {
    await aws.close()
  }
}
