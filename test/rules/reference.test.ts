// What may stand behind ssm:, by the naming rules of Parameter Store:
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadRules } from '../../src/rules/load.ts'
import { besideReference, isReference, type ParameterReference, parameterArn, parseReference } from '../../src/rules/reference.ts'

const ARN = 'arn:aws:ssm:eu-central-1:444455556666:parameter'
const PLACE = { partition: 'aws', region: 'eu-central-1', account: '444455556666' }

describe('a reference', () => {
  test.each<[text: string, read: Omit<ParameterReference, 'text' | 'kind'>]>([
    ['ssm:/team/gate/high', { name: '/team/gate/high', isPath: false, place: undefined }],
    ['ssm:/team/gate/', { name: '/team/gate/', isPath: true, place: undefined }],
    ['ssm:/high', { name: '/high', isPath: false, place: undefined }],
    ['ssm:high.v2_a-b', { name: 'high.v2_a-b', isPath: false, place: undefined }],
    [`ssm:${ARN}/team/gate/high`, { name: '/team/gate/high', isPath: false, place: PLACE }],
    [`ssm:${ARN}/team/gate/`, { name: '/team/gate/', isPath: true, place: PLACE }],
    [
      'ssm:arn:aws-cn:ssm:cn-north-1:444455556666:parameter/high',
      { name: '/high', isPath: false, place: { partition: 'aws-cn', region: 'cn-north-1', account: '444455556666' } },
    ],
  ])('%s', (text, read) => {
    expect(isReference(text)).toBe(true)
    expect(parseReference(text)).toEqual({ kind: 'parameter', text, ...read })
  })

  test.each(['./ssm:/high', 'rules/ssm', 'ssm', '/ssm:/x'])('%s is a path on disk', path => {
    expect(isReference(path)).toBe(false)
  })
})

describe('is refused, with what to write', () => {
  test.each<[text: string, what: string, help: string]>([
    ['ssm:', 'it names no parameter', 'write ssm:/team/gate/high'],
    ['SSM:/x', 'it begins in capital letters', 'write ssm:/x'],
    ['ssm://x/y', 'it begins with two slashes', 'write ssm:/x/y'],
    ['ssm:///x/', 'it begins with two slashes', 'write ssm:/x/'],
    ['ssm:/', 'it is every parameter of an account', 'ssm:/team/gate/'],
    ['ssm:/x:3', 'it names a version or a label', '--policy-digest'],
    ['ssm:x:live', 'it names a version or a label', '--policy-digest'],
    [`ssm:${ARN}/x:3`, 'it names a version or a label', '--policy-digest'],
    ['ssm:team/high', 'a name with slashes begins with one', 'write ssm:/team/high'],
    ['ssm:/team//high', 'single slashes', 'ssm:/team/gate/high'],
    ['ssm:/team/hi gh', 'letters, digits', 'ssm:/team/gate/high'],
    ['ssm:/awsome', 'belong to AWS', 'another name'],
    ['ssm:/SSM/x', 'belong to AWS', 'another name'],
    [`ssm:${'/a'.repeat(16)}`, 'at most 15 levels', 'ssm:/team/gate/high'],
    [`ssm:/${'a'.repeat(1011)}`, 'at most 15 levels and 1011 characters', 'ssm:/team/gate/high'],
    ['ssm:arn:aws:s3:::bucket/x', 'it is an ARN of "s3"', 'arn:aws:ssm:'],
    ['ssm:arn:aw:ssm:eu-west-1:444455556666:parameter/x', 'no partition "aw"', 'did you mean "aws"?'],
    ['ssm:arn:aws:ssm:cn-north-1:444455556666:parameter/x', 'cn-north-1 is in the partition aws-cn', 'arn:aws:ssm:'],
    ['ssm:arn:aws:ssm:eu-west:444455556666:parameter/x', '"eu-west" is no Region', 'arn:aws:ssm:'],
    ['ssm:arn:aws:ssm:eu-west-1:4444:parameter/x', '"4444" is no account', 'arn:aws:ssm:'],
    ['ssm:arn:aws:ssm:eu-west-1:444455556666:document/x', 'no ARN of a parameter', 'arn:aws:ssm:'],
    ['ssm:arn:aws:ssm:eu-west-1:444455556666:parameter', 'no ARN of a parameter', 'arn:aws:ssm:'],
    ['ssm:arn:aws:ssm:eu-west-1:444455556666:parameter/', 'every parameter of an account', 'ssm:/team/gate/'],
  ])('%s: %s', (text, what, help) => {
    expect(parseReference(text)).toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(what),
      help: expect.stringContaining(help),
    })
  })

  test('whatever stands there: it is read as it is, or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), rest => {
        const read = parseReference(`ssm:${rest}`)
        if ('message' in read) expect(read.level).toBe('error')
        else expect(read.text).toBe(`ssm:${rest}`)
      }),
    )
  })
})

