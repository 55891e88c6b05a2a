import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { Section } from '../../../web/ui/Facts.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import type { PreviewResult } from '../transfer.contract.ts'
import { withRows, withSheet } from './mappingEdits.ts'
import styles from './ImportPage.module.css'
import { FileDrop } from './FileDrop.tsx'
import type { Importing } from './useImport.ts'

const elementKinds = ['service', 'unit', 'supplier', 'location', 'party', 'role', 'objective', 'obligation', 'policy', 'agreement', 'calendar', 'plan']
const others: Record<string, MessageDescriptor> = { person: msg`People`, holder: msg`Holders of roles` }

/** The name of what a row becomes, as people say it. */
export function useKindName(): (kind: string) => string {
  const { i18n } = useLingui()
  return (kind) => {
    const words = kindNamed(kind)?.many ?? others[kind]
    return words ? i18n._(words) : kind
  }
}

/** What the list is of, and the list itself: chosen, or dropped on the page. */
export function SourcePart({ importing, preview }: { importing: Importing; preview: PreviewResult | undefined }) {
  const { t } = useLingui()
  const kindName = useKindName()
  const kinds = [...elementKinds.slice(0, 3), 'person', 'holder', ...elementKinds.slice(3)]
  return (
    <Section title={t`The list`} number={1} serif>
      <div className={styles.source}>
        <Select label={t`It lists`} value={importing.kind} onChange={(kind) => kind && importing.chooseKind(kind)} choices={kinds.map((kind) => ({ value: kind, label: kindName(kind) }))} />
        <FileDrop files={importing.files} multiple onChoose={importing.choose}>
          <Trans>or drop them here. CSV, Excel, YAML or JSON; several files of one row each are one list.</Trans>
        </FileDrop>
      </div>
      {preview && <Within importing={importing} preview={preview} />}
      {preview?.notices.map((notice) => (
        <p key={notice} className={styles.notice}>
          {notice}
        </p>
      ))}
    </Section>
  )
}

/** Where the rows are, in a workbook with several sheets or a document with several lists. */
function Within({ importing, preview }: { importing: Importing; preview: PreviewResult }) {
  const { t } = useLingui()
  const { mapping } = importing
  if (!mapping) return null
  const rows = mapping.rows && !preview.rowPaths.includes(mapping.rows) ? [mapping.rows, ...preview.rowPaths] : preview.rowPaths
  return (
    <div className={styles.within}>
      {preview.sheets.length > 1 && (
        <Select label={t`Sheet`} clearable placeholder={t`The first with rows`} value={mapping.source?.sheet === undefined ? null : String(mapping.source.sheet)} onChange={(sheet) => importing.edit(withSheet(mapping, sheet))} choices={preview.sheets.map((sheet) => ({ value: sheet, label: sheet }))} />
      )}
      {rows.length > 0 && (
        <Select label={t`Rows are in`} clearable placeholder={t`The whole document`} value={mapping.rows ?? null} onChange={(next) => importing.edit(withRows(mapping, next))} choices={rows.map((path) => ({ value: path, label: path }))} />
      )}
    </div>
  )
}
