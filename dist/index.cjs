'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const verdict = require('./chunk-verdict.cjs');
const scan = require('./chunk-scan.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const check = require('./chunk-check.cjs');
const explain = require('./chunk-explain.cjs');
const load = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
require('./chunk-title.cjs');
require('./chunk-show.cjs');
require('process');
require('buffer');



exports.CLOUDTRAIL_VOCABULARY = verdict.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = verdict.FINDING_VOCABULARY;
exports.VOCABULARY = verdict.VOCABULARY;
exports.compile = verdict.compile;
exports.formatPlace = verdict.formatPlace;
exports.locate = verdict.locate;
exports.parse = verdict.parse;
exports.reachVerdict = verdict.reachVerdict;
exports.renderDiagnostic = verdict.renderDiagnostic;
exports.toEvent = verdict.toEvent;
exports.valuesOf = verdict.valuesOf;
exports.readImages = scan.readImages;
exports.startEvaluation = evaluate.startEvaluation;
exports.check = check.check;
exports.print = check.print;
exports.explain = explain.explain;
exports.loadRules = load.loadRules;
exports.testRule = test.testRule;
