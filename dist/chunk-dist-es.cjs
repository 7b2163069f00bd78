'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const defaultProvider = require('./chunk-defaultProvider.cjs');
require('./chunk-configLoader.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-setCredentialFeature.cjs');



exports.credentialsTreatedAsExpired = defaultProvider.credentialsTreatedAsExpired;
exports.defaultProvider = defaultProvider.defaultProvider;
