import type { ColumnType, Generated } from 'kysely'

/** Row types of the application's tables, as in migrations/. A test compares them with the database. */
type Instant = Date
/** timestamptz that is 'infinity' until something supersedes the row. */
type Until = ColumnType<Date | number, Date | string | undefined, Date | string>

type Owned = { organisation_id: Generated<string> }

export type OrganisationRow = Owned & {
  key: string; name: string; time_zone: string; simulated: Generated<boolean>; founded_at: Instant; live_at: Instant | null; single_handed_by: string | null; baseline: string | null; revision: number
}
export type PersonRow = Owned & {
  id: string; name: string | null; email: string | null; salt: string | null; sort_key: string; external_key: string | null
  from_on: string | null; to_on: string | null; revision: number
}
export type RowVersionRow = Owned & {
  subject: string; subject_id: string; revision: number; content: string; hash: Buffer; entry_id: string; recorded_at: Instant; superseded_at: Until
}
export type HolderRow = Owned & {
  id: string; role_id: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null
  accepted_at: Instant | null; appointed_by: string | null; reason: string | null; revision: number; declined_at: Instant | null
}
export type InstructionRow = Owned & { id: string; routine_id: string; step: string; unit_id: string | null; content: string; revision: number }
export type AccessGrantRow = Owned & {
  id: string; person_id: string; kind: 'founder' | 'administrator' | 'auditor'; expires_at: Instant | null; ended: boolean; revision: number
}
export type ApiTokenRow = Owned & {
  id: string; person_id: string; name: string; prefix: string; hash: Buffer; scopes: string[]; expires_at: Instant | null; revoked_at: Instant | null
  created_at: Instant; revision: number
}
export type InvitationRow = Owned & { id: string; person_id: string; hash: Buffer; expires_at: Instant; used_at: Instant | null; revision: number }
export type MappingRow = Owned & { id: string; name: string; content: string; revision: number }
export type VitalSignDayRow = Owned & { day: string; rules: number; counts: string }
export type IdempotencyRow = Owned & {
  actor_id: string; key: string; action: string; request_hash: Buffer; response: string; created_at: Instant
}
export type DenialRow = Owned & { id: string; at: Instant; actor: string; action: string; subject: string | null; reason: string }
export type KeyCounterRow = Owned & { prefix: string; last: number }
export type ElementRow = Owned & {
  id: string; kind: string; key: string; key_number: number; external_key: string | null; title: string; sort_key: string
  status: 'draft' | 'in force' | 'retired'; version: number; revision: number; draft: string | null; draft_by: string | null
  accountable_id: string | null; review_every: string | null; reviewed_on: string | null; changed_at: Instant
}
export type ElementVersionRow = Owned & {
  element_id: string; version: number; kind: string; key: string; title: string; sort_key: string; status: 'in force' | 'retired'
  accountable_id: string | null; effective_on: string; effective_at: Instant; superseded_at: Until; recorded_at: Instant
  approved_by: string | null; content: string; hash: Buffer; entry_id: string
}
export type LinkRow = Owned & {
  source_id: string; source_version: number; position: number; type: string; target_id: string; for_id: string | null
  extent: 'full' | 'partial' | null; note: string | null; effective_at: Instant; superseded_at: Until
}
export type ProposalRow = Owned & {
  id: string; key: string; key_number: number; title: string; state: 'open' | 'approved' | 'refused' | 'withdrawn'; author: string
  elements: string[]; opened_at: Instant; decided_at: Instant | null; revision: number; author_person: string | null; reason: string | null
  effective_on: string | null; hashes: string | null; decided_by: string | null; decision: string | null; reopens: string | null
}
export type ProposalDraftRow = Owned & {
  id: string; proposal_id: string; element_id: string; content: string; writers: string[]; changed_at: Instant; revision: number
}
export type ProposalAgreementRow = Owned & {
  id: string; proposal_id: string; person_id: string | null; actor: string; role: string; elements: string[]; matter: string; reason: string | null; at: Instant; revision: number
}
export type ProposalCommentRow = Owned & { id: string; proposal_id: string; person_id: string; text: string; at: Instant; revision: number }
export type BaselineRow = Owned & {
  id: string; occasion: string; at: Instant; hash: string; accepted_by: string | null; single_handed_by: string | null; missing: string; approvers: string; revision: number
}
export type EditionRow = Owned & {
  id: string; key: string; key_number: number; title: string; note: string | null; as_of: string; moment_at: Instant; published_at: Instant; published_by: string; role: string
  model: number; page: string; page_hash: string; pdf_hash: string; ledger_size: string; ledger_root: string | null; people: string[]; revision: number
}
export type EditionPaperRow = Owned & { edition_id: string; pdf: Buffer }
export type SearchDocumentRow = Owned & { id: string; kind: string; key: string; title: string; plain_key: string; plain_title: string; words: string }
export type SearchWordRow = Owned & { word: string; near: number[] }
export type LedgerEntryRow = Owned & {
  id: string; at: Instant; verb: string; subject_id: string | null; actor_id: string; content: string; transaction_id: Generated<string>
}
export type LedgerLeafRow = Owned & { number: string; entry_id: string; hash: Buffer }
export type LedgerNodeRow = Owned & { level: number; position: string; hash: Buffer }
export type LedgerHeadRow = Owned & { size: string; root: Buffer; horizon: string; cluster: string; at: Instant; key_id: string; signature: Buffer }
export type AcknowledgementRow = Owned & { id: string; policy_id: string; version: number; person_id: string; acknowledged_at: Instant; revision: number }
export type NotificationRow = Owned & { person_id: string; digest: 'daily' | 'overdue' | 'off'; muted: string[]; seen: string[]; revision: number }
export type ReminderRow = Owned & { person_id: string; subject: string; stage: '30' | '7' | '1' | 'overdue' | 'told'; kind: string; due_on: string; fired_at: Instant; mail_id: string | null }
export type ReminderRoundRow = Owned & { on_day: string; fired_at: Instant }
export type MailRow = Owned & {
  id: string; person_id: string; kind: 'digest' | 'invitation' | 'password' | 'test'; state: 'waiting' | 'sent' | 'failed'; attempts: Generated<number>
  queued_at: Instant; next_at: Instant; ended_at: Instant | null; why: string | null; sealed: Buffer | null
}
export type CalendarFeedRow = Owned & {
  id: string; person_id: string | null; made_by: string; prefix: string; hash: Buffer; created_at: Instant; revoked_at: Instant | null; revision: number
}
export type OutageRow = Owned & {
  id: string; key: string; key_number: number; service_id: string; title: string; started_at: Instant; ended_at: Instant | null; planned: boolean
  planned_from_at: Instant | null; planned_to_at: Instant | null; registered_at: Instant; registered_by: 'server' | 'source'; share: number | null; severity: string
  note: string; record_key: string; source: string; external_id: string; withdrawn: boolean; reason: string; changed_at: Instant; revision: number
}
export type FreezeRow = Owned & { id: string; title: string; service_id: string | null; from_at: Instant; to_at: Instant; lifted: boolean; reason: string; revision: number }
export type ItemRow = Owned & {
  id: string; key: string; key_number: number; name: string; sort_key: string; words: string; type: string; status: 'planned' | 'in use' | 'retired'
  owner_id: string | null; location_id: string | null; supplier_id: string | null; attributes: string; note: string; source: string; external_id: string
  record_key: string; reason: string; changed_at: Instant; revision: number
}
export type ItemRelationRow = Owned & {
  id: string; from_id: string; to_id: string; type: 'runs on' | 'part of' | 'uses' | 'connected to' | 'stands under'; ended: boolean
  record_key: string; reason: string; changed_at: Instant; revision: number
}
export type ItemSampleRow = Owned & {
  id: string; key: string; key_number: number; seed: string; size: number; population: number; service_id: string | null; type: string; drawn_at: Instant; drawn_by: string | null; revision: number
}
export type ItemFindingRow = Owned & {
  id: string; sample_id: string; item_id: string; position: number; finding: '' | 'as recorded' | 'differs' | 'missing'; note: string; record_key: string
  found_at: Instant | null; found_by: string | null; revision: number
}
export type RecordRow = Owned & {
  id: string; prefix: string; number: number; routine_id: string; routine_version: number; title: string; state: string; entered_at: Instant; open: boolean; outcome: string; priority: string
  priority_rank: number; priority_by: 'grid' | 'hand' | ''; catalogue_item: string; service_id: string | null; configuration_item_id: string | null; unit_id: string | null; location_id: string | null
  supplier_id: string | null; creator_id: string | null; requester_id: string | null; assignee_role_id: string | null; assignee_person_id: string | null; source: string; external_id: string
  fields: unknown; occurred_at: Instant | null; detected_at: Instant | null; assessed_at: Instant | null; declared_at: Instant | null; opened_at: Instant; responded_at: Instant | null
  restored_at: Instant | null; resolved_at: Instant | null; closed_at: Instant | null; clocks: unknown; approvals: unknown; due_at: Instant | null; fires_at: Instant | null; merged_into: string | null
  planned_from_at: Instant | null; planned_to_at: Instant | null
  changed_at: Instant; revision: number
}
export type RecordEventRow = Owned & { record_id: string; position: number; type: string; at: Instant; occurred_at: Instant | null; content: string; hash: Buffer; entry_id: string }
export type RecordLinkRow = Owned & { id: string; from_id: string; to_id: string; type: string; standing: 'candidate' | 'confirmed' | 'ended'; revision: number }
export type FileRow = Owned & { sha256: string; part: number; bytes: Buffer }
export type RecordAttachmentRow = Owned & { id: string; record_id: string; sha256: string; name: string; media_type: string; bytes: number; person_id: string | null; at: Instant; revision: number }
export type RecordWatcherRow = Owned & { id: string; record_id: string; person_id: string; watching: boolean; revision: number }
export type RecurrenceAssessmentRow = Owned & {
  id: string; routine_id: string; routine_version: number; rule: string; month_on: string; from_at: Instant; to_at: Instant; found: string; at: Instant; revision: number
}
export type ViewRow = Owned & { id: string; person_id: string | null; place: string; name: string; query: string; ended: Generated<boolean>; revision: number }
export type RecordCountRow = Owned & { routine_id: string; state: string; delta: number }
export type OperatedDayRow = Owned & { subject_id: string; on_day: string; at: Instant; opened: number | null }
export type RecordNoticeRow = Owned & { id: string; person_id: string; record_id: string; position: number; kind: 'mention' | 'told' | 'reminder' | 'escalation' | 'assigned' | 'watched'; text: string; at: Instant }
export type RecordWordsRow = Owned & { id: string; words: string; said: Generated<string> }
export type DefinitionChangeRow = Owned & { changes: string }
export type WebhookRow = Owned & {
  id: string; name: string; url: string; verbs: string[]; made_by: string; created_at: Instant; paused_at: Instant | null; ended_at: Instant | null; resent_at: Instant | null; revision: number
}
export type WebhookStandingRow = Owned & { webhook_id: string; secret: Buffer; stopped_at: Instant | null; stopped_why: string | null }
export type WebhookMarkRow = Owned & { leaf: string }
export type WebhookDeliveryRow = Owned & {
  id: string; webhook_id: string; verb: string; body: string; state: 'waiting' | 'sent' | 'failed'; attempts: Generated<number>; queued_at: Instant; next_at: Instant; ended_at: Instant | null
  status: number | null; why: string | null
}
export type RecordImportRow = Owned & {
  id: string; file: string; routine_id: string; by: string; state: 'running' | 'done' | 'cancelled' | 'failed'; started_at: Instant; seen_at: Instant
  counts: string; faults: string; said: string; mend: string | null
}
export type ImportCancellationRow = Owned & { id: string; by: string; asked_at: Instant; revision: number }
export type RecordWordsDueRow = Owned & { entry_id: string; after: string | null }
export type SourceRow = Owned & {
  id: string; name: string; kind: string; settings: string; mapping: string; every_minutes: number; made_by: string; created_at: Instant; paused_at: Instant | null; ended_at: Instant | null; revision: number
}
export type SourceStandingRow = Owned & {
  source_id: string; secret: Buffer; place: Generated<string>; last_hash: Generated<string>; failures: Generated<number>; next_at: Instant; last_at: Instant | null; last_counts: string | null; said: Generated<string>
  stopped: Generated<boolean>
}
export type MembershipRow = { organisation_id: string; account_id: string; person_id: string }
export type IdentityEventRow = { id: string; at: Instant; account_id: string | null; kind: string; ip: string | null; detail: string | null }

