// Reads rules, exceptions and policies from Parameter Store: one parameter, or every one below a path. A path has no version of its own and
// is read page by page, so it is read until two readings agree.

import { readCaller } from '../aws/caller.ts'
import type { Aws } from '../aws/client.ts'
import { openParameters, type ParameterStore, placeOf, type StoredParameter } from '../aws/parameters.ts'
import { captureFault, Fault } from '../fault.ts'
import { compareText } from '../order.ts'
import type { RuleFile } from '../rules/document.ts'
import { NO_REGION, type ParameterReference, parameterArn, parseReference } from '../rules/reference.ts'

/** In which Region and with which credentials references are read. */
export interface ReadingParameters {
  readonly aws: Aws
  /** The Region of references that name none. */
  readonly region: string | undefined
  /** The roles with which references to other accounts are read. */
  readonly roles: readonly { readonly account: string; readonly arn: string }[]
}

/** How often a path is read before it is said to change all the time. */
const MOST_PASSES = 5

/** Reads what a reference means, each parameter as a file. A fault names the reference. */
export async function readParameters(text: string, reading: ReadingParameters): Promise<readonly RuleFile[]> {
  const reference = parseReference(text)
  if ('message' in reference || reference.kind !== 'parameter')
    throw new Fault('not-found', { message: 'it is no reference to Parameter Store', at: text })
  try {
    const opened = await openReference(reference, reading)
    const found = reference.isPath ? await readPath(reference, opened) : [await readOne(reference, opened)]
    return found.map(parameter => toFile(reference, parameter))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault(error.code, { ...error.diagnostic, at: error.diagnostic.at ?? text }, error)
  }
}

export interface OpenedReference {
  readonly store: ParameterStore
  readonly region: string
}

/**
 * Connects to where a reference leads. Single parameters may be shared by another account; only `isOwn` ones must be in the account of the
 * credentials, because a path is read, and a parameter written, in no other. Of another account they need a role.
 */
export async function openReference(
  { place, isPath }: ParameterReference,
  { aws, region: own, roles }: ReadingParameters,
  isOwn = isPath,
): Promise<OpenedReference> {
  const region = place?.region ?? own
  if (region === undefined) throw new Fault('not-found', { message: 'it names no Region', help: NO_REGION })
  const role = place && roles.find(({ account }) => account === place.account)
  const acting = role === undefined ? aws : aws.as(role.arn)
  if (place !== undefined && isOwn) await checkAccount(acting, place)
  return { store: await openParameters(acting, placeOf(region, place?.account)), region }
}

async function checkAccount(aws: Aws, { region, account }: NonNullable<ParameterReference['place']>): Promise<void> {
  const caller = await readCaller(aws, { region })
  if (caller.account === account) return
  const message = `the credentials are of account ${caller.account}, and not of ${account}`
  throw new Fault('aws-refused', {
    message,
    help: `name a role of account ${account} in policy-roles; only single parameters can be shared`,
  })
}

async function readOne(reference: ParameterReference, { store, region }: OpenedReference): Promise<StoredParameter> {
  const { name, place, text } = reference
  const arn = place && parameterArn(name, place)
  const parameter = await store.get(arn ?? name)
  if (parameter !== undefined) return checkAnswer(parameter, reference, region)
  // Nothing is below a name that has no slash.
  const below = name.startsWith('/') && (await captureFault(() => store.hasBelow(name)))
  const help = below === true ? `there are parameters below it: write ${text}/ for all of them` : CHECK_PLACE
  throw new Fault('aws-not-found', { message: `there is no parameter "${name}" in ${describePlace(reference, region)}`, help })
}

const CHECK_PLACE = 'check the name, the Region (AWS_REGION) and whose credentials these are'

function describePlace({ place }: ParameterReference, region: string): string {
  return place === undefined ? region : `${region} of account ${place.account}`
}

async function readPath(reference: ParameterReference, opened: OpenedReference): Promise<readonly StoredParameter[]> {
  const { store, region } = opened
  const path = reference.name.slice(0, -1)
  const readOnce = async (): Promise<readonly StoredParameter[]> =>
    [...(await store.list(path))].sort((a, b) => compareText(a.name, b.name)).map(each => checkAnswer(each, reference, region))
  let before = await readOnce()
  for (let pass = 2; pass <= MOST_PASSES; pass++) {
    const after = await readOnce()
    if (isSame(before, after)) return after.length > 0 ? after : refuseEmpty(reference, opened)
    before = after
  }
  const message = `what is below this path keeps changing: of ${MOST_PASSES} readings no two in a row have the same names and versions`
  throw new Fault('aws-answer', { message, help: 'run it again when nobody writes there' })
}

// Pages shift while somebody writes: a name that comes twice stands for one that does not come at all.
function isSame(before: readonly StoredParameter[], after: readonly StoredParameter[]): boolean {
  const isOnce = new Set(after.map(({ name }) => name)).size === after.length
  return (
    isOnce &&
    before.length === after.length &&
    after.every(({ name, version }, i) => before[i]?.name === name && before[i]?.version === version)
  )
}

async function refuseEmpty(reference: ParameterReference, { store, region }: OpenedReference): Promise<never> {
  const { name, text, place } = reference
  const single = name.slice(0, -1)
  const one = await captureFault(() => store.get(place === undefined ? single : parameterArn(single, place)))
  const isOne = one !== undefined && !(one instanceof Fault)
  const help = isOne ? `there is a parameter of this name: write ${text.slice(0, -1)} for it` : CHECK_PLACE
  throw new Fault('aws-not-found', { message: `there is nothing below "${name}" in ${describePlace(reference, region)}`, help })
}

// What answers in the place of Parameter Store, or for another account, must not decide.
function checkAnswer(parameter: StoredParameter, reference: ParameterReference, region: string): StoredParameter {
  const { name, arn, type } = parameter
  const { place, isPath } = reference
  const own = (each: string): string => parameterArn(each, { region, account: place?.account ?? accountIn(arn) })
  const isAsked = isPath ? name.startsWith(reference.name) && arn === own(name) : arn === own(reference.name)
  if (!isAsked) throw new Fault('aws-answer', { message: `the answer is about ${arn}, which was not asked for` })
  if (type === 'String' || type === 'SecureString') return parameter
  const message = `parameter "${name}" is a ${type}, which is a list of words and no file`
  throw new Fault('not-readable', { message, help: 'write it as a String or a SecureString, as ecr-gate policy push does' })
}

function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:ssm:[^:]*:(\d{12}):/.exec(arn)?.[1]
}

function toFile({ text, name: asked, isPath }: ParameterReference, { name, arn, version, value }: StoredParameter): RuleFile {
  return { path: isPath ? text + name.slice(asked.length) : text, text: value, stored: { name, arn, version } }
}
