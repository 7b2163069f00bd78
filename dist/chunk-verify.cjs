'use strict';

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const wording = require('./chunk-wording.cjs');
const duration = require('./chunk-duration.cjs');
const predicate = require('./chunk-predicate.cjs');
const world = require('./chunk-world.cjs');

// How old a verdict is, and whether one that passed is recent enough to count.
//
// Only passes grow too old. A FAILED stays a FAILED whatever its age, so a limit can take a pass away and can never make one.








/** Why a verdict does not count because of its time, and how to cure that. */





/** Explains why a pass that was reached at this time does not count; undefined if it counts. */
function explainUntimely(timeVerified        , { maxAgeSeconds, now }          )                       {
  if (maxAgeSeconds === undefined) return undefined
  const age = ageOf(timeVerified, now);
  if (age > maxAgeSeconds)
    return {
      why: `the newest verdict on this image is too old: it passed at ${timeVerified}, ${describe(age)} ago, and --max-age is ${duration.formatDuration(maxAgeSeconds)}`,
      help: 'run the gate on this image again and sign the new verdict; if that was done, fetch the bundles again',
    }
  if (age < -read.MOST_SKEW_SECONDS)
    return {
      why: `the newest verdict on this image has a time in the future: it says that it passed at ${timeVerified}, ${describe(age)}, and at most ${duration.formatDuration(read.MOST_SKEW_SECONDS)} is accepted`,
      help: "set this machine's clock if it is wrong; if the gate's was, drop that verdict, run the gate again and sign the new one",
    }
  return undefined
}

/** The age of a verdict beside its limit, such as `9d 2h, at most 7d`; undefined if there is no limit. */
function renderAge(timeVerified        , { maxAgeSeconds, now }          )                     {
  return maxAgeSeconds === undefined ? undefined : `${describe(ageOf(timeVerified, now))}, at most ${duration.formatDuration(maxAgeSeconds)}`
}

function ageOf(timeVerified        , now      )         {
  return (now.getTime() - Date.parse(timeVerified)) / 1000
}

// Fractions are rounded up, so that an age just over its limit never looks equal to it.
function describe(age        )         {
  return age < 0 ? `${duration.formatElapsed(Math.ceil(-age))} ahead of this machine's clock` : duration.formatElapsed(Math.ceil(age))
}

// The answer of `verify` as text: who verified what, when, and under which policy.




const HEADLINES                                            = {
  passed: 'PASSED',
  failed: 'FAILED',
  'other-policy': 'ANOTHER POLICY',
  'other-image': 'ANOTHER IMAGE',
};

const UNSIGNED = 'NOT SIGNED: nothing proves who wrote this predicate; anybody who can write the file can decide this answer';
const MOST_REASONS = 10;
const MOST_ACCEPTED = 10;
const MOST_IMAGES = 5;





function renderAnswer(answer         , claims                  , { image, ...required }       , paint       )         {
  const tone = answer.kind === 'passed' ? 'green' : 'red';
  const others = claims.flatMap(({ reading }) => (reading.kind === 'elsewhere' ? [`  ${read.printable(reading.why)}`] : []));
  const lines = [
    ...(claims.some(({ signer }) => signer === null) ? [paint('yellow', UNSIGNED)] : []),
    `${paint('bold', paint(tone, headlineOf(answer)))} ${image.name}@${image.digest}`,
    ...(answer.kind === 'other-image' ? others.slice(0, MOST_IMAGES) : renderSummary(answer.summary, answer.signer, required)),
  ];
  return `${lines.join('\n')}\n`
}

// Whoever reads no further than the first word must see that something was let through.
function headlineOf(answer         )         {
  const accepted = answer.kind === 'passed' ? predicate.countAccepted(answer.summary.letThrough) : 0;
  return `${HEADLINES[answer.kind]}${accepted === 0 ? '' : `, ${accepted} accepted`}`
}

