import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Facts, Section, type FactRow } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { Menu } from '../../../web/ui/Menu.tsx'
import { sentence } from '../../../web/words.ts'
import { recordContracts, recordQueries, type RecordView } from '../record.contract.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { RecordLink } from './RecordLink.tsx'
import { recordLinkWords } from './recordWords.ts'
import styles from './StandsOn.module.css'
import { UnlinkDialog } from './UnlinkDialog.tsx'
import { useQuickAction } from './useRecordAction.ts'

export type RecordLinkView = RecordView['links'][number]

/** What the record is tied to: other records, supplier, agreements. What nobody has raised or linked yet says so, with the way to do it. */
export function StandsOn({ record, readOnly }: { record: RecordView; readOnly: boolean }) {
  const { t, i18n } = useLingui()
  const [linking, setLinking] = useState(false)
  const may = !readOnly && record.abilities.includes(recordContracts.link.name)
  const groups = Map.groupBy(record.links, (link) => i18n._(recordLinkWords[link.type][link.direction]))
  const links = [...groups].map(([label, of]): FactRow => ({ label, value: of.map((link) => <OneLink key={link.id} record={record} link={link} may={may} />) }))
  const raised = record.links.some((link) => link.type === 'raised from' && link.direction === 'in')
  const rows: FactRow[] = [
    ...links,
    ...(!raised && !readOnly ? [{ label: t`Raised here`, value: <span className={styles.soft}><Trans>nothing yet</Trans></span> }] : []),
    { label: t`Supplier`, value: record.supplier && <KeyLink elementKey={record.supplier.key}>{record.supplier.title}</KeyLink> },
    { label: t`Agreement`, value: record.agreements.length > 0 && record.agreements.map((agreement) => <div key={agreement.id}><KeyLink elementKey={agreement.key}>{agreement.key} {agreement.title}</KeyLink>{agreement.says && <span className={styles.says}>{agreement.says}</span>}</div>) },
    { label: t`Merged into`, value: record.mergedInto && <RecordLink recordKey={record.mergedInto.key}>{record.mergedInto.key} {record.mergedInto.title}</RecordLink> },
  ].map((row) => ({ ...row, value: row.value || null }))
  if (readOnly && rows.every((row) => row.value === null)) return null
  return (
    <Section title={<Trans>Stands on</Trans>}>
      <Facts narrow rows={rows} />
      {!readOnly && (
        <div className={styles.verbs}>
          <RaiseFrom record={record} />
          {may && <Button small onClick={() => setLinking(true)}><Trans>Link a record</Trans></Button>}
        </div>
      )}
      {linking && <LinkDialog record={record} onClose={() => setLinking(false)} />}
    </Section>
  )
}

/** Raises a record of another routine from this one; the two are linked. */
function RaiseFrom({ record }: { record: RecordView }) {
  const navigate = useNavigate()
  const { data } = useQueryOf(recordQueries.raisable)
  const allowed = (data?.routines ?? []).filter((one) => one.allowed && one.routine.id !== record.routine.id)
  if (allowed.length === 0) return null
  return (
    <Menu
      align="start"
      trigger={<Button small><Trans>Raise from this…</Trans></Button>}
      items={allowed.map((one) => ({ id: one.routine.id, label: sentence(one.noun || one.routine.title), onSelect: () => void navigate({ to: '/work/raise/$routine', params: { routine: one.routine.key }, search: { from: record.key } }) }))}
    />
  )
}

function OneLink({ record, link, may }: { record: RecordView; link: RecordLinkView; may: boolean }) {
  const { t } = useLingui()
  const [ending, setEnding] = useState(false)
  const confirm = useQuickAction(recordContracts.link, t`The link was not confirmed`)
  const [from, to] = link.direction === 'out' ? [record.id, link.record.id] : [link.record.id, record.id]
  return (
    <div className={styles.link}>
      <RecordLink recordKey={link.record.key}>{link.record.key}</RecordLink> {link.record.title} <span className={styles.soft}>{link.record.state}</span>
      {link.standing === 'candidate' && (
        <span className={styles.soft}>
          {' ('}
          <Trans>candidate</Trans>
          {may && (
            <>
              {', '}
              <button type="button" className={styles.verb} onClick={() => void confirm.run({ record: from, type: link.type, to, standing: 'confirmed' })}>
                <Trans>confirm</Trans>
              </button>
            </>
          )}
          )
        </span>
      )}
      {may && (
        <button type="button" className={`${styles.verb} ${styles.quiet}`} aria-label={t`Take the link to ${link.record.key} away`} onClick={() => setEnding(true)}>
          <Trans>take away</Trans>
        </button>
      )}
      {ending && <UnlinkDialog record={record} link={link} onClose={() => setEnding(false)} />}
    </div>
  )
}
