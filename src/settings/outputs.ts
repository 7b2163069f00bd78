// The outputs of the Action, for action.yml, the README and the code alike. An output of more than 128 KiB breaks later steps, so
// whatever may be large is written to a file, and the output is its path.

export const OUTPUTS = {
  verdict: 'fail, undecided, warn or pass',
  reasons: 'what led to the verdict, one sentence per line',
  critical: 'open findings of severity CRITICAL in all images; `unknown` where none was found and not everything was seen',
  high: 'the same of severity HIGH',
  medium: 'the same of severity MEDIUM',
  low: 'the same of severity LOW',
  informational: 'the same of severity INFORMATIONAL',
  undefined: 'the same of severity UNDEFINED',
  untriaged: 'the same of severity UNTRIAGED',
  image: 'the images by their digests, one per line, for whatever deploys them',
  'promoted-tags': 'the tags of promote-tags that the image has now, one per line',
  predicate: 'the path of the predicate, if predicate-file asked for one',
  digest: "the digests that the images' names stood for, one per line",
  report: 'the path of the report as JSON',
  comment: 'the address of the comment on the pull request, if there is one',
  'sarif-id': 'the id of the upload to code scanning, if upload-sarif asked for one',
} as const

export type Output = keyof typeof OUTPUTS
