// The original text of AWS's answers, before the SDK reads them. The SDK overflows the stack on an answer that is nested too deeply,
// and of two equal keys it believes the last.

import { MOST_DEPTH } from '../jsontext.ts'
import { parseStrictly } from '../keys.ts'

// A page of a thousand findings has a few megabytes; a much longer answer would fill the memory.
const MOST_BYTES = 64 * 1024 * 1024

/** An answer that cannot be read. The message continues a sentence that begins with "the answer". */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

interface Response {
  readonly statusCode: number
  body: AsyncIterable<Uint8Array> | Uint8Array
}

interface Stack {
  readonly middlewareStack: { readonly add: (middleware: never, options: never) => void }
}

/** Makes a client refuse answers, and errors, that cannot be read or that say two things. Returns the client. */
export function refuseUnreadable<T extends Stack>(client: T): T {
  onResponse(client, 'refuseUnreadable', async (response, { commandName }) => {
    // What an object of S3 holds is for whoever asked for it, who bounds it too.
    if (commandName === 'GetObjectCommand' && response.statusCode === 200) return
    const text = await readText(response)
    if (/^\s*</.test(text)) checkXml(text)
    else {
      const parsed = parseStrictly(text)
      // What is no JSON may be a proxy's page; the SDK reports that itself, with its status.
      if (parsed.kind === 'too-deep' || parsed.kind === 'ambiguous') throw new UnreadableAnswer(parsed.problem)
    }
    response.body = Buffer.from(text)
  })
  return client
}

/**
 * Passes a command's successful answer to `take` before the SDK reads it. The SDK reads answers by its schemas: it drops members that
 * its release does not know yet, which a gate must not do, and takes four times as long for a page of findings as JSON.parse does.
 */
export function takeAnswer(command: Stack, take: (json: unknown) => void): void {
  onResponse(command, 'takeAnswer', async response => {
    if (response.statusCode !== 200) return
    const parsed = parseStrictly(await readText(response))
    if (parsed.kind !== 'value') throw new UnreadableAnswer(parsed.problem)
    take(parsed.value)
    response.body = Buffer.from('{}')
  })
}

interface Context {
  readonly commandName?: string
}

function onResponse({ middlewareStack }: Stack, name: string, see: (response: Response, context: Context) => Promise<void>): void {
  const middleware = (next: (args: unknown) => Promise<{ readonly response: unknown }>, context: Context) => async (args: unknown) => {
    const result = await next(args)
    await see(result.response as Response, context)
    return result
  }
  // Low priority in this step is closest to the network, and so inside the SDK's deserializer.
  middlewareStack.add(middleware as never, { step: 'deserialize', priority: 'low', name, override: true } as never)
}

// Answers in XML are those of STS and S3, which are a few tags deep. Neither writes a CDATA section, which could hide how deep it is.
function checkXml(text: string): void {
  let depth = 0
  for (const [tag] of text.matchAll(/<[^>]*>?/g)) {
    if (tag.startsWith('<![CDATA[')) throw new UnreadableAnswer('has a CDATA section')
    if (tag.startsWith('</')) depth--
    else if (!/^<[!?]|\/>$/.test(tag)) depth++
    if (depth > MOST_DEPTH) throw new UnreadableAnswer(`is more than ${MOST_DEPTH} tags deep`)
  }
}

async function readText({ statusCode, body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) break
      parts.push(decoder.decode(chunk, { stream: true }))
    }
  } catch (error) {
    // The SDK adds the status to what fails after the first byte, too: a response did arrive.
    throw Object.assign(error as Error, { $metadata: { httpStatusCode: statusCode } })
  }
  if (bytes > MOST_BYTES) throw new UnreadableAnswer(`is longer than ${MOST_BYTES / 1024 / 1024} MiB`)
  return parts.join('') + decoder.decode()
}
