/** Resolves when everything that the current turn of the event loop has set off is done, promises included. */
export const turnEnded = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Runs the task when the current turn of the event loop is over. */
export const whenTurnEnds = (task: () => void): void => {
  setImmediate(task)
}
