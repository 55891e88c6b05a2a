import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { instantChoices } from '../../routines/web/instants.ts'
import { formulaTypes, type Formula } from '../formula.ts'

export const formulaChoices = choicesOf(formulaTypes, {
  availability: msg`Availability`,
  rate: msg`Rate`,
  duration: msg`Duration`,
  count: msg`Count`,
  backlogAge: msg`Backlog age`,
  recurrence: msg`Recurrence`,
  pareto: msg`Pareto`,
  score: msg`Score`,
  manual: msg`Typed by hand`,
})

const among: FormField = { name: 'among', type: 'text', label: msg`Only records for which`, help: msg`An expression over the record, such as record.priority == "1"; empty means every record.` }
const statistics = choicesOf(['mean', 'median', 'p85', 'p90'], { mean: msg`mean`, median: msg`median`, p85: msg`85th percentile`, p90: msg`90th percentile` })

/** What each formula asks for. */
export const formulaFields: Record<Formula['type'], readonly FormField[]> = {
  availability: [
    { name: 'hours', type: 'choice', label: msg`Out of`, choices: choicesOf(['agreed windows', 'around the clock'], { 'agreed windows': msg`agreed windows`, 'around the clock': msg`around the clock` }) },
    { name: 'leaveOutPlanned', type: 'flag', label: msg`Leave out planned work that was registered before it began` },
    { name: 'partialOutages', type: 'choice', label: msg`Outages for a share of the users`, choices: choicesOf(['shown apart', 'counted in full'], { 'shown apart': msg`shown apart`, 'counted in full': msg`counted in full` }) },
  ],
  rate: [
    {
      name: 'variant',
      type: 'choice',
      label: msg`Which rate`,
      choices: choicesOf(['change failure', 'change failure, delivery', 'attainment', 'share'], {
        'change failure': msg`Change failure`,
        'change failure, delivery': msg`Change failure, as delivery research counts it`,
        attainment: msg`Attainment of a clock`,
        share: msg`Share of records`,
      }),
    },
    { name: 'clock', type: 'text', label: msg`Clock`, help: msg`Its short name in the routine; empty means every clock.`, when: (item) => item.variant === 'attainment' },
    { name: 'counted', type: 'text', label: msg`Records that count`, help: msg`An expression, such as record.outcome == "solved".`, when: (item) => item.variant === 'share' },
    among,
  ],
  duration: [
    { name: 'statistic', type: 'choice', label: msg`Statistic`, choices: statistics },
    { name: 'from', type: 'choice', label: msg`From`, choices: instantChoices },
    { name: 'to', type: 'choice', label: msg`To`, choices: instantChoices },
    among,
  ],
  count: [{ name: 'by', type: 'choice', label: msg`Falls in the period by`, choices: instantChoices }, among],
  backlogAge: [
    { name: 'figure', type: 'choice', label: msg`Figure`, choices: choicesOf(['median age in days', 'share older than'], { 'median age in days': msg`median age in days`, 'share older than': msg`share older than` }) },
    { name: 'olderThanDays', type: 'number', label: msg`Older than`, unit: 'days', min: 1, max: 3650, step: 1, when: (item) => item.figure === 'share older than' },
    among,
  ],
  recurrence: [
    {
      name: 'same',
      type: 'choice',
      label: msg`The same when they share`,
      choices: choicesOf(['service and configuration item', 'service and category', 'problem', 'cause'], {
        'service and configuration item': msg`service and configuration item`,
        'service and category': msg`service and category`,
        problem: msg`problem`,
        cause: msg`cause`,
      }),
    },
    { name: 'withinDays', type: 'number', label: msg`Again within`, unit: 'days', min: 1, max: 3650, step: 1 },
    { name: 'flagFrom', type: 'number', label: msg`A pattern from`, min: 2, max: 1000, step: 1 },
    { name: 'flagMonths', type: 'number', label: msg`Within`, unit: 'months', min: 1, max: 60, step: 1 },
    among,
  ],
  pareto: [
    {
      name: 'by',
      type: 'choice',
      label: msg`By`,
      choices: choicesOf(['service', 'configuration item', 'supplier', 'category', 'cause'], { service: msg`service`, 'configuration item': msg`configuration item`, supplier: msg`supplier`, category: msg`category`, cause: msg`cause` }),
    },
    { name: 'on', type: 'choice', label: msg`On`, choices: choicesOf(['count', 'downtime'], { count: msg`count`, downtime: msg`downtime` }) },
    { name: 'top', type: 'number', label: msg`Share of the largest`, min: 1, max: 20, step: 1 },
    among,
  ],
  score: [
    {
      name: 'criteria',
      type: 'items',
      row: true,
      label: msg`Criteria`,
      help: msg`The weighted mean over those that are measured; what is unknown is not zero.`,
      add: msg`Add a criterion`,
      blank: () => ({ name: '', weight: 1, measure: '' }),
      fields: [
        { name: 'name', type: 'text', label: msg`Criterion` },
        { name: 'weight', type: 'number', label: msg`Weight`, min: 0 },
        { name: 'measure', type: 'element', kinds: ['measure'], as: 'key', empty: '', label: msg`From the measure` },
      ],
    },
    {
      name: 'overrides',
      type: 'items',
      row: true,
      label: msg`Overrides`,
      add: msg`Add an override`,
      blank: () => ({ when: '', standing: 'missed' }),
      fields: [
        { name: 'when', type: 'text', label: msg`When this happened` },
        { name: 'standing', type: 'choice', label: msg`It is`, choices: choicesOf(['watch', 'missed'], { watch: msg`watch`, missed: msg`missed` }) },
      ],
    },
  ],
  manual: [
    { name: 'instruction', type: 'multiline', label: msg`How the figure is found` },
    { name: 'evidence', type: 'flag', label: msg`Evidence is required` },
  ],
}

/** A new formula of a type, with everything that it needs. */
export const blankFormula: Record<Formula['type'], () => Body> = {
  availability: () => ({ type: 'availability', hours: 'agreed windows', leaveOutPlanned: true, partialOutages: 'shown apart' }),
  rate: () => ({ type: 'rate', variant: 'change failure', clock: '', among: '', counted: '' }),
  duration: () => ({ type: 'duration', statistic: 'p85', from: 'opened', to: 'resolved', among: '' }),
  count: () => ({ type: 'count', by: 'opened', among: '' }),
  backlogAge: () => ({ type: 'backlogAge', figure: 'median age in days', olderThanDays: 90, among: '' }),
  recurrence: () => ({ type: 'recurrence', same: 'service and configuration item', withinDays: 180, flagFrom: 2, flagMonths: 6, among: '' }),
  pareto: () => ({ type: 'pareto', by: 'service', on: 'count', top: 3, among: '' }),
  score: () => ({ type: 'score', criteria: [], overrides: [] }),
  manual: () => ({ type: 'manual', instruction: '', evidence: true }),
}
