// What the rules and exceptions on disk ask Amazon Inspector for, so that `permissions` allows it.

import { inspectorFieldsOf } from '../gate/needs.ts'
import type { InspectorField } from '../image/intelligence.ts'
import { isReference } from '../rules/reference.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { STANDARD_INPUT } from '../sources/files.ts'
import { readRuleSet } from '../sources/rules.ts'

/**
 * What is wrong with the files is for others to say. Those in Parameter Store and S3 are not read, because that needs a role already, and
 * VEX asks Inspector for nothing.
 */
export async function readIntelligence(settings: SettingsOf<'permissions'>, world: World): Promise<readonly InspectorField[]> {
  const isOnDisk = (path: string): boolean => path !== STANDARD_INPUT && !isReference(path)
  const onDisk = { ...settings, rules: settings.rules.filter(isOnDisk), exceptions: settings.exceptions.filter(isOnDisk), vex: [] }
  return inspectorFieldsOf(await readRuleSet(onDisk, await world.packs(settings.packs), openInputs(settings, world), world.now()))
}
