import { wholeSubject } from '../shared/authority.ts'
import { elementActions } from '../kernel/element.actions.ts'
import { elementHistoryQuery, elementQueries, searchQuery } from '../kernel/element.queries.ts'
import type { AnyAction } from '../kernel/action.ts'
import { sendDueMails } from '../kernel/mail.send.ts'
import type { AnyQuery } from '../kernel/query.ts'
import type { Reaction } from '../kernel/runtime.ts'
import type { Scheduled } from '../kernel/schedule.ts'
import { acknowledgePolicyAction } from '../modules/acknowledgements/acknowledgement.actions.ts'
import { listAcknowledgementsQuery } from '../modules/acknowledgements/acknowledgement.queries.ts'
import { createFeedAction, revokeFeedAction } from '../modules/acknowledgements/feed.actions.ts'
import { listFeedsQuery } from '../modules/acknowledgements/feed.queries.ts'
import { chooseNotificationsAction, readInboxAction } from '../modules/acknowledgements/inbox.actions.ts'
import { countInboxQuery, getNotificationsQuery, listInboxQuery, listMailQuery } from '../modules/acknowledgements/inbox.queries.ts'
import { remind } from '../modules/acknowledgements/reminder.jobs.ts'
import { a3Query } from '../modules/a3/a3.queries.ts'
import { publishEditionAction } from '../modules/a3/edition.actions.ts'
import { editionDifferenceQuery, editionDocumentQuery, getEditionQuery, listEditionsQuery } from '../modules/a3/edition.queries.ts'
import { erasePapersReaction } from '../modules/a3/edition.reactions.ts'
import { restoreAction } from '../modules/begin/begin.actions.ts'
import { broughtElementsQuery, nextThingsQuery } from '../modules/begin/begin.queries.ts'
import { kinds } from '../modules/kinds.ts'
import { entriesQuery, headQuery, proofQuery } from '../modules/ledger/ledger.queries.ts'
import { goLiveAction } from '../modules/organisation/live.actions.ts'
import { organisationActions, recoverAction } from '../modules/organisation/organisation.actions.ts'
import { declareFreezeAction, liftFreezeAction } from '../modules/outages/freeze.actions.ts'
import { importItemsAction } from '../modules/items/import.actions.ts'
import { previewItemsQuery } from '../modules/items/import.queries.ts'
import { itemImpactQuery } from '../modules/items/impact.queries.ts'
import { addItemAction, changeItemAction, relateItemAction, retireItemAction, unrelateItemAction } from '../modules/items/item.actions.ts'
import { getItemQuery, listItemsQuery } from '../modules/items/item.queries.ts'
import { drawSampleAction, verifyItemAction } from '../modules/items/sample.actions.ts'
import { getSampleQuery, listSamplesQuery } from '../modules/items/sample.queries.ts'
import { importOutagesAction } from '../modules/outages/import.actions.ts'
import { previewOutagesQuery } from '../modules/outages/import.queries.ts'
import { correctOutageAction, endOutageAction, registerOutageAction, withdrawOutageAction } from '../modules/outages/outage.actions.ts'
import { outageCalendarQuery, outageMeetingsQuery } from '../modules/outages/calendar.queries.ts'
import { getOutageQuery, listOutagesQuery, outageStripQuery } from '../modules/outages/outage.queries.ts'
import { servicePromiseQuery } from '../modules/operating-model/promise.queries.ts'
import { serviceSheetQuery } from '../modules/operating-model/service-sheet.queries.ts'
import { denialsQuery, baselineDifferenceQuery, getBaselineQuery, listBaselinesQuery, readinessQuery } from '../modules/organisation/organisation.queries.ts'
import { addPersonAction, erasePersonAction, grantRightAction, leavePersonAction, renamePersonAction } from '../modules/organisation/person.actions.ts'
import { listPeopleQuery } from '../modules/organisation/person.queries.ts'
import { readmitPersonAction } from '../modules/organisation/readmit.actions.ts'
import { createTokenAction, invitePersonAction, revokeTokenAction } from '../modules/organisation/token.actions.ts'
import { listTokensQuery } from '../modules/organisation/token.queries.ts'
import { approveProposalAction, openProposalAction, refuseProposalAction, withdrawProposalAction } from '../modules/proposals/proposal.actions.ts'
import { proposalImpactQuery } from '../modules/proposals/impact.queries.ts'
import { listProposalsQuery } from '../modules/proposals/proposal.queries.ts'
import { getProposalQuery, proposedDraftQuery } from '../modules/proposals/reading.queries.ts'
import { amendProposalAction, commentProposalAction, rebaseProposalAction, reopenProposalAction, reviseProposalAction } from '../modules/proposals/revising.actions.ts'
import { acceptAction, appointAction, declineAction, endAction } from '../modules/roles/holder.actions.ts'
import { listHoldersQuery } from '../modules/roles/holder.queries.ts'
import { importFolderAction, startAction } from '../modules/transfer/sms.actions.ts'
import { exportQuery, previewFolderQuery } from '../modules/transfer/sms.queries.ts'
import { importAction, saveMappingAction } from '../modules/transfer/transfer.actions.ts'
import { listMappingsQuery, previewQuery } from '../modules/transfer/transfer.queries.ts'
import { stateScopeAction } from '../modules/scope/scope.actions.ts'
import { advanceRecordAction, approveRecordAction, assignRecordAction, closeRecordAction, correctRecordAction, createRecordAction, fillRecordAction, markRecordAction, prioritiseRecordAction, refuseRecordAction } from '../modules/work/record.actions.ts'
import { listRecordsQuery, recordsOfItemQuery, timelineQuery } from '../modules/work/record.queries.ts'
import { getRecordQuery } from '../modules/work/reading.queries.ts'
import { pullSources } from '../connectors/pulling.jobs.ts'
import { changeSourceAction, createSourceAction, endSourceAction, pauseSourceAction, resumeSourceAction } from '../connectors/source.actions.ts'
import { listSourceKindsQuery, listSourcesQuery } from '../connectors/source.queries.ts'
import { tellWebhooks } from '../modules/webhooks/telling.jobs.ts'
import { createWebhookAction, endWebhookAction, pauseWebhookAction, resendWebhookAction, resumeWebhookAction } from '../modules/webhooks/webhook.actions.ts'
import { listDeliveriesQuery, listWebhooksQuery } from '../modules/webhooks/webhook.queries.ts'
import { attachRecordAction } from '../modules/work/attach.actions.ts'
import { fireRecordAction, migrateRecordAction } from '../modules/work/clock.actions.ts'
import { migrationQuery } from '../modules/work/migration.queries.ts'
import { fireClocks, foldOpenCounts } from '../modules/work/record.jobs.ts'
import { commentRecordAction, linkRecordAction, mergeRecordAction, unlinkRecordAction, watchRecordAction } from '../modules/work/talk.actions.ts'
import { forgetViewAction, keepViewAction } from '../modules/work/view.actions.ts'
import { listViewsQuery } from '../modules/work/view.queries.ts'
import { boardQuery, countsQuery, formQuery, mineQuery, raisableQuery } from '../modules/work/work.queries.ts'
import { recurRecordsAction } from '../modules/work/recurrence.actions.ts'
import { lookForRecurring } from '../modules/work/recurrence.jobs.ts'
import { recurringQuery } from '../modules/work/recurrence.queries.ts'
import { fillDueWords } from '../modules/work/words.jobs.ts'
import { cancelImportAction, importRecordsAction } from '../modules/work/intake.actions.ts'
import { listImportsQuery, previewRecordsQuery, refusedRowsQuery } from '../modules/work/intake.queries.ts'
import { keepSignDays } from '../modules/xray/xray.jobs.ts'
import { xrayQuery, xraySignsQuery, xrayWeightQuery } from '../modules/xray/xray.queries.ts'
import { removeAccountReaction } from './identity.reactions.ts'

