// The tables of references in docs/policy.md: each is read as its row says.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import { parseReference } from '../../src/rules/reference.ts'
import { readParameters } from '../../src/sources/parameters.ts'
import { readStored } from '../../src/sources/stored.ts'
import { startS3 } from '../aws/s3.ts'
import { startAws } from '../aws/server.ts'
import { ROOT } from '../root.ts'
import { rowsOf } from './rows.ts'

const text = readFileSync(join(ROOT, 'docs/policy.md'), 'utf8')
const listRows = (table: string) =>
  rowsOf(text, table).map(([written = '', means = '']) => ({ written: written.replaceAll('`', ''), means }))
const rows = listRows('references')
const objects = listRows('objects')
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's' }

describe('docs/policy.md', () => {
  test('has a row for each kind of reference', () => {
    const kinds = rows
      .map(({ written }) => parseReference(written))
      .map(each => 'name' in each && `${each.isPath} ${each.place !== undefined}`)
    expect(new Set(kinds)).toEqual(new Set(['false false', 'true false', 'false true', 'true true']))
  })

  test.each(rows)('$written: $means', async ({ written, means }) => {
    const aws = await startAws({ account: written.includes('arn:') ? '444455556666' : '111122223333' })
    for (const name of ['high', '/team/gate/high', '/team/gate/more/low', '/team/gates/low']) aws.ssm.putParameter(name, name)
    const client = connect({ attempts: 1, endpoint: aws.endpoint, credentials })
    const files = await captureFault(() => readParameters(written, { aws: client, region: aws.env['AWS_REGION'], roles: [] }))
    if (files instanceof Fault) throw files
    const below = means.includes('every parameter below the path')
    const one = written === 'ssm:high' ? ['high'] : ['/team/gate/high']
    expect(files.map(({ text }) => text)).toEqual(below ? ['/team/gate/high', '/team/gate/more/low'] : one)
    expect(aws.violations).toEqual([])
  })

  test('has a row for each kind of reference to S3', () => {
    const kinds = objects
      .map(({ written }) => parseReference(written))
      .map(each => 'bucket' in each && `${each.isPath} ${each.versionId !== undefined} ${each.account !== undefined}`)
    expect(new Set(kinds)).toEqual(new Set(['false false false', 'true false false', 'false true false', 'false false true']))
  })

  test.each(objects)('$written: $means', async ({ written, means }) => {
    const s3 = await startS3({ bucket: 'example-policies', owner: '444455556666' })
    s3.put('team/high.yml', 'old', '3HL4kqtJlcpXroDTDmJ')
    for (const key of ['team/high.yml', 'team/more/low.yml', 'teams/low.yml']) s3.put(key, 'new', `${key}-2`)
    const aws = connect({ attempts: 1, endpoint: s3.endpoint, credentials })
    const { files } = await readStored(written, { aws, region: 'eu-west-1', roles: [] })
    const below = means.includes('every rule file below the prefix')
    expect(files.map(({ stored }) => stored?.name)).toEqual(
      ['team/high.yml', ...(below ? ['team/more/low.yml'] : [])].map(key => `s3://example-policies/${key}`),
    )
    expect(files[0]?.text).toBe(means.includes('this version') ? 'old' : 'new')
  })
})
