import type { Fill } from '@md/types'

/** A fraction of whole numbers: never rounded. */
class Rational {
  readonly n: bigint
  readonly d: bigint

  constructor(n: bigint, d = 1n) {
    const by = gcd(n < 0n ? -n : n, d)
    this.n = n / by
    this.d = d / by
  }

  static of(text: string): Rational {
    const [whole = '0', fraction = ''] = text.split('.')
    return new Rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
  }

  plus({ d, n }: Rational): Rational {
    return new Rational(this.n * d + n * this.d, this.d * d)
  }

  minus({ d, n }: Rational): Rational {
    return new Rational(this.n * d - n * this.d, this.d * d)
  }

  times({ d, n }: Rational): Rational {
    return new Rational(this.n * n, this.d * d)
  }

  over({ d, n }: Rational): Rational {
    return n < 0n ? new Rational(-this.n * d, -n * this.d) : new Rational(this.n * d, n * this.d)
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : gcd(b, a % b)
}

const ZERO = new Rational(0n)

/** Average cost of one market as a textbook has it: lots are added to a position, or realised against its average. */
export class RationalLedger {
  amount = ZERO
  #average = ZERO
  #realised = ZERO
  readonly #base: string
  readonly #quote: string

  constructor(symbol: string) {
    const [base = '', quote = ''] = symbol.split('/')
    this.#base = base
    this.#quote = quote
  }

  apply({ amount, fee, feeAsset, price, side }: Fill): void {
    const traded = Rational.of(amount)
    const value = traded.times(Rational.of(price))
    const baseFee = feeAsset === this.#base ? Rational.of(fee) : ZERO
    if (feeAsset === this.#quote) this.#realised = this.#realised.minus(Rational.of(fee))
    // What was really paid or got for each unit that came or went.
    if (side === 'buy') this.#trade(traded.minus(baseFee), value.over(traded.minus(baseFee)))
    else this.#trade(ZERO.minus(traded.plus(baseFee)), value.over(traded.plus(baseFee)))
  }

  /** Whether a told decimal differs by no more than 1e-30. */
  agrees(realised: string): boolean {
    const { d, n } = this.#realised.minus(Rational.of(realised))
    return (n < 0n ? -n : n) * 10n ** 30n <= d
  }

  holds(amount: string): boolean {
    return this.amount.minus(Rational.of(amount)).n === 0n
  }

  #trade(change: Rational, price: Rational): void {
    const isOpposite = this.amount.n !== 0n && this.amount.n < 0n !== change.n < 0n
    if (isOpposite) this.#close(change, price)
    else this.#add(change, price)
  }

  #close(change: Rational, price: Rational): void {
    const left = this.amount.plus(change)
    const turns = left.n !== 0n && left.n < 0n !== this.amount.n < 0n
    const closed = turns ? this.amount : ZERO.minus(change)
    this.#realised = this.#realised.plus(closed.times(price.minus(this.#average)))
    this.amount = this.amount.minus(closed)
    if (turns) this.#add(left, price)
  }

  #add(change: Rational, price: Rational): void {
    const cost = this.amount.times(this.#average).plus(change.times(price))
    this.amount = this.amount.plus(change)
    this.#average = cost.over(this.amount)
  }
}
