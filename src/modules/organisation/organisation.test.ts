import { describe, expect, it } from 'vitest'
import { organisation, organisationBody } from './organisation.ts'

describe('an organisation', () => {
  it.each<[object, string]>([
    [{ timeZone: 'Norway/Oslo' }, 'a time zone that does not exist'],
    [{ languages: ['norwegian language'] }, 'a language that is no tag'],
    [{ fiscalYearStart: '02-29' }, 'a fiscal year that begins on a leap day'],
    [{ fiscalYearStart: '13-01' }, 'a thirteenth month'],
    [{ fiscalYearStart: '1 April' }, 'a day in words'],
  ])('does not parse %j: %s', (wrong) => {
    expect(organisationBody.safeParse(wrong).success).toBe(false)
  })

  it('takes an ordinary one', () => {
    const body = { name: 'Fjordvik', purpose: 'Serves residents', timeZone: 'Europe/Oslo', languages: ['nb', 'en', 'de-AT'], fiscalYearStart: '04-01' }
    expect(organisationBody.parse(body)).toEqual(body)
  })

  it('refuses a language that is listed twice, however it is written', () => {
    const body = organisationBody.parse({ languages: ['de-AT', 'DE-at'] })
    expect(organisation.check?.({ title: '', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] })).toEqual([{ path: 'body.languages.1', message: 'DE-at is listed twice; take one out.' }])
  })
})
