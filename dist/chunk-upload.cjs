'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const calls = require('./chunk-calls.cjs');
const manifests = require('./chunk-manifests.cjs');
const only = require('./chunk-only.cjs');
const promote = require('./chunk-promote.cjs');
const world = require('./chunk-world.cjs');
const manifest = require('./chunk-manifest.cjs');
const read = require('./chunk-read.cjs');
const node_fs = require('node:fs');
const node_path = require('node:path');
const poll = require('./chunk-poll.cjs');
const node_child_process = require('node:child_process');
const permissions = require('./chunk-permissions.cjs');
const network = require('./chunk-network.cjs');
const fs = require('node:fs/promises');
require('./chunk-expect.cjs');
require('./chunk-refusal.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('node:crypto');
require('node:events');
require('node:zlib');
require('node:net');
require('node:timers/promises');
require('node:v8');
require('node:tls');
require('./chunk-address.cjs');

// Makes the faults of a push, which have codes of their own.


function pushFault(code          , message        , help        , cause          )        {
  return new world.Fault(code, { message, help }, cause)
}

// Removes secrets from text that arrives in pieces. A secret may be split anywhere, so text that may be the beginning of one is
// held back until the next piece decides.

const HIDDEN = '***';
/** At the end of a stream, held-back text shorter than this reveals nothing of a secret and is shown. */
const TELLING = 4;








function createRedactor(secrets                   )           {
  const sorted = [...new Set(secrets)].filter(secret => secret !== '').sort((a, b) => b.length - a.length);
  let held = '';
  return {
    add: text => {
      const clean = sorted.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), held + text);
      const cut = clean.length - Math.max(0, ...sorted.map(secret => countBegun(clean, secret)));
      held = clean.slice(cut);
      return clean.slice(0, cut)
    },
    end: () => {
      const rest = held;
      held = '';
      return rest.length < TELLING ? rest : HIDDEN
    },
  }
}

/** How many characters at the end of the text are the beginning of the secret. */
function countBegun(text        , secret        )         {
  const [first = ''] = secret;
  let at = text.indexOf(first, Math.max(0, text.length - secret.length + 1));
  while (at >= 0) {
    if (secret.startsWith(text.slice(at))) return text.length - at
    at = text.indexOf(first, at + 1);
  }
  return 0
}

// Runs an external tool: without a shell, with only the environment that it needs, in its own process group so that it can be
// killed with everything it started, and with a time limit. Only the end of its output is kept, which tells why it failed.






























const KEPT = 4096;
const LONGEST_LINE$1 = 1000;
/** How long a tool may take to end after SIGTERM, in milliseconds. */
const GRACE = 2000;

const NEEDED =
  /^(?:PATH|HOME|TMPDIR|XDG_\w+|DOCKER_(?:HOST|CONTEXT|CERT_PATH|TLS_VERIFY)|SSL_CERT_(?:FILE|DIR)|CONTAINERS_\w+|REGISTRIES_\w+|STORAGE_(?:DRIVER|OPTS)|LANG|LANGUAGE|LC_\w+)$/;
const PROXY = /^(?:https?|all|no)_proxy$/i;

/** The environment of a tool: no AWS credentials, no inputs of the Action, no tokens. */
function selectEnvironment(env             )                                   {
  const chosen = Object.entries(env).filter(([name, value]) => value !== undefined && (NEEDED.test(name) || PROXY.test(name)));
  // Tools written in Go read the certificates of AWS_CA_BUNDLE by another name, beside those of the system's folder.
  const bundle = env['AWS_CA_BUNDLE'] ?? '';
  const trust = bundle === '' || (env['SSL_CERT_FILE'] ?? '') !== '' ? {} : { SSL_CERT_FILE: bundle };
  return { ...(Object.fromEntries(chosen)                          ), ...trust }
}

/** Finds a program in PATH. Relative folders are skipped, because a program from the working copy must not be run. */
function findProgram(name        , env             )                     {
  const folders = (env['PATH'] ?? '').split(node_path.delimiter).filter(node_path.isAbsolute);
  return folders.map(folder => node_path.join(folder, name)).find(isProgram)
}

function isProgram(path        )          {
  try {
    node_fs.accessSync(path, node_fs.constants.X_OK);
    return node_fs.statSync(path).isFile()
  } catch {
    return false
  }
}

