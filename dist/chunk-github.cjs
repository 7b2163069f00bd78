'use strict';

const fs = require('node:fs/promises');
const read = require('./chunk-read.cjs');
const poll = require('./chunk-poll.cjs');
const world = require('./chunk-world.cjs');
const refusal = require('./chunk-refusal2.cjs');

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
    return read.isObject(parsed) ? parsed : undefined
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
    const head = read.own(payload, 'pull_request', 'head', 'repo', 'id');
    // The repository of a head may have been deleted, and then it was a fork.
    if (head === undefined || head !== read.own(payload, 'pull_request', 'base', 'repo', 'id')) return 'fork'
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
  const number = read.own(payload, 'pull_request', 'number');
  const sha = read.own(payload, 'pull_request', 'head', 'sha');
  if (!isNumber(number)) return nowhere('the event has no pull_request.number')
  if (!isSha(sha)) return nowhere('the event has no pull_request.head.sha')
  return { commit: { at: sha }, pull: { at: { number, sha } }, analysis: { at: { sha, ref: `refs/pull/${number}/head` } } }
}

// Uses the head: the payload does not name pull requests of forks, and a fork may have forged what the first run left behind.
function ofWorkflowRun(payload         )          {
  const run = read.own(payload, 'workflow_run');
  const [event, sha, branch] = ['event', 'head_sha', 'head_branch'].map(name => read.own(run, name));
  const repositoryId = read.own(run, 'head_repository', 'id');
  if (!isText(event)) return nowhere('the event has no workflow_run.event')
  if (!isSha(sha)) return nowhere('the event has no workflow_run.head_sha')
  if (!isText(branch)) return { ...nowhere('the event has no workflow_run.head_branch'), commit: { at: sha } }
  if (!event.startsWith('pull_request')) {
    const left = `the triggering run was for the event ${event}, which belongs to no pull request`;
    // A branch of another repository may have the same name as one here.
    const analysis                   =
      isNumber(repositoryId) && repositoryId === read.own(run, 'repository', 'id')
        ? { at: { sha, ref: `refs/heads/${branch}` } }
        : unknown('workflow_run.head_repository is not the repository of the run');
    return { commit: { at: sha }, pull: { left }, analysis }
  }
  const owner = read.own(run, 'head_repository', 'owner', 'login');
  if (!isText(owner) || !isNumber(repositoryId)) {
    return { ...nowhere('the event has no workflow_run.head_repository: was it deleted?'), commit: { at: sha } }
  }
  const at = { head: { sha, owner, branch, repositoryId } };
  return { commit: { at: sha }, pull: { at }, analysis: { at } }
}

function ofMergeGroup(payload         , { analysis }         )          {
  const sha = read.own(payload, 'merge_group', 'head_sha');
  if (!isSha(sha)) return nowhere('the event has no merge_group.head_sha')
  return { commit: { at: sha }, pull: { left: 'a merge group belongs to no single pull request' }, analysis }
}

// The commit is unknown: GITHUB_SHA is that of the default branch, and the comment may be older than the pull request's newest commit.
function ofComment(payload         )          {
  const number = read.own(payload, 'issue', 'number');
  const left = 'a comment does not say which commit was judged';
  const pull =
    read.own(payload, 'issue', 'pull_request') === undefined
      ? { left: 'the comment is on an issue, not on a pull request' }
      : isNumber(number)
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

function isNumber(value         )                  {
  return Number.isSafeInteger(value) && Number(value) > 0
}

/** Whether a value is the full SHA of a commit. */
function isSha(value         )                  {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
}

function isText(value         )                  {
  return typeof value === 'string' && value !== ''
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
    dependencies: { ...dependencies, sleep: milliseconds => world.untilStopped(signal, () => dependencies.sleep(milliseconds)) },
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
  if (token === '') return fail(new refusal.GitHubFault('github-denied', 'the step has no token for GitHub'))
  if (!TOKEN.test(token)) return fail(new refusal.GitHubFault('github-denied', 'github-token has characters that no token has'))
  try {
    const { GitHub: Octokit, getOctokitOptions } = await Promise.resolve().then(() => require('./chunk-utils.cjs'));
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const { createFetch } = await Promise.resolve().then(() => require('./chunk-fetch.cjs'));
    const through = { fetch: createFetch(env, apiUrl) };
    const octokit = new Octokit(getOctokitOptions(token, { baseUrl: apiUrl, userAgent: `ecr-gate/${world.VERSION}`, log, request: through }));
    return (route, parameters, milliseconds, signal) => {
      const late = AbortSignal.timeout(Math.ceil(milliseconds));
      const request = { signal: signal === undefined ? late : AbortSignal.any([late, signal]) };
      return octokit
        .request(route, { ...parameters, headers: HEADERS, request })
        .catch((error         ) => Promise.reject(refusal.toGitHubFault(error, token)))
    }
  } catch (error) {
    return fail(refusal.toGitHubFault(error, token))
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
    if (!(answer instanceof refusal.GitHubFault)) return { done: answer.read }
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
  if (left <= 0) return new refusal.GitHubFault('github-network', 'GitHub was too slow')
  const answer = await refusal.captureGitHubFault(request(route, parameters, Math.min(dependencies.patience ?? REQUEST_MILLISECONDS, left)));
  if (answer instanceof refusal.GitHubFault) return answer
  const wanted = read(answer.data, answer.headers);
  return wanted === undefined ? refusal.toUnreadable(answer.status) : { read: wanted }
}

/** The id of the object in an answer. */
function readId(data         )                     {
  return read.isObject(data) && Number.isSafeInteger(data['id']) ? Number(data['id']) : undefined
}

const github = /*#__PURE__*/Object.freeze(/*#__PURE__*/Object.defineProperty({
  __proto__: null,
  ask,
  endWith,
  openGitHub,
  readId,
  within
}, Symbol.toStringTag, { value: 'Module' }));

exports.ask = ask;
exports.endWith = endWith;
exports.github = github;
exports.isSha = isSha;
exports.openGitHub = openGitHub;
exports.readId = readId;
exports.within = within;
