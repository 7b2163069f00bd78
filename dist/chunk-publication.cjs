'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read2.cjs');
const node_crypto = require('node:crypto');
const json = require('./chunk-json.cjs');
const fs = require('node:fs/promises');
const poll = require('./chunk-poll.cjs');
const uri = require('./chunk-uri.cjs');
const network = require('./chunk-network.cjs');
const order = require('./chunk-order.cjs');
const require$$0 = require('node:util');
const zlib = require('node:zlib');
const annotation = require('./chunk-annotation.cjs');
const markdown = require('./chunk-markdown.cjs');
const sarif = require('./chunk-sarif.cjs');
const saved = require('./chunk-saved.cjs');
require('node:events');
require('node:path');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-status.cjs');
require('./chunk-keys.cjs');
require('./chunk-plural.cjs');
require('./chunk-image.cjs');
require('./chunk-name.cjs');
require('./chunk-verdict.cjs');
require('./chunk-gfm.cjs');
require('./chunk-activity.cjs');
require('./chunk-repeat.cjs');
require('./chunk-duration.cjs');
require('./chunk-rule.cjs');

// Cuts text to a number of bytes in UTF-8. Where GitHub's documentation says characters, it may count bytes.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const ELLIPSIS = '…';

/** Cuts text between characters, with an ellipsis if something was cut. Lone surrogates become U+FFFD. */
function cutBytes(text        , limit        )         {
  const bytes = new Uint8Array(limit);
  const whole = encoder.encodeInto(text, bytes);
  if (whole.read === text.length) return decoder.decode(bytes.subarray(0, whole.written))
  const { written } = encoder.encodeInto(text, bytes.subarray(0, limit - encoder.encode(ELLIPSIS).length));
  return `${decoder.decode(bytes.subarray(0, written))}${ELLIPSIS}`
}

/**
 * Cuts Markdown at the end of a line. Cut within a line, a code span could lose its end, and untrusted text would become
 * markup.
 */
function cutLines(markdown        , limit        )         {
  const cut = cutBytes(markdown, limit);
  return encoder.encode(markdown).length <= limit ? cut : `${cut.slice(0, cut.lastIndexOf('\n') + 1)}${ELLIPSIS}`
}

// Determines where a run on GitHub may write: to which commit, pull request and ref. A pure function of the environment and the
// event's payload.
//
// Every member is validated before it is used. A truncated or malformed payload yields no target, and never a commit or pull
// request other than the event's.




/** Where to write; or why this event has no such place; or what is wrong with the event. */


/** The head of a pull request, for an event that does not name the pull request itself. */







/** A pull request by its number, with the head commit if the event names it; or by its head alone. */


/** The commit that an analysis belongs to. With a head instead of a ref, the ref is known once the pull request is found. */






















/** Reads the run's context. `payload` is the text of the file that GITHUB_EVENT_PATH names; undefined if there is none. */
function readContext(env     , payload                    )          {
  const event = env['GITHUB_EVENT_NAME'] ?? '';
  const parsed = parse(payload);
  const named = /^([\w.-]+)\/([\w.-]+)$/.exec(env['GITHUB_REPOSITORY'] ?? '');
  const [, owner = '', repo = ''] = named ?? [];
  const apiUrl = (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '');
  return {
    repository: { owner, repo },
    apiUrl,
    graphqlUrl: env['GITHUB_GRAPHQL_URL'] || `${apiUrl.replace(/\/v3$/, '')}/graphql`,
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    runUrl: runUrlOf(env),
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    job: env['GITHUB_JOB'] ?? '',
    readOnly: readerOf(event, parsed, env),
    ...(named === null
      ? nowhere('GITHUB_REPOSITORY names no repository', 'writing to GitHub works in a run of GitHub Actions')
      : parsed === undefined
        ? nowhere('the file that GITHUB_EVENT_PATH names is not the JSON of an event')
        : targetsOf(event, parsed, env)),
  }
}

