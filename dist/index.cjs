'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const finding = require('./chunk-finding.cjs');
const scan = require('./chunk-scan.cjs');
const show = require('./chunk-show.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const check = require('./chunk-check.cjs');
const explain = require('./chunk-explain.cjs');
const load = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-compile.cjs');
require('./chunk-title.cjs');
require('process');
require('buffer');



exports.formatPlace = uri.formatPlace;
exports.locate = uri.locate;
exports.renderDiagnostic = uri.renderDiagnostic;
exports.toEvent = finding.toEvent;
exports.readImages = scan.readImages;
exports.CLOUDTRAIL_VOCABULARY = show.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = show.FINDING_VOCABULARY;
exports.VOCABULARY = show.VOCABULARY;
exports.compile = show.compile;
exports.parse = show.parse;
exports.valuesOf = show.valuesOf;
exports.reachVerdict = evaluate.reachVerdict;
exports.startEvaluation = evaluate.startEvaluation;
exports.check = check.check;
exports.print = check.print;
exports.explain = explain.explain;
exports.loadRules = load.loadRules;
exports.testRule = test.testRule;
