import { useLingui } from '@lingui/react/macro'
import { Select } from '../../../web/ui/Select.tsx'
import styles from './ImportPage.module.css'

type SavedMappingProps = { saved: readonly { id: string; name: string; kind: string; mapping: string }[]; kind: string; text: string | null; onChoose: (mapping: string | null) => void }

/** The mappings that were saved for this kind of list, where there are any. */
export function SavedMapping({ saved, kind, text, onChoose }: SavedMappingProps) {
  const { t } = useLingui()
  const fitting = saved.filter((row) => row.kind === kind)
  if (fitting.length === 0) return null
  return (
    <Select
      className={styles.saved}
      label={t`Saved mapping`}
      clearable
      placeholder={t`None: suggested from the columns`}
      value={fitting.find((row) => row.mapping === text)?.id ?? null}
      onChange={(id) => onChoose(fitting.find((row) => row.id === id)?.mapping ?? null)}
      choices={fitting.map((row) => ({ value: row.id, label: row.name }))}
    />
  )
}