function parse(payload                    )          {
  try {
    const parsed          = JSON.parse(payload ?? '');
    return json.isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function runUrlOf(env     )                     {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = env;
  if (!server || !repository || !id) return undefined
  return `${server}/${repository}/actions/runs/${id}${attempt ? `/attempts/${attempt}` : ''}`
}

const OF_PULL_REQUESTS = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
// https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions
const READ_ONLY_FOR_DEPENDABOT = [...OF_PULL_REQUESTS, 'push', 'create', 'deployment', 'deployment_status'];

function readerOf(event        , payload         , env     )                      {
  if (OF_PULL_REQUESTS.includes(event)) {
    const head = json.own(payload, 'pull_request', 'head', 'repo', 'id');
    // The repository of a head may have been deleted, and then it was a fork.
    if (head === undefined || head !== json.own(payload, 'pull_request', 'base', 'repo', 'id')) return 'fork'
  }
  return env['GITHUB_ACTOR'] === 'dependabot[bot]' && READ_ONLY_FOR_DEPENDABOT.includes(event) ? 'dependabot' : null
}

function targetsOf(event        , payload         , env     )          {
  const ofRun          = { commit: commitOf(env), pull: { left: `the event ${event} belongs to no pull request` }, analysis: refOf(env) };
  if (OF_PULL_REQUESTS.includes(event)) return { ...ofPullRequest(payload), analysis: ofRun.analysis }
  switch (event) {
    case 'pull_request_target':
      return ofPullRequest(payload)
    case 'workflow_run':
      return ofWorkflowRun(payload)
    case 'merge_group':
      return ofMergeGroup(payload, ofRun)
    case 'issue_comment':
      return ofComment(payload)
    default:
      return ofRun
  }
}

// Uses the head: GITHUB_SHA is a merge commit that nobody has seen, or the base's commit, and checks are shown for the head.
function ofPullRequest(payload         )          {
  const number = json.own(payload, 'pull_request', 'number');
  const sha = json.own(payload, 'pull_request', 'head', 'sha');
  if (!isNumber$1(number)) return nowhere('the event has no pull_request.number')
  if (!isSha(sha)) return nowhere('the event has no pull_request.head.sha')
  return { commit: { at: sha }, pull: { at: { number, sha } }, analysis: { at: { sha, ref: `refs/pull/${number}/head` } } }
}

// Uses the head: the payload does not name pull requests of forks, and a fork may have forged what the first run left behind.
function ofWorkflowRun(payload         )          {
  const run = json.own(payload, 'workflow_run');
  const [event, sha, branch] = ['event', 'head_sha', 'head_branch'].map(name => json.own(run, name));
  const repositoryId = json.own(run, 'head_repository', 'id');
  if (!isText(event)) return nowhere('the event has no workflow_run.event')
  if (!isSha(sha)) return nowhere('the event has no workflow_run.head_sha')
  if (!isText(branch)) return { ...nowhere('the event has no workflow_run.head_branch'), commit: { at: sha } }
  if (!event.startsWith('pull_request')) {
    const left = `the triggering run was for the event ${event}, which belongs to no pull request`;
    // A branch of another repository may have the same name as one here.
    const analysis                   =
      isNumber$1(repositoryId) && repositoryId === json.own(run, 'repository', 'id')
        ? { at: { sha, ref: `refs/heads/${branch}` } }
        : unknown('workflow_run.head_repository is not the repository of the run');
    return { commit: { at: sha }, pull: { left }, analysis }
  }
  const owner = json.own(run, 'head_repository', 'owner', 'login');
  if (!isText(owner) || !isNumber$1(repositoryId)) {
    return { ...nowhere('the event has no workflow_run.head_repository: was it deleted?'), commit: { at: sha } }
  }
  const at = { head: { sha, owner, branch, repositoryId } };
  return { commit: { at: sha }, pull: { at }, analysis: { at } }
}

function ofMergeGroup(payload         , { analysis }         )          {
  const sha = json.own(payload, 'merge_group', 'head_sha');
  if (!isSha(sha)) return nowhere('the event has no merge_group.head_sha')
  return { commit: { at: sha }, pull: { left: 'a merge group belongs to no single pull request' }, analysis }
}

// The commit is unknown: GITHUB_SHA is that of the default branch, and the comment may be older than the pull request's newest commit.
function ofComment(payload         )          {
  const number = json.own(payload, 'issue', 'number');
  const left = 'a comment does not say which commit was judged';
  const pull =
    json.own(payload, 'issue', 'pull_request') === undefined
      ? { left: 'the comment is on an issue, not on a pull request' }
      : isNumber$1(number)
        ? { at: { number } }
        : unknown('the event has no issue.number');
  return { commit: { left }, pull, analysis: { left } }
}

function commitOf({ GITHUB_SHA: sha }     )                 {
  return isSha(sha) ? { at: sha } : unknown('GITHUB_SHA is not a commit')
}

function refOf({ GITHUB_SHA: sha, GITHUB_REF: ref = '' }     )                   {
  return isSha(sha) && /^refs\/(?:heads|tags|pull)\/./.test(ref)
    ? { at: { sha, ref } }
    : unknown('GITHUB_SHA and GITHUB_REF name no commit of a ref')
}

function nowhere(message        , help         )          {
  const target = unknown(message, help);
  return { commit: target, pull: target, analysis: target }
}

function unknown(message        , help         )                                   {
  return {
    warning: {
      level: 'warning',
      kind: 'github-event',
      message: `nothing is written to GitHub: ${message}`,
      ...(help !== undefined && { help }),
    },
  }
}

function isNumber$1(value         )                  {
  return Number.isSafeInteger(value) && Number(value) > 0
}

/** Whether a value is the full SHA of a commit. */
function isSha(value         )                  {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
}

function isText(value         )                  {
  return typeof value === 'string' && value !== ''
}

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
  const response = json.isObject(error) ? error['response'] : undefined;
  if (!json.isObject(response)) {
    const settings = error instanceof read.Fault ? { what: error.message, help: error.diagnostic.help } : network.explainFailure(error);
    if (settings !== undefined) return toUnreachable(settings)
    const said = (error instanceof Error ? error.message : String(error)).replaceAll(token, '***');
    return new GitHubFault('github-network', `GitHub cannot be reached (${uri.shorten(said, SAID)})`, { again: 0, unheard: true })
  }
  const status = Number(response['status']);
  if (status === 407) return toUnreachable(network.REFUSED_BY_PROXY)
  const { data } = response;
  const said = saidBy(data, token);
  const answers = `GitHub answers ${status}${said === '' ? '' : `, ${said}`}`;
  if (status >= 500) return new GitHubFault('github-network', answers, { again: 0, unheard: true })
  // This may come from nginx in front of GitHub, in HTML.
  if (status === 413) return new GitHubFault('github-limit', answers)
  if (!json.isObject(data)) return new GitHubFault('github-network', toUnreadable(status).message)
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
  const message = json.own(data, 'message');
  const errors = json.own(data, 'errors');
  // GitHub gives a list, which Octokit has already turned into text once; anything else may be nested without end.
  const details = Array.isArray(errors) ? ` (${JSON.stringify(errors)})` : '';
  return typeof message === 'string' ? uri.shorten(`${message}${details}`.replaceAll(token, '***'), SAID) : ''
}

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a secondary limit says how long to wait, or else
// a minute is due. The primary limit lasts until the end of its hour, so it is not waited for.
const SECONDARY_SECONDS = 60;

function limitOf(status        , response         , said        , answers        )                          {
  const header = (name        )         => String(json.own(response, 'headers', name) ?? '');
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
  const sso = /^required\b/i.test(String(json.own(response, 'headers', 'x-github-sso') ?? ''));
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
  return read.captureAs(GitHubFault, () => asking)
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

// The client for GitHub's API: it retries requests where that may help, until a deadline.
//
// Octokit comes from @actions/github, which supports the proxies of a runner. On import, that reads the event and the proxy
// settings itself, and either may be invalid: what it throws then is a fault like any other, and does not end the run.


/** The parts of the world that are needed here. */





















/** Prepares the client of a run. Sends no request and never throws. */
async function openGitHub(env     , token        , dependencies              )                  {
  const path = env['GITHUB_EVENT_PATH'];
  const payload = path ? await fs.readFile(path, 'utf8').catch(() => undefined) : undefined;
  const context = readContext(env, payload);
  return { context, dependencies, request: await createRequest(env, context, token) }
}

/**
 * The same client for what ends with the run: once the signal is aborted, no request begins and no pause goes on. A write that was sent
 * is awaited, because only its answer tells whether it was done.
 */
function endWith(github        , signal             )         {
  const { dependencies, request } = github;
  return {
    ...github,
    dependencies: { ...dependencies, sleep: milliseconds => read.untilStopped(signal, () => dependencies.sleep(milliseconds)) },
    request: async (route, parameters, milliseconds) => {
      signal.throwIfAborted();
      return request(route, parameters, milliseconds, route.startsWith('GET ') ? signal : undefined)
    },
  }
}

// https://docs.github.com/rest/about-the-rest-api/api-versions; older servers ignore the header.
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
const silent = ()       => undefined;
// https://www.rfc-editor.org/rfc/rfc6750#section-2.1. A client that refuses to send any other token would quote it in its error.
const TOKEN = /^[\w.~+/-]+=*$/;

async function createRequest(env     , { apiUrl }         , token        )                             {
  const fail = (fault             ) => () => Promise.reject(fault);
  if (token === '') return fail(new GitHubFault('github-denied', 'the step has no token for GitHub'))
  if (!TOKEN.test(token)) return fail(new GitHubFault('github-denied', 'github-token has characters that no token has'))
  try {
    const { GitHub: Octokit, getOctokitOptions } = await Promise.resolve().then(() => require('./chunk-utils.cjs'));
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const { createFetch } = await Promise.resolve().then(() => require('./chunk-fetch.cjs'));
    const through = { fetch: createFetch(env, apiUrl) };
    const octokit = new Octokit(getOctokitOptions(token, { baseUrl: apiUrl, userAgent: `ecr-gate/${read.VERSION}`, log, request: through }));
    return (route, parameters, milliseconds, signal) => {
      const late = AbortSignal.timeout(Math.ceil(milliseconds));
      const request = { signal: signal === undefined ? late : AbortSignal.any([late, signal]) };
      return octokit
        .request(route, { ...parameters, headers: HEADERS, request })
        .catch((error         ) => Promise.reject(toGitHubFault(error, token)))
    }
  } catch (error) {
    return fail(toGitHubFault(error, token))
  }
}











const REQUEST_MILLISECONDS = 30_000;
/** Seconds before the second, third and fourth attempt. */
const PAUSES = [1, 3, 9];
const MOST_WAITING_SECONDS = 60;

/** The deadline of something that begins now and may take so many seconds, as a time on the clock. */
function within(seconds        , { dependencies }        )         {
  return dependencies.milliseconds() + seconds * 1000
}

/** Sends a request until it is answered. Throws a GitHubFault if a retry cannot help, or would come after the deadline. */
async function ask   (github        , question             , until        )             {
  const { dependencies } = github;
  let waited = 0;
  let unheard = false;
  return poll.retry(dependencies, async attempt => {
    const found = unheard ? await question.look?.() : undefined;
    if (found !== undefined) return { done: found }
    const answer = await askOnce(github, question, until);
    if (!(answer instanceof GitHubFault)) return { done: answer.read }
    const pause = PAUSES[attempt - 1];
    if (answer.again === undefined || pause === undefined) throw answer
    const pauseSeconds = Math.max(answer.again, pause);
    waited += pauseSeconds;
    if (waited > MOST_WAITING_SECONDS || dependencies.milliseconds() + pauseSeconds * 1000 >= until) throw answer
    unheard = answer.unheard;
    return { pauseSeconds }
  })
}

async function askOnce   (
  { request, dependencies }        ,
  { route, parameters, read }             ,
  until        ,
)                                              {
  const left = until - dependencies.milliseconds();
  if (left <= 0) return new GitHubFault('github-network', 'GitHub was too slow')
  const answer = await captureGitHubFault(request(route, parameters, Math.min(dependencies.patience ?? REQUEST_MILLISECONDS, left)));
  if (answer instanceof GitHubFault) return answer
  const wanted = read(answer.data, answer.headers);
  return wanted === undefined ? toUnreadable(answer.status) : { read: wanted }
}

/** The id of the object in an answer. */
function readId(data         )                     {
  return json.isObject(data) && Number.isSafeInteger(data['id']) ? Number(data['id']) : undefined
}

// The check run: in progress while the images are judged, then completed with the verdict.
//
// Only the last request completes it. A required check that is never completed blocks the merge, which is the safe side; a check
// that is completed too early would not.


/** A verdict with the step's exit code, which also depends on on-undecided and on whether the release failed. */







/**
 * The conclusion of the check run. A required check allows the merge with `success` and `neutral` but not with `failure`, so
 * whatever fails the step is a `failure` (docs/github.md has the table).
 */
function conclusionOf({ verdict, code }         )             {
  if (code !== 0 || verdict === 'fail') return 'failure'
  return verdict === 'pass' ? 'success' : 'neutral'
}






/** What a completed check run shows. Title and annotations are plain text; summary and text are Markdown. */








// Seconds. A runner that is told to stop gives its steps about ten.
const START = 60;
const ANNOTATE = 90;
const COMPLETE = 60;
const CANCEL = 4;

/** The most bytes that GitHub accepts in each of summary and text. */
const MOST_CHECK_BYTES = 65_535;
const TITLE = 255;
const MESSAGE = 65_535;
const BATCH = 50;
/** Each batch is a request, and counts against the rate limit that all users of the token share. */
const MOST_ANNOTATIONS = 1000;

const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';

const workOf = (name        ) => ({ name: `the check run "${name}"`, permission: 'checks: write' });

/** Creates the check run, in progress. */
async function startCheck(github        , name        )                          {
  const { commit, repository, runUrl } = github.context;
  if (!('at' in commit)) return commit
  // Jobs of a matrix may give their checks the same name, so the name does not identify a check whose creation was not answered.
  const externalId = node_crypto.randomUUID();
  const until = within(START, github);
  return attemptWork(github.context, workOf(name), async () => {
    const id = await ask(
      github,
      {
        route: 'POST /repos/{owner}/{repo}/check-runs',
        parameters: {
          ...repository,
          name,
          head_sha: commit.at,
          status: 'in_progress',
          started_at: github.dependencies.now().toISOString(),
          external_id: externalId,
          ...(runUrl !== undefined && { details_url: runUrl }),
        },
        read: readId,
        look: () => findCheck(github, { name, sha: commit.at, externalId }, until),
      },
      until,
    );
    return { done: { id, name } }
  })
}

async function findCheck(
  github        ,
  { name, sha, externalId }                                                                              ,
  until        ,
)                              {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  const parameters = { ...github.context.repository, ref: sha, check_name: name, filter: 'all', per_page: 100 };
  const read = (data         )                                 => {
    const runs = json.own(data, 'check_runs');
    return Array.isArray(runs) ? runs : undefined
  };
  const runs = await ask(github, { route, parameters, read }, until);
  return readId(runs.find(run => json.own(run, 'external_id') === externalId))
}

/**
 * Completes the check run: sends the annotations in batches, then the conclusion, even if a batch fails. The outcome is `done` if the
 * check has both. `completing` gets the promise of the last request: a check whose verdict was sent is awaited before it is cancelled.
 */
async function finishCheck(
  github        ,
  check       ,
  decided         ,
  shown       ,
  completing                                         = () => undefined,
)                               {
  const conclusion = conclusionOf(decided);
  const output = { title: cutBytes(shown.title, TITLE), summary: cutLines(shown.summary, MOST_CHECK_BYTES) };
  const annotations = shown.annotations.flatMap(annotationOf).slice(0, MOST_ANNOTATIONS);
  return attemptWork(github.context, workOf(check.name), async () => {
    const fault = await annotate(github, check, output, annotations);
    const until = within(COMPLETE, github);
    const completed = { status: 'completed', conclusion, completed_at: github.dependencies.now().toISOString() };
    const body = { ...completed, output: { ...output, text: cutLines(shown.text, MOST_CHECK_BYTES) } };
    const completion = captureGitHubFault(update$1(github, check, body, run => json.own(run, 'status') === 'completed', until));
    completing(completion);
    const answered = await completion;
    if (answered instanceof GitHubFault) throw answered
    if (fault === undefined) return { done: conclusion }
    return {
      warning: warn({ ...workOf(check.name), name: `a part of the annotations of the check run "${check.name}"` }, fault, github.context),
    }
  })
}

// Stops at the first batch that fails: the others would fail too, or delay the completion.
async function annotate(github        , check       , output        , all                   )                                   {
  const until = within(ANNOTATE, github);
  for (let from = 0; from < all.length; from += BATCH) {
    const annotations = all.slice(from, from + BATCH);
    const isThere = (run         )          => Number(json.own(run, 'output', 'annotations_count')) >= from + annotations.length;
    const fault = await captureGitHubFault(update$1(github, check, { output: { ...output, annotations } }, isThere, until));
    if (fault instanceof GitHubFault) return fault
  }
  return undefined
}

// If the answer to an update was lost, checks whether it was applied: sending it again would append its annotations twice.
function update$1(github        , { id }       , body        , isDone                           , until        )                   {
  const parameters = { ...github.context.repository, check_run_id: id };
  const read = (data         )                   => (readId(data) === id ? true : undefined);
  const look = async ()                            => {
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}';
    const run = await ask(github, { route, parameters, read: data => (readId(data) === id ? data : undefined) }, until);
    return isDone(run) ? true : undefined
  };
  return ask(github, { route: UPDATE, parameters: { ...parameters, ...body }, read, look }, until)
}

/** Ends a check run that will have no verdict. It is quick and not retried, because the run is being stopped. */
async function cancelCheck(github        , check       )                               {
  const output = { title: 'cancelled: there is no verdict', summary: 'The run was stopped before there was a verdict.' };
  const body = { status: 'completed', conclusion: 'cancelled', completed_at: github.dependencies.now().toISOString(), output };
  return attemptWork(github.context, workOf(check.name), async () => {
    await github.request(UPDATE, { ...github.context.repository, check_run_id: check.id, ...body }, CANCEL * 1000);
    return { done: 'cancelled' }
  })
}

const LEVELS = { error: 'failure', warning: 'warning', notice: 'notice' };

function annotationOf({ at, level, title, message }            )                    {
  const path = at?.file.replace(/^(?:\.?\/)+/, '') ?? '';
  if (at === null || path === '') return []
  const place = { path, start_line: at.line, end_line: at.line };
  return [{ ...place, annotation_level: LEVELS[level], title: cutBytes(title, TITLE), message: cutBytes(message, MESSAGE) }]
}

// Finds the pull request of a run. If the event does not name it, it is found by the head that GitHub puts into the event, and
// never by anything that a stranger may have written.


/** The number of the pull request; throws a GitHubFault if there is none, or more than one. */
async function findPull(github        , pull      , until        )                  {
  if ('number' in pull) return pull.number
  const { head } = pull;
  // By the branch and not by the commit: GitHub does not find pull requests by the commits of a fork.
  const numbers = await ask(
    github,
    {
      route: 'GET /repos/{owner}/{repo}/pulls',
      parameters: { ...github.context.repository, state: 'open', head: `${head.owner}:${head.branch}`, per_page: 100 },
      read: data => (Array.isArray(data) ? data.filter(each => isMeant(each, head)).map(each => json.own(each, 'number')) : undefined),
    },
    until,
  );
  const [number] = numbers;
  if (numbers.length === 1 && typeof number === 'number') return number
  const found = numbers.length === 0 ? 'no open pull request has' : `the pull requests ${numbers.join(', ')} have`;
  throw new GitHubFault('github-event', `${found} the event's commit ${head.sha} as the head`)
}

/** The pull request's current head, if it is another commit than the event names; undefined if the event names none. */
async function findNewer(github        , pull      , until        )                              {
  // If the pull request was found by its head, that was compared a moment ago.
  if (!('number' in pull) || pull.sha === undefined) return undefined
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
  const parameters = { ...github.context.repository, pull_number: pull.number };
  const read = (data         )                     => {
    const sha = json.own(data, 'head', 'sha');
    return isSha(sha) ? sha : undefined
  };
  const sha = await ask(github, { route, parameters, read }, until);
  return sha === pull.sha ? undefined : sha
}

// Anybody can open a pull request with somebody else's commit, and GitHub ignores filters that it cannot read.
function isMeant(pull         , { sha, branch, repositoryId }      )          {
  return (
    json.own(pull, 'state') === 'open' &&
    json.own(pull, 'head', 'sha') === sha &&
    json.own(pull, 'head', 'ref') === branch &&
    json.own(pull, 'head', 'repo', 'id') === repositoryId
  )
}

// The comment on the pull request: one for each job and subject, found again by a marker and updated in place.
//
// A marker proves nothing: anybody can write one to have a comment overwritten, or to suppress ours. So a comment is ours only if
// the account of our token wrote it. Runs that end at the same time may create a comment each, which GitHub offers no way to
// prevent; the next run keeps the first and deletes the others.























const WORK$1 = { name: 'the comment on the pull request', permission: 'pull-requests: write' };
const SECONDS$1 = 90;
// GitHub counts characters, of which a string never has more than bytes.
const MOST_BYTES$1 = 65_536;

/** Writes the comment if the event has a pull request, its commit is still the newest, and `when` asks for it. */
async function writeComment(github        , comment         )                            {
  const { pull } = github.context;
  if (comment.when === 'never') return { left: 'no comment was asked for' }
  if (!('at' in pull)) return pull
  const marker = markerOf(github, comment);
  const until = within(SECONDS$1, github);
  return attemptWork(github.context, WORK$1, async () => {
    const number = await findPull(github, pull.at, until);
    const [mine, ...others] = await findMine(github, number, marker, until);
    if (mine === undefined && !isWorthBeginning(comment)) {
      return { left: `comment: ${comment.when} begins no comment with ${comment.verdict}` }
    }
    const isSaid = comment.when === 'on-change' && mine?.digest === marker.digest;
    if (isSaid && others.length === 0) return { done: { how: 'unchanged', number, url: urlOf(github, number, mine.id) } }
    // Checked right before writing: the run of a newer commit may have ended first, and its comment must stay.
    const newer = await findNewer(github, pull.at, until);
    if (newer !== undefined) return { left: `no comment is written: the pull request has the newer commit ${shortSha(newer)} now` }
    if (mine === undefined) return { done: await create(github, number, marker, comment, until) }
    if (!isSaid) await update(github, mine, marker, comment, until);
    const warning = await deleteAll(github, number, others, until);
    return { done: { how: isSaid ? 'unchanged' : 'updated', number, url: urlOf(github, number, mine.id), warning } }
  })
}

// Whether to create a comment. An existing one is updated to a pass too, or an outdated failure would stay.
function isWorthBeginning({ when, verdict, code }         )          {
  if (when === 'always' || code !== 0) return true
  return verdict === 'fail' || verdict === 'undecided' || (when === 'on-change' && verdict === 'warn')
}






// Both are hexadecimal, so the name of a workflow or an image cannot end the HTML comment that holds the marker.
function markerOf({ context: { workflow, job } }        , { about, verdict, code, state }         )         {
  return { key: hash([workflow, job, about], 32), digest: hash([verdict, code, state], 16) }
}

function hash(value         , length        )         {
  return node_crypto.createHash('sha256').update(JSON.stringify(value, sortMembers)).digest('hex').slice(0, length)
}

// Makes the hash independent of the order of an object's members.
function sortMembers(_        , value         )          {
  return json.isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => order.compareText(a, b))) : value
}

