'use strict';

const version = "3.998.3";
const packageInfo = { version };

exports.packageInfo = packageInfo;
