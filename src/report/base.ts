// What is said of the base image of an image: how many of the open findings came with it, and what would remain with the one that its tag
// names by now.

import { standsAgainst } from '../image/base.ts'
import { countSeverities } from '../image/finding.ts'
import { nameImage } from '../image/image.ts'
import { agree, plural } from '../plural.ts'
import type { ReportedBase, ReportedImage } from './report.ts'
import { describeSeverities } from './wording.ts'

/** Sentences about the base image of an image; none where it has no known one. */
export function describeBase({ baseImage, findings }: Pick<ReportedImage, 'baseImage' | 'findings'>): readonly string[] {
  if (baseImage === null) return []
  const open = findings.filter(({ state }) => state === 'open')
  const came = open.filter(({ fromBase }) => fromBase)
  const counted =
    open.length === 0 ? 'no finding comes' : `${came.length} of ${plural(open.length, 'finding')} ${agree(came.length, 'comes', 'come')}`
  const said = `${counted} with the base image ${nameImage(`${baseImage.name}@${baseImage.digest}`)}`
  const before = Object.values(countSeverities(came, standsAgainst)).reduce((sum, count) => sum + count, 0)
  return [said, ...describeNewer(baseImage, before)]
}

/** The name of a base image without its digest: `payments/base:1.2`. */
export function nameBaseTag({ name }: Pick<ReportedBase, 'name'>): string {
  return nameImage(name)
}

function describeNewer({ newer, ...base }: ReportedBase, before: number): readonly string[] {
  if (newer === null) return []
  const name = nameBaseTag(base)
  const { digest, severityCounts, why } = newer
  if (digest === null) return [`what ${name} names now is not known: ${why}`]
  const now = `${name} now names ${digest.slice(0, DIGEST_LENGTH)}`
  if (severityCounts === null) return [`${now}; what would remain with it is not known: ${why}`]
  // The newer one may have findings that this one has not, so the second number may be the lower one.
  return [`${now}; with it, ${describeSeverities(severityCounts) || 'no finding'} of the base would remain (now ${before})`]
}

/** As in the names of images. */
const DIGEST_LENGTH = 'sha256:'.length + 12
