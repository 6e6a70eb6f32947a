import { readFile } from 'node:fs/promises'
import { strategies } from '@md/bot-engine/strategies'
import { expect, test } from 'vitest'
import { STRATEGIES } from '../../test/strategies.ts'
import { jsonSchemaOf } from './json-schema.ts'

test('an editor is told the strategies there are, and of each its parameters', () => {
  const { properties } = jsonSchemaOf(STRATEGIES)
  expect(properties?.['bots']).toMatchObject({
    items: {
      required: ['id', 'strategy'],
      additionalProperties: false,
      properties: {
        strategy: { enum: ['steps', 'pair'] },
        limits: { properties: { maxDrawdown: { exclusiveMinimum: 0, maximum: 1 } } },
      },
      allOf: [
        {
          if: { properties: { strategy: { const: 'steps' } } },
          // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
          then: {
            required: ['params'],
            properties: { params: { required: ['lower', 'upper'], additionalProperties: false } },
          },
        },
        { if: { properties: { strategy: { const: 'pair' } } } },
      ],
    },
  })
})

test('the file that editors read is up to date: `pnpm --filter @md/bots schema` writes it', async () => {
  const written: unknown = JSON.parse(await readFile(new URL('../../bots.schema.json', import.meta.url), 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(jsonSchemaOf(strategies))))
})
