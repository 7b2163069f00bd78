'use strict';

const read = require('./chunk-read.cjs');
const verdict = require('./chunk-verdict.cjs');
const wording = require('./chunk-wording.cjs');

// What was found and does not count: what exceptions accepted, what has no fix and what is in time. It is written into a predicate,
// and read from one.
//
// A predicate of a time before exceptions has none of these members, and nothing was accepted then. A member that is there and cannot be
// read is never taken for an absent one, because that would hide what was accepted.









/** The open findings of an image that do not count. */














/** The exceptions in force, as a predicate names them. */






// GitHub limits the predicate of an attestation to 16 MB. The images of an index, which may be 1,000, share this number.
const MOST_ACCEPTED = 1000;
const MOST_CHARACTERS = 300;

/** The end of what only a fix ends. */
const UNTIL_FIXED = 'until-fixed';

/** The members of a predicate about the findings of an image, one of so many, that do not count. */
function listLetThrough({ findings }                                 , images        )                     {
  const most = Math.floor(MOST_ACCEPTED / images);
  const accepted = wording.sortFindings(findings).flatMap(({ id, severity, decision }) =>
    decision.kind === 'accepted' ? [{ id, severity, ends: endOf(decision.by) }] : [],
  );
  const { unfixed, 'in-time': inTime, vex, known, 'base-image': baseImage } = verdict.countLetThrough(findings);
  return {
    accepted: accepted.slice(0, most).map(({ id, severity, ends }) => ({ id: cut(id), severity: cut(severity), ends })),
    acceptedLeft: Math.max(0, accepted.length - most),
    unfixed,
    inTime,
    vex,
    known,
    baseImage,
  }
}

/** The member of a predicate about the exceptions of a run; null if there were none. */
function describeExceptions({
  exceptions,
  exceptionsDigest,
}                                                 )                            {
  if (exceptionsDigest === null) return null
  return { digest: { sha256: exceptionsDigest }, events: wording.countEvents(exceptions) }
}

// Where a day and a fix can end it, the day is the latest end.
function endOf({ expires, untilFixed }            )         {
  return untilFixed && (expires === null || expires === 'never') ? UNTIL_FIXED : (expires ?? 'never')
}

function cut(text        )         {
  return read.shorten(text, MOST_CHARACTERS)
}

/** What a predicate says of all its images, and of its exceptions. */







/** Reads it from our member of a predicate, or says why that cannot be read. */
function readLetThrough(details         )                                        {
  const problems           = [];
  const tell = (problem        )       => void problems.push(problem);
  if (details !== undefined && !read.isObject(details)) tell('its verdict is not an object');
  const images = readList(details, 'images', tell).map(image => readImage(image, tell));
  const sum = (numberOf                                       )         => images.reduce((total, image) => total + numberOf(image), 0);
  const exceptions = read.own(details, 'exceptions');
  const letThrough             = {
    accepted: images.flatMap(({ accepted }) => accepted),
    acceptedLeft: sum(({ acceptedLeft }) => acceptedLeft),
    unfixed: sum(({ unfixed }) => unfixed),
    inTime: sum(({ inTime }) => inTime),
    vex: sum(({ vex }) => vex),
    known: sum(({ known }) => known),
    baseImage: sum(({ baseImage }) => baseImage),
    exceptionsDigest: exceptions === undefined ? null : readDigest(exceptions, tell),
    events: readCount(exceptions, 'events', tell),
  };
  if (letThrough.exceptionsDigest === null && countAccepted(letThrough) + letThrough.vex > 0)
    tell('it does not say by which exceptions it accepts findings');
  const [why] = problems;
  return why === undefined ? letThrough : { why }
}

/** How much exceptions let through: findings, and events of rules. */
function countAccepted({ accepted, acceptedLeft, events }                                      )         {
  return accepted.length + acceptedLeft + events
}

/** What ends it: a day, `never`, or a fix alone. */
function endsOf({ ends }                 )                                             {
  const untilFixed = ends === UNTIL_FIXED;
  return { expires: untilFixed ? null : ends, untilFixed }
}

