'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const defaultProvider = require('./chunk-defaultProvider.cjs');
require('./chunk-configLoader.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-setCredentialFeature.cjs');



exports.ENV_ACCOUNT_ID = defaultProvider.ENV_ACCOUNT_ID;
exports.ENV_CREDENTIAL_SCOPE = defaultProvider.ENV_CREDENTIAL_SCOPE;
exports.ENV_EXPIRATION = defaultProvider.ENV_EXPIRATION;
exports.ENV_KEY = defaultProvider.ENV_KEY;
exports.ENV_SECRET = defaultProvider.ENV_SECRET;
exports.ENV_SESSION = defaultProvider.ENV_SESSION;
exports.fromEnv = defaultProvider.fromEnv;
