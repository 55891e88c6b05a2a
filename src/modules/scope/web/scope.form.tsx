import { msg } from '@lingui/core/macro'
import type { KindForm } from '../../../web/forms/form.ts'
import { scope } from '../scope.ts'

export const form: KindForm = {
  empty: scope.empty,
  reviewEvery: scope.reviewEvery,
  fields: [{ name: 'sentence', type: 'multiline', label: msg`Scope sentence`, help: msg`Left empty, it is written from the entries of the matrix.` }],
}
