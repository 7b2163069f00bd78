// The start of a stream, where a signature tells what follows: the two bytes of gzip, or the three of a byte order mark.

/** Yields the same bytes, but the first chunk has at least `length` of them if there are as many: a pipe may split a signature. */
export async function* gatherStart(chunks: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0)
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk
      continue
    }
    start = Buffer.concat([start, chunk])
    if (start.length < length) continue
    yield start
    start = undefined
  }
  if (start !== undefined && start.length > 0) yield start
}
