// The two policies of a comparison, and their settings in words.

import type { Place } from '../../diagnostic.ts'
import type { Combination } from '../../gate/packs.ts'
import { type FindingPolicy, LEVELS, type OnUndecided, type Untriaged } from '../../gate/policy.ts'
import type { SeveritySettings } from '../../gate/severities.ts'
import type { PolicyFile } from '../../rules/policy.ts'
import { formatDuration } from '../duration.ts'

/** The settings that have a part in a verdict on recorded findings and events. */
export interface DecidingSettings extends FindingPolicy, SeveritySettings {
  readonly packs: readonly string[]
  readonly untriaged: Untriaged
  readonly onUndecided: OnUndecided
  readonly vex?: readonly string[]
  /** The policy file, which says where it sets them. */
  readonly policy?: { readonly file: Pick<PolicyFile, 'settings' | 'limits'> | undefined } | undefined
}

/** One of the two policies. */
export interface ComparedPolicy {
  /** As it was named. */
  readonly name: string
  readonly ruleSet: Combination
  readonly settings: DecidingSettings
}

const NOT_SET = 'not set'

/** How the value of each is shown. */
export const SHOWN = {
  packs: ({ packs }) => (packs.length === 0 ? 'none' : packs.join(',')),
  'fail-on': ({ failOn }) => failOn ?? NOT_SET,
  'max-findings': ({ maxFindings }) => showPerSeverity(maxFindings, String),
  untriaged: ({ untriaged }) => untriaged,
  unfixed: ({ unfixed }) => unfixed,
  'base-image-findings': ({ baseImageFindings = 'fail' }) => baseImageFindings,
  'fix-within': ({ fixWithin }) => showPerSeverity(fixWithin, formatDuration),
  'max-scan-age': ({ maxScanAgeSeconds }) => (maxScanAgeSeconds === undefined ? NOT_SET : formatDuration(maxScanAgeSeconds)),
  'on-undecided': ({ onUndecided }) => onUndecided,
  vex: ({ vex = [] }) => (vex.length === 0 ? NOT_SET : vex.join(', ')),
  'severity-at-most': settings => limitIn(settings)?.value ?? NOT_SET,
} as const satisfies Readonly<Record<string, (settings: DecidingSettings) => string>>

export type SettingName = keyof typeof SHOWN

export const SETTING_NAMES = Object.keys(SHOWN) as readonly SettingName[]

function showPerSeverity(values: Readonly<Partial<Record<(typeof LEVELS)[number], number>>> = {}, show: (value: number) => string): string {
  const shown = LEVELS.flatMap(level => (values[level] === undefined ? [] : [`${level}=${show(values[level])}`]))
  return shown.length === 0 ? NOT_SET : shown.join(', ')
}

/** The limit of what the exceptions of others may accept. */
function limitIn({ policy }: DecidingSettings) {
  return policy?.file?.limits.exceptions?.severityAtMost
}

/** Where the policy file sets a setting. */
export function placeOfSetting(settings: DecidingSettings, name: SettingName): Place | undefined {
  const written = settings.policy?.file?.settings.find(setting => setting.name === name)
  return name === 'severity-at-most' ? limitIn(settings)?.at : written?.at
}