/** Runs a tool to its end. Throws a fault if it cannot be started, or when the run is stopped. */
function runTool({ command, words, env, secrets, limit, signal: stop, line, keep = KEPT }      )                   {
  return new Promise((resolve, reject) => {
    stop.throwIfAborted();
    const child = node_child_process.spawn(command, words, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = (signal                )       => killGroup(child.pid, signal);
    const die = ()       => {
      kill('SIGKILL');
      // A process that left the group may hold these streams open forever.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const forget = world.registerCleanup(() => kill('SIGKILL'));
    stop.addEventListener('abort', die, { once: true });
    const out = readEnd(child.stdout, secrets, keep, line);
    const err = readEnd(child.stderr, secrets, KEPT, line);
    let late = false;
    let grace;
    // A sleep of the clock cannot be cancelled, so the limit is a timer of its own.
    const timer = setTimeout(
      () => {
        late = true;
        kill('SIGTERM');
        grace = setTimeout(die, GRACE);
      },
      Math.min(limit, 2 ** 31 - 1),
    );
    const end = ()       => {
      clearTimeout(timer);
      clearTimeout(grace);
      stop.removeEventListener('abort', die);
      forget();
    };
    child.on('error', error => {
      end();
      reject(pushFault('push-tool', `${command} cannot be started (${error.message})`, 'reinstall it, or check its permissions', error));
    });
    child.on('close', (code, signal) => {
      end();
      if (stop.aborted) reject(stop.reason);
      else resolve({ code, signal, late, out: out(), err: err() });
    });
  })
}

function killGroup(pid                    , signal                )       {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Reads a stream. The returned function gives the end of its text. */
function readEnd(stream          , secrets                   , keep        , line                                      )               {
  const redactor = createRedactor(secrets);
  let kept = '';
  let begun = '';
  const take = (text        )       => {
    kept = (kept + text).slice(-keep);
    const lines = text.split(/[\r\n]+/);
    for (const [i, part] of lines.entries()) {
      // A line that never ends must not fill the memory.
      begun = `${begun}${part}`.slice(0, LONGEST_LINE$1);
      if (i === lines.length - 1) break
      if (begun.trim() !== '') line?.(begun.trim());
      begun = '';
    }
  };
  stream.setEncoding('utf8').on('data', (text        ) => take(redactor.add(text)));
  return () => {
    take(redactor.end());
    return kept
  }
}

// Finds docker's daemon. docker itself goes by DOCKER_HOST or its context. skopeo knows neither, so it is given the address; and
// so is docker, because it runs with a configuration folder of ours, in which it would not find its contexts.









const PATIENCE = 10_000;

async function findDaemon(env             , docker                    , signal             )                  {
  const host = env['DOCKER_HOST'] ?? '';
  if (host !== '') return { host, certificates: nonEmpty(env['DOCKER_TLS_VERIFY']) && certificatesOf(env) }
  if (docker === undefined) return { host: undefined, certificates: undefined }
  // docker stores contexts in its configuration folder.
  const chosen = { ...selectEnvironment(env), DOCKER_CONFIG: nonEmpty(env['DOCKER_CONFIG']) };
  const { code, out, err } = await runTool({ command: docker, words: INSPECT, env: chosen, secrets: [], limit: PATIENCE, signal });
  const [found, folder] = code === 0 ? readContext(out) : [];
  // With the default daemon instead, an image of another daemon could be pushed.
  if (code !== 0 && (nonEmpty(env['DOCKER_CONTEXT']) !== undefined || /context.*not found/i.test(err))) {
    const said = read.printable(err.trim(), 300);
    throw pushFault('push-source', `docker's context cannot be read (${said})`, 'check docker context ls, or set DOCKER_HOST')
  }
  return { host: nonEmpty(found), certificates: nonEmpty(folder) }
}

// docker names a certificate folder for every context, even if it has no certificates, so the TLS material is read as well.
const INSPECT = [
  'context',
  'inspect',
  '--format',
  '{{json .Endpoints.docker.Host}}\n{{json (index .TLSMaterial "docker")}}\n{{json .Storage.TLSPath}}',
];

function readContext(text        )                                                                          {
  try {
    const [host, material, folder] = JSON.parse(`[${text.trim().split('\n').join(',')}]`);
    const tls = Array.isArray(material) && material.length > 0 && typeof folder === 'string';
    return [typeof host === 'string' ? host : undefined, tls ? node_path.join(folder, 'docker') : undefined]
  } catch {
    return []
  }
}

function certificatesOf(env             )                     {
  return nonEmpty(env['DOCKER_CERT_PATH']) ?? (nonEmpty(env['HOME']) && node_path.join(env['HOME'] ?? '', '.docker'))
}

function nonEmpty(text                    )                     {
  return text === '' ? undefined : text
}

/** The options that tell skopeo where the daemon is; each begins with `prefix`. */
function daemonWords({ host, certificates }        , prefix                 )                    {
  if (host === undefined) return []
  // For a tcp: address docker uses TLS only if asked to; skopeo always does.
  const address = certificates === undefined ? host.replace(/^tcp:/, 'http:') : host;
  return [`${prefix}daemon-host`, address, ...(certificates === undefined ? [] : [`${prefix}cert-dir`, certificates])]
}

/** The environment that tells docker where the daemon is. */
function daemonEnvironment({ host, certificates }        )              {
  const tls = certificates === undefined ? undefined : '1';
  return { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: tls, DOCKER_CERT_PATH: certificates }
}

// Classifies the final error message of skopeo or docker: whose mistake it was, how to cure it, and whether to try again.
//
// Exit codes say nothing (every failure is 1), so the message has to. The rows are tried in order: permanent failures before
// transient ones, and failures of the source before those of the network, because a truncated archive ends in "unexpected EOF"
// just as a lost connection does.














const LONGEST_SAID = 600;

/** The query of a URL, which may carry state and signatures and so is not shown. */
const QUERY = /\?[\w%&=.+~-]+/g;
const SOURCE =
  /initializing source|Invalid source name|determining manifest MIME type for (?:docker|oci|containers)|failed to find image|no such image|does not exist locally/i;

const LOCAL$1                 = [
  [
    /unknown (?:shorthand )?flag|flag provided but not defined/i,
    'push-tool',
    'never',
    'the push tool does not support an option that is needed',
    'install a newer skopeo (1.6 or later)',
  ],
  [
    /no space left on device|disk quota exceeded/i,
    'push-disk',
    'never',
    'the disk is full',
    'free space where archives are unpacked, or set TMPDIR to a folder with more space',
  ],
  [
    /cannot connect to the docker daemon|permission denied while trying to connect|error during connect/i,
    'push-source',
    'never',
    "docker's daemon cannot be reached",
    'start it, check that DOCKER_HOST or the docker context names its socket and that this user may use it, or push a docker-archive',
  ],
];

// Tried only if the message is about the source.
const OF_SOURCE                 = [
  [
    /more than one image/i,
    'push-source',
    'never',
    'the source contains several images',
    'name one by its reference, as in oci:FOLDER:REFERENCE',
  ],
  [
    /no descriptor found|tag \S+ not found|image not known|no such image|not an image|failed to find image|does not exist locally/i,
    'push-source',
    'never',
    'the source does not contain this image',
    'check its name and tag: docker images, podman images, or index.json of an OCI layout',
  ],
  [
    /no such file or directory/i,
    'push-source',
    'never',
    'there is no such file or folder to push',
    'check the path; it is relative to the working directory',
  ],
  [/permission denied/i, 'push-source', 'never', 'permission to read the source is missing', 'let this user read it'],
  [
    /.*/s,
    'push-source',
    'never',
    'the source is incomplete, or not of the stated kind',
    'docker-archive is what docker save writes, oci a folder with index.json, oci-archive a tar file of one; save it again',
  ],
];

const ALLOW = `allow ${read.listOf(permissions.listActions(['push'], 'registry'))} on *, and ${read.listOf(permissions.listActions(['push'], 'repository'))} on the repository`;
const CREDENTIALS = 'the registry rejects the credentials';
const REACH = 'check the network and the proxy (HTTPS_PROXY, NO_PROXY), then run it again';

const OF_REGISTRY                 = [
  [/proxy authentication required/i, 'push-network', 'never', network.REFUSED_BY_PROXY.what, network.REFUSED_BY_PROXY.help],
  [
    /digest did not match|does not match the manifest|reading (?:config )?blob .*(?:no such file|unexpected EOF)|\/blobs\/sha256\/\S+: no such file|layer tarball.*not found/i,
    'push-source',
    'never',
    'the source is damaged: its content is not what its manifest says',
    'build or save the image again',
  ],
  [/authorization token has expired/i, 'push-denied', 'once', CREDENTIALS, `check whose credentials these are; ${ALLOW}`],
  [
    /\bdenied: |not authorized to perform|requested access to the resource is denied|insufficient_scope/i,
    'push-denied',
    'never',
    'the push is denied',
    ALLOW,
  ],
  [
    // skopeo does not show the registry's message, so an expired token looks like this too.
    /unauthorized|authentication required|no basic auth credentials|invalid username\/password|(?:status|code)\D{0,20}40[13]\b|40[13] \(?(?:Forbidden|Unauthorized)/i,
    'push-denied',
    'once',
    CREDENTIALS,
    `check whose credentials these are; ${ALLOW}`,
  ],
  [
    /name unknown|name_unknown|repository .* does not exist/i,
    'push-repository',
    'never',
    'there is no such repository',
    'create the repository first (aws ecr create-repository), or check its name, the account and the Region',
  ],
  [
    /\b(?:tag|repository) is immutable|TagAlreadyExists/i,
    'push-immutable',
    'never',
    'the tag already exists and cannot be moved',
    'push under a new tag, such as the commit, or judge the existing image',
  ],
  [
    /maximum allowed number|limit ?exceeded|StatusCode: 413|entity too large/i,
    'push-refused',
    'never',
    'a limit of the registry was reached',
    'delete images with a lifecycle policy, make layers smaller, or ask AWS for a higher limit',
  ],
  [
    /manifest invalid|manifest_invalid|\bunsupported: |StatusCode: 415|unsupported manifest|manifest type|Unsupported conversion|cannot be preserved|Would invalidate|would change the manifest/i,
    'push-refused',
    'never',
    'the registry rejects this kind of manifest',
    'build the image as an OCI or docker image, schema 2; another entry of an index, such as an attestation, may be the cause',
  ],
  [
    /x509|certificate|HTTP response to HTTPS client|first record does not look like a TLS handshake/i,
    'push-network',
    'never',
    "the registry's certificate is not trusted",
    "check the host; behind a proxy that inspects TLS, give the certificate of its authority in AWS_CA_BUNDLE or SSL_CERT_FILE, and docker's daemon its own",
  ],
  [/no such host/i, 'push-network', 'never', "the registry's host name cannot be resolved", 'check the account, the Region and DNS'],
  [
    /toomanyrequests|too many requests|\b429\b|rate exceeded|throttl/i,
    'push-network',
    'again',
    'the registry throttled the push on every attempt',
    'push fewer images at once, or run it again later',
  ],
  [
    /\b5\d\d \(?[A-Z]|status:? 5\d\d|StatusCode: 5\d\d|internal server error|service unavailable|bad gateway|blob upload (?:unknown|invalid)/i,
    'push-network',
    'again',
    'the registry failed on every attempt',
    'run it again later',
  ],
  [
    /connection (?:reset|refused|timed out)|broken pipe|\bEOF\b|timeout|deadline exceeded|TLS handshake|no route to host|network is unreachable|closed network connection|server misbehaving|temporary failure|goaway|stream error|http2: /i,
    'push-network',
    'again',
    'the connection to the registry was lost on every attempt',
    REACH,
  ],
];

/** Classifies a failure by the tool's standard error, or by its standard output if that is empty. */
function classifyFailure(err        , out = '')          {
  const words = lastWords(err.trim() === '' ? out : err);
  const rows = [...LOCAL$1, ...(SOURCE.test(words) ? OF_SOURCE : OF_REGISTRY)];
  const said = read.printable(words.replace(QUERY, '?…'), LONGEST_SAID);
  const row = rows.find(([pattern]) => pattern.test(words));
  if (row === undefined)
    return {
      code: 'push-failed',
      retry: 'never',
      what: 'the push failed',
      help: 'run it again; the same push by hand shows all that the tool says',
      said: said || 'nothing',
    }
  const [, code, retry, what, help] = row;
  return { code, retry, what, help, said: said || 'nothing' }
}

const FATAL = /level=fatal msg=(?:"((?:[^"\\]|\\.)*)"|(\S+))/gs;

// skopeo ends with a fatal log line, docker with plain text. Earlier lines may be about problems that were overcome.
function lastWords(text        )         {
  const fatal = [...text.matchAll(FATAL)].at(-1);
  if (fatal !== undefined) return (fatal[1] ?? fatal[2] ?? '').replace(/\\n/g, ' ').replace(/\\(["\\])/g, '$1')
  const lines = text.split(/[\r\n]+/).map(line => line.trim());
  return lines
    .filter(line => line !== '')
    .slice(-3)
    .join(' ')
}

// One attempt to push with one tool: its inputs and its result.

























/** The digests by which a registry's image is recognized as the source: of its manifest, or of its configuration. */





/** Turns the outcome of a tool that failed or ran out of time into a result. */
function toFailure({ late, signal, err, out }         )         {
  if (late) return { late: true }
  if (signal === null) return { failure: classifyFailure(err, out) }
  const help = 'something else ended it; check whether memory ran out';
  return { failure: { code: 'push-failed', retry: 'never', what: 'the push tool was killed', help, said: signal } }
}

/** Checks that what a tool gave as the digest has the form of one. */
function toDigest(text        , tool        )         {
  const digest = text.trim();
  if (read.isDigest(digest)) return { digest }
  const [what, help] = [`${tool} reported no digest`, `check that this ${tool} is the real one, and run it again`];
  return { failure: { code: 'push-failed', retry: 'never', what, help, said: digest === '' ? 'nothing' : read.printable(digest, 100) } }
}

// Pushes with docker, if skopeo is missing or cannot reach the daemon. docker only pushes an image that has the name of the
// target, so the image gets that name for the duration of the push; an image that had the name before gets it back.


/** How long removing the name may take, in milliseconds: a signal handler may be waiting for it. */
const UNTAG_PATIENCE = 5000;



async function pushByDocker(docker        , name        , daemon        , attempt         )                  {
  const { repository, target, secrets } = attempt;
  const env = { ...attempt.env, ...daemonEnvironment(daemon) };
  const config = ['--config', node_path.dirname(attempt.authfile)];
  const run         = (words, line) =>
    runTool({
      command: docker,
      words: [...config, ...words],
      env,
      secrets,
      limit: attempt.left(),
      signal: attempt.signal,
      ...(line === undefined ? {} : { line }),
    });
  const untag =
    name === target ? () => undefined : await tagTarget(run, name, attempt, words => untagNow(docker, [...config, ...words], env));
  if (typeof untag === 'object') return untag
  try {
    const pushed = await run(['push', target], attempt.line);
    if (pushed.late || pushed.code !== 0) return toFailure(pushed)
    return toDigest(findPrintedDigest(pushed.out) ?? (await inspectDigest(run, repository, target)), 'docker')
  } finally {
    untag();
  }
}

/**
 * Reads by what a registry's image is recognized as this one; undefined if docker does not tell. It knows an image by the digest of
 * its configuration or, in newer stores, of its manifest.
 */
async function identifyByDocker(
  docker        ,
  name        ,
  daemon        ,
  task                                        ,
)                                {
  const words = ['image', 'inspect', '--format', '{{.Id}}', name];
  const env = { ...task.env, ...daemonEnvironment(daemon) };
  const { code, late, out } = await runTool({ ...task, command: docker, words, env, secrets: [] });
  const id = out.trim();
  return late || code !== 0 || !read.isDigest(id) ? undefined : { manifest: id, config: id }
}

/** Gives the image the name of the target. Returns a function that undoes this, or the failure. */
async function tagTarget(
  run        ,
  name        ,
  attempt         ,
  now                                       ,
)                                 {
  const { target, tell } = attempt;
  const before = await run(['image', 'inspect', '--format', '{{.Id}}', target]);
  const had = before.code === 0 ? before.out.trim() : undefined;
  const undo = world.registerCleanup(() => {
    if (now(had === undefined ? ['image', 'rm', '--no-prune', target] : ['tag', had, target])) return
    const help = `remove it with docker image rm ${target}`;
    tell({ level: 'warning', kind: 'push-tag', message: `docker still has the name ${target}, which was added for the push`, help });
  });
  const tagged = await run(['tag', name, target]);
  if (!tagged.late && tagged.code === 0) return undo
  undo();
  return toFailure(tagged)
}

function untagNow(docker        , words                   , env                )          {
  return node_child_process.spawnSync(docker, words, { env: { ...env }, stdio: 'ignore', timeout: UNTAG_PATIENCE, killSignal: 'SIGKILL' }).status === 0
}

// Finds the digest that docker prints, which is the registry's answer. RepoDigests is less reliable: it may hold digests of
// other pushes, and podman's docker-compatible service lists a digest there that the registry does not have.
function findPrintedDigest(out        )                     {
  return [...out.matchAll(/digest: (sha256:[0-9a-f]{64}) size: \d+/g)].at(-1)?.[1]
}

async function inspectDigest(run        , repository        , target        )                  {
  const { code, out } = await run(['image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', target]);
  const digests = out.split('\n').filter(line => line.startsWith(`${repository}@`));
  return code === 0 && digests.length === 1 ? (digests[0] ?? '').slice(repository.length + 1) : ''
}

// A folder that only this user can read and that exists for one attempt: it holds the registry's credentials.







/** Makes a private folder, passes it to `use`, and removes it with its contents, whatever happens. */
async function withFolder   (parent        , use                                )             {
  const folder = makeFolder(parent);
  const remove = world.registerCleanup(() => node_fs.rmSync(folder, { recursive: true, force: true, maxRetries: 2 }));
  try {
    return await use(folder)
  } finally {
    remove();
  }
}

// Nothing is awaited between making the folder and registering its cleanup, so no signal is handled in between.
function makeFolder(parent        )         {
  try {
    return node_fs.mkdtempSync(node_path.join(parent, 'ecr-gate-push-'))
  } catch (error) {
    throw toFolderFault(error, parent)
  }
}

/** Writes credentials in docker's format, which skopeo reads too, and returns the path. */
function writeCredentials(folder        , registry        , credentials             )         {
  const path = node_path.join(folder, 'config.json');
  try {
    node_fs.writeFileSync(path, JSON.stringify({ auths: { [registry]: { auth: encodeAuth(credentials) } } }), { mode: 0o600, flag: 'wx' });
    node_fs.chmodSync(path, 0o600);
  } catch (error) {
    throw toFolderFault(error, folder)
  }
  return path
}

/** Every form in which a tool might print the credentials. */
function listSecrets(credentials             )                    {
  const { password } = credentials;
  return [password, encodeAuth(credentials), encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]
}

function encodeAuth({ username, password }             )         {
  return Buffer.from(`${username}:${password}`).toString('base64')
}

function toFolderFault(error         , folder        )        {
  if (!(error instanceof Error)) throw error
  const full = 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  return pushFault(
    full ? 'push-disk' : 'push-failed',
    `a private folder for the push cannot be created in ${folder} (${world.sayError(error)})`,
    full ? 'free space there' : 'set TMPDIR or RUNNER_TEMP to a folder that this user may write to',
    error,
  )
}

// Pushes with skopeo, which reads every kind of source and needs no daemon to push.


/** Only an OCI layout has the exact bytes that the registry is to have; the other forms have no manifest for a registry. */
function isLayout({ kind }            )          {
  return kind === 'oci' || kind === 'oci-archive'
}

async function pushBySkopeo(skopeo        , source            , daemon                    , attempt         )                  {
  const digestfile = node_path.join(attempt.folder, 'digest');
  const words = [
    'copy',
    '--authfile',
    attempt.authfile,
    '--digestfile',
    digestfile,
    // skopeo unpacks archives there; older versions ignore TMPDIR.
    '--tmpdir',
    attempt.scratch,
    ...(isLayout(source) ? ['--all', '--preserve-digests'] : []),
    ...(daemon === undefined ? [] : daemonWords(daemon, '--src-')),
    read.formatPushSource(source),
    `docker://${attempt.target}`,
  ];
  const { env, secrets, line, signal } = attempt;
  const outcome = await runTool({ command: skopeo, words, env, secrets, line, signal, limit: attempt.left() });
  if (outcome.late || outcome.code !== 0) return toFailure(outcome)
  return toDigest(await fs.readFile(digestfile, 'utf8').catch(() => ''), 'skopeo')
}

/** A manifest may have 4 MiB, and a configuration has about as much. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/**
 * Reads by what a registry's image is recognized as this source; undefined if it cannot be read. An OCI layout has the manifest that
 * is pushed. Of other sources the push makes a new one, but the configuration stays, and it says what every layer contains.
 */
async function identifyBySkopeo(
  skopeo        ,
  source            ,
  daemon                    ,
  { scratch, ...task }                                                                       ,
)                                {
  const what = isLayout(source) ? ['--raw'] : ['--raw', '--config'];
  const from = daemon === undefined ? [] : daemonWords(daemon, '--');
  const words = ['inspect', ...what, '--tmpdir', scratch, ...from, read.formatPushSource(source)];
  const { code, late, out } = await runTool({ ...task, command: skopeo, words, secrets: [], keep: MOST_CHARACTERS });
  if (late || code !== 0 || out === '' || out.length === MOST_CHARACTERS) return undefined
  const digest = manifests.digestOf(out);
  return isLayout(source) ? { manifest: digest } : { config: digest }
}

// Pushes an image to a registry with the tool that is installed. Transient failures are tried again; all others end the push
// at once, with a cure.
//
// Each attempt requests new credentials, because a push may last longer than a token. Each has its own private folder, which is
// removed at its end, so that nothing worth stealing exists between attempts.

























/** An image in the registry: the digests of its manifest, and of its configuration if it has one. */















/** Seconds before the second attempt, the third and the fourth. */
const PAUSES = [2, 6, 15];
const LONGEST_LINE = 160;
/** The most lines reported in one attempt, because a tool may print without end. */
const MOST_LINES = 1000;
const HEARTBEAT = 1000;

/** Pushes an image. Throws a fault that says what was wrong and how to cure it. */
async function pushImage(request             , dependencies                  )                  {
  checkTarget(request);
  const { clock } = dependencies;
  const start = clock.milliseconds();
  const left = ()         => request.timeoutSeconds * 1000 - (clock.milliseconds() - start);
  const tool = await chooseTool(request.source, dependencies);
  let refreshed = false;
  return poll.retry(clock, async attempts => {
    const result = await tryOnce(request, dependencies, tool, left);
    if ('digest' in result) return { done: { digest: result.digest, attempts, tool: tool.name } }
    const failure = 'failure' in result ? result.failure : undefined;
    const pauseSeconds = PAUSES[attempts - 1];
    const again = failure?.retry === 'again' || (failure?.retry === 'once' && !refreshed);
    if (failure?.retry === 'once') refreshed = true;
    if (failure === undefined || !again || pauseSeconds === undefined || pauseSeconds * 1000 >= left()) {
      const late = failure === undefined || (again && pauseSeconds !== undefined);
      const fault = late ? lateFault(request, attempts, failure) : failureFault(request, failure, attempts);
      return { done: { digest: await findPushed(request, dependencies, tool, fault), attempts, tool: tool.name } }
    }
    dependencies.tell({
      level: 'warning',
      kind: failure.code,
      message: `attempt ${attempts} of ${PAUSES.length + 1} to push ${targetOf(request)} failed (${failure.said}); the next is in ${pauseSeconds} s`,
    });
    return { pauseSeconds }
  })
}

/** Failures in which the registry had no part. */
const LOCAL                       = ['push-tool', 'push-source', 'push-disk'];
/** How long the source may be read to know what was to be pushed, in milliseconds. */
const IDENTIFY_PATIENCE = 120_000;

// An immutable repository refuses an image that it already has under the tag, and an answer may get lost after the image was stored.
// In both cases the tag names what was to be pushed, and that is what a push is for.
async function findPushed(request             , dependencies                  , tool      , fault       )                  {
  if (LOCAL.includes(fault.code)) throw fault
  const tagged = await dependencies.readTag();
  if (tagged === undefined) throw fault
  const wanted = await identify(request.source, dependencies, tool);
  const { message, help } = fault.diagnostic;
  if (wanted?.manifest === tagged.digest || (wanted?.config !== undefined && wanted.config === tagged.config)) {
    dependencies.tell({ level: 'note', kind: fault.code, message: `${message}; but the tag already names this image, ${tagged.digest}` });
    return tagged.digest
  }
  const why = wanted === undefined ? 'and whether that is this image cannot be told' : 'which is another image';
  throw pushFault(fault.code            , `${message}; the tag names ${tagged.digest}, ${why}`, help ?? '')
}

/** Reads by what the source is recognized in the registry; undefined if the tool cannot tell. */
function identify(source            , { env, temporary, signal }                  , tool      )                                {
  return withFolder(temporary, folder =>
    withScratch(env, folder, scratch => {
      const task = { env: { ...selectEnvironment(env), TMPDIR: scratch }, limit: IDENTIFY_PATIENCE, signal };
      return tool.name === 'skopeo'
        ? identifyBySkopeo(tool.path, source, tool.daemon, { ...task, scratch })
        : identifyByDocker(tool.path, tool.image, tool.daemon, task)
    }),
  )
}

async function tryOnce(request             , dependencies                  , tool      , left              )                  {
  const { env, temporary, signal, tell } = dependencies;
  const credentials = await dependencies.authorize();
  if (left() <= 0) return { late: true }
  const told = tellProgress(request, dependencies, left);
  try {
    return await withFolder(temporary, folder =>
      withScratch(env, folder, async scratch => {
        const attempt = {
          folder,
          authfile: writeCredentials(folder, request.registry, credentials),
          scratch,
          registry: request.registry,
          repository: `${request.registry}/${request.repositoryName}`,
          target: targetOf(request),
          env: { ...selectEnvironment(env), TMPDIR: scratch },
          secrets: listSecrets(credentials),
          left: () => Math.max(1, left()),
          signal,
          line: told.line,
          tell,
        };
        return tool.name === 'skopeo'
          ? pushBySkopeo(tool.path, request.source, tool.daemon, attempt)
          : pushByDocker(tool.path, tool.image, tool.daemon, attempt)
      }),
    )
  } finally {
    told.stop();
  }
}

// A tool that is killed leaves its unpacked files behind, so it unpacks them into a folder of ours, on the disk of TMPDIR.
function withScratch   (env             , folder        , use                                 )             {
  const named = env['TMPDIR'] ?? '';
  if (node_path.isAbsolute(named)) return withFolder(named, use)
  const scratch = node_path.join(folder, 'scratch');
  node_fs.mkdirSync(scratch, { mode: 0o700 });
  return use(scratch)
}

// A layer may take minutes in which the tool prints nothing, so its last line is reported again and again.
function tellProgress(request             , { progress }                  , left              ) {
  const what = `pushing ${targetOf(request)}`;
  let last = '';
  let count = 0;
  const show = ()       => progress(last === '' ? what : `${what}: ${last}`, Math.max(0, request.timeoutSeconds - left() / 1000));
  const beat = setInterval(show, HEARTBEAT);
  show();
  return {
    stop: () => clearInterval(beat),
    line: (line        )       => {
      if (++count > MOST_LINES) return
      last = read.printable(line, LONGEST_LINE);
      show();
    },
  }
}

async function chooseTool(source            , { env, signal }                  )                {
  const [skopeo, docker] = [findProgram('skopeo', env), findProgram('docker', env)];
  const install = 'install skopeo 1.6 or later (apt-get install skopeo, dnf install skopeo, brew install skopeo)';
  if (source.kind !== 'docker-daemon') {
    if (skopeo !== undefined) return { name: 'skopeo', path: skopeo, daemon: undefined }
    const cure = `${install}${docker === undefined ? '' : '; docker alone pushes docker-daemon:NAME:TAG only'}`;
    throw pushFault('push-tool', `skopeo is not in PATH, and ${source.kind} needs it`, cure)
  }
  if (skopeo === undefined && docker === undefined)
    throw pushFault('push-tool', 'neither skopeo nor docker is in PATH', `${install}, or docker`)
  const daemon = await findDaemon(env, docker, signal);
  // skopeo cannot connect to a daemon over SSH.
  const remote = daemon.host?.startsWith('ssh:') === true;
  if (skopeo !== undefined && !(remote && docker !== undefined)) return { name: 'skopeo', path: skopeo, daemon }
  return { name: 'docker', path: docker          , daemon, image: source.name }
}

// An image's URI has already passed these checks. They are repeated because a caller's mistake must not cause a push.
function checkTarget({ registry, repositoryName, tag, timeoutSeconds }             )       {
  const fine =
    /^[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/i.test(registry) &&
    /^[a-z0-9][a-z0-9._/-]{0,255}$/.test(repositoryName) &&
    /^\w[\w.-]{0,127}$/.test(tag);
  const target = read.printable(`${registry}/${repositoryName}:${tag}`, 200);
  if (!fine) throw pushFault('push-usage', `an image cannot be pushed to ${target}`, 'write registry[:port], repository and tag')
  if (!(timeoutSeconds > 0)) throw pushFault('push-usage', `a push cannot be done within ${timeoutSeconds} s`, 'give it more time')
}

function targetOf({ registry, repositoryName, tag }             )         {
  return `${registry}/${repositoryName}:${tag}`
}

function failureFault(request             , { code, what, help, said }         , attempts        ) {
  const tries = attempts === 1 ? '' : ` in ${attempts} attempts`;
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)}${tries}: ${what} (${said})`;
  return pushFault(code, message, help)
}

function lateFault(request             , attempts        , failure          ) {
  const why = failure === undefined ? '' : `; attempt ${attempts} failed (${failure.said}), and there was no time for another`;
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)} within ${request.timeoutSeconds} s${why}`;
  return pushFault('push-timeout', message, 'give the push more time, or check the network')
}

function nameOf(source            )         {
  return read.shorten(read.formatPushSource(source), 200)
}

// The push of a run: to the given name, with a token from ECR, and read back by that name. The digest that was pushed is what
// is judged later, so moving the tag in the meantime changes nothing.


/** What a push uses of the world outside the program. */

















/** Pushes a source to an image's name. Returns the name with the digest. Throws a fault if the tag then does not name that digest. */
async function uploadImage(
  aws     ,
  uri          ,
  source            ,
  timeoutSeconds        ,
  dependencies              ,
)                    {
  const ecr = await calls.openEcr(aws, uri);
  const { repositoryName, tag } = uri;
  const registry = await chooseRegistry(ecr, uri, dependencies.env);
  const before = (await promote.readTags(ecr, [tag ?? ''])).get(tag ?? '');
  const began = dependencies.now().getTime();
  const request = { source, registry, repositoryName, tag: tag ?? '', timeoutSeconds };
  const { digest, attempts, tool } = await pushImage(request, {
    ...dependencies,
    authorize: async () => (await readToken(ecr)).credentials,
    readTag: () => readTagged(ecr, tag ?? ''),
  });
  await readBack(ecr, tag ?? '', digest, dependencies.clock);
  const isNew = before !== digest && !(await isOlder(ecr, digest, began, dependencies.tell));
  return {
    uri: { ...uri, digest },
    isNew,
    push: { source: read.formatPushSource(source), image: `${registry}/${repositoryName}:${tag}`, digest, attempts, tool },
  }
}

// Usually the image's name has the host of the registry, whatever the account. Only if the API's endpoint is overridden, and not
// just by a VPC endpoint of ECR itself, is the registry at the address that comes with the token.
async function chooseRegistry(ecr     , { text }          , env                     )                  {
  const named = read.registryOf(text);
  const elsewhere = [env['AWS_ENDPOINT_URL'], env['AWS_ENDPOINT_URL_ECR']].some(url => url !== undefined && url !== '');
  if (!elsewhere) return named
  const { registry } = await readToken(ecr);
  return 'message' in read.parseImageUri(`${registry}/repository:tag`, NO_DEFAULTS) ? registry : named
}

const NO_DEFAULTS = { registryId: undefined, region: undefined };






async function readToken(ecr     )                 {
  const data = only.onlyOf(read.ownList(await ecr.getAuthorizationToken(), 'authorizationData'), 'the token for its registry');
  const token = read.own(data, 'authorizationToken');
  const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  const registry = (read.ownText(data, 'proxyEndpoint') ?? '').replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (colon < 1 || registry === '') throw new world.Fault('aws-answer', { message: 'ECR gave no token for its registry' })
  return { registry, credentials: { username: text.slice(0, colon), password: text.slice(colon + 1) } }
}

// Read only after a push that failed. That failure says more than that this could not be read.
async function readTagged(ecr     , imageTag        )                              {
  const given = await world.captureFault(() => manifests.getImages(ecr, [{ imageTag }]));
  const [image] = given instanceof world.Fault ? [] : given;
  if (image?.kind !== 'image' || image.digest === undefined) return undefined
  const { digest, text } = image;
  return { digest, config: text !== undefined && manifests.digestOf(text) === digest ? manifest.readConfigDigest(text) : undefined }
}

async function readBack(ecr     , tag        , digest        , clock       )                {
  const named = await promote.awaitTag(ecr, tag, digest, clock);
  if (named === digest) return
  const found = named === undefined ? 'ECR does not know the tag' : `the tag now names ${named}`;
  const help = 'something else pushes to the same tag; give each build its own tag, such as its commit';
  throw new world.Fault('aws-answer', { message: `${digest} was pushed, but ${found}`, help })
}

// How far ECR's clock and ours may differ, in milliseconds.
const TOLERANCE = 60_000;

// An image whose age cannot be read counts as older, because an older one is never deleted.
async function isOlder(ecr     , digest        , began        , tell      )                   {
  const detail = await world.attempt(tell, () => only.readDetail(ecr, digest));
  const pushedAt = read.toIsoTime(read.own(detail, 'imagePushedAt'));
  return pushedAt === null || Date.parse(pushedAt) < began - TOLERANCE
}

exports.uploadImage = uploadImage;
