// The script of the report in a browser: it makes the tables from the data of the page, sorts and filters them, and opens details.
//
// All data is inserted as text, and the page's policy forbids parsing text as markup. A long table is in the page one part at a time.

import type { Table } from '../table.ts'
import { followAddresses } from './address.ts'
import { showTable } from './show.ts'

const data = JSON.parse(document.getElementById('data')?.textContent ?? '[]') as readonly Table[]
followAddresses(
  data.flatMap(table => {
    const place = document.querySelector<HTMLElement>(`#${table.name} .table`)
    return place === null ? [] : [showTable(table, place)]
  }),
)

// On paper nothing opens, so what is to be done and why is printed in full.
const folded = [...document.querySelectorAll<HTMLDetailsElement>('#fixes details, #reasons details')]
const opened = new Set<HTMLDetailsElement>()
addEventListener('beforeprint', () => {
  for (const each of folded.filter(({ open }) => !open)) {
    opened.add(each)
    each.open = true
  }
})
addEventListener('afterprint', () => {
  for (const each of opened) each.open = false
  opened.clear()
})