export type Tables = {
  organisations: OrganisationRow
  people: PersonRow
  row_versions: RowVersionRow
  holders: HolderRow
  instructions: InstructionRow
  access_grants: AccessGrantRow
  api_tokens: ApiTokenRow
  invitations: InvitationRow
  mappings: MappingRow
  vital_sign_days: VitalSignDayRow
  idempotency: IdempotencyRow
  denials: DenialRow
  key_counters: KeyCounterRow
  elements: ElementRow
  element_versions: ElementVersionRow
  links: LinkRow
  proposals: ProposalRow
  proposal_drafts: ProposalDraftRow
  proposal_agreements: ProposalAgreementRow
  proposal_comments: ProposalCommentRow
  baselines: BaselineRow
  editions: EditionRow
  edition_papers: EditionPaperRow
  search_documents: SearchDocumentRow
  search_words: SearchWordRow
  ledger_entries: LedgerEntryRow
  ledger_leaves: LedgerLeafRow
  ledger_nodes: LedgerNodeRow
  ledger_heads: LedgerHeadRow
  acknowledgements: AcknowledgementRow
  notifications: NotificationRow
  reminders: ReminderRow
  reminder_rounds: ReminderRoundRow
  mails: MailRow
  calendar_feeds: CalendarFeedRow
  outages: OutageRow
  freezes: FreezeRow
  items: ItemRow
  item_relations: ItemRelationRow
  item_samples: ItemSampleRow
  item_findings: ItemFindingRow
  records: RecordRow
  record_events: RecordEventRow
  record_links: RecordLinkRow
  files: FileRow
  record_attachments: RecordAttachmentRow
  record_watchers: RecordWatcherRow
  recurrence_assessments: RecurrenceAssessmentRow
  views: ViewRow
  record_counts: RecordCountRow
  operated_days: OperatedDayRow
  record_notices: RecordNoticeRow
  record_words: RecordWordsRow
  record_title_words: SearchWordRow
  definition_changes: DefinitionChangeRow
  webhooks: WebhookRow
  sources: SourceRow
  source_standings: SourceStandingRow
  webhook_standings: WebhookStandingRow
  webhook_marks: WebhookMarkRow
  webhook_deliveries: WebhookDeliveryRow
  record_imports: RecordImportRow
  import_cancellations: ImportCancellationRow
  record_words_due: RecordWordsDueRow
  'identity.membership': MembershipRow
  'identity.event': IdentityEventRow
}
