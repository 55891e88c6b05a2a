import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { service, serviceStages } from '../service.ts'
import { ServiceSections } from './ServiceSections.tsx'

export const form: KindForm = {
  empty: service.empty,
  reviewEvery: service.reviewEvery,
  fields: [
    { name: 'description', type: 'multiline', label: msg`Description`, help: msg`What it does for its customers, in a sentence.` },
    { name: 'contact', type: 'text', label: msg`Contact`, help: msg`Where its users reach somebody: a number, a shared mailbox or a portal.` },
    { name: 'criticality', type: 'number', label: msg`Criticality`, help: msg`From 1, the most critical, to 4.`, min: 1, max: 4, step: 1 },
    { name: 'stage', type: 'choice', label: msg`Stage`, choices: choicesOf(serviceStages, { proposed: msg`Proposed`, live: msg`Live`, retiring: msg`Retiring` }) },
  ],
  Sections: ServiceSections,
}
