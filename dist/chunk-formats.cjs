'use strict';

const settings = require('./chunk-settings.cjs');

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

/** Begins every file that the settings name, empty; the answers say which cannot be written. */
function beginReports(settings$1          , world       )                             {
  return settings.beginFiles(world, settings.listWritten(settings$1))
}

/**
 * Writes every file that the settings name. What cannot be written is told, and stands in the report that comes back; then the others
 * are written anew, for none may say more than the run does.
 */
async function writeReports(settings          , report        , world       )                  {
  const first = await writeAll(settings, report, world);
  if (first.length === 0) return report
  const second = await writeAll(settings, { ...report, unwritten: first }, world);
  const unwritten = [...new Set([...first, ...second])];
  for (const problem of unwritten) world.tell(`${problem}\n`);
  return { ...report, unwritten }
}

async function writeAll({ files, format, output, predicateFile }          , report        , world       )                             {
  const asked = output === undefined ? files : [...files, { format, path: output }];
  const answers = [];
  for (const { format, path } of asked)
    answers.push(await settings.writeReport(world, path, await renderReport(format, report, { ...world, paint: settings.plain })));
  answers.push(await settings.writePredicate(world, predicateFile, report));
  return answers.filter(answer => answer !== undefined)
}

exports.beginReports = beginReports;
exports.renderReport = renderReport;
exports.writeReports = writeReports;