/** Every action of the product; a kind of element brings five. */
const actions: AnyAction[] = [
  ...Object.values(organisationActions),
  ...kinds.filter((kind) => kind.kind !== 'organisation').flatMap((kind) => Object.values(elementActions(kind))),
  goLiveAction, recoverAction,
  addPersonAction, renamePersonAction, leavePersonAction, erasePersonAction, grantRightAction, invitePersonAction, readmitPersonAction,
  appointAction, acceptAction, declineAction, endAction,
  acknowledgePolicyAction, readInboxAction, chooseNotificationsAction, createFeedAction, revokeFeedAction,
  createTokenAction, revokeTokenAction,
  createWebhookAction, pauseWebhookAction, resumeWebhookAction, endWebhookAction, resendWebhookAction,
  createSourceAction, changeSourceAction, pauseSourceAction, resumeSourceAction, endSourceAction,
  stateScopeAction,
  publishEditionAction,
  registerOutageAction, endOutageAction, correctOutageAction, withdrawOutageAction, importOutagesAction, declareFreezeAction, liftFreezeAction,
  addItemAction, changeItemAction, retireItemAction, relateItemAction, unrelateItemAction, drawSampleAction, verifyItemAction, importItemsAction,
  createRecordAction, advanceRecordAction, fillRecordAction, prioritiseRecordAction, assignRecordAction, approveRecordAction, refuseRecordAction, closeRecordAction, markRecordAction, correctRecordAction,
  commentRecordAction, linkRecordAction, unlinkRecordAction, watchRecordAction, mergeRecordAction, attachRecordAction, migrateRecordAction, fireRecordAction, recurRecordsAction, keepViewAction, forgetViewAction,
  importAction, saveMappingAction, importFolderAction, startAction, restoreAction,
  importRecordsAction, cancelImportAction,
  openProposalAction, approveProposalAction, refuseProposalAction, withdrawProposalAction,
  amendProposalAction, reviseProposalAction, rebaseProposalAction, reopenProposalAction, commentProposalAction,
]

