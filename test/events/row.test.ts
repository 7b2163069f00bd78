import { describe, expect, test } from 'vitest'
import { toEvent } from '../../src/events/cloudtrail.ts'
import { recordOf } from '../../src/events/row.ts'
import { DOCUMENTED_COLUMNS, fieldsOfTable } from '../../src/events/table.ts'

const { fields } = fieldsOfTable([...DOCUMENTED_COLUMNS, { name: 'managementevent', type: 'boolean' }])

/** The record of a row that has these values. */
function read(row: Readonly<Record<string, string>>): ReturnType<typeof recordOf> {
  const columns = Object.entries(fields).map(([field, column]) => ({ name: field.toLowerCase(), field, column }))
  return recordOf(
    columns,
    columns.map(({ name }) => row[name]),
  )
}

describe('a row as its record', () => {
  test.each<[string, Readonly<Record<string, string>>, object]>([
    ['nothing', {}, {}],
    ['text', { eventname: 'StartSession', errorcode: '' }, { eventName: 'StartSession', errorCode: '' }],
    ['a boolean', { readonly: 'true', managementevent: 'false' }, { readOnly: true, managementEvent: false }],
    ['what is no boolean', { readonly: 'yes' }, { readOnly: 'yes' }],
    [
      'a structure, without what it does not have',
      {
        useridentity:
          '{"type":"AssumedRole","principalid":null,"sessioncontext":{"attributes":{"mfaauthenticated":"true"},"sessionissuer":null}}',
      },
      { userIdentity: { type: 'AssumedRole', sessionContext: { attributes: { mfaAuthenticated: 'true' } } } },
    ],
    [
      'a map, whose keys are the record’s own',
      { useridentity: '{"sessioncontext":{"webidfederationdata":{"federatedprovider":"p","attributes":{"aB":"c"}}}}' },
      { userIdentity: { sessionContext: { webIdFederationData: { federatedProvider: 'p', attributes: { aB: 'c' } } } } },
    ],
    [
      'a structure whose type has large letters',
      { useridentity: '{"type":"IAMUser","userName":"me","sessionContext":{"sessionIssuer":{"principalId":"p"}}}' },
      { userIdentity: { type: 'IAMUser', userName: 'me', sessionContext: { sessionIssuer: { principalId: 'p' } } } },
    ],
    ['the null of a record', { requestparameters: 'null', responseelements: ' null\n', errormessage: 'null' }, { errorMessage: 'null' }],
    ['a list', { resources: '[{"arn":"a","accountid":"1","type":null},null]' }, { resources: [{ ARN: 'a', accountId: '1' }, null] }],
    [
      'JSON',
      { requestparameters: '{"a":12345678901234567890}', serviceeventdetails: '{"b":[1]}' },
      { requestParameters: { a: '12345678901234567890' }, serviceEventDetails: { b: [1] } },
    ],
    ['a list of JSON', { additionaleventdata: '[{"a":1}]' }, { additionalEventData: [{ a: 1 }] }],
    ['JSON that says two things', { responseelements: '{"a":1,"a":2}' }, { responseElements: '{"a":1,"a":2}' }],
    [
      'what CloudTrail hides',
      { requestparameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    ],
  ])('%s', (_, row, record) => {
    const found = read(row)
    expect('record' in found ? toEvent(found.record) : found).toEqual(record)
  })

  test.each<[Readonly<Record<string, string>>, string]>([
    [{ useridentity: '["AssumedRole",null]' }, 'the column useridentity of a row of the answer is no struct'],
    [{ useridentity: '{type=AssumedRole}' }, 'the column useridentity of a row of the answer is not valid JSON'],
    [{ resources: '{"arn":"a"}' }, 'the column resources of a row of the answer is no list'],
    [{ requestparameters: '[1' }, 'the column requestparameters of a row of the answer is not valid JSON'],
  ])('%j is none', (row, message) => {
    expect(read(row)).toMatchObject({ problem: { kind: 'athena-answer', message } })
  })

  test('a row with more values than columns', () => {
    expect(recordOf([], ['a'])).toMatchObject({ problem: { message: 'a row of the answer has 1 value, and was asked for 0' } })
  })
})
