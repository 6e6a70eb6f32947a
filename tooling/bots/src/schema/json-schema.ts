import type { AnyStrategy } from '@md/bot-engine'
import type { z } from 'zod'
import { fileSchema } from './file-schema.ts'
import { shapeOf } from './json-shape.ts'

type Json = z.core.JSONSchema.JSONSchema

/** What an editor is told of `bots.yaml`: names, meanings and limits, and of each strategy its own parameters. */
export function jsonSchemaOf(strategies: readonly AnyStrategy[]): Json {
  const file = shapeOf(fileSchema)
  const bots = asSchema(file.properties?.['bots'])
  const bot = asSchema(bots.items)
  const names = strategies.map(({ name }) => name)
  const properties = { ...bot.properties, strategy: { ...asSchema(bot.properties?.['strategy']), enum: names } }
  const items = { ...bot, properties, allOf: strategies.map(paramsOf) }
  return { title: 'bots.yaml', ...file, properties: { ...file.properties, bots: { ...bots, items } } }
}

function paramsOf(strategy: AnyStrategy): Json {
  const { $schema: _, ...params } = shapeOf(strategy.params)
  // The bot's own `exchange` and `symbol` are handed on, so neither has to stand here.
  const required = (params.required ?? []).filter((name) => !HANDED_ON.has(name))
  return {
    if: { properties: { strategy: { const: strategy.name } }, required: ['strategy'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: {
      properties: { params: { ...params, required } },
      ...(required.length === 0 ? {} : { required: ['params'] }),
    },
  }
}

const HANDED_ON: ReadonlySet<string> = new Set(['exchange', 'symbol', 'market'])

const asSchema = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
