// Decides whether a resource policy allows everybody. A policy that cannot be read counts as public. A Condition counts only if it
// restricts who the caller is: aws:SecureTransport, for example, keeps nobody out.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

import { type Fields, isObject, own } from '../json.ts'
import { parseStrictly } from '../keys.ts'

/** Whether a policy allows everybody. It is a string or, in records that tools have rewritten, an object. */
export function isPublic(policy: unknown): boolean {
  const document = typeof policy === 'string' ? parse(policy) : policy
  if (!isObject(document)) return true
  const statements = [own(document, 'Statement')].flat()
  return statements.some(statement => !isObject(statement) || allowsEverybody(statement))
}

function parse(text: string): unknown {
  const parsed = parseStrictly(text)
  return parsed.kind === 'value' ? parsed.value : undefined
}

// An `Allow` with `NotPrincipal` allows everybody except those it names.
function allowsEverybody(statement: Fields): boolean {
  if (own(statement, 'Effect') !== 'Allow' || bindsCaller(own(statement, 'Condition'))) return false
  if (own(statement, 'NotPrincipal') !== undefined) return true
  const principal = own(statement, 'Principal')
  return principal === '*' || [isObject(principal) ? own(principal, 'AWS') : undefined].flat().includes('*')
}

/** Operators that hold only if the key is present and has one of the values. */
const BINDING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i

/** For each condition key, the form of values that restrict the caller. Tags and user names do not: callers choose their own. */
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

// All parts of a Condition must hold, so one part that restricts the caller is enough. Any of its values may match, so all of them
// must restrict the caller.
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
