#!/usr/bin/env node
'use strict';

const promises = require('node:fs/promises');
const test = require('./chunk-test.cjs');
const node_buffer = require('node:buffer');
const node_fs = require('node:fs');
const node_path = require('node:path');
const node_stream = require('node:stream');
const node_zlib = require('node:zlib');
require('process');
require('buffer');

var _documentCurrentScript = typeof document !== 'undefined' ? document.currentScript : null;
// The report as JSON, for programs.

                                         

function renderJson(report        )         {
  return `${JSON.stringify(report, null, 2)}\n`
}

// The phrases that the formats share, as plain text. Each format escapes them in its own way.

                                                                                

const HEADLINES                                    = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
};

/** `8 alerts: 3 fail, 1 warn, 4 notice`. */
function countAlerts(alerts                  )         {
  const actions = ['fail', 'warn', 'notice'].flatMap(action => {
    const count = alerts.filter(alert => alert.action === action).length;
    return count === 0 ? [] : [`${count} ${action}`]
  });
  return actions.length === 0 ? 'no alert' : actions.join(', ')
}

function describeScan(image               )         {
  const scanned = image.scannedAt === null ? '' : `, scanned ${image.scannedAt}`;
  return `${image.status ?? 'no status'}${scanned}: ${test.formatFindings(image)}`
}

function describeTimes({ count, firstTime, lastTime }       )         {
  const events = `${count} ${count === 1 ? 'event' : 'events'}`;
  if (firstTime === null) return events
  return firstTime === lastTime ? `${events} at ${firstTime}` : `${events} from ${firstTime} to ${lastTime}`
}

/** What an alert is about: `3 events from … to …; user deploy, ip 198.51.100.7`, or the image for a rule over findings. */
function describeEvents(alert       )         {
  if (alert.image !== null) return alert.image
  const about = describeAggregate(alert);
  return about === '' ? describeTimes(alert) : `${describeTimes(alert)}; ${about}`
}

function describeAggregate({ aggregate }       )         {
  return Object.entries(aggregate)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(', ')
}

