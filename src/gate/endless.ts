// What the limits of a policy mean for settings that let findings through and have no end: a baseline, and base images. The policy alone
// decides about them only where it names all settings that say which findings these are: whoever names the base image, or the tags that
// `previous` means, says that too.

import type { Diagnostic } from '../diagnostic.ts'
import { isCounted, UNRATED } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { agree, plural } from '../plural.ts'
import type { SeverityLimit } from '../rules/fields.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { checkEndless, isWithin } from './limits.ts'
import type { FindingPolicy } from './policy.ts'

export interface EndlessSettings extends Pick<FindingPolicy, 'baseImageFindings'> {
  readonly baseline?: { readonly kind: 'report' | 'image' | 'previous' } | undefined
  readonly baseImages?: readonly unknown[] | undefined
  readonly policy?: { readonly file: Pick<PolicyFile, 'settings' | 'limits'> | undefined } | undefined
}

/** The settings that say which findings are let through; none where none are. */
const NAMED_BY = {
  baseline: ({ baseline }: EndlessSettings): readonly string[] =>
    baseline === undefined ? [] : baseline.kind === 'previous' ? ['baseline', 'promote-tags'] : ['baseline'],
  'base image': ({ baseImages = [], baseImageFindings }: EndlessSettings): readonly string[] =>
    baseImageFindings === 'warn' && baseImages.length > 0 ? ['base-image-findings', 'base-image'] : [],
} as const
type Endless = keyof typeof NAMED_BY

/** Reports what a step lets through in this way, where the policy wants an end of everything that is let through. */
export function checkEndlessSettings(settings: EndlessSettings): readonly Diagnostic[] {
  const limits = settings.policy?.file?.limits
  if (limits === undefined) return []
  return (Object.keys(NAMED_BY) as Endless[])
    .flatMap(what => listAdded(what, settings).slice(0, 1))
    .flatMap(each => checkEndless(limits, each))
}

/** The highest severity of the findings that may be let through; undefined: any. */
export function atMostOf(what: Endless, settings: EndlessSettings): SeverityLimit | undefined {
  return listAdded(what, settings).length === 0 ? undefined : settings.policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** Counts the findings of base images that would be let through but for the limit. The images are those that were judged. */
export function tellBeyondBase(images: readonly Image[], settings: EndlessSettings): readonly Diagnostic[] {
  const atMost = atMostOf('base image', settings)
  const beyond = images.flatMap(({ findings }) =>
    findings.filter(each => each.fromBase && isCounted(each) && !UNRATED.includes(each.severity) && !isWithin(atMost, each.severity)),
  )
  if (beyond.length === 0) return []
  const message = `the policy lets a step let findings of the base image through up to ${atMost}, so ${plural(beyond.length, 'finding')} that came with it ${agree(beyond.length, 'counts', 'count')} all the same`
  const help = 'ask those who keep the policy to write base-image and base-image-findings: warn there'
  return [{ level: 'warning', kind: 'base-image', message, help }]
}

/** Whether the policy has a setting. */
export function isOfPolicy(setting: string, { policy }: Pick<EndlessSettings, 'policy'>): boolean {
  return policy?.file?.settings.some(({ name }) => name === setting) === true
}

// Which of the settings are not the policy's.
function listAdded(what: Endless, settings: EndlessSettings): readonly string[] {
  return NAMED_BY[what](settings).filter(setting => !isOfPolicy(setting, settings))
}
