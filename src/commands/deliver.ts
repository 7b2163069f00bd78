// Hands a report to whoever asked for it: to a file, or to standard output.

import { type Paint, plain } from '../report/paint.ts'
import { type World, writeReport } from '../world.ts'

/** Writes a report to `output`, or prints it; false when it could not be written, which is told. */
export async function deliver(
  world: World,
  output: string | undefined,
  render: (paint: Paint) => Iterable<string> | Promise<Iterable<string>>,
): Promise<boolean> {
  if (output === undefined) {
    for (const text of gather(await render(world.paint))) await world.print(text)
    return true
  }
  const problem = await writeReport(world, output, await render(plain))
  if (problem !== undefined) world.tell(`${problem}\n`)
  return problem === undefined
}

const WRITTEN_LENGTH = 64 * 1024

// Joins small pieces, because each write has its price.
function* gather(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = []
  let length = 0
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < WRITTEN_LENGTH) continue
    yield waiting.join('')
    waiting = []
    length = 0
  }
  yield waiting.join('')
}
