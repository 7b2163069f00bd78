// What is made of AWS's answers about a target: what Systems Manager says of the node, and its tags.

import { own } from '../json.ts'
import { type Described, kindOfTarget, type Target, type UnknownTarget } from './target.ts'

/** What Systems Manager says of a node. */
export interface NodeFacts {
  readonly name: string | undefined
  readonly computerName: string | undefined
  readonly platform: string | undefined
  readonly pingStatus: string | undefined
}

/** An answer, or why there is none: it continues a sentence that begins with "a target". */
export type Answered<T> = { readonly answer: T } | Unanswered

type Unanswered = Required<Pick<UnknownTarget, 'reason'>> & Pick<UnknownTarget, 'unread'>

/**
 * What is known of a target. `node` is what Systems Manager says of it, `tags` are its tags. Without the tags its name is not known
 * either, because the tag Name comes first.
 */
export function describeTarget(id: string, node: Answered<NodeFacts>, tags: Answered<Readonly<Record<string, string>>>): Described {
  const kind = kindOfTarget(id)
  const known = 'answer' in tags ? { tags: tags.answer } : {}
  if (kind?.kind === 'container') return complete({ id, name: `${kind.cluster}/${kind.container}`, ...known }, [tags])
  const facts = 'answer' in node ? node.answer : undefined
  const tagged = 'answer' in tags ? text(own(tags.answer, 'Name')) : undefined
  const named = 'answer' in tags ? (tagged ?? text(facts?.name) ?? text(facts?.computerName)) : undefined
  const [platform, pingStatus] = [text(facts?.platform), text(facts?.pingStatus)]
  const fields = {
    id,
    ...(named === undefined ? {} : { name: named }),
    ...(platform === undefined ? {} : { platform }),
    ...(pingStatus === undefined ? {} : { pingStatus }),
    ...known,
  }
  // Every node has both.
  const isWhole = platform !== undefined && pingStatus !== undefined
  return complete(fields, [node, tags, ...(isWhole ? [] : [{ reason: 'that Systems Manager does not describe as a whole' }])])
}

function complete(target: Target, answers: readonly Answered<unknown>[]): Described {
  const reasons = answers.flatMap(each => ('reason' in each ? [each] : []))
  const [first] = [...reasons.filter(({ unread }) => unread), ...reasons]
  return first === undefined ? target : { ...target, omitted: true, ...first }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
