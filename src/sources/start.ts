// The start of a stream, where marks tell what follows: gzip's two bytes, the three of a byte order mark.

/** The same bytes, the first chunk at least `length` long if there are so many: a pipe may bring a mark in pieces. */
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
