// Who made a call. A role is what many people and machines share, so for the sessions of a role `user` is the session, as in Threat
// Stack's own events; the role stays in `arnRole`. docs/language.md has a table of every kind of identity.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html

import { type Fields, ownText } from '../json.ts'

/** The kinds of identity that are sessions: their principal id ends in the session's name, behind a colon. */
const SESSIONS = ['AssumedRole', 'FederatedUser']

/** Threat Stack's `user`; undefined where the record names nobody. */
export function userOf(event: Fields): string | undefined {
  return (
    sessionOf(event) ??
    ownText(event, 'userIdentity', 'userName') ??
    ownText(event, 'userIdentity', 'onBehalfOf', 'userId') ??
    lastPart(ownText(event, 'userIdentity', 'arn'), /[/:]/) ??
    lastPart(ownText(event, 'userIdentity', 'principalId'), ':') ??
    ownText(event, 'userIdentity', 'invokedBy')
  )
}

function sessionOf(event: Fields): string | undefined {
  if (!SESSIONS.includes(ownText(event, 'userIdentity', 'type') ?? '')) return undefined
  const principal = ownText(event, 'userIdentity', 'principalId')
  return (
    (principal?.includes(':') === true ? lastPart(principal, ':') : undefined) ?? lastPart(ownText(event, 'userIdentity', 'arn'), /[/:]/)
  )
}

/** Threat Stack's `arnRole`: arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session */
export function roleOf(event: Fields): string | undefined {
  const resource = ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':')
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// A service-linked role can only be assumed by its service, and nobody else can make a role whose path begins like this one's. The
// path has to begin there: further on it is whatever the role's maker likes.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const LINKED_ROLE = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/([^/:]+\/[^/:]+)$/

/** For a session of a service-linked role its `<service>/<role>`: ssm.amazonaws.com/AWSServiceRoleForAmazonSSM */
export function linkedRoleOf(event: Fields): string | undefined {
  if (ownText(event, 'userIdentity', 'type') !== 'AssumedRole') return undefined
  return LINKED_ROLE.exec(ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? '')?.[1]
}

function lastPart(text: string | undefined, separator: string | RegExp): string | undefined {
  const part = text?.split(separator).at(-1)
  return part === '' ? undefined : part
}
