import { z } from 'zod'

const HOW = 'write a number such as 250 or "0.05", without an exponent'

/** An amount of money: a number or its text, from 0. Becomes a decimal text. */
export const exactText = (): z.ZodType<string, string | number> =>
  z
    .union([z.number(HOW), z.string(HOW)], HOW)
    .transform(String)
    .refine((text) => /^\d{1,30}(\.\d{1,30})?$/.test(text), HOW)
