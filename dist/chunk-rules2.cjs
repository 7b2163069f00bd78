'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const diagnostic = require('./chunk-diagnostic.cjs');
const load$1 = require('./chunk-load.cjs');
const show = require('./chunk-show.cjs');
const check = require('./chunk-check.cjs');
const test = require('./chunk-test.cjs');
const rules = require('./chunk-rules.cjs');
require('./chunk-compile.cjs');
require('process');
require('buffer');
require('./chunk-title.cjs');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');

// Writes the filters and suppressions of a rule file in canonical form, and leaves every other character as it is: the
// file's comments and its order belong to whoever wrote it.


/** The file's text with canonical filters. A filter that differs only in its line breaks keeps them. */
function formatFile(file          )         {
  const document = load$1.parseFile(file);
  if ('diagnostics' in document) return file.text
  const canonical = new Map(ruleNodes(document.root).flatMap(canonicalFilters));
  if (canonical.size === 0) return file.text
  const tokens = [...new load$1.distExports.Parser().parse(file.text)];
  for (const token of tokens) if (token.type === 'document') rewrite(token, canonical);
  return tokens.map(token => load$1.distExports.CST.stringify(token)).join('')
}

function rewrite(document              , canonical                             )       {
  load$1.distExports.CST.visit(document, ({ value }) => {
    const text = value !== undefined && value !== null && load$1.distExports.CST.isScalar(value) ? canonical.get(value.offset) : undefined;
    if (text !== undefined && value !== undefined && value !== null) load$1.distExports.CST.setScalarValue(value, text);
  });
}

function ruleNodes(root      )                  {
  if (root.kind === 'list') return root.items
  const rules = root.kind === 'map' ? load$1.entryOf(root, 'rules')?.value : undefined;
  return rules?.kind === 'list' ? rules.items : [root]
}

function canonicalFilters(rule      )                                         {
  return rule.kind === 'map' ? load$1.filterNodes(rule).flatMap(canonicalFilter) : []
}

function canonicalFilter({ value, offset }            )                                         {
  const parsing = show.parse(String(value));
  if ('problems' in parsing) return []
  const text = check.print(parsing.expression);
  return onOneLine(String(value)) === text ? [] : [[offset, text]]
}

// Blanks outside quotes are single, and there are none inside parentheses.
function onOneLine(filter        )         {
  return filter
    .split(new RegExp(`(${show.QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}

// `lint`, `test` and `fmt`: what is done with rule files themselves.

                                        

/** Finds mistakes in rule files: 0 good or warnings only, 1 something to mend. */
async function runLint(settings          , world       )                  {
  const { loading, mended, missing } = await load(settings, world, text => world.print(text));
  if (missing) return 2
  const count = (level        )         => loading.diagnostics.filter(diagnostic => diagnostic.level === level).length;
  const warnings = count('warning') === 0 ? '' : `, ${plural(count('warning'), 'warning')}`;
  world.tell(`${plural(loading.rules.length, 'rule')} read, ${plural(count('error'), 'error')}${warnings}\n`);
  return mended ? 0 : 1
}

/** Runs the tests that rules carry: 0 all passed, 1 something to mend. */
async function runTest(settings          , world       )                  {
  const { loading, mended, missing } = await load(settings, world);
  if (missing) return 2
  let passed = 0;
  let failed = 0;
  for (const rule of loading.rules) {
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${diagnostic.printable(rule.id)}: the rule has no tests\n`);
    for (const { name, expected, matched } of test.testRule(rule)) {
      if (expected === matched) passed++;
      else {
        failed++;
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`;
        await world.print(`${world.paint('red', 'fail')} ${diagnostic.printable(rule.id)}: ${diagnostic.printable(name)}: ${what}\n`);
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
    await world.print(`${diagnostic.printable(file.path)}\n`);
    if (!settings.check) await world.write(file.path, text);
  }
  return settings.check && changes > 0 ? 1 : 0
}

                  
                                     
                           
                   
                          
                                                             
                           
 

async function load(settings          , world       , tell                                         = world.tell)                  {
  const { files, diagnostics } = await rules.readRuleFiles(settings.operands, world.input);
  const loading = load$1.loadRules(files);
  world.tell(diagnostic.renderDiagnostics(diagnostics));
  await tell(diagnostic.renderDiagnostics(loading.diagnostics));
  return { files, loading, mended: !loading.diagnostics.some(({ level }) => level === 'error'), missing: diagnostics.length > 0 }
}

function plural(count        , noun        )         {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

exports.runFormat = runFormat;
exports.runLint = runLint;
exports.runTest = runTest;
