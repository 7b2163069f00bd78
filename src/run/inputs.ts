// Where the rule files of a run come from: disk, standard input and Parameter Store.

import { once } from '../once.ts'
import type { RuleFile } from '../rules/document.ts'
import { regionIn } from '../settings/references.ts'
import type { Settings } from '../settings/settings.ts'
import type { RuleInputs } from '../sources/rules.ts'
import type { World } from './world.ts'

/** Reads what is in Parameter Store when it is asked for, and each reference once. */
export function openInputs(
  { awsAttempts, policyRoles: roles }: Pick<Settings, 'awsAttempts' | 'policyRoles'>,
  { input, env, connect }: Pick<World, 'input' | 'env' | 'connect'>,
): RuleInputs {
  const known = new Map<string, Promise<readonly RuleFile[]>>()
  const read = async (reference: string): Promise<readonly RuleFile[]> => {
    // Most runs have nothing there, and then load neither this nor the client of AWS.
    const { readParameters } = await import('../sources/parameters.ts')
    return readParameters(reference, { aws: await connect(awsAttempts), region: regionIn(env), roles })
  }
  return { input, readReference: reference => once(known, reference, () => read(reference)) }
}
