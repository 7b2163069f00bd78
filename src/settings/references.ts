// What settings name in Parameter Store, and with which roles that is read.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isReference, NO_REGION, parseReference } from '../rules/reference.ts'
import type { Given } from './given.ts'
import type { Settings } from './settings.ts'

type Named = Pick<Settings, 'rules' | 'exceptions' | 'policy' | 'policyRoles' | 'against' | 'operands'>

/** The references among what is read as rules, exceptions or a policy, each once. */
export function listReferences({ rules, exceptions, policy, against, operands }: Omit<Named, 'policyRoles'>): readonly string[] {
  const paths = [policy?.path, against?.path, ...rules, ...exceptions, ...operands]
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
    const isPlaced = reference.place !== undefined || regionIn(env) !== undefined
    return isPlaced ? [] : [usageProblem(`{setting} names no Region for ${quote(path)}`, NO_REGION)]
  })
}

/** A role that the step names and nothing in Parameter Store needs. That of a policy may be for other steps. */
export function checkPolicyRoles({ values, show }: Given, sides: readonly Named[]): readonly Problem[] {
  if (!values.has('policy-roles')) return []
  const named = sides.flatMap(listReferences).map(parseReference)
  const places = named.flatMap(each => ('message' in each ? [] : (each.place ?? [])))
  const [first] = sides
  const idle = (first?.policyRoles ?? []).filter(
    role => !places.some(({ account, partition }) => account === role.account && partition === role.partition),
  )
  return idle.map(({ arn, account }) =>
    usageProblem(
      `${show('policy-roles')} names ${arn}, and nothing in Parameter Store of account ${account} is named`,
      `name it as ssm:arn:aws:ssm:REGION:${account}:parameter/…, or leave the role out`,
    ),
  )
}