function bodyOf(github        , { key, digest }        , { render }         )         {
  const marker = `<!-- ecr-gate:${key} ${digest} -->\n`;
  const last = renderOrigin(github);
  const limit = MOST_BYTES$1 - marker.length - last.length;
  return `${marker}${cutLines(render(limit), limit)}${last}`
}

// Not part of the digest: the same findings for another commit are no change.
function renderOrigin({ context: { commit, runUrl } }        )         {
  const origin = `${'at' in commit ? ` for commit ${shortSha(commit.at)}` : ''}${runUrl === undefined ? '' : ` by [this run](${runUrl})`}`;
  return origin === '' ? '' : `\n\nWritten${origin}.\n`
}

function shortSha(sha        )         {
  return sha.slice(0, 7)
}







/** Our comments with this key, the oldest first. */
async function findMine(github        , number        , { key }        , until        )                            {
  const found          = [];
  for (let page = 1; ; page++) {
    const { comments, more } = await ask(github, listing(github, number, page), until);
    for (const comment of comments) {
      const digest = /^<!-- ecr-gate:([0-9a-f]{32}) ([0-9a-f]{16}) -->/.exec(String(json.own(comment, 'body')));
      const id = readId(comment);
      if (digest?.[1] === key && id !== undefined) found.push({ id, digest: digest[2] ?? '', author: json.own(comment, 'user', 'login') });
    }
    if (!more) break
  }
  if (found.length === 0) return []
  const login = await findLogin(github, until);
  return found.filter(({ author }) => author === login).sort((a, b) => a.id - b.id)
}

