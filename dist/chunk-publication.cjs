'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const world = require('./chunk-world.cjs');
const node_crypto = require('node:crypto');
const read = require('./chunk-read.cjs');
const github = require('./chunk-github.cjs');
const refusal = require('./chunk-refusal2.cjs');
const pulls = require('./chunk-pulls.cjs');
const require$$0 = require('node:util');
const zlib = require('node:zlib');
const poll = require('./chunk-poll.cjs');
const annotation = require('./chunk-annotation.cjs');
const markdown = require('./chunk-markdown.cjs');
const sarif = require('./chunk-sarif.cjs');
const wording = require('./chunk-wording.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-network.cjs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-image.cjs');
require('./chunk-name.cjs');
require('./chunk-stored.cjs');
require('./chunk-verdict.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');
require('./chunk-failing.cjs');
require('./chunk-report.cjs');
require('./chunk-asked.cjs');
require('./chunk-exceptions.cjs');
require('./chunk-gfm.cjs');
require('./chunk-fixes.cjs');
require('./chunk-activity.cjs');
require('./chunk-repeat.cjs');
require('./chunk-duration.cjs');
require('./chunk-cures.cjs');

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
async function startCheck(github$1        , name        )                          {
  const { commit, repository, runUrl } = github$1.context;
  if (!('at' in commit)) return commit
  // Jobs of a matrix may give their checks the same name, so the name does not identify a check whose creation was not answered.
  const externalId = node_crypto.randomUUID();
  const until = github.within(START, github$1);
  return refusal.attemptWork(github$1.context, workOf(name), async () => {
    const id = await github.ask(
      github$1,
      {
        route: 'POST /repos/{owner}/{repo}/check-runs',
        parameters: {
          ...repository,
          name,
          head_sha: commit.at,
          status: 'in_progress',
          started_at: github$1.dependencies.now().toISOString(),
          external_id: externalId,
          ...(runUrl !== undefined && { details_url: runUrl }),
        },
        read: github.readId,
        look: () => findCheck(github$1, { name, sha: commit.at, externalId }, until),
      },
      until,
    );
    return { done: { id, name } }
  })
}

async function findCheck(
  github$1        ,
  { name, sha, externalId }                                                                              ,
  until        ,
)                              {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  const parameters = { ...github$1.context.repository, ref: sha, check_name: name, filter: 'all', per_page: 100 };
  const read$1 = (data         )                                 => {
    const runs = read.own(data, 'check_runs');
    return Array.isArray(runs) ? runs : undefined
  };
  const runs = await github.ask(github$1, { route, parameters, read: read$1 }, until);
  return github.readId(runs.find(run => read.own(run, 'external_id') === externalId))
}

/**
 * Completes the check run: sends the annotations in batches, then the conclusion, even if a batch fails. The outcome is `done` if the
 * check has both. `completing` gets the promise of the last request: a check whose verdict was sent is awaited before it is cancelled.
 */
async function finishCheck(
  github$1        ,
  check       ,
  decided         ,
  shown       ,
  completing                                         = () => undefined,
)                               {
  const conclusion = conclusionOf(decided);
  const output = { title: cutBytes(shown.title, TITLE), summary: cutLines(shown.summary, MOST_CHECK_BYTES) };
  const annotations = shown.annotations.flatMap(annotationOf).slice(0, MOST_ANNOTATIONS);
  return refusal.attemptWork(github$1.context, workOf(check.name), async () => {
    const fault = await annotate(github$1, check, output, annotations);
    const until = github.within(COMPLETE, github$1);
    const completed = { status: 'completed', conclusion, completed_at: github$1.dependencies.now().toISOString() };
    const body = { ...completed, output: { ...output, text: cutLines(shown.text, MOST_CHECK_BYTES) } };
    const completion = refusal.captureGitHubFault(update$1(github$1, check, body, run => read.own(run, 'status') === 'completed', until));
    completing(completion);
    const answered = await completion;
    if (answered instanceof refusal.GitHubFault) throw answered
    if (fault === undefined) return { done: conclusion }
    return {
      warning: refusal.warn({ ...workOf(check.name), name: `a part of the annotations of the check run "${check.name}"` }, fault, github$1.context),
    }
  })
}

