// How a layer was made, in the words of each builder. The examples have the forms that the builders' sources write.

import { describe, expect, test } from 'vitest'
import { indexSteps, nameMade, readHistory, readMade } from '../../src/image/history.ts'

const [A, B] = ['a', 'b'].map(letter => `sha256:${letter.repeat(64)}`) as [string, string]

const config = (history: unknown, layers = 2): object => ({
  architecture: 'amd64',
  rootfs: { type: 'layers', diff_ids: Array.from({ length: layers }, (_, i) => `sha256:${String(i).repeat(64)}`) },
  history,
})

const HISTORY = [
  { created_by: 'ADD rootfs.tar / # buildkit' },
  { created_by: 'ENV A=1', empty_layer: true },
  { created_by: 'RUN /bin/sh -c make # buildkit' },
]

describe('the instruction that made a layer', () => {
  test.each<[builder: string, createdBy: string, name: string]>([
    [
      'BuildKit, RUN',
      'RUN /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit',
      'RUN apt-get update && apt-get install -y curl',
    ],
    ['BuildKit, RUN in another shell', 'RUN /bin/bash -euo pipefail -c make # buildkit', 'RUN make'],
    ['BuildKit, RUN without a shell', 'RUN npm ci # buildkit', 'RUN npm ci'],
    ['BuildKit, RUN with build arguments', 'RUN |2 TOKEN=hunter2 V=a b /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
    ['BuildKit, RUN of a shell in a shell', 'RUN |1 V=1 /bin/sh -c bash -c "make" # buildkit', 'RUN bash -c "make"'],
    ['BuildKit, RUN with build arguments and no shell', 'RUN |1 TOKEN=hunter2 npm ci # buildkit', 'RUN'],
    ['BuildKit, COPY', 'COPY --chown=node:node . /app # buildkit', 'COPY --chown=node:node . /app'],
    ['BuildKit, WORKDIR', 'WORKDIR /app', 'WORKDIR /app'],
    ['the classic builder, RUN', '/bin/sh -c apt-get update', 'RUN apt-get update'],
    ['the classic builder, RUN with build arguments', '|1 TOKEN=hunter2 /bin/sh -c make all', 'RUN make all'],
    ['the classic builder, COPY', '/bin/sh -c #(nop) COPY dir:1f6a in /app ', 'COPY dir:1f6a in /app'],
    ['the classic builder, CMD', '/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['kaniko', 'RUN apk add --no-cache curl', 'RUN apk add --no-cache curl'],
    ['Buildah', '/bin/sh -c #(nop) COPY file:77ab in /etc/app.conf', 'COPY file:77ab in /etc/app.conf'],
    ['ko', 'ko build ko://example.com/api', 'ko build ko://example.com/api'],
    [
      'a buildpack',
      "Layer: 'jre', Created by buildpack: paketo-buildpacks/bellsoft-liberica@10.4.0",
      "Layer: 'jre', Created by buildpack: paketo-buildpacks/bellsoft-liberica@10.4.0",
    ],
    ['debuerreotype', "# debian.sh --arch 'amd64' out/ 'bookworm'", "# debian.sh --arch 'amd64' out/ 'bookworm'"],
  ])('%s', (_, createdBy, name) => {
    expect(nameMade(readMade(createdBy))).toBe(name)
  })

  test('is cut where it is too long to be repeated for each finding', () => {
    expect(nameMade(readMade(`RUN /bin/sh -c ${'x'.repeat(5_000_000)}`))).toHaveLength(500)
  })

  test.each([' ', '|9 ', '/bin/sh ', '-c ', '# buildkit ', '|1 A=/bin/sh -'])('ends for very many of %j', part => {
    expect(nameMade(readMade(part.repeat(1_000_000))).length).toBeLessThanOrEqual(500)
  })
})

describe('a history', () => {
  test('tells of each layer, and not of what makes none', () => {
    expect(readHistory(JSON.stringify(config(HISTORY)), [A, B])).toEqual({
      kind: 'steps',
      steps: [
        { layer: A, createdBy: 'ADD rootfs.tar / # buildkit' },
        { layer: B, createdBy: 'RUN /bin/sh -c make # buildkit' },
      ],
    })
  })

  test.each<[what: string, history: unknown, createdBy: readonly (string | null)[]]>([
    ['is not there', undefined, []],
    ['is empty', [], []],
    ['says nothing of a layer', [{}, { created_by: 7 }], [null, null]],
    ['calls a layer empty in another type', [{ empty_layer: 'true' }, null], [null, null]],
  ])('that %s explains nothing', (_, history, createdBy) => {
    const read = readHistory(JSON.stringify(config(history)), [A, B])
    expect(read.kind === 'steps' && read.steps.map(step => step.createdBy)).toEqual(createdBy)
  })

  test.each<[what: string, json: string, problem: string]>([
    ['no JSON', '{', 'the configuration is not valid JSON'],
    ['no object', '[]', 'the configuration is not a JSON object'],
    ['a key twice', '{"history":[],"history":[]}', 'the configuration has the key "history" twice in one object'],
    [
      'a key in other letters',
      JSON.stringify({ ...config([]), History: HISTORY }),
      'the configuration has a key that runtimes read as "history"',
    ],
    [
      'such a key in an entry',
      JSON.stringify(config([{ Empty_Layer: true }, {}])),
      'the configuration has a key that runtimes read as "empty_layer"',
    ],
    ['a history that is no list', JSON.stringify(config({})), 'the history in the configuration is not a list'],
    ['nesting without end', '['.repeat(100_000), 'the configuration is nested deeper than 1000 levels'],
    ['too few layers', JSON.stringify(config(HISTORY, 1)), 'the configuration has 1 layers, and the manifest 2'],
    ['too few entries', JSON.stringify(config(HISTORY.slice(1))), 'the history tells of 1 layers, and the manifest has 2'],
    ['too many entries', JSON.stringify(config([...HISTORY, {}])), 'the history tells of 3 layers, and the manifest has 2'],
  ])('with %s is none', (_, json, problem) => {
    expect(readHistory(json, [A, B])).toEqual({ kind: 'unreadable', problem })
  })
})

test('a layer that was made in two ways has no instruction', () => {
  const steps = [
    { layer: A, createdBy: 'RUN a' },
    { layer: B, createdBy: 'RUN b' },
    { layer: A, createdBy: 'RUN c' },
  ]
  expect([...indexSteps([steps, [{ layer: B, createdBy: 'RUN b' }]])]).toEqual([[B, 'RUN b']])
})
