// Which verdicts let an image have its tags, and which tags it has then.

import { expect, test } from 'vitest'
import { isReleased, promotedTags, type TagOutcome } from '../../src/gate/release.ts'
import type { Verdict } from '../../src/gate/verdict.ts'

test.each<[verdict: Verdict, usually: boolean, onWarn: boolean]>([
  ['pass', true, true],
  ['warn', false, true],
  ['undecided', false, false],
  ['fail', false, false],
])('%s releases an image: %s, and with promote-on-warn: %s', (verdict, usually, onWarn) => {
  expect(isReleased(verdict, { promoteOnWarn: false })).toBe(usually)
  expect(isReleased(verdict, { promoteOnWarn: true })).toBe(onWarn)
})

test('the promoted tags are those that images have now, each once', () => {
  const outcome = (tag: string, state: TagOutcome['state']): TagOutcome => ({ tag, state, problem: null })
  const image = (...tags: readonly TagOutcome[]) => ({ image: 'x', digest: 'sha256:aa', tags })
  const release = { promoted: false, notes: [], problems: [] }
  const images = [image(outcome('prod', 'set'), outcome('stable', 'already'), outcome('eu', 'not set')), image(outcome('prod', 'already'))]
  expect(promotedTags({ ...release, images })).toEqual(['prod', 'stable'])
})
