// A process that pushes and is then ended by a signal: `child.ts <folder>`. The folder contains the program and becomes PATH.

import { setTimeout } from 'node:timers/promises'
import { prepareStop } from '../../src/process/stop.ts'
import { pushImage } from '../../src/push/push.ts'

const [, , folder = ''] = process.argv

const stop = prepareStop(() => undefined)
stop.listen()
await pushImage(
  {
    source: { kind: 'docker-daemon', name: 'api:1' },
    registry: 'registry.example',
    repositoryName: 'api',
    tag: '1',
    timeoutSeconds: 60,
  },
  {
    authorize: async () => ({ username: 'AWS', password: 'invented' }),
    readTag: async () => undefined,
    clock: { milliseconds: () => performance.now(), sleep: milliseconds => setTimeout(milliseconds) },
    signal: stop.signal,
    env: { PATH: folder, HOME: folder },
    temporary: `${folder}/temporary`,
    progress: () => undefined,
    tell: () => undefined,
  },
).catch(() => stop.end())
