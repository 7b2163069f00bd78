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

/** Begins every file that the settings name; the answers say which cannot be written. */
function beginReports({ files, output, predicateFile }          , world       )                             {
  return settings.beginFiles(world, [...files.map(({ path }) => path), output, predicateFile])
}

/** Writes every file that the settings name beside `output`; the answers say which are not there, and why. */
async function writeReports({ files, predicateFile }          , report        , world       )                             {
  const answers = [];
  for (const { format, path } of files)
    answers.push(await settings.writeReport(world, path, await renderReport(format, report, { ...world, paint: settings.plain })));
  answers.push(await settings.writePredicate(world, predicateFile, report));
  return answers.filter(answer => answer !== undefined)
}

exports.beginReports = beginReports;
exports.renderReport = renderReport;
exports.writeReports = writeReports;
