import type { Watched } from './figures.ts'
import { type LiveHeap, liveHeap } from './live-heap.ts'
import { type OpenHandles, openHandles } from './open-handles.ts'
import { type Sample, trendOf } from './trend.ts'

/** One look at the process. */
export interface Look {
  readonly heap: LiveHeap
  readonly handles: OpenHandles
}

/** What was seen of the process over time: as much as there are samples, however long it takes. */
export class Samples {
  readonly #heap: Sample[] = []
  readonly #code: Sample[] = []
  readonly #handles: Sample[] = []
  readonly #sockets: Sample[] = []

  async take(at: number): Promise<Look> {
    const look = { handles: openHandles(), heap: await liveHeap() }
    this.#heap.push({ at, value: look.heap.data })
    this.#code.push({ at, value: look.heap.code })
    this.#handles.push({ at, value: look.handles.all })
    this.#sockets.push({ at, value: look.handles.sockets })
    return look
  }

  read(): { readonly [name in 'heap' | 'code' | 'handles' | 'sockets']: Watched } {
    return {
      heap: watched(this.#heap),
      code: watched(this.#code),
      handles: watched(this.#handles),
      sockets: watched(this.#sockets),
    }
  }
}

const watched = (samples: readonly Sample[]): Watched => ({ trend: trendOf(samples), last: samples.at(-1)?.value ?? 0 })
