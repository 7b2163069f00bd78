'use strict';

const getSSOTokenFromFile = require('./chunk-getSSOTokenFromFile.cjs');
const configLoader = require('./chunk-configLoader.cjs');

const externalDataInterceptor = {
    getFileRecord() {
        return configLoader.fileIntercept;
    },
    interceptFile(path, contents) {
        configLoader.fileIntercept[path] = Promise.resolve(contents);
    },
    getTokenRecord() {
        return getSSOTokenFromFile.tokenIntercept;
    },
    interceptToken(id, contents) {
        getSSOTokenFromFile.tokenIntercept[id] = contents;
    },
};

exports.externalDataInterceptor = externalDataInterceptor;