describe('what a policy in Parameter Store names lies beside it there', () => {
  test.each<[policy: string, path: string, means: string]>([
    ['ssm:/team/gate/policy', './high', 'ssm:/team/gate/high'],
    ['ssm:/team/gate/policy', 'high', 'ssm:/team/gate/high'],
    ['ssm:/team/gate/policy', 'high.yml', 'ssm:/team/gate/high'],
    ['ssm:/team/gate/policy', 'rules/', 'ssm:/team/gate/rules/'],
    ['ssm:/team/gate/policy', './', 'ssm:/team/gate/'],
    ['ssm:/team/gate/policy', '../other/high.yaml', 'ssm:/team/other/high'],
    ['ssm:/team/gate/policy', '..', 'ssm:/team/'],
    ['ssm:/team/gate/policy', 'ssm:/else/high', 'ssm:/else/high'],
    ['ssm:policy', 'high', 'ssm:high'],
    [`ssm:${ARN}/team/policy`, 'rules/', `ssm:${ARN}/team/rules/`],
  ])('%s: %s is %s', (policy, path, means) => {
    expect(besideReference(policy, path)).toBe(means)
  })

  test.each<[policy: string, path: string, what: string]>([
    ['ssm:/team/gate/policy', '/etc/rules', 'it is a path on a disk'],
    ['ssm:/team/gate/policy', 'C:\\rules', 'it is a path on a disk'],
    ['ssm:/team/gate/policy', '../../../x', 'nothing is above'],
    ['ssm:/policy', '../x', 'nothing is above'],
    ['ssm:/team/policy', '..', 'every parameter of an account'],
    ['ssm:policy', 'rules/high', 'begins with one'],
    ['ssm:/team/policy', 'a b', 'letters, digits'],
    ['ssm:/team/policy', 'rules\\high', 'letters, digits'],
  ])('%s: %s is refused: %s', (policy, path, what) => {
    expect(besideReference(policy, path)).toMatchObject({ message: expect.stringContaining(what) })
  })
})

test.each([
  ['ssm:high', 'high'],
  ['ssm:/gate/high.v2', 'high.v2'],
  [`ssm:${ARN}/gate/high`, 'high'],
])('a rule without an id in %s is %s', (path, id) => {
  const text = 'name: a\ntype: CloudTrail\nseverityOfAlerts: 2\nfilter: eventName = "StartSession"\nalertDescription: d\n'
  expect(loadRules([{ path, text }]).rules).toMatchObject([{ id, file: path }])
})

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html: one slash behind `parameter`.
test('an ARN has one slash before the name, whether or not the name begins with one', () => {
  expect(parameterArn('/a/b', { region: 'eu-west-1', account: '111122223333' })).toBe('arn:aws:ssm:eu-west-1:111122223333:parameter/a/b')
  expect(parameterArn('a', { region: 'eu-west-1' })).toBe('arn:aws:ssm:eu-west-1:*:parameter/a')
  expect(parameterArn('/a/', { region: 'us-gov-west-1' })).toBe('arn:aws-us-gov:ssm:us-gov-west-1:*:parameter/a')
})
