import { useRef, useState } from 'react'
import type { Body } from '../../../web/forms/form.ts'

const mostKept = 100
/** What is typed in one go is taken back in one go. */
const oneGoMs = 900

/** What was there before each change, so that it can be taken back and done again. */
export function useStrokes(body: Body, onChange: (body: Body) => void) {
  const [{ past, future }, setKept] = useState<{ past: Body[]; future: Body[] }>({ past: [], future: [] })
  const lastTyped = useRef(0)
  const change = (next: Body, typed = false) => {
    if (next === body) return
    const now = performance.now()
    const goesOn = typed && now - lastTyped.current < oneGoMs && past.length > 0
    lastTyped.current = typed ? now : 0
    setKept({ past: goesOn ? past : [...past, body].slice(-mostKept), future: [] })
    onChange(next)
  }
  const undo = () => {
    const before = past.at(-1)
    if (!before) return
    lastTyped.current = 0
    setKept({ past: past.slice(0, -1), future: [body, ...future] })
    onChange(before)
  }
  const redo = () => {
    const [next, ...rest] = future
    if (!next) return
    lastTyped.current = 0
    setKept({ past: [...past, body], future: rest })
    onChange(next)
  }
  return { change, undo, redo, mayUndo: past.length > 0, mayRedo: future.length > 0 }
}