function listing(github        , number        , page        ) {
  return {
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { ...github.context.repository, issue_number: number, per_page: 100, page },
    // The link only tells whether there is a next page. It is not followed, because the token would be sent to its address.
    read: (data         , { link }                                   ) =>
      Array.isArray(data) ? { comments: data                      , more: /rel="next"/.test(String(link)) } : undefined,
  }
}

const ACTIONS = 'github-actions[bot]';

// Only GraphQL, not REST, tells an app its own login. If GitHub refuses to tell, the token is most likely the job's own.
async function findLogin(github        , until        )                  {
  const read = (data         )                     => {
    const login = json.own(data, 'data', 'viewer', 'login');
    return typeof login === 'string' ? login : json.own(data, 'errors') === undefined ? undefined : ACTIONS
  };
  const question = { route: `POST ${github.context.graphqlUrl}`, parameters: { query: 'query { viewer { login } }' }, read };
  const login = await captureGitHubFault(ask(github, question, until));
  if (!(login instanceof GitHubFault)) return login
  if (login.kind === 'github-denied' || login.kind === 'github-absent') return ACTIONS
  throw login
}

async function create(github        , number        , marker        , comment         , until        )                   {
  const id = await ask(
    github,
    {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { ...github.context.repository, issue_number: number, body: bodyOf(github, marker, comment) },
      read: readId,
      look: async () => {
        const mine = await findMine(github, number, marker, until);
        return mine.find(({ digest }) => digest === marker.digest)?.id
      },
    },
    until,
  );
  return { how: 'created', number, url: urlOf(github, number, id) }
}

