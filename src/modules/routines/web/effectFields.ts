import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { recordLinks } from '../record.ts'
import { conditionField, form, roles } from './parts.ts'

const doing = choicesOf(['raise', 'set', 'tell', 'assign'], { raise: msg`raise a record`, set: msg`fill in a field`, tell: msg`tell somebody`, assign: msg`hand it to a role` })
export const recordLinkChoices = choicesOf(recordLinks, { 'caused by': msg`caused by this`, 'fixed by': msg`fixed by this`, 'duplicate of': msg`duplicate of this`, 'part of': msg`part of this`, 'raised from': msg`raised from this` })
const does = (...verbs: string[]) => (item: Body) => verbs.includes(String(item.do))

/** What happens by itself, and what each kind of it needs. */
const effectFields: readonly FormField[] = [
  { name: 'do', type: 'choice', plain: true, label: msg`What happens`, choices: doing },
  { name: 'routine', type: 'element', kinds: ['routine'], as: 'key', empty: '', label: msg`Routine of the new record`, when: does('raise') },
  { name: 'text', type: 'text', label: msg`What it says`, help: msg`The title of the new record, or what people are told.`, when: does('raise', 'tell') },
  { name: 'link', type: 'choice', label: msg`How it relates to this one`, choices: recordLinkChoices, when: does('raise') },
  { name: 'copy', type: 'manyOf', ...form, label: msg`Fields that are copied`, when: does('raise') },
  { name: 'field', type: 'of', ...form, empty: '', label: msg`Field`, when: does('set') },
  { name: 'value', type: 'text', label: msg`Value, as an expression`, when: does('set') },
  { name: 'roles', type: 'elements', ...roles, label: msg`Roles`, when: does('tell', 'assign') },
  conditionField('when', msg`Only when`, { more: true }),
]

export function effectsField(label: FormField['label']): FormField {
  return {
    name: 'effects',
    more: true,
    type: 'items',
    fold: true,
    label,
    add: msg`Add what happens`,
    blank: () => ({ do: 'tell', when: '', routine: '', link: '', copy: [], field: '', value: '', roles: [], text: '' }),
    fields: effectFields,
  }
}
