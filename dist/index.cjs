'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const finding = require('./chunk-finding.cjs');
const scan = require('./chunk-scan.cjs');
const vocabulary = require('./chunk-vocabulary.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const verdict = require('./chunk-verdict.cjs');
const check = require('./chunk-check.cjs');
const explain = require('./chunk-explain.cjs');
const print = require('./chunk-print.cjs');
const load = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-compile.cjs');
require('./chunk-rule.cjs');
require('./chunk-show.cjs');
require('./chunk-title.cjs');
require('process');
require('buffer');



exports.formatPlace = uri.formatPlace;
exports.locate = uri.locate;
exports.renderDiagnostic = uri.renderDiagnostic;
exports.toEvent = finding.toEvent;
exports.readImages = scan.readImages;
exports.CLOUDTRAIL_VOCABULARY = vocabulary.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = vocabulary.FINDING_VOCABULARY;
exports.VOCABULARY = vocabulary.VOCABULARY;
exports.compile = vocabulary.compile;
exports.parse = vocabulary.parse;
exports.valuesOf = vocabulary.valuesOf;
exports.startEvaluation = evaluate.startEvaluation;
exports.reachVerdict = verdict.reachVerdict;
exports.check = check.check;
exports.explain = explain.explain;
exports.print = print.print;
exports.loadRules = load.loadRules;
exports.testRule = test.testRule;
