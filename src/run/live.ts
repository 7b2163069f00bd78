// Reads what is going on in Systems Manager now: last of all, just before the verdict, and once more before the tags that deployments
// follow are set.

import type { Tell } from '../diagnostic.ts'
import type { LiveKind } from '../events/live.ts'
import { captureFault, Fault } from '../fault.ts'
import { type Coverage, notRequested } from '../gate/coverage.ts'
import { liveKindOf } from '../rules/rule.ts'
import type { RunContext } from './context.ts'
import type { Judging, Watching } from './judge.ts'

export interface LiveReading {
  readonly watching: Watching
  readonly coverage: readonly Coverage[]
}

/** Undefined where the settings ask for nothing of it. */
export async function readLive(context: RunContext, judging: Judging): Promise<LiveReading | undefined> {
  const { settings, ruleSet, world, aws, startedAt } = context
  if (aws === undefined || settings.live === undefined) return undefined
  const { kinds, regions, windowSeconds, timeoutSeconds } = settings.live
  const [{ liveState }, { readCaller }] = await Promise.all([import('../sources/live.ts'), import('../aws/caller.ts')])
  const account = captureFault(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof Fault ? { name: 'an unknown account', id: undefined } : { name: `account ${caller.account}`, id: caller.account },
  )
  const watching = judging.watch()
  const isJudged = (kind: LiveKind): boolean => ruleSet.rules.some(rule => rule.enabled && liveKindOf(rule.type) === kind)
  const read = async (kind: LiveKind, region: string): Promise<Coverage> => {
    const source = liveState(aws, {
      kind,
      region,
      account,
      from: startedAt.getTime() - windowSeconds * 1000,
      now: world.now,
      timeoutSeconds,
      clock: world,
      tell: isJudged(kind) ? context.tell : asNote(context.tell),
      progress: world.progress,
    })
    const coverage = await source.read(watching.see, world)
    if (isJudged(kind) || coverage.state !== 'gap') return coverage
    // Read only to complete what alerts say, so that nothing of the verdict needs it.
    return notRequested('events', `${coverage.message}; no enabled rule looks at ${kind}`)
  }
  const coverage = await Promise.all(kinds.flatMap(kind => regions.map(region => read(kind, region))))
  return { watching, coverage }
}

function asNote(tell: Tell): Tell {
  return diagnostic => tell({ ...diagnostic, level: 'note' })
}
