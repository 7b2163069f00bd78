// Reads the lists of Systems Manager page by page, and takes of each entry the members that an event may have. What keeps a list from being
// read to its end is told, and so is an entry that is not what AWS documents; neither hides another list.

import type { SSMClient } from '@aws-sdk/client-ssm'
import type { Aws } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import type { Action } from '../aws/permissions.ts'
import { type Call, toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import type { Tell } from '../diagnostic.ts'
import type { LiveKind } from '../events/live.ts'
import { type Answer, type Members, takeMembers } from '../events/members.ts'
import { Fault } from '../fault.ts'
import type { Clock } from '../poll.ts'
import { OutOfTime, startTimeLimit } from './pace.ts'

interface Page {
  readonly items: readonly unknown[] | undefined
  readonly next: string | undefined
}

type Ask = (client: SSMClient, limit: { readonly abortSignal: AbortSignal }, token: { readonly NextToken?: string }) => Promise<Page>

export interface Asking {
  /** Yields the pages of a list, with these members of each entry. What keeps one from being read is told, and ends it. */
  readonly ask: <M extends Members>(action: Action, members: M, what: string, ask: Ask) => AsyncGenerator<readonly Answer<M>[]>
  /** Tells what cannot be believed of an answer. */
  readonly doubt: (message: string) => void
}

interface AskOptions {
  readonly kind: LiveKind
  readonly timeoutSeconds: number
  readonly clock: Clock
  readonly progress: (what: string) => void
}

/** Starts to ask for lists, whose pages all have to come within one time. */
export function startAsking(
  place: { readonly aws: Aws; readonly region: string },
  client: SSMClient,
  options: AskOptions,
  tell: Tell,
): Asking {
  const { aws, region } = place
  const { kind, clock, timeoutSeconds, progress } = options
  const time = startTimeLimit(clock, timeoutSeconds * 1000)
  const timeout = (what: string): Fault =>
    new Fault('audit-timeout', { message: `audit-timeout (${timeoutSeconds} s) ended before all ${what} were read`, help: SLOWER })
  const ask = (action: Action, what: string, read: Ask): AsyncGenerator<readonly unknown[]> =>
    turnPages({ who: action, rest: `the rest of the ${what}` }, async (token, number) => {
      if (time.isOver()) throw timeout(what)
      progress(`reading ${what} in ${region}, page ${number}`)
      const turn = token === undefined ? {} : { NextToken: token }
      const call: Call = { action, on: `Systems Manager in ${region}`, arn: '*', instead: `or take ${kind} out of audit-live` }
      const { items, next } = await aws
        .call(limit => time.send(limit, each => read(client, each, turn)))
        .catch((error: unknown) => {
          throw error instanceof OutOfTime ? timeout(what) : toAwsFault(error, call)
        })
      if (!Array.isArray(items))
        throw new Fault('aws-answer', { message: `the answer of ${action} in ${region} has no list of ${kind}`, help: UNREADABLE })
      return { page: items, next }
    })
  const doubt = (message: string): void => tell(new Fault('aws-answer', { message, help: UNREADABLE }).diagnostic)
  return {
    doubt,
    ask: async function* (action, members, what, read) {
      const told = new Set<string>()
      try {
        for await (const items of ask(action, what, read)) {
          const taken = items.map(item => takeMembers(item, members, `an entry of ${action}`))
          for (const message of taken.flatMap(({ problems }) => problems)) {
            if (!told.has(message)) doubt(message)
            told.add(message)
          }
          yield taken.map(({ answer }) => answer)
        }
      } catch (error) {
        // What was read of the other list is judged all the same.
        if (!(error instanceof Fault)) throw error
        tell(error.diagnostic)
      }
    },
  }
}

const SLOWER = 'raise audit-timeout, or shorten audit-window'
