// Judges the same images and events by two policies, in one pass: whatever is read is read and parsed once, and both judge it. Each side
// is a judgement of `check`, so that the comparison cannot disagree with two checks.

import type { Coverage } from '../gate/coverage.ts'
import type { Doubt } from '../gate/evaluate.ts'
import { needsLists } from '../gate/needs.ts'
import type { Image } from '../image/image.ts'
import type { Judged, JudgedCase } from '../report/comparison/causes.ts'
import type { ComparedPolicy } from '../report/comparison/policy.ts'
import type { Comparison, Pair, SideCoverage } from '../report/comparison/results.ts'
import type { RecordedEvent, See } from '../sources/source.ts'
import { startTally } from '../sources/tally.ts'
import { startJudging } from './judge.ts'

const NO_LISTS = 'a rule looks at the lists of findings as ECR sent them, and a saved report does not have them'

export interface Comparing {
  /** Judges an image by itself, as if each check were of it alone; a `saved` one is of a report, which has no list as ECR sent it. */
  readonly judge: (image: Image, saved?: boolean) => Pair<Judged>
  /** Judges the events of a source. `cover` says what was covered for each side, given what was covered for the new policy. */
  readonly watch: () => { readonly see: See; readonly cover: (coverage: Coverage) => readonly SideCoverage[] }
  readonly decideEvents: (coverage: readonly SideCoverage[]) => Pair<JudgedCase>
}

/** Starts a comparison as of a time. */
export function startComparing({ old, new: next }: Pair<ComparedPolicy>, startedAt: Date): Comparing {
  const start = ({ ruleSet, settings }: ComparedPolicy) => startJudging(ruleSet, settings, startedAt, { shown: false })
  const blind = new Set([old, next].filter(({ ruleSet }) => needsLists(ruleSet.compiled)))
  const judgeAlone = (policy: ComparedPolicy, image: Image, saved: boolean): Judged => {
    const judging = start(policy)
    const judged = judging.judge(saved && blind.has(policy) ? { ...image, gaps: [...image.gaps, NO_LISTS] } : image)
    const { verdict, reasons, weighed, alerts } = judging.decide({ images: [judged], coverage: [] })
    return { verdict, reasons, weighed, alerts, image: judged }
  }
  const watching = { old: start(old), new: start(next) }
  const decide = (side: 'old' | 'new', coverage: readonly SideCoverage[]): JudgedCase => {
    const own = coverage.filter(each => each.source === 'events' && each.side !== (side === 'old' ? 'new' : 'old'))
    const { verdict, reasons, weighed, alerts } = watching[side].decide({ images: [], coverage: own })
    return { verdict, reasons, weighed, alerts }
  }
  return {
    judge: (image, saved = false) => ({ old: judgeAlone(old, image, saved), new: judgeAlone(next, image, saved) }),
    watch: () => {
      const doubts = startDoubts()
      return {
        see: recorded => {
          const [before, after] = [watching.old.see(recorded), watching.new.see(recorded)]
          doubts.see(recorded, before, after)
          return after
        },
        cover: doubts.cover,
      }
    },
    decideEvents: coverage => ({ old: decide('old', coverage), new: decide('new', coverage) }),
  }
}

interface Doubts {
  readonly see: (recorded: RecordedEvent, before: Doubt | undefined, after: Doubt | undefined) => void
  readonly cover: (coverage: Coverage) => readonly SideCoverage[]
}

// Whether an event is in doubt depends on the rules, so the sides may cover a source differently.
function startDoubts(): Doubts {
  const tally = startTally()
  let differs = false
  return {
    see: (recorded, before, after) => {
      tally.see(recorded, before)
      differs ||= (before !== undefined || after !== undefined) && JSON.stringify(before) !== JSON.stringify(after)
    },
    cover: coverage => {
      if (!differs || coverage.origin === null) return [{ ...coverage, side: 'both' }]
      return [
        { ...tally.coverage(coverage.origin, coverage.diagnostics), side: 'old' },
        { ...coverage, side: 'new' },
      ]
    },
  }
}

/** What was read to be compared. */
export interface Material {
  readonly images: readonly Image[]
  /** Images of saved reports. */
  readonly saved: readonly Image[]
  readonly coverage: readonly SideCoverage[]
}

/** Puts together what was compared. */
export function concludeComparison(comparing: Comparing, { images, saved, coverage }: Material): Comparison {
  const events = coverage.some(({ source, state }) => source === 'events' && state !== 'not requested')
  // One scan may be in the reports of many runs.
  const distinct = new Map(saved.map(image => [JSON.stringify([image.uri, image.platform, image.scannedAt, image.findings]), image]))
  return {
    images: [...images.map(image => comparing.judge(image)), ...[...distinct.values()].map(image => comparing.judge(image, true))],
    events: events ? comparing.decideEvents(coverage) : undefined,
    coverage,
  }
}
