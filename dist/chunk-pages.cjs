'use strict';

const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');

// Lists that AWS gives page by page: each page has the token of the next one. A token that was seen before would lead in a circle.
















/** Yields the pages of a list, numbered from 1. What was read before a fault has been yielded. */
async function* turnPages   (
  { who, rest = 'the rest', at }         ,
  ask                                                                 ,
)                    {
  const tokens = new Set        ();
  let token;
  for (let number = 1; ; number++) {
    const { page, next } = await ask(token, number);
    yield page;
    if (next === undefined || next === '') return
    const message = `after ${read.plural(number, 'page')} ${who} repeated a token: ${rest} cannot be read`;
    if (tokens.has(next)) throw new world.Fault('aws-answer', { message, ...(at !== undefined && { at }) })
    tokens.add(next);
    token = next;
  }
}

exports.turnPages = turnPages;
