import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { Problem } from '../../shared/problem.ts'
import { sheetQuery } from './service-sheet.contract.ts'
import { serviceSheet } from './service-sheet.ts'

export const serviceSheetQuery = defineQuery({
  contract: sheetQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment, input }) => {
    const sheet = serviceSheet(await systemAsOf(tx, tenant, moment), input.element, moment.live ? moment.at : null)
    if (!sheet) throw new Problem('notFound', `There is no service ${input.element}${moment.live ? '' : ` on ${moment.on}`}.`)
    return sheet
  },
})
