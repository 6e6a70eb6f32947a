import { isoTime } from '../time-text.ts'
import type { RequestId } from './requests.ts'

/** When a request was read, and when its answer is written. */
export interface Times {
  readonly in: number
  readonly out: number
}

const times = (at: Times): string => `"time_in":"${isoTime(at.in)}","time_out":"${isoTime(at.out)}"`
const suffix = (id: RequestId): string => (id === undefined ? '' : `,"req_id":${id}`)

export const success = (method: string, result: string, at: Times, id: RequestId): string =>
  `{"method":"${method}","result":${result},"success":true,${times(at)}${suffix(id)}}`

export function failure(
  method: string,
  fault: string,
  { at, id, symbol }: { at: Times; id: RequestId; symbol?: string },
): string {
  const about = symbol === undefined ? '' : `,"symbol":${JSON.stringify(symbol)}`
  return `{"error":${JSON.stringify(fault)},"method":${JSON.stringify(method)},"success":false${about},${times(at)}${suffix(id)}}`
}

export const pong = (at: Times, id: RequestId): string => `{"method":"pong"${suffix(id)},${times(at)}}`
