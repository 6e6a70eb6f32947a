/** The name that was probably meant, or nothing when none is near: more than a third of it would have to be changed. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase()
  const ranked = names
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter(({ distance: far, name }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.name
}

/** What there is, and what was probably meant: the end of a sentence. */
export function suggestion(given: string, names: readonly string[]): string {
  const near = nearest(given, names)
  return `${near === undefined ? '' : `did you mean ${near}? `}there are ${names.join(', ')}`
}

/** How many letters have to be put in, taken out, replaced, or changed with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  const cost = (i: number, j: number): number => {
    const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1
    return Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, isSwap ? at(i - 2, j - 2) + 1 : replaced)
  }
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) row.push(cost(i, j))
  }
  return at(a.length, b.length)
}
