import { msg } from '@lingui/core/macro'
import { choicesOf } from '../../../web/forms/choices.ts'
import { reviewInputs } from '../review.ts'

/** What Wellrun can lay before a meeting, in words. */
export const inputChoices = choicesOf(reviewInputs, {
  'actions from earlier meetings': msg`Actions from earlier meetings`,
  'decisions and escalations': msg`Decisions and escalations`,
  'changes in context and parties': msg`Changes in context and parties`,
  obligations: msg`Obligations`,
  scope: msg`Scope`,
  objectives: msg`Objectives`,
  policies: msg`Policies`,
  'roles and holders': msg`Roles and holders`,
  routines: msg`Routines`,
  'measures and trends': msg`Measures and trends`,
  'service performance': msg`Service performance`,
  agreements: msg`Agreements`,
  'suppliers and other parties': msg`Suppliers and other parties`,
  'major incidents': msg`Major incidents`,
  'recurring incidents': msg`Recurring incidents`,
  changes: msg`Changes`,
  problems: msg`Problems`,
  risks: msg`Risks`,
  nonconformities: msg`Nonconformities`,
  audits: msg`Audits`,
  improvements: msg`Improvements`,
  'feedback and complaints': msg`Feedback and complaints`,
  'plans and resources': msg`Plans and resources`,
  'evidence overdue': msg`Evidence overdue`,
  'vital signs': msg`Vital signs`,
  none: msg`Nothing`,
})
