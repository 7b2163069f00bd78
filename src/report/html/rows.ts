// Rows of the page's tables. Every URL is validated here, because the page's script links to whatever it gets.

import { addressOf } from '../gfm.ts'
import type { Line } from '../report.ts'
import type { Fact, Row, Table } from './table.ts'

/** How many rows a browser handles with ease. */
export const MOST_ROWS = 25_000

// Rows that are not shown are not made either: an archive may yield half a million alerts.
export function limitRows<T>(items: readonly T[], most: number, toRow: (item: T, i: number) => Row): Pick<Table, 'rows' | 'left'> {
  const left = items.length - most
  return { rows: items.slice(0, most).map(toRow), ...(left > 0 && { left }) }
}

/** The facts that are known, in order. */
export function facts(known: Readonly<Record<string, string | number | null>>): readonly Fact[] {
  return Object.entries(known).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)] as const]))
}

export function formatLine(at: Line | null): string | null {
  return at === null ? null : `${at.file}:${at.line}`
}

export function leadTo(link: string | null): Pick<Row, 'href'> {
  const address = link === null ? undefined : addressOf(link)
  return address === undefined ? {} : { href: address }
}

export function addressesOf(link: string): readonly [string] | readonly [] {
  const address = addressOf(link)
  return address === undefined ? [] : [address]
}
