import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { sentence } from '../words.ts'

const known: Record<string, MessageDescriptor> = {
  draft: msg`Drafted`,
  approve: msg`Put in force`,
  retire: msg`Retired`,
  review: msg`Reviewed`,
  discard: msg`Discarded the draft`,
  appoint: msg`Appointed a holder`,
  accept: msg`Accepted`,
  decline: msg`Declined the appointment`,
  acknowledge: msg`Acknowledged`,
  end: msg`Ended an appointment`,
  found: msg`Founded the organisation`,
  goLive: msg`Went live`,
  elements: msg`Imported`,
  state: msg`Stated the scope`,
}

/** What an entry's verb says: policy.approve → Put in force. */
export function verbInWords(verb: string): string {
  const last = verb.split('.').at(-1) ?? verb
  const message = known[last]
  return message ? i18n._(message) : sentence(last.replace(/([A-Z])/g, ' $1').toLowerCase())
}
