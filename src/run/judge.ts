// The judgement of a run. The rules see every image and every event as it is read, so that a million events fit in memory; once all
// is read, what they saw is decided.

import type { Diagnostic } from '../diagnostic.ts'
import type { LiveEvent } from '../events/live.ts'
import { type Activity, startActivity } from '../gate/activity.ts'
import type { Alert } from '../gate/alert.ts'
import type { Coverage } from '../gate/coverage.ts'
import { type Baseline, decideFindings, type Evidence, warningsOf } from '../gate/decisions.ts'
import { atMostOf, type EndlessSettings, tellBeyondBase } from '../gate/endless.ts'
import { byGravity, evaluateRules } from '../gate/evaluate.ts'
import { type Keep, startKeeping } from '../gate/evidence.ts'
import { type ExceptionOutcome, type Exceptions, startExceptions } from '../gate/exceptions/apply.ts'
import { tellExceptions } from '../gate/exceptions/tell.ts'
import type { Decided } from '../gate/fixes/again.ts'
import { findFixes } from '../gate/fixes/find.ts'
import type { Fixes } from '../gate/fixes/fix.ts'
import { type Calls, startCalls } from '../gate/live.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { FindingPolicy, Untriaged } from '../gate/policy.ts'
import { concludeVerdict, type Decision, type Reason, tellReasons, weighReasons } from '../gate/verdict.ts'
import { type StartedVex, startVex } from '../gate/vex/apply.ts'
import { tellVex } from '../gate/vex/tell.ts'
import type { Warning } from '../image/decision.ts'
import type { Image } from '../image/image.ts'
import type { Fields } from '../json.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { Exception } from '../rules/exception.ts'
import { liveKindOf } from '../rules/rule.ts'
import type { See } from '../sources/source.ts'

/** What is decided besides rules and exceptions. */
export interface JudgingPolicy extends FindingPolicy, EndlessSettings {
  readonly untriaged: Untriaged
}

/** When images are judged, what is shown of that, and what others know about findings. */
export interface Circumstances {
  readonly clock?: () => Date
  readonly shown?: boolean
  readonly baseline?: Baseline | undefined
}

/** What was read in all. */
interface Seen {
  readonly images: readonly Image[]
  readonly coverage: readonly Coverage[]
}

export interface Judgement extends Decision {
  /** What speaks against a pass, each with the verdict that it alone would give. */
  readonly weighed: readonly Reason[]
  readonly alerts: readonly Alert[]
  /** What the exceptions did, and what their authors should look at. */
  readonly exceptions: readonly ExceptionOutcome[]
  readonly diagnostics: readonly Diagnostic[]
  readonly activity: Activity | null
  /** Finds what to change. Tags wait for the verdict, and not for this. */
  readonly fixes: () => Fixes | null
}

/** One reading of what is going on now, and what the rules say of it. */
export interface Watching {
  readonly see: See
  /** Whether what describes the targets of an event matters to a rule. */
  readonly wants: (event: Fields) => boolean
  readonly events: readonly LiveEvent[]
  readonly alerts: () => readonly Alert[]
  readonly exceptions: Exceptions
}

export interface Judging {
  /** Decides about the findings of an image, and judges it. Returns it with the decisions, and with what the rules could not see of it. */
  readonly judge: (image: Image) => Image
  /** Decides about the findings of an image that is not under judgement. Nothing of it is in the verdict. */
  readonly consider: (image: Image) => Image
  readonly see: See
  /** Whether what describes the targets of a recorded event matters to a rule. */
  readonly wants: (event: Fields) => boolean
  /** The recorded calls that began something. */
  readonly calls: Calls
  /** Starts to judge a reading of what is going on now. Each reading is judged by itself. */
  readonly watch: () => Watching
  /** The alerts of everything seen so far and of one reading of what is going on now, the most severe first. */
  readonly alerts: (watching?: Watching) => readonly Alert[]
  /** Decides about all that was read, with these alerts; about those of `alerts` if none are given. */
  readonly decide: (read: Seen, watching?: Watching, alerts?: readonly Alert[]) => Judgement
}

/**
 * Starts a judgement by the rules and exceptions in force, as of the time when the run began. Only the age of a scan is as of the time when
 * the image is judged, because the run may have waited for the scan. Where `shown` is false, only the verdict and its alerts are wanted:
 * alerts show no events, and there is no activity and no fix.
 */
