import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import type { RecordTarget } from '../../transfer/record-mapping.ts'
import type { FaultKind } from '../intake.ts'

const words: Record<FaultKind, MessageDescriptor> = {
  row: msg`Unreadable rows`, missing: msg`Missing values`, date: msg`Dates`, order: msg`Ends before starts`, state: msg`States`, unknown: msg`Unknown values`, value: msg`Values that do not fit`, twice: msg`Standing twice`,
}

/** What faults of a kind are called. */
export function useFaultWords(): (kind: FaultKind) => string {
  const { i18n } = useLingui()
  return (kind) => i18n._(words[kind])
}

const targets: Record<RecordTarget, MessageDescriptor> = {
  title: msg`Title`, state: msg`Step`, outcome: msg`Outcome`, priority: msg`Priority`, service: msg`Service`, configurationItem: msg`Configuration item`, unit: msg`Unit`, location: msg`Location`, supplier: msg`Supplier`,
  requester: msg`Requested by`, assignee: msg`Assigned to`, occurred: msg`Occurred at`, detected: msg`Detected at`, assessed: msg`Assessed at`, declared: msg`Declared at`, opened: msg`Opened at`, responded: msg`Responded at`,
  restored: msg`Restored at`, resolved: msg`Resolved at`, closed: msg`Closed at`,
}

/** What a target of a mapping is called: what every record has by its word, a field of the form by its label. */
export function useTargetWords(): (target: { name: string; label: string }) => string {
  const { i18n } = useLingui()
  return ({ name, label }) => (Object.hasOwn(targets, name) ? i18n._(targets[name as RecordTarget]) : label)
}
