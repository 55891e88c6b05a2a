import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import { recordInstants } from '../record.ts'

/** The instants of a record, in words. */
export const instantChoices = choicesOf(recordInstants, {
  occurred: msg`occurred`,
  detected: msg`detected`,
  assessed: msg`assessed`,
  declared: msg`declared`,
  opened: msg`opened`,
  responded: msg`responded`,
  restored: msg`restored`,
  resolved: msg`resolved`,
  closed: msg`closed`,
})
