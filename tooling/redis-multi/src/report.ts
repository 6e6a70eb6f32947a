import type { Figures, InstanceFigures } from './figures.ts'

const RULE = '─'.repeat(60)

/** The report, line by line. */
export const reportLines = (figures: Figures): readonly string[] => [
  RULE,
  'Multi-Instance Test Results',
  RULE,
  `Total Instances: ${figures.instances.length}`,
  `Total Events Published: ${figures.published}`,
  `Total Events Received: ${figures.received}`,
  `Delivery Rate: ${(figures.deliveryRate * 100).toFixed(2)}%`,
  `Self-Received Events: ${figures.selfReceived}`,
  `Total Errors: ${figures.errors}`,
  '',
  'Latency:',
  ...latencyLines(figures),
  '',
  'Instances:',
  ...figures.instances.flatMap(instanceLines),
  '',
  'Rates:',
  `  Publish: ${figures.publishedPerSecond.toFixed(2)} events/s`,
  `  Delivery: ${figures.receivedPerSecond.toFixed(2)} events/s`,
  `  Per Instance: ${(figures.publishedPerSecond / figures.instances.length).toFixed(2)} events/s published, ` +
    `${(figures.receivedPerSecond / figures.instances.length).toFixed(2)} events/s received`,
  '',
  `Status: ${figures.passed ? '✅ PASS' : '❌ FAIL'}`,
  RULE,
]

function latencyLines({ latency }: Figures): readonly string[] {
  if (latency === undefined) return ['  nothing was received']
  const ms = (value: number) => `${value.toFixed(2)}ms`
  return [
    `  Average: ${ms(latency.average)}`,
    `  Min: ${ms(latency.min)}`,
    `  Max: ${ms(latency.max)}`,
    `  P50: ${ms(latency.p50)}`,
    `  P95: ${ms(latency.p95)}`,
    `  P99: ${ms(latency.p99)}`,
  ]
}

const instanceLines = ({ connected, index, published, received, receivedFrom }: InstanceFigures): readonly string[] => [
  `  Instance ${index}: Published ${published} → Received ${received} (${receivedFrom.join('+')})`,
  `    Connected: ${connected ? 'Yes' : 'No'}`,
]
