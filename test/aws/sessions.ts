// The sessions of Session Manager in memory, and DescribeSessions.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeSessions.html

import { DescribeSessions$, type Session } from '@aws-sdk/client-ssm'
import { isWithin, makeShelf, secret, sortByStart, toWire } from './members.ts'
import { readPage } from './page.ts'
import { sessionsBounds } from './ssmbounds.ts'
import type { AwsRequest, Operation, Reply } from './wire.ts'

export interface Sessions {
  /** Adds a session: an open shell of jane's unless its members say otherwise. Returns its id. */
  readonly openSession: (region: string, members?: Session) => string
  readonly changeSession: (region: string, id: string, members: Session) => void
  readonly endSession: (region: string, id: string, at: Date, status?: Session['Status']) => void
}

export function makeSessions(account: string): Sessions & { readonly operations: Readonly<Record<string, Operation>> } {
  const sessions = makeShelf<Session>('session')
  let opened = 0

  function openSession(region: string, members: Session = {}): string {
    opened += 1
    const id = members.SessionId ?? `jane-${opened.toString(16).padStart(17, '0')}`
    sessions.put(region, id, { ...makeSession(account, id), ...members })
    return id
  }

  function changeSession(region: string, id: string, members: Session): void {
    sessions.change(region, id, session => ({ ...session, ...members }))
  }

  function describe({ region, input }: AwsRequest): Reply {
    const { State: state, Filters: filters = [] } = input as { State: string; Filters?: readonly Filter[] }
    const found = sessions
      .all(region)
      .filter(session => (session.EndDate === undefined ? 'Active' : 'History') === state)
      .filter(session => filters.every(filter => isAsked(session, filter)))
    const sorted = sortByStart(found, session => session.StartDate).map(toWire)
    const { entries, next } = readPage(sorted, input, { usual: 50, invalid: 'InvalidNextToken' })
    return { output: toWire({ Sessions: entries, NextToken: next }) }
  }

  return {
    openSession,
    changeSession,
    endSession: (region, id, at, status = 'Terminated') => changeSession(region, id, { EndDate: at, Status: status }),
    operations: { DescribeSessions: { schema: DescribeSessions$, bounds: sessionsBounds, run: describe } },
  }
}

interface Filter {
  readonly key: 'InvokedAfter' | 'InvokedBefore' | 'Target' | 'Owner' | 'Status' | 'SessionId' | 'AccessType'
  readonly value: string
}

function isAsked(session: Session, { key, value }: Filter): boolean {
  if (key === 'InvokedAfter') return isWithin(session.StartDate, 'After', value)
  if (key === 'InvokedBefore') return isWithin(session.StartDate, 'Before', value)
  return session[key] === value
}

function makeSession(account: string, id: string): Session {
  return {
    SessionId: id,
    Target: 'i-0a1b2c3d4e5f60718',
    Status: 'Connected',
    StartDate: new Date('2026-11-23T11:00:00Z'),
    DocumentName: 'SSM-SessionManagerRunShell',
    Owner: `arn:aws:sts::${account}:assumed-role/Operator/jane`,
    Reason: 'INC-4711',
    Details: secret('Details'),
    OutputUrl: { S3OutputUrl: secret('S3OutputUrl'), CloudWatchOutputUrl: secret('CloudWatchOutputUrl') },
    MaxSessionDuration: '60',
    AccessType: 'Standard',
  }
}