/** Whether this end has passed. */
function hasEnded({ ends }                 , now      )          {
  return now.getTime() >= (read.endOfDay(ends) ?? Number.POSITIVE_INFINITY)
}



function readImage(image         , tell         )                     {
  if (!read.isObject(image)) tell('one of its images is not an object');
  return {
    accepted: readList(image, 'accepted', tell).flatMap(finding => readAccepted(finding, tell)),
    acceptedLeft: readCount(image, 'acceptedLeft', tell),
    unfixed: readCount(image, 'unfixed', tell),
    inTime: readCount(image, 'inTime', tell),
    vex: readCount(image, 'vex', tell),
    known: readCount(image, 'known', tell),
    baseImage: readCount(image, 'baseImage', tell),
  }
}

function readAccepted(finding         , tell         )                             {
  const [id, severity, ends] = ['id', 'severity', 'ends'].map(name => read.own(finding, name));
  if (typeof id !== 'string' || typeof severity !== 'string') {
    tell('a finding that it accepts has no id or no severity');
    return []
  }
  if (typeof ends === 'string' && (ends === 'never' || ends === UNTIL_FIXED || read.endOfDay(ends) !== undefined))
    return [{ id, severity, ends }]
  tell(
    `${read.quote(id)} is accepted, but its end is ${typeof ends === 'string' ? read.quote(ends) : 'missing'}, neither a day nor "never" nor "until-fixed"`,
  );
  return []
}

function readDigest(exceptions         , tell         )                {
  const digest = read.own(exceptions, 'digest', 'sha256');
  if (typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)) return digest
  tell(`the digest of its exceptions is ${typeof digest === 'string' ? `${read.quote(digest)}, which is not a SHA-256 digest` : 'missing'}`);
  return null
}

/** What stands under a name. A null stands there: it is neither a list nor a count, and never taken for absent. */
function member(value         , name        , absent         )          {
  return read.isObject(value) && Object.hasOwn(value, name) ? value[name] : absent
}

function readList(value         , name        , tell         )                     {
  const list = member(value, name, []);
  if (Array.isArray(list)) return list
  tell(`its ${read.quote(name)} is not a list`);
  return []
}

function readCount(value         , name        , tell         )         {
  const number = member(value, name, 0);
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  tell(`its ${read.quote(name)} is not a count`);
  return 0
}

// The verdict of a run as the predicate of an attestation: SLSA's Verification Summary v1, for others to sign.
// https://slsa.dev/spec/v1.2/verification_summary
//
// The subject is the image as it is deployed: the index, if the image is in one. `resourceUri` repeats its digest, so that a
// predicate that is signed with another image as its subject contradicts that subject and does not count for it.


const PREDICATE_TYPE = 'https://slsa.dev/verification_summary/v1';

/** Who verified. */
const VERIFIER_ID = 'urn:ecr-gate:verifier:v1';

/** The form of the policy that the digest is taken of: the text of `writePolicy`. */
const POLICY_URI = 'urn:ecr-gate:policy:v1';

/** Our own member; the specification requires the names of extensions to be URIs. */
const EXTENSION = 'urn:ecr-gate:verdict:v1';

/** The specification's word for a verifier that makes no claim about build levels. */
const UNEVALUATED = 'SLSA_BUILD_LEVEL_UNEVALUATED';




















/** What the verdict is based on, so that a reader sees what was examined. */





























/** The parts of a report that are attested. */




















/** The images of a report as subjects of attestations, each once; a problem if one of them cannot be identified for certain. */
function subjectsOf({ images }                              )                               {
  if (images.length === 0) return wrong('no image was judged, so there is nothing to attest', 'name an image with --image')
  const subjects = new Map                 ();
  for (const image of images) {
    const subject = subjectOf(image);
    if ('message' in subject) return subject
    subjects.set(resourceOf(subject), subject);
  }
  return [...subjects.values()]
}