function renderSummary(
  { timeVerified, version, verdict, reasons, policyDigest, letThrough }         ,
  signer               ,
  { policyDigest: asked, ...ageLimit }          ,
)                    {
  const age = renderAge(timeVerified, ageLimit);
  const left = reasons.length - MOST_REASONS;
  return [
    ...renderSigner(signer),
    row('verified', `${timeVerified} by ${predicate.VERIFIER_ID}${version === null ? '' : `, version ${show$2(version)}`}`),
    ...(age === undefined ? [] : [row('age', age)]),
    row('policy', `sha256:${policyDigest}${asked === undefined || asked === policyDigest ? '' : `, requested: sha256:${asked}`}`),
    ...(letThrough.exceptionsDigest === null ? [] : [row('exceptions', `sha256:${letThrough.exceptionsDigest}`)]),
    ...(verdict === null ? [] : [row('verdict', show$2(verdict))]),
    ...reasons.slice(0, MOST_REASONS).map(reason => `  - ${show$2(reason)}`),
    ...(left > 0 ? [`  - and ${left} more`] : []),
    ...renderLetThrough(letThrough, ageLimit.now),
  ]
}

// The accepted findings are listed: what has ended first, then the worst. Images of several platforms have the same findings, which
// share a line.
function renderLetThrough(
  { accepted, acceptedLeft, unfixed, inTime, vex, known, baseImage, events }            ,
  now      ,
)                    {
  const findings = accepted.length + acceptedLeft;
  const through = wording.formatThrough({ accepted: findings, vex, unfixed, 'in-time': inTime, known, 'base-image': baseImage }, events);
  if (through === '') return []
  const sorted = [...accepted].sort(
    (a, b) => Number(predicate.hasEnded(b, now)) - Number(predicate.hasEnded(a, now)) || read.rank(a.severity) - read.rank(b.severity) || read.compareText(a.id, b.id),
  );
  const lines = [...visibility.groupBy(sorted, finding => describeAccepted(finding, now))].slice(0, MOST_ACCEPTED);
  const left = lines.reduce((rest, [, same]) => rest - same.length, findings);
  return [
    row('let through', through),
    ...lines.map(([line, { length }]) => `  - ${line}${length === 1 ? '' : `, ${length} times`}`),
    ...(left > 0 ? [`  - and ${left} more`] : []),
  ]
}

function describeAccepted(finding                 , now      )         {
  const { id, severity, ends } = finding;
  return `${show$2(id)}, ${show$2(severity)}, ${predicate.hasEnded(finding, now) ? `ended ${ends}` : wording.describeEnd(predicate.endsOf(finding))}`
}

function renderSigner(signer               )                    {
  if (signer === null) return []
  const { identity, issuer, repository } = signer;
  return [row('signed by', show$2(identity)), ...(repository === null ? [] : [row('run in', show$2(repository))]), row('issuer', show$2(issuer))]
}

function row(name        , text        )         {
  return `  ${name.padEnd('let through'.length)} ${text}`
}

function show$2(text        )         {
  return read.printable(text, 300)
}

// Combines what several attestations say about one image into one answer.
//
// The newest attestation decides, whatever the older ones say: an image that passed and failed later has failed. If the newest
// is under another policy than the requested one, that is the answer; looking further back would let an outdated verdict clear
// the image. For the same reason a pass that is too old, or from the future, is not passed over for another.



/** Who signed. */




















/** What is required of a verdict beside PASSED. */





/** Decides from claims that have a valid signature or need none. */
function decide(claims                  , { policyDigest, ...ageLimit }          )         {
  for (const { reading } of claims) if (reading.kind === 'broken') return { kind: 'unreadable', why: reading.why }
  const said = claims.flatMap(({ signer, reading }) => (reading.kind === 'summary' ? [{ signer, summary: reading.summary }] : []));
  const last = said.reduce((time, { summary }) => Math.max(time, timeOf(summary)), Number.NEGATIVE_INFINITY);
  // Of several with the same time, the worst counts, so that their order in the file makes no difference.
  const newest = said.filter(({ summary }) => timeOf(summary) === last);
  const failed = newest.find(({ summary }) => summary.result === 'FAILED');
  if (failed !== undefined) return { kind: 'failed', ...failed }
  const other = newest.find(({ summary }) => policyDigest !== undefined && summary.policyDigest !== policyDigest);
  if (other !== undefined) return { kind: 'other-policy', ...other }
  const [passed] = newest;
  if (passed !== undefined) {
    const untimely = explainUntimely(passed.summary.timeVerified, ageLimit);
    return untimely === undefined ? { kind: 'passed', ...passed } : { kind: 'untimely', ...untimely }
  }
  return { kind: claims.some(({ reading }) => reading.kind === 'elsewhere') ? 'other-image' : 'nothing' }
}