// Stops at the first batch that fails: the others would fail too, or delay the completion.
async function annotate(github$1        , check       , output        , all                   )                                   {
  const until = github.within(ANNOTATE, github$1);
  for (let from = 0; from < all.length; from += BATCH) {
    const annotations = all.slice(from, from + BATCH);
    const isThere = (run         )          => Number(read.own(run, 'output', 'annotations_count')) >= from + annotations.length;
    const fault = await refusal.captureGitHubFault(update$1(github$1, check, { output: { ...output, annotations } }, isThere, until));
    if (fault instanceof refusal.GitHubFault) return fault
  }
  return undefined
}

// If the answer to an update was lost, checks whether it was applied: sending it again would append its annotations twice.
function update$1(github$1        , { id }       , body        , isDone                           , until        )                   {
  const parameters = { ...github$1.context.repository, check_run_id: id };
  const read = (data         )                   => (github.readId(data) === id ? true : undefined);
  const look = async ()                            => {
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}';
    const run = await github.ask(github$1, { route, parameters, read: data => (github.readId(data) === id ? data : undefined) }, until);
    return isDone(run) ? true : undefined
  };
  return github.ask(github$1, { route: UPDATE, parameters: { ...parameters, ...body }, read, look }, until)
}

/** Ends a check run that will have no verdict. It is quick and not retried, because the run is being stopped. */
async function cancelCheck(github        , check       )                               {
  const output = { title: 'cancelled: there is no verdict', summary: 'The run was stopped before there was a verdict.' };
  const body = { status: 'completed', conclusion: 'cancelled', completed_at: github.dependencies.now().toISOString(), output };
  return refusal.attemptWork(github.context, workOf(check.name), async () => {
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
async function writeComment(github$1        , comment         )                            {
  const { pull } = github$1.context;
  if (comment.when === 'never') return { left: 'no comment was asked for' }
  if (!('at' in pull)) return pull
  const marker = markerOf(github$1, comment);
  const until = github.within(SECONDS$1, github$1);
  return refusal.attemptWork(github$1.context, WORK$1, async () => {
    const number = await pulls.findPull(github$1, pull.at, until);
    const [mine, ...others] = await findMine(github$1, number, marker, until);
    if (mine === undefined && !isWorthBeginning(comment)) {
      return { left: `comment: ${comment.when} begins no comment with ${comment.verdict}` }
    }
    const isSaid = comment.when === 'on-change' && mine?.digest === marker.digest;
    if (isSaid && others.length === 0) return { done: { how: 'unchanged', number, url: urlOf(github$1, number, mine.id) } }
    // Checked right before writing: the run of a newer commit may have ended first, and its comment must stay.
    const newer = await pulls.findNewer(github$1, pull.at, until);
    if (newer !== undefined) return { left: `no comment is written: the pull request has the newer commit ${shortSha(newer)} now` }
    if (mine === undefined) return { done: await create(github$1, number, marker, comment, until) }
    if (!isSaid) await update(github$1, mine, marker, comment, until);
    const warning = await deleteAll(github$1, number, others, until);
    return { done: { how: isSaid ? 'unchanged' : 'updated', number, url: urlOf(github$1, number, mine.id), warning } }
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
  return read.isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => read.compareText(a, b))) : value
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
async function findMine(github$1        , number        , { key }        , until        )                            {
  const found          = [];
  for (let page = 1; ; page++) {
    const { comments, more } = await github.ask(github$1, listing(github$1, number, page), until);
    for (const comment of comments) {
      const digest = /^<!-- ecr-gate:([0-9a-f]{32}) ([0-9a-f]{16}) -->/.exec(String(read.own(comment, 'body')));
      const id = github.readId(comment);
      if (digest?.[1] === key && id !== undefined) found.push({ id, digest: digest[2] ?? '', author: read.own(comment, 'user', 'login') });
    }
    if (!more) break
  }
  if (found.length === 0) return []
  const login = await findLogin(github$1, until);
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
async function findLogin(github$1        , until        )                  {
  const read$1 = (data         )                     => {
    const login = read.own(data, 'data', 'viewer', 'login');
    return typeof login === 'string' ? login : read.own(data, 'errors') === undefined ? undefined : ACTIONS
  };
  const question = { route: `POST ${github$1.context.graphqlUrl}`, parameters: { query: 'query { viewer { login } }' }, read: read$1 };
  const login = await refusal.captureGitHubFault(github.ask(github$1, question, until));
  if (!(login instanceof refusal.GitHubFault)) return login
  if (login.kind === 'github-denied' || login.kind === 'github-absent') return ACTIONS
  throw login
}

async function create(github$1        , number        , marker        , comment         , until        )                   {
  const id = await github.ask(
    github$1,
    {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { ...github$1.context.repository, issue_number: number, body: bodyOf(github$1, marker, comment) },
      read: github.readId,
      look: async () => {
        const mine = await findMine(github$1, number, marker, until);
        return mine.find(({ digest }) => digest === marker.digest)?.id
      },
    },
    until,
  );
  return { how: 'created', number, url: urlOf(github$1, number, id) }
}

async function update(github$1        , { id }       , marker        , comment         , until        )                {
  const parameters = { ...github$1.context.repository, comment_id: id, body: bodyOf(github$1, marker, comment) };
  await github.ask(github$1, { route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters, read: github.readId }, until);
}

// Stops at the first failure, because the other deletions would fail too.
async function deleteAll(github$1        , number        , all                  , until        )                                  {
  for (const { id } of all) {
    const parameters = { ...github$1.context.repository, comment_id: id };
    const read = (data         )                   => (data === '' ? true : undefined);
    const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const fault = await refusal.captureGitHubFault(github.ask(github$1, { route, parameters, read }, until));
    // An absent comment is fine: another run, or somebody, has already deleted it.
    if (!(fault instanceof refusal.GitHubFault) || fault.kind === 'github-absent') continue
    const message = `the comment ${urlOf(github$1, number, id)} is a duplicate and could not be deleted: ${fault.message}`;
    return { ...refusal.warn(WORK$1, fault, github$1.context), message }
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
async function uploadSarif(github$1        , sarif        , startedAt        )                             {
  const { analysis, repository } = github$1.context;
  if (!('at' in analysis)) return analysis
  const until = github.within(SECONDS, github$1);
  return refusal.attemptWork(github$1.context, WORK, async () => {
    const zipped = await require$$0.promisify(zlib.gzip)(sarif);
    if (zipped.length > MOST_BYTES) {
      throw new refusal.GitHubFault('github-limit', `it has ${zipped.length} bytes when it is zipped, and GitHub takes ${MOST_BYTES}`)
    }
    const { sha, ref } = await findRef(github$1, analysis.at, until);
    const body = { commit_sha: sha, ref, sarif: zipped.toString('base64'), started_at: startedAt, tool_name: 'ECR Gate' };
    const id = await github.ask(
      github$1,
      { route: 'POST /repos/{owner}/{repo}/code-scanning/sarifs', parameters: { ...repository, ...body }, read: readUpload },
      until,
    );
    return { done: { id, state: await awaitProcessing(github$1, id) } }
  })
}

function readUpload(data         )                     {
  const id = read.own(data, 'id');
  return typeof id === 'string' ? id : undefined
}

async function findRef(github        , analysis          , until        )                                                          {
  if ('ref' in analysis) return analysis
  const number = await pulls.findPull(github, analysis, until);
  return { sha: analysis.head.sha, ref: `refs/pull/${number}/head` }
}

function awaitProcessing(github$1        , id        )                             {
  const until = github.within(PROCESSING_SECONDS, github$1);
  const otherwise = { otherwise: 'pending', untilSeconds: PROCESSING_SECONDS, pauseSeconds: PAUSE_SECONDS };
  return poll.poll(github$1.dependencies, async () => {
    const seen = await refusal.captureGitHubFault(readProcessing(github$1, id, until));
    // GitHub has the file, so an unreadable state counts as pending. Right after the upload, GitHub may not know the file yet.
    if (seen instanceof refusal.GitHubFault) return seen.kind === 'github-absent' ? otherwise : { done: 'pending' }
    if (seen.status === 'failed')
      throw new refusal.GitHubFault('github-refused', `GitHub does not take it: ${read.shorten(seen.errors.join('; '), refusal.SAID)}`)
    return seen.status === 'complete' ? { done: 'complete' } : otherwise
  })
}






function readProcessing(github$1        , id        , until        )                      {
  const read$1 = (data         )                         => {
    const status = read.own(data, 'processing_status');
    const errors = read.own(data, 'errors');
    return typeof status === 'string' ? { status, errors: Array.isArray(errors) ? errors.map(String) : [] } : undefined
  };
  const route = 'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}';
  return github.ask(github$1, { route, parameters: { ...github$1.context.repository, sarif_id: id }, read: read$1 }, until)
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
    ...commits.filter(github.isSha).flatMap(sha => Array.from({ length: 34 }, (_, i) => sha.slice(0, 40 - i))),
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
async function startPublication(settings            , world$1              )                       {
  const startedAt = world$1.now().toISOString();
  const lasting = await github.openGitHub(world$1.env, settings.githubToken ?? '', world$1);
  const github$1 = github.endWith(lasting, world$1.signal);
  const started = settings.checkRun === undefined ? undefined : await startCheck(lasting, settings.checkRun);
  const check = started !== undefined && 'done' in started ? started.done : undefined;
  let completing;

  const finish = async (report        , code        )                     => {
    const decided = { verdict: report.verdict, code };
    const collected = startCollecting();
    const checked =
      check === undefined
        ? started
        : await finishCheck(github$1, check, decided, showIn(report), completion => {
            completing = completion;
          });
    collected.take         (checked);
    if (settings.comment !== 'never') {
      const render = (limit        )         => markdown.renderComment(report, limit);
      const about = nameSubjects(settings, world$1.env, github$1.context);
      const written = await writeComment(github$1, { when: settings.comment, about, state: stateOf(report), render, ...decided });
      collected.take(written, ({ url }) => ['comment', url]);
      if ('done' in written && written.done.warning !== undefined) collected.take({ warning: written.done.warning });
    }
    if (settings.uploadSarif) {
      const { sarif: sarif$1, left } = sarif.renderUpload(report);
      if (left !== undefined) collected.take({ warning: left });
      if (sarif$1 !== undefined) collected.take(await uploadSarif(github$1, sarif$1, startedAt), ({ id }) => ['sarif-id', id]);
    }
    return { ...collected.result, annotated: check !== undefined && checked !== undefined && 'done' in checked }
  };

  const cancelNow = async ()                => {
    const sent = await world.captureFault(async () => completing);
    const stands = completing !== undefined && !(sent instanceof Error);
    if (check !== undefined && !stands) await cancelCheck(lasting, check);
  };
  let cancelling;
  const cancel = ()                => {
    cancelling ??= cancelNow();
    return cancelling
  };
  if (world$1.signal.aborted) await cancel();
  world$1.signal.addEventListener('abort', cancel, { once: true });
  return { finish, cancel }
}

function showIn(report        )        {
  const annotations = annotation.listAnnotations(report).filter(({ at }) => at !== null);
  const left = annotations.length - MOST_ANNOTATIONS;
  const more = left <= 0 ? '' : `\n${left} more annotations do not fit here; the report as JSON, HTML or CSV has all findings.\n`;
  return {
    title: wording.headlineOf(report),
    summary: markdown.renderWhy(report, MOST_CHECK_BYTES) || wording.headlineOf(report),
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
        const repository = `${read.registryOf(text)}/${repositoryName}`;
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
