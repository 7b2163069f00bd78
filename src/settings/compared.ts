// What a baseline needs, and what the policy says of one that the step alone names.

import type { Diagnostic, Problem } from '../diagnostic.ts'
import { checkEndless } from '../gate/limits.ts'
import type { SeverityLimit } from '../rules/fields.ts'
import type { PolicyFile } from '../rules/policy.ts'
import { type Asked, isNamed, when } from './asked.ts'
import type { Settings } from './settings.ts'

/** The highest severity that a baseline which the policy does not name may make known; undefined where nothing binds it. */
export function boundOf({ baseline, policy }: Pick<Settings, 'baseline' | 'policy'>): SeverityLimit | undefined {
  return addedBy(policy?.file, baseline).length === 0 ? undefined : policy?.file?.limits.exceptions?.severityAtMost?.value
}

/** What the policy says of a baseline that the step alone names. */
export function checkBound({ baseline, policy }: Pick<Settings, 'baseline' | 'policy'>): readonly Diagnostic[] {
  const file = policy?.file
  const [setting] = addedBy(file, baseline)
  return baseline === undefined || file === undefined || setting === undefined ? [] : checkEndless(file.limits, setting)
}

/** Which of the settings that say what is known are not the policy's. Whoever names the tags says which image is the previous one. */
function addedBy(file: PolicyFile | undefined, baseline: Settings['baseline']): readonly string[] {
  const needed = baseline?.kind === 'previous' ? ['baseline', 'promote-tags'] : ['baseline']
  return needed.filter(setting => !file?.settings.some(({ name }) => name === setting))
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
