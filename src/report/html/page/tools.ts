// What a reader searches, chooses and turns the pages of a table with.

import type { Table } from '../table.ts'
import { button, make } from './element.ts'
import type { State } from './select.ts'

interface Pager {
  readonly element: HTMLElement
  readonly update: (isFirst: boolean, isLast: boolean, isOnly: boolean) => void
}

/** The buttons that turn to the parts of a table before and after. */
export function makePager({ many }: Table, turn: (by: number) => void): Pager {
  // A button that is disabled loses the focus, so the other one gets it.
  const press = (pressed: HTMLButtonElement, other: HTMLButtonElement, by: number): void => {
    turn(by)
    if (pressed.disabled) other.focus({ preventScroll: true })
  }
  const back = button('Previous', () => press(back, on, -1))
  const on = button('Next', () => press(on, back, 1))
  const element = make('nav', { className: 'pager', ariaLabel: `Parts of the ${many}` }, back, on)
  const update = (isFirst: boolean, isLast: boolean, isOnly: boolean): void => {
    back.disabled = isFirst
    on.disabled = isLast
    element.hidden = isOnly
  }
  return { element, update }
}

export function makeSearch(change: (changed: Partial<State>) => void): HTMLElement {
  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: false })
  search.addEventListener('input', () => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter(word => word !== '')
    change({ words, part: 0 })
  })
  return make('label', {}, 'Search ', search)
}

/** One list for each column with several choices. */
export function makeChoices({ columns }: Table, change: (changed: Partial<State>) => void): readonly HTMLElement[] {
  const wanted = new Map<number, number>()
  return columns.flatMap(({ title, choices = [] }, column) => {
    if (choices.length < 2) return []
    const options = choices.map((choice, i) => make('option', { value: String(i) }, choice))
    const chosen = make('select', {}, make('option', { value: '' }, 'all'), ...options)
    chosen.addEventListener('change', () => {
      if (chosen.value === '') wanted.delete(column)
      else wanted.set(column, Number(chosen.value))
      change({ wanted: new Map(wanted), part: 0 })
    })
    return [make('label', {}, `${title} `, chosen)]
  })
}
