import { describe, expect, it } from 'vitest'
import { gridLevels } from './levels.ts'

describe('gridLevels', () => {
  it('spaces levels by the same distance, or by the same ratio', () => {
    const shape = { lower: 100, upper: 400, levels: 3 }
    expect(gridLevels({ ...shape, spacing: 'arithmetic' }, '0.01')).toEqual(['100', '250', '400'])
    expect(gridLevels({ ...shape, spacing: 'geometric' }, '0.01')).toEqual(['100', '200', '400'])
  })

  it('stands on ticks, and is smaller than asked for where the tick is coarse', () => {
    const shape = { lower: 1, upper: 2, levels: 4, spacing: 'arithmetic' } as const
    expect(gridLevels(shape, '0.1')).toEqual(['1', '1.3', '1.7', '2'])
    expect(gridLevels(shape, '1')).toEqual(['1', '2'])
    expect(gridLevels(shape, '0')).toEqual(['1', '1.33333333333333', '1.66666666666667', '2'])
  })
})
