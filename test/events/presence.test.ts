// The small query that tells an empty answer from the wrong table.

import { expect, test } from 'vitest'
import { makePresenceQuery } from '../../src/events/presence.ts'

const table = { database: 'security', name: 'cloudtrail_logs', columns: [], partitionKeys: [{ name: 'dt', type: 'date' }], parameters: {} }
const reach = { from: Date.parse('2026-11-22T12:00:00Z'), to: Date.parse('2026-11-23T12:00:00Z'), regions: ['eu-west-1', 'us-east-1'] }

test('it asks which Regions have an event of the account in the window, and ends when each has shown one', () => {
  expect(makePresenceQuery(table, { ...reach, account: '111122223333' })).toBe(`SELECT DISTINCT awsregion
FROM "security"."cloudtrail_logs"
WHERE "dt" BETWEEN DATE '2026-11-22' AND DATE '2026-11-24'
  AND "awsregion" IN ('eu-west-1', 'us-east-1')
  AND "recipientaccountid" = '111122223333'
  AND eventtime BETWEEN '2026-11-22T12:00:00Z' AND '2026-11-23T12:00:00Z'
LIMIT 2`)
})

test('without an account it asks about all', () => {
  expect(makePresenceQuery(table, { ...reach, account: undefined })).not.toContain('recipientaccountid')
})
