import type { Workload } from '../workloads/workload.ts'

/** Something to say, so that the server knows the client is there. */
export const subscriptionText = ({ name }: Workload): string =>
  JSON.stringify({ method: 'SUBSCRIBE', params: [name], id: 1 })
