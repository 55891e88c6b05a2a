import { to, tries } from '../../../test/support/xrayed.ts'
import { roleChecks } from './role-checks.ts'

tries('Roles', roleChecks, {
  'roles.accountable-vacant': {
    broken: (made) => {
      const owner = made.add('role', 'SMS owner')
      made.add('policy', 'Change', {}, { accountable: owner.id })
      const past = made.person('Ada')
      made.holds(owner, past, { toOn: '2026-11-22' })
      return () => made.holds(owner, past, { fromOn: '2026-11-23' })
    },
    says: ['ROL-1 Nobody holds SMS owner, which answers for something.'],
  },
  'roles.holder-left': {
    broken: (made) => {
      const owner = made.add('role', 'SMS owner')
      const holder = made.holds(owner, made.person('Ada', '2026-11-22'))
      made.holds(owner, made.person('Bo', '2026-11-23'))
      return () => (holder.toOn = '2026-11-22')
    },
    says: ['ROL-1 SMS owner is held by Ada, who left on 2026-11-22.'],
  },
  'roles.separation': {
    broken: (made) => {
      const [maker, checker] = [made.add('role', 'Change owner'), made.add('role', 'Change approver')]
      made.change(checker, { links: [to('separatedFrom', maker)] })
      const ada = made.person('Ada')
      made.holds(checker, ada, { deputy: true })
      made.holds(maker, ada)
      made.holds(maker, made.person('Bo'))
      return () => (made.system.holders[0]!.toOn = '2026-11-22')
    },
    says: ['ROL-1 Ada holds Change owner and Change approver, which are kept apart.'],
  },
  'roles.vacant': {
    broken: (made) => {
      const role = made.add('role', 'Problem analyst')
      return () => made.holds(role, made.person('Ada'))
    },
    says: ['ROL-1 Nobody holds Problem analyst.'],
  },
  'roles.deputy-only': {
    broken: (made) => {
      const role = made.add('role', 'Service desk')
      made.holds(role, made.person('Ada'), { deputy: true })
      return () => made.holds(role, made.person('Bo'))
    },
    says: ['ROL-1 Only a deputy holds Service desk: Ada.'],
  },
  'roles.seats-vacant': {
    broken: (made) => {
      const owner = made.add('role', 'Service owner', { heldPer: 'service' })
      const [mail] = ['Mail', 'Print'].map((title) => made.add('service', title, {}, { accountable: owner.id }))
      made.add('service', 'Of another', {}, { accountable: 'role-9' })
      made.holds(owner, made.person('Ada'), { elementId: mail!.id })
      return () => made.holds(owner, made.person('Bo'), { elementId: 'service-2' })
    },
    says: ['ROL-1 Service owner is vacant for 1 of 2: Print.'],
  },
  'roles.no-authority': {
    broken: (made) => {
      const owner = made.add('role', 'SMS owner')
      made.add('role', 'Reader')
      made.add('policy', 'Change', {}, { accountable: owner.id })
      return () => made.change(owner, { body: { authorities: ['policy.approve'] } })
    },
    says: ['ROL-1 SMS owner answers for something and has no authority.'],
  },
  'roles.no-competence': {
    broken: (made) => {
      const owner = made.add('role', 'SMS owner')
      return () => made.change(owner, { body: { competence: ['Knows the services'] } })
    },
    says: ['ROL-1 SMS owner names no competence.'],
  },
  'roles.person-overloaded': {
    broken: (made) => {
      const ada = made.person('Ada')
      for (let at = 1; at <= 6; at++) {
        const role = made.add('role', `Role ${at}`)
        made.add('policy', `Policy ${at}`, {}, { accountable: role.id })
        made.holds(role, ada)
      }
      return () => made.system.holders.pop()
    },
    says: ['– Ada holds 6 accountable roles: Role 1, Role 2 and 4 more.'],
  },
  'roles.accountable-shared': {
    broken: (made) => {
      const [owner, office] = [made.add('role', 'Service owner', { heldPer: 'service' }), made.add('role', 'Office')]
      const mail = made.add('service', 'Mail', {}, { accountable: owner.id })
      for (const name of ['Bo', 'Ada']) {
        const person = made.person(name)
        made.holds(owner, person, { elementId: mail.id })
        made.holds(office, person)
      }
      return () => (made.system.holders[0]!.deputy = true)
    },
    says: ['ROL-1 Service owner for Mail is held by Ada and Bo at once.'],
  },
  'roles.not-accepted': {
    broken: (made) => {
      const holder = made.holds(made.add('role', 'SMS owner'), made.person('Ada'), { fromOn: '2026-10-24', accepted: false })
      return () => (holder.fromOn = '2026-10-25')
    },
    says: ['ROL-1 Ada has not accepted SMS owner since 2026-10-24.'],
  },
})
