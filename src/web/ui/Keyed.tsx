import { Fragment } from 'react'
import { isKnownKey } from '../elements/kinds.ts'
import { KeyLink } from './KeyLink.tsx'

/** A plain text in which the keys of elements, outages, items and verifications are links. */
export function Keyed({ text }: { text: string }) {
  const parts = text.split(/\b([A-Z]{2,4}-\d{1,9})\b/)
  return (
    <>
      {parts.map((part, at) => (at % 2 === 1 && isKnownKey(part) ? <KeyLink key={at} elementKey={part} /> : <Fragment key={at}>{part}</Fragment>))}
    </>
  )
}
