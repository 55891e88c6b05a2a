import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { Select } from '../../../web/ui/Select.tsx'
import type { Mapping } from '../mapping.ts'
import type { PreviewResult } from '../transfer.contract.ts'
import { shownSource, withField, withKey, withLink, withNewLink, type Shown } from './mappingEdits.ts'
import styles from './ImportPage.module.css'
import type { Importing } from './useImport.ts'

type Columns = PreviewResult['columns']

/** Each field of the kind with the column that fills it and what stands there. */
export function MappingTable({ importing, preview }: { importing: Importing; preview: PreviewResult }) {
  const { t } = useLingui()
  const { mapping } = importing
  if (!mapping) return <p className={styles.notice}><Trans>The YAML cannot be read as a mapping yet; mend it there.</Trans></p>
  const columns: Columns = [...preview.columns, { path: '$file', samples: importing.files.slice(0, 2).map((file) => file.name), filled: 1, unique: false }]
  return (
    <>
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
          {importing.kind !== 'holder' && (
            <Line label={t`What identifies a row`} note={t`must not change from one import to the next`} shown={shownSource(mapping.key)} columns={columns} onChange={(column) => importing.edit(withKey(mapping, column))} />
          )}
          {preview.targets.map((target) => (
            <Line key={target.name} label={target.label} note={target.name === 'title' ? t`the key, where nothing is chosen` : target.choices.join(', ')} shown={shownSource(mapping.fields[target.name])} columns={columns} onChange={(column) => importing.edit(withField(mapping, target.name, column))} />
          ))}
          <LinkLines importing={importing} mapping={mapping} preview={preview} columns={columns} />
        </tbody>
      </table>
      {mapping.also.length > 0 && (
        <p className={styles.notice}>
          <Trans>Each row also gives {mapping.also.map((part) => part.kind).join(', ')}, as the YAML says.</Trans>
        </p>
      )}
    </>
  )
}

function LinkLines({ importing, mapping, preview, columns }: { importing: Importing; mapping: Mapping; preview: PreviewResult; columns: Columns }) {
  const { t, i18n } = useLingui()
  const [adding, setAdding] = useState<string | null>(null)
  const nounOf = (kind: string) => {
    const words = kindNamed(kind)?.one
    return words ? i18n._(words).toLowerCase() : kind
  }
  const offered = preview.links.map((link) => ({ ...link, id: `${link.type} ${link.to} ${link.direction}` }))
  const phraseOf = (type: string, to: string) => preview.links.find((link) => link.type === type && link.to === to)?.phrase ?? type
  const columnAt = (path: string | null) => columns.find((column) => column.path === path) ?? null
  const toAdd = offered.find((link) => link.id === adding)
  return (
    <>
      {mapping.links.map((link, at) => (
        <Line
          key={`${link.type} ${link.to} ${at}`}
          label={`${phraseOf(link.type, link.to)} (${nounOf(link.to)})`}
          note=""
          shown={shownSource(link.each)}
          columns={columns}
          onChange={(path) => importing.edit(withLink(mapping, at, path === null ? null : (columnAt(path) ?? { path, samples: [] })))}
        />
      ))}
      {offered.length > 0 && (
        <tr>
          <th scope="row">
            <Select label={t`Further link`} hideLabel clearable placeholder={t`Further link…`} value={adding} onChange={setAdding} choices={offered.map((link) => ({ value: link.id, label: `${link.phrase} (${nounOf(link.to)})` }))} />
          </th>
          <td colSpan={2}>
            {toAdd && (
              <ColumnSelect
                label={t`Column of the further link`}
                shown={{ column: null, inYaml: false }}
                columns={columns}
                onChange={(path) => {
                  const column = columnAt(path)
                  if (!column) return
                  importing.edit(withNewLink(mapping, { type: toAdd.type, to: toAdd.to, direction: toAdd.direction }, column))
                  setAdding(null)
                }}
              />
            )}
          </td>
        </tr>
      )}
    </>
  )
}

function Line({ label, note, shown, columns, onChange }: { label: string; note: string; shown: Shown; columns: Columns; onChange: (column: string | null) => void }) {
  const samples = columns.find((column) => column.path === shown.column)?.samples ?? []
  return (
    <tr>
      <th scope="row">
        {label}
        {note && <span className={styles.under}>{note}</span>}
      </th>
      <td>
        <ColumnSelect label={label} shown={shown} columns={columns} onChange={onChange} />
      </td>
      <td className={styles.samples}>
        <span>{samples.join(' · ')}</span>
      </td>
    </tr>
  )
}

function ColumnSelect({ label, shown, columns, onChange }: { label: string; shown: Shown; columns: Columns; onChange: (column: string | null) => void }): ReactNode {
  const { t } = useLingui()
  const paths = columns.map((column) => column.path)
  const choices = shown.column !== null && !paths.includes(shown.column) ? [shown.column, ...paths] : paths
  return (
    <Select
      label={t`Column for ${label}`}
      hideLabel
      clearable
      placeholder={shown.inYaml ? t`as the YAML says` : t`nothing`}
      value={shown.column}
      onChange={onChange}
      choices={choices.map((path) => ({ value: path, label: path === '$file' ? t`the file's name` : path }))}
    />
  )
}
