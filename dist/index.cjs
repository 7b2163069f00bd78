'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const policy = require('./chunk-policy.cjs');
const status = require('./chunk-status.cjs');
const check = require('./chunk-check.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const verdict = require('./chunk-verdict.cjs');
const read = require('./chunk-read.cjs');
const explain = require('./chunk-explain.cjs');
const load = require('./chunk-load.cjs');
const test = require('./chunk-test.cjs');
require('./chunk-json.cjs');
require('./chunk-keys.cjs');
require('./chunk-plural.cjs');
require('./chunk-address.cjs');
require('./chunk-image.cjs');
require('./chunk-lookup.cjs');
require('./chunk-kind.cjs');
require('./chunk-rule.cjs');
require('./chunk-repeat.cjs');
require('./chunk-show.cjs');
require('./chunk-exception.cjs');
require('./chunk-unseen.cjs');
require('./chunk-visibility.cjs');
require('./chunk-packs.cjs');
require('./chunk-group.cjs');
require('process');
require('buffer');



exports.formatPlace = policy.formatPlace;
exports.locate = policy.locate;
exports.renderDiagnostic = policy.renderDiagnostic;
exports.toEvent = status.toEvent;
exports.CLOUDTRAIL_VOCABULARY = check.CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = check.FINDING_VOCABULARY;
exports.VOCABULARY = check.VOCABULARY;
exports.check = check.check;
exports.compile = check.compile;
exports.parse = check.parse;
exports.print = check.print;
exports.valuesOf = check.valuesOf;
exports.startEvaluation = evaluate.startEvaluation;
exports.reachVerdict = verdict.reachVerdict;
exports.readImages = read.readImages;
exports.explain = explain.explain;
exports.loadRules = load.loadRules;
exports.testRule = test.testRule;
