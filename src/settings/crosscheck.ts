// Checks settings that are each valid but do not go together: they contradict each other, or one would silently do nothing.

import { type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { COMPARED, type Given } from './commands.ts'
import type { Settings } from './settings.ts'
import { type Need, SETTINGS, type Setting, type SettingName } from './table.ts'
import type { AuditSource } from './values.ts'

const LONGEST_WINDOW = 90 * 86_400

/** The paths that a run writes. */
export function listWritten({ output, predicateFile, files }: Settings): readonly string[] {
  return [output, predicateFile, ...files.map(({ path }) => path)].filter(path => path !== undefined)
}

/** The paths that a run reads, except that of the Dockerfile, which is relative to the repository and not to the working directory. */
export function listRead({
  push,
  findings,
  events,
  rules,
  exceptions,
  policy,
  reports,
  against,
  event,
  operands,
}: Settings): readonly string[] {
  const source = push !== undefined && 'path' in push ? [push.path] : []
  const named = [policy?.path, against?.path, event].filter(path => path !== undefined)
  return [...source, ...findings, ...events, ...rules, ...exceptions, ...reports, ...named, ...operands]
}

/** The Dockerfile, relative to the repository: the one that is named, or those that are looked for. */
export function dockerfilesOf({ dockerfile }: Pick<Settings, 'dockerfile'>): readonly string[] {
  return dockerfile === undefined ? ['Dockerfile', 'Containerfile'] : [dockerfile]
}

/** `inPolicy` are the settings that the policy alone names. */
export function checkTogether(given: Given, settings: Settings, source: AuditSource, inPolicy: readonly SettingName[]): readonly Problem[] {
  const { command, values, show, operands } = given
  const { images, allowedAccountIds } = settings
  const foreign = images.filter(({ registryId }) => allowedAccountIds.length > 0 && !allowedAccountIds.includes(registryId))
  const asksNothing = command.name === 'query' && operands.length === 1 && !values.has('findings')
  const usage = `usage: ecr-gate ${command.usage}`
  return [
    ...when(listRead(settings).filter(path => path === '-').length > 1, 'standard input can be read only once'),
    ...when(
      settings.files.some(({ path }) => path === '-') || settings.predicateFile === '-',
      'a report cannot be written to the file "-"',
      'the report of --format goes to standard output, the others need a path',
    ),
    ...when(
      values.has('fail-on') && values.has('max-findings'),
      `${show('fail-on')} and ${show('max-findings')} both replace the Severity rules`,
      'give one of them; max-findings high=0 is the same as fail-on high',
    ),
    ...when(
      settings.policy?.path === '-',
      `${show('policy')} cannot be standard input`,
      'a policy is a file that is reviewed like code; name it by its path',
    ),
    ...(['check', 'permissions'].includes(command.name)
      ? [...checkGate(given, settings, source, inPolicy), ...checkRelease(given, settings, inPolicy)]
      : []),
    ...when(
      command.name === 'permissions' &&
        images.length === 0 &&
        settings.audit === undefined &&
        settings.findings.length + settings.events.length > 0,
      'recorded findings and events are read without AWS, so a check with these settings needs no permission',
      usage,
    ),
    ...(command.name === 'accept' ? checkAccept(given, settings) : []),
    ...when(asksNothing, 'query needs FILTER PATH… or FILTER --findings FILE…', usage),
    ...when(command.name === 'doctor' && !values.has('image'), `doctor needs ${show('image')} URI`, usage),
    ...when(command.name === 'fmt' && operands.includes('-'), 'fmt writes files anew, so it cannot take standard input'),
    ...when(values.has('count') && values.has('count-by'), '--count and --count-by cannot be used together'),
    ...(command.name === 'backtest' ? checkBacktest(given, inPolicy, usage) : []),
    ...(command.name === 'rules' ? checkShow(operands) : []),
    ...when(command.name === 'explain' && !values.has('event'), 'explain needs --event FILE', usage),
    ...foreign.map(({ text, registryId }) =>
      usageProblem(`image ${quote(text)} is in account ${registryId}, which ${show('allowed-account-ids')} does not allow`),
    ),
  ]
}

// What is accepted is said either by its ids or by a report, and never without a reason and an end.
function checkAccept({ command, values }: Given, settings: Settings): readonly Problem[] {
  const { operands, from, reason, untilFixed, exceptions } = settings
  const usage = `usage: ecr-gate ${command.usage}`
  const isNamed = operands.length > 0
  const narrow = { '--package': settings.package, '--image': settings.acceptedImage }
  const given = Object.entries({ ...narrow, '--reason': reason, '--owner': settings.owner })
  const one = 'name one file; the ids of findings stand before the flags'
  return [
    ...when(!isNamed && from === undefined, 'accept needs the ids of findings, or --from REPORT', usage),
    ...when(isNamed && from !== undefined, `accept takes ids or --from, and not both; found ${quote(operands[0] ?? '')}`, usage),
    ...when(reason === undefined, 'accept needs --reason TEXT: why these findings may be deployed', usage),
    ...when(!values.has('expires') && !untilFixed, 'accept needs an end: --expires DAY or --until-fixed', usage),
    ...given.flatMap(([flag, text]) => when(text !== undefined && text !== '' && text.trim() === '', `${flag} is blank`)),
    ...Object.entries(narrow).flatMap(([flag, text]) =>
      when(from !== undefined && text !== undefined, `${flag} cannot be combined with --from, which takes it from the report`),
    ),
    ...when(exceptions.length > 1, `accept writes one file, and --exceptions names ${exceptions.length}`, one),
    ...when(exceptions.includes('-'), 'accept writes the file of --exceptions, so it cannot be standard input'),
  ]
}

function checkShow([word, id]: readonly string[]): readonly Problem[] {
  if (word === undefined) return []
  if (word === 'show') return when(id === undefined, 'rules show needs the ID of a rule', 'rules alone lists them')
  const help = suggest(word, ['show']) === undefined ? 'ecr-gate rules show ID shows one whole' : 'did you mean "show"?'
  return [usageProblem(`rules takes nothing, or show and the ID of a rule; found ${quote(word)}`, help)]
}

// A backtest of one policy is about events and rules alone. Findings are compared, or judged by check.
function checkBacktest({ values, show }: Given, inPolicy: readonly SettingName[], usage: string): readonly Problem[] {
  const [against, findings, reports, events] = [show('against'), show('findings'), show('reports'), show('events')]
  const hasImages = values.has('findings') || values.has('reports')
  const isGiven = (name: SettingName): boolean => values.has(name) && !inPolicy.includes(name)
  const compares = values.has('against')
  const idle = compares ? [] : COMPARED.filter(isGiven)
  const blind = compares && !hasImages ? ABOUT_FINDINGS.filter(isGiven) : []
  return [
    ...when(!compares && !values.has('events'), `backtest needs ${events} PATH`, usage),
    ...when(
      compares && !hasImages && !values.has('events'),
      `${against} needs something to judge: ${findings} FILE, ${reports} FILE or ${events} PATH`,
      usage,
    ),
    ...idle.map(name =>
      usageProblem(`${show(name)} does nothing without ${against}`, 'check judges findings by one policy; backtest compares two'),
    ),
    ...blind.map(name => usageProblem(`${show(name)} does nothing without ${findings} or ${reports}`)),
  ]
}

// Recorded scans of images are notices in a backtest, so no setting about findings changes what it says of events.
const ABOUT_FINDINGS = ['fail-on', 'max-findings', 'untriaged', 'unfixed', 'fix-within', 'max-scan-age'] as const

function checkGate(
  { values, show }: Given,
  { audit, push }: Settings,
  source: AuditSource,
  inPolicy: readonly SettingName[],
): readonly Problem[] {
  const [image, findings, events, from] = [show('image'), show('findings'), show('events'), show('audit-source')]
  // A policy is for steps of every kind, and some of its settings have nothing to do in some of them.
  const changed = (name: SettingName): boolean =>
    values.has(name) && !inPolicy.includes(name) && values.get(name)?.[0]?.toLowerCase() !== (SETTINGS[name] as Setting).default
  const live = values.has('image')
  const judged = live || values.has('findings') || values.has('events') || (source !== undefined && source.kind !== 'none')
  const window = audit?.windowSeconds ?? 1
  // What is said of a setting that lacks what it needs; undefined where that is there.
  const unmet: Readonly<Record<Need, string | undefined>> = {
    nothing: undefined,
    image: live ? undefined : `does nothing without ${image}`,
    findings: live || values.has('findings') ? undefined : `does nothing without ${image} or ${findings}`,
    aws: live || audit !== undefined ? undefined : `does nothing without ${image} or ${from} lookup`,
    lookup: audit !== undefined ? undefined : `is for ${from} lookup only`,
    push: push !== undefined ? undefined : `does nothing without ${show('push')}`,
  }
  return [
    ...when(!judged, `there is nothing to judge: ${image} is missing`, `give ${image}, or recorded ${findings} or ${events}`),
    ...when(source !== undefined && values.has('events'), `${events} and ${from} both say where events come from`, 'give one of them'),
    ...(Object.keys(unmet) as Need[]).flatMap(need =>
      needing(need).flatMap(name => when(changed(name) && unmet[need] !== undefined, `${show(name)} ${unmet[need]}`)),
    ),
    ...when(!live && audit?.regions.length === 0, `${from} lookup needs ${show('audit-regions')} where there is no image`),
    ...when(
      window < 1 || window > LONGEST_WINDOW,
      `${show('audit-window')} cannot be ${quote(values.get('audit-window')?.[0] ?? '')}`,
      'it is 1s to 90d, which is what the event history holds',
    ),
  ]
}

// What a check would silently ignore without this.
function needing(need: Need): readonly SettingName[] {
  return (Object.keys(SETTINGS) as SettingName[]).filter(name => (SETTINGS[name] as Setting).needs === need)
}

// Tags are given to whole images only, and each tag to one image.
function checkRelease(
  { values, show }: Given,
  { images, push, predicateFile, promoteTags, promoteOnWarn, onFail, platforms, findings }: Settings,
  inPolicy: readonly SettingName[],
): readonly Problem[] {
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

function when(is: boolean, message: string, help?: string): readonly Problem[] {
  return is ? [usageProblem(message, help)] : []
}
