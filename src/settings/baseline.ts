// What findings are compared with: a report that the gate wrote, an image in ECR, or the image that deployments follow now.

import { readChoice } from '../choice.ts'
import { type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { type ImageUri, parseImageUri } from '../image/uri.ts'
import { isReference } from '../rules/reference.ts'

export type AskedBaseline =
  | { readonly kind: 'report'; readonly path: string }
  | { readonly kind: 'image'; readonly image: ImageUri }
  | { readonly kind: (typeof WORDS)[number] }

const WORDS = ['previous'] as const

const SHAPE = 'it is the path of a JSON report, an image in ECR such as 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2, or previous'

/** Reads what to compare with. What begins with the host of a registry is an image, and a file of that name is `./…`. */
export function readBaseline(text: string): AskedBaseline | Problem {
  const kind = readChoice(text, WORDS)
  if (kind !== undefined) return { kind }
  const wrong = (help: string): Problem => usageProblem(`{setting} cannot be ${quote(text)}`, help)
  if (isReference(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return wrong(SHAPE)
  const near = /[./\\]/.test(text) ? undefined : suggest(text, WORDS)
  if (near !== undefined) return wrong(`did you mean "${near}"? a file of that name is ./${text}`)
  if (!HOST.test(text)) return { kind: 'report', path: text }
  const image = parseImageUri(text, { registryId: undefined, region: undefined })
  return 'message' in image ? { ...image, message: `{setting}: ${image.message}` } : { kind: 'image', image }
}

const HOST = /^(?:[^/]*\.dkr[.-]ecr[^/]*|public\.ecr\.aws|[^/]*\.amazonaws\.[^/]*)\//i

/** The image of a baseline, if it is named by its URI. */
export function imageOfBaseline({ baseline }: { readonly baseline: AskedBaseline | undefined }): readonly ImageUri[] {
  return baseline?.kind === 'image' ? [baseline.image] : []
}
