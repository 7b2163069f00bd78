'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const node_crypto = require('node:crypto');
const json = require('./chunk-json.cjs');
const uri = require('./chunk-uri.cjs');
const fs = require('node:fs/promises');
const world = require('./chunk-world.cjs');
const require$$0 = require('node:util');
const zlib = require('node:zlib');
const poll = require('./chunk-poll.cjs');
const action = require('./action.cjs');
const markdown = require('./chunk-markdown.cjs');
const sarif = require('./chunk-sarif.cjs');
const wording = require('./chunk-wording.cjs');
require('node:path');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('os');
require('crypto');
require('fs');
require('path');
require('string_decoder');
require('events');
require('child_process');
require('assert');
require('timers');
require('./chunk-scan.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-release2.cjs');
require('./chunk-output.cjs');
require('./chunk-name.cjs');
require('./chunk-text.cjs');
require('./chunk-verdict.cjs');
require('./chunk-rule.cjs');
require('./chunk-run.cjs');
require('./chunk-files.cjs');
require('node:fs');
require('node:stream');
require('./chunk-activity.cjs');
require('./chunk-read.cjs');
require('./chunk-lookup.cjs');
require('./chunk-check.cjs');
require('./chunk-rules.cjs');
require('./chunk-compile.cjs');
require('./chunk-title.cjs');
require('./chunk-show.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-evaluate.cjs');
require('./chunk-explain.cjs');
require('./chunk-gfm.cjs');
require('./chunk-duration.cjs');

// How GitHub refuses, as one typed fault, and as the one warning that is left of it: the verdict stands, whatever GitHub says.

                                           

                        
                                 
                   
                                
                  
                                                               
                   
                                                 
                    
                                        
                    
                                                 
                  

class GitHubFault extends Error {
           kind            
  /** Seconds after which trying again may help; undefined where it cannot. */
           again                    
  /** Whether it may have been done, although no answer says so. */
           unheard         

  constructor(kind            , message        , { again, unheard = false }                                                    = {}) {
    super(message);
    this.kind = kind;
    this.again = again;
    this.unheard = unheard;
  }
}

/** An answer that is none, though it came as one: a proxy's page, or the beginning of a text. */
function toUnreadable(status        )              {
  const message = `the answer (HTTP ${status}) is none of GitHub's; a proxy that answers in its place looks like this`;
  return new GitHubFault('github-network', message, { again: 0, unheard: true })
}

/**
 * What a request threw; `error` is Octokit's, whose status is its own where no answer came. The token is hidden: a request
 * that cannot be made quotes its headers.
 */
function toGitHubFault(error         , token        )              {
  const response = json.isObject(error) ? error['response'] : undefined;
  if (!json.isObject(response)) {
    const said = (error instanceof Error ? error.message : String(error)).replaceAll(token, '***');
    return new GitHubFault('github-network', `GitHub cannot be reached (${uri.shorten(said, SAID)})`, { again: 0, unheard: true })
  }
  const status = Number(response['status']);
  const { data } = response;
  const said = saidBy(data, token);
  const answers = `GitHub answers ${status}${said === '' ? '' : `, ${said}`}`;
  if (status >= 500) return new GitHubFault('github-network', answers, { again: 0, unheard: true })
  // nginx says this before GitHub does, in HTML.
  if (status === 413) return new GitHubFault('github-limit', answers)
  if (!json.isObject(data)) return new GitHubFault('github-network', toUnreadable(status).message)
  if (status === 403 || status === 429) return limitOf(status, response, said, answers) ?? denialOf(said, answers)
  if (status === 401) return new GitHubFault('github-denied', answers)
  if (status === 404 || status === 410) return new GitHubFault('github-absent', answers)
  return new GitHubFault('github-refused', answers)
}

/** How much of what GitHub says is said again. */
const SAID = 300;

function saidBy(data         , token        )         {
  const message = json.own(data, 'message');
  const errors = json.own(data, 'errors');
  const details = errors === undefined ? '' : ` (${JSON.stringify(errors)})`;
  return typeof message === 'string' ? uri.shorten(`${message}${details}`.replaceAll(token, '***'), SAID) : ''
}

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a secondary limit says how long to wait, and
// where it does not, a minute is due. The primary one ends with its hour.
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

