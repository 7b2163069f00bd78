// What settings name in Parameter Store and S3, and with which roles that is read.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isReference, NO_REGION, parseReference, type Reference } from '../rules/reference.ts'
import type { Given } from './given.ts'
import type { Role } from './role.ts'
import type { Settings } from './settings.ts'

type Named = Pick<Settings, 'rules' | 'exceptions' | 'vex' | 'policy' | 'policyRoles' | 'against' | 'operands'>

/** The references among what is read as rules, exceptions, VEX or a policy, each once. */
export function listReferences({ rules, exceptions, vex, policy, against, operands }: Omit<Named, 'policyRoles'>): readonly string[] {
  const paths = [policy?.path, against?.path, ...rules, ...exceptions, ...vex, ...operands]
  return [...new Set(paths.filter(path => path !== undefined))].filter(isReference)
}

/** The Region of what names none; an empty variable, as workflows leave it, counts as not set. */
export function regionIn(env: Given['env']): string | undefined {
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined
}

/** Finds wrong references among paths, and those of which nobody knows the Region. */
export function checkReferences(paths: readonly string[], env: Given['env']): readonly Problem[] {
  return paths.filter(isReference).flatMap(path => {
    const reference = parseReference(path)
    if ('message' in reference) return [reference]
    const isPlaced = ('place' in reference && reference.place !== undefined) || regionIn(env) !== undefined
    const help = reference.kind === 'object' ? 'set AWS_REGION in the environment: S3 is asked there where the bucket is' : NO_REGION
    return isPlaced ? [] : [usageProblem(`{setting} names no Region for ${quote(path)}`, help)]
  })
}

/** A role that the step names and nothing in Parameter Store or S3 needs. That of a policy may be for other steps. */
export function checkPolicyRoles({ values, show }: Given, sides: readonly Named[]): readonly Problem[] {
  if (!values.has('policy-roles')) return []
  const named = sides.flatMap(listReferences).map(parseReference)
  const [first] = sides
  const idle = (first?.policyRoles ?? []).filter(role => !named.some(each => !('message' in each) && isReadWith(role, each)))
  return idle.map(({ arn, account }) =>
    usageProblem(
      `${show('policy-roles')} names ${arn}, and nothing in Parameter Store or S3 of account ${account} is named`,
      `name it as ssm:arn:aws:ssm:REGION:${account}:parameter/… or s3://${account}@bucket/…, or leave the role out`,
    ),
  )
}

// A bucket is in no partition that its name would tell.
function isReadWith({ account, partition }: Role, reference: Reference): boolean {
  if (reference.kind === 'object') return reference.account === account
  return reference.place?.account === account && reference.place.partition === partition
}
