// An answer of ECR as it wrote it. The SDK reads answers by its schemas: it drops members that its release does not know
// yet, which a gate must not, and takes four times as long for a page of findings as JSON.parse does.

import type { DescribeImageScanFindingsCommand } from '@aws-sdk/client-ecr'
import { Fault } from '../fault.ts'

// A page of a thousand findings has some megabytes; whatever is far longer would fill the memory.
const MOST_BYTES = 64 * 1024 * 1024

interface Response {
  readonly statusCode: number
  body: AsyncIterable<Uint8Array> | Uint8Array
}

/** Lets a command give its successful answer to `take`, unread by the SDK; errors go their way as ever. */
export function takeAnswer(command: DescribeImageScanFindingsCommand, take: (json: unknown) => void): void {
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args)
      const response = result.response as Response
      if (response.statusCode === 200) {
        take(JSON.parse(await readText(response.body)))
        response.body = Buffer.from('{}')
      }
      return result
    },
    // The last step before the network, so inside the one that reads the answer.
    { step: 'deserialize', priority: 'low', name: 'takeAnswer' },
  )
}

async function readText(body: Response['body']): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    bytes += chunk.length
    if (bytes > MOST_BYTES)
      throw new Fault('aws-answer', { message: `the answer of DescribeImageScanFindings is longer than ${MOST_BYTES / 1024 / 1024} MiB` })
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('') + decoder.decode()
}
