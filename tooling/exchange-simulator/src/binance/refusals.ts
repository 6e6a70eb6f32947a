import { json, type RestAnswer } from '../server/rest.ts'

const refusal = (code: number, message: string): RestAnswer => json(`{"code":${code},"msg":"${message}"}`, 400)

export const INVALID_SYMBOL = refusal(-1121, 'Invalid symbol.')
export const INVALID_INTERVAL = refusal(-1120, 'Invalid interval.')
export const NOT_FOUND = json('{"code":-1000,"msg":"Path not found."}', 404)

export const missing = (name: string): RestAnswer =>
  refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)

export const malformed = (name: string): RestAnswer =>
  refusal(-1100, `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`)

/** Thrown inside an endpoint: the request ends with this answer. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly answer: RestAnswer

  constructor(answer: RestAnswer) {
    super(answer.body)
    this.answer = answer
  }
}