const queries: AnyQuery[] = [
  ...kinds.flatMap((kind) => Object.values(elementQueries(kind))),
  elementHistoryQuery, searchQuery, a3Query, listEditionsQuery, getEditionQuery, editionDocumentQuery, editionDifferenceQuery,
  readinessQuery, listBaselinesQuery, baselineDifferenceQuery, getBaselineQuery, denialsQuery, listPeopleQuery, listTokensQuery, listHoldersQuery,
  listProposalsQuery, getProposalQuery, proposedDraftQuery, proposalImpactQuery,
  previewQuery, listMappingsQuery, exportQuery, previewFolderQuery,
  previewRecordsQuery, listImportsQuery, refusedRowsQuery,
  listAcknowledgementsQuery, listInboxQuery, countInboxQuery, getNotificationsQuery, listMailQuery, listFeedsQuery,
  listWebhooksQuery, listDeliveriesQuery, listSourcesQuery, listSourceKindsQuery,
  entriesQuery, headQuery, proofQuery,
  xrayQuery, xrayWeightQuery, xraySignsQuery, servicePromiseQuery, serviceSheetQuery,
  nextThingsQuery, broughtElementsQuery,
  listOutagesQuery, getOutageQuery, outageStripQuery, outageCalendarQuery, outageMeetingsQuery, previewOutagesQuery,
  listItemsQuery, getItemQuery, itemImpactQuery, listSamplesQuery, getSampleQuery, previewItemsQuery,
  listRecordsQuery, recordsOfItemQuery, getRecordQuery, timelineQuery, boardQuery, mineQuery, countsQuery, formQuery, raisableQuery, migrationQuery, recurringQuery, listViewsQuery,
]

/** What features do when another feature's verb was recorded. */
export const reactions: Reaction[] = [erasePapersReaction, removeAccountReaction]

/** What features do by the clock. */
export const scheduled: Scheduled[] = [
  { name: 'reminders', cron: '*/15 * * * *', run: async (runtime, organisationId) => void (await remind(runtime, organisationId)) },
  { name: 'vital-signs', cron: '7 * * * *', run: async (runtime, organisationId) => void (await keepSignDays(runtime, organisationId)) },
  { name: 'sources', cron: '* * * * *', run: async (runtime, organisationId) => void (await pullSources(runtime, organisationId, importRecordsAction)) },
  { name: 'webhooks', cron: '* * * * *', run: async (runtime, organisationId) => void (await tellWebhooks(runtime, organisationId)) },
  { name: 'clocks', cron: '* * * * *', run: async (runtime, organisationId) => void (await fireClocks(runtime, organisationId)) },
  { name: 'recurrence', cron: '23 * * * *', run: async (runtime, organisationId) => void (await lookForRecurring(runtime, organisationId)) },
  { name: 'record-words', cron: '* * * * *', run: async (runtime, organisationId) => void (await fillDueWords(runtime, organisationId)) },
  { name: 'counts', cron: '*/5 * * * *', run: foldOpenCounts },
  { name: 'mail', cron: '* * * * *', run: async (runtime, organisationId) => void (await sendDueMails(runtime, organisationId)) },
]

export const actionsByName = new Map(actions.map((action) => [action.contract.name, action]))
export const queriesByName = new Map(queries.map((query) => [query.contract.name, query]))

/** Authorities that a role may carry: every action but those that only oneself, the founder or the operator takes. */
const notByRole = new Set(['organisation.goLive', 'organisation.recover', 'sms.start', 'holder.accept', 'token.create', 'holder.decline', 'policy.acknowledge', 'inbox.read', 'notification.choose', 'record.fire', 'record.recur'])
export const authorities = [...actionsByName.keys()].filter((name) => !notByRole.has(name)).sort()

/** What the role that owns the system carries: every subject whole, so that it may do what is added later too. */
export const ownerAuthorities = [...new Set(authorities.map(wholeSubject))]
