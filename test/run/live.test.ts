// What is going on now in Systems Manager: that it is read last, and once more before tags are set, and which verdict each reading gives.
// Real clients ask the fake over HTTP.

import { describe, expect, test } from 'vitest'
import { plain } from '../../src/report/paint.ts'
import { renderReport } from '../../src/report/render.ts'
import { FORMATS } from '../../src/settings/choices.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { type Played, playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { PAGE } from '../report/readers.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1'
const REGION = 'eu-west-1'

const NOBODY = `id: nobody-inside
name: Nobody is inside
type: Session
severityOfAlerts: 1
title: "{{user}} has been on {{target.id}} since {{startedAt}}"
filter: state = "open"
`

async function start(): Promise<Aws> {
  const aws = await startAws()
  aws.ecr.addImage({
    repository: 'api',
    tags: ['1'],
    manifest: makeManifest('a'),
    scan: [{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }],
  })
  return aws
}

async function check(aws: Aws, more: readonly string[] = [], rule = NOBODY): Promise<Played> {
  const folder = makeFolder({ 'rule.yml': rule })
  const words = ['--image', IMAGE, '--audit-source', 'none', '--packs', 'ecr', '--rules', folder, '--audit-live', 'sessions', ...more]
  return playCheck(aws, words)
}

const operationsOf = (aws: Aws): readonly string[] => aws.requests.map(({ operation }) => operation)
const liveOf = ({ report }: Played) => report.coverage.filter(({ source }) => source === 'events').at(-1)

describe('an image whose scan is clean', () => {
  test('passes and is promoted while nobody has a session', async () => {
    const aws = await start()
    const played = await check(aws, ['--promote-tags', 'production'])
    expect(played.report.verdict).toBe('pass')
    expect(played.report.release).toMatchObject({ promoted: true })
    expect([...aws.ecr.tagsIn('api').keys()].sort()).toEqual(['1', 'production'])
    expect(liveOf(played)).toMatchObject({
      state: 'read',
      message:
        'sessions of account 111122223333, eu-west-1: 0 open, 0 ended of those that began since 2026-11-22T12:00:00Z; as of 2026-11-23T12:00:01Z',
    })
    expect(aws.violations).toEqual([])
  })

  test('fails and is not promoted while somebody has one; the reason says who, where and since when', async () => {
    const aws = await start()
    const id = aws.ssm.openSession(REGION)
    const first = await check(aws, ['--promote-tags', 'production'])
    expect(first.report.verdict).toBe('fail')
    expect(first.report.reasons).toEqual(['jane has been on i-0a1b2c3d4e5f60718 since 2026-11-23T11:00:00Z [nobody-inside]'])
    expect(first.report.release).toMatchObject({ promoted: false, notes: ['not promoted to production: the verdict is fail'] })
    expect([...aws.ecr.tagsIn('api').keys()]).toEqual(['1'])

    aws.ssm.endSession(REGION, id, new Date('2026-11-23T11:59:00Z'))
    const second = await check(aws, ['--promote-tags', 'production'])
    expect(second.report.verdict).toBe('pass')
    expect(liveOf(second)?.message).toContain('0 open, 1 ended')
    expect([...aws.ecr.tagsIn('api').keys()].sort()).toEqual(['1', 'production'])
  })

  test('is not promoted if a session is opened between the verdict and the tags', async () => {
    const aws = await start()
    let asked = 0
    aws.meanwhile('DescribeSessions', 'after', () => {
      asked++
      if (asked === 2) aws.ssm.openSession(REGION)
    })
    const { report } = await check(aws, ['--promote-tags', 'production'])
    expect(report.verdict).toBe('fail')
    expect(report.reasons).toEqual([expect.stringContaining('[nobody-inside]')])
    expect(report.release).toMatchObject({ promoted: false, notes: ['not promoted to production: the verdict is fail'] })
    expect([...aws.ecr.tagsIn('api').keys()]).toEqual(['1'])
    expect(operationsOf(aws)).not.toContain('PutImage')
  })

  test('is not promoted if the second reading fails, and the first one changes nothing about that', async () => {
    const aws = await start()
    let asked = 0
    aws.meanwhile('DescribeSessions', 'after', () => {
      asked++
      if (asked === 2) aws.fail('DescribeSessions', 'denied')
    })
    const { report } = await check(aws, ['--promote-tags', 'production'])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([expect.stringContaining('AccessDenied for ssm:DescribeSessions')])
    expect(operationsOf(aws)).not.toContain('PutImage')
  })

  test('is asked about last: after the findings, and again after everything that promotion needs is known', async () => {
    const aws = await start()
    await check(aws, ['--promote-tags', 'production'])
    const seen = operationsOf(aws).filter(name => ['DescribeImageScanFindings', 'DescribeSessions', 'PutImage'].includes(name))
    expect([...new Set(seen.slice(0, -5))]).toEqual(['DescribeImageScanFindings'])
    expect(seen.slice(-5)).toEqual(['DescribeSessions', 'DescribeSessions', 'DescribeSessions', 'DescribeSessions', 'PutImage'])
  })
})

