'use strict';

const read = require('./chunk-read.cjs');
const fields = require('./chunk-fields.cjs');
const visibility = require('./chunk-visibility.cjs');

// What a file of VEX says, whichever its format is.



/** The statuses of VEX: the first two let findings through. */
const STATUSES = ['not_affected', 'fixed', 'affected', 'under_investigation'];


/** What names an image or a package. */













/** What an author says of one vulnerability in some products. */





























/** Whether a statement says that there is no need to worry, and why. OpenVEX requires of not_affected that it says why. */
function letsThrough({ status, justification, impact }              )          {
  return status === 'fixed' || (status === 'not_affected' && (justification !== null || impact !== null))
}

function placeOf({ path, text }         , { offset }              )                                                {
  return read.locate(path, text, offset)
}

// What a policy does not let others do. The rules, overrides and exceptions of the policy itself are bound by none of its limits: they
// bind the files that the step adds. An error names both lines, that of the loosening and that of the limit.


/** What was read from files that are not the policy's. */







/** Reports everything that was added beyond the limits. `known` are the rules that a policy can protect: the shipped ones and its own. */
function checkLimits(limits        , added       , known                 , now      )                        {
  const { exceptions: ofExceptions } = limits;
  return [
    ...limits.mayNotTune.flatMap(limit => checkRule(limit, added, known)),
    ...(ofExceptions === undefined ? [] : added.exceptions.flatMap(exception => checkException(ofExceptions, exception, now))),
  ]
}

function checkRule({ value: id, at: limit }               , added       , known                 )                        {
  const rule = known.find(each => each.id === id);
  if (rule === undefined)
    return [
      visibility.unknownRule(
        id,
        'to protect',
        known.map(each => each.id),
        limit,
      ),
    ]
  const refuse = (what        , at                  )             =>
    beyond(`${what} rule ${read.quote(id)}, which may not be tuned (${read.formatPlace(limit)})`, limit, at);
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
  { severityAtMost, withinSeconds, needOwner, never }                                   ,
  exception           ,
  now      ,
)                        {
  const refuse = (is         , what        , limit       , help         )                        =>
    is ? [beyond(`the exception ${what} (${read.formatPlace(limit)})`, limit, exception.at, help)] : [];
  // Neither `never` nor a missing day is one.
  const end = read.endOfDay(exception.expires ?? '');
  const latest = withinSeconds && new Date(now.getTime() + withinSeconds.value * 1000).toISOString().slice(0, 10);
  const isOurs = read.toolNamed(exception.at.file) === undefined;
  const where = isOurs ? '' : 'move the entry into a file of exceptions: there ';
  const writeDay =
    latest === undefined ? `${where}write expires: with a day, such as 2027-01-31` : `${where}write expires: ${latest}, or an earlier day`;
  const severity = exception.kind === 'finding' ? exception.narrow.severity : null;
  return [
    ...refuse(end === undefined && !never.value, 'needs a last day', never.at, writeDay),
    // An exception that ends 90 days from now may hold to the end of that day.
    ...(withinSeconds === undefined || end === undefined
      ? []
      : refuse(
          end - read.DAY_MILLISECONDS > now.getTime() + withinSeconds.value * 1000,
          'ends later than is allowed',
          withinSeconds.at,
          writeDay,
        )),
    ...refuse(needOwner.value && exception.owner === null, 'needs an owner', needOwner.at, `${where}write owner: NAME`),
    ...(severityAtMost === undefined || severity === null
      ? []
      : refuse(!isWithin(severityAtMost.value, severity), `may not accept findings of severity ${severity}`, severityAtMost.at)),
  ]
}

/**
 * Whether an exception that may accept findings up to a severity may accept one of this severity. Below `critical`, it may accept none
 * without a severity either, because that may turn out to be any.
 */
function isWithin(most                           , severity        )          {
  if (most === undefined || most === 'critical') return true
  const allowed                    = fields.SEVERITY_LIMITS.slice(fields.SEVERITY_LIMITS.indexOf(most)).map(each => each.toUpperCase());
  return allowed.includes(severity)
}

/**
 * Reports a setting of the step that lets findings through and has no end, where those who keep the policy want an end. What the policy names
 * itself is not bound.
 */
function checkEndless({ exceptions }        , setting        )                        {
  if (exceptions === undefined || exceptions.never.value) return []
  const { at } = exceptions.never;
  const message = `${setting} of the step lets findings through without an end, which the policy does not allow (${read.formatPlace(at)})`;
  const help = `remove it, or ask those who keep ${at.file} to write ${setting} there, or never: true beside this limit`;
  return [{ level: 'error', kind: 'limit', message, help, at }]
}

/** Reports the first statement of VEX in a file of the step by which findings would be let through, and which nobody answers for. */
function checkAuthors({ exceptions }        , file         )                        {
  const nameless = file.statements.find(each => letsThrough(each) && each.author === null);
  if (exceptions?.needOwner.value !== true || nameless === undefined) return []
  const { at } = exceptions.needOwner;
  return [
    beyond(
      `this statement needs an author, who is its owner (${read.formatPlace(at)})`,
      at,
      placeOf(file, nameless),
      'write "author" into the file',
    ),
  ]
}

/** Binds those exceptions that were added to what the policy lets them accept. */
function withLimits(
  { exceptions: limits }        ,
  exceptions                      ,
  isAdded                           ,
)                       {
  const atMost = limits?.severityAtMost?.value;
  if (atMost === undefined) return exceptions
  return exceptions.map(each => (each.kind === 'finding' && isAdded(each.at.file) ? { ...each, atMost } : each))
}

/** Reports protected rules that what the step says puts out of force. `replaced` are those that a setting of the step, `by`, replaces. */
function checkInForce(
  { mayNotTune }        ,
  { unused, replaced, by }                                                                                                 ,
)                        {
  return mayNotTune.flatMap(({ value: id, at }) => {
    const why = replaced.includes(id) ? `${by} replaces it` : unused.some(rule => rule.id === id) ? 'its pack is not in use' : undefined;
    if (why === undefined) return []
    const message = `rule ${read.quote(id)} may not be tuned, but is not in force: ${why}`;
    const help = `remove that setting in the step, or ask those who keep ${at.file} to write it there`;
    return [{ level: 'error', kind: 'limit', message, help, at }         ]
  })
}

function beyond(
  message        ,
  limit       ,
  at                  ,
  help = `remove it, or ask those who keep ${limit.file} to decide it there`,
)             {
  return { level: 'error', kind: 'limit', message, help, ...(at !== undefined && { at }) }
}

exports.STATUSES = STATUSES;
exports.checkAuthors = checkAuthors;
exports.checkEndless = checkEndless;
exports.checkInForce = checkInForce;
exports.checkLimits = checkLimits;
exports.isWithin = isWithin;
exports.letsThrough = letsThrough;
exports.placeOf = placeOf;
exports.withLimits = withLimits;
