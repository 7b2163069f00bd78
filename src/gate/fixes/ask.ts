// The questions of the search: what would be said of some images if some places were changed and some findings accepted.

import type { Verdict } from '../verdict.ts'
import type { Answer, Decided, JudgeAgain, Law } from './again.ts'
import { startSpeaking } from './speak.ts'
import type { Candidate, Units } from './units.ts'

/** What is done: the positions of the places that are changed, and the findings that are accepted. */
export interface Done {
  readonly places: ReadonlySet<number>
  readonly accepted: ReadonlySet<Candidate>
}

/** What the steps end, the worst first. */
export type Level = 'fail' | 'warn'

export interface Questions {
  /** Names what keeps the images from a milder verdict than this one. */
  readonly speak: (done: Done, level: Level) => ReadonlySet<string>
  readonly judge: (done: Done) => readonly Answer[]
}

export function startAsking(group: readonly Decided[], { candidates }: Units, law: Law, again: JudgeAgain): Questions {
  const speaking = group.map(each => startSpeaking(each, law, again))
  const without = ({ places, accepted }: Done): readonly (readonly number[])[] => {
    const positions: number[][] = group.map(() => [])
    for (const candidate of candidates) {
      const { image, position, needs } = candidate
      if (accepted.has(candidate) || needs?.every(need => places.has(need))) positions[image]?.push(position)
    }
    return positions
  }
  const judged = new Map<Done, readonly Answer[]>()
  return {
    speak: (done, level) =>
      new Set(
        without(done).flatMap((positions, i) =>
          (speaking[i]?.(positions) ?? []).flatMap(({ verdict, about }) => (isAgainst(verdict, level) ? [`${i} ${verdict} ${about}`] : [])),
        ),
      ),
    judge: done => {
      const answers =
        judged.get(done) ?? without(done).flatMap((positions, i) => group.slice(i, i + 1).map(each => again(each, new Set(positions))))
      judged.set(done, answers)
      return answers
    },
  }
}

// What fails also keeps an image from a pass.
function isAgainst(verdict: Verdict, level: Level): boolean {
  return verdict === 'fail' || (level === 'warn' && verdict === 'warn')
}
