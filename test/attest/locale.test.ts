// A digest of the policy is the same on every machine, whatever its language; a process learns that when it starts.

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('canonical JSON does not depend on the locale of the machine', () => {
  const script = `import { canonicalJson } from './src/attest/canonical.ts'; process.stdout.write(canonicalJson({ z: 1, ä: 2, A: 3, a: 4 }))`
  for (const LC_ALL of ['C', 'sv_SE.UTF-8'])
    expect(
      execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        env: { ...process.env, LC_ALL },
        encoding: 'utf8',
      }),
    ).toBe('{"A":3,"a":4,"z":1,"ä":2}')
})
