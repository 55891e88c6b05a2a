import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes.ts'
import popup from './popup.module.css'

export type MenuItem = { id: string; label: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean; hint?: string } | 'separator'

/** A menu of verbs behind one button. */
export function Menu({ trigger, items, align = 'end' }: { trigger: ReactElement; items: readonly MenuItem[]; align?: 'start' | 'end' }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={4} align={align}>
          <Base.Popup className={classes(popup.popup, popup.list)}>
            {items.map((item, at) =>
              item === 'separator' ? (
                <Base.Separator key={`separator-${at}`} className={popup.separator} />
              ) : (
                <Base.Item key={item.id} className={classes(popup.item, item.danger && popup.danger)} onClick={item.onSelect} disabled={item.disabled ?? false}>
                  {item.label}
                  {item.hint && <span className={popup.end}>{item.hint}</span>}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
