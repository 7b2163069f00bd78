// What findings are compared with: a report that the gate wrote, an image in ECR, or the image that deployments follow now.

import { readChoice } from '../choice.ts'
import { type Diagnostic, type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { checkEndless } from '../gate/limits.ts'
import { type ImageUri, parseImageUri } from '../image/uri.ts'
import type { SeverityLimit } from '../rules/fields.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { isReference } from '../rules/reference.ts'
import { type Asked, isNamed, when } from './asked.ts'
import type { Settings } from './settings.ts'

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
export function imageOfBaseline({ baseline }: Pick<Settings, 'baseline'>): readonly ImageUri[] {
  return baseline?.kind === 'image' ? [baseline.image] : []
}

/** The highest severity that a baseline which the policy does not name may make known; undefined where nothing binds it. */
export function boundOf({ policy }: Pick<Settings, 'policy'>): SeverityLimit | undefined {
  return isOfPolicy(policy?.file) ? undefined : policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** What the policy says of a baseline that the step alone names. */
export function checkBound({ baseline, policy }: Pick<Settings, 'baseline' | 'policy'>): readonly Diagnostic[] {
  const file = policy?.file
  return baseline === undefined || file === undefined || isOfPolicy(file) ? [] : checkEndless(file.limits, 'baseline')
}

function isOfPolicy(file: PolicyFile | undefined): boolean {
  return file?.settings.some(({ name }) => name === 'baseline') === true
}

/** `previous` is what a tag names now. A policy is for steps of every kind, so there it may have nothing to do. */
export function checkBaseline(asked: Asked): readonly Problem[] {
  const { given, settings } = asked
  const { baseline, images, promoteTags } = settings
  if (baseline?.kind !== 'previous' || !isNamed(asked, 'baseline')) return []
  const [name, promote, image] = [given.show('baseline'), given.show('promote-tags'), given.show('image')]
  return [
    ...when(
      promoteTags.length === 0,
      `${name} previous needs ${promote}: it is the image that the first of these tags names`,
      `name that image, such as ${name} 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:production`,
    ),
    ...when(images.length === 0, `${name} previous needs ${image}: it is in the repository of each`),
  ]
}
