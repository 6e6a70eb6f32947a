/** Items that wait in all tracks of a bridge. */
export class HeldCount {
  size = 0
}
