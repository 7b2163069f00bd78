// The rooms of src/, from the ground up, and what each may import. A folder without a row here may import nothing, and a room imports
// only rooms that stand before it, so nothing runs back up and there is no circle.

export interface Room {
  readonly name: string
  /** The rooms that it may import, besides the ground floor and itself. */
  readonly rooms: readonly string[]
  /** The modules of Node and the packages that it may import. A room without `node:*` has no effects. */
  readonly packages: readonly string[]
}

/** The files at the root of src/ that every room may import, and the three entries, which no room may. */
export const GROUND = 'ground floor'
export const ENTRIES = ['action.ts', 'cli.ts', 'index.ts']

export const ROOMS: readonly Room[] = [
  { name: GROUND, rooms: [], packages: ['node:*', 'ipaddr.js'] },
  { name: 'language', rooms: [], packages: ['parsimmon'] },
  { name: 'image', rooms: ['language'], packages: [] },
  { name: 'events', rooms: ['language', 'image'], packages: [] },
  { name: 'rules', rooms: ['language', 'events'], packages: ['yaml'] },
  { name: 'gate', rooms: ['language', 'image', 'events', 'rules'], packages: [] },
  { name: 'aws', rooms: ['image'], packages: ['node:*', '@aws-sdk/*', '@smithy/*', 'hpagent'] },
  { name: 'ecr', rooms: ['image', 'gate', 'aws'], packages: ['node:*', '@aws-sdk/client-ecr', 'p-map'] },
  { name: 'push', rooms: ['image', 'gate', 'aws', 'ecr'], packages: ['node:*'] },
  { name: 'release', rooms: ['image', 'gate', 'aws', 'ecr'], packages: [] },
  { name: 'sources', rooms: ['image', 'events', 'rules', 'gate', 'aws'], packages: ['node:*', '@aws-sdk/client-cloudtrail'] },
  { name: 'locate', rooms: ['image', 'sources'], packages: ['node:*'] },
  { name: 'settings', rooms: ['image', 'gate', 'push'], packages: [] },
  { name: 'report', rooms: ['language', 'image', 'rules', 'gate', 'settings'], packages: ['echarts/*'] },
  { name: 'attest', rooms: ['image', 'rules', 'gate', 'settings', 'report'], packages: ['node:crypto', '@sigstore/*'] },
  { name: 'github', rooms: ['gate', 'settings', 'report'], packages: ['node:*', '@actions/github', 'undici'] },
  {
    name: 'run',
    rooms: [
      'image',
      'events',
      'rules',
      'gate',
      'aws',
      'ecr',
      'push',
      'release',
      'sources',
      'locate',
      'settings',
      'report',
      'attest',
      'github',
    ],
    packages: ['node:*', 'p-map'],
  },
  {
    name: 'commands',
    rooms: ['language', 'image', 'events', 'rules', 'gate', 'aws', 'ecr', 'sources', 'settings', 'report', 'attest', 'run'],
    packages: ['p-map'],
  },
]
