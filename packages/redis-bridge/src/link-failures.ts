/** Why each link could not be made, so that the same reason is told once and not at every attempt. */
export class LinkFailures {
  readonly #reasons = new Map<string, string>()
  #last: string | undefined

  get last(): string | undefined {
    return this.#last
  }

  /** Returns whether this is another reason than the link's last. */
  note(link: string, reason: string): boolean {
    const isNews = this.#reasons.get(link) !== reason
    this.#reasons.set(link, reason)
    this.#last = reason
    return isNews
  }

  clear(): void {
    this.#reasons.clear()
    this.#last = undefined
  }
}
