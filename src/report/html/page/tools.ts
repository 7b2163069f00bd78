// What a reader searches, chooses and turns the pages of a table with.

import type { Table } from '../table.ts'
import { button, make } from './element.ts'
import type { State } from './state.ts'

interface Pager {
  readonly element: HTMLElement
  readonly update: (isFirst: boolean, isLast: boolean) => void
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
  const update = (isFirst: boolean, isLast: boolean): void => {
    back.disabled = isFirst
    on.disabled = isLast
    element.hidden = isFirst && isLast
  }
  return { element, update }
}

/** The search, the choice between groups and single rows, and one list for each column with several choices. */
export function makeTools(table: Table, state: State, change: (changed: Partial<State>) => void): readonly HTMLElement[] {
  return [makeSearch(state, change), ...makeChoices(table, state, change), ...makeGrouping(table, state, change)]
}

function makeSearch({ words }: State, change: (changed: Partial<State>) => void): HTMLElement {
  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: false, value: words.join(' ') })
  search.addEventListener('input', () => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter(word => word !== '')
    change({ words, part: 0 })
  })
  return make('label', {}, 'Search ', search)
}

function makeGrouping({ groups }: Table, { grouped }: State, change: (changed: Partial<State>) => void): readonly HTMLElement[] {
  if (groups === undefined) return []
  const box = make('input', { type: 'checkbox', checked: grouped })
  box.addEventListener('change', () => change({ grouped: box.checked, part: 0 }))
  return [make('label', {}, box, ` by ${groups.one}`)]
}

function makeChoices({ columns }: Table, state: State, change: (changed: Partial<State>) => void): readonly HTMLElement[] {
  const wanted = new Map(state.wanted)
  return columns.flatMap(({ title, choices = [] }, column) => {
    if (choices.length < 2) return []
    const options = choices.map((choice, i) => make('option', { value: String(i) }, choice))
    const chosen = make('select', {}, make('option', { value: '' }, 'all'), ...options)
    chosen.value = String(wanted.get(column) ?? '')
    chosen.addEventListener('change', () => {
      if (chosen.value === '') wanted.delete(column)
      else wanted.set(column, Number(chosen.value))
      change({ wanted: new Map(wanted), part: 0 })
    })
    return [make('label', {}, `${title} `, chosen)]
  })
}
