const { curve, fills, quote } = JSON.parse(document.getElementById('data').textContent)

const seconds = curve.map(({ at }) => at / 1_000)
const [first] = curve
const firstPrice = curve.find(({ price }) => price > 0)?.price

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const shown = (value, places = 2) =>
  value == null ? '-' : value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

/** As many places as the step between two of its ticks has. */
const ticksShown = (_chart, values) => {
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0))
  const places = step >= 1 ? 0 : Math.min(8, Math.ceil(-Math.log10(step)))
  return values.map((value) => shown(value, places))
}

/** Days where they are all that counts, times with their day where it changes. */
function timesShown(_chart, values) {
  let before = ''
  return values.map((value) => {
    // biome-ignore lint/style/noRestrictedGlobals: writes times down in UTC; no clock is read.
    const text = new Date(value * 1_000).toISOString()
    const [day, time] = [text.slice(0, 10), text.slice(11, 16)]
    const isNew = day !== before
    before = day
    if (time === '00:00' && isNew) return day
    return isNew ? `${time}\n${day}` : time
  })
}

const placesOfPrice =
  firstPrice === undefined || firstPrice >= 100 ? 2 : Math.min(8, 4 - Math.floor(Math.log10(firstPrice)))

const sync = uPlot.sync('report')

function axes(values) {
  const line = { stroke: colour('--line'), width: 1 }
  const common = { stroke: colour('--soft'), grid: line, ticks: line, font: '12px system-ui' }
  return [
    { ...common, space: 80, values: timesShown },
    { ...common, values, size: 72 },
  ]
}

const options = (element, height, series, values, more = {}) => ({
  width: element.clientWidth - 16,
  height,
  // biome-ignore lint/style/noRestrictedGlobals: writes times down in UTC; no clock is read.
  tzDate: (at) => uPlot.tzDate(new Date(at * 1_000), 'Etc/UTC'),
  cursor: { sync: { key: sync.key }, y: false },
  axes: axes(values),
  series: [{ label: 'UTC', value: '{YYYY}-{MM}-{DD} {HH}:{mm}' }, ...series],
  ...more,
})

function equity(element) {
  const held = curve.map(({ price }) => (price > 0 && firstPrice ? (first.equity * price) / firstPrice : null))
  const money = (_, value) => `${shown(value)} ${quote}`
  const series = [
    { label: 'Equity', stroke: colour('--equity'), width: 2, value: money },
    { label: 'Buy and hold', stroke: colour('--other'), width: 1, dash: [4, 4], value: money },
  ]
  return new uPlot(
    options(element, 280, series, ticksShown),
    [seconds, curve.map((point) => point.equity), held],
    element,
  )
}

function drawdown(element) {
  const falls = curve.map((point) => -100 * point.drawdown)
  const percent = (_, value) => `${shown(value)} %`
  const series = [
    { label: 'Drawdown', stroke: colour('--fall'), fill: colour('--fall-ground'), width: 1, value: percent },
  ]
  const range = (_, low) => [Math.min(low * 1.1, -0.1), 0]
  const scales = { y: { range } }
  const ticks = (chart, values) => ticksShown(chart, values).map((text) => `${text} %`)
  return new uPlot(options(element, 150, series, ticks, { scales }), [seconds, falls], element)
}

function price(element) {
  const prices = curve.map((point) => (point.price > 0 ? point.price : null))
  const series = [
    { label: 'Price', stroke: colour('--price'), width: 1, value: (_, value) => shown(value, placesOfPrice) },
  ]
  const hooks = { draw: [drawFills] }
  return new uPlot(options(element, 280, series, ticksShown, { hooks }), [seconds, prices], element)
}

/** Bought: a triangle from below. Sold: one from above. */
function drawFills(chart) {
  const { ctx } = chart
  const { left, top, width, height } = chart.bbox
  const size = 5 * devicePixelRatio
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
  for (const { at, bought, price: dealt } of fills) {
    const x = chart.valToPos(at / 1_000, 'x', true)
    if (x < left - size || x > left + width + size) continue
    const y = chart.valToPos(dealt, 'y', true)
    const away = bought ? size * 1.6 : -size * 1.6
    ctx.fillStyle = bought ? buyColour : sellColour
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(x - size, y + away)
    ctx.lineTo(x + size, y + away)
    ctx.closePath()
    ctx.fill()
  }
  ctx.restore()
}

const makers = { equity, drawdown, price }
let buyColour = ''
let sellColour = ''
let charts = []

function draw() {
  for (const chart of charts) chart.destroy()
  buyColour = colour('--buy')
  sellColour = colour('--sell')
  charts = Object.entries(makers).map(([id, make]) => make(document.getElementById(id)))
}

if (curve.length > 1) {
  draw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
  addEventListener('resize', () => {
    for (const chart of charts)
      chart.setSize({ width: chart.root.parentElement.clientWidth - 16, height: chart.height })
  })
}
