import { Emitter } from '@md/runtime'
import type { Logger } from '@md/types'
import { expect, test } from 'vitest'
import { tellBridge } from './tell-bridge.ts'

interface Told {
  connected: { readonly instanceId: string }
  disconnected: { readonly reason: string }
  reconnecting: { readonly attempt: number }
}

test('the log says when Redis comes, goes, and is tried again', () => {
  const lines: unknown[] = []
  const level = (name: string) => (fields: object, message: string) => lines.push([name, fields, message])
  const logger: Logger = { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
  const bridge = new Emitter<Told>(() => undefined)
  tellBridge(bridge, logger)
  bridge.emit('connected', { instanceId: 'one' })
  bridge.emit('disconnected', { reason: 'killed' })
  bridge.emit('reconnecting', { attempt: 1 })
  expect(lines).toEqual([
    ['info', { instanceId: 'one' }, 'Redis is connected'],
    ['warn', { reason: 'killed' }, 'Redis is not connected'],
    ['debug', { attempt: 1 }, 'Redis is tried again'],
  ])
})
