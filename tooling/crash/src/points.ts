/** What is written down, by what is in it. */
export const WRITTEN = [
  'intent',
  'exit-intent',
  'replacement-intent',
  'answer',
  'cancel',
  'cancel-answer',
  'fill',
  'exit',
  'found',
  'reconciled',
] as const

/** What a venue is asked. */
export const ASKED = [
  'place',
  'exit-place',
  'replacement-place',
  'ask-cancel',
  'find',
  'open-orders',
  'fills',
  'balances',
  'connect',
] as const

/** What happens once in a life of a process. */
export const ONCE = ['open', 'acquire', 'load', 'snapshot', 'latch', 'halt'] as const

/** What a venue tells by itself. */
export const HEARD = ['hear-order', 'hear-fill'] as const

export type Written = (typeof WRITTEN)[number]
export type Asked = (typeof ASKED)[number]
export type Once = (typeof ONCE)[number]
export type Heard = (typeof HEARD)[number]

/** `before`: it was about to begin. `sent`: begun, and not answered. `after`: done, and nobody has been told. */
export type Moment = 'before' | 'sent' | 'after'

/** Where a process can be killed from within. */
export type CrashPoint = `${Written | Asked | Once}:${Moment}` | `${Heard}:${'before' | 'after'}`

const MOMENTS = ['before', 'sent', 'after'] as const

/** On the path of an order, once a bot runs. */
const onTheWay = (subject: Written | Asked | Heard): boolean =>
  !['found', 'reconciled', 'find', 'open-orders', 'fills', 'balances', 'connect'].includes(subject)

export const CRASH_POINTS: readonly CrashPoint[] = [
  ...[...WRITTEN, ...ASKED, ...ONCE].flatMap((subject) => MOMENTS.map((moment) => `${subject}:${moment}` as const)),
  ...HEARD.flatMap((subject) => [`${subject}:before`, `${subject}:after`] as const),
]

const subjectOf = (point: CrashPoint): string => point.slice(0, point.indexOf(':'))

export const needsStop = (point: CrashPoint): boolean => subjectOf(point) === 'snapshot'
export const needsHalt = (point: CrashPoint): boolean => ['latch', 'halt'].includes(subjectOf(point))
/** Reached again and again while bots trade. */
export const recurs = (point: CrashPoint): boolean => {
  const subject = subjectOf(point)
  return [...WRITTEN, ...ASKED, ...HEARD].some((one) => one === subject && onTheWay(one))
}

/** How often it can be counted on in one life. */
export function mostTimes(point: CrashPoint): number {
  const subject = subjectOf(point)
  if (['latch', 'halt', 'connect', 'open'].includes(subject)) return 1
  if (!recurs(point)) return 2
  return subject.startsWith('exit') || subject.startsWith('replacement') ? 6 : 40
}
