// The table of references in docs/policy.md: each is read as its row says, or says why not.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import { parseReference } from '../../src/rules/reference.ts'
import { readParameters } from '../../src/sources/parameters.ts'
import { startAws } from '../aws/server.ts'
import { ROOT } from '../root.ts'
import { rowsOf } from './rows.ts'

const rows = rowsOf(readFileSync(join(ROOT, 'docs/policy.md'), 'utf8'), 'references').map(([written = '', means = '']) => ({
  written: written.replaceAll('`', ''),
  means,
}))

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
    const client = connect({
      attempts: 1,
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's' },
    })
    const files = await captureFault(() => readParameters(written, { aws: client, region: aws.env['AWS_REGION'], roles: [] }))
    if (files instanceof Fault) throw files
    const below = means.includes('every parameter below the path')
    const one = written === 'ssm:high' ? ['high'] : ['/team/gate/high']
    expect(files.map(({ text }) => text)).toEqual(below ? ['/team/gate/high', '/team/gate/more/low'] : one)
    expect(aws.violations).toEqual([])
  })
})
