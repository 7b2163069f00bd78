'use strict';

const commandBuilder = require('./chunk-commandBuilder.cjs');

class DescribeInstanceInformationCommand extends commandBuilder.command(commandBuilder._ep0, commandBuilder._mw0, "DescribeInstanceInformation", commandBuilder.DescribeInstanceInformation$) {
}

exports.DescribeInstanceInformationCommand = DescribeInstanceInformationCommand;