/** One predicate for each image of a report. Each has the verdict of the run, because all images had to pass. */
function makePredicates(report              , policy              , options         )                                  {
  const subjects = subjectsOf(report);
  if ('message' in subjects) return subjects
  return subjects.map(subject => ({ subject, predicate: makePredicate(report, subject, policy, options) }))
}

/** The predicate about one of the images that `subjectsOf` gives. */
function makePredicate(report              , subject         , policy              , { version }         )            {
  const passed = report.verdict === 'pass' || report.verdict === 'warn';
  return {
    verifier: { id: VERIFIER_ID, version: { 'ecr-gate': version } },
    timeVerified: report.decidedAt,
    resourceUri: resourceOf(subject),
    policy: { uri: POLICY_URI, digest: { sha256: policy.digest } },
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: [passed ? UNEVALUATED : 'FAILED'],
    slsaVersion: '1.2',
    [EXTENSION]: describe(report, subject),
  }
}

/** The URI of an image as it is fetched: `oci://registry/repository@sha256:…`. */
function resourceOf({ name, digest }         )         {
  return `oci://${name}@${digest}`
}

/** Parses the name of the image to verify. It must have a digest, because a tag may move after the verdict. */
function parseSubject(text        )                    {
  const uri = read.parseImageUri(text, { registryId: undefined, region: undefined });
  if ('message' in uri) return uri
  if (uri.digest === null)
    return read.usageProblem(
      `image ${read.quote(text)} is named by a tag`,
      'name it by its digest, @sha256:…; a tag may have moved since the verdict',
    )
  return { name: `${read.registryHost(uri.registryId, uri.region)}/${uri.repositoryName}`, digest: uri.digest }
}

// GitHub limits the predicate of an attestation to 16 MB. https://github.com/actions/attest
const MOST_REASONS = 100;

function describe(report              , subject         )          {
  const images = report.images.filter(image => {
    const other = subjectOf(image);
    return 'message' in other || resourceOf(other) === resourceOf(subject)
  });
  return {
    verdict: report.verdict,
    reasons: report.reasons.slice(0, MOST_REASONS),
    reasonsLeft: Math.max(0, report.reasons.length - MOST_REASONS),
    images: images.map(image => attestImage(image, images.length)),
    exceptions: describeExceptions(report),
    coverage: report.coverage.map(({ diagnostics: _, ...coverage }) => coverage),
    ...(report.baseline !== null && { baseline: report.baseline.map(attestBaseline) }),
  }
}

function attestBaseline({ name, kind, readAt, problem, digest }                )                   {
  return { name, kind, readAt, problem, digest: digest === null ? null : { sha256: digest.replace(/^sha256:/, '') } }
}

function attestImage(image               , images        )                {
  const { platform, digest, status, scannedAt, severityCounts, openSeverityCounts, gaps } = image;
  return { platform, digest, status, scannedAt, severityCounts, openSeverityCounts, ...listLetThrough(image, images), gaps }
}

function subjectOf({ uri, digest, indexDigest }               )                    {
  const subject = parseSubject(uri);
  if ('message' in subject)
    return wrong(
      `image ${read.quote(uri)} cannot be attested: ${subject.message}`,
      'recorded answers may not name their registry; judge the image itself with --image',
    )
  const whole = indexDigest ?? digest ?? '';
  return read.isDigest(whole)
    ? { name: subject.name, digest: whole }
    : wrong(`image ${read.quote(uri)} cannot be attested: ${read.quote(whole)} is not a valid digest`)
}

function wrong(message        , help         )          {
  return { level: 'error', kind: 'not-attestable', message, ...(help === undefined ? {} : { help }) }
}

exports.EXTENSION = EXTENSION;
exports.PREDICATE_TYPE = PREDICATE_TYPE;
exports.UNEVALUATED = UNEVALUATED;
exports.VERIFIER_ID = VERIFIER_ID;
exports.countAccepted = countAccepted;
exports.endsOf = endsOf;
exports.hasEnded = hasEnded;
exports.makePredicates = makePredicates;
exports.member = member;
exports.parseSubject = parseSubject;
exports.readLetThrough = readLetThrough;
exports.resourceOf = resourceOf;
