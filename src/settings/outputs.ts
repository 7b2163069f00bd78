// The outputs of the Action, for action.yml, the README and the code alike. They are small: an output of more than 128 KiB breaks
// later steps, so what may be large is a path.

export const OUTPUTS = {
  verdict: 'fail, undecided, warn or pass',
  reasons: 'what led to the verdict, one sentence a line',
  critical: 'open findings of severity CRITICAL, over all images',
  high: 'open findings of severity HIGH',
  medium: 'open findings of severity MEDIUM',
  low: 'open findings of severity LOW',
  informational: 'open findings of severity INFORMATIONAL',
  undefined: 'open findings of severity UNDEFINED',
  untriaged: 'open findings of severity UNTRIAGED',
  image: 'the images by their digests, one a line, for whatever deploys them',
  'promoted-tags': 'the tags of promote-tags that the image has now, one a line',
  predicate: 'the path of the predicate, if predicate-file asked for one',
  digest: "the digests that the images' names stood for, one a line",
  report: 'the path of the report as JSON',
  comment: 'the address of the comment on the pull request, if there is one',
  'sarif-id': 'the id of the upload to code scanning, if upload-sarif asked for one',
} as const

export type Output = keyof typeof OUTPUTS
