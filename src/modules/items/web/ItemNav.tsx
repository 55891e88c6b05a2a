import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useAbilities } from '../../../web/session.ts'
import listStyles from '../../../web/elements/ListPage.module.css'

/** Items and the samples that verify them, one click away. */
export function ItemNav({ here }: { here: 'items' | 'samples' | 'import' }) {
  const { t } = useLingui()
  const mayImport = useAbilities().includes('item.import')
  return (
    <nav className={listStyles.siblings} aria-label={t`Views of items`}>
      <Link to="/items" activeOptions={{ exact: true }} aria-current={here === 'items' ? 'page' : undefined}>{t`Items`}</Link>
      <Link to="/items/samples" activeOptions={{ exact: true }} aria-current={here === 'samples' ? 'page' : undefined}>{t`Verification`}</Link>
      {mayImport && <Link to="/items/import" activeOptions={{ exact: true }} aria-current={here === 'import' ? 'page' : undefined}>{t`Import`}</Link>}
    </nav>
  )
}
