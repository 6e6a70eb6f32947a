/** Heading of a column, and the cell of a row. The first column is text, the others are figures. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string>>

export const count = (value: number): string =>
  Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '–'

export const decimals = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '–'

/** Three figures are what a measurement is good for. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value >= 999_500) return `${(value / 1e6).toFixed(2)} M`
  return value >= 9_995 ? `${(value / 1e3).toFixed(0)} k` : `${(value / 1e3).toFixed(1)} k`
}

export function table<Row>(rows: readonly Row[], columns: Columns<Row>): string[] {
  const names = Object.keys(columns)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(names),
    line(names.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(Object.values(columns).map((cell) => cell(row)))),
  ]
}

/** Nothing at all without rows. */
export function section<Row>(title: string, rows: readonly Row[], columns: Columns<Row>): string[] {
  return rows.length === 0 ? [] : ['', `### ${title}`, '', ...table(rows, columns)]
}