// A repository without code scanning answers as if it were a matter of permission.
function denialOf(said        , answers        )              {
  return new GitHubFault(
    /advanced security|code scanning is not enabled|code security/i.test(said) ? 'github-absent' : 'github-denied',
    answers,
  )
}

/** What is written, and the permission that it takes. */
                       
                       
                             
 

/** What became of a writing: done; left, because there was nothing to write; or a warning that says why it is not there. */
                                                                                                            

/** Writes what GitHub may refuse; our own mistakes are thrown on, for they are bugs. */
async function attemptWork   (context         , work      , action                           )                      {
  const outcome = await settleFault(action());
  return outcome instanceof GitHubFault ? { warning: warn(work, outcome, context) } : outcome
}

/** Waits for what may end in a fault, and gives the fault in the place of the value. */
async function settleFault   (asking            )                           {
  try {
    return await asking
  } catch (error) {
    if (error instanceof GitHubFault) return error
    throw error
  }
}

function warn({ name, permission }      , { kind, message }             , { readOnly }         )             {
  const help = helpFor(kind, permission, readOnly);
  return { level: 'warning', kind, message: `${name} is not written: ${message}`, ...(help !== undefined && { help }) }
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
    case 'github-network':
      return 'look at the network, the proxy (HTTPS_PROXY, NO_PROXY) and GITHUB_API_URL'
    case 'github-limit':
      return 'run it again later, or write less'
    default:
      return undefined
  }
}

// Where a run on GitHub may write: on which commit, on which pull request, under which ref. A pure function of the
// environment and of the event's payload.
//
// Every member is looked at before it is believed. A payload that is cut short or shaped otherwise leads nowhere rather than
// to another commit or pull request than the event's.


                                                              

/** Where to write; or why this event has no such place; or what cannot be read of it. */
                                                                                                         

/** The head of a pull request, where the event does not name the pull request itself. */
                       
                      
                        
                         
                               
 

/** With a number, `sha` is the head that the event tells of, if it does. */
                                                                                               

/** What an analysis is of; of a pull request found by its head, the ref is known when it is found. */
                                                                                               

                          
                                                                        
                         
                             
                            
                              
                                     
                           
                      
                                                                                              
                                                 
                                                
                                 
                                                    
                             
                                     
 

                                                            

/** Reads the run's surroundings; `payload` is the text of the file that GITHUB_EVENT_PATH names, undefined without one. */
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
    // The repository of a head may be gone, and then it was no part of this one.
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

// GITHUB_SHA is then a merge that nobody has seen, or the base's commit; checks are looked for at the head.
function ofPullRequest(payload         )          {
  const number = json.own(payload, 'pull_request', 'number');
  const sha = json.own(payload, 'pull_request', 'head', 'sha');
  if (!isNumber$1(number)) return nowhere('the event has no pull_request.number')
  if (!isSha(sha)) return nowhere('the event has no pull_request.head.sha')
  return { commit: { at: sha }, pull: { at: { number, sha } }, analysis: { at: { sha, ref: `refs/pull/${number}/head` } } }
}

