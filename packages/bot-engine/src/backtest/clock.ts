/** Resolves when everything that the current turn of the event loop has set off is done, promises included. */
export const turnEnded = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
