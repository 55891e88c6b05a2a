import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export type ElementVerb = 'approve' | 'retire' | 'review' | 'discard'

type VerbWords = {
  /** On the button. */
  label: MessageDescriptor
  /** What it does, before one does it. */
  says: MessageDescriptor
  done: MessageDescriptor
  note: MessageDescriptor
  /** The reason has to be given. */
  demands?: boolean
  danger?: boolean
}

export const verbs: Record<ElementVerb, VerbWords> = {
  approve: {
    label: msg`Put in force`,
    says: msg`The draft becomes the version that holds. It cannot be changed afterwards, only replaced by a later version.`,
    done: msg`In force`,
    note: msg`Reason`,
  },
  retire: {
    label: msg`Retire`,
    says: msg`It no longer holds and leaves the lists. Its versions and history stay readable for good.`,
    done: msg`Retired`,
    note: msg`Why is it retired?`,
    demands: true,
    danger: true,
  },
  review: {
    label: msg`Record a review`,
    says: msg`Says that somebody looked at it today and it still holds as it is. To change it, edit it instead.`,
    done: msg`Review recorded`,
    note: msg`What was looked at`,
  },
  discard: {
    label: msg`Discard the draft`,
    says: msg`The draft is thrown away. What is in force stays as it is.`,
    done: msg`Draft discarded`,
    note: msg`Reason`,
    danger: true,
  },
}

/** The verbs that are on a dialog, in the order in which they are offered. */
export const offered: readonly ElementVerb[] = ['approve', 'review', 'retire', 'discard']
