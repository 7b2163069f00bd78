// Counts what CloudTrail's event history is asked, in an account with 1,000 instances: for everything, for the shipped packs, and for fewer
// rules. The clock of these runs moves only during pauses, so that hours take seconds. Run it with `npm run bench`.
//
// An agent reports every 5 minutes and asks for its associations every 10, by its own defaults; an inventory is taken every 30 minutes,
// which is the default of Systems Manager's console. Other services together record as many events again.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRecords } from '../test/aws/events.ts'
import { startAws } from '../test/aws/server.ts'
import { playCheck, START } from '../test/aws/world.ts'

const INSTANCES = 1000
const HOURS = 1
const REGION = 'eu-west-1'

/** Events of one hour: of each instance, and of people and pipelines. */
const CALLS = [
  ['ssm.amazonaws.com', 'UpdateInstanceInformation', 12 * INSTANCES],
  ['ssm.amazonaws.com', 'ListInstanceAssociations', 6 * INSTANCES],
  ['ssm.amazonaws.com', 'PutInventory', 2 * INSTANCES],
  ['ssm.amazonaws.com', 'UpdateInstanceAssociationStatus', 2 * INSTANCES],
  ['ssm.amazonaws.com', 'GetParameter', 200],
  ['ssm.amazonaws.com', 'SendCommand', 20],
  ['ssm.amazonaws.com', 'StartSession', 10],
  ['ecr.amazonaws.com', 'GetAuthorizationToken', 2 * INSTANCES],
  ['ecr.amazonaws.com', 'BatchGetImage', 1 * INSTANCES],
  ['ecr.amazonaws.com', 'DescribeImages', 100],
  ['ecr.amazonaws.com', 'PutImage', 20],
  ['ec2.amazonaws.com', 'DescribeImages', 1000],
  ['ec2.amazonaws.com', 'DescribeInstances', 12 * INSTANCES],
  ['sts.amazonaws.com', 'AssumeRole', 12 * INSTANCES],
]

const aws = await startAws({ keepOpen: true })
for (const [eventSource, eventName, hourly] of CALLS) {
  const amount = hourly * HOURS
  const spread = { eventTime: new Date(Date.parse(START) - 1000), secondsApart: (-3600 * HOURS + 2) / amount }
  aws.cloudtrail.addEvents(REGION, makeRecords(amount, { eventSource, eventName, ...spread }))
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
function file(name, content) {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const rule = (name, filter) => ({ name, type: 'CloudTrail', title: name, severityOfAlerts: 3, filter })
const without = (...ids) => ({ overrides: ids.map(id => ({ rule: id, enabled: false })) })
const DISCOVERY = ['ssm-information-discovery', 'ecr-discovery']
const DENIED = ['ssm-access-denied', 'ecr-access-denied']
const SESSIONS = 'eventSource = "ssm.amazonaws.com" and eventName in ("StartSession", "SendCommand")'
const RUNS = [
  ['everything', ['--packs', 'none', '--rules', file('all', [rule('denied', 'errorCode = "AccessDenied"')])]],
  ['the shipped packs', []],
  ['without Information Discovery', ['--rules', file('discovery', without(...DISCOVERY))]],
  ['and without Access Denied', ['--rules', file('denied', without(...DISCOVERY, ...DENIED))]],
  ['sessions and commands alone', ['--packs', 'none', '--rules', file('sessions', [rule('sessions', SESSIONS)])]],
]

console.log(`${INSTANCES} instances, ${HOURS} h: ${aws.cloudtrail.events(REGION).length} events`)
console.log(`${'rules'.padEnd(30)} requests  of everything  minutes   events  asked`)
let all
for (const [what, words] of RUNS) {
  const before = aws.requests.length
  const audit = ['--audit-source', 'lookup', '--audit-regions', REGION, '--audit-window', `${HOURS}h`, '--audit-timeout', '10h']
  const { report, waited } = await playCheck(aws, [...audit, ...words])
  const { state, records, asked, message } = report.coverage.at(-1)
  if (state !== 'read') throw new Error(message)
  const requests = aws.requests.slice(before).filter(({ operation }) => operation === 'LookupEvents').length
  all ??= requests
  const told = asked === null ? 'all' : `sources: ${asked.eventSources.length}, names: ${asked.eventNames.length}`
  const numbers = [String(requests).padStart(8), (requests / all).toFixed(3).padStart(13), (waited / 60).toFixed(1).padStart(8)]
  console.log(`${what.padEnd(30)} ${numbers.join(' ')} ${String(records).padStart(8)}  ${told}`)
}
await aws.close()
