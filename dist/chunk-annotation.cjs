'use strict';

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const image = require('./chunk-image.cjs');
const name = require('./chunk-name.cjs');
const stored = require('./chunk-stored.cjs');
const report = require('./chunk-report.cjs');
const wording = require('./chunk-wording.cjs');

// The report as annotations on lines of the repository: one for each thing that somebody has to fix, the most severe first.
//
// What was let through is nothing that somebody has to fix, so it has no annotation, as linters show nothing of what is suppressed; the
// annotation of its image counts it.
//
// Findings of the base image would all be placed on the same FROM line, so one annotation there lists them for the image. In the same way
// one annotation lists what an instruction of the Dockerfile brought. Only a finding whose package is declared in a lockfile has a line,
// and an annotation, of its own.
//
// Titles and messages break into lines only where we decide: untrusted text is spelled out on one line, so it cannot begin another.


/** A remark on a line of the repository, or on the run as a whole if no line is known. Strings are plain: no markup, no escapes. */









const LEVELS                   = ['error', 'warning', 'notice'];
const LEVEL_OF_VERDICT                                   = { fail: 'error', undecided: 'error', warn: 'warning', pass: 'notice' };
const TITLE_LENGTH = 200;
const MESSAGE_LENGTH = 2000;
const LINE_LENGTH = 500;
const NAME_LENGTH = 100;
const MOST_NAMED = 5;

/** Everything in a report that somebody should act on: errors, warnings, then notices, each with the most important first. */
function listAnnotations(report$1        )                        {
  const images = name.withNames(report$1.images);
  const byImage = groupAlerts(report$1.alerts);
  const annotations = [
    ...report$1.diagnostics.map(annotateDiagnostic),
    ...report.problemsOf(report$1).map(problem => annotate('error', 'What was asked for was not done', [problem], null)),
    ...annotateImages(images, byImage),
    ...report$1.alerts.filter(({ image }) => image === null).flatMap(annotateAlert),
    ...annotateGaps(images, report$1),
    ...annotateFindings(images, byImage),
  ];
  const level = LEVEL_OF_VERDICT[report$1.verdict];
  // A verdict may have a reason that no annotation covers yet, such as findings without a severity.
  const told = level === 'notice' || annotations.some(each => LEVELS.indexOf(each.level) <= LEVELS.indexOf(level));
  const verdict = told ? [] : [annotate(level, wording.headlineOf(report$1), wording.limitReasons(report$1.reasons), null)];
  const all = [...verdict, ...annotations];
  return LEVELS.flatMap(each => all.filter(annotation => annotation.level === each))
}

/** The most important of each level. If some are left out, the last one says how many, because GitHub drops them silently. */
function limitAnnotations(annotations                       , most = 10)                        {
  return LEVELS.flatMap(level => {
    const those = annotations.filter(annotation => annotation.level === level);
    if (those.length <= most) return those
    const shown = those.slice(0, most - 1);
    const more = `${those.length - shown.length} more ${level}s`;
    return [...shown, annotate(level, more, [`${more} are not shown here. The report has all of them.`], null)]
  })
}

function annotate(level       , title        , lines                   , at             )             {
  const [headline, ...message] = [title, ...lines].map(toLine);
  return {
    level,
    title: read.shorten(headline || 'ECR Gate', TITLE_LENGTH),
    message: read.shorten(message.filter(line => line !== '').join('\n') || 'The report says more.', MESSAGE_LENGTH),
    at,
  }
}

/** Untrusted text on one line of an annotation. */
function toLine(text        )         {
  return read.printable(read.shorten(text, LINE_LENGTH).replace(/\s+/g, ' ').trim(), LINE_LENGTH)
}

function annotateDiagnostic({ level, kind, message, help, at }            )             {
  const line = at === undefined ? null : lineOf(at);
  const where = at === undefined || line !== null ? '' : `${read.formatPlace(at)}: `;
  const cure = help === undefined ? [] : [`help: ${help}`];
  return annotate(level === 'note' ? 'notice' : level, `ECR Gate: ${kind}`, [`${where}${message}`, ...cure], line)
}

// Returns a line only for paths that may be in the repository: not for standard input, a reference or a path that leads out of it.
function lineOf(at                                      )              {
  const { file: path, line } = typeof at === 'string' ? { file: at, line: 1 } : at;
  const file = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  return file === '' || file === '-' || read.isReference(file) || /^\/|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(file) ? null : { file, line }
}

function annotateAlert(alert       )                        {
  const level = levelOf([alert]);
  if (level === undefined) return []
  return [
    annotate(
      level,
      alert.title,
      [alert.title, wording.describeEvents(alert), ...wording.describeLive(alert), alert.alertDescription, `rule ${alert.ruleId}`],
      null,
    ),
  ]
}

/** `error` if an alert has the action fail, `warning` if one has warn. */
function levelOf(alerts                  )                    {
  if (alerts.some(({ action }) => action === 'fail')) return 'error'
  return alerts.some(({ action }) => action === 'warn') ? 'warning' : undefined
}



