// Measures what an image with very many findings costs: 25,000, which enhanced scanning gives on 250 pages, read twice. The
// baseline is a bare loop that requests the same pages from the same server and parses them. Run it with `npm run bench`.

import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { makeEnhancedFindings } from '../test/aws/findings.ts'
import { makeManifest } from '../test/aws/images.ts'
import { startAws } from '../test/aws/server.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const aws = await startAws({ keepOpen: true })
const scanOf = amount => [{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings(amount) }]
aws.ecr.addImage({ repository: 'api', tags: ['few'], manifest: makeManifest('few'), scan: scanOf(10) })
const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['many'], manifest: makeManifest('many'), scan: scanOf(25_000) })

// Makes a process print its peak memory when it ends. The kernel's VmHWM begins with the process; maxRSS does not, because a
// child inherits it from its parent.
const tell = join(mkdtempSync(join(tmpdir(), 'bench-')), 'tell.cjs')
const peak = "/VmHWM:\\s*(\\d+)/.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))?.[1]"
writeFileSync(tell, `process.on('exit', () => process.stderr.write(${peak} + '\\n'))\n`)

// The server runs in this process and the client waits for it at each request, so its CPU time is part of the client's time.
function cpuSince(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function check(tag) {
  const started = { at: performance.now(), cpu: process.cpuUsage() }
  const words = ['dist/cli.cjs', 'check', '--image', `${REGISTRY}/api:${tag}`, '--audit-source', 'none', '--format', 'json']
  const child = spawn(process.execPath, ['--require', tell, ...words], { env: { PATH: process.env.PATH, ...aws.env } })
  let told = ''
  child.stdout.resume()
  child.stderr.on('data', text => {
    told += text
  })
  return new Promise(resolve => {
    child.on('close', () =>
      resolve({
        milliseconds: performance.now() - started.at,
        server: cpuSince(started.cpu),
        mebibytes: Number(told.trim().split('\n').at(-1)) / 1024,
      }),
    )
  })
}

const agent = new Agent({ keepAlive: true })

function ask(body) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings',
    authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/eu-west-1/ecr/aws4_request, SignedHeaders=host, Signature=0',
  }
  return new Promise((resolve, reject) => {
    const message = request(aws.endpoint, { method: 'POST', agent, headers }, response => {
      const parts = []
      response.on('data', part => parts.push(part))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())))
    })
    message.on('error', reject)
    message.end(JSON.stringify(body))
  })
}

async function readBare() {
  const started = performance.now()
  let findings = 0
  for (let reading = 0; reading < 2; reading++) {
    let nextToken
    do {
      const input = { registryId: '111122223333', repositoryName: 'api', imageId: { imageDigest: digest }, maxResults: 1000 }
      const page = await ask(nextToken === undefined ? input : { ...input, nextToken })
      findings += page.imageScanFindings.enhancedFindings.length
      nextToken = page.nextToken
    } while (nextToken !== undefined)
  }
  if (findings !== 50_000) throw new Error(`${findings} findings`)
  return { milliseconds: performance.now() - started }
}

const medianOf = async measure => {
  const all = []
  for (let i = 0; i < 5; i++) all.push(await measure())
  return all.sort((a, b) => a.milliseconds - b.milliseconds)[2]
}
await check('many')
const bare = await medianOf(readBare)
const few = await medianOf(() => check('few'))
const many = await medianOf(() => check('many'))
const ours = many.milliseconds - few.milliseconds
const show = (what, value) => console.log(`${what.padEnd(58)} ${value}`)
show('25,000 findings on 250 pages, read twice: more than for 10', `${ours.toFixed(0)} ms`)
show('  of which the server took', `${(many.server - few.server).toFixed(0)} ms`)
show('  a bare loop of requests and JSON.parse', `${bare.milliseconds.toFixed(0)} ms`)
show('  ratio to the bare loop', (ours / bare.milliseconds).toFixed(2))
show('memory with 25,000 findings, with 10', `${many.mebibytes.toFixed(0)} MiB, ${few.mebibytes.toFixed(0)} MiB`)
agent.destroy()
await aws.close()
