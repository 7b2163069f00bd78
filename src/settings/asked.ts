// What is asked of a command, for the checks of settings that are each valid but do not go together.

import { type Problem, usageProblem } from '../diagnostic.ts'
import type { Given } from './given.ts'
import type { Settings } from './settings.ts'
import type { SettingName } from './table.ts'
import type { AuditSource } from './values.ts'

export interface Asked {
  readonly given: Given
  readonly settings: Settings
  readonly source: AuditSource
  /** The settings that the policy alone names. A policy is for steps of every kind, so some of them may have nothing to do. */
  readonly inPolicy: readonly SettingName[]
}

/** Whether a setting was named, and not by the policy alone. */
export function isNamed({ given, inPolicy }: Asked, name: SettingName): boolean {
  return given.values.has(name) && !inPolicy.includes(name)
}

/** A problem if it is one. */
export function when(is: boolean, message: string, help?: string): readonly Problem[] {
  return is ? [usageProblem(message, help)] : []
}
