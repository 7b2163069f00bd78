// What gives access to whoever reads it is never shown, wherever it stands.

import { describe, expect, test } from 'vitest'
import { HIDDEN, isSecret, rewriteWithoutSecrets } from '../src/secret.ts'

describe('a path', () => {
  test.each<[readonly (string | number)[], boolean]>([
    [['responseElements', 'streamUrl'], true],
    [['responseElements', 'credentials', 'sessionToken'], true],
    [['responseelements', 'tokenvalue'], true],
    [['requestParameters', 'list', 0, 'secretAccessKey', 'inner'], true],
    [['responseElements', 'sessionId'], false],
    [['streamUrls'], false],
    [[], false],
  ])('%j names a secret: %s', (segments, secret) => {
    expect(isSecret(segments)).toBe(secret)
  })
})

describe('text that contains JSON', () => {
  test.each<[string, string | undefined]>([
    ['{"streamUrl":"wss://x"}', `{"streamUrl":"${HIDDEN}"}`],
    ['{"stream\\u0055rl":"wss://x"}', `{"streamUrl":"${HIDDEN}"}`],
    ['[{"a":"{\\"sessionToken\\":\\"x\\"}"}]', `[{"a":"{\\"sessionToken\\":\\"${HIDDEN}\\"}"}]`],
    [' {"tokenValue":"x"}', `{"tokenValue":"${HIDDEN}"}`],
    ['{"sessionId":"x"}', undefined],
    ['streamUrl', undefined],
    ['"streamUrl"', undefined],
    ['{"streamUrl":', undefined],
  ])('%s is written as %s', (json, written) => {
    expect(rewriteWithoutSecrets(json)).toBe(written)
  })

  test('that is nested too deeply is left to the caller', () => {
    expect(rewriteWithoutSecrets(`${'['.repeat(1001)}{"streamUrl":"x"}${']'.repeat(1001)}`)).toBeUndefined()
  })
})
