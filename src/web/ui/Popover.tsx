import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes.ts'
import popup from './popup.module.css'

type PopoverProps = { trigger: ReactElement; children: ReactNode; label: string; open?: boolean; onOpenChange?: (open: boolean) => void; align?: 'start' | 'center' | 'end'; onHover?: boolean }

/** A small sheet that opens beside its button; with `onHover` also when the pointer rests there. */
export function Popover({ trigger, children, label, open, onOpenChange, align = 'start', onHover = false }: PopoverProps) {
  return (
    <Base.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}>
      <Base.Trigger render={trigger} openOnHover={onHover} delay={250} />
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={6} align={align}>
          <Base.Popup className={classes(popup.popup, popup.panel)} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
