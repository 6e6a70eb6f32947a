import { z } from 'zod'

/** One value of the environment: `parse` takes its text and answers `undefined` for one that cannot be used. */
const field = <T>(parse: (text: string) => T | undefined, fix: string): z.ZodType<T, string> =>
  z.string().transform((text, context) => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: fix })
    return z.NEVER
  })

const FLAGS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

export const flag = (): z.ZodType<boolean, string> => field((text) => FLAGS[text.toLowerCase()], 'write true or false')

export const whole = (from: number, to: number, unit = ''): z.ZodType<number, string> =>
  field(
    (text) => (/^\d{1,15}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined),
    `write a whole number${unit} from ${from} to ${to}`,
  )

export const oneOf = <T extends string>(values: readonly T[]): z.ZodType<T, string> =>
  field((text) => values.find((value) => value === text.toLowerCase()), `write one of ${values.join(', ')}`)

export const matching = (pattern: RegExp, fix: string): z.ZodType<string, string> =>
  field((text) => (pattern.test(text) ? text : undefined), fix)

/** An address that starts with one of the protocols. */
export const address = (...protocols: readonly string[]): z.ZodType<string, string> =>
  field(
    (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
    `write an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  )

/** Values between commas, all of which have to be usable. */
export const list = <T>(parse: (text: string) => T | undefined, fix: string): z.ZodType<readonly T[], string> =>
  field((text) => {
    const words = text.split(',').map((word) => word.trim())
    const values = words.filter((word) => word !== '').map(parse)
    const usable = values.filter((value) => value !== undefined)
    return usable.length === values.length && usable.length > 0 ? usable : undefined
  }, fix)
