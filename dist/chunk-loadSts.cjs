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
require('./chunk-index2.cjs');
require('node:fs');
require('./chunk-httpResponse.cjs');
require('./chunk-normalizeProvider.cjs');
require('./chunk-httpRequest.cjs');
require('node:stream');
require('node:crypto');
require('./chunk-stream-type-check.cjs');
require('./chunk-toUint8Array.cjs');
require('node:process');
require('./chunk-setCredentialFeature.cjs');
require('./chunk-stream-collector.cjs');
require('./chunk-node-http-handler.cjs');
require('node:https');
require('./chunk-resolveAwsSdkSigV4AConfig.cjs');
require('./chunk-FromStringShapeDeserializer.cjs');
require('./chunk-package.cjs');
require('./chunk-AwsQueryProtocol.cjs');
require('./chunk-RpcProtocol.cjs');
require('./chunk-noAuth.cjs');
require('./chunk-getDefaultSocketTimeout.cjs');



exports.AssumeRoleCommand = AssumeRoleCommand.AssumeRoleCommand;
exports.STSClient = AssumeRoleCommand.STSClient;
