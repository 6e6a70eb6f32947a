/** One metric of the text format, with all of its series. */
export interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly series: readonly Series[]
}

export interface Series {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

/** What Prometheus takes for text. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Families without a series are left out. */
export const prometheusText = (families: readonly Family[]): string =>
  families
    .filter(({ series }) => series.length > 0)
    .map(({ help, name, series, type }) =>
      [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...series.map((one) => line(name, one)), ''].join(
        '\n',
      ),
    )
    .join('')

const line = (name: string, { labels = {}, value }: Series): string => {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`)
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${shown(value)}`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

function shown(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value)
  return value > 0 ? '+Inf' : '-Inf'
}
