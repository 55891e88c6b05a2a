import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { organisation } from '../organisation.ts'

export const form: KindForm = {
  empty: organisation.empty,
  reviewEvery: organisation.reviewEvery,
  fields: [
    { name: 'name', type: 'text', label: msg`Name` },
    { name: 'purpose', type: 'multiline', label: msg`Purpose`, help: msg`What the organisation is for, in a sentence or two. It stands at the top of the A3.` },
    { name: 'timeZone', type: 'zone', label: msg`Time zone`, help: msg`Days begin and end here.` },
    { name: 'languages', type: 'lines', label: msg`Languages`, help: msg`As tags such as en, nb or de-AT, the first one leading.`, add: msg`Add a language` },
    { name: 'fiscalYearStart', type: 'text', short: true, label: msg`Fiscal year begins`, help: msg`Month and day, as MM-DD.` },
  ],
}