function groupAlerts(alerts                  )          {
  return visibility.groupByEach(alerts, ({ image }) => (image === null ? [] : [image]))
}

function annotateImages(images                       , byImage         )                        {
  return [...byImage].flatMap(([uri, those]) => {
    const level = levelOf(those);
    if (level === undefined) return []
    const grave = those.filter(({ action }) => action !== 'notice');
    const rules = limit(grave.map(({ title, ruleId }) => `${read.shorten(title, TITLE_LENGTH)} [${ruleId}]`));
    const image$1 = images.find(each => each.uri === uri);
    const about = image$1 === undefined ? [image.nameImage(uri)] : [`${image$1.name}: ${wording.describeScan(image$1)}`];
    // An explanation is last, because a message that is too long is cut at its end.
    const descriptions = [...new Set(grave.map(({ alertDescription }) => alertDescription))].slice(0, MOST_NAMED);
    return [annotate(level, grave[0]?.title ?? uri, [...about, ...rules, ...listFindings(image$1), ...descriptions], image$1?.at ?? null)]
  })
}

function listFindings(image                           )                    {
  if (image === undefined) return []
  const counted = image.findings.filter(read.isCounted);
  return limit(wording.sortFindings(counted.filter(finding => !standsAlone(finding, image))).map(describeFinding))
}

function limit(lines                   )                    {
  const left = lines.length - MOST_NAMED;
  return left <= 0 ? lines : [...lines.slice(0, MOST_NAMED), `and ${left} more, which the report has`]
}

// A finding of MEDIUM severity or higher with a line of its own has an annotation of its own. All others are listed in that of their image.
function standsAlone(finding                 , image               )                                                     {
  const { at, severity } = finding;
  return at !== null && !(at.file === image.at?.file && at.line === image.at.line) && read.rank(severity) <= read.rank('MEDIUM')
}

/** `CVE-2024-1 (HIGH) in openssl 3.0.11: fixed in 3.0.15; time ended 2026-11-01`. */
function describeFinding(finding                 )         {
  const [severity = '', id = '', decision = '', name = '', version = '', fixedIn = ''] = wording.findingCells(finding).map(cell =>
    read.shorten(cell, NAME_LENGTH),
  );
  const told = stored.describePackage({ name, version, fixedIn: fixedIn === '' ? [] : [fixedIn], findings: [{ ...finding, id, severity }] });
  return `${told}${decision === '' ? '' : `; ${decision}`}`
}

function annotateGaps(images                       , { coverage }        )                        {
  const gaps = [
    ...images.flatMap(image => image.gaps.map(gap => `${image.name}: ${gap}`)),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message }) => message),
  ];
  return gaps.map(gap => annotate('error', 'Something was not seen', [gap], null))
}







// Skips images that no rule complains about: nobody has to fix anything there.
function annotateFindings(images                       , byImage         )                        {
  const found = new Map                ();
  const levelOfImage = ({ uri }               )                    => levelOf(byImage.get(uri) ?? []);
  // Images that fail come first, so that a finding of several images gets the most severe level among them.
  const sorted = [...images].sort((a, b) => Number(levelOfImage(b) === 'error') - Number(levelOfImage(a) === 'error'));
  for (const image of sorted) {
    const imageLevel = levelOfImage(image);
    if (imageLevel === undefined) continue
    for (const finding of image.findings) {
      if (!read.isCounted(finding) || !standsAlone(finding, image)) continue
      const { at } = finding;
      const key = JSON.stringify([finding.id, finding.package?.name, finding.package?.version, at.file, at.line]);
      const level = finding.severity === 'MEDIUM' ? 'warning' : imageLevel;
      const known = found.get(key) ?? { ...finding, at, level, names: new Set() };
      found.set(key, known);
      known.names.add(image.name);
    }
  }
  const dockerfiles = new Set(images.flatMap(({ at }) => at?.file ?? []));
  const lines = visibility.groupBy(wording.sortFindings([...found.values()]), (placed)          =>
    dockerfiles.has(placed.at.file) ? JSON.stringify(placed.at) : placed,
  );
  return [...lines.values()].flatMap(annotateLine)
}

// What is declared in the same line of a lockfile is told one by one, and what an instruction brought together.
function annotateLine(placed                   )                        {
  const [first] = placed;
  if (first === undefined) return []
  const text = describeFinding(first);
  const names = limit([...new Set(placed.flatMap(({ names }) => [...names]))]);
  const instruction = stored.instructionOf(placed);
  const came = instruction === '' ? [] : [`came with ${instruction}`];
  if (placed.length === 1) return [annotate(first.level, text, [text, ...came, ...names], first.at)]
  const level = LEVELS.find(each => placed.some(finding => finding.level === each)) ?? first.level;
  const title = `${wording.describeSeverities(read.countSeverities(placed, () => true))} in what this instruction brought`;
  return [annotate(level, title, [...came, ...limit(placed.map(describeFinding)), ...names], first.at)]
}

exports.limitAnnotations = limitAnnotations;
exports.listAnnotations = listAnnotations;
exports.toLine = toLine;