function timeOf({ timeVerified }         )         {
  return Date.parse(timeVerified)
}

// Decides whose signature counts, by the name in the certificate: the exact name, or its beginning.
//
// A signature alone only says that somebody signed. Anybody can get a certificate from Sigstore, so without a required name any
// signature would do, and a pattern that matches many accounts is no better.








/** The issuer of the tokens with which GitHub's workflows sign. */
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

const EXAMPLE = 'such as https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/main, or its beginning followed by "*"';

/** Parses the requested identity: a name, or the beginning of one with `*` at the end. */
function parseIdentity(text                    )                     {
  if (text === undefined || text === '')
    return read.usageProblem(
      '--identity is missing: anybody can sign with Sigstore, so name the identity whose signature counts',
      `name the workflow, ${EXAMPLE}`,
    )
  const star = text.indexOf('*');
  if (star < 0) return { match: 'exact', text }
  const beginning = text.slice(0, -1);
  if (star < text.length - 1)
    return read.usageProblem(`--identity ${read.quote(text)} has "*" before its end`, `"*" is only allowed at the end, ${EXAMPLE}`)
  // The names of an account acme-evil also begin with https://github.com/acme, so the owner must end with a slash.
  if (!/^https:\/\/[^/]+\/[^/]+\//.test(beginning))
    return read.usageProblem(`--identity ${read.quote(text)} would let strangers sign`, 'write at least https://host/owner/ before the "*"')
  return { match: 'beginning', text: beginning }
}

function matchesIdentity({ match, text }          , name        )          {
  return match === 'exact' ? name === text : name.startsWith(text)
}

/**
 * Explains why a signature does not count, even if its name is the right one; undefined if it counts. The name is that of the
 * workflow's file. Anybody who can read a reusable workflow can call it, and it signs with its own name whoever calls it; so
 * the repository that ran it must belong to the owner of the workflow.
 */
function explainStranger(signer        , wanted                                                          )                     {
  const { identity, issuer, repository } = signer;
  if (issuer !== wanted.issuer) return `the signer's issuer is ${read.quote(issuer)}, not ${read.quote(wanted.issuer)}`
  if (!matchesIdentity(wanted.identity, identity)) return `the signer is ${show$1(identity)}, which is not the requested identity`
  if (repository === null) return issuer === GITHUB_ISSUER ? 'the certificate does not say which repository ran the workflow' : undefined
  return ownerOf(repository) === ownerOf(identity)
    ? undefined
    : `the workflow was run by ${show$1(repository)}, whose owner is not the owner of the workflow ${show$1(identity)}`
}

function ownerOf(url        )                     {
  return /^https:\/\/[^/]+\/[^/]+/.exec(url)?.[0].toLowerCase()
}

function show$1(text        )         {
  return read.printable(text, 300)
}

// Reads one JSON object, or one per line: `gh` writes bundles and trusted roots as lines, actions/attest writes a bundle as one
// value.
//
// A line that cannot be read is never skipped: it may be the newest bundle, the one that says FAILED.


/** The objects of a file, each with its place, and a diagnostic for each line that is not an object. */





function readObjects(file        , text        )          {
  const whole = read.parseStrictly(text);
  const lines =
    whole.kind === 'value' || whole.kind === 'ambiguous'
      ? [{ at: file, parsed: whole }]
      : text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ at: `${file}:${i + 1}`, parsed: read.parseStrictly(line) }]));
  if (lines.length === 0) return { objects: [], diagnostics: [wrongLine(file, 'the file is empty')] }
  const read$1 = lines.map(({ at, parsed }) => {
    if (parsed.kind !== 'value') return wrongLine(at, parsed.kind === 'not-json' ? 'this is not JSON' : `this ${parsed.problem}`)
    return read.isObject(parsed.value) ? { at, value: parsed.value } : wrongLine(at, 'this is not a JSON object')
  });
  return { objects: read$1.filter(each => 'value' in each), diagnostics: read$1.filter(each => 'message' in each) }
}

