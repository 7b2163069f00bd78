// What is said of alerts once everything is read: the names of their targets, and what the live state knows of what their events began.

import type { Alert } from '../gate/alert.ts'
import { addLiveState } from '../gate/live.ts'
import type { RunContext } from './context.ts'
import type { Judging, Watching } from './judge.ts'

/** The alerts of everything that was seen and of a reading of what goes on now, as they are reported. */
export async function describeAlerts(
  { targets }: Pick<RunContext, 'targets'>,
  { alerts, calls }: Pick<Judging, 'alerts' | 'calls'>,
  watching?: Watching,
): Promise<readonly Alert[]> {
  return addLiveState(await targets.name(alerts(watching)), watching?.events ?? [], calls)
}
