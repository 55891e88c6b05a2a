import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { RecordInstant, RecordLinkType } from '../../routines/record.ts'

export const instantWords: Record<RecordInstant, MessageDescriptor> = {
  occurred: msg`Occurred`,
  detected: msg`Detected`,
  assessed: msg`Assessed`,
  declared: msg`Declared`,
  opened: msg`Opened`,
  responded: msg`Responded`,
  restored: msg`Restored`,
  resolved: msg`Resolved`,
  closed: msg`Closed`,
}

/** A link as it reads from this record, and from the one at its other end. */
export const recordLinkWords: Record<RecordLinkType, { out: MessageDescriptor; in: MessageDescriptor }> = {
  'caused by': { out: msg`Caused by`, in: msg`Caused` },
  'fixed by': { out: msg`Fixed by`, in: msg`Fixes` },
  'duplicate of': { out: msg`Duplicate of`, in: msg`Duplicates` },
  'part of': { out: msg`Part of`, in: msg`Parts` },
  'raised from': { out: msg`Raised from`, in: msg`Raised here` },
}

export const resultWords: Record<string, MessageDescriptor> = {
  successful: msg`counts as successful`,
  unsuccessful: msg`counts as unsuccessful`,
  'not carried out': msg`counts as not carried out`,
}
