// How a table in Athena is named, and what is said of the forms that are not read.

import { describe, expect, test } from 'vitest'
import { type AthenaTable, meansAthena, parseAthena } from '../../src/events/athena.ts'

const ACCOUNT = '111122223333'

describe('the name of a table in Athena', () => {
  test.each<[text: string, read: Partial<AthenaTable>]>([
    ['athena://audit/security/cloudtrail_logs', { place: 'athena://audit/security/cloudtrail_logs' }],
    ['athena://audit/security/cloudtrail_logs/', { place: 'athena://audit/security/cloudtrail_logs' }],
    ['athena://audit/Security/CloudTrail_Logs', { place: 'athena://audit/security/cloudtrail_logs' }],
    ['athena://audit@us-east-1/security/cloudtrail_logs', { region: 'us-east-1' }],
    [`athena://audit/security/cloudtrail_logs/${ACCOUNT}`, { account: ACCOUNT }],
    [`athena://audit@us-east-1/security/cloudtrail_logs/${ACCOUNT}`, { region: 'us-east-1', account: ACCOUNT }],
    ['athena://Audit.team_1-x/security/cloudtrail_logs', { workgroup: 'Audit.team_1-x' }],
  ])('%s', (text, read) => {
    expect(meansAthena(text)).toBe(true)
    const usual = { workgroup: 'audit', region: undefined, database: 'security', table: 'cloudtrail_logs', account: undefined }
    expect(parseAthena(text)).toMatchObject({ text, ...usual, ...read })
  })

  test('its place has all that was named', () => {
    const text = `athena://audit@us-east-1/security/cloudtrail_logs/${ACCOUNT}`
    expect(parseAthena(text)).toMatchObject({ place: text })
  })

  test.each<[text: string, message: string, help: string]>([
    ['athena:', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://WORKGROUP/DATABASE/TABLE'],
    ['athena://', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://WORKGROUP/DATABASE/TABLE'],
    ['athena:audit', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://audit/DATABASE/TABLE'],
    ['athena:/audit/security/logs', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://audit/security/logs'],
    ['ATHENA://audit/security/logs', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://audit/security/logs'],
    ['athena://audit', 'it names no database', 'write athena://audit/DATABASE/TABLE'],
    ['athena://audit/security', 'it names no table', 'write athena://audit/security/TABLE'],
    ['athena://audit/security.logs', 'it names no table', 'write athena://audit/security/logs'],
    ['athena:///security/logs', 'athena://WORKGROUP/DATABASE/TABLE', 'write athena://WORKGROUP/DATABASE/TABLE'],
    ['athena://audit//logs', '"" cannot be the name of a database or a table', 'write the names bare'],
    ['athena://audit/"security"/logs', 'cannot be the name of a database or a table', 'without quotes'],
    ['athena://audit/security/`logs`', 'cannot be the name of a database or a table', 'without quotes'],
    ["athena://audit/security/lo'gs", 'cannot be the name of a database or a table', 'without quotes'],
    ['athena://au dit/security/logs', '"au dit" cannot be the name of a workgroup', 'write athena://'],
    ['athena://audit@/security/logs', '"" is no Region', 'athena://audit@eu-west-1/'],
    ['athena://audit@europe/security/logs', '"europe" is no Region', 'athena://audit@eu-west-1/'],
    ['athena://audit/AwsDataCatalog/security/logs', 'its catalog need not be named', 'write athena://audit/security/logs'],
    ['athena://audit/other/security/logs', 'it can only name an account', 'AwsDataCatalog'],
    [`athena://audit/security/logs/${ACCOUNT}/eu-west-1`, 'it can only name an account', '12 digits'],
    [
      `arn:aws:athena:eu-west-1:${ACCOUNT}:workgroup/audit`,
      'athena://WORKGROUP/DATABASE/TABLE',
      'write athena://audit@eu-west-1/DATABASE/TABLE',
    ],
    [
      `arn:aws:glue:eu-west-1:${ACCOUNT}:table/security/logs`,
      'athena://WORKGROUP/DATABASE/TABLE',
      'write athena://WORKGROUP@eu-west-1/security/logs',
    ],
  ])('%s is wrong', (text, message, help) => {
    expect(meansAthena(text)).toBe(true)
    expect(parseAthena(text)).toMatchObject({
      level: 'error',
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    })
  })

  test.each(['lookup', 'athena', './athena', 'athena.json', 'folder/athena:x', 's3://athena'])('%s is none', text => {
    expect(meansAthena(text)).toBe(false)
  })
})
