// The ARN of a role that is assumed to read in another account. What is written in its place is usually near to it, so each mistake is
// told with what to write.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html

import { didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isAccountId, PARTITION_IDS } from '../image/uri.ts'

/** A role by its ARN, with the account that it is in. */
export interface Role {
  readonly arn: string
  readonly account: string
  readonly partition: string
}

export const ROLE_EXAMPLE = 'arn:aws:iam::111122223333:role/audit'
const SHAPE = `write the ARN of a role, with its path if it has one, as in ${ROLE_EXAMPLE}`

const NAME = /^[\w+=,.@-]{1,64}$/
const PATH = /^[\x21-\x7e]*$/
const MOST_PATH = 510

/** Reads the ARN of a role; a problem says what was found in its place. */
export function readRole(text: string): Role | Problem {
  const wrong = (what: string, help = SHAPE): Problem => usageProblem(`{setting} cannot be ${quote(text)}: ${what}`, help)
  if (isAccountId(text)) return wrong('it is the id of an account', `name the role in it, as in arn:aws:iam::${text}:role/audit`)
  const [arn, partition = '', service = '', region = '', account = '', ...rest] = text.split(':')
  const resource = rest.join(':')
  if (arn !== 'arn') return wrong('it is no ARN')
  if (/[*?]/.test(text)) return wrong('it has a wildcard', 'a role is named by its own ARN; name each of several')
  if (!PARTITION_IDS.includes(partition)) return wrong(`there is no partition ${quote(partition)}`, didYouMean(partition, PARTITION_IDS))
  const [, session] = /^assumed-role\/([^/]+)/.exec(resource) ?? []
  if (service === 'sts' && session !== undefined && isAccountId(account)) {
    const cure = `write the ARN of the role itself: arn:${partition}:iam::${account}:role/${session}, with its path if it has one`
    return wrong('it is a session of a role', cure)
  }
  if (service !== 'iam' || region !== '') return wrong('it is no ARN of IAM')
  if (!isAccountId(account)) return wrong('it names no account, whose id has 12 digits')
  const [kind = '', ...names] = resource.split('/')
  if (kind !== 'role') return wrong(`it is ${NOT_ROLES[kind] ?? 'no role'}`)
  const name = names.pop() ?? ''
  const path = names.map(part => `${part}/`).join('')
  if (!NAME.test(name) || !PATH.test(path) || path.length > MOST_PATH) return wrong('it has no name that a role can have')
  return { arn: text, account, partition }
}

const NOT_ROLES: Readonly<Record<string, string | undefined>> = {
  user: 'a user, who cannot be assumed',
  group: 'a group, which cannot be assumed',
  policy: 'a policy, which cannot be assumed',
  'instance-profile': 'an instance profile, and not its role',
  root: 'a whole account',
}