async function update(github        , { id }       , marker        , comment         , until        )                {
  const parameters = { ...github.context.repository, comment_id: id, body: bodyOf(github, marker, comment) };
  await ask(github, { route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters, read: readId }, until);
}

// Stops at the first failure, because the other deletions would fail too.
async function deleteAll(github        , number        , all                  , until        )                                  {
  for (const { id } of all) {
    const parameters = { ...github.context.repository, comment_id: id };
    const read = (data         )                   => (data === '' ? true : undefined);
    const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const fault = await captureGitHubFault(ask(github, { route, parameters, read }, until));
    // An absent comment is fine: another run, or somebody, has already deleted it.
    if (!(fault instanceof GitHubFault) || fault.kind === 'github-absent') continue
    const message = `the comment ${urlOf(github, number, id)} is a duplicate and could not be deleted: ${fault.message}`;
    return { ...warn(WORK$1, fault, github.context), message }
  }
  return undefined
}

function urlOf({ context: { repository, serverUrl } }        , number        , id        )         {
  return `${serverUrl}/${repository.owner}/${repository.repo}/pull/${number}#issuecomment-${id}`
}

// The upload to code scanning. GitHub accepts the file at once and processes it later, so the result is polled for.








const WORK = { name: 'the analysis for code scanning', permission: 'security-events: write' };
const SECONDS = 90;
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/uploading-a-sarif-file-to-github
const MOST_BYTES = 10 * 1024 * 1024;
const PROCESSING_SECONDS = 120;
const PAUSE_SECONDS = 5;

