import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A record's key as a link to its page. */
export function RecordLink({ recordKey, children, className, row }: { recordKey: string; children?: ReactNode; className?: string | undefined; row?: boolean }) {
  return (
    <Link to="/work/$record" params={{ record: recordKey }} className={className} {...(row && { 'data-row-link': '' })}>
      {children ?? recordKey}
    </Link>
  )
}
