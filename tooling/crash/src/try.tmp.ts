import { runPlan } from './plan.ts'
import { performRun } from './run.ts'

const [seed = '7', from = '0', n = '1'] = process.argv.slice(2)
for (let i = Number(from); i < Number(from) + Number(n); i++) {
  const t = performance.now()
  const { crashes, faults, fills, orders } = await performRun(runPlan(Number(seed), i, {}))
  process.stdout.write(
    `${i} ${Math.round(performance.now() - t)}ms orders ${orders} fills ${fills} ${crashes.map((c) => `${c.point}${c.asPlanned ? '' : '(elsewhere)'}`).join(' ')}\n`,
  )
  for (const f of faults) process.stdout.write(`   ${f}\n`)
}