/** Uploads a SARIF file for the commit of the event and waits until GitHub has processed it. */
async function uploadSarif(github        , sarif        , startedAt        )                             {
  const { analysis, repository } = github.context;
  if (!('at' in analysis)) return analysis
  const until = within(SECONDS, github);
  return attemptWork(github.context, WORK, async () => {
    const zipped = await require$$0.promisify(zlib.gzip)(sarif);
    if (zipped.length > MOST_BYTES) {
      throw new GitHubFault('github-limit', `it has ${zipped.length} bytes when it is zipped, and GitHub takes ${MOST_BYTES}`)
    }
    const { sha, ref } = await findRef(github, analysis.at, until);
    const body = { commit_sha: sha, ref, sarif: zipped.toString('base64'), started_at: startedAt, tool_name: 'ECR Gate' };
    const id = await ask(
      github,
      { route: 'POST /repos/{owner}/{repo}/code-scanning/sarifs', parameters: { ...repository, ...body }, read: readUpload },
      until,
    );
    return { done: { id, state: await awaitProcessing(github, id) } }
  })
}

function readUpload(data         )                     {
  const id = json.own(data, 'id');
  return typeof id === 'string' ? id : undefined
}

async function findRef(github        , analysis          , until        )                                                          {
  if ('ref' in analysis) return analysis
  const number = await findPull(github, analysis, until);
  return { sha: analysis.head.sha, ref: `refs/pull/${number}/head` }
}

