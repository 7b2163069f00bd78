'use strict';

const settings = require('./chunk-settings.cjs');

// Hands a report to whoever asked for it: to a file, or to standard output.


/** Writes a report to `output`, or prints it; false when it could not be written, which is told. */
async function deliver(
  world       ,
  output                    ,
  render                                                                ,
)                   {
  if (output === undefined) {
    for (const text of settings.gather(await render(world.paint))) await world.print(text);
    return true
  }
  const problem = await settings.writeReport(world, output, await render(settings.plain));
  if (problem !== undefined) world.tell(`${problem}\n`);
  return problem === undefined
}

exports.deliver = deliver;
