'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const Sha256Node = require('./chunk-Sha256Node.cjs');
require('node:fs');
require('./chunk-index.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-hasOwn.cjs');
require('./chunk-node-http-handler.cjs');
require('node:https');
require('node:stream');
require('node:crypto');
require('node:process');



exports.ENV_ACCOUNT_ID = Sha256Node.ENV_ACCOUNT_ID;
exports.ENV_CREDENTIAL_SCOPE = Sha256Node.ENV_CREDENTIAL_SCOPE;
exports.ENV_EXPIRATION = Sha256Node.ENV_EXPIRATION;
exports.ENV_KEY = Sha256Node.ENV_KEY;
exports.ENV_SECRET = Sha256Node.ENV_SECRET;
exports.ENV_SESSION = Sha256Node.ENV_SESSION;
exports.fromEnv = Sha256Node.fromEnv;