describe('what live answers carry in clear', () => {
  const ALL = ['Session', 'Command', 'Automation']
    .map(type => `- { id: any-${type.toLowerCase()}, name: Any ${type}, type: ${type}, severityOfAlerts: 1, filter: id != null }`)
    .join('\n')

  test.each([...FORMATS, 'the log'] as const)('is not in %s', async format => {
    const aws = await start()
    aws.ssm.openSession(REGION)
    aws.ssm.addCommand(REGION)
    aws.ssm.addCommand(REGION, { Status: 'Failed', StatusDetails: 'Failed' })
    aws.ssm.addAutomation(REGION)
    const { report, told, progress } = await check(aws, ['commands', 'automations'], ALL)
    expect(new Set(report.alerts.map(({ ruleId }) => ruleId))).toEqual(new Set(['any-session', 'any-command', 'any-automation']))
    const shown =
      format === 'the log' ? [...told, ...progress] : await renderReport(format, report, { page: async () => PAGE, paint: plain })
    const text = [...shown].join('\n')
    expect(text).not.toMatch(/SECRET/i)
    // The answers did carry it, and the rest of them is shown.
    if (format !== 'the log') expect(text).toContain('any-command')
  })
})

describe('a rule about what goes on now', () => {
  const COMMAND = NOBODY.replace('type: Session', 'type: Command').replaceAll('nobody-inside', 'no-command')

  test.each([
    [
      'is an error if it would fail and that is not read',
      COMMAND,
      'undecided',
      'rule "no-command" is not evaluated: commands are not read',
    ],
    ['is a warning if it would only warn', COMMAND.replace('severityOfAlerts: 1', 'severityOfAlerts: 2'), 'pass', undefined],
  ])('%s', async (_, rule, verdict, reason) => {
    const { report, told } = await check(await start(), [], rule)
    expect(report.verdict).toBe(verdict)
    if (reason !== undefined) expect(report.reasons).toEqual([expect.stringContaining(reason)])
    expect(told.join('\n')).toContain('rule "no-command" is not evaluated: commands are not read')
    expect(told.join('\n')).toContain('help: read them with audit-live: commands, or write enabled: false')
  })

  test('and whose reading is refused is undecided; without such a rule it is a note, and no gap', async () => {
    const aws = await start()
    aws.fail('ListCommands', 'denied')
    const asked = await check(aws, ['commands'], COMMAND)
    expect(asked.report.verdict).toBe('undecided')
    expect(asked.report.reasons).toEqual([expect.stringContaining('AccessDenied for ssm:ListCommands on Systems Manager in eu-west-1')])
    expect(asked.report.reasons[0]).toContain('allow ssm:ListCommands on *, or take commands out of audit-live')
    const idle = await check(aws, ['commands'])
    expect(idle.report.verdict).toBe('pass')
    expect(liveOf(idle)).toMatchObject({ state: 'not requested', message: expect.stringContaining('no enabled rule looks at commands') })
    expect(idle.told.join('\n')).toMatch(/note: AccessDenied for ssm:ListCommands/)
  })

  test.each([
    ['its filter', 'filter: state = "open" and accountId = "111122223333"', 'undecided'],
    ['a suppression', `filter: state = "open"\nsuppressions: ['accountId != "111122223333"']`, 'undecided'],
    ['nothing of it', 'filter: state = "open"', 'fail'],
  ])('that asks whose account it is, in %s, and STS does not say so', async (_, filter, verdict) => {
    const aws = await start()
    aws.ssm.openSession(REGION)
    aws.fail('GetCallerIdentity', 'denied')
    const { report } = await check(aws, [], NOBODY.replace('filter: state = "open"', filter))
    expect(report.verdict).toBe(verdict)
    const told = 'a rule asks for the accountId of sessions, which is not known: AccessDenied for sts:GetCallerIdentity'
    if (verdict === 'undecided') expect(report.reasons).toEqual([expect.stringContaining(told)])
  })

  test('whose exception asks whose account it is accepts nothing that STS does not say', async () => {
    const aws = await start()
    aws.ssm.openSession(REGION)
    aws.fail('GetCallerIdentity', 'denied')
    const rules = `rules:\n- ${NOBODY.trim().replaceAll('\n', '\n  ')}\nexceptions:\n`
    const accepted = `- { rule: nobody-inside, filter: accountId != "111122223333", reason: not ours, expires: never }\n`
    const { report } = await check(aws, ['--promote-tags', 'production'], `${rules}${accepted}`)
    expect(report.verdict).toBe('undecided')
    expect(operationsOf(aws)).not.toContain('PutImage')
  })

  test('counts in each account and Region, and one that cannot be read hides no other', async () => {
    const aws = await start()
    const roles = ['222233334444', '333344445555'].map(account => `arn:aws:iam::${account}:role/audit`)
    aws.fail('DescribeSessions', 'denied', { where: ({ account }) => account === '333344445555' })
    aws.inAccount('222233334444').ssm.openSession(REGION)
    aws.ssm.openSession(REGION)
    const { report } = await check(aws, ['--audit-roles', ...roles])
    expect(report.coverage.filter(({ source }) => source === 'events').map(({ state, message }) => [state, message.slice(0, 60)])).toEqual([
      ['not requested', 'events: not requested'],
      ['read', 'sessions of account 222233334444, eu-west-1: 1 open, 0 ended'],
      ['gap', 'sessions of account 333344445555, eu-west-1: AccessDenied fo'],
    ])
    expect(report.verdict).toBe('fail')
  })

  test('is accepted by an exception, whose use is told', async () => {
    const aws = await start()
    aws.ssm.openSession(REGION)
    const accepted = `rules:\n- ${NOBODY.trim().replaceAll('\n', '\n  ')}\nexceptions:\n- { rule: nobody-inside, filter: user = "jane", reason: on duty, expires: never }\n`
    const { report } = await check(aws, ['--promote-tags', 'production'], accepted)
    expect(report.verdict).toBe('pass')
    expect(report.exceptions).toMatchObject([{ state: 'used', events: 1 }])
  })
})
