'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const apply = require('./chunk-apply.cjs');
const verdict = require('./chunk-verdict.cjs');
const filter = require('./chunk-filter.cjs');
const explain = require('./chunk-explain.cjs');
const load = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
const unknown = require('./chunk-unknown.cjs');
const tally = require('./chunk-tally.cjs');
const packs = require('./chunk-packs.cjs');
const saved = require('./chunk-saved.cjs');
const judge = require('./chunk-judge.cjs');
const match = require('./chunk-match.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('./chunk-image.cjs');
require('./chunk-lookup.cjs');
require('./chunk-repeat.cjs');
require('./chunk-title.cjs');
require('./chunk-report.cjs');
require('./chunk-needs.cjs');
require('./chunk-visibility.cjs');
require('./chunk-exception.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-delivery.cjs');
require('./chunk-severities.cjs');
require('process');
require('buffer');
require('./chunk-fields.cjs');
require('./chunk-purl.cjs');
require('node:crypto');
require('./chunk-exceptions.cjs');
require('./chunk-limits.cjs');
require('./chunk-draft.cjs');
require('./chunk-inspector.cjs');
require('./chunk-activity.cjs');
require('./chunk-endless.cjs');
require('./chunk-tell.cjs');
require('./chunk-live.cjs');

// The library's check: it judges findings that a program has as JSON, by the same steps as `check` judges recorded files of them, and
// returns the same report. It reads the shipped packs and nothing else.


/** The settings of `check` that decide about findings. */
const POLICY = ['packs', 'fail-on', 'max-findings', 'untriaged', 'unfixed', 'fix-within', 'max-scan-age'];


/** Findings, and the policy that judges them. */













/**
 * Judges findings as `check` does. What is wrong with the rules or the settings is in the report, and its verdict is then `undecided`.
 * Throws a TypeError where `findings` is no list, or `now` no date.
 */
function judgeFindings(check               )              {
  const { findings, rules = [], baseline, settings: named = {}, now } = check;
  refuseShape(findings, now);
  const startedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const { settings: others, problems } = readNamed(named);
  const settings           = baseline === undefined ? others : { ...others, baseline: { kind: 'report', path: unknown.BASELINE } };
  const unknown$1 = Object.keys(check).filter(key => !KEYS.some(known => known === key));
  const own = load.loadRules(rules.map(({ path, text }) => read.asNamed({ path, text })));
  const ruleSet = packs.combineRules(read.readPacksAtOnce(settings.packs), own, settings);
  const asked = { findings: true, events: false, live: undefined };
  const diagnostics = [
    ...unknown$1.map(key => refuseKey('judgeFindings takes no', key, KEYS)),
    ...problems,
    ...own.diagnostics,
    ...ruleSet.diagnostics,
    ...packs.checkRuleSet(ruleSet, asked),
  ];
  const context = { settings, ruleSet, startedAt };
  if (diagnostics.some(({ level }) => level === 'error')) return saved.saveReport(unknown.refuseRun(context, diagnostics))

  const { answers, strangers } = sort(findings);
  const compared = baseline === undefined ? undefined : compareWith(baseline, startedAt);
  const judging = judge.startJudging(ruleSet, settings, startedAt, { baseline: compared?.baseline });
  const images = tally.readImages(answers, read.formatSecond(startedAt)).map(judging.judge);
  const read$1 = { images, named: [], coverage: [tally.coverFindings(ORIGIN, answers.length, strangers), tally.notRequested('events')] };
  return saved.saveReport(
    unknown.makeReport(context, {
      diagnostics: [...diagnostics, ...(compared?.diagnostics ?? []), ...unknown.tellUnknown(compared, read$1)],
      compared,
      pushed: { kind: 'not requested' },
      read: read$1,
      judgement: judging.decide(read$1),
      located: { place: () => null, nameInstruction: () => null, diagnostics: [] },
      decidedAt: read.formatSecond(now),
      release: null,
    }),
  )
}

/** Images from answers of DescribeImageScanFindings, with every gap. What is no such answer is an image of which nothing was seen. */
function readImages(answers                    , readAt      )                   {
  const sorted = sort(answers);
  const unread = sorted.strangers.map(({ message }) => tally.readImage({ pages: [], gaps: [message] }, read.formatSecond(readAt)));
  return [...tally.readImages(sorted.answers, read.formatSecond(readAt)), ...unread]
}

// What is no report makes nothing known, as a file that is none.
function compareWith(given         , startedAt      )                 {
  const report = toJson(given);
  const version = saved.readReportVersion(report);
  const found =
    version === saved.REPORT_VERSION
      ? unknown.readEarlier(unknown.BASELINE, { report: report          , digest: null }, startedAt.getTime())
      : noReport(version === undefined ? 'this is not a report of ECR Gate' : `this report has version ${version}`);
  return { baseline: unknown.startBaseline(found.images), sources: [found.source], diagnostics: found.diagnostics }
}

function noReport(problem        )                {
  const source = { name: unknown.BASELINE, kind: 'report', digest: null, readAt: null, verdict: null, problem };
  return { source, images: [], diagnostics: [unknown.tellUnread(unknown.BASELINE, problem, 'give a report that judgeFindings returned')] }
}

// The compiler tells it only to programs in TypeScript.
function refuseShape(findings         , now         )       {
  if (!Array.isArray(findings)) throw new TypeError('findings must be a list of answers of DescribeImageScanFindings; write [answer]')
  if (!(now instanceof Date) || Number.isNaN(now.getTime())) throw new TypeError('now must be a valid Date; write new Date()')
}

const ORIGIN = 'findings';

const KEYS = ['findings', 'rules', 'baseline', 'settings', 'now'];

function refuseKey(what        , key        , known                   )          {
  return read.usageProblem(`${what} ${read.quote(key)}`, read.didYouMean(key, known))
}

// The SDK's answers have Dates, which are texts in JSON, and some readers of JSON make large numbers a BigInt.
function toJson(value         )          {
  return JSON.parse(JSON.stringify(value, (_, part         ) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'null')
}

function sort(values                    )                                                                                     {
  const answers           = [];
  const strangers               = [];
  for (const [i, value] of values.entries()) {
    const body = toJson(value);
    const origin = `${ORIGIN}[${i}]`;
    if (read.isObject(body) && tally.isAnswer(body)) answers.push({ origin, body });
    else strangers.push(strange(body, origin));
  }
  return { answers, strangers }
}

function strange(body         , at        )             {
  const found = Array.isArray(body) ? 'a list' : read.isObject(body) ? 'another object' : typeof body === 'string' ? 'a text' : String(body);
  const message = `expected an answer of DescribeImageScanFindings, found ${found}`;
  const help = Array.isArray(body) ? 'give each answer of the list by itself' : 'give what JSON.parse makes of the answer, not its text';
  return { level: 'error', kind: 'not-records', message, help, at }
}

// They are read by the parsers of flags and inputs, so that a value cannot mean one thing there and another here.
function readNamed(named                                   )                                                                            {
  const problems            = [];
  const values = new Map                                ([['findings', [ORIGIN]]]);
  for (const [given, value] of Object.entries(named)) {
    const name = POLICY.find(each => each === given);
    if (value === undefined) continue
    if (name === undefined) problems.push(refuseKey('there is no setting', given, POLICY));
    else if (typeof value !== 'string') problems.push(read.usageProblem(`${name} is a text, as in an input of the Action`));
    else values.set(name, [value.trim()]);
  }
  const command = read.COMMANDS.find(({ name }) => name === 'check');
  const reading = read.readSettings({ ...read.STEP, command, values, operands: [], env: {} });
  return { settings: reading.settings, problems: [...problems, ...reading.problems] }
}

exports.formatPlace = read.formatPlace;
exports.locate = read.locate;
exports.renderDiagnostic = read.renderDiagnostic;
exports.toEvent = read.toEvent;
exports.CLOUDTRAIL_VOCABULARY = imply.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = imply.FINDING_VOCABULARY;
exports.VOCABULARY = imply.VOCABULARY;
exports.compile = imply.compile;
exports.parse = imply.parse;
exports.print = imply.print;
exports.valuesOf = imply.valuesOf;
exports.startEvaluation = apply.startEvaluation;
exports.compareVersions = verdict.compareVersions;
exports.reachVerdict = verdict.reachVerdict;
exports.check = filter.check;
exports.explain = explain.explain;
exports.loadRules = load.loadRules;
exports.testRule = test.testRule;
exports.orderOf = match.orderOf;
exports.judgeFindings = judgeFindings;
exports.readImages = readImages;
