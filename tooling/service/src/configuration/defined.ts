type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The object without the members that are `undefined`: an option that is not given is absent. */
export const defined = <T extends object>(object: T): Defined<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>
