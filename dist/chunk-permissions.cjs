'use strict';

// The one table of what a role must be allowed: every call to AWS that a run makes itself or has made for it, on what, and which
// settings need it. `permissions` prints it as a policy, docs/ecr.md as a table, and no call compiles that has no row here.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html

/** What asks for a call: a setting or the value of one; the last is for two settings together. */




























/**
 * What a policy allows a call on. IAM knows no resource for calls on the registry, Inspector and the event history, so a policy has
 * to allow them on `*`. What is on nothing needs no permission.
 */




























const LAYERS = { on: 'repository', uses: { push: 'the layers, by skopeo or Docker' }, without: 'nothing is pushed' };
const FINDINGS = 'ecr:DescribeImageScanFindings';
const INSPECTOR = {
  on: 'Inspector',
  uses: {
    image: 'the findings under enhanced scanning, for which ECR asks Inspector on behalf of the caller',
    'base-image': 'the same',
  },
  without: 'undecided under enhanced scanning',
  behind: FINDINGS,
};
const ATHENA = 'audit-source: athena://workgroup/database/table';
const UNDECIDED = { without: 'undecided' };
const RESULTS = { on: 'objects', uses: { [ATHENA]: 'the results of the query, which Athena writes' }, ...UNDECIDED };
const PARTITIONS = { on: 'table', uses: { [ATHENA]: 'its partitions, where the catalog has them' }, ...UNDECIDED };
const CONFIGURATION = { uses: { image: 'explaining a missing scan' }, without: 'the reason says so' };

