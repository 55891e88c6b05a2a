import { to, tries } from '../../../test/support/xrayed.ts'
import type { SystemMaker } from '../../../test/support/systems.ts'
import { agreementChecks } from './agreement-checks.ts'

const availability = (value: number) => ({ quantity: 'availability', comparator: 'at least', value, unit: '%' })
const office = { windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '16:00' }], timeZone: 'Europe/Oslo' }
const always = { windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'], from: '00:00', to: '24:00' }], timeZone: 'Europe/Oslo' }

/** Mail depends on the network; each has an SLA in a calendar of its own. */
function chain(made: SystemMaker, mail: number, network: number, hours: object[]) {
  const [needed, calendars] = [made.add('service', 'Network'), hours.map((body, at) => made.add('calendar', `Hours ${at + 1}`, { ...body }))]
  const service = made.add('service', 'Mail', {}, { links: [to('dependsOn', needed)] })
  const sla = made.add('agreement', 'Mail SLA', { targets: [availability(mail)] }, { links: [to('binds', service), to('binds', calendars[0]!)] })
  made.add('agreement', 'Network SLA', { targets: [availability(network)] }, { links: [to('binds', needed), to('binds', calendars.at(-1)!)] })
  return { sla, service, calendars }
}

tries('Agreements', agreementChecks, {
  'agreements.ended': {
    broken: (made) => {
      const sla = made.add('agreement', 'SLA', { endOn: '2026-11-22' })
      return () => made.change(sla, { body: { endOn: '2026-11-23' } })
    },
    says: ['AGR-1 SLA ended on 2026-11-22 and is still in force here.'],
  },
  'agreements.beyond-chain': {
    broken: (made) => {
      const { sla } = chain(made, 99.9, 99.5, [always])
      return () => made.change(sla, { body: { targets: [availability(99.5)] } })
    },
    says: ['SVC-2 Mail: Promised 99.9 %; the chain gives 99.5 % at most. Weakest: Network.'],
  },
  'agreements.beyond-hours': {
    broken: (made) => {
      const { sla, service, calendars } = chain(made, 99, 99.5, [always, office])
      return () => made.change(sla, { links: [to('binds', service), to('binds', calendars[1]!)] })
    },
    says: ['SVC-2 Mail: Promised around the clock; 6,672 hours of the year to come are not supported, first on Monday 23 November, 00:00 to 08:00.'],
  },
  'agreements.ending': {
    broken: (made) => {
      const sla = made.add('agreement', 'SLA', { endOn: '2027-05-22', notice: 'P6M' })
      made.add('agreement', 'Later', { endOn: '2027-02-24' })
      return () => made.change(sla, { body: { notice: 'P3M' } })
    },
    says: ['AGR-1 SLA ends on 2027-05-22, within its notice.'],
  },
  'agreements.no-target': {
    broken: (made) => {
      const sla = made.add('agreement', 'SLA')
      return () => made.change(sla, { body: { targets: [availability(99)] } })
    },
    says: ['AGR-1 SLA promises no figure.'],
  },
  'agreements.bind-nothing': {
    broken: (made) => {
      const [hours, mail] = [made.add('calendar', 'Office', office), made.add('service', 'Mail')]
      const sla = made.add('agreement', 'SLA', {}, { links: [to('binds', hours)] })
      return () => made.change(sla, { links: [to('binds', mail)] })
    },
    says: ['AGR-1 SLA binds no service, party or supplier that is in force.'],
  },
  'agreements.no-hours': {
    broken: (made) => {
      const [hours, sla] = [made.add('calendar', 'Office', office), made.add('agreement', 'SLA', { targets: [availability(99)] })]
      made.add('agreement', 'Price', { targets: [{ quantity: 'other', name: 'Price', comparator: 'at most', value: 9, unit: 'currency' }] })
      made.add('agreement', 'Contract', { type: 'contract', targets: [availability(99)] })
      return () => made.change(sla, { links: [to('binds', hours)] })
    },
    says: ['AGR-1 SLA names no calendar, so the hours of its targets are open.'],
  },
  'agreements.holidays-end': {
    broken: (made) => {
      const hours = made.add('calendar', 'Office', { ...office, holidays: [{ on: '2026-12-25', name: 'Christmas' }] })
      made.add('calendar', 'Always', always)
      return () => made.change(hours, { body: { holidays: [{ on: '2027-01-01', name: 'New Year' }] } })
    },
    says: ['CAL-1 Office lists no holiday in 2027.'],
  },
})

tries('Holidays in spring', agreementChecks.filter((check) => check.id === 'agreements.holidays-end'), {
  'agreements.holidays-end': {
    asOf: '2026-03-02',
    broken: (made) => {
      const hours = made.add('calendar', 'Office', { ...office, holidays: [{ on: '2025-12-25', name: 'Christmas' }] })
      return () => made.change(hours, { body: { holidays: [{ on: '2026-12-25', name: 'Christmas' }] } })
    },
    says: ['CAL-1 Office lists no holiday in 2026.'],
  },
})
