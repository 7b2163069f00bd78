// Checks settings of the gate that are each valid but do not go together.

import { type Problem, quote } from '../diagnostic.ts'
import { checkArchives } from './archives.ts'
import { type Asked, isNamed, when } from './asked.ts'
import { imageOfBaseline } from './baseline.ts'
import { listReferences } from './references.ts'
import { type Need, SETTINGS, type Setting, type SettingName } from './table.ts'

/** What a check has to judge, and what it would silently ignore. */
export function checkGate(asked: Asked): readonly Problem[] {
  const {
    given: { values, show },
    settings,
    source,
  } = asked
  const { audit, archived, push } = settings
  const [image, findings, events, from] = [show('image'), show('findings'), show('events'), show('audit-source')]
  const changed = (name: SettingName): boolean =>
    isNamed(asked, name) && values.get(name)?.[0]?.toLowerCase() !== (SETTINGS[name] as Setting).default
  const [now, regions] = [show('audit-live'), show('audit-regions')]
  const live = values.has('image')
  const asksEcr = live || imageOfBaseline(settings).length > 0
  const hears = (source !== undefined && source.kind !== 'none') || isNamed(asked, 'audit-live')
  const judged = live || values.has('findings') || values.has('events') || hears
  const activity = audit !== undefined || archived !== undefined || values.has('audit-live')
  // What is said of a setting that lacks what it needs; undefined where that is there.
  const unmet: Readonly<Record<Need, string | undefined>> = {
    nothing: undefined,
    image: live ? undefined : `does nothing without ${image}`,
    findings: live || values.has('findings') ? undefined : `does nothing without ${image} or ${findings}`,
    aws: asksEcr || activity ? undefined : `does nothing without ${image}, ${from} lookup, an archive in S3, a table in Athena or ${now}`,
    calls:
      asksEcr || activity || listReferences(settings).length > 0
        ? undefined
        : `does nothing without ${image}, ${from} lookup, an archive in S3, a table in Athena, ${now} or a policy in Parameter Store or S3`,
    activity: activity ? undefined : `does nothing without ${from} lookup, an archive in S3, a table in Athena or ${now}`,
    base: settings.baseImages.length > 0 ? undefined : `does nothing without ${show('base-image')}`,
    push: push !== undefined ? undefined : `does nothing without ${show('push')}`,
  }
  return [
    ...when(!judged, `there is nothing to judge: ${image} is missing`, `give ${image}, or recorded ${findings} or ${events}`),
    ...when(source !== undefined && values.has('events'), `${events} and ${from} both say where events come from`, 'give one of them'),
    ...(Object.keys(unmet) as Need[]).flatMap(need =>
      needing(need).flatMap(name => when(changed(name) && unmet[need] !== undefined, `${show(name)} ${unmet[need]}`)),
    ),
    ...when(
      !live && audit?.regions.length === 0,
      `${from} ${(audit?.archive ?? audit?.table)?.text ?? 'lookup'} needs ${regions} where there is no image`,
    ),
    ...when(isNamed(asked, 'audit-live') && !live && settings.auditRegions.length === 0, `${now} needs ${regions} where there is no image`),
    ...checkBaseline(asked),
    ...checkArchives(asked),
  ]
}

function needing(need: Need): readonly SettingName[] {
  return (Object.keys(SETTINGS) as SettingName[]).filter(name => (SETTINGS[name] as Setting).needs === need)
}

/** Tags are given to whole images only, and each tag to one image. */
export function checkRelease({ given: { values, show }, settings, inPolicy }: Asked): readonly Problem[] {
  const { images, push, predicateFile, promoteTags, promoteOnWarn, onFail, platforms, findings } = settings
  const promote = show('promote-tags')
  // A repository has several host names, so these are not compared.
  const repositories = images.map(({ registryId, region, repositoryName }) => `${registryId} ${region} ${repositoryName}`)
  const reserved = [...images.flatMap(({ tag }) => tag ?? []), ...(typeof onFail === 'object' ? [onFail.quarantineTag] : [])]
  const twice = promoteTags.find(tag => reserved.includes(tag))
  const promotes = promoteTags.length > 0
  return [
    ...when(
      predicateFile !== undefined && (images.length !== 1 || findings.length > 0),
      `${show('predicate-file')} describes one image, the one of ${show('image')}`,
    ),
    ...when(
      predicateFile !== undefined && platforms.length > 0,
      `${show('predicate-file')} attests the whole index, so ${show('platforms')} cannot leave a part unjudged`,
      `omit ${show('platforms')}, or name the image of the platform by its own digest`,
    ),
    ...when(push !== undefined && images.length > 1, `${show('push')} pushes one image, to the one name of ${show('image')}`),
    ...when(
      push !== undefined && images.some(({ digest, tag }) => digest !== null || tag === null),
      `${show('push')} needs an image named by a tag alone: its digest is known once it is pushed`,
    ),
    ...when(
      typeof onFail === 'object' && images.some(({ tag }) => tag === onFail.quarantineTag),
      `${show('on-fail')} cannot quarantine an image under the tag it has`,
    ),
    ...when(
      promoteOnWarn && !promotes && !inPolicy.includes('promote-on-warn'),
      `${show('promote-on-warn')} does nothing without ${promote}`,
    ),
    ...when(
      promotes && platforms.length > 0,
      `${promote} gives the whole index its tags, so ${show('platforms')} cannot leave a part unjudged`,
    ),
    ...when(
      promotes && new Set(repositories).size < repositories.length,
      `${promote} cannot give two images of one repository the same tags`,
    ),
    ...when(promoteTags.length > MOST_TAGS, `${promote} names more than ${MOST_TAGS} tags`),
    ...when(
      twice !== undefined,
      `${promote} names ${quote(twice ?? '')}, under which the image is pushed or quarantined`,
      'push under a tag that is new, such as the commit, and promote to another',
    ),
    ...when(onFail !== 'keep' && images.length > 1, `${show('on-fail')} works with one image only: it cannot tell which of several failed`),
    ...when(
      (promotes || onFail !== 'keep') && findings.length > 0,
      `${promote} and ${show('on-fail')} cannot be combined with recorded findings, which may belong to other images`,
    ),
    ...when(
      values.has('on-fail') && onFail === 'untag' && images.some(({ tag }) => tag === null),
      `${show('on-fail')} untag needs an image with a tag`,
    ),
  ]
}

// The most that ECR accepts in one call.
const MOST_TAGS = 100

// `previous` is what a tag names now. A policy is for steps of every kind, so there it may have nothing to do.
function checkBaseline(asked: Asked): readonly Problem[] {
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
