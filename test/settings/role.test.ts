// The ARN of a role: what is one, and what is told of all that stands in its place.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRole } from '../../src/settings/role.ts'

test.each([
  ['arn:aws:iam::111122223333:role/audit', { account: '111122223333', partition: 'aws' }],
  ['arn:aws:iam::111122223333:role/security/gates/audit-1', { account: '111122223333', partition: 'aws' }],
  ['arn:aws:iam::111122223333:role/a+b=c,d.e@f_g-h', { account: '111122223333', partition: 'aws' }],
  ['arn:aws-cn:iam::111122223333:role/audit', { account: '111122223333', partition: 'aws-cn' }],
  ['arn:aws-us-gov:iam::444455556666:role/audit', { account: '444455556666', partition: 'aws-us-gov' }],
])('%s is a role', (arn, read) => {
  expect(readRole(arn)).toEqual({ arn, ...read })
})

test.each([
  ['111122223333', 'it is the id of an account', 'name the role in it, as in arn:aws:iam::111122223333:role/audit'],
  ['audit', 'it is no ARN', 'write the ARN of a role'],
  ['', 'it is no ARN', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:user/ci', 'it is a user, who cannot be assumed', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:root', 'it is a whole account', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:instance-profile/ci', 'it is an instance profile, and not its role', 'write the ARN of a role'],
  [
    'arn:aws:sts::111122223333:assumed-role/audit/run-7',
    'it is a session of a role',
    'write the ARN of the role itself: arn:aws:iam::111122223333:role/audit, with its path if it has one',
  ],
  ['arn:aws:iam::*:role/audit', 'it has a wildcard', 'name each of several'],
  ['arn:aws:iam::111122223333:role/*', 'it has a wildcard', 'name each of several'],
  ['arn:aws-us-gv:iam::111122223333:role/audit', 'there is no partition "aws-us-gv"', 'did you mean "aws-us-gov"?'],
  ['arn:amazon:iam::111122223333:role/audit', 'there is no partition "amazon"', 'expected one of'],
  ['arn:aws:iam:eu-west-1:111122223333:role/audit', 'it is no ARN of IAM', 'write the ARN of a role'],
  ['arn:aws:s3:::bucket', 'it is no ARN of IAM', 'write the ARN of a role'],
  ['arn:aws:iam::11112222333:role/audit', 'it names no account', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:role/', 'it has no name that a role can have', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:role', 'it has no name that a role can have', 'write the ARN of a role'],
  ['arn:aws:iam::111122223333:role/a b', 'it has no name that a role can have', 'write the ARN of a role'],
  [`arn:aws:iam::111122223333:role/${'a'.repeat(65)}`, 'it has no name that a role can have', 'write the ARN of a role'],
  [`arn:aws:iam::111122223333:role/${'a'.repeat(512)}/b`, 'it has no name that a role can have', 'write the ARN of a role'],
])('%s is none, and what it is instead is told', (text, what, cure) => {
  expect(readRole(text)).toMatchObject({
    level: 'error',
    kind: 'usage',
    message: expect.stringContaining(`: ${what}`),
    help: expect.stringContaining(cure),
  })
})

test('whatever is read as a role is taken as it stands', () => {
  const part = fc.string({ unit: fc.constantFrom(...'arn:awsiam0123456789/role*?-éa b'), maxLength: 12 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        part,
        fc.tuple(part, part).map(parts => `arn:aws:iam::111122223333:role/${parts.join('/')}`),
      ),
      text => {
        const read = readRole(text)
        if ('arn' in read) expect(text).toBe(`arn:aws:iam::111122223333:role/${text.slice(31)}`)
      },
    ),
  )
})
