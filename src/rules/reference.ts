// A reference to rules, exceptions or a policy in Parameter Store, such as `ssm:/team/gate/high`. It stands wherever a path of a file does,
// so messages call the parameter by it, and put line and column behind it as behind any file.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html

import { didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isAccountId, isRegion, PARTITION_IDS, partitionOf } from '../image/uri.ts'

/** A parameter as it was read. */
export interface Parameter {
  readonly name: string
  readonly arn: string
  readonly version: number
}

export interface Reference {
  /** As it was given. */
  readonly text: string
  /** The name of a parameter, or a path that ends in a slash: all that is below it. */
  readonly name: string
  readonly isPath: boolean
  /** Where it is; undefined if that is the Region and the account of whoever reads it. */
  readonly place: { readonly partition: string; readonly region: string; readonly account: string } | undefined
}

const SHAPE =
  'write ssm:/team/gate/high for one parameter, ssm:/team/gate/ for all below a path, or ssm:arn:aws:ssm:eu-west-1:111122223333:parameter/team/gate/high'
const NO_VERSION =
  'leave it out: behind a colon stands a line in messages; the report says which version was read, and verify --policy-digest can ask for it'
/** How to say where a reference leads that names no Region. */
export const NO_REGION = 'set AWS_REGION in the environment, or write the whole ARN behind ssm:'

const NAME = /^\/?[\w.-]+(?:\/[\w.-]+)*\/?$/
const MOST_LEVELS = 15
const MOST_CHARACTERS = 1011

/** Whether a path is, or was meant as, a reference to Parameter Store. A file of such a name on disk is `./ssm:…`. */
export function isReference(path: string): boolean {
  return /^ssm:/i.test(path)
}

/** A path of the disk, written so that it cannot be taken for a reference. */
export function onDisk(path: string): string {
  return isReference(path) ? `./${path}` : path
}

/** Reads a reference; a problem says what was found in its place. */
export function parseReference(text: string): Reference | Problem {
  const rest = text.slice('ssm:'.length)
  if (!text.startsWith('ssm:')) return wrong(text, 'it begins in capital letters', `write ssm:${rest}`)
  if (rest === '') return wrong(text, 'it names no parameter')
  if (/^arn:/i.test(rest)) return parseArn(text, rest)
  const what = findWrongName(rest)
  return what === undefined ? { text, name: rest, isPath: rest.endsWith('/'), place: undefined } : wrong(text, ...what)
}

function parseArn(text: string, given: string): Reference | Problem {
  const [, partition = '', service = '', region = '', account = '', resource = '', ...more] = given.split(':')
  if (!PARTITION_IDS.includes(partition))
    return wrong(text, `there is no partition ${quote(partition)}`, didYouMean(partition, PARTITION_IDS))
  if (service !== 'ssm') return wrong(text, `it is an ARN of ${quote(service)}, and not of ssm`)
  if (!isRegion(region)) return wrong(text, `${quote(region)} is no Region`)
  if (partitionOf(region) !== partition) return wrong(text, `${region} is in the partition ${partitionOf(region)}, and not in ${partition}`)
  if (!isAccountId(account)) return wrong(text, `${quote(account)} is no account, whose id has 12 digits`)
  const [, name = ''] = /^parameter(\/.*)$/.exec(resource) ?? []
  if (name === '') return wrong(text, 'it is no ARN of a parameter')
  const what = findWrongName([name, ...more].join(':'))
  return what === undefined ? { text, name, isPath: name.endsWith('/'), place: { partition, region, account } } : wrong(text, ...what)
}

function findWrongName(name: string): readonly [what: string, help?: string] | undefined {
  const levels = name.split('/').filter(level => level !== '')
  if (levels.length === 0) return ['it is every parameter of an account', 'name a path below the first slash, such as ssm:/team/gate/']
  if (name.startsWith('//')) return ['it begins with two slashes', `write ssm:/${levels.join('/')}${name.endsWith('/') ? '/' : ''}`]
  if (/^[^:]+:[^:/]*$/.test(name)) return ['it names a version or a label', NO_VERSION]
  if (!NAME.test(name)) return ['a name has letters, digits and . _ - between single slashes']
  if (!name.startsWith('/') && name.includes('/')) return ['a name with slashes begins with one', `write ssm:/${name}`]
  if (/^\/?(?:aws|ssm)/i.test(name)) return ['names that begin with aws or ssm belong to AWS', 'give it another name']
  if (levels.length > MOST_LEVELS || name.length > MOST_CHARACTERS)
    return [`a name has at most ${MOST_LEVELS} levels and ${MOST_CHARACTERS} characters`]
  return undefined
}

function wrong(text: string, what: string, help = SHAPE): Problem {
  return usageProblem(`{setting} cannot be ${quote(text)}: ${what}`, help)
}

/** The ARN of a name, or of a path without its last slash. Where an account is not known, it is `*`, as IAM writes any. */
export function parameterArn(
  name: string,
  { region, account = '*' }: { readonly region: string; readonly account?: string | undefined },
): string {
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter/${name.replace(/^\/|\/$/g, '')}`
}

/**
 * What a policy in Parameter Store means by a path: what lies beside it there. An ending such as `.yml` is left out, as `policy push` leaves
 * it out, so that the same policy is right on disk and there.
 */
export function besideReference(policy: string, path: string): string | Problem {
  if (isReference(path)) return path
  const { name } = parseReference(policy) as Reference
  if (/^(?:[/\\]|[a-z]:[/\\])/i.test(path))
    return wrong(path, 'it is a path on a disk, and the policy is in Parameter Store', 'name what lies beside the policy, or ssm:/path')
  const levels = name.split('/').slice(0, -1)
  const parts = path.split('/')
  for (const part of parts) {
    if (part === '..' && levels.length < 2) return wrong(path, 'nothing is above the first slash of Parameter Store')
    if (part === '..') levels.pop()
    else if (part !== '' && part !== '.') levels.push(part)
  }
  const isPath = ['', '.', '..'].includes(parts.at(-1) ?? '')
  const beside = isPath ? `${levels.join('/')}/` : levels.join('/').replace(/\.(?:ya?ml|json)$/i, '')
  const reference = parseReference(`${policy.slice(0, policy.length - name.length)}${beside}`)
  return 'message' in reference ? reference : reference.text
}
