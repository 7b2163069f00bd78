// Addresses of rows: `report.html#CVE-2026-0001` opens the table where the row is, scrolls to it and marks it.

import type { Shown } from './show.ts'

export function followAddresses(tables: readonly Shown[]): void {
  const follow = (): void => {
    const anchor = readAnchor()
    tables.some(({ reveal }) => reveal(anchor))
  }
  addEventListener('hashchange', follow)
  // A link to the address that the page has already changes no address.
  document.addEventListener('click', ({ target }) => {
    const pressed = target instanceof Element ? target.closest('a') : null
    if (pressed?.getAttribute('href')?.startsWith('#') && pressed.hash === location.hash) follow()
  })
  follow()
}

function readAnchor(): string {
  try {
    return decodeURIComponent(location.hash.slice(1))
  } catch {
    return ''
  }
}