function wrongLine(at        , message        )             {
  return {
    level: 'error',
    kind: 'not-json',
    message,
    help: 'expected one JSON object, or one per line; the file may be incomplete',
    at,
  }
}

// Reads what a signed statement, or a predicate alone, says about one image. The steps are those of "How to verify" in the
// specification of the Verification Summary, after the signature: subject, type, verifier, resource, result, levels.
// https://slsa.dev/spec/v1.2/verification_summary
//
// A summary that names us as its verifier and is about this image, but cannot be read, is `broken`. It is not skipped, because
// it may be a newer FAILED.















/** `foreign`: not a summary by ECR Gate. `elsewhere`: about another image. `broken`: about this one, but it cannot be read. */




const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** Reads the statement in a DSSE envelope. */
function readStatement(payloadType        , payload            , image         )          {
  if (payloadType !== PAYLOAD_TYPE) return foreign(`it contains ${read.quote(payloadType)}, not an in-toto statement`)
  const statement = decode(payload);
  if (read.own(statement, '_type') !== STATEMENT_TYPE) return foreign('it is not an in-toto statement, version 1')
  const type = read.own(statement, 'predicateType');
  if (type !== predicate.PREDICATE_TYPE) return foreign(`its predicateType is ${show(type)}, not ${predicate.PREDICATE_TYPE}`)
  const reading = readPredicate(read.own(statement, 'predicate'), image);
  const digests = read.ownList(statement, 'subject').map(subject => read.own(subject, 'digest', 'sha256'));
  // A predicate about another image tells more than its subjects, if it was signed for that image.
  const named = String(read.own(statement, 'predicate', 'resourceUri')).replace(/^.*@/s, '');
  if (reading.kind === 'foreign' || digests.some(digest => [image.digest, named].includes(`sha256:${digest}`))) return reading
  return { kind: 'elsewhere', why: `it is about ${digests.length === 0 ? 'no image' : digests.slice(0, 3).map(show).join(', ')}` }
}

/** Reads a predicate; its `resourceUri` says which image it is about. */
function readPredicate(predicate$1         , image         )          {
  const verifier = read.own(predicate$1, 'verifier', 'id');
  if (verifier !== predicate.VERIFIER_ID) return foreign(`its verifier is ${show(verifier)}, not ${predicate.VERIFIER_ID}`)
  const resourceUri = read.own(predicate$1, 'resourceUri');
  if (resourceUri !== predicate.resourceOf(image))
    return { kind: 'elsewhere', why: `it is about ${show(resourceUri)}${describeIndex(predicate$1, image)}` }
  const result = read.own(predicate$1, 'verificationResult');
  if (result !== 'PASSED' && result !== 'FAILED') return broken(`its verificationResult is ${show(result)}, neither PASSED nor FAILED`)
  const levels = read.ownList(predicate$1, 'verifiedLevels');
  const expected = result === 'PASSED' ? predicate.UNEVALUATED : 'FAILED';
  if (levels.length !== 1 || levels[0] !== expected)
    return broken(`its verifiedLevels are not just ${expected}, although its verificationResult is ${result}`)
  const timeVerified = read.own(predicate$1, 'timeVerified');
  if (!isTimestamp(timeVerified)) return broken(`its timeVerified is ${show(timeVerified)}, not a time in UTC`)
  const policyDigest = read.own(predicate$1, 'policy', 'digest', 'sha256');
  if (typeof policyDigest !== 'string' || !/^[0-9a-f]{64}$/.test(policyDigest))
    return broken(`its policy digest is ${show(policyDigest)}${policyDigest === undefined ? '' : ', which is not a SHA-256 digest'}`)
  const verdict = textOrNull(read.own(predicate$1, predicate.EXTENSION, 'verdict'));
  if (result === 'PASSED' && verdict !== null && verdict !== 'pass' && verdict !== 'warn')
    return broken(`it says PASSED, but its verdict is ${show(verdict)}`)
  const letThrough = predicate.readLetThrough(predicate.member(predicate$1, predicate.EXTENSION, undefined));
  if ('why' in letThrough) return broken(letThrough.why)
  return {
    kind: 'summary',
    summary: {
      resourceUri: predicate.resourceOf(image),
      timeVerified,
      result,
      policyDigest,
      version: textOrNull(read.own(predicate$1, 'verifier', 'version', 'ecr-gate')),
      verdict,
      reasons: read.ownList(predicate$1, predicate.EXTENSION, 'reasons').filter(reason => typeof reason === 'string'),
      letThrough,
    },
  }
}

