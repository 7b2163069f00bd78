// Checks settings that are each valid but do not go together: they contradict each other, or one would silently do nothing.

import { type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { isReference, PLACES, parseReference } from '../rules/reference.ts'
import { meansS3, showS3 } from '../s3.ts'
import { checkAccounts } from './accounts.ts'
import { checkArchiveNames, checkArchives, checkIdle, checkWindow } from './archives.ts'
import { type Asked, isNamed, when } from './asked.ts'
import { imageOfBaseline } from './baseline.ts'
import { COMPARED, type CommandName } from './commands.ts'
import { checkGate, checkRelease } from './gate.ts'
import { nameSetting } from './kinds.ts'
import { listRead } from './paths.ts'
import { checkReferences, listReferences } from './references.ts'
import type { SettingName } from './table.ts'

/** What must hold for every command, and for this one. */
export function checkTogether(asked: Asked): readonly Problem[] {
  const { given, settings } = asked
  const { command, values, show } = given
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
    ...when(
      isPathReference(settings.policy?.path),
      `${show('policy')} is one file, and ${quote(settings.policy?.path ?? '')} is all below a path`,
      'name the file itself; it may name rules below a path',
    ),
    ...(CHECKS[command.name]?.(asked, `usage: ecr-gate ${command.usage}`) ?? []),
    ...checkAccounts(asked),
  ]
}

function isPathReference(path = ''): boolean {
  const reference = isReference(path) ? parseReference(path) : undefined
  return reference !== undefined && 'isPath' in reference && reference.isPath
}

const CHECKS: Readonly<Partial<Record<CommandName, (asked: Asked, usage: string) => readonly Problem[]>>> = {
  check: asked => [...checkGate(asked), ...checkRelease(asked)],
  permissions: (asked, usage) => [...checkGate(asked), ...checkRelease(asked), ...checkPermissions(asked, usage)],
  accept: checkAccept,
  query: (asked, usage) => {
    const { operands, values } = asked.given
    return [
      ...when(operands.length === 1 && !values.has('findings'), 'query needs FILTER PATH… or FILTER --findings FILE…', usage),
      ...when(values.has('count') && values.has('count-by'), '--count and --count-by cannot be used together'),
      ...checkArchiveNames(operands.slice(1)).map(problem => nameSetting(problem, 'a path')),
      ...checkArchives(asked),
      ...checkIdle(asked),
    ]
  },
  doctor: ({ given: { values, show }, settings: { live }, source }, usage) => [
    ...when(!values.has('image'), `doctor needs ${show('image')} URI`, usage),
    ...when(source?.kind === 'paths', `doctor reads no recorded events: ${show('audit-source')} is lookup, none, s3://… or athena://…`),
    ...(['audit-regions', 'audit-roles'] as const).flatMap(name =>
      when(
        source?.kind === 'none' && live === undefined && values.has(name),
        `${show(name)} does nothing without ${show('audit-source')} lookup, an archive in S3, a table in Athena or ${show('audit-live')}`,
      ),
    ),
  ],
  lint: checkOperands,
  test: checkOperands,
  fmt: ({ given: { operands } }) => [
    ...when(operands.includes('-'), 'fmt writes files anew, so it cannot take standard input'),
    ...refuseReferences(operands, 'fmt writes files anew', 'format the files, then write them'),
  ],
  policy: checkPush,
  backtest: checkBacktest,
  rules: checkRules,
  explain: checkExplain,
}

function checkPermissions({ settings }: Asked, usage: string): readonly Problem[] {
  const { audit, archived, live, findings, events } = settings
  const images = [...settings.images, ...imageOfBaseline(settings)]
  const readsAws = images.length > 0 || audit !== undefined || archived !== undefined || live !== undefined
  const isRecorded = !readsAws && findings.length + events.length > 0
  const isOffline = isRecorded && listReferences(settings).length === 0
  return when(isOffline, 'recorded findings and events are read without AWS, so a check with these settings needs no permission', usage)
}

// A filter is explained by itself, so nothing that says which rules are in force has anything to do.
function checkExplain(asked: Asked, usage: string): readonly Problem[] {
  const { values, operands, show } = asked.given
  const hasRule = values.has('rule')
  const idle = (['policy', 'rules', 'packs'] as const).find(name => isNamed(asked, name))
  const { sql } = asked.settings
  return [
    ...when(sql === undefined && !values.has('event'), 'explain needs --event FILE, or --sql', usage),
    ...when(sql !== undefined && values.has('event'), '--sql looks at no event, so --event does nothing', usage),
    ...when(sql === undefined && isNamed(asked, 'audit-window'), `${show('audit-window')} does nothing without --sql`, usage),
    ...checkWindow(asked.given, sql?.windowSeconds, true),
    ...when(operands.length > 0 === hasRule, 'explain needs either a FILTER or --rule ID', usage),
    ...when(!hasRule && idle !== undefined, `${show(idle ?? 'rules')} does nothing without --rule`, usage),
  ]
}

