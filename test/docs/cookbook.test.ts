// Every recipe of docs/cookbook.md does what it says. Those that send alerts on are run in test/services/alerts.service.ts, because they
// need jq, curl and AWS's command line.

import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Report } from '../../src/report/report.ts'
import { startSigstore } from '../attest/sigstore.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { ecrGate, type Outcome, runBundle } from '../e2e/command.ts'
import { makeFolder } from '../folder.ts'
import { ROOT } from '../root.ts'
import { RECIPES, type Recipe, recipeOf } from './cookbook.ts'

const DAY = 86_400_000
const ALERTS = ['Send alerts to Slack', 'Send alerts to SNS', 'Send alerts to Security Hub']
const TESTED = new Set<string>(ALERTS)

/** Runs a recipe's test under its heading. */
function recipe(heading: string, run: (recipe: Recipe) => void | Promise<void>): void {
  TESTED.add(heading)
  test(heading, () => run(recipeOf(heading)))
}

/** The inputs as flags, with the expressions of a run for this event filled in. */
function flagsOf({ inputs }: Recipe, event = 'push'): readonly string[] {
  const fill = (value: string): string =>
    String(value).replace(/\$\{\{ github\.event_name == '(\w+)' && '(\w+)' \|\| '(\w+)' \}\}/g, (_, name, yes, no) =>
      event === name ? yes : no,
    )
  return Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, ...fill(value).trim().split('\n')])
}

/** A folder with the examples and the files of a recipe. */
function kitchen({ files }: Recipe): string {
  const folder = makeFolder(files)
  cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true })
  return folder
}

interface Checked extends Outcome {
  readonly report: Report
}

