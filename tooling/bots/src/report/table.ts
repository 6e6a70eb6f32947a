import { stripVTControlCharacters } from 'node:util'

/** Columns as wide as their widest cell; the first is flush left, and so are those named so. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  { left = [] }: { readonly left?: readonly string[] } = {},
): readonly string[] {
  const widths = columns.map((name, i) => Math.max(width(name), ...rows.map((cells) => width(cells[i] ?? ''))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)))
        return i === 0 || left.includes(columns[i] ?? '') ? cell + padding : padding + cell
      })
      .join('  ')
      .trimEnd()
  return [line(columns), ...rows.map(line)]
}

const width = (text: string): number => stripVTControlCharacters(text).length
