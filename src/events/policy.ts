// Whether a resource policy lets everybody in. What cannot be read counts as a policy that does, and a Condition counts only if
// it binds the caller to somebody: aws:SecureTransport keeps nobody out.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

import type { Fields } from '../language/vocabulary.ts'
import { isObject, own } from './json.ts'

/** Reads a policy as text or, in records that tools have rewritten, as an object. */
export function isPublic(policy: unknown): boolean {
  const document = typeof policy === 'string' ? parse(policy) : policy
  if (!isObject(document)) return true
  const statements = [own(document, 'Statement')].flat()
  return statements.some(statement => !isObject(statement) || allowsEverybody(statement))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// `NotPrincipal` allows everybody but the named.
function allowsEverybody(statement: Fields): boolean {
  if (own(statement, 'Effect') !== 'Allow' || bindsCaller(own(statement, 'Condition'))) return false
  if (own(statement, 'NotPrincipal') !== undefined) return true
  const principal = own(statement, 'Principal')
  return principal === '*' || [isObject(principal) ? own(principal, 'AWS') : undefined].flat().includes('*')
}

/** Operators that hold only for a key that is there and has one of the values. */
const BINDING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i

/** What a value of a key must look like to name somebody; tags and user names are the caller's own to choose. */
const BINDING_VALUES: ReadonlyMap<string, RegExp> = new Map([
  ...['principalorgid', 'sourceorgid', 'vpceorgid'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}$/] as const),
  ...['principalorgpaths', 'sourceorgpaths', 'vpceorgpaths'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}\//] as const),
  ...['principalaccount', 'sourceaccount', 'vpceaccount'].map(key => [`aws:${key}`, /^\d{12}$/] as const),
  ...['principalarn', 'sourcearn'].map(key => [`aws:${key}`, /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/] as const),
  ['aws:userid', /^A[A-Z0-9]{15,}(?::|$)/],
  ['aws:sourcevpc', /^vpc-[0-9a-f]+$/],
  ['aws:sourcevpce', /^vpce-[0-9a-f]+$/],
  ['aws:sourceip', /^(?!0\.|::)[0-9a-f.:]+(?:\/(?!0+$)\d+)?$/i],
])

// The parts of a Condition must all hold, so one that binds is enough; of its values any may hold, so all must name somebody.
function bindsCaller(condition: unknown): boolean {
  if (!isObject(condition)) return false
  return Object.entries(condition).some(
    ([operator, keys]) =>
      BINDING_OPERATORS.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(([key, given]) => {
        const shape = BINDING_VALUES.get(key.toLowerCase())
        const values = [given].flat()
        return shape !== undefined && values.length > 0 && values.every(value => shape.test(String(value)))
      }),
  )
}
