'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const verdict = require('./chunk-verdict.cjs');
const cli = require('./cli.cjs');
const scan = require('./chunk-scan.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const packs = require('./chunk-packs.cjs');
const title = require('./chunk-title.cjs');
const records = require('./chunk-records.cjs');
const rules = require('./chunk-rules.cjs');
require('node:fs/promises');
require('./chunk-show.cjs');
require('node:buffer');
require('./chunk-files.cjs');
require('node:fs');
require('node:path');
require('node:stream');
require('node:zlib');

// The report as JSON, for programs.

                                         

function renderJson(report        )         {
  return `${JSON.stringify(report, null, 2)}\n`
}

// The report as GitHub Markdown, for a step summary, a comment or a page.


const MOST_FINDINGS = 100;
const MOST_ALERTS = 100;
const CELL_LENGTH = 200;

function renderMarkdown(report        )         {
  return [
    `## ECR Gate: ${verdict.markdown(cli.HEADLINES[report.verdict])}`,
    report.reasons.map(reason => `- ${verdict.markdown(verdict.shorten(reason, 1000))}`).join('\n'),
    ...report.images.map(renderImage),
    ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts)]),
    [
      '### Looked at',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${verdict.markdown(message)}`),
      `- ${verdict.markdown(cli.describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .filter(section => section !== '')
    .join('\n\n')
    .concat('\n')
}

function renderImage(image               )         {
  const shown = cli.sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - shown.length;
  const table = renderTable(
    cli.FINDING_COLUMNS,
    shown.map(finding => cli.findingCells(finding)),
  );
  return [
    `### Image ${verdict.markdown(image.uri)}`,
    '',
    verdict.markdown(cli.describeScan(image)),
    ...image.gaps.map(gap => `\n**Gap:** ${verdict.markdown(gap)}`),
    ...image.notes.map(note => `\nNote: ${verdict.markdown(note)}`),
    ...(shown.length === 0 ? [] : ['', ...table]),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderAlerts(alerts                  )         {
  const shown = alerts.slice(0, MOST_ALERTS);
  const left = alerts.length - shown.length;
  const rows = shown.map(alert => [alert.action, `${alert.title} [${alert.ruleId}]`, cli.describeEvents(alert)]);
  return [
    '### Alerts',
    '',
    verdict.markdown(cli.countAlerts(alerts)),
    '',
    ...renderTable(['Action', 'Alert', 'About'], rows),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderTable(head                   , rows                                )                    {
  const line = (cells                   )         => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cell => verdict.markdown(verdict.shorten(cell, CELL_LENGTH)))))]
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
      action: title.actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned: [],
  }
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
  const evaluation = evaluate.startEvaluation(ruleSet.rules, images);
  const events = await showEvents(settings, world, report, evaluation);

  const alerts = evaluation.alerts();
  const coverage = [...findings, ...events];
  const decision = verdict.reachVerdict(alerts, images, coverage, settings.untriaged);
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
  const { rules: rules$1, diagnostics } = await rules.readRules(settings.rules, world.input);
  const ruleSet = packs.combineRules(await world.packs(settings.packs), rules$1, settings.failOn);
  return { ...ruleSet, diagnostics: [...diagnostics, ...checkRuleSet(ruleSet, settings)] }
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
    ...(settings.findings.length > 0 && !verdict.canJudgeImages(rules) ? [none('the findings of an image')] : []),
    ...(settings.events.length > 0 && !rules.some(({ enabled, type }) => enabled && type === 'CloudTrail')
      ? [none('CloudTrail events')]
      : []),
  ]
}

function refuse(ruleSet             , errors                       , readAt        )         {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${verdict.formatPlace(at)}: `}${message}`);
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
    const read = await records.readAnswers([path], reading);
    answers.push(...read);
    coverage.push(records.coverFindings(path, read.length, diagnostics));
  }
  return { images: scan.readImages(answers, readAt), coverage }
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
    const tally = records.startTally();
    for await (const batch of records.readEvents([path], reading)) {
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
  text: cli.renderText,
  json: renderJson,
  markdown: renderMarkdown,
};

async function runCheck(settings          , world       )                  {
  const report = await run(settings, world, diagnostic => world.tell(cli.renderDiagnostics([diagnostic])));
  const render = RENDERERS[settings.format];
  if (settings.output === undefined) {
    await world.print(render(report, world.paint));
    return EXIT_CODES[report.verdict]
  }
  try {
    await world.write(settings.output, render(report, cli.plain));
  } catch (error) {
    world.tell(
      `${verdict.printable(settings.output)}: the report cannot be written (${error instanceof Error ? verdict.printable(error.message) : 'unknown error'}) [output]\n`,
    );
    return EXIT_CODES.undecided
  }
  world.tell(`${cli.HEADLINES[report.verdict]}; the report is in ${verdict.printable(settings.output)}\n`);
  return EXIT_CODES[report.verdict]
}

exports.runCheck = runCheck;
