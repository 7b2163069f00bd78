'use strict';

const policy = require('./chunk-policy.cjs');
const exception = require('./chunk-exception.cjs');
const limits = require('./chunk-limits.cjs');
const match = require('./chunk-match.cjs');

// Tells of exceptions that did not do what their author thinks, where they are written: those that have ended, those that end soon, and
// those that accepted nothing. None of it changes a verdict.


const DAY_MILLISECONDS = 86_400_000;
const SOON_DAYS = 14;

/** Returns a warning for each exception that its author should look at. `now` is in milliseconds since 1970. */
function tellExceptions(outcomes                             , images                  , now        )                        {
  return outcomes.flatMap(({ exception, state }) => {
    if (state !== 'unused') return tellEnd(exception, now)
    const message = `the exception for ${nameException(exception)} accepted nothing${whyUnused(exception, images)}`;
    return [warn('unused-exception', message, 'remove it, or correct what it names', exception)]
  })
}

/** Returns a warning for an exception that has ended, or ends soon. */
function tellEnd(exception$1           , now        )                        {
  const end = exception.endOf(exception$1);
  const days = Math.ceil((end - now) / DAY_MILLISECONDS);
  const name = nameException(exception$1);
  if (now >= end)
    return [
      warn(
        'expired-exception',
        `the exception for ${name} ended on ${exception$1.expires}`,
        'remove it, or decide anew until when',
        exception$1,
      ),
    ]
  if (days > SOON_DAYS) return []
  const message = `the exception for ${name} ends on ${exception$1.expires}, ${days === 1 ? 'today' : `in ${policy.plural(days - 1, 'day')}`}`;
  return [warn('ending-exception', message, 'fix it by then, or decide anew', exception$1)]
}

function warn(kind        , message        , help        , { at }           )             {
  return { level: 'warning', kind, message, help, at }
}

/** What an exception accepts, in a few words: `CVE-2026-1234`, or `rule ssm-start-session`. */
function nameException(exception           )         {
  if (exception.kind === 'alert') return `rule ${exception.rule}`
  return exception.ids.length > 0 ? policy.listOf(exception.ids) : (exception.filter?.text ?? '')
}

// Looks at the findings that have one of its ids: the first of them says what keeps the exception from accepting it. If there is none,
// a finding to which an id is related may be the one that was meant.
function whyUnused(exception           , images                  )         {
  if (exception.kind === 'alert' || exception.ids.length === 0) return ''
  const about = images.filter(match.matcherOf(exception).isAbout);
  for (const image of about)
    for (const finding of image.findings) {
      if (!match.isNamed(finding, exception.ids) || finding.state !== 'open') continue
      return `: ${explainRefusal(exception, finding, image)}`
    }
  for (const { id, aliases, state } of about.flatMap(({ findings }) => findings)) {
    const related = state === 'open' ? exception.ids.find(each => aliases.includes(each)) : undefined;
    if (related !== undefined) return `: ${related} is related to the finding ${id}, which needs an exception for its own id`
  }
  return ''
}

function explainRefusal(
  { narrow, untilFixed, atMost }                  ,
  { id, severity, packages, ...finding }         ,
  image       ,
)         {
  if (narrow.severity !== null && narrow.severity !== severity) return `${id} has the severity ${severity}`
  if (!limits.isWithin(atMost, severity)) return `the policy lets it accept findings up to ${atMost}, and ${id} is ${severity}`
  if (untilFixed && image.lacks.includes('fixAvailable')) return `this basic scan does not say whether there is a fix for ${id}`
  if (untilFixed && !match.hasNoFix({ ...finding, packages })) return `there is a fix for ${id}`
  const found = packages.map(({ name, version, path }) =>
    [name ?? 'a package without a name', version, path].filter(part => part !== null).join(' '),
  );
  return found.length === 0
    ? `${id} names no package`
    : `${id} is in ${policy.listOf([...new Set(found)])}, and an exception must match every package of a finding`
}

exports.tellEnd = tellEnd;
exports.tellExceptions = tellExceptions;
