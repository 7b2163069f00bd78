// What has to be said to accept a finding: which, why, and until when.

import { expect, test } from 'vitest'
import { parseArguments } from '../../src/settings/arguments.ts'
import { COMMANDS } from '../../src/settings/commands.ts'
import { renderHelp } from '../../src/settings/help.ts'

const parse = (...words: readonly string[]) => parseArguments(['accept', ...words], {})

test('ids and all flags; the image is a pattern, and no URI', () => {
  const words = ['CVE-2026-1', 'CVE-2026-2', '--reason', 'a: b', '--expires', '2027-01-31', '--owner', 'me', '--until-fixed']
  expect(parse(...words, '--package', 'zlib', '--image', 'payments/*', '--exceptions', 'a.yml')).toMatchObject({
    kind: 'run',
    settings: {
      operands: ['CVE-2026-1', 'CVE-2026-2'],
      reason: 'a: b',
      expires: '2027-01-31',
      owner: 'me',
      untilFixed: true,
      package: 'zlib',
      acceptedImage: 'payments/*',
      images: [],
      exceptions: ['a.yml'],
    },
  })
})

test.each([
  ['never ends', ['--expires', 'never']],
  ['never ends, in capitals', ['--expires', 'NEVER']],
  ['ends with a fix', ['--until-fixed']],
  ['ends on 29 February of a leap year', ['--expires', '2028-02-29']],
])('an exception that %s', (_, end) => {
  expect(parse('CVE-2026-1', '--reason', 'x', ...end)).toMatchObject({ kind: 'run' })
})

const REASON = ['--reason', 'x']
const END = ['--until-fixed']

test.each<[string, readonly string[]]>([
  ['accept needs the ids of findings, or --from REPORT', [...REASON, ...END]],
  ['accept takes ids or --from, and not both; found "A"', ['A', '--from', 'r.json', ...REASON, ...END]],
  ['accept needs --reason TEXT: why these findings may be deployed', ['A', ...END]],
  ['--reason needs a value: TEXT', ['A', '--reason', '', ...END]],
  ['--reason is blank', ['A', '--reason', ' \n', ...END]],
  ['--owner is blank', ['A', '--owner', ' ', ...REASON, ...END]],
  ['--image is blank', ['A', '--image', ' ', ...REASON, ...END]],
  ['accept needs an end: --expires DAY or --until-fixed', ['A', ...REASON]],
  ['--expires cannot be "2027-02-30"', ['A', ...REASON, '--expires', '2027-02-30']],
  ['--expires cannot be "31.1.2027"', ['A', ...REASON, '--expires', '31.1.2027']],
  ['--expires cannot be "Nevre"', ['A', ...REASON, '--expires', 'Nevre']],
  ['--package cannot be combined with --from, which takes it from the report', ['--from', 'r.json', '--package', 'a', ...REASON, ...END]],
  ['--image cannot be combined with --from, which takes it from the report', ['--from', 'r.json', '--image', 'a', ...REASON, ...END]],
  ['accept writes one file, and --exceptions names 2', ['A', ...REASON, ...END, '--exceptions', 'a.yml', 'b.yml']],
  ['accept writes the file of --exceptions, so it cannot be standard input', ['A', ...REASON, ...END, '--exceptions', '-']],
  ['--image is given twice', ['A', ...REASON, ...END, '--image', 'a', '--image', 'b']],
  ['accept has no flag "--accepted-image"', ['A', ...REASON, ...END, '--accepted-image', 'a']],
])('%s', (message, words) => {
  expect(parse(...words)).toMatchObject({ kind: 'wrong', problems: [{ message }] })
})

test('--help says into which file it writes', () => {
  const help = renderHelp(COMMANDS.find(({ name }) => name === 'accept'))
  expect(help).toMatch(/--exceptions FILE +the file to write into, made if there is none \(default: ecr-gate-exceptions\.yml\)\n/)
  expect(help).toContain('--expires DAY|--until-fixed')
})
