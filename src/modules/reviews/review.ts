import { z } from 'zod'
import { repeated, unanswered, unless } from '../../shared/faults.ts'
import { items, line, maybeDay, text, word } from '../../shared/fields.ts'
import { defineKind, type Address } from '../../shared/kind.ts'
import { beatsBetween, cadenceFault, cadenceText } from './cadence.ts'

/** The inputs that Wellrun can lay before a meeting; a heading is bound to one of them. ISO/IEC 20000-1 9.3. */
export const reviewInputs = [
  'actions from earlier meetings', 'decisions and escalations', 'changes in context and parties', 'obligations', 'scope', 'objectives', 'policies', 'roles and holders',
  'routines', 'measures and trends', 'service performance', 'agreements', 'suppliers and other parties', 'major incidents', 'recurring incidents', 'changes',
  'problems', 'risks', 'nonconformities', 'audits', 'improvements', 'feedback and complaints', 'plans and resources', 'evidence overdue', 'vital signs', 'none',
] as const

const heading = z.strictObject({
  title: word('Heading', 150),
  input: z.enum(reviewInputs).default('none').describe('What is laid before it'),
})

const closing = z.strictObject({
  everyHeading: z.boolean().default(true).describe('Every heading is answered, or says why there is nothing to report'),
  chairPresent: z.boolean().default(true).describe('The chair is present'),
  decision: z.boolean().default(true).describe('There is a decision, or it says that nothing changes'),
  signatures: z.number().int('Give a whole number.').min(1, 'At least one person signs.').max(10).default(1).describe('Signatures'),
})

export const reviewBody = z.strictObject({
  purpose: text('What it is for', 500),
  rrule: line('Cadence, as an RRULE such as FREQ=MONTHLY;BYDAY=1TU', 300),
  firstOn: maybeDay('First day'),
  minutes: z.number().int('Give whole minutes.').min(5, 'Give at least five minutes.').max(1440).default(60).describe('Length in minutes'),
  chair: z.string().trim().max(200).default('').describe('Chair: a role'),
  participants: z.array(z.string().trim().min(1, 'Name a role.').max(200)).max(40, 'Keep it to 40.').default([]).describe('Participants: roles'),
  agenda: items(heading, 'Agenda', 40),
  closing: closing.default(closing.parse({})).describe('Before it can be closed'),
})
export type ReviewBody = z.infer<typeof reviewBody>

/** The series of meetings in which the system is looked at and decided on. ISO/IEC 20000-1 9.3. */
export const review = defineKind<ReviewBody>({
  kind: 'review',
  prefix: 'RVW',
  noun: 'review',
  plural: 'reviews',
  path: 'reviews',
  body: reviewBody,
  empty: reviewBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'reviews', 'answers'],
  check: ({ body }) => [
    ...rhythmFaults(body),
    ...repeated(body.agenda, (each) => each.title.toLowerCase(), 'body.agenda', (_, at) => `This is the same as heading ${at}; take one out.`),
    ...repeated(body.participants, (each) => each, 'body.participants', (each) => `${each} is listed twice; take one out.`),
  ],
  missing: (draft) =>
    unanswered(draft, {
      purpose: 'Say what the review is for.',
      rrule: 'Say how often it is held.',
      firstOn: 'Say on which day it is held first.',
      chair: 'Name the role that chairs it.',
      agenda: 'Add at least one heading.',
    }),
  addresses: (body): Address[] => [
    ...(body.chair === '' ? [] : [{ path: 'chair', to: body.chair, kinds: ['role'], as: 'key' as const }]),
    ...body.participants.map((to, at) => ({ path: `participants.${at}`, to, kinds: ['role'], as: 'key' as const })),
  ],
  facts: (body) => [
    { label: 'Held', value: cadenceText(body.rrule) },
    { label: 'First', value: body.firstOn ?? '' },
    { label: 'Headings', value: String(body.agenda.length) },
  ],
})

function rhythmFaults({ rrule, firstOn }: ReviewBody) {
  if (rrule === '') return []
  const message = cadenceFault(rrule)
  if (message) return [{ path: 'body.rrule', message }]
  const falls = firstOn === null || beatsBetween({ rrule, firstOn }, firstOn, '9999-12-31', 1).length > 0
  return unless(falls, 'body.rrule', `This cadence has no day from ${firstOn} on; mend it, or choose another first day.`)
}
