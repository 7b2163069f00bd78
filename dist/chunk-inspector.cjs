'use strict';

const read = require('./chunk-read.cjs');

// What Amazon Inspector knows of findings and ECR does not say. It is joined by the ARN of the finding alone: an id would join what
// Inspector says of another package, or of another image.


/** What Amazon Inspector answered about an image. */









/** What BatchGetFindingDetails answered about some findings, or why it did not. */







/** What ListFindings says of one finding. A text says why that is not believed. */





const NOTHING       = { epss: null, lastKnownExploitAt: null };

/** The image with what Amazon Inspector says of its findings. */
function joinInspector(image       , { listed: entries, broken, details = [] }                 )        {
  const isStrange = entries.some(entry => !isAbout(entry, image));
  const listed = readList(isStrange ? [] : entries);
  const missing = isStrange ? STRANGE : (broken ?? 'it does not list the finding');
  const exploited = readDetails(details);
  const unsaid = read.startUnsaid();
  const findings = image.findings.map((finding)          => {
    const arn = finding.arn ?? '';
    const told = listed.get(arn)?.told ?? missing;
    if (typeof told === 'string') unsaid.add(['epss', 'lastKnownExploitAt'], arn, told);
    const known = exploited.get(arn) ?? { why: 'it was not asked for the details of the finding' };
    if ('why' in known) unsaid.add(['knownExploited'], arn, known.why);
    return { ...finding, ...(typeof told === 'string' ? NOTHING : told), knownExploited: 'why' in known ? null : known.exploited }
  });
  const hasNoScore = findings.some(({ arn, epss }) => epss === null && typeof listed.get(arn ?? '')?.told === 'object');
  const gaps = isStrange ? [`Amazon Inspector is not believed: ${STRANGE}`] : contradictionsOf(image, listed);
  const lacks = hasNoScore ? ['epss'] : [];
  return { ...image, findings, unsaid: unsaid.all(), gaps: [...image.gaps, ...gaps], lacks: [...image.lacks, ...lacks] }
}

const STRANGE = 'it answered about another image';

// The filters of the request name the image, so what is about another one shows that the answer is not that of this request.
function isAbout(entry         , { digest, repositoryName, registryId }       )          {
  return read.ownList(entry, 'resources').some(resource => {
    const image = read.own(resource, 'details', 'awsEcrContainerImage');
    const registry = read.ownText(image, 'registry') ?? read.ownText(entry, 'awsAccountId');
    return read.ownText(image, 'imageHash') === digest && read.ownText(image, 'repositoryName') === repositoryName && registry === registryId
  })
}

function readList(entries                    )                              {
  const listed = new Map                ();
  for (const entry of entries) {
    // What has no ARN belongs to no finding of ECR.
    const arn = read.ownText(entry, 'findingArn') ?? '';
    const told = readEntry(entry);
    const known = listed.get(arn);
    // An entry may come on two pages, which were not read at the same time.
    const isSame = known === undefined || JSON.stringify(known.told) === JSON.stringify(told);
    const shown = known !== undefined && isActive(known.entry) ? known.entry : entry;
    listed.set(arn, { entry: shown, told: isSame ? told : 'it says two things of the finding' });
  }
  return listed
}

function readEntry(entry         )                {
  const [epss, exploit] = [read.own(entry, 'epss'), read.own(entry, 'exploitabilityDetails')];
  if ([epss, exploit].some(each => each !== undefined && !read.isObject(each))) return 'what it says of exploits cannot be read'
  const [score, at] = [read.own(epss, 'score'), read.own(exploit, 'lastKnownExploitAt')];
  const lastKnownExploitAt = read.toIsoTime(at);
  if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 1))
    return `its EPSS score ${read.quote(String(score))} is not a number from 0 to 1`
  if (at !== undefined && lastKnownExploitAt === null) return `its lastKnownExploitAt ${read.quote(String(at))} is no instant`
  return { epss: score ?? null, lastKnownExploitAt }
}



function readDetails(answers                          )                                 {
  const read$1 = new Map                   ();
  for (const { arns, answer } of answers) {
    const of = (list        , arn        )                     =>
      typeof answer === 'string' ? [] : read.ownList(answer, list).filter(each => read.ownText(each, 'findingArn') === arn);
    for (const arn of arns) {
      read$1.set(arn, typeof answer === 'string' ? { why: answer } : readDetail(of('findingDetails', arn), of('errors', arn)));
    }
  }
  return read$1
}

// CISA's list has a vulnerability or has it not: details without an entry of it say that it has not.
function readDetail(details                    , [error]                    )            {
  if (details.some(each => read.own(each, 'cisaData') !== undefined)) return { exploited: 'YES' }
  if (error !== undefined) return { why: `it has no details of the finding: ${read.ownText(error, 'errorCode') ?? 'it does not say why'}` }
  return details.length > 0 ? { exploited: 'NO' } : { why: 'it did not answer about the finding' }
}

const MOST_NAMED = 3;

// What Inspector calls active would have been judged if ECR had listed it as open.
function contradictionsOf({ findings }       , listed                             )                    {
  const open = new Set(findings.filter(({ state }) => state === 'open').map(({ arn }) => arn));
  const others = [...listed].flatMap(([arn, { entry }]) => (isActive(entry) && !open.has(arn) ? [nameOf(entry)] : []));
  if (others.length === 0) return []
  const found = read.plural(others.length, 'active finding');
  return [`Amazon Inspector has ${found} that ECR does not list as open: ${read.listFirst(others, MOST_NAMED)}; run it again`]
}

function isActive(entry         )          {
  return read.ownText(entry, 'status') === 'ACTIVE'
}

const NAME_LENGTH = 100;

function nameOf(entry         )         {
  const id = read.ownText(entry, 'packageVulnerabilityDetails', 'vulnerabilityId') ?? read.ownText(entry, 'title') ?? read.ownText(entry, 'findingArn');
  return `${read.shorten(id ?? 'one without a name', NAME_LENGTH)} (${read.ownText(entry, 'severity') ?? 'no severity'})`
}

/** What is unsaid of findings of a saved report. A report does not say whether Inspector was asked, so what has no value may be unsaid. */
function unsaidOfSaved(findings                    )                    {
  const unsaid = read.startUnsaid();
  const why = 'the saved report does not have it';
  for (const finding of findings) {
    const arn = finding.arn ?? '';
    // A basic finding lacks these fields.
    if (arn === '' && finding.title === null) continue
    // One call says both, so a score shows that there is no exploit. An exploit shows only that Inspector had no score, which is not known either.
    if (finding.epss === null) unsaid.add(finding.lastKnownExploitAt === null ? ['epss', 'lastKnownExploitAt'] : ['epss'], arn, why);
    if (finding.knownExploited === null) unsaid.add(['knownExploited'], arn, why);
  }
  return unsaid.all()
}

exports.joinInspector = joinInspector;
exports.unsaidOfSaved = unsaidOfSaved;
