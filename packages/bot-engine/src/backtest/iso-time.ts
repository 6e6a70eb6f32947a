/** `2026-01-31T12:00:00.000Z`. */
// biome-ignore lint/style/noRestrictedGlobals: writes a time down; no clock is read.
export const isoTime = (ms: number): string => new Date(ms).toISOString()
