import { z } from 'zod'
import { isDay, timeZone } from '../../shared/days.ts'
import { repeated, unanswered } from '../../shared/faults.ts'
import { line, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

const language = z.string().refine(isLanguage, 'Give a language tag such as en, nb or de-AT.')

export const organisationBody = z.strictObject({
  name: line('Name'),
  purpose: text('Purpose: what the organisation is for', 1000),
  timeZone: timeZone.default('UTC').describe('Time zone'),
  languages: z.array(language).max(20, 'Keep it to 20.').default([]).describe('Languages'),
  fiscalYearStart: z
    .string()
    .refine(isDayOfEveryYear, 'Give a month and a day that every year has, as MM-DD.')
    .default('01-01')
    .describe('First day of the fiscal year'),
})
export type OrganisationBody = z.infer<typeof organisationBody>

/** The one organisation whose service management system this is. ISO/IEC 20000-1 4.1. */
export const organisation = defineKind<OrganisationBody>({
  kind: 'organisation',
  prefix: 'ORG',
  noun: 'organisation',
  plural: 'organisation',
  path: 'organisation',
  single: true,
  body: organisationBody,
  empty: organisationBody.parse({}),
  prose: 'purpose',
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => repeated(body.languages, canonical, 'body.languages', (tag) => `${tag} is listed twice; take one out.`),
  missing: (draft) =>
    unanswered(draft, {
      name: 'Name the organisation.',
      purpose: 'Say in a sentence or two what the organisation is for.',
      languages: 'Name the language that the system is written in.',
    }),
  facts: (body) => [
    { label: 'Time zone', value: body.timeZone },
    { label: 'Languages', value: body.languages.join(', ') },
    { label: 'Fiscal year from', value: body.fiscalYearStart },
  ],
})

function canonical(tag: string): string {
  return Intl.getCanonicalLocales(tag)[0] ?? tag
}

function isLanguage(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isDayOfEveryYear(monthAndDay: string): boolean {
  return isDay(`2001-${monthAndDay}`)
}
