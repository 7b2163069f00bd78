// What some settings choose among. It is apart from the table of settings, so that the rooms that act on a choice do not load the table.

export const FORMATS = ['text', 'json', 'markdown', 'sarif', 'html', 'junit', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** The formats of lists and backtests. The others are for the report of the gate only. */
export const LIST_FORMATS = ['text', 'json', 'markdown'] as const satisfies readonly Format[]
export type ListFormat = (typeof LIST_FORMATS)[number]

/** The settings for additional report files, with their formats. */
export const FILE_FORMATS = {
  'json-file': 'json',
  'markdown-file': 'markdown',
  'sarif-file': 'sarif',
  'html-file': 'html',
  'junit-file': 'junit',
  'csv-file': 'csv',
} as const satisfies Readonly<Record<string, Format>>

export const COMMENT = ['always', 'on-failure', 'on-change', 'never'] as const
export type CommentWhen = (typeof COMMENT)[number]

export const PACKS = ['ecr', 'ssm'] as const
export type Pack = (typeof PACKS)[number]

/** The shells whose completion there is. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]
