'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const scan = require('./chunk-scan.cjs');
const json = require('./chunk-json.cjs');
const uri = require('./chunk-uri.cjs');
const files = require('./chunk-files.cjs');
const manifest = require('./chunk-manifest.cjs');
const promote = require('./chunk-promote.cjs');
const node_fs = require('node:fs');
const node_path = require('node:path');
const node_child_process = require('node:child_process');
const fs = require('node:fs/promises');
const settings = require('./chunk-settings.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('node:stream');
require('node:zlib');
require('./chunk-client.cjs');
require('./chunk-fault.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');
require('node:timers/promises');
require('node:v8');

// The faults of a push. All are thrown through here, because a push has codes of its own.


function pushFault(code          , message        , help        , cause          )        {
  return new files.Fault(code, { message, help }, cause)
}

// What must not outlive this process: a file with a credential, a tool that goes on pushing. While something is registered
// here, a signal ends it first and then the process, by that same signal, so that whoever waits for it sees why it ended.
//
// Everything is done synchronously: behind a signal handler nothing that is awaited can be relied on.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];         

const pending = new Set            ();

/** Registers what is to be done at the end, whichever end comes; the answer does it now. It is done once. */
function registerCleanup(clean            )             {
  if (pending.size === 0) listen();
  pending.add(clean);
  return () => {
    if (!pending.delete(clean)) return
    if (pending.size === 0) unlisten();
    clean();
  }
}

function listen()       {
  for (const signal of SIGNALS) process.on(signal, endBySignal);
  process.on('exit', cleanAll);
}

function unlisten()       {
  for (const signal of SIGNALS) process.off(signal, endBySignal);
  process.off('exit', cleanAll);
}

function endBySignal(signal                )       {
  cleanAll();
  // Without a listener the signal does what it does by default.
  process.kill(process.pid, signal);
}

// The last comes first: a tool is killed before the folder it writes into is removed.
function cleanAll()       {
  const all = [...pending].reverse();
  pending.clear();
  unlisten();
  for (const clean of all) {
    try {
      clean();
    } catch {
      // The others still have to be done, and nobody is left to be told.
    }
  }
}

// Takes secrets out of text that comes in pieces. A secret may be cut anywhere, so what may be its beginning is held back
// until the next piece tells.

const HIDDEN = '***';
/** What is shorter than this at the very end of a stream tells nothing of a secret. */
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

// A tool that runs beside us: without a shell, with the environment it needs and no more, in a process group of its own so
// that it can be ended with everything it started, for no longer than it may, and with no more of its output kept than its
// end, which tells why it failed.

const LONGEST_LINE$1 = 1000;
/** How long a tool that was told to end has for it, in milliseconds. */
const GRACE = 2000;

const NEEDED =
  /^(?:PATH|HOME|TMPDIR|XDG_\w+|DOCKER_(?:HOST|CONTEXT|CERT_PATH|TLS_VERIFY)|SSL_CERT_(?:FILE|DIR)|CONTAINERS_\w+|REGISTRIES_\w+|STORAGE_(?:DRIVER|OPTS)|LANG|LANGUAGE|LC_\w+)$/;
const PROXY = /^(?:https?|all|no)_proxy$/i;

/** The environment of a tool: no credentials of AWS's, no inputs, no tokens. */
function selectEnvironment(env             )                                   {
  const chosen = Object.entries(env).filter(([name, value]) => value !== undefined && (NEEDED.test(name) || PROXY.test(name)));
  return Object.fromEntries(chosen)                          
}

/** The path of a program; folders that are not absolute are passed over, because what lies in the working copy is not ours to run. */
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

/** Runs a tool to its end. Throws a fault only where it cannot be started. */
function runTool({ command, words, env, secrets, limit, line }      )                   {
  return new Promise((resolve, reject) => {
    const child = node_child_process.spawn(command, words, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = (signal                )       => killGroup(child.pid, signal);
    const forget = registerCleanup(() => kill('SIGKILL'));
    const [out, err] = [child.stdout, child.stderr].map(stream => readEnd(stream, secrets, line));                                
    let late = false;
    let grace;                            
    // A sleep of the clock cannot be called off, so the limit is a timer of its own.
    const timer = setTimeout(
      () => {
        late = true;
        kill('SIGTERM');
        grace = setTimeout(() => {
          kill('SIGKILL');
          // Whoever left the group may hold them open for ever.
          child.stdout.destroy();
          child.stderr.destroy();
        }, GRACE);
      },
      Math.min(limit, 2 ** 31 - 1),
    );
    const end = ()       => {
      clearTimeout(timer);
      clearTimeout(grace);
      forget();
    };
    child.on('error', error => {
      end();
      reject(
        pushFault('push-tool', `${command} cannot be started (${error.message})`, 'install it again, or look at its permissions', error),
      );
    });
    child.on('close', (code, signal) => {
      end();
      resolve({ code, signal, late, out: out(), err: err() });
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

/** Reads a stream to its end; the answer gives the last of it. */
function readEnd(stream          , secrets                   , line                                      )               {
  const redactor = createRedactor(secrets);
  let kept = '';
  let begun = '';
  const take = (text        )       => {
    kept = (kept + text).slice(-4096);
    const lines = text.split(/[\r\n]+/);
    for (const [i, part] of lines.entries()) {
      // A line that never ends is not to grow.
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

// Where docker's daemon is. docker finds it by DOCKER_HOST or by its context; skopeo knows neither, so it is told. With a
// configuration of our own docker would not find its contexts either.


                         
                                                                                        
                                   
                                                                                            
                                           
 

const PATIENCE = 10_000;

async function findDaemon(env             , docker                    )                  {
  const host = env['DOCKER_HOST'] ?? '';
  if (host !== '') return { host, certificates: named(env['DOCKER_TLS_VERIFY']) && certificatesOf(env) }
  if (docker === undefined) return { host: undefined, certificates: undefined }
  // Contexts lie beside docker's own configuration.
  const chosen = { ...selectEnvironment(env), DOCKER_CONFIG: named(env['DOCKER_CONFIG']) };
  const { code, out, err } = await runTool({ command: docker, words: INSPECT, env: chosen, secrets: [], limit: PATIENCE });
  const [found, folder] = code === 0 ? readContext(out) : [];
  // The image of another daemon would be pushed in the place of the one that was meant.
  if (code !== 0 && (named(env['DOCKER_CONTEXT']) !== undefined || /context.*not found/i.test(err))) {
    const said = uri.shorten(uri.printable(err.trim()), 300);
    throw pushFault('push-source', `docker's context cannot be read (${said})`, 'see docker context ls, or let DOCKER_HOST name the daemon')
  }
  return { host: named(found), certificates: named(folder) }
}

// The folder of certificates is named for every context, whether it has some or not.
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
  return named(env['DOCKER_CERT_PATH']) ?? (named(env['HOME']) && node_path.join(env['HOME'] ?? '', '.docker'))
}

function named(text                    )                     {
  return text === '' ? undefined : text
}

/** The daemon as skopeo is told of it. */
function daemonWords({ host, certificates }        )                    {
  if (host === undefined) return []
  // To docker tcp means TLS only where it is asked for, to skopeo always.
  const address = certificates === undefined ? host.replace(/^tcp:/, 'http:') : host;
  return ['--src-daemon-host', address, ...(certificates === undefined ? [] : ['--src-cert-dir', certificates])]
}

/** The daemon as docker is told of it. */
function daemonEnvironment({ host, certificates }        )              {
  const tls = certificates === undefined ? undefined : '1';
  return { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: tls, DOCKER_CERT_PATH: certificates }
}

// What the last words of skopeo and docker mean: whose mistake it was, how to cure it, and whether to try again.
//
// Exit codes tell nothing (every failure is 1), so the words have to. The rows are asked in order: what ends a push for good
// stands before what may pass by, and what is said of the source before what is said of the network, because an archive that
// is cut off ends in "unexpected EOF" as a connection does.

                                           

                          
                         
                                             
                                            
                       
                       
                                            
                       
 

                                                                                                          

const LONGEST_SAID = 600;

/** Queries of addresses carry states and signatures. */
const QUERY = /\?[\w%&=.+~-]+/g;
const SOURCE =
  /initializing source|Invalid source name|determining manifest MIME type for (?:docker|oci|containers)|failed to find image|no such image|does not exist locally/i;

const LOCAL                 = [
  [
    /unknown (?:shorthand )?flag|flag provided but not defined/i,
    'push-tool',
    'never',
    'the tool that pushes does not know an option it needs',
    'install a newer skopeo (1.6 or later)',
  ],
  [
    /no space left on device|disk quota exceeded/i,
    'push-disk',
    'never',
    'the disk is full',
    'free space where archives are unpacked, or let TMPDIR name a folder that has more of it',
  ],
  [
    /cannot connect to the docker daemon|permission denied while trying to connect|error during connect/i,
    'push-source',
    'never',
    "docker's daemon cannot be reached",
    'start it, see that DOCKER_HOST or the docker context names its socket and that this user may use it; or push a docker-archive',
  ],
];

// Only where the tool speaks of the source.
const OF_SOURCE                 = [
  [
    /more than one image/i,
    'push-source',
    'never',
    'there are several images in the source',
    'say which one by its reference, as in oci:FOLDER:REFERENCE',
  ],
  [
    /no descriptor found|tag \S+ not found|image not known|no such image|not an image|failed to find image|does not exist locally/i,
    'push-source',
    'never',
    'there is no such image in the source',
    'look at its name and tag: docker images, podman images, or index.json of an OCI layout',
  ],
  [
    /no such file or directory/i,
    'push-source',
    'never',
    'there is no such file or folder to push',
    'look at the path; it is relative to the folder this runs in',
  ],
  [/permission denied/i, 'push-source', 'never', 'the source may not be read', 'let this user read it'],
  [
    /.*/s,
    'push-source',
    'never',
    'the source is not what its kind says, or not complete',
    'docker-archive is what docker save writes, oci a folder with index.json, oci-archive a tar file of one; write it again',
  ],
];

const ALLOW =
  'allow ecr:GetAuthorizationToken on *, and ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage on the repository';
const CREDENTIALS = 'the registry does not take the credentials';
const REACH = 'look at the network and the proxy (HTTPS_PROXY, NO_PROXY), then run it again';

const OF_REGISTRY                 = [
  [
    /digest did not match|does not match the manifest|reading (?:config )?blob .*(?:no such file|unexpected EOF)|\/blobs\/sha256\/\S+: no such file|layer tarball.*not found/i,
    'push-source',
    'never',
    'the source is damaged: its content is not what its manifest says',
    'build or save the image again',
  ],
  [/authorization token has expired/i, 'push-denied', 'once', CREDENTIALS, `see whose credentials these are; ${ALLOW}`],
  [
    /\bdenied: |not authorized to perform|requested access to the resource is denied|insufficient_scope/i,
    'push-denied',
    'never',
    'the push is denied',
    ALLOW,
  ],
  [
    // skopeo shows nothing of what the registry said, so an expired token looks like this too.
    /unauthorized|authentication required|no basic auth credentials|invalid username\/password|(?:status|code)\D{0,20}40[13]\b|40[13] \(?(?:Forbidden|Unauthorized)/i,
    'push-denied',
    'once',
    CREDENTIALS,
    `see whose credentials these are; ${ALLOW}`,
  ],
  [
    /name unknown|name_unknown|repository .* does not exist/i,
    'push-repository',
    'never',
    'there is no such repository',
    'create the repository first (aws ecr create-repository), or look at its name, the account and the Region',
  ],
  [
    /\b(?:tag|repository) is immutable/i,
    'push-immutable',
    'never',
    'the tag is there already, and may not be moved',
    'push under a tag of its own, such as the commit, or judge the image that is there',
  ],
  [
    /maximum allowed number|limit ?exceeded|StatusCode: 413|entity too large/i,
    'push-refused',
    'never',
    'a limit of the registry is reached',
    'delete images by a lifecycle policy, make layers smaller, or ask AWS for more',
  ],
  [
    /manifest invalid|manifest_invalid|\bunsupported: |StatusCode: 415|unsupported manifest|manifest type|Unsupported conversion|cannot be preserved|Would invalidate|would change the manifest/i,
    'push-refused',
    'never',
    'the registry does not take such a manifest',
    'build the image as an OCI or docker image, schema 2; what else is in an index, such as an attestation, may be what is refused',
  ],
  [
    /x509|certificate|HTTP response to HTTPS client|first record does not look like a TLS handshake/i,
    'push-network',
    'never',
    "the registry's certificate is not trusted",
    'look at the host; behind a proxy that opens TLS let SSL_CERT_FILE name its authority',
  ],
  [/no such host/i, 'push-network', 'never', "the registry's host has no address", 'look at the account, the Region and the name server'],
  [
    /toomanyrequests|too many requests|\b429\b|rate exceeded|throttl/i,
    'push-network',
    'again',
    'the registry throttled the push until the last attempt',
    'push fewer images at once, or run it again later',
  ],
  [
    /\b5\d\d \(?[A-Z]|status:? 5\d\d|StatusCode: 5\d\d|internal server error|service unavailable|bad gateway|blob upload (?:unknown|invalid)/i,
    'push-network',
    'again',
    'the registry failed until the last attempt',
    'run it again later',
  ],
  [
    /connection (?:reset|refused|timed out)|broken pipe|\bEOF\b|timeout|deadline exceeded|TLS handshake|no route to host|network is unreachable|closed network connection|server misbehaving|temporary failure|goaway|stream error|http2: /i,
    'push-network',
    'again',
    'the connection to the registry was lost until the last attempt',
    REACH,
  ],
];

/** Tells what a failure was by what the tool wrote to its standard error, or to its output where that is empty. */
function classifyFailure(err        , out = '')          {
  const words = lastWords(err.trim() === '' ? out : err);
  const rows = [...LOCAL, ...(SOURCE.test(words) ? OF_SOURCE : OF_REGISTRY)];
  const said = uri.shorten(uri.printable(words.replace(QUERY, '?…')), LONGEST_SAID);
  const row = rows.find(([pattern]) => pattern.test(words));
  if (row === undefined)
    return { code: 'push-failed', retry: 'never', what: 'the push failed', help: 'look at what the tool says', said: said || 'nothing' }
  const [, code, retry, what, help] = row;
  return { code, retry, what, help, said: said || 'nothing' }
}

const FATAL = /level=fatal msg=(?:"((?:[^"\\]|\\.)*)"|(\S+))/gs;

// skopeo logs at its end, docker just says it. What was logged before may speak of what went well at last.
function lastWords(text        )         {
  const fatal = [...text.matchAll(FATAL)].at(-1);
  if (fatal !== undefined) return (fatal[1] ?? fatal[2] ?? '').replace(/\\n/g, ' ').replace(/\\(["\\])/g, '$1')
  const lines = text.split(/[\r\n]+/).map(line => line.trim());
  return lines
    .filter(line => line !== '')
    .slice(-3)
    .join(' ')
}

// One attempt to push, with one tool: what it is given, and what came of it.

                                                     

                          
                                                                                     
                         
                           
                                                    
                          
                           
                                                          
                             
                         
                           
                                     
                                        
                             
                                       
                                                   
 

                                                                                                          

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What came of a tool that did not do what it should. */
function toFailure({ late, signal, err, out }         )         {
  if (late) return { late: true }
  if (signal === null) return { failure: classifyFailure(err, out) }
  const help = 'something else ended it; see whether memory ran out';
  return { failure: { code: 'push-failed', retry: 'never', what: 'the tool that pushes was killed', help, said: signal } }
}

/** Holds what is said to be a digest against its form. */
function toDigest(text        , tool        )         {
  const digest = text.trim();
  if (DIGEST.test(digest)) return { digest }
  throw pushFault(
    'push-failed',
    `${tool} pushed the image and gave no digest of it`,
    `see that this ${tool} is the real one, and run it again`,
  )
}

// A push through docker, where skopeo is not there. docker pushes only what has the name of its target, so the image gets
// that name for as long as the push lasts; what had the name before gets it back.


/** How long taking a name away may take, in milliseconds: a signal may be waiting for it. */
const UNTAG_PATIENCE = 5000;

                                                                                           

async function pushByDocker(docker        , name        , daemon        , attempt         )                  {
  const { repository, target, secrets } = attempt;
  const env = { ...attempt.env, ...daemonEnvironment(daemon) };
  const config = ['--config', node_path.dirname(attempt.authfile)];
  const run         = (words, line) =>
    runTool({ command: docker, words: [...config, ...words], env, secrets, limit: attempt.left(), ...(line === undefined ? {} : { line }) });
  const untag =
    name === target ? () => undefined : await tagTarget(run, name, attempt, words => untagNow(docker, [...config, ...words], env));
  if (typeof untag === 'object') return untag
  try {
    const pushed = await run(['push', target], attempt.line);
    if (pushed.late || pushed.code !== 0) return toFailure(pushed)
    return toDigest(findSaid(pushed.out) ?? (await inspectDigest(run, repository, target)), 'docker')
  } finally {
    untag();
  }
}

/** Gives the image the name of the target; the answer takes it away again, or says why it was not given. */
async function tagTarget(
  run        ,
  name        ,
  attempt         ,
  now                                       ,
)                                 {
  const { target, report } = attempt;
  const before = await run(['image', 'inspect', '--format', '{{.Id}}', target]);
  const had = before.code === 0 ? before.out.trim() : undefined;
  const undo = registerCleanup(() => {
    if (now(had === undefined ? ['image', 'rm', '--no-prune', target] : ['tag', had, target])) return
    const help = `take it away by docker image rm ${target}`;
    report({ level: 'warning', kind: 'push-tag', message: `docker keeps the name ${target}, which was given for the push`, help });
  });
  const tagged = await run(['tag', name, target]);
  if (!tagged.late && tagged.code === 0) return undo
  undo();
  return toFailure(tagged)
}

function untagNow(docker        , words                   , env                )          {
  return node_child_process.spawnSync(docker, words, { env: { ...env }, stdio: 'ignore', timeout: UNTAG_PATIENCE, killSignal: 'SIGKILL' }).status === 0
}

// What the registry answered. RepoDigests may hold the digests of other pushes, and podman's service, which speaks as docker
// does, names a digest there that the registry does not have.
function findSaid(out        )                     {
  return [...out.matchAll(/digest: (sha256:[0-9a-f]{64}) size: \d+/g)].at(-1)?.[1]
}

async function inspectDigest(run        , repository        , target        )                  {
  const { code, out } = await run(['image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', target]);
  const digests = out.split('\n').filter(line => line.startsWith(`${repository}@`));
  return code === 0 && digests.length === 1 ? (digests[0] ?? '').slice(repository.length + 1) : ''
}

// A folder that only this user may enter, for as long as one attempt lasts: the credential of the registry lies in it.


                              
                           
                           
 

/** Makes a private folder, hands it over, and removes it with all that is in it, whatever happens. */
async function withFolder   (parent        , use                                )             {
  const folder = makeFolder(parent);
  const remove = registerCleanup(() => node_fs.rmSync(folder, { recursive: true, force: true, maxRetries: 2 }));
  try {
    return await use(folder)
  } finally {
    remove();
  }
}

// Nothing is awaited between making the folder and registering its end, so no signal comes between.
function makeFolder(parent        )         {
  try {
    return node_fs.mkdtempSync(node_path.join(parent, 'ecr-gate-push-'))
  } catch (error) {
    throw toFolderFault(error, parent)
  }
}

/** Writes credentials as docker keeps them, which skopeo reads too, and returns the path. */
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

/** Every form in which a tool may show the credentials. */
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
    `a private folder for the push cannot be made below ${folder} (${error.message})`,
    full ? 'free space there' : 'let TMPDIR, or RUNNER_TEMP, name a folder that this user may write in',
    error,
  )
}

// A push through skopeo, which reads every kind of source and needs no daemon to push.


async function pushBySkopeo(skopeo        , source        , daemon                    , attempt         )                  {
  const digestfile = node_path.join(attempt.folder, 'digest');
  const words = [
    'copy',
    '--authfile',
    attempt.authfile,
    '--digestfile',
    digestfile,
    // Archives are unpacked there; by TMPDIR older ones do not ask.
    '--tmpdir',
    attempt.scratch,
    // Only an OCI layout holds what the registry is to hold, to the byte; other forms have no manifest of a registry's.
    ...(source.kind === 'oci' || source.kind === 'oci-archive' ? ['--all', '--preserve-digests'] : []),
    ...(daemon === undefined ? [] : daemonWords(daemon)),
    settings.formatSource(source),
    `docker://${attempt.target}`,
  ];
  const { env, secrets, line } = attempt;
  const outcome = await runTool({ command: skopeo, words, env, secrets, line, limit: attempt.left() });
  if (outcome.late || outcome.code !== 0) return toFailure(outcome)
  return toDigest(await fs.readFile(digestfile, 'utf8').catch(() => ''), 'skopeo')
}

// The push of an image into a registry, by the tool that is there. What may pass by is tried again; what is wrong ends at
// once with its cure.
//
// Each attempt asks for credentials anew, because a push may last longer than a token, and each has a private folder of its
// own that ends with it: nothing that could be stolen lies about between attempts.


                              
                         
                                                          
                           
                                 
                      
                                 
 

                            
                                              
                                                
                       
                           
                                                    
                            
                                                             
                                                   
 

                         
                         
                           
                                    
 

           
                                                                                           
                                                                                                       

/** Seconds before the second attempt, the third and the fourth. */
const PAUSES = [2, 6, 15];
const LONGEST_LINE = 160;
/** A tool that prints without end is told of so often in an attempt. */
const MOST_LINES = 1000;
const HEARTBEAT = 1000;

/** Pushes an image. Throws a fault that says what was wrong and how to cure it. */
async function pushImage(request             , means           )                  {
  checkTarget(request);
  const { clock } = means;
  const start = clock.milliseconds();
  const left = ()         => request.timeoutSeconds * 1000 - (clock.milliseconds() - start);
  const tool = await chooseTool(request.source, means.env);
  let refreshed = false;
  for (let attempts = 1; ; attempts++) {
    const result = await tryOnce(request, means, tool, left);
    if ('digest' in result) return { digest: result.digest, attempts, tool: tool.name }
    if ('late' in result) throw lateFault(request, attempts)
    const { failure } = result;
    const pause = PAUSES[attempts - 1];
    const again = failure.retry === 'again' || (failure.retry === 'once' && !refreshed);
    if (failure.retry === 'once') refreshed = true;
    if (!again || pause === undefined) throw failureFault(request, failure, attempts)
    if (pause * 1000 >= left()) throw lateFault(request, attempts, failure)
    means.report({
      level: 'warning',
      kind: failure.code,
      message: `attempt ${attempts} of ${PAUSES.length + 1} to push ${targetOf(request)} failed (${failure.said}); the next is in ${pause} s`,
    });
    await clock.sleep(pause * 1000);
  }
}

async function tryOnce(request             , means           , tool      , left              )                  {
  const { env, temporary, report } = means;
  const credentials = await means.authorize();
  if (left() <= 0) return { late: true }
  const told = tellProgress(request, means, left);
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
          line: told.line,
          report,
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

// A tool that is killed leaves what it unpacked, so that lies in a folder of ours, on the disk that TMPDIR says.
function withScratch   (env             , folder        , use                                 )             {
  const named = env['TMPDIR'] ?? '';
  if (node_path.isAbsolute(named)) return withFolder(named, use)
  const scratch = node_path.join(folder, 'scratch');
  node_fs.mkdirSync(scratch, { mode: 0o700 });
  return use(scratch)
}

// A layer may take minutes in which the tool says nothing, so what it said last is told again.
function tellProgress(request             , { progress }           , left              ) {
  const what = `pushing ${targetOf(request)}`;
  let last = '';
  let count = 0;
  const tell = ()       => progress(last === '' ? what : `${what}: ${last}`, Math.max(0, request.timeoutSeconds - left() / 1000));
  const beat = setInterval(tell, HEARTBEAT);
  tell();
  return {
    stop: () => clearInterval(beat),
    line: (line        )       => {
      if (++count > MOST_LINES) return
      last = uri.shorten(uri.printable(line), LONGEST_LINE);
      tell();
    },
  }
}

async function chooseTool(source        , env             )                {
  const [skopeo, docker] = [findProgram('skopeo', env), findProgram('docker', env)];
  const install = 'install skopeo 1.6 or later (apt-get install skopeo, dnf install skopeo, brew install skopeo)';
  if (source.kind !== 'docker-daemon') {
    if (skopeo !== undefined) return { name: 'skopeo', path: skopeo, daemon: undefined }
    const cure = `${install}${docker === undefined ? '' : '; docker alone pushes docker-daemon:NAME:TAG only'}`;
    throw pushFault('push-tool', `skopeo is not in PATH, and ${source.kind} needs it`, cure)
  }
  if (skopeo === undefined && docker === undefined)
    throw pushFault('push-tool', 'neither skopeo nor docker is in PATH', `${install}, or docker`)
  const daemon = await findDaemon(env, docker);
  // skopeo cannot speak to a daemon over SSH.
  const remote = daemon.host?.startsWith('ssh:') === true;
  if (skopeo !== undefined && !(remote && docker !== undefined)) return { name: 'skopeo', path: skopeo, daemon }
  return { name: 'docker', path: docker          , daemon, image: source.name }
}

// What is checked here already passed for the URI of an image; a push is too much to do to a slip of the caller's.
function checkTarget({ registry, repositoryName, tag, timeoutSeconds }             )       {
  const fine =
    /^[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/i.test(registry) &&
    /^[a-z0-9][a-z0-9._/-]{0,255}$/.test(repositoryName) &&
    /^\w[\w.-]{0,127}$/.test(tag);
  const target = uri.shorten(uri.printable(`${registry}/${repositoryName}:${tag}`), 200);
  if (!fine) throw pushFault('push-usage', `nothing can be pushed to ${target}`, 'write registry[:port], repository and tag')
  if (!(timeoutSeconds > 0)) throw pushFault('push-usage', `a push cannot be done within ${timeoutSeconds} s`, 'give it more time')
}

function targetOf({ registry, repositoryName, tag }             )         {
  return `${registry}/${repositoryName}:${tag}`
}

function failureFault(request             , { code, what, help, said }         , attempts        ) {
  const tries = attempts === 1 ? '' : ` in ${attempts} attempts`;
  // An attempt whose answer was lost may have written the tag.
  const lost = code === 'push-immutable' && attempts > 1 ? '; an attempt before may have written it, so compare the digest' : '';
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)}${tries}: ${what} (${said})`;
  return pushFault(code, message, `${help}${lost}`)
}

function lateFault(request             , attempts        , failure          ) {
  const why = failure === undefined ? '' : `; attempt ${attempts} failed (${failure.said}), and there was no time for another`;
  const message = `${nameOf(request.source)} was not pushed to ${targetOf(request)} within ${request.timeoutSeconds} s${why}`;
  return pushFault('push-timeout', message, 'give the push more time, or look at the network')
}

function nameOf(source        )         {
  return uri.shorten(settings.formatSource(source), 200)
}

// The push of one run: to the name that was given, with ECR's own token, and read back by that name. What is judged later is
// the digest that was pushed, so whoever moves the tag meanwhile changes nothing.


/** What of the world a push touches. */
                        
                       
                          
                                                            
                            
                                                             
                                                   
 

                           
                        
                     
                                                                               
                         
 

/** Pushes a source to an image's name; the answer names the image by its digest too. Throws a fault when it is not there. */
async function uploadImage(aws     , uri          , source        , timeoutSeconds        , means       )                    {
  const ecr = await manifest.openEcr(aws, uri);
  const { repositoryName, tag } = uri;
  const registry = await chooseRegistry(ecr, uri, means.env);
  const before = (await promote.readTags(ecr, [tag ?? ''])).get(tag ?? '');
  const began = means.now().getTime();
  const request = { source, registry, repositoryName, tag: tag ?? '', timeoutSeconds };
  const { digest, attempts, tool } = await pushImage(request, { ...means, authorize: async () => (await readToken(ecr)).credentials });
  await readBack(ecr, tag ?? '', digest, means.clock);
  const isNew = before !== digest && !(await isOlder(ecr, digest, began));
  return {
    uri: { ...uri, digest },
    isNew,
    push: { source: settings.formatSource(source), image: `${registry}/${repositoryName}:${tag}`, digest, attempts, tool },
  }
}

// ECR's registry is where its name says, of whatever account. Only where the API is somewhere else, and is not ECR's own behind
// an endpoint of a VPC, its token says where the registry is.
async function chooseRegistry(ecr     , { text }          , env              )                  {
  const named = text.split('/')[0] ?? '';
  const elsewhere = [env['AWS_ENDPOINT_URL'], env['AWS_ENDPOINT_URL_ECR']].some(url => url !== undefined && url !== '');
  if (!elsewhere) return named
  const { registry } = await readToken(ecr);
  return 'message' in uri.parseImageUri(`${registry}/repository:tag`, NO_DEFAULTS) ? registry : named
}

const NO_DEFAULTS = { registryId: undefined, region: undefined };

                 
                           
                                                                                
 

async function readToken(ecr     )                 {
  const answered = await ecr.getAuthorizationToken();
  const [data] = 'answer' in answered ? json.ownList(answered.answer, 'authorizationData') : [];
  const token = json.own(data, 'authorizationToken');
  const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  const registry = (json.ownText(data, 'proxyEndpoint') ?? '').replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (colon < 1 || registry === '') throw new files.Fault('aws-answer', { message: 'ECR gave no token for its registry' })
  return { registry, credentials: { username: text.slice(0, colon), password: text.slice(colon + 1) } }
}

async function readBack(ecr     , tag        , digest        , clock       )                {
  const named = await promote.awaitTag(ecr, tag, digest, clock);
  if (named === digest) return
  const found = named === undefined ? 'ECR does not know the tag' : `the tag names ${named}`;
  const help = 'somebody else pushes to the same tag; give each build a tag of its own, such as its commit';
  throw new files.Fault('aws-answer', { message: `pushed was ${digest}, and ${found}`, help })
}

// Clocks differ a little.
const TOLERANCE = 60_000;

async function isOlder(ecr     , digest        , began        )                   {
  const answered = await ecr.describeImage(digest);
  const [detail] = 'answer' in answered ? json.ownList(answered.answer, 'imageDetails') : [];
  const pushedAt = scan.toIsoTime(json.own(detail, 'imagePushedAt'));
  return pushedAt === null || Date.parse(pushedAt) < began - TOLERANCE
}

exports.uploadImage = uploadImage;
