import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const charts = createRequire(import.meta.url)

const text = (path: string | URL): string => readFileSync(path, 'utf8')

/** What the page needs, so that it needs nothing else. */
export const assets = () => ({
  chartScript: text(charts.resolve('uplot/dist/uPlot.iife.min.js')),
  chartStyle: text(charts.resolve('uplot/dist/uPlot.min.css')),
  script: text(new URL('../../page/report.js', import.meta.url)),
  style: text(new URL('../../page/report.css', import.meta.url)),
})