// An image has no verdict but that of the index which it was judged in, and the index is what the verdict names.
function describeIndex(predicate$1         , { name, digest }         )         {
  const resourceUri = read.own(predicate$1, 'resourceUri');
  const listed = read.ownList(predicate$1, predicate.EXTENSION, 'images').find(each => read.own(each, 'digest') === digest);
  const prefix = `oci://${name}@`;
  if (listed === undefined || typeof resourceUri !== 'string' || !resourceUri.startsWith(prefix)) return ''
  const platform = textOrNull(read.own(listed, 'platform'));
  const index = read.printable(resourceUri.slice('oci://'.length), MOST_SHOWN);
  return `, the index that lists this image${platform === null ? '' : ` for ${show(platform)}`}: verify ${index}`
}

function decode(payload            )          {
  try {
    const value          = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return read.isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

// RFC 3339 in UTC, as the specification requires. https://github.com/in-toto/attestation/blob/main/spec/v1/field_types.md
function isTimestamp(value         )                  {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value)) return false
  const time = Date.parse(value);
  // Date.parse takes a day that a month does not have, such as February 30, for a day of the next month.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value.slice(0, 19)
}

function textOrNull(value         )                {
  return typeof value === 'string' ? value : null
}

// An image's name with its digest fits: the end of a digest is what tells two of them apart.
const MOST_SHOWN = 500;

function show(value         )         {
  return typeof value === 'string' ? `"${read.printable(value, MOST_SHOWN)}"` : value === undefined ? 'missing' : 'not a string'
}

function foreign(why        )          {
  return { kind: 'foreign', why }
}

function broken(why        )          {
  return { kind: 'broken', why }
}

// `ecr-gate verify`: did ECR Gate let this image pass, and who says so? It works offline, from a bundle and a trusted root.
//
// Any doubt is exit code 2. Exit codes 0 and 1 need an answer that the right identity signed, or --unsigned.


/** What is not given may be left out. */



















const EXIT_CODES                                           = {
  passed: 0,
  failed: 1,
  'other-policy': 1,
  'other-image': 1,
  unreadable: 2,
  untimely: 2,
  nothing: 2,
};

async function runVerify(settings                , world             )                  {
  const asked = readAsked(settings);
  if ('message' in asked) return refuse(world, [asked])
  const claims =
    asked.how.kind === 'signed' ? await readSigned(asked.image, asked.how) : await readUnsigned(asked.image, asked.how.predicate);
  if (!('claims' in claims)) return refuse(world, claims.diagnostics)
  world.tell(read.renderDiagnostics(claims.notes));
  const required = { ...asked, now: world.now() };
  const answer = decide(claims.claims, required);
  if (answer.kind === 'nothing') return refuse(world, [notVerified('found no trustworthy verdict of ECR Gate', NOTHING_HELP)])
  if (answer.kind === 'unreadable')
    return refuse(world, [
      notVerified(`a verdict on this image cannot be read: ${answer.why}`, 'it may be from a later version of ECR Gate'),
    ])
  if (answer.kind === 'untimely') return refuse(world, [notVerified(answer.why, answer.help)])
  await world.print(renderAnswer(answer, claims.claims, required, world.paint));
  return EXIT_CODES[answer.kind]
}

const NOTHING_HELP = 'gh attestation download fetches what was signed for an image';

