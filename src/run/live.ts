// Reads what is going on in Systems Manager now: last of all, just before the verdict, and once more before the tags that deployments
// follow are set.

import type { Tell } from '../diagnostic.ts'
import type { LiveKind } from '../events/live.ts'
import { type Coverage, notRequested } from '../gate/coverage.ts'
import { needsAccount } from '../gate/needs.ts'
import { looksAt } from '../gate/packs.ts'
import { readStands, type Stand } from './accounts.ts'
import type { RunContext } from './context.ts'
import type { Judging, Watching } from './judge.ts'

export interface LiveReading {
  readonly watching: Watching
  readonly coverage: readonly Coverage[]
}

/** Undefined where the settings ask for nothing of it. */
export async function readLive(context: RunContext, judging: Judging): Promise<LiveReading | undefined> {
  const { settings, stands } = context
  if (settings.live === undefined) return undefined
  const watching = judging.watch()
  const coverage = await Promise.all(settings.live.kinds.map(kind => readKind(context, kind, stands(), watching)))
  return { watching, coverage: coverage.flat() }
}

async function readKind(context: RunContext, kind: LiveKind, stands: readonly Stand[], watching: Watching): Promise<readonly Coverage[]> {
  const { settings, ruleSet, world, targets, startedAt } = context
  const { windowSeconds, timeoutSeconds } = settings.live ?? { windowSeconds: 0, timeoutSeconds: 0 }
  const isJudged = looksAt(ruleSet.rules, kind)
  const tell = isJudged ? context.tell : asNote(context.tell)
  const { liveState } = await import('../sources/live.ts')
  const options = {
    kind,
    needsAccount: needsAccount(ruleSet, kind),
    from: startedAt.getTime() - windowSeconds * 1000,
    now: world.now,
    timeoutSeconds,
    clock: world,
    tell,
    progress: world.progress,
  }
  const coverage = await readStands(stands, kind, tell, stand =>
    liveState(stand, { ...options, describe: targets.step(stand, watching.wants) }).read(watching.see, world),
  )
  // What no rule looks at only completes what alerts say, so that nothing of the verdict needs it.
  return coverage.map(each =>
    isJudged || each.state !== 'gap' ? each : notRequested('events', `${each.message}; no enabled rule looks at ${kind}`),
  )
}

function asNote(tell: Tell): Tell {
  return diagnostic => tell({ ...diagnostic, level: 'note' })
}
