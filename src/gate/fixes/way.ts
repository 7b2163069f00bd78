// The way of an image, or of the platforms of one index, from its verdict to the best one that changes and exceptions can reach.

import { VERDICTS, type Verdict } from '../verdict.ts'
import type { Answer, Decided, JudgeAgain, Law } from './again.ts'
import { type Done, type Level, startAsking } from './ask.ts'
import { toChanges, toUnfixable, toUntold, whatEnds } from './changes.ts'
import type { Step, Untold } from './fix.ts'
import { isJudgedAnew } from './speak.ts'
import { findStep } from './step.ts'
import { type Candidate, listUnits, placesOf } from './units.ts'

export interface Way {
  readonly steps: readonly Step[]
  /** The verdict after the step of each level, whether there is one or not. */
  readonly verdicts: Readonly<Record<Level, Verdict>>
  readonly isSmallest: boolean
  readonly untold: readonly Untold[]
  /** What is said of the images after all steps. */
  readonly answers: readonly Answer[]
}

/** By what images are judged, and how. */
export interface Judging {
  readonly law: Law
  readonly again: JudgeAgain
  readonly isMonotone: boolean
  /** How many images, or indexes, there are. */
  readonly groups: number
}

// With these limits the search ends within about a second, however an image was built, and within some seconds however many there are.
const MOST_QUESTIONS = 5000
const MOST_FINDINGS_SEEN = 5_000_000
const MOST_FINDINGS_SEEN_IN_ALL = 20_000_000
// How much longer it takes to judge an image anew.
const TIMES_ANEW = 10

export function findWay(group: readonly Decided[], { law, again, isMonotone, groups }: Judging): Way {
  const images = group.map(({ decided }) => decided)
  const units = listUnits(images)
  const questions = startAsking(group, units, law, again)
  const seen = Math.min(MOST_FINDINGS_SEEN, MOST_FINDINGS_SEEN_IN_ALL / groups)
  const cost = (units.candidates.length + 1) * (group.some(each => isJudgedAnew(each, law)) ? TIMES_ANEW : 1)
  const search = { most: Math.min(MOST_QUESTIONS, Math.ceil(seen / cost)), isMonotone }
  const verdictOf = (after: Done): Verdict => worstOf(questions.judge(after).map(({ reasons }) => reasons[0]?.verdict ?? 'pass'))
  const isAcceptable = (each: Candidate): boolean => whatEnds(each, images, law.limits) === 'exception'
  const takeStep = (level: Level, done: Done): Taken => {
    const found = findStep(level, done, units, questions, { ...search, isAcceptable })
    if (found === undefined) return { done, steps: [], untold: [], isSmallest: true }
    const { chosen, needed, others, isSmallest } = found
    // What only warns needs no exception, and what may have a fix is not accepted.
    const accepted = level === 'fail' ? others.filter(isAcceptable) : []
    const after = { places: new Set([...done.places, ...placesOf(units, chosen)]), accepted: new Set([...done.accepted, ...accepted]) }
    const changes = toChanges(chosen, units, { before: done.places, after: after.places, needed }, images)
    const step = { from: level, verdict: verdictOf(after), changes, unfixable: toUnfixable(accepted, images, law.limits) }
    const steps = chosen.length + accepted.length > 0 ? [step] : []
    return { done: after, steps, untold: level === 'fail' ? toUntold(others, images, law.limits) : [], isSmallest }
  }
  const first = takeStep('fail', { places: new Set(), accepted: new Set() })
  const second = takeStep('warn', first.done)
  return {
    steps: [...first.steps, ...second.steps],
    verdicts: { fail: verdictOf(first.done), warn: verdictOf(second.done) },
    isSmallest: first.isSmallest && second.isSmallest,
    untold: first.untold,
    answers: questions.judge(second.done),
  }
}

interface Taken extends Pick<Way, 'steps' | 'untold' | 'isSmallest'> {
  readonly done: Done
}

/** The worst of some verdicts. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.find(each => verdicts.includes(each)) ?? 'pass'
}
