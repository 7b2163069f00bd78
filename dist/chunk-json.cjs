'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
require('node:fs');
require('node:fs/promises');

// Reports as JSON, for programs. People read it too: each alert, image and rule is on a line of its own, and
// characters that a terminal obeys are written as JSON's own escapes.


/**
 * Renders a report as JSON in pieces: an archive may yield hundreds of thousands of alerts, which no single string could hold, and
 * an image tens of thousands of findings, whose text would take more memory than the findings do.
 */
function* renderJson(report        )                    {
  let separator = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(name)}: `;
    separator = ',\n';
    if (Array.isArray(value) && value.length > 0) yield* renderList(value);
    else yield toJson(value);
  }
  yield '\n}\n';
}

function* renderList(items                    )                    {
  let separator = '[\n';
  for (const item of items) {
    yield `${separator}    `;
    yield* renderItem(item);
    separator = ',\n';
  }
  yield '\n  ]';
}

// Renders one line, with a piece for each item of its lists.
function* renderItem(item         )                    {
  if (!read.isObject(item)) {
    yield toJson(item);
    return
  }
  let separator = '{';
  for (const [name, value] of Object.entries(item)) {
    if (value === undefined) continue
    yield `${separator}${toJson(name)}:`;
    separator = ',';
    if (!Array.isArray(value)) yield toJson(value);
    else {
      let before = '[';
      for (const each of value) {
        yield `${before}${toJson(each)}`;
        before = ',';
      }
      yield before === '[' ? '[]' : ']';
    }
  }
  yield separator === '{' ? '{}' : '}';
}

function toJson(value         )         {
  return read.printableJson(JSON.stringify(value) ?? 'null')
}

exports.renderJson = renderJson;
