'use strict';

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const imply = require('./chunk-imply.cjs');
const exception = require('./chunk-exception.cjs');
const match = require('./chunk-match.cjs');

// Tells of exceptions that did not do what their author thinks, where they are written: those that have ended, those that end soon, and
// those that accepted nothing. None of it changes a verdict.


const SOON_DAYS = 14;

/** Returns a warning for each exception that its author should look at. `now` is in milliseconds since 1970. */
function tellExceptions(outcomes                             , images                  , now        )                        {
  const idle              = [];
  const told = outcomes.flatMap(({ exception, state }) => {
    if (state !== 'unused') return tellEnd(exception, now)
    const why = whyUnused(exception, images);
    if (why === '' && read.toolNamed(exception.at.file) !== undefined) {
      idle.push(exception);
      return []
    }
    const message = `the exception for ${nameException(exception)} accepted nothing${why}`;
    return [warn('unused-exception', message, 'remove it, or correct what it names', exception)]
  });
  return [...told, ...[...visibility.groupBy(idle, ({ at }) => at.file).values()].flatMap(tellIdle)]
}

const MOST_IDLE = 5;

// Such a file is often a long list for many images, so what accepts nothing in one of them is told together.
function tellIdle(exceptions                      )                        {
  const [first] = exceptions;
  if (first === undefined) return []
  const count = exceptions.length;
  const named = read.listFirst(exceptions.map(nameException), MOST_IDLE);
  const message =
    count === 1 ? `the entry for ${named} accepted nothing` : `${count} entries accepted nothing, the first of them here: ${named}`;
  return [warn('unused-exception', message, 'remove what no image needs any more', first)]
}

/** Returns a warning for an exception that has ended, or ends soon. */
function tellEnd(exception$1           , now        )                        {
  const end = exception.endOf(exception$1);
  const days = Math.ceil((end - now) / read.DAY_MILLISECONDS);
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
  const message = `the exception for ${name} ends on ${exception$1.expires}, ${days === 1 ? 'today' : `in ${read.plural(days - 1, 'day')}`}`;
  return [warn('ending-exception', message, 'fix it by then, or decide anew', exception$1)]
}

function warn(kind        , message        , help        , { at }           )             {
  return { level: 'warning', kind, message, help, at }
}

/** What an exception accepts, in a few words: `CVE-2026-1234`, or `rule ssm-start-session`. */
function nameException(exception           )         {
  if (exception.kind === 'alert') return `rule ${exception.rule}`
  return exception.ids.length > 0 ? read.listOf(exception.ids) : (exception.filter?.text ?? '')
}

// Looks at the findings that have one of its ids: the first of them says what keeps the exception from accepting it. If there is none,
// a finding to which an id is related may be the one that was meant.
function whyUnused(exception           , images                  )         {
  if (exception.kind === 'alert' || exception.ids.length === 0) return ''
  const { isAbout, refusalOf } = match.matcherOf(exception);
  const open = images
    .filter(isAbout)
    .flatMap(image => image.findings.flatMap(each => (each.state === 'open' ? [[each, image]         ] : [])));
  for (const [finding, image] of open) {
    const refusal = refusalOf(finding, image, imply.findingEventsOf(image));
    if (refusal !== undefined && refusal !== 'id') return `: ${explainRefusal(refusal, exception, finding, image)}`
  }
  for (const [{ id, aliases }] of open) {
    const related = exception.ids.find(each => aliases.includes(each));
    if (related !== undefined) return `: ${related} is related to the finding ${id}, which needs an exception for its own id`
  }
  return ''
}

function explainRefusal(
  refusal                        ,
  { atMost }                  ,
  { id, severity, packages, fixAvailable }         ,
  { lacks }       ,
)         {
  switch (refusal) {
    case 'severity':
      return `${id} has the severity ${severity}`
    case 'limit':
      return `the policy lets it accept findings up to ${atMost}, and ${id} is ${severity}`
    case 'fix': {
      if (lacks.includes('fixAvailable')) return `this basic scan does not say whether there is a fix for ${id}`
      const isUnsaid = fixAvailable === null && packages.every(({ fixedIn }) => fixedIn === null);
      return isUnsaid ? `ECR does not say whether there is a fix for ${id}` : `there is a fix for ${id}`
    }
    case 'package': {
      const found = packages.map(({ name, version, path }) =>
        [name ?? 'a package without a name', version, path].filter(part => part !== null).join(' '),
      );
      return found.length === 0
        ? `${id} names no package`
        : `${id} is in ${read.listOf([...new Set(found)])}, and an exception must match every package of a finding`
    }
    case 'filter':
      return `its filter does not hold for ${id}${packages.length > 1 ? ' in each of its packages' : ''}`
  }
}

exports.tellEnd = tellEnd;
exports.tellExceptions = tellExceptions;
