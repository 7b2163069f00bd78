'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const load = require('./chunk-load.cjs');
const rulefiles = require('./chunk-rulefiles.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('process');
require('buffer');
require('./chunk-fields.cjs');
require('./chunk-title.cjs');
require('./chunk-filter.cjs');
require('./chunk-exception.cjs');
require('./chunk-purl.cjs');
require('./chunk-policy.cjs');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-visibility.cjs');
require('./chunk-packs.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('node:crypto');

// Rewrites the filters and suppressions of a rule file in canonical form and leaves every other character as it is: comments and
// order belong to the author. So each filter is replaced in the text, in the scalar style it had; a YAML printer would reformat
// the rest of the file.


/** Returns the file's text with canonical filters. A filter that differs only in white space keeps its line breaks. */
function formatFile(file          )         {
  const document = load.parseFile(file);
  if ('diagnostics' in document) return file.text
  const parts           = [];
  let at = 0;
  for (const scalar of ruleNodes(document.root)
    .flatMap(filtersOf)
    .sort((a, b) => a.offset - b.offset)) {
    const source = file.text.slice(scalar.offset, scalar.end);
    parts.push(file.text.slice(at, scalar.offset), rewrite(source, String(scalar.value)));
    at = scalar.end;
  }
  return [...parts, file.text.slice(at)].join('')
}

function ruleNodes(root      )                  {
  if (root.kind === 'list') return root.items
  if (root.kind !== 'map') return []
  const lists = ['rules', 'overrides', 'exceptions'].map(name => load.entryOf(root, name)?.value);
  return [root, ...lists.flatMap(list => (list?.kind === 'list' ? list.items : []))]
}

function filtersOf(rule      )                        {
  return rule.kind === 'map' ? load.filterNodes(rule) : []
}

function rewrite(source        , filter        )         {
  const parsing = imply.parse(filter);
  if ('problems' in parsing) return source
  const canonical = imply.print(parsing.expression);
  return onOneLine(filter) === canonical ? source : writeScalar(source, canonical)
}

// A text in a filter may contain a line break, which only double quotes and literal blocks preserve.
function writeScalar(source        , text        )         {
  const style = source.slice(0, 1);
  const hasBreak = /[\r\n]/.test(text);
  if (style === '|' || style === '>') return hasBreak && !/^\|[+-]?\s/.test(source) ? source : writeBlock(source, text)
  if (style === '"' || hasBreak) return read.printableJson(JSON.stringify(text))
  // Canonical form drops outer parentheses, so a plain filter may now begin with what YAML takes for a quoted text or a list.
  if (style === "'" || /^["[]/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return text
}

// Keeps the header with its comment, the indentation, and the white space after the last line.
function writeBlock(source        , text        )         {
  const header = source.slice(0, source.indexOf('\n') + 1);
  const body = source.slice(header.length);
  const [, blankLines = '', indent = ''] = /^(\s*\n)?( *)/.exec(body) ?? [];
  return `${header}${blankLines}${indent}${text.replaceAll('\n', `\n${indent}`)}${body.slice(body.trimEnd().length)}`
}

// Reduces white space outside quotes to single spaces, with none just inside parentheses.
function onOneLine(filter        )         {
  return filter
    .split(new RegExp(`(${imply.QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}

// `ecr-gate fmt`: filters in canonical form.


/** Writes filters in canonical form: 0 done, 1 when `--check` found something to change or a rule is wrong. */
async function runFormat(settings          , world       )                  {
  const { files, valid, missing } = await rulefiles.loadFiles(await rulefiles.readOperands(settings, world), world);
  if (missing) return 2
  if (!valid) return 1
  let changes = 0;
  for (const file of files) {
    const tool = read.toolOf(file);
    if (tool !== undefined) {
      world.tell(read.renderDiagnostics([leftAlone(file.path, tool)]));
      continue
    }
    const text = formatFile(file);
    if (text === file.text) continue
    changes++;
    await world.print(`${read.printable(file.path)}\n`);
    if (!settings.check) await world.write(file.path, [text]);
  }
  return settings.check && changes > 0 ? 1 : 0
}

function leftAlone(at        , { name }      )             {
  return { level: 'note', kind: 'foreign-file', message: `a file of ${name} has no filters, and is left as it is`, at }
}

exports.runFormat = runFormat;
