'use strict';

const node_path = require('node:path');
const fs = require('node:fs/promises');
const uri = require('./chunk-uri.cjs');
const settings = require('./chunk-settings.cjs');
const run = require('./chunk-run.cjs');

// Files that a run would write onto one another, or onto what it reads. Paths are compared by where they lead: two spellings of one
// path are one file, and a report within a folder of inputs would be read by the next run.


/** Says of each path to be written what speaks against it, one sentence each. */
async function findClashes(written                   , read                   )                             {
  const inputs = await Promise.all(read.filter(path => path !== '-').map(async path => ({ path, real: await follow(path) })));
  const folders = await Promise.all(inputs.map(async input => ({ ...input, isFolder: await isFolder(input.real) })));
  const clashes           = [];
  const seen = new Map                ();
  for (const path of written) {
    const real = await follow(path);
    const other = seen.get(real);
    seen.set(real, path);
    if (other !== undefined) clashes.push(`${uri.quote(path)} and ${uri.quote(other)} are the same file, and each report needs one of its own`);
    const input = folders.find(each => each.real === real || (each.isFolder && real.startsWith(each.real + node_path.sep)));
    if (input === undefined) continue
    clashes.push(
      input.real === real
        ? `the report would overwrite ${uri.quote(path)}, which is read`
        : `the report ${uri.quote(path)} would lie in ${uri.quote(input.path)}, which is read`,
    );
  }
  return clashes
}

// Of a file that is not there yet, its folder says where it will be.
async function follow(path        )                  {
  const whole = node_path.resolve(path);
  return fs.realpath(whole).catch(() =>
    fs.realpath(node_path.dirname(whole)).then(
      folder => node_path.join(folder, node_path.basename(whole)),
      () => whole,
    ),
  )
}

async function isFolder(path        )                   {
  return fs.stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
}

// Which format is made by what, and the files that a run was asked for. A format is loaded when it is asked for: charts alone are
// more code than everything else.


/** What a format takes of the world. */
                                          
                                                                         

const RENDERERS                                   = {
  text: async (report, { paint }) => [(await Promise.resolve().then(() => require('./chunk-text.cjs'))).renderText(report, paint)],
  json: async report => (await Promise.resolve().then(() => require('./chunk-json2.cjs'))).renderJson(report),
  markdown: async report => [(await Promise.resolve().then(() => require('./chunk-markdown.cjs'))).renderMarkdown(report)],
  sarif: async report => (await Promise.resolve().then(() => require('./chunk-sarif.cjs'))).renderSarif(report),
  html: async (report, { page }) => (await Promise.resolve().then(() => require('./chunk-report.cjs'))).renderHtml(report, await page()),
  junit: async report => (await Promise.resolve().then(() => require('./chunk-junit.cjs'))).renderJunit(report),
  csv: async report => (await Promise.resolve().then(() => require('./chunk-csv.cjs'))).renderCsv(report),
};

/** A report in a format, in pieces of text. */
function renderReport(format        , report        , means       )                            {
  return RENDERERS[format](report, means)
}

/** Begins every file that the settings name, empty; the answers say which cannot be written, or may not. */
async function beginReports(settings$1          , world       )                             {
  const found = settings$1.dockerfile === undefined ? ['Dockerfile', 'Containerfile'].map(name => node_path.join(world.root, name)) : [];
  const clashes = await findClashes(settings.listWritten(settings$1), [...settings.listRead(settings$1), ...found]);
  return clashes.length > 0 ? clashes : settings.beginFiles(world, settings.listWritten(settings$1))
}

/**
 * Writes every file that the settings name beside `output`. What cannot be written becomes a problem of the report that comes
 * back, and then the other files are written anew, for none may say more than the run does.
 */
async function writeReports(settings          , report        , world       )                  {
  const problems = await writeAll(settings, report, world);
  if (problems.length === 0) return report
  for (const problem of problems) world.tell(`${problem}\n`);
  const told = run.withProblems(report, problems);
  await writeAll(settings, told, world);
  return told
}

async function writeAll({ files, predicateFile }          , report        , world       )                             {
  const answers = [];
  for (const { format, path } of files)
    answers.push(await settings.writeReport(world, path, await renderReport(format, report, { ...world, paint: settings.plain })));
  answers.push(await settings.writePredicate(world, predicateFile, report));
  return answers.filter(answer => answer !== undefined)
}

exports.beginReports = beginReports;
exports.renderReport = renderReport;
exports.writeReports = writeReports;
