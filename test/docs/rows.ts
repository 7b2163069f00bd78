// Tables of the documentation that a test goes through row by row.

/** The cells of the table that stands behind `<!-- rows: NAME -->`, without its heading. */
export function rowsOf(page: string, name: string): readonly (readonly string[])[] {
  const table = new RegExp(`<!-- rows: ${name} -->\\n([\\s\\S]*?)\\n(?:\\n|$)`).exec(page)?.[1] ?? ''
  return table
    .split('\n')
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

/** What stands in code in a cell. */
export function codesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}
