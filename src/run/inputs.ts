// Where the rule files of a run come from: disk, standard input, Parameter Store and S3.

import { once } from '../once.ts'
import { meansS3 } from '../s3.ts'
import { regionIn } from '../settings/references.ts'
import type { Settings } from '../settings/settings.ts'
import type { ReadFiles, RuleInputs } from '../sources/rules.ts'
import type { World } from './world.ts'

/** Reads what is in Parameter Store and S3 when it is asked for, and each reference once. */
export function openInputs(
  { awsAttempts, policyRoles: roles }: Pick<Settings, 'awsAttempts' | 'policyRoles'>,
  { input, env, connect }: Pick<World, 'input' | 'env' | 'connect'>,
): RuleInputs {
  const known = new Map<string, Promise<ReadFiles>>()
  const read = async (reference: string): Promise<ReadFiles> => {
    const reading = { aws: await connect(awsAttempts), region: regionIn(env), roles }
    // Most runs have nothing there, and then load neither of these nor a client of AWS.
    if (meansS3(reference)) return (await import('../sources/stored.ts')).readStored(reference, reading)
    const { readParameters } = await import('../sources/parameters.ts')
    return { files: await readParameters(reference, reading), diagnostics: [] }
  }
  return { input, readReference: reference => once(known, reference, () => read(reference)) }
}
