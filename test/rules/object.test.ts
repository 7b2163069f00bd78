// What may stand behind s3://, by the rules of S3 for buckets and keys:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseArchive } from '../../src/events/archive.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type ObjectReference, parseObject } from '../../src/rules/object.ts'
import { besideReference, isReference, parseReference } from '../../src/rules/reference.ts'

describe('a reference to S3', () => {
  const one = { bucket: 'rules', key: 'team/high.yml', isPath: false, versionId: undefined, account: undefined }

  test.each<[text: string, read: Partial<ObjectReference>]>([
    ['s3://rules/team/high.yml', {}],
    ['s3://rules/team/', { key: 'team/', isPath: true }],
    ['s3://rules/high', { key: 'high' }],
    ['s3://my.rules-1/a b/ü@x:3.yml', { bucket: 'my.rules-1', key: 'a b/ü@x:3.yml' }],
    ['s3://rules/team/high.yml?versionId=3sL4kqtJlcpXroDTDmJ.rmSpXd3-_~', { versionId: '3sL4kqtJlcpXroDTDmJ.rmSpXd3-_~' }],
    ['s3://444455556666@rules/team/high.yml', { account: '444455556666' }],
    ['s3://444455556666@rules/team/', { account: '444455556666', key: 'team/', isPath: true }],
  ])('%s', (text, read) => {
    expect(isReference(text)).toBe(true)
    expect(parseReference(text)).toEqual({ kind: 'object', text, ...one, ...read })
  })

  test.each(['./s3://rules/x', 's3', 'rules/s3:x', 'https://example.com/rules.yml'])('%s is none', path => {
    expect(isReference(path)).toBe(false)
  })

  test.each<[text: string, what: string, help: string]>([
    ['s3:rules/high.yml', 'is named s3://bucket/key', 'write s3://rules/high.yml'],
    ['s3:/rules/team/', 'is named s3://bucket/key', 'write s3://rules/team/'],
    ['S3://rules/high.yml', 'is named s3://bucket/key', 'write s3://rules/high.yml'],
    ['arn:aws:s3:::rules/team/high.yml', 'is named s3://bucket/key', 'write s3://rules/team/high.yml'],
    ['arn:aws:s3:::rules/team/*', 'is named s3://bucket/key', 'write s3://bucket/team/high.yml'],
    // An access point is no bucket, and somebody may own a bucket of this name.
    ['arn:aws:s3:eu-west-1:111122223333:accesspoint/team/high.yml', 'is named s3://bucket/key', 'write s3://bucket/team/high.yml'],
    ['https://rules.s3.eu-west-1.amazonaws.com/team/high.yml', 'is named s3://bucket/key', 'write s3://rules/team/high.yml'],
    [
      'https://s3.eu-west-1.amazonaws.com/rules/high.yml?versionId=abc&x=y',
      '"https://s3.eu-west-1.amazonaws.com/rules/high.yml?…"',
      '?versionId=abc',
    ],
    ['https://s3.amazonaws.com', 'is named s3://bucket/key', 'write s3://bucket/team/high.yml'],
    ['s3:', 'is named s3://bucket/key', 'write s3://bucket/team/high.yml'],
    ['s3://', 'it names no bucket', 's3://bucket/team/'],
    ['s3:///x', 'it names no bucket', 's3://bucket/team/'],
    ['s3://Rules/x', '"Rules" cannot be the name of a bucket', 's3://bucket/team/'],
    ['s3://rules', 'it is a whole bucket', 's3://bucket/team/'],
    ['s3://rules/', 'it is a whole bucket', 's3://bucket/team/'],
    ['s3://rules//x', 'single slashes', 's3://bucket/team/'],
    ['s3://rules/a//b', 'single slashes', 's3://bucket/team/'],
    ['s3://rules/a/../b', 'no folders . and ..', 'whole key'],
    ['s3://rules/a/*.yml', 'no wildcards', 'with a slash at its end'],
    ['s3://rules/a\\b', 'no backslashes', 's3://bucket/team/'],
    [`s3://rules/${'ü'.repeat(513)}`, 'at most 1024 bytes', 's3://bucket/team/'],
    ['s3://4444@rules/x', '"4444" is no account', 's3://444455556666@bucket/'],
    ['s3://rules:9000/x', 'has a colon', 's3://bucket/team/'],
    ['s3://rules/x?version=3', 'versionId=ID and nothing else', 'question mark'],
    ['s3://rules/x?versionId=', 'versionId=ID and nothing else', 'question mark'],
    ['s3://rules/x?versionId=null', 'may be replaced by another write', 'leave ?versionId= out'],
    ['s3://rules/x/?versionId=abc', 'a prefix has none', 's3://bucket/team/'],
  ])('%s is refused: %s', (text, what, help) => {
    expect(isReference(text)).toBe(true)
    expect(parseReference(text)).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(what),
      help: expect.stringContaining(help),
    })
  })

  test.each([
    'https://rules.s3.amazonaws.com/high.yml?X-Amz-Signature=5ec7e7&X-Amz-Credential=AKIA',
    'https://s3.eu-west-1.amazonaws.com/rules/high.yml?versionId=abc&X-Amz-Signature=5ec7e7',
    's3://rules/high.yml?X-Amz-Signature=5ec7e7',
    's3://rules/high.yml?versionId=abc&X-Amz-Signature=5ec7e7',
    's3://rules/high.yml?X-Amz-Signature=5ec7e7&versionId=abc',
    's3://AKIA:5ec7e7@rules/high.yml',
    's3://AKIA:5ec/7e7@rules/high.yml?X-Amz-Signature=5ec7e7',
    's3:AKIA:5ec7e7@rules/high.yml',
    'https://AKIA:5ec7e7@rules.s3.amazonaws.com/high.yml',
  ])('%s shows none of what gives access', url => {
    for (const read of [parseReference(url), parseArchive(url)]) {
      expect(read).toHaveProperty('message')
      expect(JSON.stringify(read)).not.toMatch(/5ec|7e7|AKIA/)
    }
  })

  test('whatever stands there: it is read as it is, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webPath()), rest => {
        const read = parseObject(`s3://rules/${rest}`)
        if ('message' in read) expect(read.level).toBe('error')
        else expect(`s3://rules/${read.key}${read.versionId === undefined ? '' : `?versionId=${read.versionId}`}`).toBe(read.text)
      }),
    )
  })
})

