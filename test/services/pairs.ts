// Pairs of versions that nobody has published, always the same: two versions begin alike and go on differently, by what the grammar of
// their ecosystem has and by what it almost has.

import fc from 'fast-check'
import type { Ecosystem } from '../../src/versions/ecosystem.ts'

export type Pair = readonly [a: string, b: string]

interface Pieces {
  /** How both begin. */
  readonly heads: string
  /** How each goes on, with up to three of these. */
  readonly tails: string
}

const SEMVER: Pieces = {
  heads: '1.0.0 1.2.3 0.0.0 1.0 1.2.3-rc 1.2.3-rc. 1.0.0-alpha. 1.2.3-1. 1.2.3-1 1.2.3-0. 1.2.3+ v1.2.3-beta',
  tails: '.0 .1 .2 .10 .a .B .- 0 1 10 a rc - -rc -rc.1 -RC -alpha -beta.11 -0 +meta . .01 18446744073709551615',
}

const PIECES: Readonly<Record<Exclude<Ecosystem, 'apk' | 'nuget'>, Pieces>> = {
  dpkg: {
    heads: '1 1.0 0:1 1:1.0 2:0 1.0-1 0 1.0~ a1',
    tails: '. .0 0 1 01 10 ~ ~~ + - -0 -1 a A z rc ~rc1 +deb12u1 +b1 : _',
  },
  rpm: {
    heads: '1 1.0 0:1 1:1.0 1.0-1 a1 0 1.0~',
    tails: '. .0 0 1 01 10 ~ ~~ + - -0 -1 a A z rc ~rc1 ^ ^git1 .el9 _ .. :',
  },
  npm: SEMVER,
  cargo: SEMVER,
  go: { ...SEMVER, heads: `v1 1 go1.2.3 go1 v1.2.3-0.20191109021931-daa7c04131f5 v2.0.0+incompatible ${SEMVER.heads}` },
  pypi: {
    heads: '1 1.0 1.0.0 v1 1!1.0 0 1.0a1 1.0.post1 1.0+ 1.0+abc 1.0.dev',
    tails: '.0 .1 .10 0 1 01 10 a1 b2 rc1 c alpha -beta.2 _pre preview_1 .post .post1 -1 -r1 rev2 .dev .dev0 dev1 .abc .ABC-1 +1 - *',
  },
  maven: {
    heads: '1 1.0 1.0.0 1.1 a 0 1.0.1',
    tails:
      '.1 .0 0 1 -1 01 10 a1 a alpha -alpha .beta -b2 m1 -milestone rc1 -rc -cr2 -SNAPSHOT -ga .final -release .RELEASE -sp .sp1 foo -foo .foo .. - _ +',
  },
  rubygems: { heads: '1 1.0 1.0.0 0 1.a 1.0.pre', tails: '. .0 .00 .1 .10 .01 0 1 .a .b1 .a.1 .1a .rc -rc1 -1 - a -a-b -a.0 .0.a .pre' },
  composer: {
    heads: '1 1.0 1.0.0 1.0.0.0 v1 0 1.0-beta 1.0-RC1 1.0-p',
    tails: '.0 .1 .10 0 1 01 -alpha -beta1 -RC2 rc1 -p1 -patch pl3 -stable .rc.1 -dev .dev dev a1 -b.2.1 .2 -1 @dev +foo . .x-dev 123456',
  },
}

/** Pairs of versions of an ecosystem. */
export function makePairs(ecosystem: keyof typeof PIECES, count: number): readonly Pair[] {
  const { heads, tails } = PIECES[ecosystem]
  const tail = fc.array(fc.constantFrom(...tails.split(' ')), { maxLength: 3, size: 'max' }).map(pieces => pieces.join(''))
  const pair = fc.tuple(fc.constantFrom(...heads.split(' ')), tail, tail).map(([head, a, b]): Pair => [head + a, head + b])
  return fc.sample(pair, { seed: 1, numRuns: count })
}