function check(recipe: Recipe, event?: string, findings = 'examples/findings.json'): Checked {
  const cwd = kitchen(recipe)
  const words = ['check', '--findings', findings, ...flagsOf(recipe, event), '--json-file', 'report.json']
  const outcome = ecrGate(words, { cwd })
  return { ...outcome, report: JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')) as Report }
}

/** Whether these are among the lines, in this order; `…` stands for anything. */
function expectShown(lines: readonly string[], { shown }: Recipe): void {
  const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const forms = shown.map(line => new RegExp(`^${line.split('…').map(quote).join('.*')}$`))
  expect(forms.length).toBeGreaterThan(0)
  for (const form of forms) expect(lines).toContainEqual(expect.stringMatching(form))
  const places = forms.map(form => lines.findIndex(line => form.test(line)))
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

/** Services with these images, some of them with a HIGH finding, and a check of them. */
async function startWith(images: readonly { readonly repository: string; readonly tag: string; readonly bad: boolean }[]) {
  const aws: Aws = await startAws()
  const digests = images.map(({ repository, tag, bad }) => {
    const findings = bad ? makeBasicFindings({ HIGH: 1 }) : []
    const scan = [{ status: 'COMPLETE' as const, findings, completedAt: new Date().toISOString() }]
    return aws.ecr.addImage({ repository, tags: [tag], manifest: makeManifest(`${repository} ${bad}`), scan }).digest
  })
  const run = async (recipe: Recipe, ...words: readonly string[]) => {
    const all = ['check', ...flagsOf(recipe), '--audit-source', 'none', '--format', 'json', ...words]
    const { code, out } = await runBundle('cli.cjs', all, { env: aws.env })
    return { code, report: JSON.parse(out) as Report }
  }
  return { aws, digests, run }
}

describe('what blocks', () => {
  const codes = {
    'Block CRITICAL findings only': 0,
    'Let through what has no fix': 1,
    'Accept one CVE until a day': 1,
    'Block what has a known exploit': 1,
    'Be stricter with what your own team brings': 1,
    'Let only new findings block': 0,
  }
  for (const [heading, code] of Object.entries(codes))
    recipe(heading, recipe => {
      const { out, ...outcome } = check(recipe)
      expectShown(out.split('\n'), recipe)
      expect(outcome).toMatchObject({ code, err: '' })
    })

  recipe('Give 30 days to fix', recipe => {
    const text = readFileSync(join(ROOT, 'examples/findings.json'), 'utf8')
    const judge = (days: number) => {
      const vendorCreatedAt = `"vendorCreatedAt": "${new Date(Date.now() - days * DAY).toISOString()}", "vulnerabilityId"`
      const findings = join(makeFolder({ 'findings.json': text.replaceAll('"vulnerabilityId"', vendorCreatedAt) }), 'findings.json')
      return check(recipe, 'push', findings)
    }
    const decisions = ({ report }: Checked): readonly string[] =>
      (report.images[0]?.findings ?? []).flatMap(({ severity, decision }) => (severity === 'HIGH' ? [decision.kind] : []))
    const [within, beyond, undated] = [judge(29), judge(31), check(recipe)]
    expect([within, beyond, undated].map(({ code }) => code)).toEqual([0, 1, 1])
    expect([within, beyond, undated].map(decisions)).toEqual([
      ['in-time', 'in-time'],
      ['counted', 'counted'],
      ['counted', 'counted'],
    ])
  })

  recipe('Warn on pull requests, fail on main', recipe => {
    const missing = 'examples/cloudtrail'
    expect(['pull_request', 'push'].map(event => check(recipe, event).code)).toEqual([0, 1])
    expect(['pull_request', 'push'].map(event => check(recipe, event, missing).code)).toEqual([0, 2])
    expect(check(recipe, 'pull_request').out).toMatch(/^warn: /)
    expect(check(recipe, 'pull_request', missing).out).toMatch(/^undecided/)
  })
})

test.each([...RECIPES].flatMap(([heading, recipe]) => (Object.keys(recipe.files).length > 0 ? [[heading, recipe] as const] : [])))(
  'the file of "%s" has nothing to lint, and its tests pass',
  (_, recipe) => {
    const files = Object.keys(recipe.files)
    const cwd = kitchen(recipe)
    expect(ecrGate(['lint', ...files], { cwd })).toMatchObject({ code: 0, out: '' })
    expect(ecrGate(['fmt', '--check', ...files], { cwd })).toMatchObject({ code: 0 })
    expect(ecrGate(['test', ...files], { cwd })).toMatchObject({ code: 0, out: expect.not.stringContaining('none') })
  },
)

describe('what is deployed', () => {
  recipe('Promote only what passed', async recipe => {
    for (const bad of [false, true]) {
      const { aws, digests, run } = await startWith([{ repository: 'payments/api', tag: '1.4.2', bad }])
      expect((await run(recipe)).code).toBe(bad ? 1 : 0)
      const tags = aws.ecr.tagsIn('payments/api')
      expect([tags.get('production'), tags.get('quarantine')]).toEqual(bad ? [undefined, digests[0]] : [digests[0], undefined])
    }
  })

  recipe('Promote what is no worse than the last release', async recipe => {
    const old = { repository: 'payments/api', tag: 'production' }
    const next = { repository: 'payments/api', tag: '1.4.2' }
    const scan = (findings: ReturnType<typeof makeBasicFindings>) => [
      { status: 'COMPLETE' as const, findings, completedAt: new Date().toISOString() },
    ]
    const play = async (before: number | undefined, now: number) => {
      const { aws, run } = await startWith([])
      const add = ({ repository, tag }: typeof old, high: number) =>
        aws.ecr.addImage({ repository, tags: [tag], manifest: makeManifest(tag), scan: scan(makeBasicFindings({ HIGH: high })) }).digest
      if (before !== undefined) add(old, before)
      const digest = add(next, now)
      const { code } = await run(recipe)
      return { code, isPromoted: aws.ecr.tagsIn('payments/api').get('production') === digest }
    }
    expect(await play(2, 2)).toEqual({ code: 0, isPromoted: true })
    expect(await play(1, 2)).toEqual({ code: 1, isPromoted: false })
    expect(await play(undefined, 1)).toEqual({ code: 1, isPromoted: false })
  })

  recipe('Promote only while nobody is on production', async recipe => {
    const play = async (env: string | undefined, more: (aws: Aws) => void = () => undefined) => {
      const { aws } = await startWith([{ repository: 'payments/api', tag: '1.4.2', bad: false }])
      const node = aws.ssm.addNode('eu-west-1')
      const arn = `arn:aws:ec2:eu-west-1:111122223333:instance/${node}`
      aws.tagging.tag('eu-west-1', arn, { Name: 'payments-db-1', ...(env === undefined ? {} : { env }) })
      aws.ssm.openSession('eu-west-1')
      more(aws)
      const words = ['check', ...flagsOf(recipe), '--audit-source', 'none', '--aws-attempts', '1']
      const outcome = await runBundle('cli.cjs', words, { env: aws.env, cwd: kitchen(recipe) })
      return { ...outcome, isPromoted: aws.ecr.tagsIn('payments/api').has('production') }
    }
    const open = await play('production')
    expectShown(open.out.split('\n'), recipe)
    expect(open).toMatchObject({ code: 1, isPromoted: false })
    expect(await play('test')).toMatchObject({ code: 0, isPromoted: true })
    expect(await play(undefined)).toMatchObject({ code: 1, isPromoted: false })
    expect(await play('test', aws => aws.fail('GetResources', 'denied'))).toMatchObject({ code: 1, isPromoted: false })
  })

  recipe('Judge several images', async recipe => {
    const images = [
      { repository: 'payments/api', tag: '1.4.2', bad: false },
      { repository: 'payments/worker', tag: '1.4.2', bad: true },
    ]
    const { digests, run } = await startWith(images)
    const { code, report } = await run(recipe)
    expect([code, report.verdict, report.images.map(({ digest }) => digest)]).toEqual([1, 'fail', digests])
  })

  recipe('Judge again every night', async recipe => {
    const page = readFileSync(join(ROOT, 'docs/start.md'), 'utf8')
    const [cron = ''] = /cron: ".*"/.exec(page) ?? []
    expect(readFileSync(join(ROOT, 'docs/cookbook.md'), 'utf8')).toContain(cron)
    const { run } = await startWith([{ repository: 'payments/api', tag: 'production', bad: true }])
    expect((await run(recipe)).code).toBe(1)
    const aws = await startAws()
    const completedAt = new Date(Date.now() - 8 * DAY).toISOString()
    const scan = [{ status: 'COMPLETE' as const, findings: [], completedAt }]
    aws.ecr.addImage({ repository: 'payments/api', tags: ['production'], manifest: makeManifest('old'), scan })
    const { code } = await runBundle('cli.cjs', ['check', ...flagsOf(recipe), '--audit-source', 'none'], { env: aws.env })
    expect(code).toBe(2)
  })

  recipe('Sign the verdict, verify it before the deployment', async ({ steps }) => {
    const [gate, attest, deploy] = steps
    const sigstore = await startSigstore()
    const verify = async (bad: boolean): Promise<number> => {
      const { digests, run } = await startWith([{ repository: 'payments/api', tag: '1.4.2', bad }])
      const cwd = makeFolder({ gh: `#!/bin/sh\ncase $2 in download) cp bundle "\${3#*@}.jsonl";; trusted-root) cat root;; esac\n` })
      const predicateFile = join(cwd, String(attest?.with?.['predicate-path']))
      await run(
        { ...recipeOf('Promote only what passed'), inputs: { image: String(gate?.with?.['image']) } },
        '--predicate-file',
        predicateFile,
      )
      const [name, sha256] = [String(attest?.with?.['subject-name']), digests[0]?.slice('sha256:'.length)]
      const payload = {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name, digest: { sha256 } }],
        predicateType: attest?.with?.['predicate-type'],
        predicate: JSON.parse(readFileSync(predicateFile, 'utf8')) as unknown,
      }
      writeFileSync(join(cwd, 'bundle'), `${JSON.stringify(await sigstore.sign({ payload: JSON.stringify(payload) }))}\n`)
      writeFileSync(join(cwd, 'root'), `${JSON.stringify(sigstore.root())}\n`)
      chmodSync(join(cwd, 'gh'), 0o755)
      symlinkSync(ROOT, join(cwd, 'ecr-gate'))
      const env = { PATH: `${cwd}:${process.env['PATH']}`, IMAGE: `${name}@${digests[0]}` }
      try {
        execFileSync('bash', ['-e', '-c', deploy?.run ?? 'exit 9'], { cwd, env, stdio: 'pipe' })
        return 0
      } catch (error) {
        return (error as { readonly status: number }).status
      }
    }
    expect(gate?.with?.['predicate-file']).toBe(attest?.with?.['predicate-path'])
    expect([await verify(false), await verify(true)]).toEqual([0, 1])
  })
})

describe('what happened, and what would', () => {
  for (const heading of ['See what a user did, in an archive', 'Compare two policies before the change is merged'])
    recipe(heading, recipe => {
      const words = [...(recipe.command ?? '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
      const outcome = ecrGate(words.slice(2))
      expect(outcome.code).toBe(0)
      expectShown(outcome.out.split('\n'), recipe)
    })
})

test('every recipe has a test', () => {
  expect([...RECIPES.keys()].filter(heading => !TESTED.has(heading))).toEqual([])
  const services = readFileSync(join(ROOT, 'test/services/alerts.service.ts'), 'utf8')
  for (const heading of ALERTS) expect(services).toContain(`recipeOf('${heading}')`)
})

test('every block of YAML on the page can be read', () => {
  const text = readFileSync(join(ROOT, 'docs/cookbook.md'), 'utf8')
  for (const [, block = ''] of text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)) expect(() => parseYaml(block)).not.toThrow()
})
