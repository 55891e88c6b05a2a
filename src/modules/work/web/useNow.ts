import { useEffect, useState } from 'react'
import { useAsOf } from '../../../web/asOf.ts'
import { useSession } from '../../../web/session.ts'
import { instantAt } from '../../../web/zoned.ts'

/** The moment now, again every so many milliseconds; on a past day its end, which stands still. */
export function useNow(everyMs = 1000): number {
  const asOf = useAsOf()
  const zone = useSession().data?.organisation?.timeZone
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (asOf) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, asOf])
  return asOf ? Date.parse(instantAt(`${asOf}T23:59`, zone) ?? asOf) + 59_999 : now
}
