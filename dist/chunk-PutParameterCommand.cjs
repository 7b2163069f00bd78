'use strict';

const commandBuilder = require('./chunk-commandBuilder.cjs');

class DescribeParametersCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "DescribeParameters", commandBuilder.DescribeParameters$) {
}

class GetParameterCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "GetParameter", commandBuilder.GetParameter$) {
}

class GetParametersByPathCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "GetParametersByPath", commandBuilder.GetParametersByPath$) {
}

class PutParameterCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "PutParameter", commandBuilder.PutParameter$) {
}

exports.DescribeParametersCommand = DescribeParametersCommand;
exports.GetParameterCommand = GetParameterCommand;
exports.GetParametersByPathCommand = GetParametersByPathCommand;
exports.PutParameterCommand = PutParameterCommand;
