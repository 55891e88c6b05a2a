import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { instantChoices } from './instants.ts'
import { conditionField, form, isAny, outcomes, roles, steps } from './parts.ts'

const moments = choicesOf(['entering', 'leaving', 'instant', 'field'], { entering: msg`entering the step`, leaving: msg`leaving the step`, instant: msg`at the instant`, field: msg`when a field is filled in` })

function momentFields(name: 'start' | 'stop', label: FormField['label']): FormField[] {
  const at = (item: Body) => (item[name] as { at?: string } | undefined)?.at
  return [
    { name: `${name}.at`, type: 'choice', label, choices: moments },
    { name: `${name}.of`, type: 'choice', label: msg`Instant`, choices: instantChoices, when: (item) => at(item) === 'instant' },
    { name: `${name}.of`, type: 'of', ...form, label: msg`Field`, when: (item) => at(item) === 'field' },
    { name: `${name}.of`, type: 'of', ...steps, label: msg`Step`, when: (item) => at(item) !== 'instant' && at(item) !== 'field' },
  ]
}

const units = choicesOf(['minutes', 'hours', 'days', 'months'], { minutes: msg`minutes`, hours: msg`hours`, days: msg`days`, months: msg`months` })
const running = choicesOf(['elapsed', 'service hours'], { elapsed: msg`time passed`, 'service hours': msg`service hours` })

const targetFields: readonly FormField[] = [
  { name: 'priority', type: 'text', short: true, label: msg`Priority`, help: msg`* for every one` },
  { name: 'value', type: 'number', label: msg`Target`, min: 0 },
  { name: 'unit', type: 'choice', label: msg`Unit`, choices: units },
  { name: 'hours', type: 'choice', clearable: true, label: msg`Runs in`, choices: running },
]

const does = (verb: string) => (item: Body) => item.do === verb

const beatFields: readonly FormField[] = [
  { name: 'at', type: 'number', min: 1, max: 1000, unit: '%', label: msg`At this share of the target` },
  { name: 'do', type: 'choice', label: msg`What happens`, choices: choicesOf(['remind', 'escalate', 'transition', 'close'], { remind: msg`remind`, escalate: msg`escalate`, transition: msg`take a way`, close: msg`close it` }) },
  { name: 'roles', type: 'elements', ...roles, label: msg`Whom`, help: msg`Left empty, whoever has it.`, when: (item) => item.do === 'remind' || item.do === 'escalate' },
  { name: 'transition', type: 'of', list: 'transitions', by: 'id', title: 'name', empty: '', label: msg`Way`, help: msg`One with a short name.`, when: does('transition') },
  { name: 'outcome', type: 'of', ...outcomes, empty: '', label: msg`Outcome`, when: does('close') },
  { name: 'text', type: 'text', label: msg`What to say` },
]

export const clockFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  ...momentFields('start', msg`Starts`),
  ...momentFields('stop', msg`Stops`),
  { name: 'hours', type: 'choice', label: msg`Runs in`, choices: running },
  { name: 'calendar', type: 'element', kinds: ['calendar'], as: 'key', empty: '', label: msg`Calendar`, help: msg`Where the service has none of its own.`, when: (item) => item.hours === 'service hours' },
  {
    name: 'targets',
    type: 'items',
    row: true,
    label: msg`Targets`,
    add: msg`Add a target`,
    blank: () => ({ priority: '*', value: null, unit: 'hours', hours: '' }),
    fields: targetFields,
    when: (item) => !item.dueField,
  },
  { name: 'dueField', more: true, type: 'of', ...form, empty: '', label: msg`Due by a field instead`, help: msg`A day or an instant of the form.`, when: (_, body) => isAny(body, 'fields') },
  conditionField('when', msg`Runs only when`, { more: true }),
  { name: 'pause', more: true, type: 'manyOf', ...steps, label: msg`Waits in these steps` },
  { name: 'restart', more: true, type: 'manyOf', ...form, label: msg`Starts anew when these change`, when: (_, body) => isAny(body, 'fields') },
  {
    name: 'beats',
    more: true,
    type: 'items',
    fold: true,
    label: msg`What it sets off while it runs`,
    add: msg`Add a beat`,
    blank: () => ({ id: '', at: 80, do: 'remind', roles: [], transition: '', outcome: '', text: '' }),
    fields: beatFields,
  },
]
