import type { Clock, EventBridge } from '@md/types'

/** How often the bridge is looked at, in ms. A look is one read of a field. */
const LOOK_MS = 100

export interface BridgeWatchOptions {
  readonly bridge: EventBridge
  readonly clock: Clock
  /** It was connected, and is not any more. */
  readonly onLost: () => void
  /** It is connected again. */
  readonly onBack: () => void
}

/** Notices when a bridge loses its link, and when it has it again: a bridge itself says only how it stands. */
export class BridgeWatch {
  readonly #options: BridgeWatchOptions
  #away = false
  #wasReady = false
  #cancel: () => void = () => undefined

  constructor(options: BridgeWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#look()
    this.#cancel = this.#options.clock.after(LOOK_MS, () => this.start())
  }

  /** What comes after a new `start` is no return. */
  stop(): void {
    this.#cancel()
    this.#away = false
    this.#wasReady = false
  }

  #look(): void {
    const { bridge, onBack, onLost } = this.#options
    const ready = bridge.isReady()
    const isLoss = this.#wasReady && !ready
    const isReturn = this.#away && ready
    this.#wasReady = ready
    if (isLoss) this.#away = true
    if (isReturn) this.#away = false
    if (isLoss) onLost()
    if (isReturn) onBack()
  }
}
