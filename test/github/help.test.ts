// Where the page is that says what to do when the gate blocks, from what the runner says of the Action.
// https://docs.github.com/actions/reference/workflows-and-actions/variables

import { expect, test } from 'vitest'
import { locateHelp } from '../../src/github/help.ts'
import { HOSTILE } from '../report/reports.ts'

const ENV = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_ACTION_REPOSITORY: 'octo/ecr-gate', GITHUB_ACTION_REF: 'v1' }

test.each([
  [{}, 'https://github.com/octo/ecr-gate/blob/v1/docs/blocked.md'],
  [{ GITHUB_ACTION_REF: 'feature/next' }, 'https://github.com/octo/ecr-gate/blob/feature/next/docs/blocked.md'],
  [{ GITHUB_ACTION_REF: '4177b78a'.repeat(5) }, `https://github.com/octo/ecr-gate/blob/${'4177b78a'.repeat(5)}/docs/blocked.md`],
  [{ GITHUB_SERVER_URL: 'https://git.example.com:8443/' }, 'https://git.example.com:8443/octo/ecr-gate/blob/v1/docs/blocked.md'],
  [{ GITHUB_ACTION_REPOSITORY: 'octo/.github' }, 'https://github.com/octo/.github/blob/v1/docs/blocked.md'],
])('%j gives %s', (given, address) => {
  expect(locateHelp({ ...ENV, ...given })).toBe(address)
})

const WRONG: Readonly<Record<keyof typeof ENV, readonly string[]>> = {
  GITHUB_SERVER_URL: ['http://github.com', 'https://user@github.com', 'https://github.com/path', 'https://github.com?x', '//github.com'],
  GITHUB_ACTION_REPOSITORY: ['ecr-gate', 'octo/', 'octo/..', '../ecr-gate', 'octo/ecr-gate/sub', 'octo/ecr-gate?x', '/octo/ecr-gate'],
  GITHUB_ACTION_REF: ['..', 'v1/../../other', 'v1/', '/v1', 'v1?x', 'v1#x', 'v1)', 'a//b', 'v'.repeat(201)],
}

test.each(
  Object.entries(WRONG).flatMap(([name, values]) =>
    ['', ' ', ...values, ...HOSTILE].map(value => [name, value.slice(0, 40), value] as const),
  ),
)('%s of %j gives none', (name, _, value) => {
  expect(locateHelp({ ...ENV, [name]: value })).toBeNull()
})

test.each(Object.keys(ENV))('there is none without %s', name => {
  expect(locateHelp({ ...ENV, [name]: undefined })).toBeNull()
})
