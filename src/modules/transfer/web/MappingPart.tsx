import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { FaultNotes } from './FaultNotes.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { listMappings, type PreviewResult } from '../transfer.contract.ts'
import styles from './ImportPage.module.css'
import { MappingTable } from './MappingTable.tsx'
import { SaveMapping } from './SaveMapping.tsx'
import type { Importing } from './useImport.ts'

/** Where each column goes: as a table, or as the YAML that the terminal takes too. */
export function MappingPart({ importing, preview }: { importing: Importing; preview: PreviewResult }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('table')
  const saved = useQueryOf(listMappings)
  const fitting = saved.data?.rows.filter((row) => row.kind === importing.kind) ?? []
  return (
    <Section title={t`Where it goes`} number={2} serif aside={saved.data?.abilities.includes('mapping.save') && <SaveMapping importing={importing} saved={saved.data.rows} />}>
      {fitting.length > 0 && (
        <Select
          className={styles.saved}
          label={t`Saved mapping`}
          clearable
          placeholder={t`None: suggested from the columns`}
          value={fitting.find((row) => row.mapping === importing.text)?.id ?? null}
          onChange={(id) => importing.setText(fitting.find((row) => row.id === id)?.mapping ?? null)}
          choices={fitting.map((row) => ({ value: row.id, label: row.name }))}
        />
      )}
      <Tabs
        label={t`Mapping`}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'table', label: t`As a table`, content: <MappingTable importing={importing} preview={preview} /> },
          { id: 'yaml', label: t`As YAML`, content: <Yaml importing={importing} /> },
        ]}
      />
      <FaultNotes faults={preview.faults} />
    </Section>
  )
}

function Yaml({ importing }: { importing: Importing }) {
  const { t } = useLingui()
  return (
    <TextArea
      className={styles.yaml}
      label={t`Mapping in YAML`}
      help={t`Templates, values and further kinds from one row can be written here. The terminal takes the same text as a file.`}
      value={importing.text}
      onChange={importing.setText}
      spellCheck={false}
      rows={16}
    />
  )
}
