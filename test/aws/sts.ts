// AWS STS: who the caller is, and the credentials of roles. It speaks the query protocol, so its answers are XML.

import { AssumeRole$, GetCallerIdentity$ } from '@aws-sdk/client-sts'
import { type Answer, type Fields, type Operation, Refusal, type ServiceError } from './wire.ts'

/** Who signed a request. */
export interface Signer {
  readonly account: string
  readonly arn: string
  readonly userId: string
}

export interface Sts extends Signer {
  /** How long the credentials of roles are valid, in seconds; an hour when it is not set. */
  lifetime: number
}

export interface StsService extends Sts {
  /** Whose access key this is: of a role that was assumed here, or else the caller's own. */
  readonly signerOf: (accessKeyId: string) => Signer
  readonly operations: Readonly<Record<string, Operation>>
}

const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.+\/)?([\w+=,.@-]+)$/

export function makeSts(account: string): StsService {
  const caller: Signer = { account, arn: `arn:aws:sts::${account}:assumed-role/ci/run`, userId: 'AROAEXAMPLECI:run' }
  const signers = new Map<string, Signer>()

  function assume({ RoleArn: role, RoleSessionName: session }: Fields): Fields {
    const [, partition, owner = '', name = ''] = ROLE.exec(String(role)) ?? []
    if (partition === undefined) throw new Refusal('ValidationError', `${role} is invalid`)
    const signer = {
      account: owner,
      arn: `arn:${partition}:sts::${owner}:assumed-role/${name}/${session}`,
      userId: `AROA${owner}:${session}`,
    }
    const key = `ASIA${String(signers.size).padStart(4, '0')}${owner}`
    signers.set(key, signer)
    return {
      Credentials: {
        AccessKeyId: key,
        SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        SessionToken: `token-of-${key}`,
        Expiration: Math.floor(Date.now() / 1000) + service.lifetime,
      },
      AssumedRoleUser: { AssumedRoleId: signer.userId, Arn: signer.arn },
    }
  }

  const service: StsService = {
    ...caller,
    lifetime: 3600,
    signerOf: key => signers.get(key) ?? caller,
    operations: {
      GetCallerIdentity: {
        schema: GetCallerIdentity$,
        run: ({ accessKeyId }) => {
          const signer = service.signerOf(accessKeyId)
          return answer('GetCallerIdentity', { UserId: signer.userId, Account: signer.account, Arn: signer.arn })
        },
      },
      AssumeRole: { schema: AssumeRole$, run: ({ input }) => answer('AssumeRole', assume(input)) },
    },
  }
  return service
}

function answer(operation: string, output: Fields): Answer {
  const text = `<${operation}Response ${NAMESPACE}><${operation}Result>${writeMembers(output)}</${operation}Result>${METADATA}</${operation}Response>`
  return { output, body: [Buffer.from(text)] }
}

// An instant is a number in the schema, and ISO 8601 in XML.
function writeMembers(members: Fields): string {
  return Object.entries(members)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? writeMembers(value as Fields) : typeof value === 'number' ? toInstant(value) : value
      return `<${name}>${text}</${name}>`
    })
    .join('')
}

function toInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}

const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
const METADATA = '<ResponseMetadata><RequestId>01234567-89ab-4def-8123-456789abcdef</RequestId></ResponseMetadata>'

export function writeQueryError({ name, message, status = 400 }: ServiceError): string {
  const type = status < 500 ? 'Sender' : 'Receiver'
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<ErrorResponse ${NAMESPACE}><Error><Type>${type}</Type><Code>${name}</Code><Message>${text}</Message></Error></ErrorResponse>`
}