/** The findings a person should read first: the gravest, then by id. */
function sortFindings(findings                            )                             {
  const state = (finding                 )         => (finding.state === 'open' ? 0 : 1);
  return [...findings].sort(
    (a, b) => state(a) - state(b) || test.rank(a.severity) - test.rank(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

const FINDING_COLUMNS = ['Severity', 'Finding', 'Package', 'Version', 'Fixed in', 'Path'];         

/** The cells of a finding, in the order of the columns. */
function findingCells({ severity, state, id, package: first, packages, path }                 )                    {
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : '';
  const version = [first?.version, first?.release].filter(part => part !== null && part !== undefined).join('-');
  return [
    state === 'open' ? severity : `${severity} (${state})`,
    id,
    `${first?.name ?? ''}${more}`,
    version,
    first?.fixedIn ?? '',
    path ?? '',
  ]
}

function describeRules({ loaded, replaced }               )         {
  const enabled = loaded.filter(rule => rule.enabled).length;
  const off = loaded.length - enabled;
  const parts = [`${enabled} ${enabled === 1 ? 'rule' : 'rules'}`];
  if (off > 0) parts.push(`${off} not enabled`);
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`);
  return parts.join('; ')
}

// The report as GitHub Markdown, for a step summary, a comment or a page.


const MOST_FINDINGS$1 = 100;
const MOST_ALERTS = 100;
const CELL_LENGTH$1 = 200;

function renderMarkdown(report        )         {
  return [
    `## ECR Gate: ${test.markdown(HEADLINES[report.verdict])}`,
    report.reasons.map(reason => `- ${test.markdown(test.shorten(reason, 1000))}`).join('\n'),
    ...report.images.map(renderImage$1),
    ...(report.alerts.length === 0 ? [] : [renderAlerts$1(report.alerts)]),
    [
      '### Looked at',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${test.markdown(message)}`),
      `- ${test.markdown(describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .filter(section => section !== '')
    .join('\n\n')
    .concat('\n')
}

function renderImage$1(image               )         {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS$1);
  const left = image.findings.length - shown.length;
  const table = renderTable$1(
    FINDING_COLUMNS,
    shown.map(finding => findingCells(finding)),
  );
  return [
    `### Image ${test.markdown(image.uri)}`,
    '',
    test.markdown(describeScan(image)),
    ...image.gaps.map(gap => `\n**Gap:** ${test.markdown(gap)}`),
    ...image.notes.map(note => `\nNote: ${test.markdown(note)}`),
    ...(shown.length === 0 ? [] : ['', ...table]),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderAlerts$1(alerts                  )         {
  const shown = alerts.slice(0, MOST_ALERTS);
  const left = alerts.length - shown.length;
  const rows = shown.map(alert => [alert.action, `${alert.title} [${alert.ruleId}]`, describeEvents(alert)]);
  return [
    '### Alerts',
    '',
    test.markdown(countAlerts(alerts)),
    '',
    ...renderTable$1(['Action', 'Alert', 'About'], rows),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderTable$1(head                   , rows                                )                    {
  const line = (cells                   )         => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cell => test.markdown(test.shorten(cell, CELL_LENGTH$1)))))]
}

// The report for a terminal: the verdict and its reasons first, then what they rest on.


/** Wraps text in a colour, or leaves it as it is where colours are not wanted. */
                                                                                                 

const CODES = { red: '31', yellow: '33', green: '32', bold: '1', dim: '2' };         

const coloured        = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
const plain        = (_, text) => text;

const TONES                                                        = { fail: 'red', undecided: 'red', warn: 'yellow', pass: 'green' };
const MOST_FINDINGS = 20;
const MOST_NOTICES = 20;
const CELL_LENGTH = 44;

function renderText(report        , paint       )         {
  const sections = [
    [paint('bold', paint(TONES[report.verdict], HEADLINES[report.verdict])), ...report.reasons.map(reason => `  - ${test.printable(reason)}`)],
    ...report.images.map(image => renderImage(image, paint)),
    ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
    renderCoverage(report, paint),
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderImage(image               , paint       )                    {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - shown.length;
  return [
    `${paint('bold', 'Image')} ${test.printable(image.uri)}`,
    `  ${test.printable(describeScan(image))}`,
    ...image.gaps.map(gap => `  ${paint('red', 'gap:')} ${test.printable(gap)}`),
    ...image.notes.map(note => `  note: ${test.printable(note)}`),
    ...(shown.length === 0 ? [] : renderTable([FINDING_COLUMNS, ...shown.map(findingCells)], paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

// Columns that are empty throughout are left out: basic findings name neither a cure nor a path.
function renderTable(rows                                , paint       )                    {
  const cells = rows.map(row => row.map(cell => test.shorten(test.printable(cell), CELL_LENGTH)));
  const columns = FINDING_COLUMNS.map((_, i) => i).filter(i => cells.slice(1).some(row => row[i] !== ''));
  const widths = new Map(columns.map(i => [i, Math.max(...cells.map(row => (row[i] ?? '').length))]));
  return cells.map((row, i) => {
    const line = `  ${columns.map(column => (row[column] ?? '').padEnd(widths.get(column) ?? 0)).join('  ')}`.trimEnd();
    return i === 0 ? paint('dim', line) : line
  })
}

function renderAlerts(alerts                  , paint       )                    {
  const notices = alerts.filter(({ action }) => action === 'notice');
  const shown = [...alerts.filter(({ action }) => action !== 'notice'), ...notices.slice(0, MOST_NOTICES)];
  const left = alerts.length - shown.length;
  return [
    `${paint('bold', 'Alerts')} ${countAlerts(alerts)}`,
    ...shown.flatMap(alert => renderAlert(alert, paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more notices; --format json lists all`)] : []),
  ]
}

function renderAlert(alert       , paint       )                    {
  const tone = alert.action === 'fail' ? 'red' : alert.action === 'warn' ? 'yellow' : 'dim';
  return [
    `  ${paint(tone, alert.action)} ${test.printable(alert.title)} ${paint('dim', `[${test.printable(alert.ruleId)}]`)}`,
    `    ${test.printable(describeEvents(alert))}`,
    ...(alert.action === 'notice' || alert.alertDescription === ''
      ? []
      : alert.alertDescription
          .trim()
          .split('\n')
          .map(line => `    ${test.printable(line)}`)),
  ]
}

function renderCoverage({ coverage, rules }        , paint       )                    {
  return [
    paint('bold', 'Looked at'),
    ...coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${test.printable(message)}`),
    `  ${test.printable(describeRules(rules))}`,
  ]
}

/** Diagnostics for standard error, one below the other. */
function renderDiagnostics(diagnostics                       )         {
  return diagnostics.map(diagnostic => `${test.renderDiagnostic(diagnostic)}\n`).join('')
}

// What was looked at, and what could not be. Coverage is half of every verdict: a gap means that something was not seen,
// and what was not seen cannot pass.

                                                  

                           
                                        
                                                                           
                                
                                                                                                  
                                                  
                                   
                          
                                              
                          
                                                                 
                                   
                                  
                                             
                                             
 

function notRequested(source                    )           {
  return {
    source,
    origin: null,
    state: 'not requested',
    message: `${source}: not requested`,
    records: 0,
    firstTime: null,
    lastTime: null,
    diagnostics: [],
  }
}

// Which rules judge: the shipped packs, the user's files over them, and `fail-on` in place of the Severity rules.

                                            

const FAIL_ON = ['critical', 'high', 'medium', 'low', 'never'];         
                                             

                          
                                 
                                                                                           
                                                                            
 

/**
 * Puts the user's rules over the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, which
 * is how an export from Threat Stack names its own copies. `failOn` takes the place of all Severity rules.
 */
function combineRules(shipped                 , users                 , failOn                    )          {
  const severity = failOn === undefined ? [] : severityRules(failOn);
  const stands = (rule      )                   =>
    severity.find(other => other.id === rule.id) ?? users.find(other => other.id === rule.id || other.name === rule.name);
  const replaced = shipped.flatMap(rule => {
    const by = stands(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const kept = shipped.filter(rule => stands(rule) === undefined);
  const own = users.filter(rule => !severity.some(({ id }) => id === rule.id));
  const overruled = users.filter(rule => severity.some(({ id }) => id === rule.id)).map(({ id }) => ({ id, by: 'fail-on' }));
  return {
    rules: [...kept, ...severity, ...own],
    replaced: [...replaced, ...overruled].filter(({ id }, i, all) => all.findIndex(other => other.id === id) === i),
  }
}

const LEVELS = ['critical', 'high', 'medium', 'low'];         

/** The id of the rule that watches a severity's count, in the shipped pack and here. */
function severityRuleId(level                         )         {
  return `ecr-image-scan-findings-${level}`
}

// The level asked for and everything above fails; below it MEDIUM and up warn.
function severityRules(failOn        )                  {
  const limit = failOn === 'never' ? -1 : LEVELS.indexOf(failOn);
  return LEVELS.map((level, position) => {
    const fails = position <= limit;
    const severity = level.toUpperCase();
    const count = `responseElements.imageScanFindings.findingSeverityCounts.${severity}`;
    return {
      id: severityRuleId(level),
      name: `CloudTrail: ECR Image Scan Findings – Severity ${severity}`,
      type: 'CloudTrail'         ,
      title: `${severity} findings in {{requestParameters.repositoryName}}: {{${count}}}`,
      severityOfAlerts: fails ? (1         ) : (2         ),
      alertDescription: fails
        ? `fail-on is ${failOn}: ${severity} findings stop the deployment.`
        : `fail-on is ${failOn}: ${severity} findings are below it.`,
      aggregateFields: [],
      filter: `event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and ${count} > 0`,
      window: 86_400,
      threshold: 1,
      suppressions: [],
      // LOW below the limit has nothing to say, but the rule stays in the list, so that it takes the shipped one's place.
      enabled: fails || level !== 'low',
      action: fails ? ('fail'         ) : ('warn'         ),
      tags: [],
      references: [],
      tests: [],
      file: 'fail-on',
    }
  })
}

// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value itself.


                         
                           
                                     
                                   
                                           
                                        
                               
                                                                                    
                                             
                                                
                         
 

                                
                      
                                    
                                        
                                
                                  
                                  
                                
                                   
                                         
                                  
                                   
                                               
 

                                                                               
                                   
                                  
                                                      
                              
 

                                
                             
                       
                         
                         
                           
                             
                         
     
                                                                            
                                   
 

function reportImage(image       )                {
  const { event: _, region: __, findings, ...rest } = image;
  return { ...rest, findings: findings.map(reportFinding) }
}

function reportFinding({ description: _, arn: __, ...finding }         )                  {
  const path = finding.packages.map(({ path }) => path).find(each => each !== null) ?? null;
  return { ...finding, package: finding.packages[0] ?? null, path }
}

function reportRules(rules                 , replaced                           )                {
  return {
    loaded: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      action: test.actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned: [],
  }
}

// The one error that sources throw. A fault ends the reading of one file, and becomes a gap in what was seen.

                                                  

                       
               
            
                  
              
                 
               
               
              
           

class Fault extends Error {
           code           
  /** Whether trying again may help; never so for files. */
           retryable         
           diagnostic            

  constructor(code           , diagnostic                                    , cause          ) {
    super(diagnostic.message, { cause });
    this.code = code;
    this.retryable = false;
    this.diagnostic = { level: 'error', kind: code, ...diagnostic };
  }
}

// Cuts a stream of bytes into the records it holds, without parsing the whole: `{"Records":[…]}` and `{"Events":[…]}`, a
// list, one record a line, or records one after another.
//
// A day of CloudTrail may be larger than memory, so only one record is held at a time. The cutting is exact, not a guess:
// every byte belongs to one record or to the frame around the records, each record must parse, and so must the frame.


/** The longest JSON document read: one line of records, or one whole file of the form `{"Records":[…]}`. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/** A record's JSON text as it stood, and the line it began in. */
                        
                       
                       
                         
 

/** Cuts the chunks of one file. `more` is called when the file says that it is only one page of several. */
async function* cut(
  file        ,
  chunks                           ,
  more                         ,
)                                   {
  const cutter = createCutter(file, more);
  for await (const chunk of chunks) {
    // The records before a damaged one were read, and count.
    const pieces          = [];
    let fault;         
    try {
      cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), pieces);
    } catch (error) {
      fault = error;
    }
    if (pieces.length > 0) yield pieces;
    if (fault !== undefined) throw fault
  }
  cutter.end();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NEWLINE = 0x0a;

/** A document whose first list is one of these is a frame around records; what may stand before it is a page's token. */
const FRAME = /^\{\s*(?:"(?:NextToken|nextToken)"\s*:\s*(?:"[^"\\]*"|null)\s*,\s*)?"(?:Records|Events)"\s*:\s*\[$/;
const FRAME_KEYS = ['Records', 'Events', 'NextToken', 'nextToken', '$metadata', 'ResponseMetadata'];
const MAX_FRAME_BYTES = 64 * 1024;

                  
                                                         
                          
 

function createCutter(file        , more                         )         {
  // Where records lie: at depth 0 one after another, at depth 1 in a list, at depth 2 in a frame.
  let base = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let undecided = true;
  let wantsRecord = true;
  let afterComma = false;
  let capturing = false;
  let parts           = [];
  let frame           = [];
  let documentBytes = 0;
  let documents = 0;
  let line = 1;
  let column = 1;
  let newlines = 1;
  let lineStart = 0;
  let consumed = 0;

  const at = (offset        )                                                         => ({
    at: { file, line: newlines, column: consumed + offset - lineStart + 1 },
  });

  const begin = (offset        )       => {
    capturing = true;
    line = newlines;
    column = consumed + offset - lineStart + 1;
  };

  const take = (pieces         )       => {
    pieces.push({ text: decode(file, parts, line), line, column });
    parts = [];
    capturing = false;
    documents++;
  };

  const closeFrame = ()       => {
    const token = readFrame(file, decode(file, frame, line), line);
    if (token !== undefined) more(token);
    frame = [];
  };

  const push = (chunk        , pieces         )       => {
    let from = 0;
    let nextNewline = chunk.indexOf(NEWLINE);
    const countLines = (offset        )       => {
      while (nextNewline >= 0 && nextNewline < offset) {
        newlines++;
        lineStart = consumed + nextNewline + 1;
        nextNewline = chunk.indexOf(NEWLINE, nextNewline + 1);
      }
    };
    for (let i = consumed === 0 ? checkStart(file, chunk) : 0; i < chunk.length; i++) {
      let byte = chunk[i];          
      if (inString) {
        if (escaped) {
          escaped = false;
          continue
        }
        while (byte !== QUOTE && byte !== BACKSLASH && ++i < chunk.length) byte = chunk[i];          
        if (i >= chunk.length) break
        if (byte === BACKSLASH) escaped = true;
        else inString = false;
        continue
      }
      if (byte <= 0x20) continue
      const outside = depth === base;
      if (outside && !capturing) {
        countLines(i);
        if (byte === OPEN_BRACE && (wantsRecord || base === 0)) {
          begin(i);
          afterComma = false;
          from = i;
          if (base === 0) documentBytes = -i;
          undecided = base === 0;
        } else if (byte === OPEN_BRACKET && base === 0) {
          documentBytes = -i;
          base = 1;
          depth = 1;
          wantsRecord = true;
          afterComma = false;
          documents++;
          continue
        } else if (byte === COMMA && base > 0 && !wantsRecord) {
          wantsRecord = true;
          afterComma = true;
          continue
        } else if (byte === CLOSE_BRACKET && base > 0 && !afterComma) {
          depth--;
          if (base === 2) {
            from = i;
            capturing = true;
            base = -1;
          } else base = 0;
          continue
        } else
          throw new Fault('not-records', {
            message: `expected ${base > 0 && !wantsRecord ? '"," or "]"' : 'a record, which is a JSON object'}`,
            ...at(i),
          })
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        if (undecided && byte === OPEN_BRACKET && depth === 2) {
          undecided = false;
          const before = [...parts, chunk.subarray(from, i + 1)];
          if (
            before.reduce((sum, part) => sum + part.length, 0) <= MAX_FRAME_BYTES &&
            FRAME.test(Buffer.concat(before).toString('latin1'))
          ) {
            frame = before.map(part => Buffer.from(part));
            parts = [];
            capturing = false;
            base = 2;
            wantsRecord = true;
            afterComma = false;
            documents++;
          }
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (depth === base && capturing) {
          parts.push(chunk.subarray(from, i + 1));
          take(pieces);
          wantsRecord = false;
        } else if (base === -1 && depth === 0) {
          frame.push(Buffer.from(chunk.subarray(from, i + 1)));
          capturing = false;
          base = 0;
          closeFrame();
        }
      }
    }
    if (capturing) {
      // The chunk's memory may be used again by whoever reads the file, so what is kept of it is copied.
      const rest = Buffer.from(chunk.subarray(from));
      if (base === -1) frame.push(rest);
      else parts.push(rest);
    }
    countLines(chunk.length);
    consumed += chunk.length;
    documentBytes += chunk.length;
    if ((depth > 0 || capturing) && documentBytes > MAX_DOCUMENT_BYTES) {
      const limit = MAX_DOCUMENT_BYTES / 1024 / 1024;
      throw new Fault('too-large', {
        message: `a record or list of records is longer than ${limit} MiB`,
        help: 'split it, or write one record a line',
        at: file,
      })
    }
  };

  const end = ()       => {
    if (depth > 0 || capturing) {
      const where =
        depth > 0 && !capturing ? 'in the middle of a list of records' : `in the middle of the record that begins in line ${line}`;
      throw new Fault('truncated', { message: `the file ends ${where}`, help: 'it was cut off; get it again', ...at(0) })
    }
    if (documents === 0)
      throw new Fault('empty', {
        message: 'the file is empty',
        help: 'an export that failed often leaves an empty file; expected JSON',
        at: file,
      })
  };

  return { push, end }
}

// Returns where the content begins, behind a byte order mark.
function checkStart(file        , chunk        )         {
  const [first, second, third] = chunk;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new Fault('encoding', {
      message: 'the file is UTF-16; expected UTF-8',
      help: 'PowerShell writes UTF-8 with Out-File -Encoding utf8',
      at: file,
    })
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}

function decode(file        , parts                   , line        )         {
  const bytes = parts.length === 1 ? (parts[0]          ) : Buffer.concat(parts);
  if (!node_buffer.isUtf8(bytes))
    throw new Fault('encoding', {
      message: `the record that begins in line ${line} is not valid UTF-8`,
      help: 'the file is damaged or of another encoding',
      at: file,
    })
  return bytes.toString('utf8')
}

// The frame is the document without its records; its other members say whether there are further pages.
function readFrame(file        , text        , line        )                     {
  const frame = parseJson(file, { text, line, column: 1 });
  const strange = Object.keys(frame).find(key => !FRAME_KEYS.includes(key));
  if (strange !== undefined) {
    throw new Fault('not-records', {
      message: `expected nothing beside the list of records, found ${JSON.stringify(strange.slice(0, 60))}`,
      at: file,
    })
  }
  const token = frame['NextToken'] ?? frame['nextToken'];
  return token === undefined || token === null ? undefined : String(token)
}

/** Parses a piece into the object it is. */
function parseJson(file        , { text, line, column }       )                                    {
  try {
    return JSON.parse(text)                                     
  } catch (error) {
    const offset = Number(/ at position (\d+)/.exec(String(error))?.[1] ?? 0);
    const before = text.slice(0, offset).split('\n');
    const last = before.at(-1) ?? '';
    const place = { line: line + before.length - 1, column: before.length === 1 ? column + offset : last.length + 1 };
    throw new Fault('not-json', { message: 'this is not valid JSON', at: { file, ...place } }, error)
  }
}

// Files, folders and standard input as streams of bytes: which files a path means, and what is inside when they are packed.


/** The path that means standard input. */
const STANDARD_INPUT = '-';

const READ_BYTES = 256 * 1024;
const RECORD_FILE = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/i;
const RULE_FILE = /\.ya?ml$/i;

// S3 keeps digests and insights beside the logs, in the same format of file.
const NO_LOGS = ['CloudTrail-Digest', 'CloudTrail-Insight'];

/** The record files a path means: itself, or the files of a folder and the folders below it, in order of their names. */
async function findRecordFiles(path        )                             {
  return findFiles(path, RECORD_FILE, 'no .json, .ndjson or .jsonl file (plain or .gz)')
}

/** The rule files a path means. */
async function findRuleFiles(path        )                             {
  return findFiles(path, RULE_FILE, 'no .yml or .yaml file; a .json file is read when it is named itself')
}

async function findFiles(path        , wanted        , none        )                             {
  if (path === STANDARD_INPUT) return [path]
  try {
    if (!(await promises.stat(path)).isDirectory()) return [path]
    const files = await listFolder(path, wanted);
    if (files.length > 0) return files
  } catch (error) {
    throw toFault(path, error)
  }
  throw new Fault('not-found', { message: `the folder holds ${none}`, at: path })
}

async function listFolder(folder        , wanted        )                             {
  const entries = await promises.readdir(folder, { withFileTypes: true });
  const files           = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = node_path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await promises.stat(path)).isDirectory());
    if (isFolder) {
      // A link to a folder above would be walked for ever.
      if (!entry.isSymbolicLink() && !NO_LOGS.includes(entry.name)) files.push(...(await listFolder(path, wanted)));
    } else if (wanted.test(entry.name)) files.push(path);
  }
  return files
}

/** The bytes of a file or of standard input, unpacked when they are gzip, whatever the name says. */
async function* readBytes(path        , input          )                             {
  const source           = path === STANDARD_INPUT ? input : node_fs.createReadStream(path, { highWaterMark: READ_BYTES });
  try {
    const chunks = source[Symbol.asyncIterator]();                             
    const first = await chunks.next();
    if (first.done === true) return
    const rest = resume(first.value, chunks);
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* inflate(rest);
    else yield* rest;
  } catch (error) {
    throw toFault(path, error)
  }
}

async function* resume(first            , rest                           )                             {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* inflate(packed                           )                             {
  const unpacked = node_zlib.createGunzip({ chunkSize: READ_BYTES });
  // The iteration below reports what goes wrong, so the pipeline's own report is not needed.
  node_stream.pipeline(node_stream.Readable.from(packed), unpacked, () => undefined);
  yield* unpacked;
}

/** The whole text of a small file, such as a rule's. */
async function readText(path        , input          )                  {
  const parts               = [];
  let length = 0;
  for await (const chunk of readBytes(path, input)) {
    length += chunk.length;
    if (length > MAX_TEXT_BYTES)
      throw new Fault('too-large', { message: `the file is longer than ${MAX_TEXT_BYTES / 1024 / 1024} MiB`, at: path })
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (error) {
    throw new Fault('encoding', { message: 'the file is not valid UTF-8', at: path }, error)
  }
}

const MAX_TEXT_BYTES = 32 * 1024 * 1024;

const FAULTS                                                             = {
  ENOENT: ['not-found', 'no such file or folder'],
  ENOTDIR: ['not-found', 'no such file or folder'],
  EACCES: ['denied', 'permission to read it is missing'],
  EPERM: ['denied', 'permission to read it is missing'],
  EISDIR: ['not-readable', 'it is a folder'],
  Z_BUF_ERROR: ['truncated', 'the gzip data ends too early: the file was cut off'],
  Z_DATA_ERROR: ['not-readable', 'the gzip data is damaged'],
};

function toFault(path        , error         )        {
  if (error instanceof Fault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [kind, message] = FAULTS[code] ?? ['not-readable', `it cannot be read (${error instanceof Error ? error.message : String(error)})`];
  return new Fault(kind, { message, at: path === STANDARD_INPUT ? 'standard input' : path }, error)
}

// Events and answers from recorded files. A file that cannot be read to its end does not stop the others; it becomes a
// diagnostic of the source, and with that a gap.


/** A recorded event: the JSON text as it stood, and what a filter sees of it. */
                                
                       
                        
 

                          
                          
                                       
                                                   
                                                      
                                           
 

/** Reads the events of every file that the paths mean, in order. Any JSON object is an event. */
async function* readEvents(paths                   , reading         )                                           {
  yield* readPieces(paths, reading, toRecordedEvent);
}

/** Reads the answers of DescribeImageScanFindings in the files that the paths mean. */
async function readAnswers(paths                   , reading         )                             {
  const answers           = [];
  for await (const batch of readPieces(paths, reading, toAnswer)) answers.push(...batch);
  return answers
}

/** Says what of the events was read: how many, from when to when, and what does not belong. */
                             
                                                 
                                                                                     
 

function startTally()             {
  let records = 0;
  let strangers = 0;
  let timeless = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    see: ({ event }) => {
      records++;
      if (!test.isCloudTrail(event)) strangers++;
      const time = test.timeOf(event);
      if (time === undefined) timeless++;
      else {
        if (time < first) first = time;
        if (time > last) last = time;
      }
    },
    coverage: (origin, diagnostics) => {
      const problems = [
        ...diagnostics.filter(({ level }) => level === 'error').map(describe),
        ...(strangers > 0 ? [`${strangers} of ${records} records are no CloudTrail events`] : []),
        ...(timeless > strangers ? [`${timeless - strangers} events have no readable eventTime`] : []),
      ];
      const times =
        records > timeless ? { firstTime: test.formatInstant(first), lastTime: test.formatInstant(last) } : { firstTime: null, lastTime: null };
      const summary = `${origin}: ${records} ${records === 1 ? 'event' : 'events'}${times.lastTime === null ? '' : ` from ${times.firstTime} to ${times.lastTime}`}`;
      const message =
        problems.length === 0
          ? summary
          : `${origin}: ${problems.slice(0, 5).join('; ')}${problems.length > 5 ? `; and ${problems.length - 5} more` : ''}`;
      return { source: 'events', origin, state: problems.length === 0 ? 'read' : 'gap', message, records, ...times, diagnostics }
    },
  }
}

/** Says what of the findings was read. */
function coverFindings(origin        , records        , diagnostics                       )           {
  const faults = diagnostics.filter(({ level }) => level === 'error').map(describe);
  const problems = faults.length === 0 && records === 0 ? ['there is no answer of DescribeImageScanFindings in it'] : faults;
  const message =
    problems.length === 0
      ? `${origin}: ${records} ${records === 1 ? 'answer' : 'answers'} of DescribeImageScanFindings`
      : `${origin}: ${problems.join('; ')}`;
  return {
    source: 'findings',
    origin,
    state: problems.length === 0 ? 'read' : 'gap',
    message,
    records,
    firstTime: null,
    lastTime: null,
    diagnostics,
  }
}

function describe({ at, message }            )         {
  return `${at === undefined ? '' : `${test.formatPlace(at)}: `}${message}`
}

async function* readPieces   (
  paths                   ,
  { input, report, progress }         ,
  convert                                   ,
)                               {
  for (const path of paths) {
    const files = await attempt(report, () => findRecordFiles(path));
    for (const file of files ?? []) {
      progress(file);
      const name = file === STANDARD_INPUT ? 'standard input' : file;
      const more = ()       =>
        report({
          level: 'error',
          kind: 'further-pages',
          message: 'the file has a NextToken: there are further pages that were not given',
          help: 'let the AWS CLI read all pages',
          at: name,
        });
      try {
        for await (const pieces of cut(name, readBytes(file, input), more)) yield* convertAll(name, pieces, convert);
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        report(error.diagnostic);
      }
    }
  }
}

// The records before a wrong one were read, and count.
function* convertAll   (file        , pieces                  , convert                                   )                          {
  const converted      = [];
  let fault;         
  for (const piece of pieces) {
    try {
      converted.push(convert(file, piece));
    } catch (error) {
      fault = error;
      break
    }
  }
  yield converted;
  if (fault !== undefined) throw fault
}

async function attempt   (report                                  , action                  )                         {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    report(error.diagnostic);
    return undefined
  }
}

function toRecordedEvent(file        , piece       )                {
  const record = parseJson(file, piece);
  const inner = test.lookupRecord(record);
  if (inner === undefined) return { text: piece.text, event: test.toEvent(record) }
  const event          = parseJson(file, { ...piece, text: inner });
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new Fault('not-records', { message: 'expected a CloudTrail record in CloudTrailEvent', at: placeOf(file, piece) })
  }
  return { text: inner, event: test.toEvent(event          ) }
}

function toAnswer(file        , piece       )         {
  const body = parseJson(file, piece);
  if (test.isAnswer(body)) return { origin: file, body }
  const isEvent = test.isCloudTrail(body) || test.lookupRecord(body) !== undefined;
  const help = isEvent ? 'these are CloudTrail events; give them with --events' : 'save the output of aws ecr describe-image-scan-findings';
  throw new Fault('not-records', { message: 'expected an answer of DescribeImageScanFindings', help, at: placeOf(file, piece) })
}

function placeOf(file        , { line, column }       )        {
  return { file, line, column }
}

// Rule files as texts, for the loader.


/** Reads every rule file that the paths mean; what cannot be read is a diagnostic beside the others. */
async function readRuleFiles(
  paths                   ,
  input          ,
)                                                                              {
  const files             = [];
  const diagnostics               = [];
  for (const path of paths) {
    try {
      for (const file of await findRuleFiles(path)) files.push({ path: file, text: await readText(file, input) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      diagnostics.push(error.diagnostic);
    }
  }
  return { files, diagnostics }
}

// The order of one run of `check`, to be read from top to bottom.

                                       

/** Exit codes: 0 pass or warn, 1 fail, 2 undecided. */
const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/** Judges what the settings name. Diagnostics are told as they are met; whatever happens, there is a report. */
async function run(settings          , world       , report                                  )                  {
  const readAt = world.now().toISOString();
  const ruleSet = await chooseRules(settings, world);
  for (const diagnostic of ruleSet.diagnostics) report(diagnostic);
  const errors = ruleSet.diagnostics.filter(({ level }) => level === 'error');
  if (errors.length > 0) return refuse(ruleSet, errors, readAt)

  const { images, coverage: findings } = await readFindings(settings, world, report, readAt);
  const evaluation = test.startEvaluation(ruleSet.rules, images);
  const events = await showEvents(settings, world, report, evaluation);

  const alerts = evaluation.alerts();
  const coverage = [...findings, ...events];
  const decision = test.reachVerdict(alerts, images, coverage, settings.untriaged);
  return {
    ...decision,
    alerts,
    images: images.map(reportImage),
    coverage,
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

                                                                            

async function chooseRules(settings          , world       )                       {
  const { files, diagnostics: unread } = await readRuleFiles(settings.rules, world.input);
  const { rules, diagnostics } = test.loadRules(files);
  const ruleSet = combineRules(await world.packs(settings.packs), rules, settings.failOn);
  return { ...ruleSet, diagnostics: [...unread, ...diagnostics, ...checkRuleSet(ruleSet, settings)] }
}

// A gate whose rules cannot see what it was asked about would be green whatever is there.
function checkRuleSet({ rules }         , settings          )                        {
  const none = (what        )             => ({
    level: 'error',
    kind: 'no-rule',
    message: `not one enabled rule can judge ${what}`,
    help: 'name a pack with --packs, rules with --rules, or set --fail-on',
  });
  return [
    ...(settings.findings.length > 0 && !test.canJudgeImages(rules) ? [none('the findings of an image')] : []),
    ...(settings.events.length > 0 && !rules.some(({ enabled, type }) => enabled && type === 'CloudTrail')
      ? [none('CloudTrail events')]
      : []),
  ]
}

function refuse(ruleSet             , errors                       , readAt        )         {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${test.formatPlace(at)}: `}${message}`);
  const coverage = [notRequested('findings'), notRequested('events')];
  return {
    verdict: 'undecided',
    reasons,
    alerts: [],
    images: [],
    coverage,
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

async function readFindings(
  settings          ,
  world       ,
  report                                  ,
  readAt        ,
)                                                                       {
  if (settings.findings.length === 0) return { images: [], coverage: [notRequested('findings')] }
  const answers = [];
  const coverage = [];
  for (const path of settings.findings) {
    const { reading, diagnostics } = startReading(world, report);
    const read = await readAnswers([path], reading);
    answers.push(...read);
    coverage.push(coverFindings(path, read.length, diagnostics));
  }
  return { images: test.readImages(answers, readAt), coverage }
}

async function showEvents(
  settings          ,
  world       ,
  report                                  ,
  evaluation            ,
)                               {
  if (settings.events.length === 0) return [notRequested('events')]
  const coverage = [];
  for (const path of settings.events) {
    const { reading, diagnostics } = startReading(world, report);
    const tally = startTally();
    for await (const batch of readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded);
        evaluation.see(recorded.event);
      }
    }
    coverage.push(tally.coverage(path, diagnostics));
  }
  return coverage
}

// Each path keeps its own diagnostics, because they decide whether it was seen completely.
function startReading(world       , report                                  )                                                           {
  const diagnostics               = [];
  const collect = (diagnostic            )       => {
    diagnostics.push(diagnostic);
    report(diagnostic);
  };
  return { diagnostics, reading: { input: world.input, report: collect, progress: file => world.progress(`reading ${file}`) } }
}

// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.

                                                      
                                        

const RENDERERS                                                                     = {
  text: renderText,
  json: renderJson,
  markdown: renderMarkdown,
};

async function runCheck(settings          , world       )                  {
  const report = await run(settings, world, diagnostic => world.tell(renderDiagnostics([diagnostic])));
  const render = RENDERERS[settings.format];
  if (settings.output === undefined) {
    await world.print(render(report, world.paint));
    return EXIT_CODES[report.verdict]
  }
  try {
    await world.write(settings.output, render(report, plain));
  } catch (error) {
    world.tell(
      `${test.printable(settings.output)}: the report cannot be written (${error instanceof Error ? test.printable(error.message) : 'unknown error'}) [output]\n`,
    );
    return EXIT_CODES.undecided
  }
  world.tell(`${HEADLINES[report.verdict]}; the report is in ${test.printable(settings.output)}\n`);
  return EXIT_CODES[report.verdict]
}

// An explanation as an indented tree for a terminal: what held, what was found, and why.

                                                         
                                      

const MOST_VALUES = 10;
const VALUE_LENGTH = 160;

/** `show` turns a value found at a path into text; it hides secrets. */
function renderExplanation(
  explanation             ,
  show                                          ,
  paint       ,
  indent = '',
)         {
  const { holds, kind, text, found, terms } = explanation;
  const mark = holds ? paint('green', 'holds') : paint('red', 'fails');
  if (found === undefined) {
    const below = terms.map(term => renderExplanation(term, show, paint, `${indent}  `));
    return [`${indent}${mark}  ${kind === 'and' ? 'all of' : kind === 'or' ? 'any of' : 'not'}`, ...below].join('\n')
  }
  const values = found.values.slice(0, MOST_VALUES).map(value => test.shorten(test.printable(show(found.path, value)), VALUE_LENGTH));
  const left = found.values.length - values.length;
  const shown = values.length === 0 ? 'nothing' : `${values.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return `${indent}${mark}  ${test.printable(text)}\n${indent}       ${paint('dim', `found ${shown}: ${found.why}`)}`
}

// A filter given on the command line: compiled, with its warnings told, or refused with its errors.

                                        

function readFilter(text        , world       )                   {
  const parsing = test.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : test.check(parsing.expression, test.VOCABULARY);
  world.tell(renderDiagnostics(problems.map(({ offset, ...problem }) => ({ ...problem, at: test.locate('filter', text, offset) }))));
  return 'problems' in parsing ? undefined : test.compile(parsing.expression, test.VOCABULARY)
}

// `ecr-gate explain`: why does a filter, or a rule, match an event or not?


async function runExplain(settings          , world       )                  {
  const explainEvent = await chooseSubject(settings, world);
  if (explainEvent === undefined) return 2
  let unread = false;
  let number = 0;
  const report = (diagnostic                                                 )       => {
    unread = true;
    world.tell(renderDiagnostics([diagnostic]));
  };
  const readAt = world.now().toISOString();
  for await (const batch of readEvents([settings.event ?? ''], { input: world.input, report, progress: () => undefined })) {
    for (const { event } of batch) {
      number++;
      await world.print(
        `${number === 1 ? '' : '\n'}${world.paint('bold', `Event ${number}`)}${describeEvent(event)}\n${explainEvent(test.toScan(event, readAt))}\n`,
      );
    }
  }
  return unread ? 2 : 0
}

async function chooseSubject(settings          , world       )                                                   {
  const [text] = settings.operands;
  if ((text === undefined) === (settings.rule === undefined)) {
    world.tell('explain needs either a FILTER or --rule ID [usage]\n');
    return undefined
  }
  if (text !== undefined) {
    const plan = readFilter(text, world);
    return plan === undefined ? undefined : event => explainPlan(plan, event, test.VOCABULARY, world)
  }
  const rule = await findRule(settings, world);
  return rule === undefined ? undefined : event => explainRule(rule, event, world)
}

async function findRule(settings          , world       )                            {
  const { files, diagnostics: unread } = await readRuleFiles(settings.rules, world.input);
  const loading = test.loadRules(files);
  const diagnostics = [...unread, ...loading.diagnostics];
  world.tell(renderDiagnostics(diagnostics));
  if (diagnostics.some(({ level }) => level === 'error')) return undefined
  const { rules } = combineRules(await world.packs(settings.packs), loading.rules, undefined);
  const rule = rules.find(({ id }) => id === settings.rule);
  if (rule === undefined) {
    const id = settings.rule ?? '';
    world.tell(
      renderDiagnostics([
        {
          level: 'error',
          kind: 'usage',
          message: `there is no rule ${test.quote(id)}`,
          help: test.didYouMean(
            id,
            rules.map(each => each.id),
          ),
        },
      ]),
    );
  }
  return rule
}

function explainRule(rule      , event        , world       )         {
  const compiled = test.compileRule(rule);
  const sees = test.seesEvent(rule.type, event);
  const outcome = !sees
    ? `does not see this event: it is of type ${rule.type}`
    : test.matchesRule(compiled, event)
      ? 'matches'
      : 'does not match';
  return [
    explainPlan(compiled.filter, event, compiled.vocabulary, world),
    ...compiled.suppressions.map((plan, i) => `suppression ${i + 1}\n${explainPlan(plan, event, compiled.vocabulary, world)}`),
    world.paint('bold', `rule ${test.printable(rule.id)} ${outcome}`),
  ].join('\n')
}

function explainPlan(plan      , event        , vocabulary            , world       )         {
  const show = (path        , value         )         => test.showValue(test.parsePath(path)?.segments ?? [], value);
  return renderExplanation(test.explain(plan, event, vocabulary), show, world.paint)
}

function describeEvent(event        )         {
  const names = ['eventTime', 'eventSource', 'eventName', 'eventID'].flatMap(name =>
    typeof event[name] === 'string' ? [test.printable(event[name])] : [],
  );
  return names.length === 0 ? '' : `: ${names.join(' ')}`
}

// `ecr-gate query`: which recorded events does a filter match?


const ABSENT = '(absent)';

async function runQuery({ operands, count, countBy }          , world       )                  {
  const [text = '', ...paths] = operands;
  const plan = readFilter(text, world);
  const field = countBy === undefined ? undefined : test.parsePath(countBy);
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${test.printable(countBy)}" [usage]\n`);
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2

  let unread = false;
  let matched = 0;
  const counts = new Map                ();
  const report = (diagnostic                                                 )       => {
    unread = true;
    world.tell(renderDiagnostics([diagnostic]));
  };
  for await (const batch of readEvents(paths, { input: world.input, report, progress: file => world.progress(`reading ${file}`) })) {
    const matches = batch.filter(({ event }) => plan.matches(event));
    matched += matches.length;
    if (field !== undefined) {
      for (const { event } of matches) {
        const values = test.valuesOf(event, field, test.VOCABULARY).map(value => test.showValue(field.segments, value));
        for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    } else if (!count && matches.length > 0) await world.print(matches.map(toLine).join(''));
  }
  if (field !== undefined) await world.print(formatCounts(counts));
  else if (count) await world.print(`${matched}\n`);
  return unread ? 2 : 0
}

function formatCounts(counts                             )         {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return rows.map(([value, count]) => `${test.printable(value)}\t${count}\n`).join('')
}

// An event as it stood. Only blanks between its parts are dropped when it spanned lines, secrets are hidden, and characters
// that a terminal obeys are written as JSON's own escapes, which changes no value.
function toLine({ text }               )         {
  const line = /[\r\n]/.test(text) ? text.replace(/("(?:\\.|[^"\\])*")|\s+/g, '$1') : text;
  return `${test.printableJson(test.hideSecrets(line))}\n`
}

// Writes the filters and suppressions of a rule file in canonical form, and leaves every other character as it is: the
// file's comments and its order belong to whoever wrote it.


/** The file's text with canonical filters. A filter that differs only in its line breaks keeps them. */
function formatFile(file          )         {
  const document = test.parseFile(file);
  if ('diagnostics' in document) return file.text
  const canonical = new Map(ruleNodes(document.root).flatMap(canonicalFilters));
  if (canonical.size === 0) return file.text
  const tokens = [...new test.distExports.Parser().parse(file.text)];
  for (const token of tokens) if (token.type === 'document') rewrite(token, canonical);
  return tokens.map(token => test.distExports.CST.stringify(token)).join('')
}

function rewrite(document              , canonical                             )       {
  test.distExports.CST.visit(document, ({ value }) => {
    const text = value !== undefined && value !== null && test.distExports.CST.isScalar(value) ? canonical.get(value.offset) : undefined;
    if (text !== undefined && value !== undefined && value !== null) test.distExports.CST.setScalarValue(value, text);
  });
}

function ruleNodes(root      )                  {
  if (root.kind === 'list') return root.items
  const rules = root.kind === 'map' ? test.entryOf(root, 'rules')?.value : undefined;
  return rules?.kind === 'list' ? rules.items : [root]
}

function canonicalFilters(rule      )                                         {
  return rule.kind === 'map' ? test.filterNodes(rule).flatMap(canonicalFilter) : []
}

function canonicalFilter({ value, offset }            )                                         {
  const parsing = test.parse(String(value));
  if ('problems' in parsing) return []
  const text = test.print(parsing.expression);
  return onOneLine(String(value)) === text ? [] : [[offset, text]]
}

// Blanks outside quotes are single, and there are none inside parentheses.
function onOneLine(filter        )         {
  return filter
    .split(new RegExp(`(${test.QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}

// `lint`, `test` and `fmt`: what is done with rule files themselves.

                                        

/** Finds mistakes in rule files: 0 good or warnings only, 1 something to mend. */
async function runLint(settings          , world       )                  {
  const { loading, mended, missing } = await load(settings, world);
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
    if (rule.tests.length === 0) await world.print(`${world.paint('yellow', 'none')} ${test.printable(rule.id)}: the rule has no tests\n`);
    for (const { name, expected, matched } of test.testRule(rule)) {
      if (expected === matched) passed++;
      else {
        failed++;
        const what = `expected ${expected ? 'a match' : 'no match'}, found ${matched ? 'one' : 'none'}`;
        await world.print(`${world.paint('red', 'fail')} ${test.printable(rule.id)}: ${test.printable(name)}: ${what}\n`);
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
    await world.print(`${test.printable(file.path)}\n`);
    if (!settings.check) await world.write(file.path, text);
  }
  return settings.check && changes > 0 ? 1 : 0
}

                  
                                     
                           
                   
                          
                                                             
                           
 

async function load(settings          , world       )                  {
  const { files, diagnostics } = await readRuleFiles(settings.operands, world.input);
  const loading = test.loadRules(files);
  world.tell(renderDiagnostics([...diagnostics, ...loading.diagnostics]));
  return { files, loading, mended: !loading.diagnostics.some(({ level }) => level === 'error'), missing: diagnostics.length > 0 }
}

function plural(count        , noun        )         {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

// One table of commands and settings. Flags, their checks, --help and the tables of README follow it, so that a setting
// has one name and one meaning on every surface.


const FORMATS = ['text', 'json', 'markdown'];         
                                             

const PACKS = ['ecr', 'ssm'];         
                                         

                                                                                                    

                   
                     
                                          
                         
                       
                           
 

const SETTINGS = {
  findings: { kind: 'paths', value: 'FILE…', help: 'answers of DescribeImageScanFindings: files, folders, or - for standard input' },
  events: { kind: 'paths', value: 'PATH…', help: 'CloudTrail events: files, folders, or - for standard input' },
  rules: { kind: 'paths', value: 'PATH…', help: 'rule files or folders of them, beside the packs' },
  packs: { kind: 'packs', value: 'ecr,ssm|none', help: 'the shipped packs to use', default: 'ecr,ssm' },
  'fail-on': {
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, MEDIUM and up below it warn; takes the place of the Severity rules',
  },
  untriaged: { kind: { choices: test.UNTRIAGED }, help: 'what findings without a severity do (UNDEFINED, UNTRIAGED)', default: 'warn' },
  format: { kind: { choices: FORMATS }, help: 'how the report is written', default: 'text' },
  output: { kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { kind: 'switch', help: 'print only the number of matching events' },
  'count-by': { kind: 'text', value: 'FIELD', help: 'print how many matching events have each value of a field, the largest number first' },
  event: {
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { kind: 'text', value: 'ID', help: 'explain this rule of the packs or of --rules instead of a filter' },
  check: { kind: 'switch', help: 'change nothing, and exit 1 when something would change' },
};                                                     

                                               

                          
                       
                        
                          
                                           
                                                
                                                                      
                        
                                      
 

const COMMANDS$1                     = [
  {
    name: 'check',
    usage: 'check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether an image may go out, from recorded findings and events. At least one of the two is needed.',
    settings: ['findings', 'events', 'rules', 'packs', 'fail-on', 'untriaged', 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or wrong use',
    examples: [
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'query',
    usage: 'query FILTER PATH…',
    summary: 'Print the events that a filter matches, one a line, as they were.',
    settings: ['count', 'count-by'],
    operands: { least: 2, most: Number.POSITIVE_INFINITY },
    exits: '0 whether events match or not, 2 wrong filter or unreadable file',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'eventSource = "ssm.amazonaws.com"' examples/cloudtrail --count-by eventName`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE',
    summary: 'Show clause by clause what a filter found in an event, and why it held or not.',
    settings: ['event', 'rule', 'rules', 'packs'],
    operands: { least: 0, most: 1 },
    exits: '0, or 2 wrong filter, unknown rule or unreadable file',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
    ],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find mistakes in rule files, all of them at once.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 good or warnings only, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests that rule files carry.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Write the filters of rule files in their canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 written or nothing to change, 1 --check found something to change or a rule is wrong, 2 wrong use',
    examples: ['ecr-gate fmt --check rules'],
  },
];

/** The settings of one run, every value checked. */
                           
                                      
                                    
                                   
                                 
                                     
                               
                         
                                     
                         
                                      
                                    
                                   
                         
                                      
 

                        
                                                                                    
                                                         
                                
                                                                                                 

/** Reads the words behind `ecr-gate`; every wrong one is reported. */
function parseArguments(words                   )             {
  const [name, ...rest] = words;
  if (name === undefined)
    return { kind: 'wrong', problems: [wrong('expected a command', `commands are ${COMMANDS$1.map(command => command.name).join(', ')}`)] }
  if (name === '--version') return { kind: 'version' }
  if (name === '--help' || name === '-h' || name === 'help') {
    const topic = COMMANDS$1.find(command => command.name === rest[0]);
    return topic === undefined ? { kind: 'help' } : { kind: 'help', command: topic }
  }
  const command = COMMANDS$1.find(known => known.name === name);
  if (command === undefined) {
    return {
      kind: 'wrong',
      problems: [
        wrong(
          `there is no command ${test.quote(name)}`,
          test.didYouMean(
            name,
            COMMANDS$1.map(known => known.name),
          ),
        ),
      ],
    }
  }
  const given = sortWords(command, rest);
  if (given.help) return { kind: 'help', command }
  const { values, operands } = given;
  const problems = [...given.problems, ...checkValues(values), ...checkOperands(command, operands), ...checkInputs(command, values)];
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: toSettings(values, operands) }
}

function wrong(message        , help         )          {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

                 
                                                              
                                      
                                       
                        
 

function sortWords(command         , words                   )        {
  const values = new Map                       ();
  const operands           = [];
  const problems            = [];
  const queue = [...words];
  let literally = false;
  let list;                      
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (literally || !/^-./.test(word)) {
(literally ? operands : (list ?? operands)).push(word);
      continue
    }
    list = undefined;
    if (word === '--') {
      literally = true;
      continue
    }
    if (word === '--help' || word === '-h') return { values, operands, problems, help: true }
    const [flag = '', ...tail] = word.split('=');
    const name = command.settings.find(known => `--${known}` === flag);
    if (name === undefined) {
      const known = command.settings.map(each => `--${each}`);
      problems.push(
        wrong(
          `${command.name} has no flag ${test.quote(flag)}`,
          known.length === 0 ? `${command.name} takes no flags` : test.didYouMean(flag, known),
        ),
      );
      continue
    }
    const kind       = SETTINGS[name].kind;
    if (values.has(name) && kind !== 'paths') problems.push(wrong(`--${name} is given twice`));
    const given = values.get(name) ?? [];
    values.set(name, given);
    if (tail.length > 0) given.push(tail.join('='));
    else if (kind === 'paths') list = given;
    else if (kind !== 'switch' && queue[0] !== undefined && (queue[0] === '-' || !queue[0].startsWith('-')))
      given.push(queue.shift()          );
    if (kind === 'switch' && tail.length > 0) problems.push(wrong(`--${name} takes no value`));
  }
  return { values, operands, problems, help: false }
}

function checkValues(values                 )                     {
  const problems = [...values].flatMap(([name, given])            => {
    const setting          = SETTINGS[name];
    if (setting.kind === 'switch') return []
    if (given.length === 0 || given.includes('')) return [wrong(`--${name} needs a value: ${setting.value ?? formatChoices(setting)}`)]
    if (setting.kind === 'packs')
      return readPacks$1(given[0] ?? '') === undefined
        ? [wrong(`there is no pack ${test.quote(given[0] ?? '')}`, test.didYouMean(given[0] ?? '', [...PACKS, 'none']))]
        : []
    if (typeof setting.kind === 'string' || setting.kind.choices.includes(given[0] ?? '')) return []
    return [wrong(`--${name} cannot be ${test.quote(given[0] ?? '')}`, test.didYouMean(given[0] ?? '', setting.kind.choices))]
  });
  const inputs = [...(values.get('findings') ?? []), ...(values.get('events') ?? []), ...(values.get('rules') ?? [])];
  if (inputs.filter(path => path === '-').length > 1) problems.push(wrong('standard input can be read only once'));
  return problems
}

function checkOperands(command         , operands                   )                     {
  const { least, most } = command.operands;
  if (operands.length > most)
    return [wrong(`${command.name} does not take ${test.quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [wrong(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}

function checkInputs(command         , values                 )                     {
  if (command.name === 'check' && !values.has('findings') && !values.has('events'))
    return [wrong('check needs --findings or --events', `usage: ecr-gate ${command.usage}`)]
  if (command.name === 'explain' && !values.has('event')) return [wrong('explain needs --event FILE', `usage: ecr-gate ${command.usage}`)]
  return []
}

function readPacks$1(text        )                              {
  if (text === 'none') return []
  const names = text.split(',').map(name => name.trim());
  const packs = PACKS.filter(pack => names.includes(pack));
  return packs.length === names.length ? packs : undefined
}

function toSettings(values                 , operands                   )           {
  const one = (name             )                     => values.get(name)?.[0];
  return Object.freeze({
    findings: values.get('findings') ?? [],
    events: values.get('events') ?? [],
    rules: values.get('rules') ?? [],
    packs: readPacks$1(one('packs') ?? SETTINGS.packs.default) ?? [],
    failOn: one('fail-on')                      ,
    untriaged: (one('untriaged') ?? SETTINGS.untriaged.default)             ,
    format: (one('format') ?? SETTINGS.format.default)          ,
    output: one('output'),
    count: values.has('count'),
    countBy: one('count-by'),
    event: one('event'),
    rule: one('rule'),
    check: values.has('check'),
    operands,
  })
}

function formatChoices({ kind, value }         )         {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}

/** The text of --help, of the whole or of one command. */
function renderHelp(command          )         {
  if (command === undefined) {
    const width = Math.max(...COMMANDS$1.map(({ name }) => name.length));
    return [
      'ecr-gate: may this Amazon ECR image be deployed, now?',
      '',
      'usage: ecr-gate COMMAND …',
      '',
      ...COMMANDS$1.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
      '',
      'ecr-gate COMMAND --help tells more of each; ecr-gate --version the version.',
      '',
    ].join('\n')
  }
  const rows = command.settings.map(name => {
    const setting          = SETTINGS[name];
    const value = formatChoices(setting);
    return {
      flag: `--${name}${value === '' ? '' : ` ${value}`}`,
      help: `${setting.help}${setting.default === undefined ? '' : ` (default ${setting.default})`}`,
    }
  });
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length));
  return [
    `usage: ecr-gate ${command.usage}`,
    '',
    command.summary,
    ...(rows.length === 0 ? [] : ['', 'settings:', ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`)]),
    '',
    `exit code: ${command.exits}`,
    '',
    'examples:',
    ...command.examples.map(example => `  ${example}`),
    '',
  ].join('\n')
}

const VERSION = '0.1.0';

// The entry of the CLI: words to settings, settings to a command, and the real world around it. The only catch-all is here.

                                       

const COMMANDS                                                                                  = {
  check: runCheck,
  query: runQuery,
  explain: runExplain,
  lint: runLint,
  test: runTest,
  fmt: runFormat,
};

async function main(words                   , world       )                  {
  const invocation = parseArguments(words);
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command));
      return 0
    case 'version':
      await world.print(`${VERSION}\n`);
      return 0
    case 'wrong':
      world.tell(renderDiagnostics(invocation.problems));
      world.tell(`ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help tells more\n`);
      return 2
    case 'run': {
      const command = COMMANDS[invocation.command.name];
      if (command === undefined) throw new Error(`command ${invocation.command.name} is in no table`)
      return command(invocation.settings, world)
    }
  }
}

function realWorld()        {
  const { stdin, stdout, stderr, env } = process;
  const colours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  let shown = false;
  const clear = ()       => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    now: () => new Date(),
    input: stdin,
    packs: readPacks,
    print: text => {
      clear();
      return new Promise((resolve, reject) => {
        stdout.write(text, error => (error ? reject(error) : resolve()));
      })
    },
    tell: text => {
      if (text === '') return
      clear();
      stderr.write(text);
    },
    progress: what => {
      if (stderr.isTTY !== true || env['TERM'] === 'dumb') return
      clear();
      stderr.write(test.printable(what).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    write: (path, text) => promises.writeFile(path, text),
    paint: colours ? coloured : plain,
  }
}

// The build turns rules/ into this file beside the bundle, checked and without their tests.
async function readPacks(names                 )                           {
  if (names.length === 0) return []
  const packs = JSON.parse(await promises.readFile(new URL('./packs.json', (typeof document === 'undefined' ? require('u' + 'rl').pathToFileURL(__filename).href : (_documentCurrentScript && _documentCurrentScript.tagName.toUpperCase() === 'SCRIPT' && _documentCurrentScript.src || new URL('cli.cjs', document.baseURI).href))), 'utf8'));                                           
  return names.flatMap(name => packs[name])
}

function isBrokenPipe(error         )          {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

// Whoever reads our output may stop early, as `head` does; that is no error of ours.
process.stdout.on('error', error => {
  if (!isBrokenPipe(error)) throw error
});

// Until there is a verdict, the exit code says that there is none.
process.exitCode = 2;
main(process.argv.slice(2), realWorld()).then(
  code => {
    process.exitCode = code;
  },
  (error         ) => {
    if (isBrokenPipe(error)) return
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `ecr-gate: ${test.printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    );
  },
);
