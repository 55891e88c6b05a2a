import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { FormField } from '../../../web/forms/form.ts'
import { recurrencePlaces } from '../routine-body.ts'
import { recordLinkChoices } from './effectFields.ts'
import { conditionField, form, roles } from './parts.ts'
import { GridCells, cellsInWords } from './GridCells.tsx'
import { ValuesEdit, valuesInWords } from './ValuesEdit.tsx'

export const gridFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'row', type: 'of', ...form, label: msg`Rows: field` },
  { name: 'column', type: 'of', ...form, label: msg`Columns: field` },
  { name: 'gives', type: 'of', ...form, extra: [{ value: 'priority', label: msg`Priority` }], label: msg`Gives` },
  { name: 'cells', type: 'custom', label: msg`Cells`, Edit: GridCells, say: cellsInWords },
]

export const catalogueFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'hint', type: 'text', label: msg`Hint` },
  { name: 'required', type: 'manyOf', ...form, label: msg`Asked for when it is raised` },
  { name: 'values', type: 'custom', label: msg`Filled in beforehand`, Edit: ValuesEdit, say: valuesInWords },
]

export const thresholdFields: readonly FormField[] = [
  { name: 'policy', type: 'element', kinds: ['policy'], as: 'key', empty: '', label: msg`Policy` },
  { name: 'quantity', type: 'text', label: msg`What it limits, as the policy says it` },
  { name: 'id', type: 'text', short: true, label: msg`Short name`, help: msg`Conditions ask for it as thresholds.appetite.` },
]

export const assessmentFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'field', type: 'of', ...form, label: msg`Choice field` },
  {
    name: 'criteria',
    type: 'items',
    fold: true,
    label: msg`Criteria`,
    add: msg`Add a criterion`,
    blank: () => ({ text: '', when: '', gives: '' }),
    fields: [{ name: 'text', type: 'text', label: msg`Criterion` }, { name: 'gives', type: 'text', label: msg`Value it speaks for` }, conditionField('when', msg`Shown by the form`)],
  },
]

const places = choicesOf(recurrencePlaces, { service: msg`Service`, configurationItem: msg`Configuration item`, unit: msg`Unit`, location: msg`Location`, supplier: msg`Supplier` })

export const recurrenceFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'same', type: 'manyOf', ...form, extra: places, label: msg`What they have in common`, help: msg`Records in which all of these are filled in and the same.` },
  { name: 'atLeast', type: 'number', min: 2, max: 100, label: msg`How many make a pattern` },
  { name: 'months', type: 'number', min: 1, max: 24, unit: 'months', label: msg`Within` },
  conditionField('when', msg`Only records of which this holds`, { more: true }),
  { name: 'routine', type: 'element', kinds: ['routine'], as: 'key', empty: '', label: msg`Raises a record of` },
  { name: 'text', type: 'text', label: msg`Its title`, help: msg`What they have in common is written after it.` },
  { name: 'link', type: 'choice', clearable: true, label: msg`It relates to them as`, choices: recordLinkChoices, more: true },
  { name: 'roles', type: 'elements', ...roles, label: msg`Who is told` },
]

export const textFields: readonly FormField[] = [
  { name: 'name', type: 'text', label: msg`Name` },
  { name: 'text', type: 'multiline', label: msg`Text`, help: msg`Words of the record come where record.title or fields.situation stand between braces.` },
  conditionField('when', msg`Only when`, { more: true }),
]
