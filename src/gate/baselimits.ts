// What the limits of a policy mean for findings of the base image. The policy alone decides about them only where it names both the base
// image and what happens for its findings: whoever names the base image says which findings are its own.

import type { Diagnostic } from '../diagnostic.ts'
import { isCounted, UNRATED } from '../image/finding.ts'
import type { Image } from '../image/image.ts'
import { agree, plural } from '../plural.ts'
import type { SeverityLimit } from '../rules/fields.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { checkEndless, isWithin } from './limits.ts'
import type { BaseImageFindings } from './policy.ts'

interface BaseSettings {
  readonly baseImages?: readonly unknown[] | undefined
  readonly baseImageFindings?: BaseImageFindings | undefined
  readonly policy?: { readonly file: Pick<PolicyFile, 'settings' | 'limits'> | undefined } | undefined
}

/** Reports that a step lets findings of the base image through, where the policy wants an end of everything that is let through. */
export function checkBaseLimits(settings: BaseSettings): readonly Diagnostic[] {
  const { baseImages = [], policy } = settings
  const [setting] = addedBy(settings)
  return policy?.file === undefined || setting === undefined || baseImages.length === 0 ? [] : checkEndless(policy.file.limits, setting)
}

/** The highest severity of the findings that may be let through; undefined: any. */
export function baseAtMost(settings: BaseSettings): SeverityLimit | undefined {
  return addedBy(settings).length === 0 ? undefined : settings.policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** Counts the findings of base images that would be let through but for the limit. The images are those that were judged. */
export function tellBeyondBase(images: readonly Image[], settings: BaseSettings): readonly Diagnostic[] {
  const atMost = baseAtMost(settings)
  const beyond = images.flatMap(({ findings }) =>
    findings.filter(each => each.fromBase && isCounted(each) && !UNRATED.includes(each.severity) && !isWithin(atMost, each.severity)),
  )
  if (beyond.length === 0) return []
  const message = `the policy lets a step let findings of the base image through up to ${atMost}, so ${plural(beyond.length, 'finding')} that came with it ${agree(beyond.length, 'counts', 'count')} all the same`
  const help = 'ask those who keep the policy to write base-image and base-image-findings: warn there'
  return [{ level: 'warning', kind: 'base-image', message, help }]
}

/** Which of the settings that let findings through are not the policy's. */
function addedBy({ baseImageFindings, policy }: BaseSettings): readonly string[] {
  if (baseImageFindings !== 'warn') return []
  return ['base-image-findings', 'base-image'].filter(setting => !policy?.file?.settings.some(({ name }) => name === setting))
}
