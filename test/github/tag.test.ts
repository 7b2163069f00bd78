// The part of a tag that stays from commit to commit, by which a comment is found again.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastingTag, type Passing } from '../../src/github/tag.ts'
import { HEAD_SHA } from './payloads.ts'
import { RUN_SHA } from './server.ts'

const RUN: Passing = { commits: [HEAD_SHA, RUN_SHA], numbers: ['1658821493', '57'], attempt: '2' }

test.each([
  // The commit of the pull request or of its merge, of any length and at any position.
  [HEAD_SHA, '*'],
  ['ec26c3e', '*'],
  ['EC26C3E57', '*'],
  [`sha-${HEAD_SHA}`, 'sha-*'],
  ['1.4.2-2ffea6d-arm', '1.4.2-*-arm'],
  ['gitec26c3e57x', 'git*x'],
  ['ec26c3', 'ec26c3'],
  // Any other commit, also as git describe writes it, after the number of commits since the last tag.
  ['deadbee-amd', '*-amd'],
  ['pr_7_DEADBEEF', 'pr_7_*'],
  ['v1.4.2-14-gdeadbee', 'v1.4.2-*'],
  ['v1.4.2-14-gec26c3e-arm', 'v1.4.2-*-arm'],
  // The run. Its attempt is often a 1 or a 2, and only counts after the run or the commit.
  ['run-1658821493', 'run-*'],
  ['run-1658821493-2', 'run-*-*'],
  ['1.4.57', '1.4.*'],
  ['1.4.57_2-arm', '1.4.*_*-arm'],
  ['ec26c3e.2', '*.*'],
  ['1.4.2', '1.4.2'],
  ['node57', 'node57'],
  ['run-1658821493-22', 'run-*-22'],
  // Times and build numbers.
  ['20261123', '*'],
  ['20261123T104500Z', '*T*Z'],
  ['build123456', 'build*'],
  // Anything that tells one leg of a matrix from another stays.
  ['node18', 'node18'],
  ['node20', 'node20'],
  ['3.11', '3.11'],
  ['linux-amd64', 'linux-amd64'],
  ['12345', '12345'],
  ['facade', 'facade'],
  ['latest', 'latest'],
])('%s counts as %s', (tag, lasting) => {
  expect(lastingTag(tag, RUN)).toBe(lasting)
})

describe('docs/github.md says so', () => {
  const [, text = ''] = readFileSync('docs/github.md', 'utf8').split('<!-- rows: tags -->\n')
  const [table = ''] = text.split('\n\n')
  const rows = table
    .split('\n')
    .slice(2)
    .map(line => line.split('|').map(cell => cell.trim().replaceAll('`', '').split(', ')))
  const examples = rows.flatMap(([, , tags = [], lasting = []]) => tags.map((tag, i) => [tag, lasting[i]] as const))

  test.each(examples)('%s counts as %s', (tag, lasting) => {
    expect(lastingTag(tag, RUN)).toBe(lasting)
  })
})

const NOTHING: Passing = { commits: ['', 'main'], numbers: ['', '.*'], attempt: '' }

test.each(['1.4.2', '1.4.57-2', 'main', 'node18'])('%s stays as it is if nothing is known about the run', tag => {
  expect(lastingTag(tag, NOTHING)).toBe(tag)
})

describe('whatever a tag is made of', () => {
  const parts = ['api', 'node18', 'v1', 'arm64', 'COMMIT', 'MERGE', 'SHORT', 'ID', 'NUMBER', 'NUMBER.ATTEMPT', 'SHORT-ATTEMPT'] as const
  const sha = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 })
  const run = fc.record({
    head: sha,
    merge: sha,
    id: fc.integer({ min: 1, max: 1e11 }).map(String),
    number: fc.integer({ min: 1, max: 1e7 }).map(String),
    attempt: fc.integer({ min: 1, max: 9 }).map(String),
  })
  const tag = fc.array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom('-', '_', '.')), { minLength: 1, maxLength: 6 })

  test('it counts as the same in every run', () => {
    fc.assert(
      fc.property(tag, run, run, (template, ...runs) => {
        const [first, second] = runs.map(({ head, merge, id, number, attempt }) => {
          const values = { COMMIT: head, MERGE: merge, SHORT: head.slice(0, 7), ID: id, NUMBER: number, ATTEMPT: attempt }
          const text = template
            .flat()
            .join('')
            .replace(/[A-Z]+/g, name => values[name as keyof typeof values])
          return lastingTag(text, { commits: [head, merge], numbers: [id, number], attempt })
        })
        expect(first).toBe(second)
      }),
    )
  })
})
