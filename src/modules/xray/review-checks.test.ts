import { tries } from '../../../test/support/xrayed.ts'
import type { SystemMaker } from '../../../test/support/systems.ts'
import { reviewInputs } from '../reviews/review.ts'
import { reviewChecks } from './review-checks.ts'

const agenda = reviewInputs.map((input) => ({ title: input, input }))

function review(made: SystemMaker, title: string, body: object = {}) {
  const chair = made.add('role', 'Top management')
  return { chair, review: made.add('review', title, { rrule: 'FREQ=MONTHLY', firstOn: '2026-01-05', chair: chair.key, agenda, ...body }) }
}

tries('Reviews', reviewChecks, {
  'reviews.no-management-review': {
    broken: (made) => {
      for (let at = 0; at < 10; at++) made.add('service', `Service ${at}`)
      return () => review(made, 'Quarterly management review')
    },
    says: ['– No management review is in force.'],
  },
  'reviews.management-inputs': {
    broken: (made) => {
      const { review: held } = review(made, 'Management review', { agenda: agenda.filter(({ input }) => input !== 'risks' && input !== 'objectives') })
      return () => made.change(held, { body: { agenda } })
    },
    says: ['RVW-1 Management review lays nothing before the meeting on objectives and risks.'],
  },
  'reviews.chair-vacant': {
    broken: (made) => {
      const { chair } = review(made, 'Monthly review')
      const second = made.add('review', 'Yearly review', { chair: 'ROL-7' })
      return () => {
        made.holds(chair, made.person('Ada'))
        made.change(second, { body: { chair: chair.key } })
      }
    },
    says: ['RVW-1 Monthly review is chaired by Top management, which nobody holds.', 'RVW-2 Yearly review names no chair that is in force.'],
  },
  'reviews.no-day': {
    broken: (made) => {
      const { review: held } = review(made, 'Monthly review', { rrule: 'FREQ=MONTHLY;COUNT=3' })
      const second = made.add('review', 'Yearly review')
      return () => [held, second].map((each) => made.change(each, { body: { rrule: 'FREQ=MONTHLY', firstOn: '2026-01-05' } }))
    },
    says: ['RVW-1 Monthly review has no day to come.', 'RVW-2 Yearly review says no day on which it is held.'],
  },
  'reviews.missed': {
    broken: (made) => {
      const { review: held } = review(made, 'Monthly review')
      const late = made.change(held, { effectiveOn: '2025-01-01', reviewedOn: '2025-11-22' })
      return () => made.change(late, { reviewedOn: '2026-11-01' })
    },
    says: ['RVW-1 Monthly review was to be looked at by 2026-11-22.'],
  },
  'reviews.no-input': {
    broken: (made) => {
      const { review: held } = review(made, 'Monthly review', { agenda: [{ title: 'Any other business' }] })
      const second = made.add('review', 'Yearly review')
      return () => [held, second].map((each) => made.change(each, { body: { agenda } }))
    },
    says: ['RVW-1 No heading of Monthly review is bound to an input.', 'RVW-2 Yearly review has no agenda.'],
  },
  'reviews.participant-vacant': {
    broken: (made) => {
      const office = made.add('role', 'Office')
      review(made, 'Monthly review', { participants: [office.key] })
      made.add('review', 'Yearly review', { participants: [office.key, 'ROL-2'] })
      return () => made.system.elements.filter((each) => each.kind === 'role').map((role) => made.holds(role, made.person('Ada')))
    },
    says: ['RVW-1 Monthly review is to be attended by Office, which nobody holds.', 'RVW-2 Yearly review is to be attended by 2 roles that nobody holds: Office and Top management.'],
  },
})
