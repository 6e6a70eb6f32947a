import { ENDED } from '../../orders/order.ts'
import type { Rule } from './rule.ts'

export const duplicate: Rule = {
  code: 'duplicate',
  objection({ proposal: { ref }, view }) {
    const other = view.openOrders.find((order) => order.ref === ref && !ENDED.has(order.status))
    return (
      other && {
        message: `An order named ${ref} is still there: number ${other.sequence}, ${other.status}`,
        numbers: { sequence: other.sequence },
      }
    )
  },
}
