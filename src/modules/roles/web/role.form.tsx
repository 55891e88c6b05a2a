import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { KindForm } from '../../../web/forms/form.ts'
import { reaches, role } from '../role.ts'
import { AuthoritiesEdit, authoritiesInWords } from './AuthoritiesEdit.tsx'
import { RoleHolders } from './RoleHolders.tsx'

export const form: KindForm = {
  empty: role.empty,
  reviewEvery: role.reviewEvery,
  fields: [
    { name: 'purpose', type: 'multiline', label: msg`Purpose`, help: msg`Why the role exists, in a sentence.` },
    {
      name: 'heldPer',
      type: 'choice',
      label: msg`Held for`,
      help: msg`Once for the whole organisation, or by somebody for each service, routine, supplier or unit.`,
      choices: choicesOf(reaches, { organisation: msg`the whole organisation`, service: msg`each service`, routine: msg`each routine`, supplier: msg`each supplier`, unit: msg`each unit` }),
    },
    { name: 'responsibilities', type: 'lines', label: msg`Responsibilities`, add: msg`Add a responsibility` },
    { name: 'competence', type: 'lines', label: msg`Competence`, help: msg`What holders need to know and be able to do.`, add: msg`Add a competence` },
    { name: 'authorities', type: 'custom', label: msg`Authorities`, Edit: AuthoritiesEdit, say: authoritiesInWords },
  ],
  Sections: RoleHolders,
}
