// Whether a policy allows everybody: which Conditions count, and that a policy that cannot be read counts as public.

import { describe, expect, test } from 'vitest'
import { isPublic } from '../../src/events/exposure.ts'

const allow = (more: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*', ...more }] })
const under = (condition: unknown): string => allow({ Condition: condition })

describe('a policy allows everybody with', () => {
  test.each<[string, unknown]>([
    ['Principal *', allow({})],
    ['AWS *', allow({ Principal: { AWS: '*' } })],
    ['AWS * among others', allow({ Principal: { AWS: ['111122223333', '*'] } })],
    ['NotPrincipal', allow({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } })],
    ['an empty Condition', under({})],
    ['an invalid Condition', under('x')],
    ['a Condition for TLS only', under({ Bool: { 'aws:SecureTransport': 'true' } })],
    ['a pattern of everybody', under({ StringLike: { 'aws:PrincipalArn': '*' } })],
    ['a role of that name in any account', under({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } })],
    ['everybody but one', under({ StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } })],
    ['a Condition only for a key that is present', under({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' } })],
    ['ForAllValues, which holds for no values', under({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-exampleorg1' } })],
    ['a tag, which the caller chooses', under({ StringEquals: { 'aws:PrincipalTag/team': 'us' } })],
    ['every address', under({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
    ['every address in two halves', under({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } })],
    ['every IPv6 address', under({ IpAddress: { 'aws:SourceIp': '::/0' } })],
    ['one value that binds beside one that does not', under({ StringLike: { 'aws:PrincipalOrgID': ['o-exampleorg1', '*'] } })],
    ['no values', under({ StringEquals: { 'aws:PrincipalOrgID': [] } })],
    [
      'one statement of two',
      JSON.stringify({
        Statement: [
          { Effect: 'Deny', Principal: '*' },
          { Effect: 'Allow', Principal: '*' },
        ],
      }),
    ],
    ['one statement without a list', JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*' } })],
    ['an object', { Statement: [{ Effect: 'Allow', Principal: '*' }] }],
    ['half a text', allow({}).slice(0, 40)],
    ['a list', '[]'],
    ['a number', 7],
    ['a policy without statements', '{}'],
    [
      'a key twice, of which the last is harmless',
      '{"Statement":[{"Effect":"Allow","Principal":"*","Principal":{"AWS":"111122223333"},"Action":"*"}]}',
    ],
  ])('%s', (_, policy) => {
    expect(isPublic(policy)).toBe(true)
  })
})

describe('a policy does not allow everybody with', () => {
  test.each<[string, unknown]>([
    ['an account', allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })],
    ['a service', allow({ Principal: { Service: 'ecs.amazonaws.com' } })],
    ['a denial', allow({ Effect: 'Deny' })],
    ['no statement at all', JSON.stringify({ Statement: [] })],
    ['an organization', under({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } })],
    ['an organization, in any letter case', under({ stringequals: { 'AWS:principalorgid': 'o-exampleorg1' } })],
    ['a unit of it', under({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-exampleorg1/r-ab12/ou-ab12-11111111/*'] } })],
    ['an account by condition', under({ StringEquals: { 'aws:PrincipalAccount': ['111122223333', '444455556666'] } })],
    ['a principal', under({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci-*' } })],
    ['services acting for an account', under({ StringEquals: { 'aws:SourceAccount': '111122223333' } })],
    ['a network', under({ StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } })],
    ['an address', under({ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } })],
    [
      'TLS and an organization',
      under({ Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
    ],
  ])('%s', (_, policy) => {
    expect(isPublic(policy)).toBe(false)
  })
})
