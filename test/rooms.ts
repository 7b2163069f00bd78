// The rooms of src/, from the ground up, and what each may import. A folder without a row here may import nothing, and a room imports
// only rooms that stand before it, so nothing runs back up and there is no circle.

export interface Room {
  readonly name: string
  /** Whether what it does reaches outside the process. A room without effects imports none that has them. */
  readonly hasEffects: boolean
  /** The rooms that it may import, besides the ground floor and itself. */
  readonly rooms: readonly string[]
  /** The modules of Node and the packages that it may import. */
  readonly packages: readonly string[]
}

/** The files at the root of src/ that every room may import, and the three entries, which no room may. */
export const GROUND = 'ground floor'
export const ENTRIES = ['action.ts', 'cli.ts', 'index.ts']

const PURE = false
const EFFECTS = true

export const ROOMS: readonly Room[] = [
  { name: GROUND, hasEffects: PURE, rooms: [], packages: ['ipaddr.js'] },
  { name: 'language', hasEffects: PURE, rooms: [], packages: ['parsimmon'] },
  { name: 'image', hasEffects: PURE, rooms: ['language'], packages: [] },
  { name: 'versions', hasEffects: PURE, rooms: [], packages: ['semver/*'] },
  { name: 'vex', hasEffects: PURE, rooms: [], packages: [] },
  { name: 'events', hasEffects: PURE, rooms: ['language', 'image'], packages: [] },
  { name: 'rules', hasEffects: PURE, rooms: ['language', 'image', 'events'], packages: ['yaml'] },
  { name: 'gate', hasEffects: PURE, rooms: ['language', 'image', 'versions', 'vex', 'events', 'rules'], packages: [] },
  { name: 'settings', hasEffects: PURE, rooms: ['image', 'events', 'rules', 'gate'], packages: [] },
  {
    name: 'report',
    hasEffects: PURE,
    rooms: ['language', 'image', 'rules', 'gate', 'settings'],
    packages: ['echarts/*', 'sarif'],
  },
  { name: 'attest', hasEffects: PURE, rooms: ['image', 'rules', 'gate', 'settings', 'report'], packages: ['node:crypto', '@sigstore/*'] },
  { name: 'process', hasEffects: EFFECTS, rooms: [], packages: ['node:*'] },
  { name: 'aws', hasEffects: EFFECTS, rooms: ['image', 'process'], packages: ['node:*', '@aws-sdk/*', '@smithy/*', 'hpagent'] },
  {
    name: 'ecr',
    hasEffects: EFFECTS,
    rooms: ['image', 'gate', 'aws'],
    packages: ['node:*', '@aws-sdk/client-ecr', '@aws-sdk/client-inspector2', 'p-map'],
  },
  { name: 'push', hasEffects: EFFECTS, rooms: ['image', 'gate', 'settings', 'process', 'aws', 'ecr'], packages: ['node:*'] },
  { name: 'release', hasEffects: EFFECTS, rooms: ['image', 'gate', 'aws', 'ecr'], packages: [] },
  {
    name: 'sources',
    hasEffects: EFFECTS,
    rooms: ['image', 'vex', 'events', 'rules', 'gate', 'process', 'aws'],
    packages: [
      'node:*',
      '@aws-sdk/client-athena',
      '@aws-sdk/client-cloudtrail',
      '@aws-sdk/client-resource-groups-tagging-api',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-ssm',
      'p-map',
    ],
  },
  { name: 'locate', hasEffects: EFFECTS, rooms: ['image', 'settings', 'sources'], packages: ['node:*'] },
  {
    name: 'github',
    hasEffects: EFFECTS,
    rooms: ['gate', 'settings', 'report', 'process'],
    packages: ['node:*', '@actions/github', 'undici'],
  },
  {
    name: 'run',
    hasEffects: EFFECTS,
    rooms: [
      'image',
      'events',
      'rules',
      'gate',
      'settings',
      'report',
      'attest',
      'process',
      'aws',
      'ecr',
      'push',
      'release',
      'sources',
      'locate',
      'github',
    ],
    packages: ['node:*', 'p-map'],
  },
  {
    name: 'commands',
    hasEffects: EFFECTS,
    rooms: ['language', 'image', 'events', 'rules', 'gate', 'settings', 'report', 'attest', 'aws', 'ecr', 'sources', 'run'],
    packages: ['p-map'],
  },
]
