// A download goes where all other requests go: through the proxy that the environment names, and with its certificates alone.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { download } from '../../src/aws/download.ts'
import { captureFault } from '../../src/fault.ts'
import { startProxy } from '../e2e/proxy.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

async function serve(parts: readonly string[], isCut = false): Promise<string> {
  const server = createServer((_, response) => {
    for (const part of parts) response.write(part)
    if (isCut) response.destroy()
    else response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/blob?X-Amz-Signature=secret`
}

const fetched = (address: string, size: number, signal = new AbortController().signal) =>
  captureFault(() => download(address, { what: 'the configuration', size, abortSignal: signal }))

test('what comes in parts is put together', async () => {
  expect(String(await fetched(await serve(['ab', 'cd']), 4))).toBe('abcd')
})

test('the proxy of the environment is used', async () => {
  const proxy = await startProxy({ credentials: 'user:password' })
  const address = await serve(['abcd'])
  for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '')
  vi.stubEnv('http_proxy', proxy.url.replace('://', '://user:password@'))
  expect(String(await fetched(address, 4))).toBe('abcd')
  expect(proxy.asked).toEqual([new URL(address).host])
  vi.stubEnv('http_proxy', proxy.url)
  expect(await fetched(address, 4)).toMatchObject({ code: 'aws-unreachable', message: expect.stringContaining('407') })
})

test.each([
  ['a connection that breaks', ['ab'], true, 'aws-unreachable'],
  ['too little', ['ab'], false, 'aws-answer'],
  ['too much', ['ab', 'cde'], false, 'aws-answer'],
])('%s is a fault without the address', async (_, parts, isCut, code) => {
  const fault = await fetched(await serve(parts, isCut), 4)
  expect(fault).toMatchObject({ code })
  expect(JSON.stringify(fault)).not.toContain('secret')
})

test('a run that is stopped stops it', async () => {
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  await expect(fetched(await serve(['abcd']), 4, stop.signal)).rejects.toThrow('stopped')
})