function awaitProcessing(github        , id        )                             {
  const until = within(PROCESSING_SECONDS, github);
  const otherwise = { otherwise: 'pending', untilSeconds: PROCESSING_SECONDS, pauseSeconds: PAUSE_SECONDS };
  return poll.poll(github.dependencies, async () => {
    const seen = await captureGitHubFault(readProcessing(github, id, until));
    // GitHub has the file, so an unreadable state counts as pending. Right after the upload, GitHub may not know the file yet.
    if (seen instanceof GitHubFault) return seen.kind === 'github-absent' ? otherwise : { done: 'pending' }
    if (seen.status === 'failed')
      throw new GitHubFault('github-refused', `GitHub does not take it: ${uri.shorten(seen.errors.join('; '), SAID)}`)
    return seen.status === 'complete' ? { done: 'complete' } : otherwise
  })
}






function readProcessing(github        , id        , until        )                      {
  const read = (data         )                         => {
    const status = json.own(data, 'processing_status');
    const errors = json.own(data, 'errors');
    return typeof status === 'string' ? { status, errors: Array.isArray(errors) ? errors.map(String) : [] } : undefined
  };
  const route = 'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}';
  return ask(github, { route, parameters: { ...github.context.repository, sarif_id: id }, read }, until)
}

// The part of a tag that stays from commit to commit, by which the next run finds the comment on the pull request again.
//
// The parts that change are recognised by what the run knows about itself, and otherwise by their shape. Short numbers stay, because
// they may tell the legs of a matrix apart: one comment too many is a nuisance, but a pass that replaces another leg's fail is wrong.


/** The values of a run that may be part of a tag, from the environment. Values that are not commits or numbers are ignored. */







/** The tag with an asterisk, which no tag can contain, for each part that changes from commit to commit or from run to run. */
function lastingTag(tag        , { commits, numbers, attempt }         )         {
  const passing = [
    // Any commit that is a token by itself. git describe puts the number of commits since the last tag before it.
    tokenOf('(?:\\d+-g)?[0-9a-f]{7,}'),
    ...commits.filter(isSha).flatMap(sha => Array.from({ length: 34 }, (_, i) => sha.slice(0, 40 - i))),
    ...numbers.filter(isNumber).map(tokenOf),
    // Times and build numbers.
    '\\d{6,}',
  ];
  const lasting = tag.replace(new RegExp(passing.join('|'), 'gi'), '*');
  // The attempt is often a 1 or a 2, which a version may contain too, so it only counts after an asterisk: a run or a commit.
  return isNumber(attempt) ? lasting.replace(new RegExp(`(?<=\\*[._-])${tokenOf(attempt)}`, 'g'), '*') : lasting
}

function tokenOf(pattern        )         {
  return `(?<![0-9a-zA-Z])${pattern}(?![0-9a-zA-Z])`
}

