// What is said of a pull request that changes files, given the paths of the policy that judges it.

import { expect, test } from 'vitest'
import { tellChanged } from '../../src/run/changed.ts'

const NAMED = ['security/policy.yml', 'security/rules', 'vendor/policies/policy.yml']

test.each<[string, readonly string[], boolean, readonly string[]]>([
  ['other files', ['README.md', 'security/policy.yml.md', 'security/rules/notes.txt'], true, []],
  ['the policy', ['README.md', 'security/policy.yml'], true, ['security/policy.yml']],
  [
    'a rule in a folder',
    ['security/rules/own.yml', 'security/rules/deep/own.json'],
    true,
    ['security/rules/own.yml', 'security/rules/deep/own.json'],
  ],
  [
    'a file of another tool, or of VEX, in a folder',
    ['security/rules/.trivyignore', 'security/rules/deep/.inspector-ignore', 'security/rules/a.vex.json.gz'],
    true,
    ['security/rules/.trivyignore', 'security/rules/deep/.inspector-ignore', 'security/rules/a.vex.json.gz'],
  ],
  ['the submodule that the policy is in', ['vendor/policies'], true, ['vendor/policies']],
  ['more files than are listed', ['README.md'], false, ['GitHub lists only the first 3,000 files']],
  ['more files than are listed, the policy among them', ['security/policy.yml'], false, ['security/policy.yml']],
])('%s', (_, files, isComplete, expected) => {
  const told = tellChanged(NAMED, { files, isComplete })
  expect(told).toHaveLength(expected.length)
  for (const [i, what] of expected.entries())
    expect(told[i]).toMatchObject({ level: 'warning', kind: 'policy-changed', message: expect.stringContaining(what) })
})
