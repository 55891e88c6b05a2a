import { Toast as Base } from '@base-ui/react/toast'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import styles from './Toast.module.css'

const manager = Base.createToastManager()

/** Says in a corner what has just happened. */
export function say(title: string, description?: string): void {
  manager.add({ title, ...(description && { description }), timeout: 6000 })
}

/** Says what was refused, for as long as it takes to read. */
export function sayProblem(title: string, description?: string): void {
  manager.add({ title, ...(description && { description }), type: 'problem', priority: 'high', timeout: 0 })
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={2}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport} data-toasts="">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { t } = useLingui()
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={[]}>
      <Base.Content className={styles.content}>
        <div>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.description} />
        </div>
        <Base.Close className={styles.close} aria-label={t`Dismiss`}>
          <Icon name="close" size={14} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
