import { useState } from 'react'

/** A choice of this person on this machine, such as the columns of a list; it outlives the visit. */
export function useKept<Value>(name: string, start: Value): [Value, (value: Value) => void] {
  const place = `wellrun.${name}`
  const [shown, setShown] = useState({ place, value: read(place, start) })
  const current = shown.place === place ? shown.value : read(place, start)
  const keep = (next: Value) => {
    setShown({ place, value: next })
    try {
      localStorage.setItem(place, JSON.stringify(next))
    } catch {
      // A full or forbidden store only loses the memory of the choice.
    }
  }
  return [current, keep]
}

function read<Value>(place: string, start: Value): Value {
  try {
    const text = localStorage.getItem(place)
    return text === null ? start : (JSON.parse(text) as Value)
  } catch {
    return start
  }
}
