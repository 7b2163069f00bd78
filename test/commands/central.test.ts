// What a role must be allowed to read rules in Parameter Store and S3, by IAM's reference:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html

import { expect, test } from 'vitest'
import { allowCentral, listCentral } from '../../src/commands/central.ts'

const allow = (rules: readonly string[], region: string | undefined = 'eu-west-1') =>
  Object.fromEntries(
    allowCentral(listCentral({ rules, exceptions: [], vex: [], policy: undefined }, region)).map(({ Sid, Action, Resource }) => [
      Sid,
      [Action, Resource],
    ]),
  )

const LIST = [['s3:ListBucket'], 'arn:aws:s3:::gate']
const KEY = [['kms:Decrypt'], 'arn:aws:kms:*:*:key/*']

test.each<[name: string, rules: readonly string[], allowed: object]>([
  ['nothing', ['own.yml'], {}],
  ['one object', ['s3://gate/a.yml'], { RuleBuckets: LIST, RuleObjects: [['s3:GetObject'], 'arn:aws:s3:::gate/a.yml'], RuleKey: KEY }],
  ['a prefix', ['s3://gate/team/'], { RuleBuckets: LIST, RuleObjects: [['s3:GetObject'], 'arn:aws:s3:::gate/team/*'], RuleKey: KEY }],
  [
    'a version',
    ['s3://gate/a.yml?versionId=x'],
    { RuleBuckets: LIST, RuleVersions: [['s3:GetObjectVersion'], 'arn:aws:s3:::gate/a.yml'], RuleKey: KEY },
  ],
  [
    'all of these, and a parameter',
    ['s3://gate/team/', 's3://more/a.yml?versionId=x', 's3://444455556666@gate/b.yml', 'ssm:/gate/high'],
    {
      Parameters: [['ssm:GetParameter', 'ssm:GetParametersByPath'], 'arn:aws:ssm:eu-west-1:*:parameter/gate/high'],
      Keys: [['kms:Decrypt'], 'arn:aws:kms:eu-west-1:*:key/*'],
      RuleBuckets: [['s3:ListBucket'], ['arn:aws:s3:::gate', 'arn:aws:s3:::more']],
      RuleObjects: [['s3:GetObject'], ['arn:aws:s3:::gate/b.yml', 'arn:aws:s3:::gate/team/*']],
      RuleVersions: [['s3:GetObjectVersion'], 'arn:aws:s3:::more/a.yml'],
      RuleKey: KEY,
    },
  ],
])('%s', (_, rules, allowed) => {
  expect(allow(rules)).toEqual(allowed)
})

test('in another partition', () => {
  expect(allow(['s3://gate/a.yml'], 'cn-north-1')).toMatchObject({ RuleObjects: [['s3:GetObject'], 'arn:aws-cn:s3:::gate/a.yml'] })
})

test('keys are used through S3 alone', () => {
  const [key] = allowCentral(listCentral({ rules: ['s3://gate/a.yml'], exceptions: [], vex: [], policy: undefined }, 'eu-west-1')).slice(-1)
  expect(key?.Condition).toEqual({ StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com'] } })
})
