import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '../../../web/shell/Page.tsx'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { Field } from '../../../web/ui/Field.tsx'
import fields from '../../../web/ui/fields.module.css'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { chosenFiles, sendFiles, type Chosen } from '../../transfer/web/upload.ts'
import type { ItemImport, ItemPreview } from '../import.contract.ts'
import { ItemNav } from './ItemNav.tsx'
import styles from './Items.module.css'

type Rejected = ItemPreview['rejected']

/** Brings configuration items from files: the mapping is suggested, looked over and tried, then it is written. */
export function ImportItemsPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const [files, setFiles] = useState<Chosen[]>([])
  const [mapping, setMapping] = useState('')
  const input = (map: string) => (map.trim() ? { mapping: map } : {})
  const preview = useMutation<ItemPreview, Error, { files: Chosen[]; mapping: string }>({
    mutationFn: (given) => sendFiles('item.preview', input(given.mapping), given.files),
    onSuccess: (answer) => setMapping(answer.mapping),
  })
  const run = useMutation<ItemImport, Error>({ mutationFn: () => sendFiles('item.import', input(mapping), files, { key: crypto.randomUUID() }), onSuccess: () => client.invalidateQueries() })
  const choose = async (list: FileList | null) => {
    const chosen = await chosenFiles([...(list ?? [])])
    setFiles(chosen)
    run.reset()
    if (chosen.length > 0) preview.mutate({ files: chosen, mapping: '' })
  }
  const seen = preview.data
  const changes = seen ? seen.created + seen.changed : 0
  return (
    <Page name={t`Import configuration items`} crumbs={[{ label: <Trans>Operating model</Trans>, to: '/operating-model' }, { label: <Trans>Configuration items</Trans>, to: '/items' }]} subtitle={<Trans>From CSV, XLSX, JSON lines or YAML, with their relations</Trans>}>
      <ItemNav here="import" />
      {run.data ? <Done result={run.data} /> : (
        <div className={styles.fields}>
          <Field label={t`Files`} help={t`The first row of a table names the columns. A second import of the same source changes what changed and nothing else.`}>
            {(control) => <input {...control} className={fields.control} type="file" multiple accept=".csv,.tsv,.xlsx,.json,.ndjson,.jsonl,.yml,.yaml" onChange={(event) => void choose(event.target.files)} />}
          </Field>
          {seen && (
            <>
              <TextArea label={t`Mapping`} help={seen.suggested ? t`Suggested from the names of the columns. Look it over.` : t`Where each field comes from.`} className={styles.mapping!} rows={14} spellCheck={false} value={mapping} onChange={setMapping} />
              <div><Button busy={preview.isPending} onClick={() => preview.mutate({ files, mapping })}><Trans>Look again</Trans></Button></div>
            </>
          )}
          <ProblemNote error={preview.error ?? run.error} />
          {seen && <Seen preview={seen} />}
          {seen && seen.faults.length === 0 && (
            <div className={styles.verbs}>
              <Button look="primary" busy={run.isPending} disabled={changes === 0} onClick={() => run.mutate()}><Plural value={changes} _0="Nothing to import" one="Import # item" other="Import # items" /></Button>
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

function Seen({ preview }: { preview: ItemPreview }) {
  const { t } = useLingui()
  const { read, created, changed, unchanged, relations, rejected, notices, rows, faults } = preview
  if (faults.length > 0) return <Rows label={t`What does not fit`}>{faults.map((fault) => <Row key={fault.path} note={fault.message}>{fault.path}</Row>)}</Rows>
  const results = { created: t`new`, changed: t`changed`, unchanged: t`as it is` }
  return (
    <>
      <p><Trans>{read} rows: {created} new, {changed} changed, {unchanged} as they are.</Trans> <Plural value={relations} _0="No relation begins or ends." one="# relation begins or ends." other="# relations begin or end." /></p>
      {notices.map((notice) => <p key={notice} className={styles.soft}>{notice}</p>)}
      {rows.length > 0 && (
        <Section title={<Trans>The first of them</Trans>}>
          <Rows>{rows.slice(0, 12).map((row) => <Row key={row.row} end={results[row.result]} note={[row.type, row.status].filter(Boolean).join(' · ')}>{row.name} <span className={styles.soft}>{row.key}</span></Row>)}</Rows>
        </Section>
      )}
      <Refused rejected={rejected} />
    </>
  )
}

function Refused({ rejected }: { rejected: Rejected }) {
  if (rejected.length === 0) return null
  return (
    <Section title={<Trans>Refused or left out</Trans>}>
      <Rows>{rejected.slice(0, 100).map((each) => <Row key={`${each.file} ${each.row} ${each.column} ${each.reason}`} note={each.reason} end={each.column}><Trans>{each.file}, row {each.row}</Trans> {each.key && <span className={styles.soft}>{each.key}</span>}</Row>)}</Rows>
    </Section>
  )
}

function Done({ result }: { result: ItemImport }) {
  const { t } = useLingui()
  const { created, changed, unchanged, rejected, mend } = result
  return (
    <div className={styles.fields}>
      <p><strong><Plural value={created} one="# item is new." other="# items are new." /></strong> <Trans>{changed} changed, {unchanged} are as they were.</Trans></p>
      <Refused rejected={rejected} />
      {mend !== null && <p><a href={`data:text/csv;charset=utf-8,${encodeURIComponent(mend)}`} download="rejected.csv">{t`The refused rows as CSV, to be mended and sent again`}</a></p>}
      <div><ButtonLink look="primary" to="/items"><Trans>See the items</Trans></ButtonLink></div>
    </div>
  )
}
