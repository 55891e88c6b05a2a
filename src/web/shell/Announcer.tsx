import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

/** Says the title of each new page to a screen reader, and keeps the focus from being lost with the old one. */
export function Announcer() {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const [title, setTitle] = useState('')
  const opened = useRef(true)
  useEffect(() => {
    // The first page begins where every page begins, with the way to skip to its content.
    if (opened.current) {
      if (pathname !== undefined) opened.current = false
      return
    }
    const timer = setTimeout(() => {
      setTitle(document.title)
      if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
    }, 250)
    return () => clearTimeout(timer)
  }, [pathname])
  return <output className="visually-hidden">{title}</output>
}