export function startJudging(
  { compiled, exceptions: written, vex: files = [] }: Pick<RuleSet, 'compiled' | 'exceptions' | 'vex'>,
  given: JudgingPolicy,
  startedAt: Date,
  { clock = () => startedAt, shown = true, baseline }: Circumstances = {},
): Judging {
  const policy: JudgingPolicy = { ...given, baseImageAtMost: atMostOf('base image', given) }
  const now = startedAt.getTime()
  const live = compiled.filter(({ rule }) => liveKindOf(rule.type) !== undefined)
  const liveIds = new Set(live.map(({ rule }) => rule.id))
  const isLive = (each: Exception): boolean => each.kind === 'alert' && liveIds.has(each.rule)
  const start = (each: readonly Exception[]): Exceptions => startExceptions(each, now)
  const startEvidence = () => ({ exceptions: start(written.filter(each => !isLive(each))), vex: startVex(files, now), baseline })
  const evidence = startEvidence()
  const { exceptions, vex } = evidence
  const decideAbout = (image: Image, by: Evidence): Image => decideFindings(image, policy, by, { now, judgedAt: clock().getTime() })
  const keep = (): Keep => (shown ? startKeeping() : () => undefined)
  const evaluation = evaluateRules(
    compiled.filter(each => !live.includes(each)),
    exceptions,
    keep(),
  )
  const activity = startActivity()
  const calls = startCalls()
  const warnings = new Map<Image, readonly Warning[]>()
  const judged = new Map<Image, Decided>()
  const listAlerts = (watching?: Watching): readonly Alert[] => [...evaluation.alerts(), ...(watching?.alerts() ?? [])].sort(byGravity)
  return {
    judge: image => {
      const decided = decideAbout(image, evidence)
      const seen = evaluation.judge(decided)
      judged.set(seen, { given: image, decided })
      // A finding that is let through with a warning warns only where it would have mattered.
      warnings.set(seen, warningsOf(image, decided, compiled, policy.unfixed))
      return seen
    },
    consider: image => decideAbout(image, startEvidence()),
    see: ({ event }) => {
      if (shown) {
        activity.see(event)
        calls.see(event)
      }
      return evaluation.see(event)
    },
    wants: evaluation.wants,
    calls,
    watch: () => startWatching(live, start(written.filter(isLive)), keep()),
    alerts: listAlerts,
    decide: ({ images, coverage }, watching, alerts = listAlerts(watching)) => {
      const heard = coverage.filter(({ source }) => source === 'events')
      const seen = { images, events: heard.length > 0 && heard.every(({ state }) => state === 'read') }
      const ofLive = (watching?.exceptions ?? start(written.filter(isLive))).outcomes({
        ...seen,
        events: seen.events && watching !== undefined,
      })
      const outcomes = inOrder([...exceptions.outcomes(seen), ...ofLive], written)
      const weighed = tellReasons(
        weighReasons(alerts, images, coverage, policy.untriaged, image => warnings.get(image) ?? []),
        images,
      )
      const decided = images.flatMap(image => judged.get(image) ?? [])
      const law = { rules: compiled, exceptions: written, policy, limits: policy.policy?.file?.limits.exceptions, now }
      return {
        ...concludeVerdict(weighed, alerts, images, coverage),
        weighed,
        alerts,
        activity: activity.activity(),
        fixes: () => (shown ? findFixes({ images: decided, alerts, coverage }, law) : null),
        exceptions: outcomes,
        diagnostics: [...tellExceptions(outcomes, images, now), ...tellDecided(images, { files, vex, given, now })],
      }
    },
  }
}

interface Told {
  readonly files: NonNullable<RuleSet['vex']>
  readonly vex: StartedVex
  readonly given: JudgingPolicy
  readonly now: number
}

/** What is told of VEX and of base images once all findings are decided. */
function tellDecided(images: readonly Image[], { files, vex, given, now }: Told): readonly Diagnostic[] {
  return [...tellVex(files, vex.outcome(), images, now), ...tellBeyondBase(images, given)]
}

function startWatching(rules: readonly CompiledRule[], exceptions: Exceptions, keep: Keep): Watching {
  const { watch, wants, alerts } = evaluateRules(rules, exceptions, keep)
  const events: LiveEvent[] = []
  const see: See = ({ event }) => {
    // Sources of live state pass these alone.
    events.push(event as unknown as LiveEvent)
    return watch(event)
  }
  return { see, wants, events, alerts, exceptions }
}

function inOrder(outcomes: readonly ExceptionOutcome[], written: readonly Exception[]): readonly ExceptionOutcome[] {
  return [...outcomes].sort((a, b) => written.indexOf(a.exception) - written.indexOf(b.exception))
}
