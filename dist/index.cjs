'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const test = require('./chunk-test.cjs');
require('process');
require('buffer');



exports.CLOUDTRAIL_VOCABULARY = test.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = test.FINDING_VOCABULARY;
exports.VOCABULARY = test.VOCABULARY;
exports.check = test.check;
exports.compile = test.compile;
exports.explain = test.explain;
exports.formatPlace = test.formatPlace;
exports.loadRules = test.loadRules;
exports.locate = test.locate;
exports.parse = test.parse;
exports.print = test.print;
exports.reachVerdict = test.reachVerdict;
exports.readImages = test.readImages;
exports.renderDiagnostic = test.renderDiagnostic;
exports.startEvaluation = test.startEvaluation;
exports.testRule = test.testRule;
exports.toEvent = test.toEvent;
exports.valuesOf = test.valuesOf;
