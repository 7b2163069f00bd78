'use strict';

const policy = require('./chunk-policy.cjs');
const json = require('./chunk-json.cjs');

// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
function onOneLine(json        )         {
  if (!/[\r\n]/.test(json)) return json
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1);
    parts.push(json.slice(from, quote).replace(/\s+/g, ''), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + json.slice(from).replace(/\s+/g, '')
}

/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
const MOST_DEPTH = 1000;

/** Whether JSON text is nested deeper than an event may be. */
function isTooDeep(json        )          {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at + 1);
    else if ((character === '{' || character === '[') && ++depth > MOST_DEPTH) return true
    else if (character === '}' || character === ']') depth--;
  }
  return false
}

/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
function endOfText(json        , start        )         {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at
  }
  return json.length
}

// JSON in which every reader finds the same values. Of two equal keys JSON.parse keeps the last, and programs in Go also take `Digest`
// for `digest`: JSON that says two things could be judged by one of them and run by the other.


/** `problem` continues a sentence that begins with what the text is, such as "the manifest". */




/**
 * Parses JSON, unless it is nested too deeply to be worked on or an object in it has the same key twice. `parse` is JSON.parse, or one
 * that reads numbers in another way.
 */
function parseStrictly(json        , parse                            = JSON.parse)         {
  const { depth, keys } = measure(json);
  if (depth > MOST_DEPTH) return { kind: 'too-deep', problem: `is nested deeper than ${MOST_DEPTH} levels` }
  let value;
  try {
    value = parse(json);
  } catch {
    return { kind: 'not-json', problem: 'is not valid JSON' }
  }
  // Counting is quick, and an answer about findings may have a million keys. Only an answer that repeats one is searched for it.
  return countKeys(value) === keys
    ? { kind: 'value', value }
    : { kind: 'ambiguous', problem: `has the key ${policy.quote(findRepeatedKey(json) ?? '')} twice in one object` }
}

/** The depth of nesting, and how many keys the text has. */
function measure(json        )                                                    {
  let [open, depth, keys] = [0, 0, 0];
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(json, at + 1);
        break
      case COLON:
        keys++;
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth = Math.max(depth, ++open);
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open--;
    }
  }
  return { depth, keys }
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function countKeys(value         )         {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value);
  let count = Array.isArray(value) ? 0 : inside.length;
  for (const inner of inside) count += countKeys(inner);
  return count
}

/** The first key that an object of this valid JSON text has twice, however its letters are written. */
function findRepeatedKey(json        )                     {
  // The keys of each open object; undefined for an open list.
  const open                              = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfText(json, at + 1);
        text = json.slice(at, end + 1);
        at = end;
        break
      }
      case COLON: {
        const key = JSON.parse(text);
        if (open.at(-1)?.has(key) === true) return key
        open.at(-1)?.add(key);
        break
      }
      case OPEN_BRACE:
        open.push(new Set());
        break
      case OPEN_BRACKET:
        open.push(undefined);
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
    }
  }
  return undefined
}

/** A key that Go's encoding/json takes for one of a struct's fields although it is written otherwise; undefined if there is none. */
function findFoldedKey(value         , fields                   )                                                               {
  if (!json.isObject(value)) return undefined
  for (const key of Object.keys(value)) {
    const field = fields.find(each => fold(each) === fold(key));
    if (field !== undefined && !fields.includes(key)) return { key, field }
  }
  return undefined
}

// Letters that differ only in case are equal, and so are the Kelvin sign and k, and the long s and s. JavaScript lower-cases the
// Kelvin sign alone. https://pkg.go.dev/unicode#SimpleFold
function fold(key        )         {
  return key.toLowerCase().replaceAll('ſ', 's')
}

exports.MOST_DEPTH = MOST_DEPTH;
exports.endOfText = endOfText;
exports.findFoldedKey = findFoldedKey;
exports.isTooDeep = isTooDeep;
exports.onOneLine = onOneLine;
exports.parseStrictly = parseStrictly;
