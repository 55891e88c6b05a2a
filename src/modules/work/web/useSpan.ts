import { useLingui } from '@lingui/react/macro'
import { spanOf } from './clockNow.ts'

/** A length of time in words: 21 h 10 min. */
export function useSpan(): (ms: number) => string {
  const { t } = useLingui()
  return (ms) => {
    const { days, hours, minutes, seconds } = spanOf(ms)
    if (days > 0) return hours > 0 ? t`${days} d ${hours} h` : t`${days} d`
    if (hours > 0) return minutes > 0 ? t`${hours} h ${minutes} min` : t`${hours} h`
    return minutes > 0 ? t`${minutes} min` : t`${seconds} s`
  }
}
