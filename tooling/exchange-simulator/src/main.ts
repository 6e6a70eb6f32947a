#!/usr/bin/env node
import { HELP, parseCommand, type RunCommand, UsageError } from './cli.ts'
import { systemClock } from './clock.ts'
import { scheduleFaults } from './faults/schedule.ts'
import type { SimulatorOptions } from './options.ts'
import { type ExchangeSimulator, startExchange } from './simulator.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)

async function run({ exchanges, plan }: RunCommand): Promise<void> {
  const running: ExchangeSimulator[] = []
  const closeAll = async (): Promise<void> => {
    await Promise.all(running.map((exchange) => exchange.close()))
  }
  try {
    for (const options of exchanges) running.push(await start(options))
  } catch (error) {
    await closeAll()
    throw error
  }
  say('SIMULATED: these are not the exchanges. Ctrl-C ends it.')

  const cancelFaults = scheduleFaults(plan, systemClock, (fault, { text }) => {
    for (const exchange of running) exchange.inject(fault)
    say(`fault ${text}`)
  })
  const end = (): void => {
    cancelFaults()
    void closeAll()
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

async function start(options: SimulatorOptions): Promise<ExchangeSimulator> {
  const exchange = await startExchange(options)
  say(`${options.exchange.padEnd(8)}  WebSocket ${exchange.url}  REST ${exchange.restUrl}`)
  return exchange
}

try {
  const command = parseCommand(process.argv.slice(2))
  if (command.kind === 'help') say(HELP)
  else await run(command)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
