import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import type { ElementView } from '../../shared/element.contract.ts'
import type { KindForm } from '../forms/form.ts'
import { Tabs } from '../ui/Tabs.tsx'
import styles from './ElementPage.module.css'
import { HistoryView } from './HistoryView.tsx'
import type { WebKind } from './kinds.ts'
import { VersionsView } from './VersionsView.tsx'

/** What it is, what it was, and who did what. */
export function ElementTabs({ kind, view, form, content }: { kind: WebKind; view: ElementView; form: KindForm; content: ReactNode }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('now')
  return (
    <Tabs
      label={t`Views of ${view.title}`}
      value={tab}
      onChange={setTab}
      tabs={[
        { id: 'now', label: view.version > 0 ? t`Now` : view.coming && !view.draft ? t`Approved` : t`Draft`, content: <div className={styles.content}>{content}</div> },
        ...(view.version > 0 ? [{ id: 'versions', label: t`Versions`, count: view.version, content: <VersionsView kind={kind} view={view} form={form} /> }] : []),
        { id: 'history', label: t`History`, content: <HistoryView view={view} /> },
      ]}
    />
  )
}
