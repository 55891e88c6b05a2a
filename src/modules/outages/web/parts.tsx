import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import listStyles from '../../../web/elements/ListPage.module.css'
import { useAbilities, useSession } from '../../../web/session.ts'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { instantInWords } from '../../../web/words.ts'
import { wallTime } from '../../../web/zoned.ts'
import type { OutageView } from '../outage.contract.ts'

/** An instant on the organisation's clock. */
export function useWhen(): (instant: string | null) => string {
  const zone = useSession().data?.organisation?.timeZone
  return (instant) => instantInWords(instant, zone)
}

/** Tue 3 Mar 14:00–16:00, with the day of its end where it is another. */
export function useSpan(): (from: string, to: string) => string {
  const zone = useSession().data?.organisation?.timeZone
  const day = (at: string) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${at.slice(0, 10)}T12:00:00Z`))
  return (from, to) => {
    const [begins, ends] = [wallTime(from, zone), wallTime(to, zone)]
    return `${day(begins)} ${begins.slice(11)}–${begins.slice(0, 10) === ends.slice(0, 10) ? '' : `${day(ends)} `}${ends.slice(11)}`
  }
}

/** 3 d 4 h, 2 h 5 min, 40 min: the two largest units. */
export function lengthInWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (d > 0) return `${d} d${h > 0 ? ` ${h} h` : ''}`
  return h > 0 ? `${h} h${m > 0 ? ` ${m} min` : ''}` : `${m} min`
}

/** How an outage stands: what goes on is marked, and what was registered late says so. */
export function StandingWords({ outage }: { outage: Pick<OutageView, 'stage' | 'standing'> }) {
  const { t } = useLingui()
  const standing = { unplanned: t`unplanned`, planned: t`planned`, 'registered late': t`registered late` }[outage.standing]
  if (outage.stage === 'withdrawn') return <Trans>withdrawn</Trans>
  if (outage.stage === 'going on') return <StateMark state={outage.standing === 'planned' ? 'watch' : 'missed'}>{t`goes on, ${standing}`}</StateMark>
  return outage.stage === 'ahead' ? t`ahead, ${standing}` : standing
}

/** The views of outages, one click away. */
export function OutageNav({ here }: { here: 'list' | 'calendar' | 'import' }) {
  const { t } = useLingui()
  const mayImport = useAbilities().includes('outage.import')
  const views = [
    { id: 'list', to: '/outages' as const, label: t`Outages` },
    { id: 'calendar', to: '/outages/calendar' as const, label: t`Planned work` },
    ...(mayImport ? [{ id: 'import', to: '/outages/import' as const, label: t`Import` }] : []),
  ]
  return (
    <nav className={listStyles.siblings} aria-label={t`Views of outages`}>
      {views.map((view) => (
        <Link key={view.id} to={view.to} activeOptions={{ exact: true }} aria-current={view.id === here ? 'page' : undefined}>
          {view.label}
        </Link>
      ))}
    </nav>
  )
}
