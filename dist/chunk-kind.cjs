'use strict';

// The kinds of files that are read with positions: rule files, files of exceptions and policy files.

/** What messages call a file, what it holds, and how to cure a second document in it. */






const RULE_FILE           = {
  files: 'rule files',
  one: 'a rule',
  help: 'write several rules in one file as a list, each item beginning with "- name:"',
};

const EXCEPTION_FILE           = {
  files: 'files of exceptions',
  one: 'exceptions',
  help: 'write all exceptions of a file in its list "exceptions"',
};

const POLICY_FILE           = { files: 'policy files', one: 'a policy', help: 'a policy is one file with one document' };

exports.EXCEPTION_FILE = EXCEPTION_FILE;
exports.POLICY_FILE = POLICY_FILE;
exports.RULE_FILE = RULE_FILE;
