import { i18n } from '@lingui/core'
import { useSession } from '../../../web/session.ts'
import { dayInWords, instantInWords } from '../../../web/words.ts'
import { wallTime } from '../../../web/zoned.ts'

/** Times as the organisation's clock shows them: `time` 09:14, `day` 3 March 2026, `short` the time today and the day and time else. */
export function useWhen() {
  const organisation = useSession().data?.organisation
  const zone = organisation?.timeZone
  const time = (instant: string | null) => wallTime(instant, zone).slice(11)
  const dayOf = (instant: string | null) => wallTime(instant, zone).slice(0, 10)
  const short = (instant: string | null) => (dayOf(instant) === organisation?.today ? time(instant) : [shortDay(dayOf(instant), organisation?.today), time(instant)].filter(Boolean).join(', '))
  return { zone, time, dayOf, short, day: (instant: string | null) => dayInWords(dayOf(instant)), full: (instant: string | null) => instantInWords(instant, zone), today: organisation?.today ?? '' }
}

/** 3 Mar, with its year unless it is this one. */
function shortDay(day: string, today: string | undefined): string {
  const words = dayInWords(day, 'short')
  return today && day.slice(0, 4) === today.slice(0, 4) && i18n.locale === 'en' ? words.replace(/ \d{4}$/, '') : words
}
