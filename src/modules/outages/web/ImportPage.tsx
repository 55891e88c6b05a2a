import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '../../../web/shell/Page.tsx'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { Field } from '../../../web/ui/Field.tsx'
import fields from '../../../web/ui/fields.module.css'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { chosenFiles, sendFiles, type Chosen } from '../../transfer/web/upload.ts'
import type { OutageImport, OutagePreview } from '../import.contract.ts'
import styles from './Outages.module.css'
import { OutageNav } from './parts.tsx'

type Decisions = { services: Record<string, Picked>; draft: string[] }

/** Brings outages from files: what is read, what is unknown, what is refused; then it is written. */
export function ImportPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const [files, setFiles] = useState<Chosen[]>([])
  const [mapping, setMapping] = useState('')
  const [decided, setDecided] = useState<Decisions>({ services: {}, draft: [] })
  const input = (map: string, decisions: Decisions) => ({ ...(map.trim() ? { mapping: map } : {}), services: Object.fromEntries(Object.entries(decisions.services).map(([name, { key, id }]) => [name, key ?? id])), draft: decisions.draft })
  const preview = useMutation<OutagePreview, Error, { files: Chosen[]; mapping: string; decided: Decisions }>({
    mutationFn: (given) => sendFiles('outage.preview', input(given.mapping, given.decided), given.files),
    onSuccess: (answer) => setMapping(answer.mapping),
  })
  const run = useMutation<OutageImport, Error>({ mutationFn: () => sendFiles('outage.import', input(mapping, decided), files, { key: crypto.randomUUID() }), onSuccess: () => client.invalidateQueries() })
  const look = (more: Partial<{ files: Chosen[]; decided: Decisions }> = {}) => preview.mutate({ files, mapping, decided, ...more })
  const choose = async (list: FileList | null) => {
    const chosen = await chosenFiles([...(list ?? [])])
    setFiles(chosen)
    run.reset()
    if (chosen.length > 0) preview.mutate({ files: chosen, mapping: '', decided })
  }
  const decide = (next: Decisions) => {
    setDecided(next)
    look({ decided: next })
  }
  return (
    <Page name={t`Import outages`} crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }, { label: <Trans>Outages</Trans>, to: '/outages' }]} subtitle={<Trans>From CSV, XLSX, JSON lines, YAML, or Markdown files with front matter</Trans>}>
      <OutageNav here="import" />
      {run.data ? <Done result={run.data} /> : (
        <div className={styles.fields}>
          <Field label={t`Files`} help={t`The first row of a table names the columns. Of several files each is one outage.`}>
            {(control) => <input {...control} className={fields.control} type="file" multiple accept=".csv,.tsv,.xlsx,.json,.ndjson,.jsonl,.yml,.yaml,.md" onChange={(event) => void choose(event.target.files)} />}
          </Field>
          {preview.data && (
            <>
              <TextArea label={t`Mapping`} help={preview.data.suggested ? t`Suggested from the names of the columns. Look it over.` : t`Where each field comes from.`} className={styles.text!} rows={14} spellCheck={false} value={mapping} onChange={setMapping} />
              <div><Button busy={preview.isPending} onClick={() => look()}><Trans>Look again</Trans></Button></div>
            </>
          )}
          <ProblemNote error={preview.error ?? run.error} />
          {preview.data && <Seen preview={preview.data} decided={decided} onDecide={decide} />}
          {preview.data && preview.data.faults.length === 0 && (
            <div className={styles.verbs}>
              <Button look="primary" busy={run.isPending} disabled={preview.data.outages === 0} onClick={() => run.mutate()}><Plural value={preview.data.outages} _0="Nothing to import" one="Import # outage" other="Import # outages" /></Button>
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

function Seen({ preview, decided, onDecide }: { preview: OutagePreview; decided: Decisions; onDecide: (next: Decisions) => void }) {
  const { read, created, changed, unchanged, rejected, rejectedInAll, notices, unknown, faults } = preview
  if (faults.length > 0) return <Rows>{faults.map((fault) => <Row key={fault.path} note={fault.message}>{fault.path}</Row>)}</Rows>
  return (
    <>
      <p><Trans>{read} rows: {created} new, {changed} changed, {unchanged} as they are, {rejectedInAll} refused.</Trans></p>
      {notices.map((notice) => <p key={notice} className={styles.soft}>{notice}</p>)}
      {unknown.length > 0 && <Section title={<Trans>Services that nobody here knows</Trans>} aside={<Trans>say what they mean, or draft them</Trans>}>{unknown.map((each) => <Decide key={each.name} unknown={each} decided={decided} onDecide={onDecide} />)}</Section>}
      {rejected.length > 0 && (
        <Section title={<Trans>Refused</Trans>}>
          <Rows>{rejected.slice(0, 100).map((each) => <Row key={`${each.file} ${each.row} ${each.column} ${each.reason}`} note={each.reason} end={each.column}><Trans>{each.file}, row {each.row}</Trans> {each.key && <span className={styles.soft}>{each.key}</span>}</Row>)}</Rows>
        </Section>
      )}
    </>
  )
}

function Decide({ unknown, decided, onDecide }: { unknown: OutagePreview['unknown'][number]; decided: Decisions; onDecide: (next: Decisions) => void }) {
  const { t } = useLingui()
  const { name, rows } = unknown
  const drafted = decided.draft.includes(name)
  const { [name]: meant, ...others } = decided.services
  return (
    <div className={styles.decide}>
      <span>{name} <span className={styles.soft}><Plural value={rows} one="# row" other="# rows" /></span></span>
      <ElementField label={t`What ${name} means`} hideLabel placeholder={unknown.near ? t`${unknown.near.key} ${unknown.near.title}?` : t`It means …`} kinds={['service']} value={meant ?? null} onChange={(next) => onDecide({ ...decided, services: next ? { ...others, [name]: next } : others })} />
      <Checkbox label={t`Draft it`} checked={drafted} onChange={(on) => onDecide({ ...decided, draft: on ? [...decided.draft, name] : decided.draft.filter((each) => each !== name) })} />
    </div>
  )
}

function Done({ result }: { result: OutageImport }) {
  const { t } = useLingui()
  const { outages, created, changed, unchanged, rejected, drafted, mend } = result
  return (
    <div className={styles.fields}>
      <p><strong><Plural value={outages} one="# outage was written." other="# outages were written." /></strong> <Trans>{created} rows are new, {changed} changed, {unchanged} as they were.</Trans></p>
      {drafted.length > 0 && <p><Trans>Drafted:</Trans> {drafted.map(({ key, title }) => `${key} ${title}`).join(', ')}</p>}
      {rejected.length > 0 && <Section title={<Trans>Refused</Trans>}><Rows>{rejected.slice(0, 200).map((each) => <Row key={`${each.file} ${each.row} ${each.column} ${each.reason}`} note={each.reason} end={each.column}><Trans>{each.file}, row {each.row}</Trans></Row>)}</Rows></Section>}
      {mend !== null && <p><a href={`data:text/csv;charset=utf-8,${encodeURIComponent(mend)}`} download="rejected.csv">{t`The refused rows as CSV, to be mended and sent again`}</a></p>}
      <div><ButtonLink look="primary" to="/outages"><Trans>See the outages</Trans></ButtonLink></div>
    </div>
  )
}
