// The members of AWS's answers that an event may have, each with the kind of its value.
//
// They are taken one by one, by their names: what carries secrets has no name here. An SDK gives whatever it was sent, so a value of
// another kind than AWS documents is possible, from a proxy or from a service that changed; it is left out, and told.

interface Values {
  readonly text: string
  readonly number: number
  readonly instant: Date
  readonly texts: readonly string[]
  readonly selections: readonly { readonly Key?: string | undefined; readonly Values?: readonly string[] | undefined }[]
}

export type Members = Readonly<Record<string, keyof Values>>

/** An answer with these members, as far as they were given. */
export type Answer<M extends Members> = { readonly [Name in keyof M]?: Values[M[Name]] | undefined }

export interface Taken<M extends Members> {
  readonly answer: Answer<M>
  /** What was left out, one sentence each. */
  readonly problems: readonly string[]
}

const isText = (value: unknown): value is string => typeof value === 'string'
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText)
const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

const KINDS: { readonly [Kind in keyof Values]: { readonly what: string; readonly is: (value: unknown) => value is Values[Kind] } } = {
  text: { what: 'text', is: isText },
  number: { what: 'number', is: (value): value is number => Number.isFinite(value) },
  instant: { what: 'time', is: (value): value is Date => value instanceof Date && !Number.isNaN(value.getTime()) },
  texts: { what: 'list of texts', is: areTexts },
  selections: {
    what: 'list of keys and values',
    is: (value): value is Values['selections'] =>
      Array.isArray(value) &&
      value.every(
        each =>
          isStructure(each) && (isAbsent(each['Key']) || isText(each['Key'])) && (isAbsent(each['Values']) || areTexts(each['Values'])),
      ),
  },
}

/** Takes the members of one entry of an answer; `what` says in sentences which entry it is. */
export function takeMembers<M extends Members>(entry: unknown, members: M, what: string): Taken<M> {
  if (!isStructure(entry)) return { answer: {}, problems: [`${what} is no structure`] }
  const answer: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, kind] of Object.entries(members)) {
    const value = entry[name]
    if (isAbsent(value)) continue
    if (KINDS[kind].is(value)) answer[name] = value
    else problems.push(`the ${name} of ${what} is no ${KINDS[kind].what}`)
  }
  return { answer: answer as Answer<M>, problems }
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
