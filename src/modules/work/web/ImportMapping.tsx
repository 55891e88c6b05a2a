import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import type { RecordMapping, RecordSource } from '../../transfer/record-mapping.ts'
import { listMappings } from '../../transfer/transfer.contract.ts'
import { FaultNotes } from '../../transfer/web/FaultNotes.tsx'
import { SavedMapping } from '../../transfer/web/SavedMapping.tsx'
import styles from '../../transfer/web/ImportPage.module.css'
import { SaveMapping } from '../../transfer/web/SaveMapping.tsx'
import type { RecordPreview } from '../intake.contract.ts'
import { useTargetWords } from './importWords.ts'
import type { RecordImporting } from './useRecordImport.ts'

/** Where each column goes: as a table, or as the YAML that the terminal takes too. */
export function ImportMapping({ importing, preview }: { importing: RecordImporting; preview: RecordPreview }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('table')
  const saved = useQueryOf(listMappings)
  return (
    <Section title={t`Where it goes`} number={2} serif aside={saved.data?.abilities.includes('mapping.save') && <SaveMapping importing={importing} saved={saved.data.rows} />}>
      <SavedMapping saved={saved.data?.rows ?? []} kind="record" text={importing.text} onChoose={importing.setText} />
      <FaultNotes faults={preview.faults} />
      <Tabs
        label={t`Mapping`}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'table', label: t`As a table`, content: <Table importing={importing} preview={preview} /> },
          {
            id: 'yaml', label: t`As YAML`,
            content: <TextArea className={styles.yaml} label={t`Mapping in YAML`} help={t`What values become, how dates are written, time zones and logs of several rows a case are said here. The terminal takes the same text as a file.`} value={importing.text} onChange={importing.setText} spellCheck={false} rows={22} />,
          },
        ]}
      />
    </Section>
  )
}

function columnIn(source: RecordSource | undefined): { column: string | null; more: string } {
  if (source === undefined) return { column: null, more: '' }
  if (typeof source === 'string') return source.includes('{') ? { column: null, more: source } : { column: source, more: '' }
  const column = typeof source.from === 'string' ? source.from : null
  const values = Object.entries(source.values ?? {}).map(([from, to]) => `${from} → ${String(to ?? '')}`)
  return { column, more: [...values, ...(source.template ? [source.template] : []), ...(source.default === undefined ? [] : [`… → ${String(source.default)}`])].join(' · ') }
}

/** The source with another column, and what was said of its values. */
function withColumn(source: RecordSource | undefined, column: string): RecordSource {
  return source === undefined || typeof source === 'string' ? column : { ...source, from: column }
}

function Table({ importing, preview }: { importing: RecordImporting; preview: RecordPreview }) {
  const { t } = useLingui()
  const targetWords = useTargetWords()
  const { mapping } = importing
  if (!mapping) return <p className={styles.notice}><Trans>The YAML cannot be read as a mapping yet; mend it there.</Trans></p>
  const withField = (name: string, column: string | null): RecordMapping => {
    const { [name]: before, ...others } = mapping.fields
    return { ...mapping, fields: column === null ? others : { ...others, [name]: withColumn(before, column) } }
  }
  return (
    <table className={styles.mapping}>
      <caption className="visually-hidden">{t`Fields and the columns that fill them`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Field`}</th>
          <th scope="col">{t`Column`}</th>
          <th scope="col">{t`Stands there`}</th>
        </tr>
      </thead>
      <tbody>
        <Line label={t`What identifies a case`} note={t`must not change from one import to the next`} source={mapping.key} preview={preview} onChange={(column) => column !== null && importing.edit({ ...mapping, key: withColumn(mapping.key, column) })} />
        {mapping.log && <Line label={t`When an entry of the log was written`} note={t`several rows a case`} source={mapping.log.at} preview={preview} onChange={(column) => column !== null && importing.edit({ ...mapping, log: { ...mapping.log!, at: withColumn(mapping.log!.at, column) } })} />}
        {preview.targets.map((target) => (
          <Line key={target.name} label={targetWords(target)} note={target.choices.slice(0, 8).join(', ')} source={mapping.fields[target.name]} preview={preview} onChange={(column) => importing.edit(withField(target.name, column))} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ label, note, source, preview, onChange }: { label: string; note: string; source: RecordSource | undefined; preview: RecordPreview; onChange: (column: string | null) => void }) {
  const { t } = useLingui()
  const { column, more } = columnIn(source)
  const paths = preview.columns.map((each) => each.path)
  const choices = column !== null && !paths.includes(column) ? [column, ...paths] : paths
  const samples = preview.columns.find((each) => each.path === column)?.samples ?? []
  return (
    <tr>
      <th scope="row">
        {label}
        {note && <span className={styles.under}>{note}</span>}
      </th>
      <td>
        <Select label={t`Column for ${label}`} hideLabel clearable placeholder={source !== undefined && column === null ? t`as the YAML says` : t`nothing`} value={column} onChange={onChange} choices={choices.map((path) => ({ value: path, label: path }))} />
      </td>
      <td className={styles.samples}>
        <span>{more || samples.join(' · ')}</span>
      </td>
    </tr>
  )
}
