'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const network = require('./chunk-network.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');

// Turns any failure of GitHub into a typed fault, and the fault into a warning. The verdict stands, whatever GitHub answers.























class GitHubFault extends Error {
           kind
  /** Seconds after which a retry may help; undefined if none can. */
           again
  /** Whether the request may have taken effect although its answer was lost. */
           unheard
  /** The cure, if it is another one than that of the kind. */
           help

  constructor(
    kind            ,
    message        ,
    { again, unheard = false, help }                                                                               = {},
  ) {
    super(message);
    this.kind = kind;
    this.again = again;
    this.unheard = unheard;
    this.help = help;
  }
}

/** The fault for an answer that does not come from GitHub, such as a proxy's page, or is cut short. */
function toUnreadable(status        )              {
  const message = `the answer (HTTP ${status}) does not come from GitHub; a proxy may have answered instead`;
  return new GitHubFault('github-network', message, { again: 0, unheard: true })
}

/**
 * Converts an error of Octokit. Only its `response` counts: without an answer, Octokit makes up a status. The token is masked,
 * because the error about an invalid request quotes its headers.
 */
function toGitHubFault(error         , token        )              {
  const response = read.isObject(error) ? error['response'] : undefined;
  if (!read.isObject(response)) {
    const settings = error instanceof world.Fault ? { what: error.message, help: error.diagnostic.help } : network.explainFailure(error);
    if (settings !== undefined) return toUnreachable(settings)
    const said = (error instanceof Error ? error.message : String(error)).replaceAll(token, '***');
    return new GitHubFault('github-network', `GitHub cannot be reached (${read.shorten(said, SAID)})`, { again: 0, unheard: true })
  }
  const status = Number(response['status']);
  if (status === 407) return toUnreachable(network.REFUSED_BY_PROXY)
  const { data } = response;
  const said = saidBy(data, token);
  const answers = `GitHub answers ${status}${said === '' ? '' : `, ${said}`}`;
  if (status >= 500) return new GitHubFault('github-network', answers, { again: 0, unheard: true })
  // This may come from nginx in front of GitHub, in HTML.
  if (status === 413) return new GitHubFault('github-limit', answers)
  if (!read.isObject(data)) return new GitHubFault('github-network', toUnreadable(status).message)
  if (status === 403 || status === 429) return limitOf(status, response, said, answers) ?? denialOf(response, said, answers)
  if (status === 401) return new GitHubFault('github-denied', answers)
  if (status === 404 || status === 410) return new GitHubFault('github-absent', answers)
  return new GitHubFault('github-refused', answers)
}

// Nothing that is written helps until somebody changes the environment, so there is no retry.
function toUnreachable({ what, help }                                                               )              {
  return new GitHubFault('github-network', `GitHub cannot be reached (${what})`, { help })
}

/** How many characters of GitHub's message are quoted. */
const SAID = 300;

function saidBy(data         , token        )         {
  const message = read.own(data, 'message');
  const errors = read.own(data, 'errors');
  // GitHub gives a list, which Octokit has already turned into text once; anything else may be nested without end.
  const details = Array.isArray(errors) ? ` (${JSON.stringify(errors)})` : '';
  return typeof message === 'string' ? read.shorten(`${message}${details}`.replaceAll(token, '***'), SAID) : ''
}

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a secondary limit says how long to wait, or else
// a minute is due. The primary limit lasts until the end of its hour, so it is not waited for.
const SECONDARY_SECONDS = 60;

function limitOf(status        , response         , said        , answers        )                          {
  const header = (name        )         => String(read.own(response, 'headers', name) ?? '');
  if (/^\d+$/.test(header('retry-after'))) return new GitHubFault('github-limit', answers, { again: Number(header('retry-after')) })
  if (header('x-ratelimit-remaining') === '0') {
    const reset = new Date(Number(header('x-ratelimit-reset') || Number.NaN) * 1000);
    const until = Number.isNaN(reset.getTime()) ? '' : `; the limit of this token ends at ${reset.toISOString()}`;
    return new GitHubFault('github-limit', `${answers}${until}`)
  }
  const limited = status === 429 || /rate limit|abuse detection/i.test(said);
  return limited ? new GitHubFault('github-limit', answers, { again: SECONDARY_SECONDS }) : undefined
}

// GitHub answers 403 for more than a missing permission, and then only its words tell what it is.
const DENIALS                                                          = [
  [/advanced security|code scanning is not enabled|code security/i, 'github-absent'],
  [/\bSAML\b/i, 'github-sso'],
  [/\bis locked\b/i, 'github-locked'],
  [/\bwas archived\b/i, 'github-archived'],
];

function denialOf(response         , said        , answers        )              {
  // The header also has an address to authorize the token at. It is not shown, because a log may be public.
  const sso = /^required\b/i.test(String(read.own(response, 'headers', 'x-github-sso') ?? ''));
  const kind = sso ? 'github-sso' : DENIALS.find(([words]) => words.test(said))?.[1];
  return new GitHubFault(kind ?? 'github-denied', answers)
}

/** What is written, and the permission that it needs. */





/** The result of writing something: done; left, because there was nothing to write; or a warning that says why it failed. */


/** Runs an action and turns a GitHubFault into a warning. Any other error is a bug and is thrown on. */
async function attemptWork   (context         , work      , action                           )                      {
  const outcome = await captureGitHubFault(action());
  return outcome instanceof GitHubFault ? { warning: warn(work, outcome, context) } : outcome
}

/** Waits for a promise and returns its value, or the GitHubFault that it is rejected with. */
function captureGitHubFault   (asking            )                           {
  return world.captureAs(GitHubFault, () => asking)
}

function warn({ name, permission }      , fault             , { readOnly }         )             {
  const { kind, message } = fault;
  const help = fault.help ?? helpFor(kind, permission, readOnly);
  return { level: 'warning', kind, message: `${name} could not be written: ${message}`, ...(help !== undefined && { help }) }
}

function helpFor(kind            , permission        , readOnly                     )                     {
  const give = `give the job the permission "${permission}"`;
  switch (kind) {
    case 'github-denied':
      if (readOnly === 'fork') {
        return `"${permission}" is not given to runs for pull requests of forks; docs/github.md has two workflows that judge them`
      }
      return readOnly === 'dependabot'
        ? `Dependabot's runs may only read unless the job says otherwise: ${give}`
        : `${give}, and a valid token`
    case 'github-absent':
      return `${give}, because GitHub hides what a token may not see; or the repository or the server does not have it`
    case 'github-sso':
      return "authorize the token of github-token for the organization's single sign-on, or omit github-token: the job's own token needs no authorization"
    case 'github-locked':
      return 'unlock the conversation of the pull request: while it is locked, GitHub takes comments only from people with write access'
    case 'github-archived':
      return 'unarchive the repository; until then it can only be read'
    case 'github-network':
      return 'check the network, the proxy (HTTPS_PROXY, NO_PROXY) and GITHUB_API_URL'
    case 'github-limit':
      return 'run it again later, or write less'
    default:
      return undefined
  }
}

exports.GitHubFault = GitHubFault;
exports.SAID = SAID;
exports.attemptWork = attemptWork;
exports.captureGitHubFault = captureGitHubFault;
exports.toGitHubFault = toGitHubFault;
exports.toUnreadable = toUnreadable;
exports.warn = warn;
