// Opens GitHub for a run in the fake's repository, with a clock that hardly moves except when somebody sleeps.

import { expect } from 'vitest'
import { type GitHub, openGitHub } from '../../src/github/github.ts'
import { type Payload, PULL_REQUEST, pullOf } from './payloads.ts'
import { type FakeGitHub, type GitHubOptions, startGitHub } from './server.ts'

export interface Opened {
  readonly fake: FakeGitHub
  readonly github: GitHub
  /** The seconds of each sleep. */
  readonly sleeps: readonly number[]
  /** The requested operations, in order. */
  readonly asked: () => readonly string[]
}

export interface OpenOptions extends GitHubOptions {
  readonly event?: string
  readonly payload?: Payload
  readonly env?: Readonly<Record<string, string>>
  readonly token?: string
  /** Milliseconds that one request may take. */
  readonly patience?: number
}

export const NOW = '2026-11-23T12:00:00.000Z'

/** Starts a fake and opens a run for pull request 7, or for another event. */
export async function open(options: OpenOptions = {}): Promise<Opened> {
  return reopen(await startGitHub(options), options)
}

/** Opens another run in the same repository. From then on, the repository has the pull request as the event describes it. */
export async function reopen(
  fake: FakeGitHub,
  { event = 'pull_request', payload = PULL_REQUEST, env = {}, token = fake.token, patience = 2000 }: OpenOptions = {},
): Promise<Opened> {
  const pull = pullOf(payload)
  if (pull !== undefined) fake.pulls.splice(0, fake.pulls.length, ...fake.pulls.filter(({ number }) => number !== pull.number), pull)
  const sleeps: number[] = []
  const slept = (): number => sleeps.reduce((sum, each) => sum + each, 0) * 1000
  // As with a real clock, milliseconds have fractions, and no two readings are the same.
  let readings = 0
  const dependencies = {
    now: () => new Date(Date.parse(NOW) + slept()),
    milliseconds: () => slept() + ++readings / 16,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds / 1000)
    },
    patience,
  }
  const github = await openGitHub(fake.env(event, payload, env), token, dependencies)
  return { fake, github, sleeps, asked: () => fake.requests.map(({ operation }) => operation) }
}

/** Returns what was done. Expects that it was done, and that both sides conformed to GitHub's description. */
export function expectDone<T>(outcome: { readonly done: T } | object, { violations }: FakeGitHub): T {
  expect(violations).toEqual([])
  expect(outcome).toHaveProperty('done')
  return (outcome as { readonly done: T }).done
}
