'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const github = require('./chunk-github.cjs');
const refusal = require('./chunk-refusal2.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-poll.cjs');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');

// Finds the pull request of a run. If the event does not name it, it is found by the head that GitHub puts into the event, and
// never by anything that a stranger may have written.


const PER_PAGE = 100;

/** The number of the pull request; throws a GitHubFault if there is none, or more than one. */
async function findPull(github$1        , pull      , until        )                  {
  if ('number' in pull) return pull.number
  const { head } = pull;
  // By the branch and not by the commit: GitHub does not find pull requests by the commits of a fork.
  const numbers = await github.ask(
    github$1,
    {
      route: 'GET /repos/{owner}/{repo}/pulls',
      parameters: { ...github$1.context.repository, state: 'open', head: `${head.owner}:${head.branch}`, per_page: PER_PAGE },
      read: data => (Array.isArray(data) ? data.filter(each => isMeant(each, head)).map(each => read.own(each, 'number')) : undefined),
    },
    until,
  );
  const [number] = numbers;
  if (numbers.length === 1 && typeof number === 'number') return number
  const found = numbers.length === 0 ? 'no open pull request has' : `the pull requests ${numbers.join(', ')} have`;
  throw new refusal.GitHubFault('github-event', `${found} the event's commit ${head.sha} as the head`)
}

/** The pull request's current head, if it is another commit than the event names; undefined if the event names none. */
async function findNewer(github$1        , pull      , until        )                              {
  // If the pull request was found by its head, that was compared a moment ago.
  if (!('number' in pull) || pull.sha === undefined) return undefined
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
  const parameters = { ...github$1.context.repository, pull_number: pull.number };
  const read$1 = (data         )                     => {
    const sha = read.own(data, 'head', 'sha');
    return github.isSha(sha) ? sha : undefined
  };
  const sha = await github.ask(github$1, { route, parameters, read: read$1 }, until);
  return sha === pull.sha ? undefined : sha
}

const MOST_PAGES = 30;

/** The files that a pull request changes, those that it removes or renames among them. */






async function listChangedFiles(github$1        , pull      , until        )                        {
  const number = await findPull(github$1, pull, until);
  const files           = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
    const parameters = { ...github$1.context.repository, pull_number: number, per_page: PER_PAGE, page };
    const read$1 = (data         )                                 => (Array.isArray(data) ? data : undefined);
    const entries = await github.ask(github$1, { route, parameters, read: read$1 }, until);
    const names = entries.flatMap(entry => [read.own(entry, 'filename'), read.own(entry, 'previous_filename')]);
    files.push(...names.filter(name => typeof name === 'string'));
    if (entries.length < PER_PAGE) return { files: [...new Set(files)], isComplete: true }
  }
  return { files: [...new Set(files)], isComplete: false }
}

// Anybody can open a pull request with somebody else's commit, and GitHub ignores filters that it cannot read.
function isMeant(pull         , { sha, branch, repositoryId }      )          {
  return (
    read.own(pull, 'state') === 'open' &&
    read.own(pull, 'head', 'sha') === sha &&
    read.own(pull, 'head', 'ref') === branch &&
    read.own(pull, 'head', 'repo', 'id') === repositoryId
  )
}

exports.findNewer = findNewer;
exports.findPull = findPull;
exports.listChangedFiles = listChangedFiles;
