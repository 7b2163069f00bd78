// The first section: what to do now. It is markup without the script, because it is what everybody came for.

import { listFirst } from '../../plural.ts'
import { groupVersions, type ToldFixes, type ToldStep } from '../fixes.ts'
import type { NamedImage } from '../name.ts'
import type { ReportedChange } from '../report.ts'
import { WRITE_EXCEPTION } from '../wording.ts'
import { renderCounts } from './badges.ts'
import { nameShortly } from './findings.ts'
import { foldAfter, renderFolded } from './lists.ts'
import { breakable, html, type Markup, NONE } from './markup.ts'
import { formatLine } from './rows.ts'

/** What the changes refer to: the short names of images by their URIs, and where on the page the findings are, by their ids. */
interface Places {
  readonly names: ReadonlyMap<string, string>
  readonly anchors: ReadonlyMap<string, string>
}

/** The content of the section. `anchors` are those of the findings, by their ids. */
export function renderFixes({ steps, notes }: ToldFixes, images: readonly NamedImage[], anchors: Places['anchors']): Markup {
  const short = nameShortly(images)
  const places = { names: new Map(images.map(({ uri }, i) => [uri, short[i] ?? uri])), anchors }
  const told = notes.length === 0 ? NONE : html`<div class="notes">${renderFolded(notes)}</div>`
  return html`${steps.map(step => renderStep(step, places))}${told}`
}

function renderStep({ title, changes, unfixable, exceptions }: ToldStep, places: Places): Markup {
  const rows = changes.map(({ change, base }) => renderChange(change, base, places))
  const table =
    rows.length === 0
      ? NONE
      : html`<div class="scroll" tabindex="0" role="group" aria-label="Table of changes"><table class="changes">
<thead><tr><th scope="col">Change</th><th scope="col">Where</th><th scope="col">Fixes</th></tr></thead><tbody>${rows}</tbody></table></div>`
  const told = unfixable.length === 0 ? NONE : html`<ul class="unfixable">${unfixable.map(({ text }) => html`<li>${text}</li>`)}</ul>`
  const block =
    exceptions.length === 0
      ? NONE
      : html`<p>${WRITE_EXCEPTION}</p>
<pre class="exception" tabindex="0">${exceptions.map(
          line => html`${line}
`,
        )}</pre>`
  return html`<h3>${title}</h3>${table}${told}${block}`
}

function renderChange(change: ReportedChange, base: string | undefined, { names, anchors }: Places): Markup {
  const { kind, packages, images, at, fixes, severityCounts } = change
  const line = formatLine(at)
  const paths = kind === 'package' && line === null ? packages.flatMap(({ path }) => path ?? []) : []
  const where = images.length === names.size ? [] : images.map(uri => names.get(uri) ?? uri)
  const what = kind === 'package' ? renderVersions(packages) : renderBase(packages, base)
  const places = [
    ...foldAfter(
      MOST_PLACES,
      (line === null ? paths : [line]).map(place => html`<div><code>${breakable(place)}</code></div>`),
    ),
    ...(where.length === 0 ? [] : [html`<div class="quiet">in ${where.join(', ')}</div>`]),
  ]
  return html`<tr><td class="text">${what}</td><td>${places}</td>
<td class="text"><div class="counts">${renderCounts(severityCounts)}</div>${renderIds(fixes, anchors)}</td></tr>`
}

// What the verdict does not need is updated all the same, as it comes with the same base image.
function renderBase(packages: ReportedChange['packages'], name: string | undefined): Markup {
  const [needed, others] = [true, false].map(isNeeded => packages.filter(each => each.isNeeded === isNeeded))
  const also = others?.length ? html`<div class="quiet">and, though the verdict does not need it:</div>${renderVersions(others)}` : NONE
  const what = name === undefined ? html`Update the packages of the base image:` : html`Take a newer <code>${breakable(name)}</code>, with:`
  return html`<div>${what}</div>${renderVersions(needed ?? [])}${also}`
}

const MOST_PACKAGES = 8
const MOST_NAMES = 5
const MOST_PLACES = 3

function renderVersions(packages: ReportedChange['packages']): Markup {
  const groups = groupVersions(packages).map(
    ({ names, from, to }) =>
      html`<div class="change"><strong>${breakable(listFirst(names, MOST_NAMES))}</strong> ${from === null ? NONE : html`<code>${from}</code> `}→ <code>${to}</code></div>`,
  )
  return html`${foldAfter(MOST_PACKAGES, groups)}`
}

const MOST_IDS = 5

function renderIds(ids: readonly string[], anchors: Places['anchors']): Markup {
  const shown = ids.slice(0, MOST_IDS).map(id => {
    const anchor = anchors.get(id)
    return anchor === undefined ? html`<code>${id}</code> ` : html`<a href="#${anchor}"><code>${id}</code></a> `
  })
  const left = ids.length - MOST_IDS
  return html`<div class="ids">${shown}${left <= 0 ? NONE : html`<span class="quiet">and ${left} more</span>`}</div>`
}
