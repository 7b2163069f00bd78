// Tells of exceptions that did not do what their author thinks, where they are written: those that have ended, those that end soon, and
// those that accepted nothing. None of it changes a verdict.

import { type Diagnostic, listOf } from '../../diagnostic.ts'
import { groupBy } from '../../group.ts'
import { findingEventsOf } from '../../image/event.ts'
import type { Finding } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { listFirst, plural } from '../../plural.ts'
import { type Exception, endOf, type FindingException } from '../../rules/exception.ts'
import { toolNamed } from '../../rules/foreign/tool.ts'
import { DAY_MILLISECONDS } from '../../time.ts'
import type { ExceptionOutcome } from './apply.ts'
import { matcherOf, type Refusal } from './match.ts'

const SOON_DAYS = 14

/** Returns a warning for each exception that its author should look at. `now` is in milliseconds since 1970. */
export function tellExceptions(outcomes: readonly ExceptionOutcome[], images: readonly Image[], now: number): readonly Diagnostic[] {
  const idle: Exception[] = []
  const told = outcomes.flatMap(({ exception, state }) => {
    if (state !== 'unused') return tellEnd(exception, now)
    const why = whyUnused(exception, images)
    if (why === '' && toolNamed(exception.at.file) !== undefined) {
      idle.push(exception)
      return []
    }
    const message = `the exception for ${nameException(exception)} accepted nothing${why}`
    return [warn('unused-exception', message, 'remove it, or correct what it names', exception)]
  })
  return [...told, ...[...groupBy(idle, ({ at }) => at.file).values()].flatMap(tellIdle)]
}

const MOST_IDLE = 5

// Such a file is often a long list for many images, so what accepts nothing in one of them is told together.
function tellIdle(exceptions: readonly Exception[]): readonly Diagnostic[] {
  const [first] = exceptions
  if (first === undefined) return []
  const count = exceptions.length
  const named = listFirst(exceptions.map(nameException), MOST_IDLE)
  const message =
    count === 1 ? `the entry for ${named} accepted nothing` : `${count} entries accepted nothing, the first of them here: ${named}`
  return [warn('unused-exception', message, 'remove what no image needs any more', first)]
}

/** Returns a warning for an exception that has ended, or ends soon. */
export function tellEnd(exception: Exception, now: number): readonly Diagnostic[] {
  const end = endOf(exception)
  const days = Math.ceil((end - now) / DAY_MILLISECONDS)
  const name = nameException(exception)
  if (now >= end)
    return [
      warn(
        'expired-exception',
        `the exception for ${name} ended on ${exception.expires}`,
        'remove it, or decide anew until when',
        exception,
      ),
    ]
  if (days > SOON_DAYS) return []
  const message = `the exception for ${name} ends on ${exception.expires}, ${days === 1 ? 'today' : `in ${plural(days - 1, 'day')}`}`
  return [warn('ending-exception', message, 'fix it by then, or decide anew', exception)]
}

function warn(kind: string, message: string, help: string, { at }: Exception): Diagnostic {
  return { level: 'warning', kind, message, help, at }
}

/** What an exception accepts, in a few words: `CVE-2026-1234`, or `rule ssm-start-session`. */
function nameException(exception: Exception): string {
  if (exception.kind === 'alert') return `rule ${exception.rule}`
  return exception.ids.length > 0 ? listOf(exception.ids) : (exception.filter?.text ?? '')
}

// Looks at the findings that have one of its ids: the first of them says what keeps the exception from accepting it. If there is none,
// a finding to which an id is related may be the one that was meant.
function whyUnused(exception: Exception, images: readonly Image[]): string {
  if (exception.kind === 'alert' || exception.ids.length === 0) return ''
  const { isAbout, refusalOf } = matcherOf(exception)
  const open = images
    .filter(isAbout)
    .flatMap(image => image.findings.flatMap(each => (each.state === 'open' ? [[each, image] as const] : [])))
  for (const [finding, image] of open) {
    const refusal = refusalOf(finding, image, findingEventsOf(image))
    if (refusal !== undefined && refusal !== 'id') return `: ${explainRefusal(refusal, exception, finding, image)}`
  }
  for (const [{ id, aliases }] of open) {
    const related = exception.ids.find(each => aliases.includes(each))
    if (related !== undefined) return `: ${related} is related to the finding ${id}, which needs an exception for its own id`
  }
  return ''
}

function explainRefusal(
  refusal: Exclude<Refusal, 'id'>,
  { atMost }: FindingException,
  { id, severity, packages, fixAvailable }: Finding,
  { lacks }: Image,
): string {
  switch (refusal) {
    case 'severity':
      return `${id} has the severity ${severity}`
    case 'limit':
      return `the policy lets it accept findings up to ${atMost}, and ${id} is ${severity}`
    case 'fix': {
      if (lacks.includes('fixAvailable')) return `this basic scan does not say whether there is a fix for ${id}`
      const isUnsaid = fixAvailable === null && packages.every(({ fixedIn }) => fixedIn === null)
      return isUnsaid ? `ECR does not say whether there is a fix for ${id}` : `there is a fix for ${id}`
    }
    case 'package': {
      const found = packages.map(({ name, version, path }) =>
        [name ?? 'a package without a name', version, path].filter(part => part !== null).join(' '),
      )
      return found.length === 0
        ? `${id} names no package`
        : `${id} is in ${listOf([...new Set(found)])}, and an exception must match every package of a finding`
    }
    case 'filter':
      return `its filter does not hold for ${id}${packages.length > 1 ? ' in each of its packages' : ''}`
  }
}