describe('what a policy in S3 names lies beside it there, with its ending', () => {
  test.each<[policy: string, path: string, means: string]>([
    ['s3://rules/team/policy.yml', './high.yml', 's3://rules/team/high.yml'],
    ['s3://rules/team/policy.yml', 'more/', 's3://rules/team/more/'],
    ['s3://rules/team/policy.yml', './', 's3://rules/team/'],
    ['s3://rules/team/policy.yml', '../other/high', 's3://rules/other/high'],
    ['s3://rules/policy.yml', 'team/', 's3://rules/team/'],
    ['s3://rules/policy.yml?versionId=abc', 'high.yml', 's3://rules/high.yml'],
    ['s3://444455556666@rules/policy.yml', 'high.yml', 's3://444455556666@rules/high.yml'],
    ['s3://rules/policy.yml', 'ssm:/else/high', 'ssm:/else/high'],
    ['s3://rules/policy.yml', 's3://others/high.yml', 's3://others/high.yml'],
    ['ssm:/team/policy', 's3://others/high.yml', 's3://others/high.yml'],
  ])('%s: %s is %s', (policy, path, means) => {
    expect(besideReference(policy, path)).toBe(means)
  })

  test.each<[path: string, what: string]>([
    ['/etc/rules', 'it is a path on a disk, and the policy is in S3'],
    ['C:\\rules', 'it is a path on a disk, and the policy is in S3'],
    ['../../x', 'nothing is above a bucket'],
    ['..', 'it is a whole bucket'],
    ['*.yml', 'no wildcards'],
    ['s3://Others/high.yml', '"Others" cannot be the name of a bucket'],
    ['ssm:high.yml:3', 'it names a version or a label'],
  ])('%s is refused: %s', (path, what) => {
    expect(besideReference('s3://rules/team/policy.yml', path)).toMatchObject({ message: expect.stringContaining(what) })
  })
})

test.each([
  ['s3://rules/team/high.yml', 'high'],
  ['s3://rules/high.v2.json?versionId=a/b.yml', 'high.v2'],
])('a rule without an id in %s is %s', (path, id) => {
  const text = 'name: a\ntype: CloudTrail\nseverityOfAlerts: 2\nfilter: eventName = "StartSession"\nalertDescription: d\n'
  expect(loadRules([{ path, text }]).rules).toMatchObject([{ id, file: path }])
})
