'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const rules = require('./chunk-rules.cjs');
const check = require('./chunk-check.cjs');
const load$1 = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-scan.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-json.cjs');
require('./chunk-compile.cjs');
require('process');
require('buffer');
require('./chunk-rule.cjs');
require('./chunk-title.cjs');
require('./chunk-show.cjs');

// Writes the filters and suppressions of a rule file in canonical form, and leaves every other character as it is: the
// file's comments and its order belong to whoever wrote it. So filters are cut out of the text and put back into it, in
// the style of scalar they had; a printer of YAML would lay out the rest anew.


/** The file's text with canonical filters. A filter that differs only in white space keeps its lines. */
function formatFile(file          )         {
  const document = load$1.parseFile(file);
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
  const rules = root.kind === 'map' ? load$1.entryOf(root, 'rules')?.value : undefined;
  return rules?.kind === 'list' ? rules.items : [root]
}

function filtersOf(rule      )                        {
  return rule.kind === 'map' ? load$1.filterNodes(rule) : []
}

function rewrite(source        , filter        )         {
  const parsing = check.parse(filter);
  if ('problems' in parsing) return source
  const canonical = check.print(parsing.expression);
  return onOneLine(filter) === canonical ? source : writeScalar(source, canonical)
}

// A text in a filter may hold a line break, which only double quotes and literal blocks write as it is.
function writeScalar(source        , text        )         {
  const style = source.slice(0, 1);
  const hasBreak = /[\r\n]/.test(text);
  if (style === '|' || style === '>') return hasBreak && !/^\|[+-]?\s/.test(source) ? source : writeBlock(source, text)
  if (style === '"' || hasBreak) return uri.printableJson(JSON.stringify(text))
  // Without its outer parentheses a plain filter may begin with what YAML takes for a quoted text or a list.
  if (style === "'" || /^["[]/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return text
}

// The header with its comment stays, and so do the indentation and the white space behind the last line.
function writeBlock(source        , text        )         {
  const header = source.slice(0, source.indexOf('\n') + 1);
  const body = source.slice(header.length);
  const [, blankLines = '', indent = ''] = /^(\s*\n)?( *)/.exec(body) ?? [];
  return `${header}${blankLines}${indent}${text.replaceAll('\n', `\n${indent}`)}${body.slice(body.trimEnd().length)}`
}

// Blanks outside quotes are single, and there are none inside parentheses.
function onOneLine(filter        )         {
  return filter
    .split(new RegExp(`(${check.QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}

// `lint`, `test` and `fmt`: what is done with rule files themselves.

                                        

/** Finds mistakes in rule files: 0 good or warnings only, 1 something to mend. */
async function runLint(settings          , world       )                  {
  const { loading, mended, missing } = await load(settings, world, text => world.print(text));
  if (missing) return 2
  const diagnostics = [...loading.diagnostics];
  // Rules that do not load whole cannot be questioned.
  if (mended) {
    const { used, unused } = await world.packs([]);
    for (const diagnostic of await question(loading, [...used, ...unused], world)) {
      diagnostics.push(diagnostic);
      await world.print(uri.renderDiagnostics([diagnostic]));
    }
  }
  const count = (level        )         => diagnostics.filter(diagnostic => diagnostic.level === level).length;
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`;
  const overrides = loading.overrides.length === 0 ? '' : ` and ${plural(loading.overrides.length, 'override')}`;
  world.tell(`${plural(loading.rules.length, 'rule')}${overrides} read, ${plural(count('error'), 'error')}${warnings}\n`);
  return count('error') === 0 ? 0 : 1
}

// What is wrong with rules that load well: also beside the shipped ones, and as overrides make them.
async function question({ rules: rules$1, overrides, placeOf }         , shipped                 , world       )                                 {
  const { lintRules } = await Promise.resolve().then(() => require('./chunk-lint.cjs'));
  const ruleSet = rules.combineRules({ used: shipped, unused: [] }, { rules: rules$1, overrides }, undefined);
  if (ruleSet.diagnostics.some(({ level }) => level === 'error')) return ruleSet.diagnostics
  const written = new Map([...shipped, ...rules$1].map(rule => [rule.id, rule]));
  const isOurs = ({ id }      )          => rules$1.some(rule => rule.id === id) || overrides.some(({ rule }) => rule === id);
  const place = (rule      , where       )                   => {
    const base = written.get(rule.id) ?? rule;
    const added = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1;
    return added < 0 ? placeOf(base, where) : placeOfAdded(overrides, rule.id, added)
  };
  const others = ruleSet.rules.filter(rule => !isOurs(rule));
  const problems = lintRules(ruleSet.rules.filter(isOurs), await world.operations(), others);
  return [...ruleSet.diagnostics, ...problems.map(({ rule, where, ...problem }) => ({ ...problem, at: place(rule, where) ?? rule.file }))]
}

// Suppressions that overrides add stand behind the rule's own, in the order of the overrides.
function placeOfAdded(overrides                     , id        , position        )                   {
  const owners = overrides.filter(({ rule }) => rule === id).flatMap(({ changes, at }) => (changes.addSuppressions ?? []).map(() => at));
  return owners[position]
}

/** Runs the tests that rules carry: 0 all passed, 1 something to mend. */
async function runTest(settings          , world       )                  {
  const { loading, mended, missing } = await load(settings, world);
  if (missing) return 2
  let passed = 0;
  let failed = 0;
  for (const rule of loading.rules) {
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${uri.printable(rule.id)}: the rule has no tests\n`);
    for (const { name, expected, matched } of test.testRule(rule)) {
      if (expected === matched) passed++;
      else {
        failed++;
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`;
        await world.print(`${world.paint('red', 'fail')} ${uri.printable(rule.id)}: ${uri.printable(name)}: ${what}\n`);
      }
    }
  }
  await world.print(`${plural(loading.rules.length, 'rule')}, ${plural(passed, 'test')} passed, ${failed} failed\n`);
  return mended && failed === 0 ? 0 : 1
}

/** Writes filters in canonical form: 0 done, 1 when `--check` found something to change or a rule is wrong. */
async function runFormat(settings          , world       )                  {
  const { files, mended, missing } = await load(settings, world);
  if (missing) return 2
  if (!mended) return 1
  let changes = 0;
  for (const file of files) {
    const text = formatFile(file);
    if (text === file.text) continue
    changes++;
    await world.print(`${uri.printable(file.path)}\n`);
    if (!settings.check) await world.write(file.path, [text]);
  }
  return settings.check && changes > 0 ? 1 : 0
}

                  
                                     
                           
                   
                          
                                                             
                           
 

async function load(settings          , world       , tell                                         = world.tell)                  {
  const { files, diagnostics } = await rules.readRuleFiles(settings.operands, world.input);
  const loading = load$1.loadRules(files);
  world.tell(uri.renderDiagnostics(diagnostics));
  await tell(uri.renderDiagnostics(loading.diagnostics));
  return { files, loading, mended: !loading.diagnostics.some(({ level }) => level === 'error'), missing: diagnostics.length > 0 }
}

function plural(count        , noun        )         {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

exports.runFormat = runFormat;
exports.runLint = runLint;
exports.runTest = runTest;
