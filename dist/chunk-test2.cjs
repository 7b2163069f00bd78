'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const test = require('./chunk-test.cjs');
const rulefiles = require('./chunk-rulefiles.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-load.cjs');
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

// `ecr-gate test`: the tests that rules carry.


async function runTest(settings                    , world       )                  {
  return testFiles(await rulefiles.readOperands(settings, world), world)
}

/** Runs the tests that rules carry: 0 all passed, 1 problems found. */
async function testFiles(read$1           , world       )                  {
  const { files, loading, valid, missing } = await rulefiles.loadFiles(read$1, world);
  if (missing) return 2
  for (const file of files) {
    const tool = read.toolOf(file);
    if (tool !== undefined) world.tell(read.renderDiagnostics([untested(file.path, tool)]));
  }
  let passed = 0;
  let failed = 0;
  for (const compiled of loading.compiled) {
    const { rule } = compiled;
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${read.printable(rule.id)}: the rule has no tests\n`);
    for (const { name, expected, matched } of test.testCompiled(compiled)) {
      if (expected === matched) passed++;
      else {
        failed++;
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`;
        await world.print(`${world.paint('red', 'fail')} ${read.printable(rule.id)}: ${read.printable(name)}: ${what}\n`);
      }
    }
  }
  await world.print(`${read.plural(loading.rules.length, 'rule')}, ${read.plural(passed, 'test')} passed, ${failed} failed\n`);
  return valid && failed === 0 ? 0 : 1
}

function untested(at        , { name }      )             {
  return { level: 'note', kind: 'foreign-file', message: `a file of ${name} has no rules to test`, help: 'ecr-gate lint checks it', at }
}

exports.runTest = runTest;
exports.testFiles = testFiles;
