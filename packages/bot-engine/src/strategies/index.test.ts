import { InvalidInputError } from '@md/types'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mistakesOf } from '../../test/strategy-params.ts'
import { strategyExamples } from '../testing/strategy-examples.ts'
import { strategies, strategyByName } from './index.ts'

const NAMES = strategies.map(({ name }) => name)

describe('the strategies that ship', () => {
  it('have each a name of their own, in order', () => {
    expect(NAMES).toEqual([...new Set(NAMES)].toSorted())
    expect(Object.keys(strategyExamples).toSorted()).toEqual(NAMES)
  })

  it('are found by name, and a name that is none is answered with those there are', () => {
    for (const strategy of strategies) expect(strategyByName(strategy.name)).toBe(strategy)
    expect(() => strategyByName('gird')).toThrow(InvalidInputError)
    expect(() => strategyByName('gird')).toThrow(`strategy "gird" cannot be used: it is one of ${NAMES.join(', ')}`)
  })

  it.each(strategies.map((strategy) => [strategy.name, strategy] as const))(
    '%s takes its parameters, refuses one it does not know, and describes each with its unit',
    (name, strategy) => {
      const params = strategyExamples[name] ?? {}
      expect(mistakesOf(strategy, params)).toBe('')
      expect(mistakesOf(strategy, { ...params, leverage: 10 })).toContain('"leverage"')
      const schema = z.toJSONSchema(strategy.params, { io: 'input' })
      const described = Object.entries(schema.properties ?? {}).filter(([, property]) => {
        return typeof property === 'object' && (property.description !== undefined || property.type === 'object')
      })
      expect(described.map(([key]) => key)).toEqual(Object.keys(schema.properties ?? {}))
    },
  )

  const guarded = strategies.filter(
    ({ params }) => 'barriers' in (z.toJSONSchema(params, { io: 'input' }).properties ?? {}),
  )

  it.each(guarded.map((strategy) => [strategy.name, strategy] as const))(
    '%s refuses barriers that the engine would refuse once the position is there',
    (name, strategy) => {
      const mistakes = (trigger: number, offset: number) =>
        mistakesOf(strategy, { ...strategyExamples[name], barriers: { breakEven: { trigger, offset } } })
      expect(mistakes(0.02, 0.001)).toBe('')
      expect(mistakes(0.02, 0.02)).toContain('barriers.breakEven.offset: offset must be below trigger')
      expect(mistakes(0.02, -0.001)).toContain('barriers.breakEven.offset')
    },
  )

  it.each(strategies.map((strategy) => [strategy.name, strategy] as const))(
    '%s begins with a state that is JSON',
    (name, strategy) => {
      const state = strategy.state(strategy.params.parse(strategyExamples[name]))
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state)
    },
  )
})
