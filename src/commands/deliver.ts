// Hands a report to whoever asked for it: to a file, or to standard output.

import { type Paint, plain } from '../report/paint.ts'
import { gather, type World, writeReport } from '../world.ts'

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