function readAsked({
  operands,
  bundle,
  predicate: predicate$1,
  trustedRoot,
  identity,
  issuer,
  policyDigest,
  maxAgeSeconds,
  unsigned,
}                )                     {
  const [text, ...more] = operands;
  if (text === undefined || more.length > 0) return read.usageProblem('expected one image', 'write registry/repository@sha256:…')
  const image = predicate.parseSubject(text);
  if ('message' in image) return image
  const policy = policyDigest === undefined ? undefined : /^(?:sha256:)?([0-9a-f]{64})$/i.exec(policyDigest)?.[1]?.toLowerCase();
  if (policyDigest !== undefined && policy === undefined)
    return read.usageProblem(`--policy-digest cannot be ${read.quote(policyDigest)}`, 'a policy digest has 64 hexadecimal digits (0–9, a–f)')
  if (maxAgeSeconds === 0) return read.usageProblem('--max-age cannot be 0: every verdict is older', 'give an age, such as 24h or 7d')
  const required = { image, policyDigest: policy, maxAgeSeconds };
  if (predicate$1 !== undefined) {
    if (!unsigned)
      return read.usageProblem(
        'a predicate without a signature proves nothing',
        'verify the signed --bundle, or say --unsigned to read the predicate all the same',
      )
    if ([bundle, trustedRoot, identity, issuer].some(each => each !== undefined))
      return read.usageProblem(
        '--predicate has no signature to check the other settings against',
        'give --bundle, --trusted-root and --identity, or --predicate and --unsigned',
      )
    return { ...required, how: { kind: 'unsigned', predicate: predicate$1 } }
  }
  if (unsigned) return read.usageProblem('--unsigned is for --predicate only; a bundle is signed', 'omit --unsigned')
  if (bundle === undefined) return read.usageProblem('--bundle is missing', 'gh attestation download oci://IMAGE --owner OWNER writes one')
  if (trustedRoot === undefined)
    return read.usageProblem('--trusted-root is missing', 'gh attestation trusted-root > trusted_root.jsonl writes one')
  const who = parseIdentity(identity);
  if ('message' in who) return who
  if (issuer === '') return read.usageProblem('--issuer is empty', `omit it for ${GITHUB_ISSUER}`)
  return { ...required, how: { kind: 'signed', bundle, trustedRoot, identity: who, issuer: issuer ?? GITHUB_ISSUER } }
}

async function readSigned(image         , how                                           )                  {
  const roots = await readFile(how.trustedRoot);
  const bundles = await readFile(how.bundle);
  const unread = [...roots.diagnostics, ...bundles.diagnostics];
  if (unread.length > 0) return { diagnostics: unread }
  // Loads Sigstore's library, which nothing else needs.
  const { collectClaims } = await Promise.resolve().then(() => require('./chunk-claims.cjs'));
  return collectClaims(bundles.objects, roots.objects, { ...how, image })
}

async function readUnsigned(image         , path        )                  {
  const { objects, diagnostics } = await readFile(path);
  const [only, ...more] = objects;
  if (diagnostics.length > 0 || only === undefined) return { diagnostics }
  if (more.length > 0)
    return { diagnostics: [{ ...read.usageProblem('found more than one predicate', 'give the one of this image'), at: path }] }
  const reading = readPredicate(only.value, image);
  return { claims: [{ signer: null, reading }], notes: reading.kind === 'summary' ? [] : [note(path, reading.why)] }
}

// GitHub limits a predicate to 16 MB, and ours has a few kilobytes.
const MOST_BYTES = 64 * 1024 * 1024;

async function readFile(path        )                   {
  const text = await world.captureFault(() => world.readText(path, undefined, { limit: MOST_BYTES, help: 'keep the bundles of this image only' }));
  if (!(text instanceof world.Fault)) return readObjects(path, text)
  return { objects: [], diagnostics: [{ ...text.diagnostic, message: `the file cannot be read: ${text.message}` }] }
}

function refuse({ tell }             , diagnostics                       )         {
  tell(read.renderDiagnostics(diagnostics));
  return 2
}

function note(at        , message        )             {
  return { level: 'note', kind: 'not-counted', message, at }
}

function notVerified(message        , help        )             {
  return { level: 'error', kind: 'not-verified', message, help }
}

const verify = /*#__PURE__*/Object.freeze(/*#__PURE__*/Object.defineProperty({
  __proto__: null,
  runVerify
}, Symbol.toStringTag, { value: 'Module' }));

exports.explainStranger = explainStranger;
exports.readStatement = readStatement;
exports.verify = verify;