// What is accepted is said either by its ids or by a report, and never without a reason and an end.
function checkAccept({ given: { values }, settings }: Asked, usage: string): readonly Problem[] {
  const { operands, from, reason, untilFixed, exceptions } = settings
  const hasIds = operands.length > 0
  const narrow = { '--package': settings.package, '--image': settings.acceptedImage }
  const given = Object.entries({ ...narrow, '--reason': reason, '--owner': settings.owner })
  const one = 'name one file; the ids of findings stand before the flags'
  return [
    ...when(!hasIds && from === undefined, 'accept needs the ids of findings, or --from REPORT', usage),
    ...when(hasIds && from !== undefined, `accept takes ids or --from, and not both; found ${quote(operands[0] ?? '')}`, usage),
    ...when(reason === undefined, 'accept needs --reason TEXT: why these findings may be deployed', usage),
    ...when(!values.has('expires') && !untilFixed, 'accept needs an end: --expires DAY or --until-fixed', usage),
    ...given.flatMap(([flag, text]) => when(text !== undefined && text !== '' && text.trim() === '', `${flag} is blank`)),
    ...Object.entries(narrow).flatMap(([flag, text]) =>
      when(from !== undefined && text !== undefined, `${flag} cannot be combined with --from, which takes it from the report`),
    ),
    ...when(exceptions.length > 1, `accept writes one file, and --exceptions names ${exceptions.length}`, one),
    ...when(exceptions.includes('-'), 'accept writes the file of --exceptions, so it cannot be standard input'),
    ...refuseReferences(exceptions, 'accept writes a file on disk', 'name a file, review it, then write it'),
  ]
}

function refuseReferences(paths: readonly string[], what: string, instead: string): readonly Problem[] {
  const path = paths.find(isReference)
  if (path === undefined) return []
  const { name, writer } = PLACES[meansS3(path) ? 'object' : 'parameter']
  return [usageProblem(`${what}, and none in ${name}`, `${instead} with ${writer}`)]
}

function checkOperands({ given: { operands, env } }: Asked): readonly Problem[] {
  return checkReferences(operands, env).map(problem => nameSetting(problem, 'a path'))
}

// What is pushed was reviewed as files, so it is on disk.
function checkPush({ given: { operands, env } }: Asked, usage: string): readonly Problem[] {
  const [word = '', ...rest] = operands
  const target = rest.at(-1) ?? ''
  const files = rest.slice(0, -1)
  // Without a word, what the command needs is told already.
  if (word === '') return []
  if (word !== 'push')
    return [
      usageProblem(
        `policy takes push, FILE… and ssm:/path; found ${quote(word)}`,
        suggest(word, ['push']) ? 'did you mean "push"?' : usage,
      ),
    ]
  if (meansS3(target)) {
    const help = 'lint and test the files, then write them with aws s3 cp FILE s3://bucket/key, or with aws s3 sync for a folder'
    return [usageProblem(`policy push writes to Parameter Store, and ${quote(showS3(target))} is in S3`, help)]
  }
  const reference = isReference(target) ? parseReference(target) : undefined
  return [
    ...when(files.length === 0 || reference === undefined, 'policy push needs FILE… and, at the end, where to write: ssm:/path', usage),
    ...checkReferences([target], env).map(problem => nameSetting(problem, 'where to write')),
    ...when(files.some(isReference), 'policy push writes files of the disk to one place in Parameter Store', usage),
    ...when(files.includes('-'), 'policy push cannot take standard input: a policy is a file that is reviewed like code'),
    ...when(
      files.length > 1 && reference !== undefined && 'isPath' in reference && !reference.isPath,
      `several files go below a path, and ${quote(target)} is one parameter`,
      `write ${target}/`,
    ),
  ]
}

function checkRules({ settings: { operands } }: Asked): readonly Problem[] {
  const [word, id] = operands
  if (word === undefined) return []
  if (word === 'show') return when(id === undefined, 'rules show needs the ID of a rule', 'rules alone lists them')
  const help = suggest(word, ['show']) === undefined ? 'ecr-gate rules show ID shows one whole' : 'did you mean "show"?'
  return [usageProblem(`rules takes nothing, or show and the ID of a rule; found ${quote(word)}`, help)]
}

// A backtest of one policy is about events and rules alone. Findings are compared, or judged by check.
function checkBacktest(asked: Asked, usage: string): readonly Problem[] {
  const { values, show } = asked.given
  const [against, findings, reports, events] = [show('against'), show('findings'), show('reports'), show('events')]
  const hasImages = values.has('findings') || values.has('reports')
  const isGiven = (name: SettingName): boolean => isNamed(asked, name)
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
    ...when(
      compares && values.has('findings') && !values.has('reports') && isGiven('base-image-findings'),
      `${show('base-image-findings')} does nothing without ${reports}`,
      'only saved reports say which findings came with a base image',
    ),
    ...checkArchives(asked),
    ...checkIdle(asked),
  ]
}

// Recorded scans of images are notices in a backtest, so no setting about findings changes what it says of events.
const ABOUT_FINDINGS = ['fail-on', 'max-findings', 'untriaged', 'unfixed', 'base-image-findings', 'fix-within', 'max-scan-age'] as const
