// AWS STS: who the caller is. It speaks the query protocol, so its answers are XML.

import { GetCallerIdentity$ } from '@aws-sdk/client-sts'
import type { Operation, ServiceError } from './wire.ts'

export interface Sts {
  readonly account: string
  readonly arn: string
  readonly userId: string
}

export function makeSts(account: string): Sts & { readonly operations: Readonly<Record<string, Operation>> } {
  const identity = { account, arn: `arn:aws:sts::${account}:assumed-role/ci/run`, userId: 'AROAEXAMPLECI:run' }
  return {
    ...identity,
    operations: {
      GetCallerIdentity: {
        schema: GetCallerIdentity$,
        run: () => {
          const output = { UserId: identity.userId, Account: account, Arn: identity.arn }
          const members = Object.entries(output).map(([name, value]) => `<${name}>${value}</${name}>`)
          const text = `<GetCallerIdentityResponse ${NAMESPACE}><GetCallerIdentityResult>${members.join('')}</GetCallerIdentityResult>${METADATA}</GetCallerIdentityResponse>`
          return { output, body: [Buffer.from(text)] }
        },
      },
    },
  }
}

const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
const METADATA = '<ResponseMetadata><RequestId>01234567-89ab-4def-8123-456789abcdef</RequestId></ResponseMetadata>'

export function writeQueryError({ name, message, status = 400 }: ServiceError): string {
  const type = status < 500 ? 'Sender' : 'Receiver'
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<ErrorResponse ${NAMESPACE}><Error><Type>${type}</Type><Code>${name}</Code><Message>${text}</Message></Error></ErrorResponse>`
}
