import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { Problem } from '../../shared/problem.ts'
import { promiseQuery } from './promise.contract.ts'
import { promiseOf } from './promise.ts'

export const servicePromiseQuery = defineQuery({
  contract: promiseQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment, input }) => {
    const system = await systemAsOf(tx, tenant, moment)
    const service = system.elements.find((element) => element.kind === 'service' && (element.key === input.element || element.id === input.element))
    if (service?.status !== 'in force') throw new Problem('notFound', `There is no service ${input.element} in force${moment.live ? '' : ` on ${moment.on}`}.`)
    return promiseOf(system, service)
  },
})
