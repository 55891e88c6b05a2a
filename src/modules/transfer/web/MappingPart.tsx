import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { FaultNotes } from './FaultNotes.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { listMappings, type PreviewResult } from '../transfer.contract.ts'
import styles from './ImportPage.module.css'
import { MappingTable } from './MappingTable.tsx'
import { SavedMapping } from './SavedMapping.tsx'
import { SaveMapping } from './SaveMapping.tsx'
import type { Importing } from './useImport.ts'

/** Where each column goes: as a table, or as the YAML that the terminal takes too. */
export function MappingPart({ importing, preview }: { importing: Importing; preview: PreviewResult }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('table')
  const saved = useQueryOf(listMappings)
  return (
    <Section title={t`Where it goes`} number={2} serif aside={saved.data?.abilities.includes('mapping.save') && <SaveMapping importing={importing} saved={saved.data.rows} />}>
      <SavedMapping saved={saved.data?.rows ?? []} kind={importing.kind} text={importing.text} onChoose={importing.setText} />
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
