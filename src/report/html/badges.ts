// Counts of findings by their severity, in its colours.

import type { SeverityCounts } from '../../image/finding.ts'
import { listCounts } from '../wording.ts'
import { html, type Markup } from './markup.ts'
import type { Tone } from './table.ts'

const TONES: Readonly<Record<string, Tone>> = { CRITICAL: 'critical', HIGH: 'high', MEDIUM: 'medium', LOW: 'low' }

/** The colour of a severity. A word that is not one of ECR's gets that of the minor severities. */
export function toneOf(severity: string): Tone {
  return (Object.hasOwn(TONES, severity) ? TONES[severity] : undefined) ?? 'other'
}

/** `1 CRITICAL` `2 HIGH`, the most severe first; severities without findings are left out. */
export function renderCounts(counts: SeverityCounts): readonly Markup[] {
  return listCounts(counts)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => html`<span class="tone ${toneOf(severity)}">${count} ${severity}</span> `)
}
