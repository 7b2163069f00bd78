// What the steps from push to report know of the run.

import type { Aws } from '../aws/client.ts'
import type { Tell } from '../diagnostic.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { Settings } from '../settings/settings.ts'
import type { Stand } from './accounts.ts'
import type { Describing } from './targets.ts'
import type { World } from './world.ts'

export interface RunContext {
  readonly settings: Settings
  readonly ruleSet: RuleSet
  readonly world: World
  /** Undefined where the settings need nothing of AWS. */
  readonly aws: Aws | undefined
  readonly tell: Tell
  /** Every account and Region in which activity is read. */
  readonly stands: () => readonly Stand[]
  /** What is known of the targets of events. */
  readonly targets: Describing
  /** When the run began, to the second. */
  readonly startedAt: Date
}
