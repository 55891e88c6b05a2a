import type { MessageDescriptor } from '@lingui/core'
import type { Body, FormField } from '../../../web/forms/form.ts'
import { ConditionEdit } from './ConditionEdit.tsx'
import { instantChoices } from './instants.ts'

export const steps = { list: 'steps', by: 'id', title: 'name' } as const
export const form = { list: 'fields', by: 'id', title: 'label' } as const
export const outcomes = { list: 'outcomes', by: 'id', title: 'name' } as const
export const roles = { kinds: ['role'], as: 'key' } as const

type Extra = { more?: boolean; when?: (holder: Body, body: Body) => boolean; help?: MessageDescriptor }

/** A condition of the routine, chosen or written. */
export function conditionField(name: string, label: MessageDescriptor, extra: Extra = {}): FormField {
  return { name, type: 'custom', label, Edit: ConditionEdit, say: (value) => String(value ?? ''), ...extra }
}

/** Instants that are set by themselves. */
export function instantsField(label: MessageDescriptor): FormField {
  return { name: 'sets', more: true, type: 'several', label, choices: instantChoices }
}

export function isAny(body: Body, list: string): boolean {
  const value = body[list]
  return Array.isArray(value) && value.length > 0
}
