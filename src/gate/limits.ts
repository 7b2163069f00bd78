// What a policy does not let others do. The rules, overrides and exceptions of the policy itself are bound by none of its limits: they
// bind the files that the step adds. An error names both lines, that of the loosening and that of the limit.

import { type Diagnostic, didYouMean, formatPlace, type Place, quote } from '../diagnostic.ts'
import { SEVERITIES } from '../image/finding.ts'
import type { Exception } from '../rules/exception.ts'
import type { Limit, Limits } from '../rules/policy.ts'
import type { Override, Rule } from '../rules/rule.ts'
import { DAY_MILLISECONDS, endOfDay } from '../time.ts'

/** What was read from files that are not the policy's. */
export interface Added {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
  readonly exceptions: readonly Exception[]
  readonly placeOf: (rule: Rule) => Diagnostic['at']
}

/** Reports everything that was added beyond the limits. `known` are the rules that a policy can protect: the shipped ones and its own. */
export function checkLimits(limits: Limits, added: Added, known: readonly Rule[], now: Date): readonly Diagnostic[] {
  const { exceptions: ofExceptions } = limits
  return [
    ...limits.mayNotTune.flatMap(limit => checkRule(limit, added, known)),
    ...(ofExceptions === undefined ? [] : added.exceptions.flatMap(exception => checkException(limits, ofExceptions, exception, now))),
  ]
}

function checkRule({ value: id, at: limit }: Limit<string>, added: Added, known: readonly Rule[]): readonly Diagnostic[] {
  const rule = known.find(each => each.id === id)
  if (rule === undefined) {
    const ids = known.map(each => each.id)
    return [
      { level: 'error', kind: 'unknown-rule', message: `there is no rule ${quote(id)} to protect`, help: didYouMean(id, ids), at: limit },
    ]
  }
  const refuse = (what: string, at: Diagnostic['at']): Diagnostic =>
    beyond(`${what} rule ${quote(id)}, which may not be tuned (${formatPlace(limit)})`, limit, at)
  return [
    ...added.overrides.filter(override => override.rule === id).map(({ at }) => refuse('an override changes', at)),
    ...added.rules
      .filter(other => other.id === id || other.name === rule.name)
      .map(other => refuse('a rule of the same id or name replaces', added.placeOf(other))),
    ...added.exceptions.flatMap(exception =>
      exception.kind === 'alert' && exception.rule === id ? [refuse('an exception accepts alerts of', exception.at)] : [],
    ),
  ]
}

function checkException(
  limits: Limits,
  { severityAtMost, withinSeconds, needOwner, never }: NonNullable<Limits['exceptions']>,
  exception: Exception,
  now: Date,
): readonly Diagnostic[] {
  const refuse = (is: boolean, what: string, limit: Place): readonly Diagnostic[] =>
    is ? [beyond(`the exception ${what} (${formatPlace(limit)})`, limit, exception.at)] : []
  // Neither `never` nor a missing day is one.
  const end = endOfDay(exception.expires ?? '')
  const severity = exception.kind === 'finding' ? exception.narrow.severity : null
  return [
    ...refuse(end === undefined && !never.value, 'needs a last day', never.at),
    // An exception that ends 90 days from now may hold to the end of that day.
    ...(withinSeconds === undefined || end === undefined
      ? []
      : refuse(end - DAY_MILLISECONDS > now.getTime() + withinSeconds.value * 1000, 'ends later than is allowed', withinSeconds.at)),
    ...refuse(needOwner.value && exception.owner === null, 'needs an owner', needOwner.at),
    ...(severityAtMost === undefined || severity === null
      ? []
      : refuse(!maySeverity(limits, severity), `may not accept findings of severity ${severity}`, severityAtMost.at)),
  ]
}

/**
 * Whether an exception that is not the policy's may accept a finding of this severity. Below `critical`, it may accept none without a
 * severity either, because that may turn out to be any.
 */
export function maySeverity({ exceptions }: Limits, severity: string): boolean {
  const most = exceptions?.severityAtMost?.value
  if (most === undefined || most === 'critical') return true
  const rated = SEVERITIES.filter(each => each !== 'UNDEFINED' && each !== 'UNTRIAGED')
  const highest = rated.findIndex(each => each.toLowerCase() === most)
  return rated.slice(highest).some(each => each === severity)
}

/** Reports protected rules that what the step says puts out of force. `replaced` are those that `fail-on` of the step replaces. */
export function checkInForce(
  { mayNotTune }: Limits,
  { unused, replaced }: { readonly unused: readonly Rule[]; readonly replaced: readonly string[] },
): readonly Diagnostic[] {
  return mayNotTune.flatMap(({ value: id, at }) => {
    const why = replaced.includes(id) ? 'fail-on replaces it' : unused.some(rule => rule.id === id) ? 'its pack is not in use' : undefined
    if (why === undefined) return []
    const message = `rule ${quote(id)} may not be tuned, but is not in force: ${why}`
    return [
      { level: 'error', kind: 'limit', message, help: 'say packs and fail-on in the policy, so that no step changes them', at } as const,
    ]
  })
}

function beyond(message: string, limit: Place, at: Diagnostic['at']): Diagnostic {
  const help = `remove it, or let it be changed in ${limit.file}, where those who keep the policy decide`
  return { level: 'error', kind: 'limit', message, help, ...(at !== undefined && { at }) }
}
