'use strict';

const read = require('./chunk-read.cjs');

// Writes an exception as text, in the style of the file that it goes into: as a block or in brackets, as YAML or as JSON.


/** An exception that is to be written. */












/** The fields of an exception as its file has them, in the order in which they are read. */
function pairsOf({ ids, package: name, image, reason, owner, expires, untilFixed }       )                  {
  const [id] = ids;
  const target       = ids.length === 1 && id !== undefined ? ['id', id] : ['ids', ids];
  const texts = Object.entries({ package: name, image, reason, owner, expires });
  return [
    target,
    ...texts.flatMap(([key, text])                  => (text === null ? [] : [[key, text]])),
    ...(untilFixed ? [['until-fixed', true]         ] : []),
  ]
}

/** The lines of an entry of a block list; `dash` is what its first line begins with, such as `  - `. */
function writeBlock(draft       , dash        )                    {
  const lines = pairsOf(draft).map(([key, value]) => `${key}: ${writeYaml(value, 'block')}`);
  return lines.map((line, i) => (i === 0 ? dash : ' '.repeat(dash.length)) + line)
}

/** What stands around the fields of a map in brackets: `{ `, `, ` and ` }`. */






/** The entry of a list in brackets. */
function writeFlow(draft       , isJson         , { open, separator, close }          )         {
  const fields = pairsOf(draft).map(([key, value]) =>
    isJson ? `${JSON.stringify(key)}: ${writeJson(value)}` : `${key}: ${writeYaml(value, 'flow')}`,
  );
  return `${open}${fields.join(separator)}${close}`
}

function writeJson(value         )         {
  if (typeof value === 'object') return `[${value.map(writeJson).join(', ')}]`
  return read.printableJson(JSON.stringify(value))
}

/** A value of a field as YAML, in a block or in brackets. */
function writeYaml(value         , style                  )         {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return `[${value.map(item => writeYaml(item, 'flow')).join(', ')}]`
  return isPlain(value, style) ? value : writeJson(value)
}

// Narrower than YAML allows, so that nobody has to know YAML to see that such a text is a string.
const PLAIN = { block: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;,'-]*$/u, flow: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;'-]*$/u };
const OTHER = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function isPlain(text        , style                  )          {
  return read.endOfDay(text) !== undefined || (PLAIN[style].test(text) && !text.endsWith(' ') && !OTHER.test(text) && read.printable(text) === text)
}

exports.pairsOf = pairsOf;
exports.writeBlock = writeBlock;
exports.writeFlow = writeFlow;
exports.writeYaml = writeYaml;
