'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const AssumeRoleCommand = require('./chunk-AssumeRoleCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-Sha256Node.cjs');
require('node:fs');
require('./chunk-node-http-handler.cjs');
require('node:https');
require('node:stream');
require('./chunk-normalizeProvider.cjs');
require('./chunk-httpRequest.cjs');
require('node:crypto');
require('./chunk-stream-collector.cjs');
require('node:process');
require('./chunk-setCredentialFeature.cjs');
require('./chunk-AwsQueryProtocol.cjs');
require('./chunk-noAuth.cjs');
require('./chunk-RpcProtocol.cjs');
require('./chunk-package.cjs');
require('./chunk-getDefaultSocketTimeout.cjs');



exports.AssumeRoleCommand = AssumeRoleCommand.AssumeRoleCommand;
exports.STSClient = AssumeRoleCommand.STSClient;
