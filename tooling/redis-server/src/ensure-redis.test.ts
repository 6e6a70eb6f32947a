import { expect, test } from 'vitest'
import { ensureRedis } from './ensure-redis.ts'
import { run } from './run.ts'

/** A machine on which some commands succeed; installing Redis makes it one of them, unless apt fails. */
function aMachine({ has, isRoot = true, aptWorks = true }: { has: string[]; isRoot?: boolean; aptWorks?: boolean }) {
  const programs = new Set(has)
  const ran: string[] = []
  const printed: string[] = []
  const ensure = () =>
    ensureRedis({
      isRoot,
      print: (line) => printed.push(line),
      run: (program, args) => {
        ran.push([program, ...args].join(' '))
        const isInstall = args.includes('install')
        if (isInstall && aptWorks) programs.add('redis-server')
        const succeeded = program === 'env' ? !isInstall || aptWorks : programs.has(program)
        return Promise.resolve({ succeeded, output: 'E: Unable to locate package' })
      },
    })
  return { ensure, ran, printed }
}

test('looks once and says nothing when Redis is there', async () => {
  const machine = aMachine({ has: ['redis-server', 'apt-get'] })
  expect(await machine.ensure()).toBe(true)
  expect(machine.ran).toEqual(['redis-server --version'])
  expect(machine.printed).toEqual([])
})

test('installs it as root on Debian, with fresh lists and without starting a service', async () => {
  const machine = aMachine({ has: ['apt-get'] })
  expect(await machine.ensure()).toBe(true)
  expect(machine.ran.filter((command) => command.startsWith('env'))).toEqual([
    expect.stringMatching(/RUNLEVEL=1 apt-get .*update$/),
    expect.stringMatching(/RUNLEVEL=1 apt-get .*install --yes --no-install-recommends redis-server redis-tools$/),
  ])
  expect(machine.printed).toEqual(['There is no redis-server on the PATH: apt-get installs it.'])
})

test.each([
  ['who is not root', { has: ['apt-get'], isRoot: false }, 'only root may install it'],
  ['where there is no apt-get', { has: [] }, 'no apt-get either'],
  ['where apt-get fails', { has: ['apt-get'], aptWorks: false }, 'E: Unable to locate package'],
])('says how to install it to somebody %s', async (_who, options, reason) => {
  const machine = aMachine(options)
  expect(await machine.ensure()).toBe(false)
  const said = machine.printed.join('\n')
  expect(said).toContain(reason)
  expect(said).toContain('Install it with "apt-get install redis-server"')
})

test('a program that is not there has failed, as has one that takes too long', async () => {
  expect(await run('no-such-program', [], 5)).toMatchObject({ succeeded: false })
  expect(await run('sh', ['-c', 'echo began; exec sleep 30'], 0.2)).toEqual({
    succeeded: false,
    output: expect.stringMatching(/^began\n\nstopped by SIGTERM/),
  })
  expect(await run('sh', ['-c', 'echo well'], 5)).toEqual({ succeeded: true, output: 'well\n' })
})
