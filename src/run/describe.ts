// What is said of alerts once everything is read: the names of their targets, and what the live state knows of what their events began.

import type { LiveEvent } from '../events/live.ts'
import type { Alert } from '../gate/alert.ts'
import { addLiveState } from '../gate/live.ts'
import type { RunContext } from './context.ts'
import type { Judging } from './judge.ts'

/** The alerts of everything that was seen, as they are reported. `live` is what was read of the live state. */
export async function describeAlerts(
  { targets }: Pick<RunContext, 'targets'>,
  { alerts, calls }: Pick<Judging, 'alerts' | 'calls'>,
  live: readonly LiveEvent[] = [],
): Promise<readonly Alert[]> {
  return addLiveState(await targets.name(alerts()), live, calls)
}
