'use strict';

const uri = require('./chunk-uri.cjs');

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
  const uri$1 = uri.parseImageUri(text, { registryId: undefined, region: undefined });
  if ('message' in uri$1) return uri$1
  if (uri$1.digest === null)
    return uri.usageProblem(
      `image ${uri.quote(text)} is named by a tag`,
      'name it by its digest, @sha256:…; a tag may have moved since the verdict',
    )
  return { name: `${uri.registryHost(uri$1.registryId, uri$1.region)}/${uri$1.repositoryName}`, digest: uri$1.digest }
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
    images: images.map(({ platform, digest, status, scannedAt, severityCounts, gaps }) => ({
      platform,
      digest,
      status,
      scannedAt,
      severityCounts,
      gaps,
    })),
    coverage: report.coverage.map(({ diagnostics: _, ...coverage }) => coverage),
  }
}

function subjectOf({ uri: uri$1, digest, indexDigest }               )                    {
  const subject = parseSubject(uri$1);
  if ('message' in subject)
    return wrong(
      `image ${uri.quote(uri$1)} cannot be attested: ${subject.message}`,
      'recorded answers may not name their registry; judge the image itself with --image',
    )
  const whole = indexDigest ?? digest ?? '';
  return uri.isDigest(whole)
    ? { name: subject.name, digest: whole }
    : wrong(`image ${uri.quote(uri$1)} cannot be attested: ${uri.quote(whole)} is not a valid digest`)
}

function wrong(message        , help         )          {
  return { level: 'error', kind: 'not-attestable', message, ...(help === undefined ? {} : { help }) }
}

exports.EXTENSION = EXTENSION;
exports.PREDICATE_TYPE = PREDICATE_TYPE;
exports.UNEVALUATED = UNEVALUATED;
exports.VERIFIER_ID = VERIFIER_ID;
exports.makePredicates = makePredicates;
exports.parseSubject = parseSubject;
exports.resourceOf = resourceOf;
