import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { asList as listOf, weekdayWords } from '../../../web/forms/words.ts'
import { calendar } from '../calendar.ts'

const officeDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

export const form: KindForm = {
  empty: calendar.empty,
  reviewEvery: calendar.reviewEvery,
  fields: [
    { name: 'timeZone', type: 'zone', label: msg`Time zone` },
    {
      name: 'windows',
      type: 'items',
      row: true,
      label: msg`Weekly hours`,
      help: msg`When the service is promised. A window that does not end later than it begins runs into the next day; 24:00 is the end of the day.`,
      add: msg`Add hours`,
      blank: () => ({ days: officeDays, from: '08:00', to: '16:00' }),
      say: (item, { say }) => `${weekdayWords.filter((day) => listOf(item.days).includes(day.value)).map((day) => say(day.short)).join(', ')} ${String(item.from)}–${String(item.to)}`,
      fields: [
        { name: 'days', type: 'weekdays', label: msg`Days` },
        { name: 'from', type: 'time', label: msg`From` },
        { name: 'to', type: 'time', label: msg`To` },
      ],
    },
    {
      name: 'holidays',
      type: 'items',
      row: true,
      label: msg`Holidays`,
      help: msg`Closed from 00:00 to 24:00.`,
      add: msg`Add a holiday`,
      blank: () => ({ on: '', name: '' }),
      fields: [
        { name: 'name', type: 'text', label: msg`Name` },
        { name: 'on', type: 'day', plain: true, label: msg`Day` },
      ],
    },
    { name: 'note', type: 'multiline', label: msg`Note` },
  ],
}
