// The kinds of files that are read with positions: rule files, files of exceptions and policy files.

/** What messages call a file, what it holds, and how to cure a second document in it. */
export interface FileKind {
  readonly files: string
  readonly one: string
  readonly help: string
}

export const RULE_FILE: FileKind = {
  files: 'rule files',
  one: 'a rule',
  help: 'write several rules in one file as a list, each item beginning with "- name:"',
}

export const EXCEPTION_FILE: FileKind = {
  files: 'files of exceptions',
  one: 'exceptions',
  help: 'write all exceptions of a file in its list "exceptions"',
}

export const POLICY_FILE: FileKind = { files: 'policy files', one: 'a policy', help: 'a policy is one file with one document' }

/** What messages call a file of another tool. */
export function foreignKind(tool: string): FileKind {
  return { files: `files of ${tool}`, one: `what ${tool} ignores`, help: 'write everything in one document' }
}
