// The name that an image is pushed to. What is no name of an image in a registry is refused before anything is started.

import { expect, test } from 'vitest'
import { Fault } from '../../src/fault.ts'
import { pushImage } from '../../src/push/push.ts'

const FINE = { registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com', repositoryName: 'team/api', tag: '1.4.2', timeoutSeconds: 600 }

/** Pushes where no tool is installed, so that a name that is accepted ends in the lack of one. */
async function push(target: Partial<typeof FINE>) {
  const fault = await pushImage(
    { source: { kind: 'oci', path: 'image', reference: null }, ...FINE, ...target },
    {
      authorize: async () => ({ username: 'AWS', password: 'invented' }),
      readTag: async () => undefined,
      clock: { milliseconds: () => 0, sleep: async () => undefined },
      signal: new AbortController().signal,
      env: {},
      temporary: '/nowhere',
      progress: () => undefined,
      tell: () => undefined,
    },
  ).catch((error: unknown) => error)
  return fault instanceof Fault ? [fault.code, fault.message] : fault
}

const NAMED = (name: string) => `an image cannot be pushed to ${name}`

// https://github.com/distribution/reference/blob/main/regexp.go
test.each<[Partial<typeof FINE>, string, string]>([
  [{}, 'push-tool', 'skopeo is not in PATH, and oci needs it'],
  [{ registry: 'localhost:5000' }, 'push-tool', 'skopeo is not in PATH'],
  [{ registry: 'Registry.Example:65535' }, 'push-tool', 'skopeo is not in PATH'],
  [{ registry: '' }, 'push-usage', NAMED('/team/api:1.4.2')],
  [{ registry: '-registry.example' }, 'push-usage', NAMED('-registry.example/team/api:1.4.2')],
  [{ registry: 'registry.example:' }, 'push-usage', NAMED('registry.example:/team/api:1.4.2')],
  [{ registry: 'registry.example:123456' }, 'push-usage', NAMED('registry.example:123456/team/api:1.4.2')],
  [{ registry: 'registry.example/more' }, 'push-usage', NAMED('registry.example/more/team/api:1.4.2')],
  [{ registry: 'user@registry.example' }, 'push-usage', NAMED('user@registry.example/team/api:1.4.2')],
  [{ repositoryName: '' }, 'push-usage', NAMED(`${FINE.registry}/:1.4.2`)],
  [{ repositoryName: 'Team/api' }, 'push-usage', NAMED(`${FINE.registry}/Team/api:1.4.2`)],
  [{ repositoryName: '../api' }, 'push-usage', NAMED(`${FINE.registry}/../api:1.4.2`)],
  [{ repositoryName: 'api:2' }, 'push-usage', NAMED(`${FINE.registry}/api:2:1.4.2`)],
  [{ repositoryName: 'api@sha256' }, 'push-usage', NAMED(`${FINE.registry}/api@sha256:1.4.2`)],
  [{ repositoryName: `a${'b'.repeat(256)}` }, 'push-usage', 'an image cannot be pushed to '],
  [{ tag: '' }, 'push-usage', NAMED(`${FINE.registry}/team/api:`)],
  [{ tag: '-x' }, 'push-usage', NAMED(`${FINE.registry}/team/api:-x`)],
  [{ tag: '1 2' }, 'push-usage', NAMED(`${FINE.registry}/team/api:1 2`)],
  [{ tag: '\u001b[2J' }, 'push-usage', NAMED(`${FINE.registry}/team/api:\\u{1b}[2J`)],
  [{ tag: 'x'.repeat(128) }, 'push-tool', 'skopeo is not in PATH'],
  [{ tag: 'x'.repeat(129) }, 'push-usage', 'an image cannot be pushed to '],
  [{ timeoutSeconds: 0 }, 'push-usage', 'a push cannot be done within 0 s'],
  [{ timeoutSeconds: -1 }, 'push-usage', 'a push cannot be done within -1 s'],
  [{ timeoutSeconds: Number.NaN }, 'push-usage', 'a push cannot be done within NaN s'],
  [{ timeoutSeconds: 1 }, 'push-tool', 'skopeo is not in PATH'],
])('%j: %s', async (target, code, message) => {
  expect(await push(target)).toEqual([code, expect.stringContaining(message)])
})