const PERMISSIONS = {
  'ecr:BatchGetImage': {
    on: 'repository',
    uses: {
      image: 'the manifest behind a tag, the index',
      'base-image': 'its layers, and what its tag names now',
      push: 'what the tag names, before and after',
    },
    without: 'undecided; no finding is that of the base image',
  },
  [FINDINGS]: {
    on: 'repository',
    uses: { image: 'the findings', 'base-image': 'what would remain with the image that its tag names now' },
    without: 'undecided; the report does not say what would remain',
  },
  'ecr:DescribeImages': {
    on: 'repository',
    uses: {
      image: 'shorter waiting; whether a missing image is archived',
      push: 'whether the image is new',
      'on-fail: untag': 'whether the tag is the last one',
      'push with on-fail: quarantine-tag:TAG': 'whether the candidate tag is the last one',
    },
    without: 'waits as described; no tag is removed',
  },
  'ecr:BatchGetRepositoryScanningConfiguration': { on: 'repository', ...CONFIGURATION },
  'ecr:StartImageScan': {
    on: 'repository',
    uses: { 'start-scan: if-missing': 'a scan that is missing' },
    without: 'undecided when a scan is missing',
  },
  'ecr:GetDownloadUrlForLayer': {
    on: 'repository',
    uses: { dockerfile: "which of its instructions brought a finding, from the image's configuration" },
    without: "a note; findings stand on the Dockerfile's last FROM",
  },
  'ecr:BatchCheckLayerAvailability': LAYERS,
  'ecr:InitiateLayerUpload': LAYERS,
  'ecr:UploadLayerPart': LAYERS,
  'ecr:CompleteLayerUpload': LAYERS,
  'ecr:PutImage': {
    on: 'repository',
    uses: {
      push: 'the manifest, by skopeo or Docker',
      'promote-tags': 'the tags',
      'on-fail: quarantine-tag:TAG': 'the quarantine tag',
    },
    without: 'nothing is pushed, and no tag is set',
  },
  'ecr:DescribeRepositories': {
    on: 'repository',
    uses: { 'promote-tags': 'whether tags are immutable, if one names another image' },
    without: 'no tag is set',
  },
  'ecr:BatchDeleteImage': {
    on: 'repository',
    uses: { 'on-fail: untag': 'removing the tag', 'push with on-fail: quarantine-tag:TAG': 'removing the candidate tag' },
    without: 'the tag stays',
  },
  'ecr:GetAuthorizationToken': { on: 'registry', uses: { push: 'the token to push with' }, without: 'nothing is pushed' },
  'ecr:GetRegistryScanningConfiguration': { on: 'registry', ...CONFIGURATION },
  'inspector2:ListCoverage': INSPECTOR,
  'inspector2:ListFindings': {
    ...INSPECTOR,
    uses: {
      ...INSPECTOR.uses,
      'rules: epss, lastKnownExploitAt': 'what Inspector knows of a finding and ECR does not say',
      'rules: knownExploited': 'the same',
    },
  },
  'inspector2:BatchGetFindingDetails': {
    on: 'Inspector',
    uses: { 'rules: knownExploited': "whether CISA's list has a finding" },
    without: 'undecided where a rule that could block asks for it',
  },
  'cloudtrail:LookupEvents': {
    on: 'event history',
    uses: { 'audit-source: lookup': 'recent activity' },
    without: 'undecided',
  },
  's3:ListBucket': {
    on: 'bucket',
    uses: {
      's3://bucket/prefix': "which objects there are in the window's folders, and digests",
      [ATHENA]: 'which objects the table has, through Athena',
      's3://bucket/key': 'which files there are below a prefix; without it S3 denies an object that is missing',
      's3://bucket/key?versionId=ID': 'the same',
    },
    without: 'undecided; an error for rules, exceptions and a policy: nothing is judged',
  },
  's3:GetObject': {
    on: 'objects',
    uses: {
      's3://bucket/prefix': 'the events',
      [ATHENA]: 'the events and the results of the query, through Athena',
      's3://bucket/key': 'rules, exceptions and policies in S3',
    },
    without: 'undecided; an error for rules, exceptions and a policy: nothing is judged',
  },
  's3:GetObjectVersion': {
    on: 'objects',
    uses: { 's3://bucket/key?versionId=ID': 'a version that is named' },
    without: 'an error: nothing is judged',
  },
  's3:GetBucketLocation': { ...RESULTS, on: 'bucket' },
  's3:ListBucketMultipartUploads': { ...RESULTS, on: 'bucket' },
  's3:PutObject': RESULTS,
  's3:AbortMultipartUpload': RESULTS,
  's3:ListMultipartUploadParts': RESULTS,
  'athena:GetTableMetadata': { on: 'catalog', uses: { [ATHENA]: 'which columns the table has' }, ...UNDECIDED },
  'athena:StartQueryExecution': { on: 'workgroup', uses: { [ATHENA]: 'the query' }, ...UNDECIDED },
  'athena:GetQueryExecution': { on: 'workgroup', uses: { [ATHENA]: 'whether the query has ended, and how' }, ...UNDECIDED },
  'athena:GetQueryResults': { on: 'workgroup', uses: { [ATHENA]: 'the events' }, ...UNDECIDED },
  'athena:StopQueryExecution': {
    on: 'workgroup',
    uses: { [ATHENA]: 'ending the query of a run that is cancelled or out of time' },
    without: 'the query goes on, and its bytes are paid for',
  },
  'athena:GetWorkGroup': {
    on: 'workgroup',
    uses: { doctor: 'whether queries of the workgroup have a limit, and a place for their results' },
    without: 'doctor says so',
  },
  'glue:GetDatabase': { on: 'table', uses: { [ATHENA]: 'the table, through Athena' }, ...UNDECIDED },
  'glue:GetTable': { on: 'table', uses: { [ATHENA]: 'the table, through Athena' }, ...UNDECIDED },
  'glue:GetPartition': PARTITIONS,
  'glue:GetPartitions': PARTITIONS,
  'glue:BatchGetPartition': PARTITIONS,
  'lakeformation:GetDataAccess': {
    on: 'Lake Formation',
    uses: { [ATHENA]: 'the events, where Lake Formation governs the table' },
    ...UNDECIDED,
  },
  'ssm:DescribeSessions': { on: 'live state', uses: { 'audit-live: sessions': 'sessions, open and ended' }, without: 'undecided' },
  'ssm:ListCommands': { on: 'live state', uses: { 'audit-live: commands': 'commands' }, without: 'undecided' },
  'ssm:ListCommandInvocations': {
    on: 'live state',
    uses: { 'audit-live: commands': 'the status of a command on each node' },
    without: 'undecided',
  },
  'ssm:DescribeAutomationExecutions': {
    on: 'live state',
    uses: { 'audit-live: automations': 'automations' },
    without: 'undecided',
  },
  'ssm:DescribeInstanceInformation': {
    on: 'live state',
    uses: { targets: 'the name, platform and ping status of a node' },
    without: 'alerts lack the names of nodes; undecided where a rule asks for what describes them',
  },
  'tag:GetResources': {
    on: 'live state',
    uses: { targets: 'the tags of a node or a container, and so its name' },
    without: 'alerts lack the names of nodes; undecided where a rule asks for names or tags',
  },
  'ssm:GetParameter': {
    on: 'parameter',
    uses: { 'ssm:/path': 'one file in Parameter Store', 'policy push': 'whether a file differs from what is there' },
    without: 'an error: nothing is judged, and nothing is written',
  },
  'ssm:GetParametersByPath': {
    on: 'parameter',
    uses: { 'ssm:/path': 'all files below a path' },
    without: 'an error: nothing is judged',
  },
  'ssm:DescribeParameters': {
    on: 'all parameters',
    uses: { 'policy push': 'the tier, the type and the key of what is there' },
    without: 'nothing is written',
  },
  'ssm:PutParameter': { on: 'parameter', uses: { 'policy push': 'writing a file' }, without: 'nothing is written' },
  'kms:Decrypt': {
    on: 'key',
    uses: {
      'ssm:/path': 'a SecureString under a key of your own',
      'policy push': 'the same, to compare it',
      's3://bucket/prefix': 'objects under a key of your own (SSE-KMS)',
      [ATHENA]: 'the same, and results of the query',
      's3://bucket/key': 'the same',
      's3://bucket/key?versionId=ID': 'the same',
    },
    without: 'an error: nothing is judged, and nothing is written; undecided for the events of an archive',
  },
  'kms:Encrypt': {
    on: 'key',
    uses: { 'policy push': 'writing a SecureString of the standard tier under a key of your own' },
    without: 'nothing is written',
  },
  'kms:GenerateDataKey': {
    on: 'key',
    uses: { 'policy push': 'the same in the advanced tier', [ATHENA]: 'writing results under a key of your own' },
    without: 'nothing is written; undecided',
  },
  'sts:AssumeRole': {
    on: 'role',
    uses: {
      'audit-roles': 'activity of another account',
      'image-roles': 'images of another account',
      'policy-roles': 'files in Parameter Store or S3 of another account',
    },
    without: 'undecided; an error for `policy-roles`',
  },
  'sts:GetCallerIdentity': {
    on: 'nothing',
    uses: {
      image: '`allowed-account-ids`, explaining a missing scan',
      'audit-source: lookup': 'whose event history it is',
      's3://bucket/prefix': 'whose folder is read',
      [ATHENA]: 'whose events are read',
    },
    without: 'needs no permission',
  },
};

/** The name of a call, as policies write it. */


/** The row of a call. */
function permissionOf(action        )             {
  return PERMISSIONS[action]
}

/** The calls of these uses that must be allowed on this, in the order of the table. */
function listActions(uses                , on       )                    {
  return (Object.keys(PERMISSIONS)            ).filter(action => {
    const row = permissionOf(action);
    return row.on === on && uses.some(use => row.uses[use] !== undefined)
  })
}

/** The calls that ECR makes for the caller during this one. */
function listBehind(action        )                    {
  return (Object.keys(PERMISSIONS)            ).filter(each => permissionOf(each).behind === action)
}

exports.PERMISSIONS = PERMISSIONS;
exports.listActions = listActions;
exports.listBehind = listBehind;
exports.permissionOf = permissionOf;
