'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const saved = require('./chunk-saved.cjs');
const report = require('./chunk-report.cjs');

// Renders a report in any format. The code of a format is loaded on demand: the charts alone are more code than everything
// else.












const RENDERERS                                   = {
  text: async (report, { paint, width }) => [
    (await Promise.resolve().then(() => require('./chunk-text.cjs'))).renderText(report, { paint, width, all: '--format json lists all' }),
  ],
  json: async report => (await Promise.resolve().then(() => require('./chunk-json.cjs'))).renderJson(saved.saveReport(report)),
  markdown: async report => [(await Promise.resolve().then(() => require('./chunk-markdown.cjs'))).renderMarkdown(report)],
  sarif: async report => (await Promise.resolve().then(() => require('./chunk-sarif.cjs'))).renderSarif(report),
  html: async (report, { page }) => (await Promise.resolve().then(() => require('./chunk-document.cjs'))).renderHtml(report, await page()),
  junit: async report => (await Promise.resolve().then(() => require('./chunk-junit.cjs'))).renderJunit(report),
  csv: async report => (await Promise.resolve().then(() => require('./chunk-csv.cjs'))).renderCsv(report),
};

/** Renders a report in a format, in pieces of text. */
function renderReport(format        , report        , dependencies              )                            {
  return RENDERERS[format](report, dependencies)
}

// Writes reports to standard output and to the requested files. If a report cannot be written, its readers have an older one or none,
// so the run cannot pass.



/**
 * Creates every file that the settings name, empty, so that an unwritable path is found before anything else is done and no file of
 * an earlier run is mistaken for one of this run. Returns a message for each file that cannot be written.
 */
async function beginReports(settings          , world       )                             {
  const answers = await Promise.all(read.listWritten(settings).map(path => writeReport(world, path, [])));
  return answers.filter(answer => answer !== undefined)
}

/**
 * Writes every file that the settings name. A file that cannot be written is reported on standard error and in the returned report,
 * which is then not a pass. In that case all files are written again, so that none of them says otherwise.
 */
async function writeReports(settings          , report        , world       )                  {
  const first = await writeAll(settings, report, world);
  if (first.length === 0) return report
  const second = await writeAll(settings, withUnwritten(report, first), world);
  const unwritten = [...new Set([...first, ...second])];
  for (const problem of unwritten) world.tell(`${problem}\n`);
  return withUnwritten(report, unwritten)
}

function withUnwritten(report$1        , unwritten                   )         {
  return report.withProblems({ ...report$1, unwritten }, unwritten)
}

async function writeAll({ files, format, output, predicateFile }          , report        , world$1       )                             {
  const asked = output === undefined ? files : [...files, { format, path: output }];
  const answers = [];
  for (const { format, path } of asked)
    answers.push(await writeReport(world$1, path, await renderReport(format, report, { ...world$1, paint: world.plain, width: undefined })));
  if (predicateFile !== undefined) answers.push(await writePredicate(world$1, predicateFile, report));
  return answers.filter(answer => answer !== undefined)
}

async function writePredicate(world$1       , path        , report        )                              {
  const { renderPredicate } = await Promise.resolve().then(() => require('./chunk-file.cjs'));
  const text = renderPredicate(report, world.VERSION);
  return typeof text === 'string' ? writeReport(world$1, path, [text]) : read.renderDiagnostic(text)
}

/** Writes a report to `output`, or prints it. Returns whether it was written, and reports a failure on standard error. */
async function deliver(
  world$1       ,
  output                    ,
  render                                                                ,
)                   {
  if (output === undefined) {
    for (const text of gather(await render(world$1.paint))) await world$1.print(text);
    return true
  }
  const problem = await writeReport(world$1, output, await render(world.plain));
  if (problem !== undefined) world$1.tell(`${problem}\n`);
  return problem === undefined
}

// Returns why the file could not be written, or undefined.
async function writeReport(world$1       , path        , pieces                  )                              {
  try {
    await world$1.write(path, gather(pieces));
    return undefined
  } catch (error) {
    // Empties the file, because half a report could be mistaken for a whole one.
    await world$1.write(path, []).catch(() => undefined);
    return `${read.printable(path)}: the report cannot be written (${read.printable(world.sayError(error))}) [output]`
  }
}

const WRITTEN_LENGTH = 64 * 1024;

// Joins small pieces of text, because every write has a cost.
function* gather(pieces                  )                    {
  let waiting           = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < WRITTEN_LENGTH) continue
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  yield waiting.join('');
}

exports.beginReports = beginReports;
exports.deliver = deliver;
exports.renderReport = renderReport;
exports.writeReports = writeReports;
