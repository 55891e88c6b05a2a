import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

const stored = 'wellrun.theme'
const listeners = new Set<() => void>()

function chosen(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' || theme === 'contrast' ? theme : 'system'
}

/** Shows the theme at once and keeps it for the next visit; `system` follows the machine. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(stored)
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem(stored, theme)
  }
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, chosen)
}