function isNumber(text        )          {
  return /^\d+$/.test(text)
}

// What a run of the Action writes to GitHub besides its log: the check run, the comment, and the upload to code scanning. All of
// it is opt-in, and none of it can change the verdict: whatever GitHub refuses becomes a warning.





/** The settings that say what to write to GitHub, and what it is about. */























/**
 * Prepares the GitHub client and creates the check run, if one was requested. A check that stays in progress blocks a merge forever, so
 * the check of a run that is stopped is cancelled at once, and until it is created it can only be awaited.
 */
async function startPublication(settings            , world              )                       {
  const startedAt = world.now().toISOString();
  const lasting = await openGitHub(world.env, settings.githubToken ?? '', world);
  const github = endWith(lasting, world.signal);
  const started = settings.checkRun === undefined ? undefined : await startCheck(lasting, settings.checkRun);
  const check = started !== undefined && 'done' in started ? started.done : undefined;
  let completing;

  const finish = async (report        , code        )                     => {
    const decided = { verdict: report.verdict, code };
    const collected = startCollecting();
    const checked =
      check === undefined
        ? started
        : await finishCheck(github, check, decided, showIn(report), completion => {
            completing = completion;
          });
    collected.take         (checked);
    if (settings.comment !== 'never') {
      const render = (limit        )         => markdown.renderMarkdown(report, limit);
      const about = nameSubjects(settings, world.env, github.context);
      const written = await writeComment(github, { when: settings.comment, about, state: stateOf(report), render, ...decided });
      collected.take(written, ({ url }) => ['comment', url]);
      if ('done' in written && written.done.warning !== undefined) collected.take({ warning: written.done.warning });
    }
    if (settings.uploadSarif) {
      const { sarif: sarif$1, left } = sarif.renderUpload(report);
      if (left !== undefined) collected.take({ warning: left });
      if (sarif$1 !== undefined) collected.take(await uploadSarif(github, sarif$1, startedAt), ({ id }) => ['sarif-id', id]);
    }
    return { ...collected.result, annotated: check !== undefined && checked !== undefined && 'done' in checked }
  };

  const cancelNow = async ()                => {
    const sent = await read.captureFault(async () => completing);
    const stands = completing !== undefined && !(sent instanceof Error);
    if (check !== undefined && !stands) await cancelCheck(lasting, check);
  };
  let cancelling;
  const cancel = ()                => {
    cancelling ??= cancelNow();
    return cancelling
  };
  if (world.signal.aborted) await cancel();
  world.signal.addEventListener('abort', cancel, { once: true });
  return { finish, cancel }
}

function showIn(report        )        {
  const annotations = annotation.listAnnotations(report).filter(({ at }) => at !== null);
  const left = annotations.length - MOST_ANNOTATIONS;
  const more = left <= 0 ? '' : `\n${left} more annotations do not fit here; the report as JSON, HTML or CSV has all findings.\n`;
  return {
    title: saved.headlineOf(report),
    summary: markdown.renderWhy(report, MOST_CHECK_BYTES) || saved.headlineOf(report),
    text: markdown.renderDetails(report, MOST_CHECK_BYTES - more.length) + more,
    annotations,
  }
}

// Made of what was requested and not of what was read, so that a run that can read nothing still finds the comment. The legs of a
// matrix have the same job name; only their requests, or the step, tell them apart.
function nameSubjects({ images, platforms, findings, events }            , env     , { commit }         )          {
  const passing = {
    commits: ['at' in commit ? commit.at : '', env['GITHUB_SHA'] ?? ''],
    numbers: [env['GITHUB_RUN_ID'] ?? '', env['GITHUB_RUN_NUMBER'] ?? ''],
    attempt: env['GITHUB_RUN_ATTEMPT'] ?? '',
  };
  const list = (names                   )                    => [...new Set(names)].sort();
  return {
    step: env['GITHUB_ACTION'],
    images: list(
      images.map(({ text, repositoryName, tag }) => {
        const repository = `${uri.registryOf(text)}/${repositoryName}`;
        return tag === null ? repository : `${repository}:${lastingTag(tag, passing)}`
      }),
    ),
    platforms: list(platforms),
    findings: list(findings),
    events: list(events),
  }
}

// What a reader would call a change: neither the time of the run nor the order of the findings.
function stateOf({ reasons, images, alerts, release }        )          {
  const listed = (rows                    )                    => rows.map(row => JSON.stringify(row)).sort();
  return {
    reasons,
    images: images.map(({ uri, status, gaps, notes, findings }) => [
      uri,
      status,
      gaps,
      notes,
      listed(findings.map(({ id, severity, state }) => [id, severity, state])),
    ]),
    alerts: listed(alerts.map(({ ruleId, image, title, eventIds }) => [ruleId, image, title, eventIds])),
    release,
  }
}

function startCollecting() {
  const warnings               = [];
  const notes           = [];
  const outputs                                = [];
  const take =    (outcome                        , output                                         )       => {
    if (outcome === undefined) return
    if ('warning' in outcome) warnings.push(outcome.warning);
    else if ('left' in outcome) notes.push(outcome.left);
    else if (output !== undefined) outputs.push(output(outcome.done));
  };
  return { take, result: { warnings, notes, outputs } }
}

exports.startPublication = startPublication;
