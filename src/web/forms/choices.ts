import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ChoiceOf } from './form.ts'

/** Choices from the values of a schema, each with its words. */
export function choicesOf<Value extends string>(values: readonly Value[], words: Record<Value, MessageDescriptor>): ChoiceOf[] {
  return values.map((value) => ({ value, label: words[value] }))
}

export const comparators: readonly ChoiceOf[] = [
  { value: 'at least', label: msg`at least` },
  { value: 'at most', label: msg`at most` },
]
