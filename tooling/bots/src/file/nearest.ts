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
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      const swaps = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]
      const swapped = swaps ? (before[j - 1] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