// The payload names no pull request of a fork, and what the run before left behind may be of the fork's making.
function ofWorkflowRun(payload         )          {
  const run = json.own(payload, 'workflow_run');
  const [event, sha, branch] = ['event', 'head_sha', 'head_branch'].map(name => json.own(run, name));
  const repositoryId = json.own(run, 'head_repository', 'id');
  if (!isText(event)) return nowhere('the event has no workflow_run.event')
  if (!isSha(sha)) return nowhere('the event has no workflow_run.head_sha')
  if (!isText(branch)) return { ...nowhere('the event has no workflow_run.head_branch'), commit: { at: sha } }
  if (!event.startsWith('pull_request')) {
    const left = `the run that went before was of the event ${event}, which belongs to no pull request`;
    // A branch of another repository may have the name of one here.
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

// GITHUB_SHA is the default branch's commit, and the comment may be older than the pull request's newest one.
function ofComment(payload         )          {
  const number = json.own(payload, 'issue', 'number');
  const left = 'a comment does not say which commit was judged';
  const pull =
    json.own(payload, 'issue', 'pull_request') === undefined
      ? { left: 'the event issue_comment is of no pull request' }
      : isNumber$1(number)
        ? { at: { number } }
        : unknown('the event has no issue.number');
  return { commit: { left }, pull, analysis: { left } }
}

function commitOf({ GITHUB_SHA: sha }     )                 {
  return isSha(sha) ? { at: sha } : unknown('GITHUB_SHA is no commit')
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

/** Whether a value is the whole name of a commit. */
function isSha(value         )                  {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
}

function isText(value         )                  {
  return typeof value === 'string' && value !== ''
}

// GitHub as the rest of this room asks it: one request after the other, tried again where that may help, within a bound.
//
// Octokit comes as @actions/github makes it, which knows the proxies of a runner. At its import it reads the event and the proxy
// once more, and either may be nonsense: what it throws then is a fault like any other, and not the end of the run.


/** What of the world is needed here. */
                                      
                          
                                                                              
                            
 

                                                   

                  
                         
                                                     
                        
 

                         
                           
                       
                                                                              
                                                                                                    
 

/** Opens GitHub for a run: nothing is asked yet, and nothing throws. */
async function openGitHub(env     , token        , means       )                  {
  const path = env['GITHUB_EVENT_PATH'];
  const payload = path ? await fs.readFile(path, 'utf8').catch(() => undefined) : undefined;
  const context = readContext(env, payload);
  return { context, means, request: await createRequest(context, token) }
}

// https://docs.github.com/rest/about-the-rest-api/api-versions; servers before them take no notice.
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
const silent = ()       => undefined;
// https://www.rfc-editor.org/rfc/rfc6750#section-2.1: what is written otherwise is quoted by whoever refuses to send it.
const TOKEN = /^[\w.~+/-]+=*$/;

async function createRequest({ apiUrl }         , token        )                             {
  const fail = (fault             ) => () => Promise.reject(fault);
  if (token === '') return fail(new GitHubFault('github-denied', 'the step has no token for GitHub'))
  if (!TOKEN.test(token)) return fail(new GitHubFault('github-denied', 'github-token has characters that no token has'))
  try {
    const { GitHub: Octokit, getOctokitOptions } = await Promise.resolve().then(() => require('./chunk-utils.cjs'));
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const octokit = new Octokit(getOctokitOptions(token, { baseUrl: apiUrl, userAgent: `ecr-gate/${world.VERSION}`, log }));
    return (route, parameters, milliseconds) =>
      octokit
        .request(route, { ...parameters, headers: HEADERS, request: { signal: AbortSignal.timeout(Math.ceil(milliseconds)) } })
        .catch((error         ) => Promise.reject(toGitHubFault(error, token)))
  } catch (error) {
    return fail(toGitHubFault(error, token))
  }
}

                              
                                                                                               
                        
                                 
                                                                                   
                                                                                             
                                                                                                  
                                              
 

const REQUEST_MILLISECONDS = 30_000;
/** Seconds before the second, third and fourth attempt. */
const PAUSES = [1, 3, 9];
const MOST_WAITING_SECONDS = 60;

/** The time on the clock when a writing that begins now has to end. */
function within(seconds        , { means }        )         {
  return means.milliseconds() + seconds * 1000
}

/** Asks until there is an answer, until asking again cannot help, or until that time on the clock; then throws a GitHubFault. */
async function ask   (github        , question             , until        )             {
  const { means } = github;
  let waited = 0;
  for (let attempt = 0; ; attempt++) {
    const answer = await askOnce(github, question, until);
    if (!(answer instanceof GitHubFault)) return answer.read
    const pause = PAUSES[attempt];
    if (answer.again === undefined || pause === undefined) throw answer
    const wait = Math.max(answer.again, pause);
    waited += wait;
    if (waited > MOST_WAITING_SECONDS || means.milliseconds() + wait * 1000 >= until) throw answer
    await means.sleep(wait * 1000);
    const found = answer.unheard ? await question.look?.() : undefined;
    if (found !== undefined) return found
  }
}

async function askOnce   (
  { request, means }        ,
  { route, parameters, read }             ,
  until        ,
)                                              {
  const left = until - means.milliseconds();
  if (left <= 0) return new GitHubFault('github-network', 'GitHub was too slow')
  const answer = await settleFault(request(route, parameters, Math.min(means.patience ?? REQUEST_MILLISECONDS, left)));
  if (answer instanceof GitHubFault) return answer
  const wanted = read(answer.data, answer.headers);
  return wanted === undefined ? toUnreadable(answer.status) : { read: wanted }
}

/** The id of what an answer describes. */
function readId(data         )                     {
  return json.isObject(data) && Number.isSafeInteger(data['id']) ? Number(data['id']) : undefined
}

// Text within a limit of bytes in UTF-8, which is how GitHub counts where it says characters.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const ELLIPSIS = '…';

/** Cuts text between characters, with an ellipsis where something was cut. Lone halves of a pair become U+FFFD. */
function cutBytes(text        , limit        )         {
  const bytes = new Uint8Array(limit);
  const whole = encoder.encodeInto(text, bytes);
  if (whole.read === text.length) return decoder.decode(bytes.subarray(0, whole.written))
  const { written } = encoder.encodeInto(text, bytes.subarray(0, limit - encoder.encode(ELLIPSIS).length));
  return `${decoder.decode(bytes.subarray(0, written))}${ELLIPSIS}`
}

/**
 * Cuts Markdown at the end of a line. Within a line a code span would lose its end, and what somebody else wrote would
 * become markup.
 */
function cutLines(markdown        , limit        )         {
  const cut = cutBytes(markdown, limit);
  return encoder.encode(markdown).length <= limit ? cut : `${cut.slice(0, cut.lastIndexOf('\n') + 1)}${ELLIPSIS}`
}

// The check run: in progress while the images are judged, then completed with the verdict.
//
// Only the last of its requests completes it. A check that was never completed blocks a merge where it is required, which is
// the safe side; one that was completed too early would not.


/** A verdict with the step's exit code, which on-undecided and a failed release have a say in. */
                          
                           
                       
 

                                                                        

/**
 * What the verdict says to a required check. `success` and `neutral` let a merge through, `failure` does not, so whatever
 * ends the step red is a failure (docs/github.md has the table).
 */
function conclusionOf({ verdict, code }         )             {
  if (code !== 0 || verdict === 'fail') return 'failure'
  return verdict === 'pass' ? 'success' : 'neutral'
}

                        
                     
                       
 

/** What a check run shows in the end. Title and annotations are plain text; summary and text are Markdown. */
                        
                        
                          
                       
                                                                                                       
                                             
 

// Seconds. A runner that is told to stop leaves its steps about ten.
const START = 60;
const ANNOTATE = 90;
const COMPLETE = 60;
const CANCEL = 4;

/** What GitHub takes in each of summary and text. */
const MOST_CHECK_BYTES = 65_535;
const TITLE = 255;
const MESSAGE = 65_535;
const BATCH = 50;
/** Each batch is a request that counts against the limits of everybody who uses the token. */
const MOST_ANNOTATIONS = 1000;

const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';

const workOf = (name        ) => ({ name: `the check run "${name}"`, permission: 'checks: write' });

/** Creates the check run, in progress. */
async function startCheck(github        , name        )                          {
  const { commit, repository, runUrl } = github.context;
  if (!('at' in commit)) return commit
  // Jobs of a matrix may give their checks one name, so the name does not tell whose an unheard one is.
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
          started_at: github.means.now().toISOString(),
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
 * Completes the check run: annotations in batches, then the conclusion, which none of them can hold up. It is done when the check has
 * both. `completing` is told of the last request when it begins: from then on the check is not to be cancelled, but waited for.
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
    const completed = { status: 'completed', conclusion, completed_at: github.means.now().toISOString() };
    const body = { ...completed, output: { ...output, text: cutLines(shown.text, MOST_CHECK_BYTES) } };
    const completion = settleFault(update$1(github, check, body, run => json.own(run, 'status') === 'completed', until));
    completing(completion);
    const answered = await completion;
    if (answered instanceof GitHubFault) throw answered
    if (fault === undefined) return { done: conclusion }
    return {
      warning: warn({ ...workOf(check.name), name: `a part of the annotations of the check run "${check.name}"` }, fault, github.context),
    }
  })
}

// The first batch that is refused ends the sending: what refused it would refuse the others too, or take the time to complete.
async function annotate(github        , check       , output        , all                   )                                   {
  const until = within(ANNOTATE, github);
  for (let from = 0; from < all.length; from += BATCH) {
    const annotations = all.slice(from, from + BATCH);
    const isThere = (run         )          => Number(json.own(run, 'output', 'annotations_count')) >= from + annotations.length;
    const fault = await settleFault(update$1(github, check, { output: { ...output, annotations } }, isThere, until));
    if (fault instanceof GitHubFault) return fault
  }
  return undefined
}

// Of an update that nobody heard of it is looked whether it was done, because a second one appends its annotations once more.
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

/** Ends a check run that will have no verdict; quick, and tried once, because it is for runs that are being stopped. */
async function cancelCheck(github        , check       )                               {
  const output = { title: 'cancelled: there is no verdict', summary: 'The run was stopped before there was a verdict.' };
  const body = { status: 'completed', conclusion: 'cancelled', completed_at: github.means.now().toISOString(), output };
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

// Which pull request is meant. Where the event does not name it, it is found by the head that GitHub gives the event, and by
// nothing that a stranger can have written.


/** The number of the pull request; throws a GitHubFault where there is none, or more than one. */
async function findPull(github        , pull      , until        )                  {
  if ('number' in pull) return pull.number
  const { head } = pull;
  // By the branch and not by the commit: of a fork's commits, the repository knows no pull requests.
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

/** The commit that is the pull request's head in the place of the event's, if there is one and the event tells of a head. */
async function findNewer(github        , pull      , until        )                              {
  // Where the pull request was found by its head, that was just compared.
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

// Anybody can open a pull request with somebody else's commit, and GitHub has ignored filters that it could not read.
function isMeant(pull         , { sha, branch, repositoryId }      )          {
  return (
    json.own(pull, 'state') === 'open' &&
    json.own(pull, 'head', 'sha') === sha &&
    json.own(pull, 'head', 'ref') === branch &&
    json.own(pull, 'head', 'repo', 'id') === repositoryId
  )
}

// The comment on the pull request: one for each job and what it is asked to judge, found again by a marker and updated in place.
//
// A marker is no proof: anybody can write one to have his comment overwritten, or ours kept away. So a comment is ours only
// if the account behind our token wrote it. Runs that end at the same time may create one each, for GitHub has no way to keep
// them from it; the next one keeps the first of them and deletes the others.


                                          
                            
     
                                                                                                                                    
                                                                                       
     
                         
                                                                                           
                         
                                           
                                            
 

                          
                                                   
                         
                      
                                                                           
                                           
 

const WORK$1 = { name: 'the comment on the pull request', permission: 'pull-requests: write' };
const SECONDS$1 = 90;
// GitHub counts characters, which are never more than bytes.
const MOST_BYTES$1 = 65_536;

/** Writes the comment of a pull request, where the event has one, its commit is still the newest, and `when` asks for it. */
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
    // The last thing before the writing: the run of a newer commit may have ended first, and its word stands.
    const newer = await findNewer(github, pull.at, until);
    if (newer !== undefined) return { left: `no comment is written: the pull request has the newer commit ${shortSha(newer)} now` }
    if (mine === undefined) return { done: await create(github, number, marker, comment, until) }
    if (!isSaid) await update(github, mine, marker, comment, until);
    const warning = await deleteAll(github, number, others, until);
    return { done: { how: isSaid ? 'unchanged' : 'updated', number, url: urlOf(github, number, mine.id), warning } }
  })
}

// An existing comment is updated to a pass too, or the red one would stay.
function isWorthBeginning({ when, verdict, code }         )          {
  if (when === 'always' || code !== 0) return true
  return verdict === 'fail' || verdict === 'undecided' || (when === 'on-change' && verdict === 'warn')
}

                  
                      
                         
 

// Both are hexadecimal, so no name of a workflow or of an image can end the comment that the marker is.
function markerOf({ context: { workflow, job } }        , { about, verdict, code, state }         )         {
  return { key: hash([workflow, job, about], 32), digest: hash([verdict, code, state], 16) }
}

function hash(value         , length        )         {
  return node_crypto.createHash('sha256').update(JSON.stringify(value, sortMembers)).digest('hex').slice(0, length)
}

// Whoever made an object may make it in another order next time.
function sortMembers(_        , value         )          {
  return json.isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}

function bodyOf(github        , { key, digest }        , { render }         )         {
  const marker = `<!-- ecr-gate:${key} ${digest} -->\n`;
  const last = renderOrigin(github);
  const limit = MOST_BYTES$1 - marker.length - last.length;
  return `${marker}${cutLines(render(limit), limit)}${last}`
}

// No part of the digest: that another commit has the same findings is no change.
function renderOrigin({ context: { commit, runUrl } }        )         {
  const origin = `${'at' in commit ? ` for commit ${shortSha(commit.at)}` : ''}${runUrl === undefined ? '' : ` by [this run](${runUrl})`}`;
  return origin === '' ? '' : `\n\nWritten${origin}.\n`
}

function shortSha(sha        )         {
  return sha.slice(0, 7)
}

                 
                     
                         
                          
 

/** Our comments with this key, the first one first. */
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
    // Only whether there is a next page is taken from the link: where it leads, the token would go with us.
    read: (data         , { link }                                   ) =>
      Array.isArray(data) ? { comments: data                      , more: /rel="next"/.test(String(link)) } : undefined,
  }
}

