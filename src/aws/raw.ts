// ECR's original answer. The SDK reads answers by its schemas: it drops members that its release does not know yet, which a
// gate must not do, and takes four times as long for a page of findings as JSON.parse does.

import type { DescribeImageScanFindingsCommand } from '@aws-sdk/client-ecr'
import { Fault } from '../fault.ts'

// A page of a thousand findings has a few megabytes; a much longer answer would fill the memory.
const MOST_BYTES = 64 * 1024 * 1024

interface Response {
  readonly statusCode: number
  body: AsyncIterable<Uint8Array> | Uint8Array
}

/** Passes a command's successful answer to `take` before the SDK reads it. The SDK handles errors as usual. */
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
    // Low priority in this step is closest to the network, and so inside the SDK's deserializer.
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
