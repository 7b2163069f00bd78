// Which line of a Dockerfile made a layer, by what the image says of it; none in any doubt.

import { describe, expect, test } from 'vitest'
import { readInstructions } from '../../src/locate/dockerfile.ts'
import { findMadeLines } from '../../src/locate/made.ts'

/** The lines of the layers in their order; null where there is none. */
function linesOf(dockerfile: string, history: readonly (string | null)[]): readonly (number | null)[] {
  const steps = history.map((createdBy, i) => ({ layer: `layer ${i}`, createdBy }))
  const found = new Map(findMadeLines(readInstructions(dockerfile), steps))
  return steps.map(({ layer }) => found.get(layer) ?? null)
}

const BASE = "# debian.sh --arch 'amd64' out/ 'bookworm'"

describe('an instruction is found', () => {
  test.each<[what: string, dockerfile: string, createdBy: string, line: number]>([
    ['of BuildKit', 'FROM a\nRUN make\n', 'RUN /bin/sh -c make # buildkit', 2],
    [
      'over several lines',
      'FROM a\nRUN apt-get update && \\\n    # why\n    apt-get install -y curl\n',
      'RUN /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit',
      2,
    ],
    ['with mounts', 'FROM a\nRUN --mount=type=cache,target=/x --network=none make\n', 'RUN /bin/sh -c make # buildkit', 2],
    ['as a list of words', 'FROM a\nRUN ["npm", "ci"]\n', 'RUN npm ci # buildkit', 2],
    ['that begins like a list', 'FROM a\nRUN [ -f /x ] && make\n', 'RUN /bin/sh -c [ -f /x ] && make # buildkit', 2],
    ['with a variable of the shell', 'FROM a\nARG V\nRUN make $V\n', 'RUN |1 V=2 /bin/sh -c make $V # buildkit', 3],
    ['in a here-document', 'FROM a\nRUN <<EOF\nset -e\nmake\nEOF\n', 'RUN /bin/sh -c set -e\nmake\n # buildkit', 2],
    ['with a here-document', 'FROM a\nRUN cat <<EOF > /x\nmake\nEOF\n', 'RUN /bin/sh -c cat <<EOF > /x\nmake\nEOF # buildkit', 2],
    ['of the classic builder', 'FROM a\nRUN make\n', '/bin/sh -c make', 2],
    ['of the classic builder with arguments', 'FROM a\nRUN make\n', '|1 V=2 /bin/sh -c make', 2],
    ['of kaniko', 'FROM a\nRUN --mount=type=cache,target=/x make\n', 'RUN --mount=type=cache,target=/x make', 2],
    ['that copies', 'FROM a\nCOPY a b /app/\n', 'COPY a b /app/ # buildkit', 2],
    ['that copies from another stage', 'FROM a AS b\nFROM c\nCOPY --from=b --link /x /y\n', 'COPY /x /y # buildkit', 3],
    ['that copies for an owner', 'FROM a\nCOPY --from=b --chown=1:1 /x /y\n', 'COPY --chown=1:1 /x /y # buildkit', 2],
    ['that copies to a variable place', 'FROM a\nCOPY . $HOME/app\n', 'COPY . /root/app # buildkit', 2],
    ['that copies, of the classic builder', 'FROM a\nCOPY . /app\n', '/bin/sh -c #(nop) COPY dir:1f6a in /app ', 2],
    ['that copies, of Buildah', 'FROM a\nADD x.tar /app/\n', '/bin/sh -c #(nop) ADD file:1f6a in /app', 2],
    ['that changes the folder', 'FROM a\nWORKDIR /app\n', 'WORKDIR /app', 2],
    ['in small letters', 'from a\nrun make\n', 'RUN /bin/sh -c make # buildkit', 2],
    ['with carriage returns', 'FROM a\r\nRUN make && \\\r\n  x\r\n', 'RUN /bin/sh -c make &&   x # buildkit', 2],
    [
      'of the stage that the last one continues',
      'FROM a AS base\nRUN make\nFROM x AS other\nRUN y\nFROM Base\nRUN z\n',
      'RUN /bin/sh -c make # buildkit',
      2,
    ],
  ])('%s', (_, dockerfile, createdBy, line) => {
    expect(linesOf(dockerfile, [BASE, createdBy])).toEqual([null, line])
  })
})

test('equal instructions that made as many layers are told apart by their order', () => {
  const run = 'RUN /bin/sh -c make # buildkit'
  expect(linesOf('FROM a\nRUN make\nCOPY . .\nRUN make\n', [BASE, run, 'COPY . . # buildkit', run])).toEqual([null, 2, 3, 4])
})

describe('no line', () => {
  const run = 'RUN /bin/sh -c make # buildkit'
  test.each<[what: string, dockerfile: string, history: readonly (string | null)[]]>([
    ['where the base image made an equal layer', 'FROM a\nRUN make\n', [run, run]],
    ['where one of two equal instructions made no layer', 'FROM a\nRUN make\nRUN make\n', [BASE, run]],
    ['where the order is another', 'FROM a\nRUN make\nRUN test\n', ['RUN /bin/sh -c test # buildkit', run]],
    ['where a variable could stand for either', 'FROM a\nCOPY $A /x\nCOPY b /x\n', ['COPY a /x # buildkit', 'COPY b /x # buildkit']],
    ['of a stage that the last one only copies from', 'FROM a AS b\nRUN make\nFROM c\nCOPY --from=b /x /x\n', [run]],
    ['of a stage of that name that comes later', 'FROM later\nRUN x\nFROM a AS later\n', ['RUN /bin/sh -c x # buildkit']],
    ['in a comment', 'FROM a\n# RUN make\n', [run]],
    ['in a here-document', 'FROM a\nRUN <<EOF\nRUN make\nEOF\n', [run]],
    ['of which nothing is said', 'FROM a\nRUN make\n', [null]],
    ['of which another builder says something', 'FROM a\nRUN make\n', ['ko build ko://example.com/make', 'make']],
    ['of the end of a longer command', 'FROM a\nRUN make\n', ['RUN /bin/sh -c x && make # buildkit']],
    ['that only a shell in a shell runs', 'FROM a\nRUN make\n', ['RUN /bin/sh -c bash -c make # buildkit']],
    ['without a FROM', 'RUN make\n', [run]],
  ])('%s', (_, dockerfile, history) => {
    expect(linesOf(dockerfile, history).every(line => line === null)).toBe(true)
  })
})

// Anybody who opens a pull request writes the one, and whoever builds an image the other.
test.each([
  ['words', `RUN ${'a '.repeat(2_000_000)}`, 'a '.repeat(2_000_000)],
  ['variables', `COPY ${'$a'.repeat(40_000)} /x`, `COPY ${'a'.repeat(80_000)} /x`],
  ['instructions', 'RUN make\n'.repeat(100_000), 'RUN make'],
  ['lists', `RUN ${'['.repeat(90_000)}`, '['],
  ['flags', `RUN ${'--a '.repeat(30_000)}[`, '--a'],
])('ends whatever the number of %s', (_, dockerfile, createdBy) => {
  expect(linesOf(`FROM a\n${dockerfile}`, Array(200).fill(createdBy))).toHaveLength(200)
})