const ACTIONS = 'github-actions[bot]';

// Of the two interfaces, only GraphQL tells an app who it is. Where it does not, the token is most likely the job's own.
async function findLogin(github        , until        )                  {
  const read = (data         )                     => {
    const login = json.own(data, 'data', 'viewer', 'login');
    return typeof login === 'string' ? login : json.own(data, 'errors') === undefined ? undefined : ACTIONS
  };
  const question = { route: `POST ${github.context.graphqlUrl}`, parameters: { query: 'query { viewer { login } }' }, read };
  const login = await settleFault(ask(github, question, until));
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

// What refuses one would refuse the others too.
async function deleteAll(github        , number        , all                  , until        )                                  {
  for (const { id } of all) {
    const parameters = { ...github.context.repository, comment_id: id };
    const read = (data         )                   => (data === '' ? true : undefined);
    const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const fault = await settleFault(ask(github, { route, parameters, read }, until));
    // Another run, or somebody, was faster.
    if (!(fault instanceof GitHubFault) || fault.kind === 'github-absent') continue
    const message = `the comment ${urlOf(github, number, id)}, which a comment of the same job makes needless, is not deleted: ${fault.message}`;
    return { ...warn(WORK$1, fault, github.context), message }
  }
  return undefined
}

function urlOf({ context: { repository, serverUrl } }        , number        , id        )         {
  return `${serverUrl}/${repository.owner}/${repository.repo}/pull/${number}#issuecomment-${id}`
}

// The upload to code scanning: GitHub takes the file at once and looks at it later, so its answer is waited for.


                           
                     
                                                                                 
                                        
 

const WORK = { name: 'the analysis for code scanning', permission: 'security-events: write' };
const SECONDS = 90;
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/uploading-a-sarif-file-to-github
const MOST_BYTES = 10 * 1024 * 1024;
const PROCESSING_SECONDS = 120;
const PAUSE_SECONDS = 5;

/** Uploads a SARIF file for the commit of the event and waits until GitHub has looked at it. */
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
  const otherwise = { otherwise: 'pending', until: PROCESSING_SECONDS, pause: PAUSE_SECONDS };         
  return poll.poll(github.means, async () => {
    const seen = await settleFault(readProcessing(github, id, until));
    // GitHub has the file, so a state that cannot be read is none; right after the upload it may not be known yet.
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

// What of a tag stays from commit to commit: the name by which the comment of a pull request is found again by its next run.
//
// What changes is recognised by what the run knows of itself, and else by its shape. Short numbers stay, for they tell the legs
// of a matrix apart: a comment too many is a nuisance, but a pass in the place of another leg's fail would be a lie.


/** What of a run may stand in a tag, as the environment has it; what is no commit and no number is left aside. */
                          
                                     
                                     
                                     
                          
 

/** The tag with an asterisk, which no tag has, for each part that another commit or another run would have otherwise. */
function lastingTag(tag        , { commits, numbers, attempt }         )         {
  const passing = [
    // Any commit that is a token by itself; git describe says before it how many there were since the last tag.
    tokenOf('(?:\\d+-g)?[0-9a-f]{7,}'),
    ...commits.filter(isSha).flatMap(sha => Array.from({ length: 34 }, (_, i) => sha.slice(0, 40 - i))),
    ...numbers.filter(isNumber).map(tokenOf),
    // Times and the numbers of builds.
    '\\d{6,}',
  ];
  const lasting = tag.replace(new RegExp(passing.join('|'), 'gi'), '*');
  // The attempt is a 1 or a 2, which a version may have as well. So it only counts behind what it is an attempt of.
  return isNumber(attempt) ? lasting.replace(new RegExp(`(?<=\\*[._-])${tokenOf(attempt)}`, 'g'), '*') : lasting
}

function tokenOf(pattern        )         {
  return `(?<![0-9a-zA-Z])${pattern}(?![0-9a-zA-Z])`
}

function isNumber(text        )          {
  return /^\d+$/.test(text)
}

// What a run of the Action writes to GitHub beside its log: the check, the comment, code scanning. All of it is asked for, and
// none of it can change the verdict: what GitHub does not take is a warning.

                                                   
                                                      
                                       

/** What of the settings says where to write, and what about. */
                              
           
                                                                                                         
 

                                                                  

                              
                                   
                                                                       
                                                                                                                  
                                      
 

                            
                                          
                                                                     
                                   
                                                                       
                                                                                                             
                             
 

/** Opens GitHub and begins the check run, if one was asked for. */
async function startPublication(settings            , world       )                       {
  const startedAt = world.now().toISOString();
  const github = await openGitHub(world.env, settings.githubToken ?? '', world);
  const started = settings.checkRun === undefined ? undefined : await startCheck(github, settings.checkRun);
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

  const cancel = async ()                => {
    if (completing !== undefined) await completing;
    else if (check !== undefined) await cancelCheck(github, check);
  };
  return { finish, cancel }
}

function showIn(report        )        {
  const annotations = action.listAnnotations(report).filter(({ at }) => at !== null);
  const left = annotations.length - MOST_ANNOTATIONS;
  const more = left <= 0 ? '' : `\n${left} more annotations have no room here; the report as JSON, HTML or CSV has all findings.\n`;
  return {
    title: wording.headlineOf(report),
    summary: markdown.renderWhy(report, MOST_CHECK_BYTES) || wording.headlineOf(report),
    text: markdown.renderDetails(report, MOST_CHECK_BYTES - more.length) + more,
    annotations,
  }
}

// What was asked for, and not what was read: where nothing can be read, the comment is the same one. The legs of a matrix are
// one job, and only by what they ask for, or by the step, can one be told from another.
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
        const repository = `${text.split('/')[0]}/${repositoryName}`;
        return tag === null ? repository : `${repository}:${lastingTag(tag, passing)}`
      }),
    ),
    platforms: list(platforms),
    findings: list(findings),
    events: list(events),
  }
}

// What a reader would call a change: neither when it was looked at, nor the order of what was found.
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
