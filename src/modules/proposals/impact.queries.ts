import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { kindOf } from '../kinds.ts'
import { missingOf, xray } from '../xray/xray.ts'
import { impactOf } from './impact.ts'
import type { Proposed } from './impact.turn.ts'
import { proposalImpact } from './proposal.contract.ts'
import { asProposed } from './proposal.matter.ts'
import { findProposal, listCarried } from './proposal.store.ts'

export const proposalImpactQuery = defineQuery({
  contract: proposalImpact,
  access: byMembership,
  run: async ({ tx, input, tenant, moment }) => {
    const proposal = await findProposal(tx, input.proposal)
    const [carried, system] = await Promise.all([listCarried(tx, proposal.id), systemAsOf(tx, tenant, moment)])
    const touched = carried.flatMap(({ element, draft }): Proposed[] =>
      draft ? [{ id: element.id, key: element.key, kind: element.kind, title: draft.title, version: element.version, draft: asProposed(proposal, draft) }] : [])
    return impactOf(system, proposal.state === 'open' ? touched : [], { kindOf, missing: missingOf, findings: xray })
  },
})
