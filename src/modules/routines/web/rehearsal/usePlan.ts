import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { optionsOf } from '../../../../web/api.ts'
import { contractsOf } from '../../../../web/elements/contracts.ts'
import { kindNamed } from '../../../../web/elements/kinds.ts'
import { useSession } from '../../../../web/session.ts'
import type { CalendarBody } from '../../../operating-model/calendar.ts'
import type { Plan } from '../../engine.plan.ts'
import type { RoutineBody } from '../../routine-body.ts'

/** What a record would run under: the body as it is written now, with the calendars that its clocks name. Roles go by their keys. */
export function usePlan(body: RoutineBody, title: string, thresholds: Readonly<Record<string, number>>): Plan {
  const timeZone = useSession().data?.organisation?.timeZone ?? 'UTC'
  const keys = useMemo(() => [...new Set(body.clocks.map((clock) => clock.calendar).filter(Boolean))], [body])
  const kind = kindNamed('calendar')
  const calendars = useQueries({
    queries: kind ? keys.map((element) => ({ ...optionsOf(contractsOf(kind).get, { element }, undefined), staleTime: 60_000 })) : [],
    combine: (answers) => answers.flatMap(({ data }) => (data ? [{ id: data.id, key: data.key, version: data.version, body: data.body as CalendarBody }] : [])),
  })
  return useMemo(() => {
    const roles = [...body.steps.flatMap((step) => [step.role, ...step.approvals.map((each) => each.role)]), ...JSON.stringify(body).match(/ROL-\d+/g) ?? []]
    return { routineId: 'rehearsal', version: 1, title, body, calendars: new Map(calendars.map((one) => [one.key, one])), serviceCalendar: () => null, thresholds, roleIds: new Map(roles.filter(Boolean).map((key) => [key, key])), timeZone }
  }, [body, title, calendars, thresholds, timeZone])
}
