'use strict';

const version = "3.998.5";
const packageInfo = { version };

exports.packageInfo = packageInfo;
